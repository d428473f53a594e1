/**
 * Promises (約束) whose time has come: whose the goal is, else who reports, is asked once; what they say stands in the lists and in
 * the history; nobody else may say it.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addYearCommands } from '../../../../src/cli/rounds/year.js';
import { WHOLE_BOARD } from '../../../../src/core/board/asked.js';
import type { OwnPromise } from '../../../../src/core/board/promised.js';
import { noticeCard } from '../../../../src/core/cards/notices/notice.js';
import { askedOn } from '../../../../src/core/followup/find.js';
import { readAbout } from '../../../../src/core/notice/stored-about.js';
import { loadMaterial } from '../../../../src/store/postgres/notices/notice-material.js';
import { readFollowUps } from '../../../../src/store/postgres/reports/follow-ups.js';
import { askPromises } from '../../../../src/store/postgres/reports/promises.js';
import { reorganise } from '../../../../src/store/postgres/roster/reorganise.js';
import { runCommand, withSettings } from '../../../support/commands.js';
import { by, type City, city, effectId, NOW, printedSheets, sectionOf, withDesk } from '../city.js';

let town: City;
/** Thursday 1 August 2024: in the last month of summer */
const AUGUST = new Date('2024-08-01T01:00:00.000Z');
/** Monday 3 March 2025: in the last month of the year that the sheets of R5 speak of */
const MARCH = new Date('2025-03-03T01:00:00.000Z');
const sheets = printedSheets();

beforeAll(async () => {
  town = await city({ round: false });
  await withDesk(town);
  await town.record.importSheets(sheets, { by, now: NOW });
}, 60_000);
afterAll(() => town.stop());

const owedNotices = async () =>
  (
    await town.pool.query<{ to: string; about: unknown; key: string }>(
      `select to_id as "to", about, key from notices where kind = 'promises' order by due_at, key`,
    )
  ).rows;
const say = (
  person: string,
  promise: string,
  state: 'done' | 'carried' | 'dropped',
  more = {},
  now = AUGUST,
) =>
  town.record.execute(
    effectId(),
    person,
    `test:dm:${person}`,
    { kind: 'promises', said: { promise, state, until: null, reason: '', ...more } },
    now,
  );
const listOf = async (person: string, now = AUGUST): Promise<readonly OwnPromise[]> => {
  const done = await town.record.execute(
    effectId(),
    person,
    `test:dm:${person}`,
    { kind: 'promises', said: null },
    now,
  );
  if (!done.ok || !done.promises) throw new Error(JSON.stringify(done));
  return done.promises.left;
};
const verified = async () => (await town.record.verifyRecord()).replayed;

test('a promise is asked about in the last month of its time, once, of who reports or whose the goal is', async () => {
  const summer = (await readFollowUps(town.pool, 2024, null)).filter(
    (one) => one.followUp.due.until === '2024-08-31' && one.followUp.timed,
  );
  expect(summer.length).toBeGreaterThan(0);
  expect(askedOn(summer[0]!.followUp)).toBe('2024-08-01');
  expect(await askPromises(town.pool, new Date('2024-07-31T01:00:00.000Z'))).toBe(0);
  // Before the office opens nobody is asked, and it is looked at again later.
  expect(await askPromises(town.pool, new Date('2024-07-31T20:00:00.000Z'))).toBeNull();
  expect(await askPromises(town.pool, AUGUST)).toBeGreaterThan(0);
  const notices = await owedNotices();
  const n = [1, 2, 3, 4, 5, 6, 7, 8].find((one) => town.section(one) === summer[0]!.section.id)!;
  const mine = notices.find(({ to }) => to === `staff${n}`)!;
  const about = readAbout(mine.about, mine.key)!;
  const card = noticeCard(about, (await loadMaterial(town.pool, about, AUGUST))!, 'ja');
  expect(JSON.stringify(card)).toContain(summer[0]!.followUp.sentence);
  expect(await askPromises(town.pool, new Date('2024-08-02T01:00:00.000Z'))).toBe(0);
  expect(await owedNotices()).toEqual(notices);
});

test('where the goal has an owner in the sheet of the year, the owner is asked', async () => {
  const promise = (await readFollowUps(town.pool, 2024, null)).find(({ followUp }) => !followUp.timed);
  const n = [1, 2, 3, 4, 5, 6, 7, 8].find((one) => town.section(one) === promise!.section.id)!;
  const sheet = { ...sheets[n - 1]!, fiscalYear: 2024 };
  await town.record.importSheets([sheet], { by, now: AUGUST });
  await town.record.importRoster(
    { owners: [{ section: sectionOf(sheet), goal: promise!.goalNo, person: `chief${n}` }] },
    { by, now: AUGUST },
  );
  await askPromises(town.pool, MARCH);
  const asked = (await owedNotices()).filter(({ about }) => JSON.stringify(about).includes(promise!.id));
  expect(asked.map(({ to }) => to)).toEqual([`chief${n}`]);
});

