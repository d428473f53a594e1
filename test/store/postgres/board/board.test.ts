/** 事務局's board from the record: its counts, its order, what has changed, what is found, and in how many queries. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type BoardAsked, boardAsked, WHOLE_BOARD } from '../../../../src/core/board/asked.js';
import type { BoardPage } from '../../../../src/core/board/page.js';
import { openRecord } from '../../../../src/store/postgres/record.js';
import { bigCity, ROUND_ID } from '../../../bench/big-city.js';
import { crowdOf } from '../../../scenarios/crowd.js';
import {
  by,
  type City,
  city,
  contentFor,
  emptyDatabase,
  later,
  printedSheets,
  sectionOf,
  withDesk,
} from '../city.js';

/** Tuesday 3 October, 11:00: the working day before is the day on which all began. */
const TODAY = new Date('2023-10-03T02:00:00.000Z');

let world: City;
let ids: string[];

const page = async (asked: Partial<BoardAsked> = {}, now = TODAY): Promise<BoardPage> => {
  const found = await world.record.board('desk', { ...WHOLE_BOARD, ...asked }, now);
  if (!found) throw new Error('no board');
  return found;
};
const list = async (asked: Partial<BoardAsked> = {}) => {
  const found = await page(asked);
  if (found.kind !== 'list') throw new Error(`a page of kind ${found.kind}`);
  return found;
};
const verified = async () => {
  const { replayed } = await world.record.verifyRecord();
  return replayed?.unexplained ?? ['the chain is broken'];
};
const submit = async (
  n: number,
  goal: number,
  now: Date,
  rating: 'achieved' | 'not_achieved' = 'achieved',
) => {
  const task = (await world.tasks(n))[goal]!;
  const content = contentFor(task);
  const answers = content.answers.map((one) => ({ ...one, rating, reason: '理由' }));
  const done = await world.record.execute(
    `submit ${task.id}`,
    `staff${n}`,
    'test:direct',
    { kind: 'submit', task: task.id, base: 0, content: { ...content, answers } },
    now,
  );
  expect(done).toMatchObject({ ok: true });
  return task.id;
};

beforeAll(async () => {
  world = await city();
  const sheets = printedSheets();
  ids = sheets.map((_one, at) => world.section(at + 1));
  await withDesk(world, '事務局');
  // on the day before the working day before: no change since
  await submit(1, 0, new Date('2023-10-01T01:00:00Z'));
  const second = await submit(2, 0, later(30), 'not_achieved');
  await world.record.execute(
    'approve',
    'chief2',
    'test:channel:2',
    { kind: 'approve', report: second, version: 1, step: 0 },
    later(60),
  );
});
afterAll(() => world?.stop());

test('the whole city: counts by state, what was rated, and what has changed since the working day before', async () => {
  const { total, since, rows, workingDays } = await list();
  const goals = (await Promise.all(ids.map((_id, at) => world.tasks(at + 1)))).flat().length;
  expect(total.goals).toBe(goals);
  expect(total.counts).toEqual({ approved: 1, submitted: 1, returned: 0, correcting: 0, open: goals - 2 });
  expect(total.before).toEqual({ approved: 0, submitted: 1, returned: 0, correcting: 0, open: goals - 1 });
  expect([total.sections, total.begun, total.untouched]).toEqual([8, 2, 6]);
  expect(total.ratings.not_achieved).toBeGreaterThan(0);
  expect([since, workingDays]).toEqual(['2023-10-02', 7]);
  expect(rows.reduce((sum, one) => sum + one.total.sections, 0)).toBe(8);
});

test('sections stand in the order in which they came, until the roster says another', async () => {
  const names = async () => {
    const found: string[] = [];
    for (let at = 0, pages = 1; at < pages; at += 1) {
      const one = await list({ level: 'department', of: ids[0]!, page: at });
      found.push(...one.rows.map(({ of }) => of));
      pages = one.pages;
    }
    return found;
  };
  const before = await names();
  expect(before).toEqual(ids.filter((id) => before.includes(id)));
  const sheets = printedSheets();
  const own = sheets.map(sectionOf);
  const place = (id: string) => before.length - before.indexOf(id);
  const differences = await world.record.importRoster(
    { sections: before.map((id) => ({ ...own[ids.indexOf(id)]!, position: place(id) })) },
    { by, now: TODAY },
  );
  expect(differences).toHaveLength(before.length);
  expect(await names()).toEqual([...before].reverse());
  // the history explains it, and a roster that says nothing of it leaves it
  expect(await verified()).toEqual([]);
  await world.record.importRoster({ sections: [own[0]!] }, { by, now: TODAY });
  expect(await names()).toEqual([...before].reverse());
});

