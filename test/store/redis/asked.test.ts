/** Which messages ask what: kept by one instance and found by another, forgotten one by one, and gone with the person. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Redis } from 'ioredis';
import { openAsked } from '../../../src/store/redis/asked.js';
import { openRedis, untilReady } from '../../../src/store/redis/client.js';
import { openDrafts } from '../../../src/store/redis/drafts.js';
import { dropDraftsOf } from '../../../src/store/redis/person-kept.js';
import { PATIENCE_MS } from '../../support/patience.js';
import { freshRedis } from '../../support/stores.js';

let server: Awaited<ReturnType<typeof freshRedis>>;
let clients: Redis[];
beforeAll(async () => {
  server = await freshRedis();
  clients = [1, 2].map(() => openRedis(server.url, { warn: () => undefined }, PATIENCE_MS));
  for (const client of clients) await untilReady(client, PATIENCE_MS);
}, 60_000);
afterAll(async () => {
  for (const client of clients) client.disconnect();
  await server.stop();
});

const at = (id: string) => ({ place: 'chat:p1', id });
const asked = (turn: number, task = 's1.2023.2:yearend') => ({ task, turn, name: 'result.0' });

test('kept by one instance, found by another, forgotten message by message', async () => {
  const [one, other] = clients.map(openAsked);
  one!.note('p1', asked(1), at('m1'));
  // the same question shown again
  other!.note('p1', asked(1), at('m2'));
  one!.note('p1', asked(2), at('m3'));
  one!.note('p1', asked(2), at('m3'));
  one!.note('p1', asked(9, 's1.2023.3:yearend'), at('m4'));
  one!.note('p2', asked(1), at('m5'));
  await one!.flush();
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

test('written with what is struck off, not before, and again when Redis did not take it', async () => {
  const [one, other] = clients.map((client) => openDrafts(client));
  const ids = async () => (await other!.asked.of('p3', 's1.2023.2:yearend')).map(({ ref }) => ref.id).sort();
  one!.asked.note('p3', asked(1), at('m1'));
  one!.asked.note('p3', asked(2), at('m2'));
  await one!.asked.forget('p3', asked(1), 'm1');
  expect(await ids()).toEqual([]);
  await clients[1]!.set('maru:asked:p3:s1.2023.2:yearend', 'no hash');
  await expect(one!.strike(['a#0'])).rejects.toThrow('WRONGTYPE');
  await clients[1]!.del('maru:asked:p3:s1.2023.2:yearend');
  one!.asked.note('p3', asked(3), at('m3'));
  await one!.strike(['a#0']);
  expect(await ids()).toEqual(['m2', 'm3']);
});

test('gone with what is kept of the person, and with nobody else', async () => {
  for (const person of ['p1', 'p3']) await dropDraftsOf(clients[0]!, person, []);
  expect(await clients[0]!.keys('maru:asked:*')).toEqual(['maru:asked:p2:s1.2023.2:yearend']);
});
