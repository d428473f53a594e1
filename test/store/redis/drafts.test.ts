import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Redis } from 'ioredis';
import { DESK_FORM, emptyDesk } from '../../../src/core/draft/drafts.js';
import { type Running, startRedis } from '../../../src/services/redis.js';
import { againUntilAnswered } from '../../../src/store/again.js';
import { openRedis, untilReady } from '../../../src/store/redis/client.js';
import { openDrafts } from '../../../src/store/redis/drafts.js';
import { deskKey, effectKeys, seenKey, unreadKey } from '../../../src/store/redis/shards.js';
import { makeTimeBudget } from '../../../src/store/time-budget.js';
import { draftsContract } from '../../contracts/drafts.js';
import { faultyDoor } from '../../faults/faulty-door.js';
import { PATIENCE_MS } from '../../support/patience.js';
import { redisProgram, testDir } from '../../support/stores.js';
import { rejectedWithin } from '../../support/within.js';
import { cuttingProxy } from './cutting-proxy.js';

const NOW = '2023-10-02T01:00:00.000Z';
const quiet = { warn: () => undefined };
const [EFFECTS, BY_TIME] = effectKeys('p1');
let server: Running;
let dir: string;
let redis: Redis;
const opened: Redis[] = [];

/** `hasty`: with the patience that the service has. Without it a command is waited for as long as the machine needs. */
async function open(port: number, hasty = false): Promise<Redis> {
  const client = openRedis(`redis://127.0.0.1:${port}`, quiet, hasty ? undefined : PATIENCE_MS);
  opened.push(client);
  await untilReady(client, PATIENCE_MS);
  return client;
}

/** As platforms send again: a busy machine may be late once. */
const loaded = (drafts: ReturnType<typeof openDrafts>) =>
  againUntilAnswered(() => drafts.load('p1'), PATIENCE_MS);

const start = () =>
  startRedis({ dir, persistent: true, program: redisProgram(), ...(server ? { port: server.port } : {}) });

beforeAll(async () => {
  dir = await testDir();
  server = await start();
  redis = await open(server.port);
});
afterEach(() => {
  for (const client of opened.splice(1)) client.disconnect();
});
afterAll(async () => {
  redis.disconnect();
  await server.stop();
});

draftsContract('Redis', async () => {
  await redis.flushall();
  return openDrafts(redis);
});

const turn = (inputId: string, revision = 0) => ({
  inputId,
  person: 'p1',
  revision,
  desk: emptyDesk,
  effects: [
    {
      id: `${inputId}#0`,
      person: 'p1',
      effect: { kind: 'record', place: 'x', command: { kind: 'language', language: 'en' } },
      at: NOW,
    } as const,
  ],
  now: NOW,
});

describe('what it costs', () => {
  test('a reply is one read and one commit; nothing else is sent', async () => {
    await redis.flushall();
    const drafts = openDrafts(redis);
    await drafts.commit(turn('warm'));
    const monitor = await redis.monitor();
    const commands: string[] = [];
    monitor.on('monitor', (_time: string, args: string[], source: string) => {
      if (source !== 'lua') commands.push(args[0]!.toLowerCase());
    });
    const over = new Promise<void>((resolve) => {
      monitor.on('monitor', (_time: string, [command]: string[]) => {
        if (command?.toLowerCase() === 'echo') resolve();
      });
    });
    const { revision } = await drafts.load('p1');
    await drafts.commit(turn('counted', revision));
    await redis.echo('over');
    await over;
    monitor.disconnect();
    expect(commands.filter((c) => c !== 'info')).toEqual(['hmget', 'evalsha', 'echo']);
  });

  test('desks are kept 400 days, seen marks 49 hours, effects until struck off', async () => {
    await redis.flushall();
    await openDrafts(redis).commit(turn('kept'));
    expect((await redis.pttl(deskKey('p1'))) / 86_400_000).toBeCloseTo(400, 1);
    expect((await redis.pttl(seenKey('p1', 'kept'))) / 3_600_000).toBeCloseTo(49, 1);
    expect(await redis.pttl(EFFECTS)).toBe(-1);
  });
});