test('who reports for the section says what became of it, and nobody else; a second press is harmless', async () => {
  const n = [1, 2, 3, 4, 5, 6, 7, 8];
  const lists = await Promise.all(n.map((one) => listOf(`staff${one}`)));
  const at = lists.findIndex((list) => list.length > 0);
  const [promise] = lists[at]!;
  const other = n.find((one) => one !== at + 1)!;
  const refused = { ok: false, refusal: { reason: 'not_entitled' } };
  expect(await say(`staff${other}`, promise!.id, 'done')).toEqual(refused);
  expect(await say('desk', promise!.id, 'done')).toEqual(refused);
  expect(
    await say(`staff${at + 1}`, promise!.id, 'dropped', { reason: '国の補助が見送られたため' }),
  ).toMatchObject({
    ok: true,
    promises: { said: { state: 'dropped' } },
  });
  const entries = async () =>
    (await town.record.history({})).filter(({ action }) => action === 'promise_said');
  expect(await entries()).toMatchObject([{ personId: `staff${at + 1}`, subject: promise!.id }]);
  expect(await say(`staff${at + 1}`, promise!.id, 'done')).toMatchObject({
    ok: true,
    promises: { said: null },
  });
  expect(await entries()).toHaveLength(1);
  expect((await listOf(`staff${at + 1}`)).map(({ id }) => id)).not.toContain(promise!.id);
  expect(await verified()).toMatchObject({ count: 0 });
  const page = await town.record.board('desk', { ...WHOLE_BOARD, followUps: 2024 }, AUGUST);
  expect(page).toMatchObject({ kind: 'follow_ups', closed: 1 });
  const back = withSettings({ DATABASE_URL: town.url });
  const listed = await runCommand(addYearCommands, ['year', 'followups', '--year', 'R6', '--json']);
  back();
  const { followups } = JSON.parse(listed.out) as {
    followups: { sentence: string; state: string; reason: string }[];
  };
  expect(followups.find(({ sentence }) => sentence === promise!.followUp.sentence)).toMatchObject({
    state: 'dropped',
    reason: '国の補助が見送られたため',
  });
});

test('one that is carried has its new time, and is asked about again on that day', async () => {
  const n = [1, 2, 3, 4, 5, 6, 7, 8];
  const lists = await Promise.all(n.map((one) => listOf(`staff${one}`, MARCH)));
  const at = lists.findIndex((list) => list.length > 0);
  const [promise] = lists[at]!;
  const before = (await owedNotices()).length;
  expect(await say(`staff${at + 1}`, promise!.id, 'carried', { until: '2025-06-02' }, MARCH)).toMatchObject({
    ok: true,
  });
  expect((await listOf(`staff${at + 1}`, MARCH)).map(({ id }) => id)).not.toContain(promise!.id);
  // In the next fiscal year, behind what it promised.
  const june = new Date('2025-06-02T01:00:00.000Z');
  await askPromises(town.pool, june);
  const asked = (await owedNotices()).slice(before);
  expect(asked.map(({ about }) => JSON.stringify(about)).join()).toContain(`${promise!.id}@2025-06-02`);
  expect((await listOf(`staff${at + 1}`, june)).map(({ id }) => id)).toContain(promise!.id);
  expect(await verified()).toMatchObject({ count: 0 });
});

test('a section that is divided and goes on itself is asked about its promises where no goal is named', async () => {
  const promise = (await readFollowUps(town.pool, 2024, null)).find(({ followUp }) => !followUp.timed)!;
  const n = [1, 2, 3, 4, 5, 6, 7, 8].find((one) => town.section(one) === promise.section.id)!;
  const before = await listOf(`staff${n}`, MARCH);
  expect(before.length).toBeGreaterThan(0);
  const former = promise.section.name;
  const divided = { former, department: '', on: '2024-04-01', kind: 'split', goals: [] } as const;
  const done = await reorganise(
    town.pool,
    '再編.csv',
    [
      { ...divided, line: 2, next: '分かれた課' },
      { ...divided, line: 3, next: former },
    ],
    { by, now: AUGUST },
  );
  expect(done.plan.ok).toBe(true);
  expect((await listOf(`staff${n}`, MARCH)).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  expect(await verified()).toMatchObject({ count: 0, unexplained: [] });
});

test('a sheet that cannot be read leaves its own section unasked, and no other', async () => {
  const askedAnew = async () => {
    await town.pool.query(`delete from notices where kind = 'promises'`);
    await askPromises(town.pool, MARCH);
    return [...new Set((await owedNotices()).map(({ to }) => Number(to.at(-1))))].sort();
  };
  const sections = await askedAnew();
  const [first, second, ...others] = sections;
  expect(others.length).toBeGreaterThan(0);
  const lose = (one: number, year: number) =>
    town.pool.query(`update sheets set numbering = '"lost"' where section_id = $1 and fiscal_year = $2`, [
      town.section(one),
      year,
    ]);
  await lose(first!, 2023);
  expect(await askedAnew()).toEqual([second, ...others]);
  // This year's, by which it is known whom to ask.
  await town.record.importSheets([{ ...sheets[second! - 1]!, fiscalYear: 2024 }], { by, now: AUGUST });
  await lose(second!, 2024);
  expect(await askedAnew()).toEqual(others);
  await expect(listOf(`staff${first}`, MARCH)).rejects.toThrow('numbering: ');
});
