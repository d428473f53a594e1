/** What is backed up comes back: every row, every draft, a history that holds, and a service that goes on. */
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { openRecord } from '../../src/store/postgres/record.js';
import { openDrafts } from '../../src/store/redis/drafts.js';
import { deskKey, effectKeys, unreadKey } from '../../src/store/redis/shards.js';
import { cuttingProxy } from '../store/redis/cutting-proxy.js';
import { testDir } from '../support/stores.js';
import { CHANNEL, MANAGER, STAFF, startWatchedCity, type WatchedCity } from '../support/watched-city.js';
import { emptyStores as freshStores, maru, type Stores, settingsBack } from './stores.js';

/** All of a text somebody may type: quotes, backslashes, tabs, lines, NUL, half a surrogate pair. */
const ODD = 'a\\N\\.\t"\n\\.\r\u0000\ud83c 終わり';

let folder: string;
let source: Stores;
let city: WatchedCity;
let file: string;
const opened: Stores[] = [];

async function emptyStores(): Promise<Stores> {
  const stores = await freshStores();
  opened.push(stores);
  return stores;
}

const ACTS = /,command-line,(?:backed_up|restored|baseline),/u;

/** Every row of every table as text, sorted; without what the operator's own acts add to the history. */
async function everyRow(pool: Pool): Promise<Record<string, string[]>> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and relnamespace = current_schema()::regnamespace order by 1`,
  );
  const all: Record<string, string[]> = {};
  // By their numbers, with which the values that stand beside them begin too.
  const acts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await pool.query<{ row: string }>(`select t::text as row from "${name}" t order by 1`);
    // That it was backed up and restored is entered behind it.
    if (name === 'history_head') continue;
    if (name === 'history') acts.push(...rows.flatMap(({ row }) => (ACTS.test(row) ? [numberOf(row)] : [])));
    all[name] = rows.flatMap(({ row }) =>
      name.startsWith('history') && acts.includes(numberOf(row)) ? [] : [row],
    );
  }
  return all;
}

const numberOf = (row: string): string => row.slice(0, row.indexOf(','));

type Keys = Readonly<Record<string, readonly [kind: string, value: unknown, endsAt: number]>>;
/** A backup tells when a key ends by the time it has left, which is old by as long as the machine takes to say it. */
const NEARLY_MS = 60_000;

/** Every key of Maru's with its value, and when it ends: as `like` has it where that is nearly so. */
async function everyKey(redis: Redis, like: Keys = {}): Promise<Keys> {
  const all: Record<string, Keys[string]> = {};
  for (const key of (await redis.keys('maru:*')).sort()) {
    const kind = await redis.type(key);
    const value =
      kind === 'hash'
        ? await redis.hgetall(key)
        : kind === 'zset'
          ? await redis.zrange(key, '0', '-1', 'WITHSCORES')
          : await redis.get(key);
    const [endsAt, wanted] = [await redis.pexpiretime(key), like[key]?.[2]];
    const isNear = wanted !== undefined && Math.abs(endsAt - wanted) < NEARLY_MS;
    all[key] = [kind, value, isNear ? wanted : endsAt];
  }
  return all;
}

beforeAll(async () => {
  folder = await testDir();
  source = await freshStores();
  city = await startWatchedCity(source);
  await city.link();
  await city.says(STAFF, '状況');
  await city.press(STAFF, '始める');
  await city.answerAll('道路の点検');
  await city.press(STAFF, '提出');
  await city.press(MANAGER, '承認', CHANNEL);
  await city.says(STAFF, '続き');
  await city.says(STAFF, '下書きの結果');
  await source.pool.query(`update people set name = 'タブ\tと"引用"' where id = 'p-coord'`);
  await source.pool.query(
    `insert into uploads (id, person_id, name, bytes, kept_at) values ('u', 'p-staff', 'a', '\\x00ff0a5c2e0a', now())`,
  );
  await source.pool.query(
    `insert into done_commands (effect_id, outcome, done_at) values ('odd', $1, now())`,
    [JSON.stringify({ text: ODD })],
  );
  await source.redis.set(unreadKey('p-odd', 1), ODD.replace('\ud83c', ''), 'PX', 3_600_000);
  // An effect that was kept and not done yet: a crash would have left it to the sweep.
  await source.redis.hset(effectKeys('p-odd')[0], 'left#0', JSON.stringify({ id: 'left#0' }));
  await source.redis.zadd(effectKeys('p-odd')[1], '1711933200000.001', 'left#0');
  file = join(folder, 'city.maru.gz');
  const made = await maru(source, 'backup', '--out', file);
  expect(made.failed).toEqual([]);
  expect(made.out).toContain('報告 1、');
}, 120_000);

afterAll(async () => {
  settingsBack();
  await city.stop();
  await source.stop();
  await city.server.stop();
});
// Each after its test: all of them together take longer on a busy machine than a hook may.
afterEach(async () => {
  for (const stores of opened.splice(0)) await stores.stop();
});

test('the file is its owner’s alone, is not overwritten, and nothing is left beside it', async () => {
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const bytes = await readFile(file);
  const { failed } = await maru(source, 'backup', '--out', file);
  expect(failed).toEqual([expect.stringContaining('すでにあります')]);
  expect((await readFile(file)).equals(bytes)).toBe(true);
  const nowhere = await maru(source, 'backup', '--out', join(folder, 'none', 'x.maru.gz'));
  expect(nowhere.failed).toEqual([expect.stringContaining('書き込めません（見つかりません）')]);
  expect((await readdir(folder)).sort()).toEqual(['city.maru.gz']);
});

describe('restored into empty stores', () => {
  test('every row, every key and the history are the same, and the service goes on', async () => {
    const [rows, keys] = [await everyRow(source.pool), await everyKey(source.redis)];
    expect(rows.history?.length).toBeGreaterThan(3);
    expect(Object.keys(keys).some((key) => key === deskKey('p-staff'))).toBe(true);
    const target = await emptyStores();
    const { out, failed } = await maru(target, 'restore', file, '--json');
    expect(failed).toEqual([]);
    const told = JSON.parse(out) as { schema: number; rows: Record<string, number> };
    expect(await everyRow(target.pool)).toEqual(rows);
    // Commitments and what they were made of.
    expect(rows.history_values?.length).toBeGreaterThan(3);
    expect(await everyKey(target.redis, keys)).toEqual(keys);
    const { drafts, history_head: _, ...tables } = told.rows;
    // The bytes of evidence are in a file of their own (evidence.test.ts).
    const { evidence_pieces: _pieces, ...ofRecord } = rows;
    expect(tables).toEqual(
      Object.fromEntries(Object.entries(ofRecord).map(([name, all]) => [name, all.length])),
    );
    expect(drafts).toBe(Object.keys(keys).length);
    expect((await target.pool.query('select * from pg_sequences')).rows).toEqual([]);
    await target.redis.del(...effectKeys('p-odd'));

    const acts = async (pool: Pool) =>
      (await openRecord(pool).history({})).filter(({ seq }) => seq > rows.history!.length);
    process.env.MARU_OPERATOR = '運用担当者';
    await maru(target, 'backup', '--out', join(folder, 'again.maru.gz'));
    delete process.env.MARU_OPERATOR;
    await rm(join(folder, 'again.maru.gz'));
    expect(await acts(target.pool)).toMatchObject([
      { action: 'restored', name: userInfo().username, after: { file: 'city.maru.gz' } },
      { action: 'baseline' },
      { action: 'backed_up', name: '運用担当者', after: { file: 'again.maru.gz' } },
    ]);

    const restored = await startWatchedCity(target, { slack: city.server });
    try {
      expect(await restored.app.record.verifyHistory()).toBeNull();
      await restored.says(STAFF, '続き');
      expect(restored.shown(STAFF)).toContain('下書きの結果');
      await restored.answerAll('戻したあと');
      await restored.press(STAFF, '提出');
      await restored.press(MANAGER, '承認', CHANNEL);
      const tasks = await restored.app.record.sectionTasks(
        (await restored.app.record.sections())[0]!.id,
        '2023-yearend',
      );
      expect(tasks.filter(({ report }) => report?.state === 'approved')).toHaveLength(2);
      expect(await restored.app.record.verifyHistory()).toBeNull();
    } finally {
      await restored.stop();
    }
  }, 60_000);
});

test('taken while the service works, it holds every effect that a desk in it counts on', async () => {
  const busy = await emptyStores();
  await maru(busy, 'restore', file);
  await busy.redis.del(...effectKeys('p-odd'));
  const drafts = openDrafts(busy.redis);
  const record = openRecord(busy.pool);
  const at = new Date();
  let stopped = false;
  /** One person's inputs: committed, entered into the record, struck off, as the flow does. */
  async function work(person: string): Promise<void> {
    for (let n = 1; !stopped; n += 1) {
      const id = `busy ${person} ${n}`;
      const command = { kind: 'language', language: 'ja' } as const;
      const effect = { kind: 'record', place: 'test:dm', command } as const;
      const { desk, revision } = await drafts.load(person);
      await drafts.commit({
        inputId: id,
        person,
        revision,
        desk,
        effects: [{ id: `${id}#0`, person, effect, at: at.toISOString() }],
        now: at.toISOString(),
      });
      await record.execute(`${id}#0`, person, 'test:dm', command, at);
      await drafts.strike([`${id}#0`]);
    }
  }
  const people = ['p-chief', 'p-coord'];
  const before = await Promise.all(people.map(async (person) => (await drafts.load(person)).revision));
  const working = people.map(work);
  try {
    for (let round = 0; round < 4; round += 1) {
      const path = join(folder, `busy${round}.maru.gz`);
      expect((await maru(busy, 'backup', '--out', path)).failed).toEqual([]);
    }
  } finally {
    stopped = true;
    await Promise.all(working);
  }
  const counted: number[] = [];
  for (let round = 0; round < 4; round += 1) {
    const target = await emptyStores();
    expect((await maru(target, 'restore', join(folder, `busy${round}.maru.gz`))).failed).toEqual([]);
    const { rows } = await target.pool.query<{ id: string }>('select effect_id as id from done_commands');
    const known = new Set([
      ...rows.map(({ id }) => id),
      ...(await Promise.all(people.map((one) => target.redis.hkeys(effectKeys(one)[0])))).flat(),
    ]);
    for (const [i, person] of people.entries()) {
      const { revision } = await openDrafts(target.redis).load(person);
      const counts = Array.from({ length: revision - before[i]! }, (_, n) => `busy ${person} ${n + 1}#0`);
      counted.push(counts.length);
      expect(counts.filter((id) => !known.has(id))).toEqual([]);
    }
  }
  expect(Math.max(...counted)).toBeGreaterThan(5);
}, 60_000);

