/** `maru retention`: shows by kind and year what is over, throws exactly that away, and enters it into the history. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { fiscalYearOf } from '../../../src/core/calendar/japanese-dates.js';
import { cityDate } from '../../../src/core/calendar/working-days.js';
import type { Command } from '../../../src/core/decision/command.js';
import type { EvidenceCommand } from '../../../src/core/decision/evidence/evidence-command.js';
import { lastYearOver, readSchedule } from '../../../src/core/decision/kinds/retention.js';
import { listEvidence } from '../../../src/store/postgres/evidence/list.js';
import { overOf } from '../../../src/store/postgres/kinds/kinds.js';
import { openUploads } from '../../../src/store/postgres/sheets/uploads.js';
import { emptyStores, type Stores, settingsBack } from '../../backup/stores.js';
import { by, type City, city, effectId, later, NOW, submit } from '../../store/postgres/city.js';
import { meanwhile } from '../../store/postgres/meanwhile.js';
import { PATIENCE_MS } from '../../support/patience.js';
import { testDir } from '../../support/stores.js';
import { maru } from './maru-person.js';

describe('the years', () => {
  test.each([
    [5, '2029-03-31', 2022],
    [5, '2029-04-01', 2023],
    [1, '2025-04-01', 2023],
  ])('%i years, on %s: until %i', (years, today, through) => {
    expect(lastYearOver(years, today)).toBe(through);
  });
  test('a schedule is read, or what is wrong in it is named', () => {
    expect(readSchedule('')).toEqual({
      people: null,
      notices: null,
      year_notes: null,
      memos: null,
      evidence: null,
    });
    expect(readSchedule(' notices = 3 ,')).toEqual({
      people: null,
      notices: 3,
      year_notes: null,
      memos: null,
      evidence: null,
    });
    for (const wrong of ['people', 'people=0', 'people=101', 'people=5年', 'texts=5', 'people=5=5'])
      expect(readSchedule(`notices=1,${wrong}`)).toEqual({ wrong });
  });
});

let town: City;
let beside: Stores;
let stores: { databaseUrl: string; redisUrl: string };
let folder: string;

const retention = (...words: string[]) => maru(stores, ['retention', ...words]);
const count = async (sql: string): Promise<number> =>
  (await town.pool.query<{ n: number }>(`select count(*)::int as n from ${sql}`)).rows[0]!.n;

beforeAll(async () => {
  folder = await testDir();
  beside = await emptyStores();
}, 60_000);
afterAll(() => beside.stop());

/** Two left in March 2020, one in April 2020; everybody else is there. Notices of mid-year 2023 were given up. */
beforeEach(async () => {
  town = await city();
  stores = { databaseUrl: town.url, redisUrl: beside.redisUrl };
  for (const [id, until] of [
    ['left1', '2020-03-31'],
    ['left2', '2020-03-31'],
    ['left3', '2020-04-01'],
  ] as const) {
    const person = { id, name: `${id}の名前`, email: `${id}@example.jp` };
    await town.record.importRoster({ people: [person] }, { by, now: NOW });
    await town.pool.query(
      `insert into holdings (post_id, person_id, from_on, until_on) select min(id), $1, '2019-04-01', $2 from posts`,
      [id, until],
    );
  }
  await town.record.enterBaseline({ by, now: NOW });
  const [task] = await town.tasks(1);
  await submit(town, 'staff1', task!, later(1));
  await town.pool.query(`update notices set given_up = true`);
  await town.pool.query(`update rounds set state = 'closed'`);
}, 60_000);

afterEach(async () => {
  for (const key of ['RETENTION', 'ERASURES_FILE', 'MARU_OPERATOR']) delete process.env[key];
  settingsBack();
  await town.stop();
});

test('without a schedule it shows what the usual years would take, and takes nothing', async () => {
  const shown = await retention('--dry-run', '--json');
  expect(shown.failed).toEqual([]);
  expect(JSON.parse(shown.out)).toMatchObject({
    set: false,
    over: [
      {
        kind: 'people',
        in: [
          { fiscalYear: 2019, count: 2 },
          { fiscalYear: 2020, count: 1 },
        ],
      },
      { kind: 'notices' },
      { kind: 'year_notes' },
      { kind: 'evidence' },
      { kind: 'memos' },
    ],
    erased: 0,
  });
  const { failed } = await retention('--yes');
  expect(failed).toEqual([expect.stringContaining('RETENTION が設定されていないので、何も消していません')]);
  expect(await count(`people where name like 'left%'`)).toBe(3);
});

