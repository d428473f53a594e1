/** `maru retry` on real stores: what is put aside is listed with its reason, and tried again by its id or all together. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { addRoundCommands } from '../../../src/cli/rounds/round.js';
import { addRetryCommand } from '../../../src/cli/service/retry.js';
import { messageCard } from '../../../src/core/cards/message.js';
import { emptyDesk } from '../../../src/core/draft/drafts.js';
import { openNotices } from '../../../src/store/postgres/notices/notices.js';
import { openDrafts } from '../../../src/store/redis/drafts.js';
import { countStop, openStops } from '../../../src/store/redis/stops.js';
import { type City, city, later, NOW } from '../../store/postgres/city.js';
import { runCommand } from '../../support/commands.js';
import { freshRedis } from '../../support/stores.js';

let town: City;
let server: Awaited<ReturnType<typeof freshRedis>>;
let redis: Redis;
const { DATABASE_URL, REDIS_URL } = process.env;

beforeAll(async () => {
  [town, server] = await Promise.all([city(), freshRedis()]);
  redis = new Redis(server.url);
  Object.assign(process.env, { DATABASE_URL: town.url, REDIS_URL: server.url });
});
afterAll(async () => {
  for (const [key, before] of Object.entries({ DATABASE_URL, REDIS_URL }))
    if (before === undefined) delete process.env[key];
    else process.env[key] = before;
  redis.disconnect();
  await Promise.all([town.stop(), server.stop()]);
});

const run = (...words: string[]) =>
  runCommand([addRetryCommand, addRoundCommands], words[0] === 'status' ? words : ['retry', ...words]);

/** An effect that a process began and left, three times; and a second one that was done. */
async function putAside(): Promise<void> {
  const drafts = openDrafts(redis);
  const effect = { kind: 'show', place: 'test:dm', card: messageCard('ja', '表示', []) } as const;
  const effects = [{ id: 'i1#0', person: 'staff1', effect, at: NOW.toISOString() }];
  const turn = {
    inputId: 'i1',
    person: 'staff1',
    revision: 0,
    desk: emptyDesk,
    effects,
    now: NOW.toISOString(),
  };
  await drafts.commit(turn);
  await drafts.claimOverdue(later(1).toISOString(), 10_000, 10);
  await drafts.claimAlone(later(2).toISOString(), 10_000);
  expect(await drafts.claimAlone(later(3).toISOString(), 10_000)).toBeNull();
}

test('what is put aside is listed and tried again; what may have arrived only by its id', async () => {
  expect((await run()).out).toBe('取り置いたものはありません。\n');
  await putAside();
  for (let times = 0; times < 3; times += 1) await countStop(redis, 'input Ev1');
  await town.pool.query(
    `insert into notices (key, kind, about, to_kind, to_id, due_at, in_hours, given_up, reason, doubtful) values
       ('summary/a', 'summary', '{}', 'channel', $1, $2, false, true, 'never_ended', false),
       ('summary/b', 'summary', '{}', 'channel', $1, $2, false, true, 'unknown', true)`,
    [town.section(1), NOW],
  );
  const { out } = await run('--list');
  expect(out).toContain('取り置いたもの 4件');
  expect(out).toMatch(/summary\/a\n {2}お知らせ（.+）: 始めるたびに終わりませんでした/u);
  expect(out).toContain('i1#0\n  操作のあとの処理: 始めるたびに終わりませんでした（3回）');
  expect(out).toContain('Ev1\n  入力: 始めるたびに終わりませんでした（3回）');
  expect((await run('nothing')).failed[0]).toContain('取り置いたものの中にありません');
  expect((await run('i1#0', '--all')).failed[0]).toContain('どれか一つ');

  const all = await run('--all');
  expect(all.out).toContain('3件をもう一度試します');
  // Without the ids: an account may stand in them.
  const [entry] = (await town.record.history({})).slice(-1);
  expect(entry).toMatchObject({ action: 'put_aside_retried' });
  expect(entry!.after).toEqual({ tried: { input: 1, effect: 1, notice: 1 } });
  expect(all.out).toContain('届いたか分からないお知らせ1件は除きました');
  const drafts = openDrafts(redis);
  expect((await drafts.claimOverdue(later(4).toISOString(), 10_000, 10)).map(({ id }) => id)).toEqual([
    'i1#0',
  ]);
  const stops = openStops(redis, () => NOW);
  await stops.refresh();
  expect(stops.has('input Ev1')).toBe(false);
  const waiting = async () => (await openNotices(town.pool, () => null).backlog(later(5))).givenUp;
  expect(await waiting()).toBe(1);
  expect((await run('summary/b', '--json')).out).toContain('"retried":[{"kind":"notice","id":"summary/b"');
  expect(await waiting()).toBe(0);
});

test('maru status tells of it, in both languages and in JSON, and of nothing when there is nothing', async () => {
  const status = (...words: string[]) => run('status', '--year', 'R5', ...words);
  expect((await status()).out).not.toContain('取り置いたもの');
  expect(JSON.parse((await status('--json')).out)).toMatchObject({ put_aside: [] });
  await town.pool.query(
    `insert into notices (key, kind, about, to_kind, to_id, due_at, in_hours, given_up, reason, attempts) values
       ('summary/c', 'summary', '{}', 'channel', $1, $2, false, true, 'never_ended', 3)`,
    [town.section(1), NOW],
  );
  await town.pool.query(
    `insert into put_aside (kind, id, section_id, reason, tries, is_aside, at) values
       ('effect', 'i2#0', null, 'reports s1: writer: not a text', 12, true, $1), ('input', 'i3', null, 'x', 1, false, $1)`,
    [later(1)],
  );
  const [name] = (await town.pool.query('select name from sections where id = $1', [town.section(1)])).rows;
  const { out, failed } = await status();
  expect(failed).toEqual([]);
  expect(out.slice(out.indexOf('取り置いたもの')).split('\n')).toEqual([
    '取り置いたもの 2件（maru retry でもう一度試せます） / Put aside: 2; maru retry has it tried again',
    `  お知らせ（${name.name}）: 始めるたびに終わりませんでした（3回） / notice: never ended, each time it was begun (tries: 3)`,
    '  操作のあとの処理: reports s1: writer: not a text（12回） / what follows from an action: reports s1: writer: not a text (tries: 12)',
    '',
  ]);
  expect(JSON.parse((await status('--json')).out)).toMatchObject({
    fiscal_year: 2023,
    put_aside: [
      { kind: 'notice', id: 'summary/c', name: name.name, reason: 'never_ended', tries: 3 },
      { kind: 'effect', id: 'i2#0', name: null, reason: 'reports s1: writer: not a text', tries: 12 },
    ],
  });
});
