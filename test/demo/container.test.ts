/** What the container of the demo runs: the page answers at the published port too, and to no other name. */
import { spawn } from 'node:child_process';
import { get } from 'node:http';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { freePort } from '../../src/services/free-port.js';
import { freshDatabase, freshRedis, testDir } from '../support/stores.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const statusOf = (port: number, host: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: '/', headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });

test('published, it is seen under its own name alone, ends when it is told to, and begins again', async () => {
  const [redis, database, dataDir] = await Promise.all([freshRedis(), freshDatabase(), testDir()]);
  const environment = { DATA_DIR: dataDir, REDIS_URL: redis.url, DATABASE_URL: database.url };
  try {
    for (const _ of ['new', 'its own record'])
      await whileShown(environment, async (published) => {
        expect(await statusOf(published, 'localhost:3000')).toBe(200);
        expect(await statusOf(published, 'maru.example.jp')).toBe(403);
      });
  } finally {
    await redis.stop();
    await database.stop();
  }
}, 120_000);

async function whileShown(
  environment: Readonly<Record<string, string>>,
  look: (published: number) => Promise<void>,
): Promise<void> {
  const [port, published] = [await freePort(), await freePort()];
  const demo = spawn(process.execPath, ['docker/demo.mjs', String(port), String(published)], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => void demo.once('close', resolve));
  let said = '';
  try {
    await new Promise<void>((begun, failed) => {
      for (const stream of [demo.stdout, demo.stderr])
        stream.setEncoding('utf8').on('data', (text: string) => {
          said += text;
          if (said.includes(`http://127.0.0.1:${port} `)) begun();
        });
      void ended.then((code) => failed(new Error(`ended with ${code}: ${said}`)));
    });
    await look(published);
  } finally {
    demo.kill('SIGTERM');
    expect(await ended).toBe(0);
  }
}