test('rehearsed, then done: what was shown goes, with entries of the operator; the rest stays', async () => {
  process.env.ERASURES_FILE = join(folder, 'retention.jsonl');
  process.env.MARU_OPERATOR = '文書管理の担当者';
  // However long this is run after 2026: the year in which the two left is over, the next one is not.
  const years = lastYearOver(0, cityDate(new Date())) - 2019;
  process.env.RETENTION = `people=${years},notices=1`;
  const notices = await count('notices');
  expect(notices).toBeGreaterThan(0);
  const shown = await retention('--dry-run');
  expect(shown.out).toContain('■ 離任した職員の名前・連絡先');
  expect(shown.out).toContain('  R1年度　2件');
  expect(shown.out).toContain(`  R5年度　${notices}件`);
  expect([await count('notices'), await count(`people where name like 'left%'`)]).toEqual([notices, 3]);
  const nobody = await retention();
  expect(nobody.failed).toEqual([expect.stringContaining('--yes を付けてください')]);
  expect(await count('notices')).toBe(notices);

  const done = await retention('--yes', '--json');
  expect(done.failed).toEqual([]);
  expect(JSON.parse(done.out)).toMatchObject({ erased: 2, disposed: notices });
  const { rows } = await town.pool.query(`select name, email from people where id like 'left%' order by id`);
  expect(rows).toEqual([
    { name: '消去済み1', email: null },
    { name: '消去済み2', email: null },
    { name: 'left3の名前', email: 'left3@example.jp' },
  ]);
  expect(await count('notices')).toBe(0);
  const entries = (await town.record.history({})).slice(-5);
  expect(entries.map(({ action, name, subject }) => [action, name, subject])).toEqual([
    ['blanked', '文書管理の担当者', 'history'],
    ['erased', '文書管理の担当者', 'left1'],
    ['blanked', '文書管理の担当者', 'history'],
    ['erased', '文書管理の担当者', 'left2'],
    ['disposed', '文書管理の担当者', 'notices'],
  ]);
  expect(entries[1]!.after).toMatchObject({ ground: `保存期間（${years}年、R1年度まで）の満了` });
  expect((await readFile(process.env.ERASURES_FILE, 'utf8')).trim().split('\n')).toHaveLength(2);
  // The terms were entered by hand above, and the round was closed so: of the rest nothing is unexplained.
  const verified = await town.record.verifyRecord();
  expect([verified.found, verified.replayed?.unexplained]).toEqual([null, expect.any(Array)]);
  expect(verified.replayed!.unexplained.filter(({ row }) => !/^holding .* left|^round /u.test(row))).toEqual(
    [],
  );
  expect(JSON.parse((await retention('--yes', '--json')).out)).toMatchObject({ erased: 0, disposed: 0 });
});

test('notices of an open round, and those still to be sent, stay', async () => {
  process.env.RETENTION = 'notices=1';
  await town.pool.query(`update rounds set state = 'open'`);
  const notices = await count('notices where round_id is not null');
  await retention('--yes');
  expect(await count('notices where round_id is not null')).toBe(notices);
  await town.pool.query(`update rounds set state = 'closed'`);
  await town.pool.query(`update notices set given_up = false, stale_at = null, wanted = settled + 1`);
  await retention('--yes');
  expect(await count('notices where round_id is not null')).toBe(notices);
});

test('memos of a year that is over go, their words in the history too; those of this year stay', async () => {
  const day = new Date();
  const note = (n: number, text: string, on: string) =>
    town.record.execute(
      effectId(),
      'staff1',
      'test:dm:staff1',
      {
        kind: 'note_memo',
        memo: { about: '', day: on, number: '', text, link: `https://example.jp/${n}` },
        goalNo: '',
        source: '',
      },
      day,
    );
  const year = fiscalYearOf(cityDate(day));
  await note(1, '木崎地区のワークショップ', `${year - 1}-06-12`);
  const thrown = await note(2, '消したメモ', `${year - 1}-07-01`);
  if (!thrown.ok || !thrown.memo) throw new Error('no memo');
  await town.record.execute(
    effectId(),
    'staff1',
    'test:dm:staff1',
    { kind: 'delete_memo', memo: thrown.memo.memo.id },
    day,
  );
  // The same words of this year are another memo's.
  await note(3, '木崎地区のワークショップ', cityDate(day));
  const at = { ground: '保存期間の満了', by, now: day };
  expect(await overOf('memos').years(town.pool, year - 2)).toEqual([]);
  expect(await overOf('memos').years(town.pool, year - 1)).toEqual([{ fiscalYear: year - 1, count: 2 }]);
  expect(await overOf('memos').dispose(town.pool, year - 1, at.ground, at.by, at.now)).toBe(2);
  expect(await overOf('memos').years(town.pool, year - 1)).toEqual([]);
  expect(await overOf('memos').dispose(town.pool, year - 1, at.ground, at.by, at.now)).toBe(0);
  const { rows } = await town.pool.query<{ text: string }>(`select text #>> '{}' as text from memos`);
  expect(rows).toEqual([{ text: '木崎地区のワークショップ' }]);
  const { rows: said } = await town.pool.query<{ value: string }>('select value from history_values');
  const words = said.map(({ value }) => value);
  expect(words.filter((one) => one === '木崎地区のワークショップ')).toHaveLength(1);
  expect(words.filter((one) => one.includes('消したメモ') || /example\.jp\/[12]/u.test(one))).toEqual([]);
  expect((await town.record.history({})).at(-1)).toMatchObject({
    action: 'disposed',
    subject: 'memos',
    after: { count: 2 },
  });
  const verified = await town.record.verifyRecord();
  expect(verified.found).toBeNull();
  expect(verified.replayed!.unexplained.filter(({ row }) => row.startsWith('memo'))).toEqual([]);
});

