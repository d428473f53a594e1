import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { isAlive } from '../../src/services/lock.js';
import { startRedis } from '../../src/services/redis.js';
import { PATIENCE_MS } from '../support/patience.js';
import { freshRedis, redisProgram, testDir } from '../support/stores.js';
import { ownProcess } from './own-process.js';

async function ask<T>(url: string, question: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, { maxRetriesPerRequest: 1 });
  try {
    return await question(redis);
  } finally {
    redis.disconnect();
  }
}

const setting = async (url: string, name: string) =>
  ((await ask(url, (redis) => redis.config('GET', name))) as string[])[1];

async function until(holds: () => boolean): Promise<void> {
  for (const giveUp = Date.now() + PATIENCE_MS; !holds() && Date.now() < giveUp; ) await sleep(50);
}

async function untilGone(pid: number): Promise<boolean> {
  await until(() => !isAlive(pid));
  return !isAlive(pid);
}

describe('a redis-server of our own', () => {
  test('two at once, on ports of their own, each with its own data; both end when stopped', async () => {
    const [one, two] = await Promise.all([freshRedis(), freshRedis()]);
    expect(one.url).not.toBe(two.url);
    await ask(one.url, (redis) => redis.set('a', '1'));
    expect(await ask(two.url, (redis) => redis.get('a'))).toBeNull();
    expect(await setting(one.url, 'maxmemory-policy')).toBe('noeviction');
    expect(await setting(one.url, 'bind')).toBe('127.0.0.1');
    await Promise.all([one.stop(), two.stop()]);
    expect([isAlive(one.pid), isAlive(two.pid)]).toEqual([false, false]);
  });

  test('one for a test leaves no folder; one for the demo keeps what was written', async () => {
    const dir = await testDir();
    const passing = await startRedis({
      dir: join(dir, 'passing'),
      persistent: false,
      program: redisProgram(),
    });
    expect(await setting(passing.url, 'appendonly')).toBe('no');
    await passing.stop();
    await passing.stop();
    expect(existsSync(join(dir, 'passing'))).toBe(false);

    const kept = { dir: join(dir, 'kept'), persistent: true, program: redisProgram() };
    const first = await startRedis(kept);
    expect(await setting(first.url, 'appendfsync')).toBe('always');
    await ask(first.url, (redis) => redis.set('書きかけ', '３避難所'));
    process.kill(first.pid, 'SIGKILL');
    await first.stop();
    const again = await startRedis(kept);
    expect(await ask(again.url, (redis) => redis.get('書きかけ'))).toBe('３避難所');
    await again.stop();
  });

  test('ends within seconds when its owner is killed with -9, and the folder can be opened again', async () => {
    const dir = join(await testDir(), 'redis');
    const options = { dir, persistent: true, program: redisProgram() };
    const { child, told } = await ownProcess(`
      import { startRedis } from './src/services/redis.ts';
      const redis = await startRedis(${JSON.stringify(options)});
      console.log(JSON.stringify(redis));
      setInterval(() => {}, 1000);
    `);
    const { pid } = told as { pid: number };
    expect(isAlive(pid)).toBe(true);
    child.kill('SIGKILL');
    const again = await startRedis(options);
    expect(isAlive(pid)).toBe(false);
    await again.stop();
  });

  test('one without persistence, killed with its owner, leaves neither process nor folder', async () => {
    const dir = join(await testDir(), 'redis');
    const { child, told } = await ownProcess(`
      import { startRedis } from './src/services/redis.ts';
      console.log(JSON.stringify(await startRedis(${JSON.stringify({ dir, persistent: false, program: redisProgram() })})));
      setInterval(() => {}, 1000);
    `);
    child.kill('SIGKILL');
    expect(await untilGone((told as { pid: number }).pid)).toBe(true);
    await until(() => !existsSync(dir));
    expect(existsSync(dir)).toBe(false);
  });

  test('a taken port is said with the end of the log', async () => {
    const blocker = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await new Promise((resolve) => blocker.once('listening', resolve));
    const { port } = blocker.address() as { port: number };
    const start = startRedis({
      dir: join(await testDir(), 'redis'),
      port,
      persistent: false,
      program: redisProgram(),
    });
    await expect(start).rejects.toThrow(/Redis が起動しませんでした[\s\S]*Address already in use/);
    await new Promise((resolve) => blocker.close(resolve));
  });
});
