/** 検索 over several years: what is found by whom, from a report or the print, page by page, and as fast as it may be. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { searchAsked } from '../../../../src/core/search/asked.js';
import type { SearchPage } from '../../../../src/core/search/found.js';
import { oneSpelling } from '../../../../src/core/search/spelling.js';
import type { Sheet } from '../../../../src/core/sheet/sheet.js';
import { PATIENCE_MS } from '../../../support/patience.js';
import { by, type City, city, effectId, later, NOW, printedSheets, sectionOf, submit } from '../city.js';

let world: City;

const ask = async (person: string, text: string, page = 0, goal = '', of = '') => {
  const asked = { ...searchAsked(text)!.asked, page, of };
  const done = await world.record.execute(
    effectId(),
    person,
    'test:direct',
    { kind: 'search', asked, goal },
    NOW,
  );
  if (!done.ok || !done.found) throw new Error(JSON.stringify(done));
  return done.found;
};
const found = async (person: string, text: string, page = 0) => {
  const answer = await ask(person, text, page);
  if (answer.kind !== 'found') throw new Error(JSON.stringify(answer));
  return answer;
};
const nothing = async (person: string, text: string) => {
  const answer = await ask(person, text);
  if (answer.kind !== 'nothing') throw new Error(JSON.stringify(answer));
  return answer;
};
const lines = ({ goals }: Extract<SearchPage, { kind: 'found' }>) =>
  goals.map((one) => `${one.fiscalYear} ${one.section.name} No.${one.goalNo}`);

/** The same sheet, of another year. */
const ofYear = (sheet: Sheet, fiscalYear: number): Sheet => ({ ...sheet, fiscalYear });
const sheets = printedSheets();
/** which sheet (from 1) has an indicator so named */
const no = (part: string) => sheets.findIndex((one) => one.header.organization.text.includes(part)) + 1;
const BUILDING = no('建設課');
const HEALTH = no('健康福祉課');

beforeAll(async () => {
  world = await city();
  await world.record.importSheets(
    sheets.map((sheet) => ofYear(sheet, 2022)),
    { by, now: NOW },
  );
  const office = { department: '北区役所', name: '北区役所' };
  const other = { department: '総務部', name: '政策企画課' };
  const member = (id: string) => ({ id, name: id, email: `${id}@example.jp` });
  await world.record.importRoster(
    {
      departmentAliases: { 北区: '北区役所' },
      sections: [office, other],
      people: ['desk', 'head', 'below', 'nobody'].map(member),
      holdings: [
        {
          post: { section: other, role: 'coordinator', title: '事務局' },
          person: 'desk',
          from: '2023-04-01',
        },
        {
          post: { section: office, role: 'department_head', title: '区長' },
          person: 'head',
          from: '2023-04-01',
        },
        {
          post: { section: other, role: 'department_head', title: '部長' },
          person: 'below',
          from: '2023-04-01',
        },
      ],
    },
    { by, now: NOW },
  );
  const [task] = await world.tasks(BUILDING);
  await submit(world, `staff${BUILDING}`, task!, later(5));
});
afterAll(() => world?.stop());

