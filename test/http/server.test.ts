import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import express from 'express';
import { openHttpServer } from '../../src/http/server.js';

const logged: object[] = [];
const log = { error: (facts: object) => void logged.push(facts) };

const web = express();
const door = openHttpServer(web, log);
let url = '';

beforeAll(async () => {
  door.direct('/rejects', async () => {
    await Promise.resolve();
    throw new TypeError('Cannot convert object to primitive value');
  });
  door.direct('/throws', () => {
    throw new RangeError('Maximum call stack size exceeded');
  });
  door.direct('/late', (_request, response) => {
    response.writeHead(200).write('half');
    throw new Error('half way');
  });
  door.direct('/answers', (_request, response) => void response.end('ok'));
  web.get('/pictures/:id', (_request, response) => void response.end('ok'));
  web.get('/fails', () => {
    throw new Error('a page');
  });
  url = await door.listen('127.0.0.1', 0);
});
afterAll(() => door.close(0));
beforeEach(() => void logged.splice(0));

const answered = async () => (await fetch(`${url}/answers`)).text();

test.each([
  ['/rejects', 'Cannot convert object to primitive value'],
  ['/throws', 'Maximum call stack size exceeded'],
])('%s: that request alone is answered 500, and the log says why', async (path, reason) => {
  const answer = await fetch(`${url}${path}`, { method: 'POST', body: 'x' });
  expect([answer.status, await answer.text()]).toEqual([500, '']);
  expect(logged).toEqual([{ reason }]);
  expect(await answered()).toBe('ok');
});

test('an answer that had begun is broken off, and is not taken for whole', async () => {
  await expect(fetch(`${url}/late`).then((answer) => answer.text())).rejects.toThrow();
  expect(logged).toEqual([{ reason: 'half way' }]);
  expect(await answered()).toBe('ok');
});

test('an address that cannot be read, or that is nobody’s, is answered without a word of how it was looked up', async () => {
  for (const [path, status] of [
    ['/pictures/%E0%A4%A', 400],
    ['/nowhere', 404],
  ] as const) {
    const answer = await fetch(`${url}${path}`);
    expect([answer.status, await answer.text()]).toEqual([status, '']);
  }
  expect(logged).toEqual([]);
  const answer = await fetch(`${url}/fails`);
  expect([answer.status, await answer.text()]).toEqual([500, '']);
  expect(logged).toEqual([{ reason: 'a page' }]);
});

test('a connection is kept for longer than a proxy keeps it (nginx: a minute)', async () => {
  const { headers } = await fetch(`${url}/answers`);
  const [, seconds = '0'] = /timeout=(\d+)/u.exec(headers.get('keep-alive') ?? '') ?? [];
  expect(Number(seconds)).toBeGreaterThan(60);
});