test('filters find sections by word', async () => {
  const found = async (text: string) => {
    const one = await list(boardAsked(text)!);
    return one.rows.flatMap((row) => (row.own ? [row.of] : [`department of ${row.total.sections}`]));
  };
  expect(await found('状況 承認待ち')).toEqual([ids[0]]);
  expect(await found('状況 ×と△')).toEqual([ids[1]]);
  expect(await found('状況　差し戻し')).toEqual([]);
  const open = await list(boardAsked('状況 未提出')!);
  expect(open.total.sections).toBe(8);
  // nobody has an account yet
  expect((await list(boardAsked('状況 未連携')!)).total.sections).toBe(8);
  await world.pool.query(
    `update notices set due_at = $1, reason = 'no_place', given_up = true where to_kind = 'channel' and to_id = $2`,
    [later(-90, TODAY), ids[4]],
  );
  const missed = await list(boardAsked('状況 届かなかった')!);
  expect(missed.rows.map(({ of }) => of)).toEqual([ids[4]]);
  expect(missed.places).toEqual([expect.objectContaining({ channel: true, reason: 'no_place' })]);
});

describe('a name', () => {
  test('opens its section, with its goals and who reports them', async () => {
    const name = sectionOf(printedSheets()[1]!).name;
    const found = await page({ said: name });
    expect(found).toMatchObject({
      kind: 'section',
      row: { of: ids[1] },
      reporters: [{ name: '担当者2', linked: false }],
    });
    expect(found.kind === 'section' && found.goals[0]).toMatchObject({ state: 'approved' });
  });

  test('that nothing has offers the three nearest', async () => {
    const found = await page({ said: '健康福社課' });
    expect(found).toMatchObject({ kind: 'unclear', near: expect.arrayContaining([expect.anything()]) });
    if (found.kind !== 'unclear') return;
    expect(found.near).toHaveLength(3);
    expect(found.near[0]!.name).toBe('健康福祉課');
  });
});

test('nobody but 事務局 is given a page', async () => {
  for (const person of ['staff1', 'chief1', 'nobody'])
    expect(await world.record.board(person, WHOLE_BOARD, TODAY)).toBeNull();
  const refused = await world.record.execute(
    'board by staff',
    'staff1',
    'test:direct',
    { kind: 'show_board', asked: WHOLE_BOARD },
    TODAY,
  );
  expect(refused).toEqual({ ok: false, refusal: { reason: 'not_entitled' } });
});

test('departments stand in the order in which they came, until the roster says another (建制順)', async () => {
  const departments = async () => (await list()).rows.map(({ name }) => name);
  const { sheets } = crowdOf(11, 1);
  await world.record.importSheets(sheets, { by, now: TODAY });
  const [ours = ''] = await departments();
  expect(await departments()).toEqual([ours, '第1部', '第2部']);
  const place = (department: string, name: string, position: number) => ({ department, name, position });
  await world.record.importRoster(
    {
      sections: [
        place('第2部', '第11課', 1),
        place('第1部', '第7課', 2),
        ...printedSheets().map((sheet, no) => ({ ...sectionOf(sheet), position: 10 + no })),
      ],
    },
    { by, now: TODAY },
  );
  expect(await departments()).toEqual(['第2部', '第1部', ours]);
  // within it the one with a place first, the others as they came
  const opened = await list({ level: 'department', of: (await list()).rows[1]!.of });
  expect(opened.rows.map(({ name }) => name)).toEqual(['第7課', '第1課', '第2課', '第3課', '第4課']);
  expect(await verified()).toEqual([]);
});

test('300 sections are read in as many queries as eight', async () => {
  const { pool, stop } = await emptyDatabase();
  try {
    await bigCity(pool, 300);
    const record = openRecord(pool);
    const count = async (one: City['pool'], of: typeof record, person: string) => {
      let queries = 0;
      const ask = one.query.bind(one);
      one.query = ((...args: Parameters<typeof ask>) => {
        queries += 1;
        return ask(...args);
      }) as typeof one.query;
      const started = performance.now();
      const found = await of.board(person, { ...WHOLE_BOARD, round: ROUND_ID }, TODAY);
      one.query = ask;
      return { queries, found, ms: performance.now() - started };
    };
    const small = await count(world.pool, world.record, 'desk');
    const large = await count(pool, record, 'coordinator');
    if (process.env.TELL) console.log(large.ms);
    expect(large.found).toMatchObject({ kind: 'list', total: { sections: 304 } });
    expect(large.queries).toBe(small.queries);
    expect(large.queries).toBeLessThan(12);
  } finally {
    await stop();
  }
});