describe('the answer to the commit of a restore is lost', () => {
  const COMMIT = '\u000bcommit\u0000';
  async function behindProxy() {
    const target = await emptyStores();
    const address = new URL(target.databaseUrl);
    const proxy = await cuttingProxy(Number(address.port));
    address.port = String(proxy.port);
    return { target, proxy, stores: { ...target, databaseUrl: address.href } };
  }

  test('it was made: the drafts stay, and it is told as done', async () => {
    const { target, proxy, stores } = await behindProxy();
    try {
      proxy.cutAfter(COMMIT);
      const { failed } = await maru(stores, 'restore', file);
      expect(proxy.cuts()).toBe(1);
      expect(failed).toEqual([]);
      expect(await everyRow(target.pool)).toEqual(await everyRow(source.pool));
      const keys = await everyKey(source.redis);
      expect(await everyKey(target.redis, keys)).toEqual(keys);
    } finally {
      await proxy.close();
    }
  });

  test('it was not made: nothing is left, and the next one restores all', async () => {
    const { target, proxy, stores } = await behindProxy();
    try {
      proxy.cutBefore(COMMIT);
      await expect(maru(stores, 'restore', file)).rejects.toThrow();
      expect(proxy.cuts()).toBe(1);
      expect(await everyRow(target.pool)).toEqual({});
      expect(await target.redis.dbsize()).toBe(0);
      expect((await maru(stores, 'restore', file)).failed).toEqual([]);
      const keys = await everyKey(source.redis);
      expect(await everyKey(target.redis, keys)).toEqual(keys);
    } finally {
      await proxy.close();
    }
  });
});