test('they are thrown away by the schedule, where it names them', async () => {
  await town.record.execute(
    effectId(),
    'staff1',
    'test:dm:staff1',
    {
      kind: 'note_memo',
      memo: { about: '', day: '2023-06-12', number: '', text: '古いメモ', link: '' },
      goalNo: '',
      source: '',
    },
    NOW,
  );
  process.env.RETENTION = 'memos=1';
  expect((await retention('--dry-run')).out).toContain('■ 実績メモ（1年');
  expect(await count('memos')).toBe(1);
  const done = await retention('--yes');
  expect([done.failed, done.out.includes('実績メモ 1件')]).toEqual([[], true]);
  expect(await count('memos')).toBe(0);
});

/** Two memos of 2023, a file with the first. */
async function memosAndFile(): Promise<string> {
  const run = (command: Command | EvidenceCommand) =>
    town.record.execute(effectId(), 'staff1', 'test:dm:staff1', command, NOW);
  const note = async (text: string) => {
    const memo = { about: '', day: '2023-06-12', number: '', text, link: '' };
    const noted = await run({ kind: 'note_memo', memo, goalNo: '', source: '' });
    if (!noted.ok || !noted.memo) throw new Error('no memo');
    return noted.memo.memo.id;
  };
  const memo = await note('資料のあるメモ');
  await note('文だけのメモ');
  await openUploads(town.pool, PATIENCE_MS).keep(
    { id: 'file', person: 'staff1', name: '名簿.pdf', now: NOW },
    async () => [Buffer.from('%PDF-1.7 名簿')],
  );
  expect(await run({ kind: 'add_evidence', memo, of: { file: 'file' } })).toMatchObject({ ok: true });
  return memo;
}
const kept = async () => [await count('memos'), await count('evidence'), await count('evidence_pieces')];

test('a memo stays as long as its file is to be kept, and goes with it; rehearsed as done', async () => {
  await memosAndFile();
  process.env.RETENTION = 'memos=1,evidence=100';
  const shown = JSON.parse((await retention('--dry-run', '--json')).out);
  expect(shown.over).toMatchObject([
    { kind: 'evidence', in: [] },
    { kind: 'memos', in: [{ fiscalYear: 2023, count: 1 }] },
  ]);
  expect(JSON.parse((await retention('--yes', '--json')).out)).toMatchObject({ memos: 1, evidence: 0 });
  expect(await kept()).toEqual([1, 1, 1]);
  process.env.RETENTION = 'memos=1,evidence=1';
  const both = JSON.parse((await retention('--dry-run', '--json')).out);
  expect(both.over).toMatchObject([
    { kind: 'evidence', in: [{ fiscalYear: 2023, count: 1 }] },
    { kind: 'memos', in: [{ fiscalYear: 2023, count: 1 }] },
  ]);
  expect(JSON.parse((await retention('--yes', '--json')).out)).toMatchObject({ memos: 1, evidence: 1 });
  expect(await kept()).toEqual([0, 0, 0]);
  const { found, replayed } = await town.record.verifyRecord();
  expect(found).toBeNull();
  expect(replayed!.unexplained.filter(({ row }) => /^(memo|evidence) /u.test(row))).toEqual([]);
});

test('a file whose memo went without it, as in versions before, is listed', async () => {
  const memo = await memosAndFile();
  await town.pool.query('delete from memos where id = $1', [memo]);
  const listed = await listEvidence(town.pool, 2023);
  expect(listed).toMatchObject([{ name: '名簿.pdf', round: 'memo', memo: '（保存期間の満了）' }]);
  expect(listed[0]!.section).not.toBe('');
});

test('two at once: what went is entered once', async () => {
  await memosAndFile();
  await town.pool.query('delete from evidence');
  const { dispose } = overOf('memos');
  const at = ['保存期間の満了', by, new Date()] as const;
  const one = () => dispose(town.pool, 2023, ...at);
  const went = await meanwhile(town.pool, 'memos', one, one);
  expect([...went].sort()).toEqual([0, 2]);
  expect(await count(`history where action = 'disposed'`)).toBe(1);
});

test('a schedule that cannot be read is one sentence', async () => {
  process.env.RETENTION = 'people=五年';
  const { failed, out } = await retention('--dry-run');
  expect(failed).toEqual([expect.stringContaining('RETENTION: 「people=五年」は読み取れません')]);
  expect(out).toBe('');
});
