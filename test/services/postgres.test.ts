import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { isAlive } from '../../src/services/lock.js';
import { startPostgres } from '../../src/services/postgres.js';
import { freshDatabase, testDir } from '../support/stores.js';
import { ownProcess } from './own-process.js';

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

const show = async (url: string, name: string) =>
  Object.values((await query(url, `SHOW ${name}`))[0] ?? {})[0];

describe('a PostgreSQL of our own', () => {
  test('is UTF-8, in UTC, on loopback only, and writes to disk when its data is for keeping', async () => {
    const dir = join(await testDir(), 'postgres');
    const server = await startPostgres({ dir, persistent: true });
    try {
      expect(await show(server.url, 'server_encoding')).toBe('UTF8');
      expect(await show(server.url, 'timezone')).toBe('UTC');
      expect(await show(server.url, 'fsync')).toBe('on');
      expect(await show(server.url, 'listen_addresses')).toBe('127.0.0.1');
      expect(await query(server.url, `SELECT upper('ａé') AS up, length('𠮷野家') AS length`)).toEqual([
        { up: 'ＡÉ', length: 3 },
      ]);
      expect(statSync(join(dir, 'password')).mode & 0o777).toBe(0o600);
      const wrong = new URL(server.url);
      wrong.password = 'postgres';
      await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow(/password authentication failed/);
    } finally {
      await server.stop();
    }
    expect(isAlive(server.pid)).toBe(false);
    expect(existsSync(join(dir, 'data'))).toBe(true);
  });

  test('ends when its owner is killed with -9, and opens again with everything committed', async () => {
    const options = { dir: join(await testDir(), 'postgres'), persistent: true };
    const { child, told } = await ownProcess(`
      import { startPostgres } from './src/services/postgres.ts';
      console.log(JSON.stringify(await startPostgres(${JSON.stringify(options)})));
      setInterval(() => {}, 1000);
    `);
    const first = told as { url: string; pid: number };
    await query(first.url, `CREATE TABLE kept AS SELECT '承認' AS word`);
    child.kill('SIGKILL');
    const again = await startPostgres(options);
    expect(isAlive(first.pid)).toBe(false);
    expect(await query(again.url, 'SELECT word FROM kept')).toEqual([{ word: '承認' }]);

    // The server itself is killed: its pid file stays, and its number may by now be another program's.
    process.kill(again.pid, 'SIGKILL');
    await again.stop();
    const pidFile = join(options.dir, 'data', 'postmaster.pid');
    expect(existsSync(pidFile)).toBe(true);
    writeFileSync(pidFile, `${process.pid}\n${join(options.dir, 'data')}\n`);
    const third = await startPostgres(options);
    expect(await query(third.url, 'SELECT word FROM kept')).toEqual([{ word: '承認' }]);
    await third.stop();
  }, 60_000);

  test('two databases of the run know nothing of each other and are dropped', async () => {
    const [one, two] = await Promise.all([freshDatabase(), freshDatabase()]);
    await query(one.url, 'CREATE TABLE only_here ()');
    expect(await query(two.url, `SELECT to_regclass('only_here') AS there`)).toEqual([{ there: null }]);
    expect(await show(one.url, 'fsync')).toBe('off');
    await Promise.all([one.stop(), two.stop()]);
    await expect(query(one.url, 'SELECT 1')).rejects.toThrow(/does not exist/);
  });
});