describe('who finds what', () => {
  test('a section its own goals of this and the year before, with target → result and rating', async () => {
    const page = await found(`staff${BUILDING}`, '前年度 建設課');
    const printed = sheets[BUILDING - 1]!.goals;
    expect(page).toMatchObject({ count: printed.length, among: ['建設課'], meant: '建設課' });
    expect(page.asked.fiscalYear).toBe(2022);
    const row = page.goals[0]!.rows[0]!;
    const { target, result, rating } = printed[0]!.indicators[0]!;
    expect([row.target, row.result, row.rating !== null, rating !== '']).toEqual([
      target,
      result,
      true,
      true,
    ]);
    expect(page.goals[0]).toMatchObject({ state: 'printed', midyear: false });
    const both = await found(`staff${BUILDING}`, '検索 建設課');
    expect(both.years).toEqual([
      { fiscalYear: 2023, count: printed.length },
      { fiscalYear: 2022, count: printed.length },
    ]);
    expect(both.goals[0]).toMatchObject({ fiscalYear: 2023, state: 'submitted', midyear: true });
    expect(both.goals[0]!.rows[0]!.result).toBe(`結果 ${target}`);
    expect(both.goals[1]).toMatchObject({ state: 'open' });
  });
  test('nobody another section’s, by no word and by no id', async () => {
    expect((await nothing(`staff${BUILDING}`, '前年度 健康福祉課')).near).toEqual([
      { of: world.section(BUILDING), name: '建設課', said: '' },
    ]);
    expect(await nothing(`staff${BUILDING}`, '検索 もの忘れ')).toMatchObject({ among: ['建設課'] });
    expect(await nothing('nobody', '検索 建設')).toMatchObject({ among: [] });
    const [goal] = (await found('desk', '前年度 健康福祉課')).goals;
    expect(await ask('desk', '検索 a', 0, goal!.goalId)).toMatchObject({ kind: 'goal' });
    expect(await ask(`staff${BUILDING}`, '検索 a', 0, goal!.goalId)).toEqual({ kind: 'unseen' });
    expect(await ask(`staff${BUILDING}`, '検索 a', 0, 'nonsense')).toEqual({ kind: 'unseen' });
    expect(await ask(`staff${BUILDING}`, '前年度', 0, '', world.section(HEALTH))).toMatchObject({
      kind: 'nothing',
    });
  });
  test('a 区長 in the office of the department all of it, a 部長 of another nothing of it, 事務局 all', async () => {
    const all = sheets.flatMap(({ goals }) => goals).length;
    expect(await found('head', '前年度')).toMatchObject({ count: all });
    expect(await nothing('below', '前年度')).toMatchObject({ among: ['政策企画課'] });
    expect(await found('desk', '前年度')).toMatchObject({ count: all, among: null });
  });
  test('whoever acts for a post while they do', async () => {
    const post = {
      section: sectionOf(sheets[BUILDING - 1]!),
      role: 'section_manager',
      title: '課長',
    } as const;
    await world.record.importRoster(
      {
        people: [{ id: 'nobody', name: 'nobody', email: 'nobody@example.jp' }],
        deputies: [{ post, person: 'nobody', from: '2023-10-01', until: '2023-10-20' }],
      },
      { by, now: NOW },
    );
    expect(await found('nobody', '前年度 建設課')).toMatchObject({ among: ['建設課'] });
  });
});

