/**
 * Sections that merge, are divided or are renamed: what was theirs is found from the section that goes on with it, what is still
 * open passes to its people, what was published stays, and the history explains all of it.
 */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { RosterInput } from '../../../../src/core/organization/roster.js';
import type { ReorganisationRow } from '../../../../src/core/organization/succession/reorganise.js';
import { searchAsked } from '../../../../src/core/search/asked.js';
import type { Sheet } from '../../../../src/core/sheet/sheet.js';
import { readTrends } from '../../../../src/store/postgres/reports/trends.js';
import { reorganise } from '../../../../src/store/postgres/roster/reorganise.js';
import { by, type City, city, effectId, NOW, printedSheets, submit, withDesk } from '../city.js';

let town: City;
beforeEach(async () => {
  town = await city();
}, 30_000);
afterEach(async () => {
  const { replayed } = await town.record.verifyRecord();
  expect(replayed).toMatchObject({ count: 0, unexplained: [] });
  await town.stop();
});

const sheets = printedSheets();
const no = (part: string) => sheets.findIndex((one) => one.header.organization.text.includes(part)) + 1;
const [ROADS, HEALTH, CITIZENS] = [no('建設課'), no('健康福祉課'), no('区民生活課')];
const row = (line: number, given: Partial<ReorganisationRow>): ReorganisationRow => ({
  line,
  former: '建設課',
  next: 'まちづくり課',
  department: '',
  on: '2023-10-02',
  kind: 'merge',
  goals: [],
  ...given,
});
const enters = (rows: readonly ReorganisationRow[], now = NOW) =>
  reorganise(town.pool, '再編.csv', rows, { by, now });
const state = async () => {
  const { rows } = await town.pool.query(
    `select (select json_agg(s order by id) from sections s) as sections, (select json_agg(u) from successions u) as successions,
       (select json_agg(h order by post_id, person_id, from_on) from holdings h) as holdings, (select count(*)::int from history) as entries`,
  );
  return rows[0];
};
/** `people` of the department's section of this name, as 担当者 and 課長. */
const rosterOf = (name: string, staff: string, chief: string): RosterInput => {
  const section = { department: '北区', name };
  const post = (role: 'staff' | 'section_manager', title: string) => ({ section, role, title });
  return {
    sections: [{ ...section, mention: true }],
    people: [
      { id: staff, name: `担当${staff}`, email: `${staff}@example.jp` },
      { id: chief, name: `課長${chief}`, email: `${chief}@example.jp` },
    ],
    holdings: [
      { post: post('staff', '担当者'), person: staff, from: '2023-10-02', assumed: true },
      { post: post('section_manager', '課長'), person: chief, from: '2023-10-02', assumed: true },
    ],
  };
};
const sectionId = async (name: string) => (await town.record.sections()).find((one) => one.name === name)!.id;
const ofYear = (sheet: Sheet, fiscalYear: number, organization?: string): Sheet => ({
  ...sheet,
  fiscalYear,
  header: {
    ...sheet.header,
    ...(organization === undefined
      ? {}
      : { organization: { ...sheet.header.organization, text: organization } }),
  },
});
const foundBy = async (person: string, text: string) => {
  const asked = { ...searchAsked(text)!.asked, page: 0, of: '' };
  const done = await town.record.execute(
    effectId(),
    person,
    'test:direct',
    { kind: 'search', asked, goal: '' },
    NOW,
  );
  return done.ok && done.found?.kind === 'found'
    ? done.found.goals.map((one) => `${one.fiscalYear} ${one.section.name} No.${one.goalNo}`)
    : [];
};

const MERGED = [row(2, {}), row(3, { former: '健康福祉課' })];