describe('faults', () => {
  test('a commit whose answer was lost is sent again and answers ok, with one effect', async () => {
    await redis.flushall();
    const proxy = await cuttingProxy(server.port);
    try {
      const drafts = openDrafts(await open(proxy.port));
      await drafts.commit(turn('warm'));
      proxy.cutAfter('lost-answer');
      expect(await drafts.commit(turn('lost-answer', 1))).toBe('ok');
      expect(proxy.cuts()).toBe(1);
      expect(await redis.hlen(EFFECTS)).toBe(2);
      expect((await drafts.load('p1')).revision).toBe(2);
      // The platform sending it again is another call, and that one is told.
      expect(await drafts.commit(turn('lost-answer', 2))).toBe('seen');
    } finally {
      for (const client of opened.splice(1)) client.disconnect();
      await proxy.close();
    }
  });

  test('with the scripts forgotten (Redis restarted empty) a commit still works', async () => {
    await redis.flushall();
    await redis.script('FLUSH');
    expect(await openDrafts(redis).commit(turn('forgotten'))).toBe('ok');
  });

  test('a commit that comes later than the request has patience is rejected, and its effects are done all the same', async () => {
    await redis.flushall();
    const door = await faultyDoor(server.port);
    try {
      const late: string[] = [];
      const drafts = openDrafts(await open(door.port), quiet, (effects) => {
        late.push(...effects.map(({ id }) => id));
      });
      await drafts.commit(turn('warm'));
      door.slow(150);
      await expect(drafts.commit(turn('late', 1), makeTimeBudget(50))).rejects.toThrow('took longer');
      expect(late).toEqual([]);
      const giveUp = Date.now() + PATIENCE_MS;
      while (late.length === 0 && Date.now() < giveUp) await sleep(10);
      expect(late).toEqual(['late#0']);
    } finally {
      for (const client of opened.splice(1)) client.disconnect();
      await door.close();
    }
  });

  test('Redis away: rejected within 500 ms; back: works again within 5 s without a restart', async () => {
    const client = await open(server.port, true);
    const drafts = openDrafts(client);
    await loaded(drafts);
    await server.stop();
    for (const attempt of [
      () => drafts.load('p1'),
      () => drafts.commit(turn('away')),
      () => drafts.strike(['x']),
    ])
      expect(await rejectedWithin(500, attempt())).toBe(true);
    await sleep(2_000);
    server = await start();
    const back = performance.now();
    await untilReady(client, 5_000);
    expect(performance.now() - back).toBeLessThan(5_000);
    const { revision } = await loaded(drafts);
    expect(await againUntilAnswered(() => drafts.commit(turn('back', revision)), PATIENCE_MS)).toMatch(
      /^(?:ok|seen)$/u,
    );
  });

  test('Redis frozen: rejected within 500 ms; thawed: works again within 5 s', async () => {
    const client = await open(server.port, true);
    const drafts = openDrafts(client);
    await loaded(drafts);
    process.kill(server.pid, 'SIGSTOP');
    try {
      expect(await rejectedWithin(500, drafts.commit(turn('frozen')))).toBe(true);
      await sleep(1_200);
    } finally {
      process.kill(server.pid, 'SIGCONT');
    }
    await untilReady(client, 5_000);
    await loaded(drafts);
  });
});

describe('a stored desk that cannot be read', () => {
  test.each([
    ['of a form nobody knows', '{"form":0,"drafts":{},"focus":null,"threads":{},"held":null}'],
    ['that is no JSON', 'nonsense'],
    ['that is empty', ''],
  ])('%s is put aside as it is when the next one is committed, once', async (_what, body) => {
    await redis.flushall();
    await redis.hset(deskKey('p1'), { revision: '7', body });
    const drafts = openDrafts(redis);
    const loaded = await drafts.load('p1');
    expect(loaded).toEqual({ desk: emptyDesk, revision: 7, unread: true });
    expect(await redis.hgetall(deskKey('p1'))).toEqual({ revision: '7', body });
    expect(await drafts.commit({ ...turn('late', 6), unread: true })).toBe('conflict');
    expect(await redis.keys('maru:{*}:desk:*')).toEqual([deskKey('p1')]);
    expect(await drafts.commit({ ...turn('i1', 7), unread: true })).toBe('ok');
    expect(await redis.get(unreadKey('p1', 7))).toBe(body);
    expect((await redis.pttl(unreadKey('p1', 7))) / 86_400_000).toBeCloseTo(400, 1);
    expect(await drafts.load('p1')).toEqual({ desk: emptyDesk, revision: 8 });
    expect(await drafts.commit({ ...turn('i1', 7), unread: true })).toBe('seen');
    expect(await drafts.commit(turn('i2', 8))).toBe('ok');
    expect((await redis.keys('maru:{*}:desk:*')).sort()).toEqual([deskKey('p1'), unreadKey('p1', 7)]);
  });

  test.each([[{ revision: 'seven' }], [{ revision: '7' }], [{ body: 'nonsense' }]])(
    'or is there in part only (%j) stops nobody',
    async (stored) => {
      await redis.flushall();
      await redis.hset(deskKey('p1'), stored);
      const drafts = openDrafts(redis);
      const { revision, unread = false } = await drafts.load('p1');
      expect(await drafts.commit({ ...turn('i1', revision), unread })).toBe('ok');
      expect(await drafts.load('p1')).toEqual({ desk: emptyDesk, revision: revision + 1 });
    },
  );
});