describe('is refused in one sentence, and leaves nothing', () => {
  async function refused(path: string, sentence: string): Promise<void> {
    const target = await emptyStores();
    const { failed, out } = await maru(target, 'restore', path);
    expect(failed).toEqual([expect.stringContaining(sentence)]);
    expect(failed[0]).not.toContain('\n');
    expect(out).toBe('');
    expect(await everyRow(target.pool)).toEqual({});
    expect(await target.redis.dbsize()).toBe(0);
  }
  /** The file with its lines changed, packed again. */
  async function changed(name: string, change: (text: string) => string, sign = false): Promise<string> {
    let text = change(gunzipSync(await readFile(file)).toString('utf8'));
    if (sign) {
      const end = text.lastIndexOf('\n', text.length - 2) + 1;
      const sha256 = createHash('sha256').update(text.slice(0, end)).digest('hex');
      text = `${text.slice(0, end)}${JSON.stringify({ ...JSON.parse(text.slice(end)), sha256 })}\n`;
    }
    const path = join(folder, name);
    await writeFile(path, gzipSync(text));
    return path;
  }

  test('a database or a Redis that is not empty', async () => {
    const rows = await everyRow(source.pool);
    const used = await maru(source, 'restore', file);
    expect(used.failed).toEqual([expect.stringContaining('空の Redis に戻してください')]);
    const target = await emptyStores();
    await target.pool.query('create table something (n integer)');
    const { failed } = await maru(target, 'restore', file);
    expect(failed).toEqual([expect.stringContaining('データベースは空ではありません')]);
    expect(await target.redis.dbsize()).toBe(0);
    expect(await everyRow(source.pool)).toEqual(rows);
  });

  test('one changed word, a missing end, another file, none', async () => {
    await refused(
      await changed('word', (text) => text.replace('道路の点検', '道路の点険')),
      '中身が違います',
    );
    await refused(await changed('end', (text) => text.slice(0, -200)), '途中で終わっています');
    await refused(await changed('more', (text) => `${text}{}\n`), '中身が違います');
    const cut = join(folder, 'cut');
    await writeFile(cut, (await readFile(file)).subarray(0, -100));
    await refused(cut, '');
    const other = join(folder, 'other');
    await writeFile(other, 'これはバックアップではありません');
    await refused(other, 'Maru のバックアップではありません');
    await refused(join(folder, 'none'), '読み取れません（見つかりません）');
  }, 60_000);

  test('one of a newer Maru', async () => {
    const newer = (text: string) => text.replace('"schema":[', '"schema":[{"number":9999,"sha256":"x"},');
    await refused(await changed('newer', newer, true), '新しい版の Maru');
  });

  test('a history that was changed, though the checksum fits', async () => {
    const tampered = (text: string) => {
      const at = text.indexOf('\n{"part":"table","name":"history"');
      return `${text.slice(0, at)}${text.slice(at).replace('approved', 'returned')}`;
    };
    await refused(await changed('tampered', tampered, true), 'つながりが切れています');
  });

  test('a backup of such a history is kept, says so, and is no success', async () => {
    const target = await emptyStores();
    await maru(target, 'restore', file);
    await target.pool.query('alter table history disable trigger history_is_kept');
    const { rows } = await target.pool.query(
      `update history set hash = repeat('1', 64) where seq = (select max(seq) - 1 from history) returning seq`,
    );
    const out = join(folder, 'of-a-broken-one');
    const said = await maru(target, 'backup', '--out', out, '--json');
    expect(said.failed).toEqual([
      expect.stringContaining(`履歴の ${rows[0].seq} 番目で、つながりが切れています`),
    ]);
    expect(JSON.parse(said.out)).toMatchObject({ file: out, broken_at: rows[0].seq });
    await refused(out, 'つながりが切れています');
  });

  test('without settings', async () => {
    const { failed } = await maru({ ...source, redisUrl: '' }, 'backup', '--out', join(folder, 'y'));
    expect(failed).toEqual([expect.stringContaining('REDIS_URL が設定されていません')]);
  });
});

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

