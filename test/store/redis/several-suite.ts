/** What holds wherever Redis is several servers: the contract of the drafts, backups, counts, a fail-over in the middle. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Redis } from 'ioredis';
import { type Desk, emptyDesk } from '../../../src/core/draft/drafts.js';
import { asideEffects, retryEffects } from '../../../src/store/redis/aside.js';
import { openAsked } from '../../../src/store/redis/asked.js';
import { openRedis, untilReady } from '../../../src/store/redis/client.js';
import { openDrafts } from '../../../src/store/redis/drafts.js';
import { draftLines, dropDrafts, enterDrafts, hasNoDrafts } from '../../../src/store/redis/dump.js';
import { effectsLeft } from '../../../src/store/redis/effects.js';
import { keepingOf, keepingProblem } from '../../../src/store/redis/keeping.js';
import { openPages } from '../../../src/store/redis/pages.js';
import { dropDraftsOf, readDraftsKept } from '../../../src/store/redis/person-kept.js';
import { replicasOf } from '../../../src/store/redis/replicas.js';
import { mastersOf } from '../../../src/store/redis/servers/nodes.js';
import { countStop, openStops } from '../../../src/store/redis/stops.js';
import { draftsContract } from '../../contracts/drafts.js';
import { PATIENCE_MS } from '../../support/patience.js';
import type { Member } from '../../support/several-redis.js';

export const NOW = '2023-10-02T01:00:00.000Z';
const LATER = '2023-10-02T01:10:00.000Z';
const MINUTE_MS = 60_000;
export const quiet = { warn: () => undefined };

export type Several = {
  readonly url: string;
  readonly sentinels?: readonly Redis[];
  readonly members: readonly Member[];
  stop(): Promise<void>;
};

export const turn = (
  person: string,
  inputId: string,
  { desk, revision }: { desk: Desk; revision: number },
) => ({
  ...{ inputId, person, revision, now: NOW },
  desk: { ...desk, held: [...desk.held, { no: desk.held.length + 1, text: inputId }] },
  effects: [
    {
      id: `${inputId}#0`,
      person,
      effect: { kind: 'record', place: 'x', command: { kind: 'language', language: 'en' } },
      at: NOW,
    } as const,
  ],
});
const people = Array.from({ length: 40 }, (_, i) => `p${10 + i}`);

export async function opened(url: string, patience = PATIENCE_MS): Promise<Redis> {
  const redis = openRedis(url, quiet, patience);
  await untilReady(redis, PATIENCE_MS);
  return redis;
}

/** One input, as a platform delivers it: again and again until it is taken, in time or not. */
export async function deliver(redis: Redis, person: string, inputId: string): Promise<'ok' | 'seen'> {
  const drafts = openDrafts(redis);
  const giveUp = Date.now() + 2 * PATIENCE_MS;
  for (;;) {
    try {
      const answer = await drafts.commit(turn(person, inputId, await drafts.load(person)));
      if (answer !== 'conflict') return answer;
    } catch (fault) {
      if (Date.now() > giveUp) throw fault;
      await new Promise((done) => setTimeout(done, 20));
    }
  }
}