describe('what is found', () => {
  test('in every spelling, and in indicators, initiatives and plan references', async () => {
    const indicators = sheets.flatMap(({ goals }) => goals.flatMap((goal) => goal.indicators));
    const [one] = indicators.filter(({ name }) => /[ァ-ン]{4}/u.test(name));
    const word = /[ァ-ン]{4}/u.exec(one!.name)![0];
    const hiragana = [...word].map((sign) => String.fromCharCode(sign.charCodeAt(0) - 0x60)).join('');
    const expected = (part: string) =>
      sheets
        .flatMap(({ goals }) => goals)
        .filter((goal) =>
          [
            goal.text,
            ...goal.indicators.flatMap((i) => [i.name, i.planReference, i.initiativeCell, i.overview]),
          ].some((text) => oneSpelling(text).includes(oneSpelling(part))),
        ).length;
    expect(expected(word)).toBeGreaterThan(0);
    expect((await found('desk', `前年度 ${hiragana}`)).count).toBe(expected(word));
    const reference = indicators
      .map(({ planReference }) => /政策\d+-\d+/u.exec(planReference)?.[0])
      .find(Boolean);
    if (reference) expect((await found('desk', reference)).count).toBeGreaterThan(0);
    expect(
      (await found('desk', '検索 R4 健康福祉課')).goals.every(({ fiscalYear }) => fiscalYear === 2022),
    ).toBe(true);
  });
  test('page by page, no goal twice and none left out', async () => {
    const first = await found('desk', '検索 北区');
    expect(first.pages).toBe(Math.ceil(first.count / 5));
    const pages = [first];
    for (let at = 1; at < first.pages; at += 1) pages.push(await found('desk', '検索 北区', at));
    const all = pages.flatMap(lines);
    expect([all.length, new Set(all).size]).toEqual([first.count, first.count]);
    // A button says any whole number there is.
    for (const beyond of [99, Number.MAX_SAFE_INTEGER])
      expect((await found('desk', '検索 北区', beyond)).asked.page).toBe(first.pages - 1);
  });
  test('an unclear name of a section offers the nearest three, a word nothing', async () => {
    const { near } = await nothing('desk', '前年度 健康福社課');
    expect(near.map(({ name }) => name)).toContain('健康福祉課');
    expect(near).toHaveLength(3);
    expect(
      await ask('desk', '前年度', 0, '', near.find(({ name }) => name === '健康福祉課')!.of),
    ).toMatchObject({
      kind: 'found',
      meant: '健康福祉課',
    });
    expect((await nothing('desk', '検索 ぬるぽ')).near).toEqual([]);
  });
  test('signs of expressions and of JSON are signs', async () => {
    for (const word of ['.*', '(', '[あ', '\\', '"', '%', '_', "'", '\\u0000', '}', 'text'])
      expect(await ask('desk', `検索 ${word}`)).toMatchObject({
        kind: expect.stringMatching(/found|nothing/u),
      });
    expect(await nothing('desk', '検索 .*')).toMatchObject({ near: [] });
  });
  test('a damaged sheet, and a NUL in one, stop nobody', async () => {
    const id = `${world.section(HEALTH)}.2022`;
    const { rows } = await world.pool.query<{ content: string; numbering: string }>(
      'select content::text, numbering::text from sheets where id = $1',
      [id],
    );
    const set = (content: string, numbering: string) =>
      world.pool.query('update sheets set content = $2, numbering = $3 where id = $1', [
        id,
        content,
        numbering,
      ]);
    const whole = await found('desk', '検索 建設課');
    try {
      const content = JSON.parse(rows[0]!.content) as Sheet;
      const marred = content.goals.map((goal) => ({ ...goal, text: `\u0000\ud800珍しい ${goal.text}` }));
      await set(JSON.stringify({ ...content, goals: marred }), rows[0]!.numbering);
      expect((await found('desk', '検索 珍しい')).count).toBe(marred.length);
      for (const damaged of ['{"goals":"建設"}', '{"goals":[1,{"indicators":"建設"}]}', '"建設"']) {
        await set(damaged, '"建設"');
        expect((await found('desk', '検索 建設課')).count).toBe(whole.count);
      }
    } finally {
      await set(rows[0]!.content, rows[0]!.numbering);
    }
  });
});

test('300 sections and five years are looked through in no more rows than the page has', async () => {
  await world.pool.query(
    `insert into sections (id, key, name, department, route)
     select id || '-' || n, key || '-' || n, name || '-' || n, department, route from sections, generate_series(1, 37) n
     where id = any($1)`,
    [sheets.map((_one, at) => world.section(at + 1))],
  );
  await world.pool.query(
    `insert into sheets (id, section_id, fiscal_year, version, content, numbering, goal_count, scale, imported_at)
     select s.id || '.' || y, s.id, y, 1, sh.content,
       replace(sh.numbering::text, '"' || sh.section_id || '.2022', '"' || s.id || '.' || y)::json, sh.goal_count, sh.scale, now()
     from sections s join sheets sh on sh.fiscal_year = 2022 and split_part(s.id, '-', 1) = sh.section_id,
       generate_series(2018, 2022) y where s.id || '.' || y not in (select id from sheets)`,
  );
  await world.pool.query('analyze');
  const begun = performance.now();
  const page = await found('desk', '検索 もの忘れ');
  const took = performance.now() - begun;
  expect(page.goals).toHaveLength(5);
  expect(page.years.length).toBeGreaterThanOrEqual(5);
  // How long it takes stands in docs/performance.md; here only that nobody waits for long.
  expect(took).toBeLessThan(PATIENCE_MS);
}, 60_000);