test('memory does not grow with the record', async () => {
  const big = await emptyStores();
  await maru(big, 'restore', file);
  const MEGABYTES = 128;
  const MOST = MEGABYTES * 0.75;
  await big.pool.query(
    `insert into done_commands (effect_id, outcome, done_at)
     select 'big ' || n, json_build_object('text', repeat(md5(n::text), 128)), now() from generate_series(1, $1) n`,
    [MEGABYTES * 256],
  );
  let most = 0;
  const used = () => {
    const { heapUsed, external } = process.memoryUsage();
    return (heapUsed + external) / 1024 / 1024;
  };
  /** The second ends what the first began. */
  const collect = () => [collectGarbage(), collectGarbage()];
  collect();
  const start = used();
  const watch = setInterval(() => {
    // What only lies about is no growth: how much of it does is for the collector to say, and for how fast the machine is.
    if (most < MOST && used() - start >= MOST) collect();
    most = Math.max(most, used() - start);
  }, 10);
  try {
    const path = join(folder, 'big.maru.gz');
    expect((await maru(big, 'backup', '--out', path)).failed).toEqual([]);
    const target = await emptyStores();
    expect((await maru(target, 'restore', path)).failed).toEqual([]);
    const sum = 'select count(*), sum(hashtext(d::text)) from done_commands d';
    expect((await target.pool.query(sum)).rows).toEqual((await big.pool.query(sum)).rows);
  } finally {
    clearInterval(watch);
  }
  expect(most).toBeGreaterThan(0);
  // A third as a rule.
  expect(most).toBeLessThan(MOST);
}, 120_000);
