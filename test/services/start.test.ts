import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { untilUnoccupied } from '../../src/services/data-dir-in-use.js';
import { startPostgres } from '../../src/services/postgres.js';
import { startServices } from '../../src/services/start.js';
import { testDir } from '../support/stores.js';

const listens = (url: string) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.on('connect', () => socket.end(() => resolve(true)));
    socket.on('error', () => resolve(false));
  });

describe('the stores', () => {
  test('both are started, and both end', async () => {
    const services = await startServices({ dataDir: await testDir(), persistent: false });
    expect(await listens(services.redisUrl)).toBe(true);
    expect(await listens(services.databaseUrl)).toBe(true);
    await services.stop();
    expect(await listens(services.redisUrl)).toBe(false);
    expect(await listens(services.databaseUrl)).toBe(false);
  });

  test('those named by a URL are used as they are, and nothing is started or ended', async () => {
    const dataDir = await testDir();
    const redisUrl = 'redis://redis.example:6379/3';
    const databaseUrl = 'postgresql://maru@db.example/maru';
    const services = await startServices({ dataDir, persistent: true, redisUrl, databaseUrl });
    expect(services).toMatchObject({ redisUrl, databaseUrl });
    await services.stop();
    expect(existsSync(join(dataDir, 'redis'))).toBe(false);
    expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
  });

  test('a data folder in use is refused in one sentence', async () => {
    const dir = join(await testDir(), 'postgres');
    const first = await startPostgres({ dir, persistent: true });
    const data = join(dir, 'data');
    await expect(untilUnoccupied(join(data, 'postmaster.pid'), data, 200)).rejects.toThrow(
      /別に動いている Maru が使っています/,
    );
    expect(await listens(first.url)).toBe(true);
    await first.stop();
    await untilUnoccupied(join(data, 'postmaster.pid'), data, 200);
  });
});