test('two sections merge: their open reports pass to the people of the new one, when the roster has them', async () => {
  await submit(town, `staff${ROADS}`, (await town.tasks(ROADS))[0]!);
  const done = await enters(MERGED);
  expect(done.plan.ok).toBe(true);
  expect(done.empty).toEqual(['まちづくり課']);
  expect(done.channels).toEqual([expect.objectContaining({ name: 'まちづくり課', from: '建設課' })]);
  const id = await sectionId('まちづくり課');
  const { rows } = await town.pool.query(
    'select section_id, place from channels where section_id = any($1)',
    [[id, town.section(ROADS)]],
  );
  expect(new Set(rows.map(({ place }) => place))).toEqual(new Set([`test:channel:${ROADS}`]));
  const tasksOf = async (person: string) =>
    (await town.record.context({ person, from: null, named: null }, NOW))?.tasks.map(
      (task) => task.sectionName,
    ) ?? [];
  // Nobody has a post in the new section yet: whoever is at work goes on.
  expect(await tasksOf(`staff${ROADS}`)).toContain('建設課');
  await town.record.importRoster(rosterOf('まちづくり課', 'new1', 'new2'), { by, now: NOW });
  expect(await tasksOf(`staff${ROADS}`)).toEqual([]);
  expect(new Set(await tasksOf('new1'))).toEqual(new Set(['建設課', '健康福祉課']));
  const [task] = await town.tasks(ROADS);
  const approve = (person: string) =>
    town.record.execute(
      effectId(),
      person,
      'test:direct',
      { kind: 'approve', report: task!.id, version: task!.report!.version, step: 0 },
      NOW,
    );
  expect(await approve(`chief${ROADS}`)).toMatchObject({ ok: false });
  expect(await approve('new2')).toMatchObject({ ok: true });
});

test('last year of both stands beside the questions, in the search, in the trends and in the history of the new one', async () => {
  await town.record.importSheets(
    [ROADS, HEALTH].map((n) => ofYear(sheets[n - 1]!, 2023)),
    { by, now: NOW, reason: '結果の取込み' },
  );
  await enters(MERGED);
  const merged = ofYear(
    {
      ...sheets[ROADS - 1]!,
      goals: [sheets[ROADS - 1]!.goals[0]!, { ...sheets[HEALTH - 1]!.goals[0]!, no: '9' }],
    },
    2024,
    'まちづくり課',
  );
  await town.record.importSheets([merged], { by, now: NOW });
  await town.record.importRoster(rosterOf('まちづくり課', 'new1', 'new2'), { by, now: NOW });
  await town.record.openRound(
    { fiscalYear: 2024, kind: 'midyear', opensOn: '2024-10-01', dueOn: '2024-10-11' },
    { by, now: NOW },
  );
  const id = await sectionId('まちづくり課');
  const tasks = await town.record.sectionTasks(id, '2024-midyear');
  const earlier = tasks.map(({ indicators }) => indicators[0]!.earlier.map(({ result }) => result));
  expect(earlier).toEqual([
    [sheets[ROADS - 1]!.goals[0]!.indicators[0]!.result],
    [sheets[HEALTH - 1]!.goals[0]!.indicators[0]!.result],
  ]);
  expect(await foundBy('new1', '検索 まちづくり課 R5')).toEqual(
    expect.arrayContaining(['2023 建設課 No.1', '2023 健康福祉課 No.1']),
  );
  const [trends, ...more] = await readTrends(town.pool, [id]);
  expect(more).toEqual([]);
  const years = (name: string) =>
    trends!.trends.find((trend) => trend.at(-1)!.name === name)?.map(({ fiscalYear }) => fiscalYear);
  expect(years(sheets[ROADS - 1]!.goals[0]!.indicators[0]!.name)).toEqual([2023, 2024]);
  expect(years(sheets[HEALTH - 1]!.goals[0]!.indicators[0]!.name)).toEqual([2023, 2024]);
  const ended = (await readTrends(town.pool, null))
    .filter((one) => one.ended)
    .map(({ section }) => section.name);
  expect(ended.sort()).toEqual(['健康福祉課', '建設課'].sort());
  expect((await town.record.history({ sectionId: id })).map((entry) => entry.sectionId)).toEqual(
    expect.arrayContaining([town.section(ROADS), town.section(HEALTH), id]),
  );
});

test('a section is divided: the goals that went there, and those alone', async () => {
  const goals = sheets[ROADS - 1]!.goals.map((goal) => goal.no);
  expect(goals.length).toBeGreaterThan(1);
  const [first, ...others] = goals as [string, ...string[]];
  await enters([
    row(2, { kind: 'split', next: '道路課', goals: [first] }),
    row(3, { kind: 'split', next: '公園課', goals: others }),
  ]);
  await town.record.importRoster(rosterOf('道路課', 'new1', 'new2'), { by, now: NOW });
  expect(await foundBy('new1', '検索 道路課 R5')).toEqual([`2023 建設課 No.${first}`]);
});