/** `several` is started before all. Declares the tests; `redis()` and `now()` are for those of one kind. */
export function severalSuite(name: string, start: () => Promise<Several>) {
  let several: Several;
  let redis: Redis;
  beforeAll(async () => {
    several = await start();
    redis = await opened(several.url);
  }, 4 * PATIENCE_MS);
  afterAll(async () => {
    redis?.disconnect();
    await several?.stop();
  });
  const emptied = () => dropDrafts(redis);

  draftsContract(name, async () => {
    await emptied();
    return openDrafts(redis);
  });

  test('a commit is on a replica before it counts', async () => {
    await emptied();
    expect(replicasOf(redis)).toBe(1);
    const drafts = openDrafts(redis);
    expect(await drafts.commit(turn('p1', 'first', await drafts.load('p1')))).toBe('ok');
    const settings = async (value: string) => {
      for (const { admin } of several.members) await admin.config('SET', 'min-replicas-to-write', value);
    };
    expect(keepingProblem(await keepingOf(redis, null))).toBeNull();
    await settings('0');
    expect(await keepingOf(redis, null)).toEqual({ kind: 'writes_alone' });
    await settings('1');
  });

  test('forty people in every shard: swept, counted, put aside, shown and taken away', async () => {
    await emptied();
    const drafts = openDrafts(redis);
    for (const person of people) await deliver(redis, person, `slack:T1:${person}:1`);
    expect(await effectsLeft(redis)).toBe(people.length);
    // Another instance: it knows of no effect where it lies.
    const other = openDrafts(redis);
    await other.strike(['slack:T1:p10:1#0', 'unknown']);
    await other.renew(['slack:T1:p11:1#0'], LATER);
    const claimed = [
      ...(await other.claimOverdue(LATER, MINUTE_MS, 15)),
      ...(await drafts.claimOverdue(LATER, MINUTE_MS, 100)),
    ].map(({ person }) => person);
    expect(claimed.sort()).toEqual(people.slice(2).sort());
    const far = (minutes: number) => new Date(Date.parse(LATER) + minutes * MINUTE_MS).toISOString();
    for (let i = 0; i < 2; i += 1) for (const _ of people) await drafts.claimAlone(far(5 + 5 * i), MINUTE_MS);
    const aside = await asideEffects(redis);
    expect(aside.length).toBeGreaterThan(0);
    expect(
      await retryEffects(
        redis,
        aside.map(({ id }) => id),
      ),
    ).toBe(aside.length);
    const asked = openAsked(redis);
    for (const person of ['p12', 'p13'])
      asked.note(person, { task: 't', turn: 1, name: 'n' }, { place: 'x', id: '1' });
    await asked.flush();
    expect(await openAsked(redis).of('p12', 't')).toHaveLength(1);
    expect(await readDraftsKept(redis, 'p13')).toMatchObject({ held: ['slack:T1:p13:1'], unread: 0 });
    await dropDraftsOf(redis, 'p13', ['slack:T1:p13']);
    expect(await readDraftsKept(redis, 'p13')).toMatchObject({ held: [], effects: [] });
    const left = await Promise.all(mastersOf(redis).map((master) => master.keys('*p13*')));
    expect(left.flat()).toEqual([]);
  });

  test('a backup holds all of it, and brings it back', async () => {
    await emptied();
    for (const person of people) await deliver(redis, person, `${person} 1`);
    await openPages(redis).keep({ place: 'x', id: '1' }, ['2']);
    await countStop(redis, 'input i9');
    const lines: string[] = [];
    for await (const line of draftLines(redis)) lines.push(String(line));
    await dropDrafts(redis);
    expect(await hasNoDrafts(redis)).toBe(true);
    await enterDrafts(redis, asLines(lines));
    expect(await hasNoDrafts(redis)).toBe(false);
    for (const person of people) {
      expect((await openDrafts(redis).load(person)).desk.held.map(({ text }) => text)).toEqual([
        `${person} 1`,
      ]);
      expect(await deliver(redis, person, `${person} 1`)).toBe('seen');
    }
    expect(await effectsLeft(redis)).toBe(people.length);
    expect(await openPages(redis).of({ place: 'x', id: '1' })).toEqual(['2']);
    const stops = openStops(redis, () => new Date());
    await stops.refresh();
  });

  test('a backup of one server without shards is carried over', async () => {
    await emptied();
    const desk = (text: string) => JSON.stringify({ ...emptyDesk, held: [{ no: 1, text }] });
    const expiresAt = Date.now() + 3_600_000;
    const body = (person: string) =>
      JSON.stringify(turn(person, 'e', { desk: emptyDesk, revision: 0 }).effects[0]);
    const entry = (key: string, kind: string, value: unknown) =>
      JSON.stringify({
        key,
        kind,
        value,
        expiresAt: kind === 'string' || key.includes('desk') ? expiresAt : null,
      });
    await enterDrafts(
      redis,
      asLines([
        entry('maru:seen:i1', 'string', 'token'),
        ...people.map((one) => entry(`maru:desk:${one}`, 'hash', { revision: '4', body: desk(`of ${one}`) })),
        entry('maru:desk:p11:unread:2', 'string', 'nonsense'),
        entry('maru:effects:tries', 'hash', { 'e#1': '2:0:' }),
        entry('maru:effects', 'hash', { 'e#0': body('p10'), 'e#1': body('p11').replace('e#0', 'e#1') }),
        entry('maru:effects:by-time', 'zset', [
          ['e#0', String(Date.parse(NOW))],
          ['e#1', String(Date.parse(NOW) - 1)],
        ]),
        entry('maru:effects:aside', 'hash', {
          'x#0': JSON.stringify({ reason: 'r', at: 1, tries: 3, body: body('p2') }),
        }),
      ]),
    );
    const drafts = openDrafts(redis);
    for (const person of people) {
      const loaded = await drafts.load(person);
      expect([loaded.revision, loaded.desk.held[0]?.text]).toEqual([4, `of ${person}`]);
      expect(await drafts.commit(turn(person, 'i1', loaded))).toBe('seen');
    }
    expect((await readDraftsKept(redis, 'p11')).unread).toBe(1);
    expect((await asideEffects(redis)).map(({ id }) => id)).toEqual(['x#0']);
    expect((await drafts.claimOverdue(LATER, MINUTE_MS, 10)).map(({ id }) => id)).toContain('e#0');
    expect((await drafts.claimAlone(LATER, MINUTE_MS))?.id ?? 'e#1').toBe('e#1');
    expect(await effectsLeft(redis)).toBe(2);
  });

  test('as the users of the operator’s page: all of it works, and nothing is refused', async () => {
    await emptied();
    const page = readFileSync(new URL('../../../docs/operating.md', import.meta.url), 'utf8');
    const rules = [...page.matchAll(/^ACL SETUSER maru (.+)$/gmu)].map(([, rule]) => rule!.split(' '));
    const [rule = [], further = [], ofSentinels = []] = rules.map((words) =>
      words.map((word) => word.replace('>PASSWORD', '>p@ss')),
    );
    for (const { admin } of several.members)
      await admin.call('ACL', 'SETUSER', 'maru', 'reset', ...rule, ...further);
    const address = new URL(several.url);
    [address.username, address.password] = ['maru', encodeURIComponent('p@ss')];
    for (const admin of several.sentinels ?? []) {
      await admin.call('ACL', 'SETUSER', 'maru', 'reset', ...ofSentinels);
      address.searchParams.set('sentinel_user', 'maru');
      address.searchParams.set('sentinel_password', 'p@ss');
    }
    const own = await opened(address.href);
    try {
      expect(await deliver(own, 'p1', 'i1')).toBe('ok');
      for await (const line of draftLines(own)) expect(String(line)).toContain('maru:');
      expect(await openDrafts(own).claimOverdue(LATER, MINUTE_MS, 10)).toHaveLength(1);
      await openDrafts(own).strike(['i1#0']);
      expect((await keepingOf(own, null)).kind).toBe('keeps');
      expect(await hasNoDrafts(own)).toBe(false);
      await dropDrafts(own);
    } finally {
      own.disconnect();
    }
    for (const admin of [...several.members.map((one) => one.admin), ...(several.sentinels ?? [])])
      expect(await admin.call('ACL', 'LOG')).toEqual([]);
  });

  return { redis: () => redis, several: () => several };
}

export async function* asLines(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}
