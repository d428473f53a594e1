/** Which messages ask what: kept by one instance and found by another, forgotten one by one, and gone with the person. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Redis } from 'ioredis';
import { openAsked } from '../../../src/store/redis/asked.js';
import { openRedis, untilReady } from '../../../src/store/redis/client.js';
import { dropDraftsOf } from '../../../src/store/redis/person-kept.js';
import { freshRedis } from '../../support/stores.js';

let server: Awaited<ReturnType<typeof freshRedis>>;
let clients: Redis[];
beforeAll(async () => {
  server = await freshRedis();
  clients = [1, 2].map(() => openRedis(server.url, { warn: () => undefined }));
  for (const client of clients) await untilReady(client, 5_000);
}, 60_000);
afterAll(async () => {
  for (const client of clients) client.disconnect();
  await server.stop();
});

const at = (id: string) => ({ place: 'chat:p1', id });
const asked = (turn: number, task = 's1.2023.2:yearend') => ({ task, turn, name: 'result.0' });

test('kept by one instance, found by another, forgotten message by message', async () => {
  const [one, other] = clients.map(openAsked);
  await one!.keep('p1', asked(1), at('m1'));
  // the same question shown again
  await other!.keep('p1', asked(1), at('m2'));
  await one!.keep('p1', asked(2), at('m3'));
  await one!.keep('p1', asked(2), at('m3'));
  await one!.keep('p1', asked(9, 's1.2023.3:yearend'), at('m4'));
  await one!.keep('p2', asked(1), at('m5'));
  const ids = async () => (await other!.of('p1', 's1.2023.2:yearend')).map(({ ref }) => ref.id).sort();
  expect(await ids()).toEqual(['m1', 'm2', 'm3']);
  expect((await other!.of('p1', 's1.2023.3:yearend'))[0]).toEqual({
    asked: asked(9, 's1.2023.3:yearend'),
    ref: at('m4'),
  });
  await other!.forget('p1', asked(1), 'm2');
  await other!.forget('p1', asked(1), 'm2');
  expect(await ids()).toEqual(['m1', 'm3']);
  expect(await clients[0]!.pttl('maru:asked:p1:s1.2023.2:yearend')).toBeGreaterThan(0);
});

test('gone with what is kept of the person, and with nobody else', async () => {
  await dropDraftsOf(clients[0]!, 'p1', []);
  expect(await clients[0]!.keys('maru:asked:*')).toEqual(['maru:asked:p2:s1.2023.2:yearend']);
});