describe('while a newer version is rolled out', () => {
  test('a desk is kept in the earliest form that has all of it: the version before reads on what it can', async () => {
    await redis.flushall();
    const drafts = openDrafts(redis);
    const kept = async () => JSON.parse((await redis.hget(deskKey('p1'), 'body'))!) as { form: number };
    await drafts.commit(turn('i1'));
    expect((await kept()).form).toBe(1);
    const draft = {
      ...{ task: 't', turn: 1, base: 0, asking: { at: 'review' as const }, startedAt: NOW, touchedAt: NOW },
      answers: { i: { result: '90人', measures: '11月に行います。' } },
    };
    const desk = { ...emptyDesk, drafts: { t: draft } };
    await drafts.commit({ ...turn('i2', 1), desk });
    expect((await kept()).form).toBe(2);
    // As another instance of this version reads it.
    expect((await openDrafts(redis).load('p1')).desk.drafts).toEqual(desk.drafts);
    await drafts.commit(turn('i3', 2));
    expect((await kept()).form).toBe(1);
  });

  test('its desks are neither taken for empty nor overwritten', async () => {
    await redis.flushall();
    const desk = { revision: '7', body: `{"form":${DESK_FORM + 1},"drafts":{"a":{}}}` };
    await redis.hset(deskKey('p1'), desk);
    await expect(openDrafts(redis).load('p1')).rejects.toThrow('newer form than 3');
    expect(await redis.hgetall(deskKey('p1'))).toEqual(desk);
    expect(await redis.keys('maru:{*}:desk:*')).toEqual([deskKey('p1')]);
  });

  test('its effects are left where it finds them at once, and do not stand before the others', async () => {
    await redis.flushall();
    const foreign = [
      { id: 'new#0', person: 'p1', effect: { kind: 'poll', place: 'x' }, at: NOW },
      {
        id: 'new#1',
        person: 'p1',
        effect: { kind: 'record', place: 'x', command: { kind: 'merge' } },
        at: NOW,
      },
      { id: 'new#2', person: 'p1', effect: { kind: 'show', place: 'x', card: { name: 'chart' } }, at: NOW },
      {
        id: 'new#3',
        person: 'p1',
        effect: { kind: 'file', place: 'x', file: { kind: 'sheets', format: 'docx' } },
        at: NOW,
      },
    ];
    for (const one of foreign) await redis.hset(EFFECTS, one.id, JSON.stringify(one));
    await redis.hset(EFFECTS, 'torn#0', '{"id":');
    const ids = [...foreign.map(({ id }) => id), 'torn#0'];
    for (const id of ids) await redis.zadd(BY_TIME, Date.parse(NOW), id);
    const said: object[] = [];
    const drafts = openDrafts(redis, { warn: (facts) => void said.push(facts) });
    await drafts.commit(turn('own'));
    const MINUTE_MS = 60_000;
    const later = (minutes: number) => new Date(Date.parse(NOW) + minutes * MINUTE_MS).toISOString();
    expect((await drafts.claimOverdue(later(2), MINUTE_MS, 10)).map(({ id }) => id)).toEqual(['own#0']);
    expect(said).toEqual([{ effects: expect.arrayContaining(ids) }]);
    // The newer one may claim them in the same second.
    const overdue = await redis.zrangebyscore(BY_TIME, 0, Date.parse(later(1)) - 1);
    expect(overdue.sort()).toEqual(ids.sort());
    expect(await redis.hlen(EFFECTS)).toBe(6);
    // What was left goes behind what has waited longer.
    expect(await drafts.claimOverdue(later(3.5), MINUTE_MS, 5)).toEqual([]);
    expect((await drafts.claimAlone(later(4), MINUTE_MS))?.id).toBe('own#0');
    expect(said).toHaveLength(1);
    // What the newer one has done meanwhile does not come back.
    await drafts.strike(ids);
    await drafts.leave(['own#0'], later(4), MINUTE_MS);
    expect(await drafts.claimOverdue(later(9), MINUTE_MS, 10)).toHaveLength(1);
    expect(await redis.zcard(BY_TIME)).toBe(1);
  });

  test('its effects stay overdue for a version that waits half a minute', async () => {
    await redis.flushall();
    const one = { id: 'new#0', person: 'p1', effect: { kind: 'poll', place: 'x' }, at: NOW };
    await redis.hset(EFFECTS, one.id, JSON.stringify(one));
    await redis.zadd(BY_TIME, Date.parse(NOW), one.id);
    const now = Date.parse(NOW) + 60_000;
    const drafts = openDrafts(redis);
    expect(await drafts.claimOverdue(new Date(now).toISOString(), 10_000, 10)).toEqual([]);
    expect(Number(await redis.zscore(BY_TIME, one.id))).toBeLessThan(now - 30_000);
  });
});