test('a section is renamed: it stays the one it is, found by both names, and what was published keeps the former', async () => {
  await town.record.importSheets([sheets[ROADS - 1]!], { by, now: NOW });
  const finished = async () =>
    (await town.record.finished(2023, [town.section(ROADS)]))[0]!.sheet.header.organization.text;
  const before = await finished();
  await enters([row(2, { kind: 'rename', next: '都市整備課', department: '都市部' })]);
  expect(await finished()).toBe(before);
  const names = [
    { department: '都市部', name: '都市整備課' },
    { department: '北区', name: '建設課' },
  ];
  expect((await town.record.sectionsNamed(names)).map((one) => one?.id)).toEqual([
    town.section(ROADS),
    town.section(ROADS),
  ]);
  const [sheet] = await town.record.importSheets(
    [
      {
        ...ofYear(sheets[ROADS - 1]!, 2024, '都市整備課'),
        header: {
          ...ofYear(sheets[ROADS - 1]!, 2024, '都市整備課').header,
          department: { ...sheets[ROADS - 1]!.header.department, text: '都市部' },
        },
      },
    ],
    { by, now: NOW },
  );
  expect(sheet!.sectionId).toBe(town.section(ROADS));
  // A roster that names it says what it is called, and the history explains it still.
  await town.record.importRoster(
    { sections: [{ department: '都市部', name: '都市整備課', position: 3 }] },
    { by, now: NOW },
  );
  const again = await enters([row(2, { kind: 'rename', next: '都市整備課', department: '都市部' })]);
  expect(again.differences).toEqual([]);
});

test('a name that a section of another department has is free in this one', async () => {
  await withDesk(town);
  const { plan, differences } = await enters([row(2, { kind: 'rename', next: '政策企画課' })]);
  expect(plan.ok).toBe(true);
  expect(differences.map(({ what, id }) => [what, id])).toContainEqual(['section', town.section(ROADS)]);
});

test('the same file a second time changes nothing', async () => {
  await enters(MERGED);
  const before = await state();
  expect((await enters(MERGED)).differences).toEqual([]);
  expect(await state()).toEqual(before);
});

test('what is wrong is said of each row, with the nearest names, and nothing is done half', async () => {
  const before = await state();
  const { plan } = await enters([
    row(2, { kind: 'rename', next: '都市整備課' }),
    row(3, { former: '建設科' }),
    row(4, { former: '健康福祉課', kind: 'split', next: '健康課', goals: ['1', '99'] }),
    row(5, { former: '健康福祉課', kind: 'split', next: '福祉課', goals: ['2'] }),
    row(6, { former: '区民生活課', kind: 'merge', next: 'くらし課' }),
  ]);
  expect(plan.ok).toBe(false);
  if (plan.ok) return;
  const said = plan.problems.map(({ ja }) => ja);
  expect(said[0]).toMatch(
    /^再編\.csv 3行め「旧課」: 「建設科」という課は記録にありません。近い名前は(「[^」]+」){3}です。$/u,
  );
  expect(said[0]).toContain('建設課');
  expect(said).toContainEqual(expect.stringMatching(/^再編\.csv 4行め「目標」: .*No\.99の目標はありません/u));
  expect(said).toContainEqual(expect.stringMatching(/^再編\.csv 6行め「種別」: .*「改称」にしてください/u));
  expect(await state()).toEqual(before);
  expect(CITIZENS).toBeGreaterThan(0);
});

test('a day that is still to come is only shown', async () => {
  const rows = MERGED.map((one) => ({ ...one, on: '2024-04-01' }));
  const shown = await reorganise(town.pool, '再編.csv', rows, { by, now: NOW, dryRun: true });
  expect(shown.plan).toMatchObject({ ok: true, notBefore: '2024-04-01' });
  const before = await state();
  await expect(enters(rows)).rejects.toThrow('施行日');
  expect(await state()).toEqual(before);
});
