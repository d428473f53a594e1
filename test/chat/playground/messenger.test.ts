import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Redis } from 'ioredis';
import { openMessages } from '../../../src/chat/playground/messages.js';
import { channelPlace, directPlace, threadPlace } from '../../../src/chat/playground/places.js';
import { playgroundMessages } from '../../../src/chat/playground/playground.js';
import { messageCard } from '../../../src/core/cards/message.js';
import { PlatformError } from '../../../src/flow/ports.js';
import type { Running } from '../../../src/services/redis.js';
import { openRedis, untilReady } from '../../../src/store/redis/client.js';
import { PATIENCE_MS } from '../../support/patience.js';
import { freshRedis } from '../../support/stores.js';

const clock = { now: () => new Date('2023-10-02T00:00:00Z') };
const card = (title: string) => messageCard('ja', title, []);
const place = channelPlace('s1');

let server: Running;
let redis: Redis;
let bot: ReturnType<typeof playgroundMessages>;

beforeAll(async () => {
  server = await freshRedis();
  redis = openRedis(server.url, { warn: () => undefined }, PATIENCE_MS);
  await untilReady(redis, PATIENCE_MS);
  bot = playgroundMessages(redis, clock);
});
afterAll(async () => {
  redis.disconnect();
  await server.stop();
});

const titles = async (where: string) =>
  (await bot.messages.latest(where, 50)).map((m) =>
    m.from === 'bot' && m.card.name === 'message' ? m.card.view.title : '',
  );

describe('the messenger of the playground', () => {
  test('posts in order, edits in place, and finds by key', async () => {
    const root = await bot.messenger.post(place, card('一'), { under: null, key: 'summary/s1/r1' });
    await bot.messenger.post(place, card('二'), { under: null, key: null });
    await bot.messenger.edit(root, card('一の二'));
    expect(await titles(place)).toEqual(['一の二', '二']);
    expect(await bot.messenger.find(place, 'summary/s1/r1', null)).toEqual(root);
    expect(await bot.messenger.find(place, 'summary/s1/r2', null)).toBeNull();
    expect(await bot.messenger.find(channelPlace('s2'), 'summary/s1/r1', null)).toBeNull();
  });

  test('what goes under a message stands in its thread, also under a reply', async () => {
    const root = await bot.messenger.find(place, 'summary/s1/r1', null);
    if (root === null || root === 'unknown') throw new Error('not found');
    const reply = await bot.messenger.post(place, card('返信'), { under: root, key: 'approval/a:midyear' });
    expect(reply.place).toBe(threadPlace(place, root.id));
    await bot.messenger.post(place, card('返信の返信'), { under: reply, key: null });
    expect(await titles(threadPlace(place, root.id))).toEqual(['返信', '返信の返信']);
    expect(await bot.messenger.find(place, 'approval/a:midyear', root)).toEqual(reply);
  });

  test('the place of a thread ends with the id of its message, which is how the record finds it', async () => {
    const until = '2023-10-03T00:00:00.000Z';
    const ref = await bot.messenger.post(directPlace('p'), card('あとで'), {
      under: null,
      key: `ask_again/g:midyear/p/${until}`,
    });
    expect(threadPlace(ref.place, ref.id).endsWith(ref.id)).toBe(true);
  });

  test('the same notice posted twice is one message, with what is wanted last', async () => {
    const first = await bot.messenger.post(directPlace('p2'), card('古い'), { under: null, key: 'k' });
    const second = await bot.messenger.post(directPlace('p2'), card('新しい'), { under: null, key: 'k' });
    expect(second).toEqual(first);
    expect(await titles(directPlace('p2'))).toEqual(['新しい']);
  });

  test('a message that is gone is said to be gone; what is left of an older Maru is not shown', async () => {
    const gone = bot.messenger.edit({ place, id: 'n-nowhere' }, card('x'));
    await expect(gone).rejects.toMatchObject({ options: { gone: true } });
    const ref = await bot.messenger.post(directPlace('p3'), card('x'), { under: null, key: 'old' });
    await redis.hset('maru:playground:messages', ref.id, '{"from":"bot","card":{"name":"former"}}');
    expect(await titles(directPlace('p3'))).toEqual([]);
    await expect(bot.messenger.edit(ref, card('y'))).rejects.toMatchObject({ options: { gone: true } });
    await bot.messenger.post(directPlace('p3'), card('y'), { under: null, key: 'old' });
    expect(await titles(directPlace('p3'))).toEqual(['y']);
  });

  test('a place of another platform is refused for ever', async () => {
    const posted = bot.messenger.post('other:dm:p', card('x'), { under: null, key: null });
    await expect(posted).rejects.toMatchObject({ kind: 'never' });
  });

  test('a Redis that does not answer is to be tried again', async () => {
    const lost = openRedis('redis://127.0.0.1:1', { warn: () => undefined });
    const { messenger } = playgroundMessages(lost, clock);
    const error = await messenger.post(place, card('x'), { under: null, key: null }).catch((e: unknown) => e);
    lost.disconnect();
    expect(error).toBeInstanceOf(PlatformError);
    expect(error).toMatchObject({ kind: 'retry', options: { doubtful: true } });
  });

  test('the oldest of a place are forgotten when there are many, with their files', async () => {
    const where = directPlace('many');
    const few = openMessages(redis, 3);
    const said = { at: clock.now().toISOString(), place: where, from: 'bot', card: card('x') } as const;
    for (let i = 1; i <= 5; i += 1) {
      await few.keepFile(`many${i}`, Buffer.from('x'));
      await few.add({ ...said, id: `many${i}` });
    }
    expect((await few.latest(where, 50)).map(({ id }) => id)).toEqual(['many3', 'many4', 'many5']);
    expect(await few.get('many1')).toBeNull();
    expect(await few.fileOf('many2')).toBeNull();
    expect(await few.fileOf('many5')).not.toBeNull();
  });

  test('older messages are read from a number on', async () => {
    const where = directPlace('long');
    for (let i = 1; i <= 5; i += 1)
      await bot.messenger.post(where, card(String(i)), { under: null, key: null });
    const latest = await bot.messages.latest(where, 2);
    const before = await bot.messages.latest(where, 2, latest[0]!.number);
    expect(
      [...before, ...latest].map((m) =>
        m.from === 'bot' && m.card.name === 'message' ? m.card.view.title : '',
      ),
    ).toEqual(['2', '3', '4', '5']);
  });
});
