/** 実績メモ in the record: noted, placed, changed, counted on, deleted, each explained by the history; and of no other section. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { MemoCommand } from '../../../../src/core/decision/command.js';
import { sourceOf } from '../../../../src/core/memo/memo.js';
import { memosToPlace } from '../../../../src/store/postgres/memos/memos.js';
import { reorganise } from '../../../../src/store/postgres/roster/reorganise.js';
import { by, type City, city, effectId, later } from '../city.js';

let town: City;
beforeAll(async () => {
  town = await city();
}, 30_000);
afterAll(() => town.stop());

let minutes = 0;
const run = (person: string, command: MemoCommand, id = effectId()) => {
  minutes += 1;
  return town.record.execute(id, person, `test:dm:${person}`, command, later(minutes));
};
const content = {
  about: '',
  day: '2023-09-20',
  number: '',
  text: '木崎地区でワークショップ、32人',
  link: '',
};
const note = (person: string, over: Partial<typeof content> = {}, goalNo = '', source = '') =>
  run(person, { kind: 'note_memo', memo: { ...content, ...over }, goalNo, source });
const list = (n: number) => town.record.memos.list({ sectionIds: [town.section(n)], fiscalYear: 2023 });
const goalsOf = (n: number) => town.record.memos.goals([town.section(n)], 2023);

async function explained() {
  const { found, replayed } = await town.record.verifyRecord();
  expect([found, replayed?.unexplained]).toEqual([null, []]);
}
const memoIn = (outcome: Awaited<ReturnType<typeof run>>) => {
  if (!outcome.ok || !outcome.memo) throw new Error(`no memo: ${JSON.stringify(outcome)}`);
  return outcome.memo;
};

test('it is kept as it was written, with the goal that was named, and read back', async () => {
  const [goal] = await goalsOf(1);
  const noted = memoIn(await note('staff1', {}, goal!.goalNo));
  expect(noted.memo).toMatchObject({
    sectionId: town.section(1),
    goalId: goal!.goalId,
    text: content.text,
    number: '32人',
    by: { personId: 'staff1', name: '担当者1' },
    own: true,
  });
  expect(await list(1)).toMatchObject([{ id: noted.memo.id, text: content.text, day: '2023-09-20' }]);
  await explained();
});

test('the same effect twice is one memo, and the same message twice is refused', async () => {
  const before = (await list(2)).length;
  const command = {
    kind: 'note_memo',
    memo: content,
    goalNo: '',
    source: sourceOf({ place: 'test:channel:2', id: '1' }),
  } as const;
  const id = effectId();
  const first = await run('staff2', command, id);
  expect(await run('staff2', command, id)).toEqual(first);
  expect(await run('chief2', command)).toMatchObject({
    ok: false,
    refusal: { reason: 'memo', why: { is: 'noted', by: '担当者2' } },
  });
  // Of another section it is another memo, and nothing is told of this one.
  expect(await run('staff3', command)).toMatchObject({ ok: true });
  expect((await list(2)).length).toBe(before + 1);
  await explained();
});

test('it waits without a goal, and one tap places it', async () => {
  const noted = memoIn(await note('staff4', { text: 'あれこれ12人' }));
  expect(noted.memo).toMatchObject({ goalId: null, indicatorId: null, goalNo: '' });
  const goals = await goalsOf(4);
  const indicator = goals[0]!.indicators[0]!;
  const placed = memoIn(
    await run('staff4', { kind: 'place_memo', memo: noted.memo.id, about: indicator.id }),
  );
  expect(placed.memo).toMatchObject({ goalId: goals[0]!.goalId, indicatorId: indicator.id });
  const foreign = (await goalsOf(5))[0]!.goalId;
  expect(await run('staff4', { kind: 'place_memo', memo: noted.memo.id, about: foreign })).toMatchObject({
    ok: false,
    refusal: { reason: 'memo', why: { is: 'gone' } },
  });
  await explained();
});

test('a goal that is not there is said, and the memo is kept', async () => {
  const noted = memoIn(await note('staff4', {}, '99'));
  expect(noted).toMatchObject({ noGoal: '99', memo: { goalId: null } });
});

test('who wrote it changes and deletes it; colleagues see it; another section has none of it', async () => {
  const { memo } = memoIn(await note('staff6', {}));
  const to = { ...content, number: '30人', text: '直した' };
  expect(await run('chief6', { kind: 'change_memo', memo: memo.id, to })).toMatchObject({
    ok: false,
    refusal: { reason: 'memo', why: { is: 'of_another', by: '担当者6' } },
  });
  for (const command of [
    { kind: 'change_memo', memo: memo.id, to },
    { kind: 'delete_memo', memo: memo.id },
    { kind: 'count_on', memo: memo.id, at: null, number: '12' },
  ] as const)
    expect(await run('staff7', command)).toMatchObject({ ok: false });
  const seen = await run('chief6', { kind: 'show_memos', goal: '', page: 0 });
  expect(seen).toMatchObject({ ok: true, memos: { count: 1, rows: [{ id: memo.id, own: false }] } });
  const other = await run('staff7', { kind: 'show_memos', goal: '', page: 0 });
  expect(other).toMatchObject({ ok: true, memos: { count: 0, rows: [] } });
  expect(memoIn(await run('staff6', { kind: 'change_memo', memo: memo.id, to })).memo).toMatchObject({
    number: '30人',
    text: '直した',
  });
  memoIn(await run('staff6', { kind: 'delete_memo', memo: memo.id }));
  expect(await list(6)).toEqual([]);
  const entries = (await town.record.history({ subject: memo.id })).map(({ action }) => action);
  expect(entries).toEqual(['memo_noted', 'memo_changed', 'memo_deleted']);
  await explained();
});

test('a number counts on where the indicator adds up, and goes along when its memo is placed elsewhere', async () => {
  const goals = await goalsOf(7);
  const adding = goals.flatMap((goal) => goal.indicators.filter((one) => one.addsUp));
  const [indicator] = adding;
  const { memo } = memoIn(await note('staff7', { about: indicator!.id, number: '32', text: '一回目' }));
  const counted = memoIn(await run('chief7', { kind: 'count_on', memo: memo.id, at: null, number: '18' }));
  expect(counted.sum?.sum).toMatchObject({ sum: expect.stringContaining('50'), leftOut: 0 });
  expect(counted.memo).toMatchObject({ countsOn: memo.id, by: { personId: 'chief7' }, day: '2023-10-02' });
  const last = memoIn(await run('staff7', { kind: 'count_on', memo: '', at: null, number: '5' }));
  expect(last.sum?.sum.sum).toContain('55');
  expect(await run('staff7', { kind: 'count_on', memo: memo.id, at: null, number: '5件名' })).toMatchObject({
    ok: false,
  });
  memoIn(await run('staff7', { kind: 'place_memo', memo: memo.id, about: '' }));
  expect((await list(7)).map(({ goalId }) => goalId)).toEqual([null, null, null]);
  expect(await run('staff7', { kind: 'count_on', memo: memo.id, at: null, number: '5' })).toMatchObject({
    refusal: { why: { is: 'not_counting', for: 'goal' } },
  });
  await explained();
});

test('of a day of another year than its goal it is kept without one, and moved back it may have one', async () => {
  const indicator = (await goalsOf(7)).flatMap((one) => one.indicators)[0]!;
  const about = indicator.id;
  const { memo } = memoIn(await note('staff7', { about, day: '2023-03-30', text: '年度末の一件' }));
  expect(memo).toMatchObject({ goalId: null, fiscalYear: 2022, text: '年度末の一件' });
  const place = { kind: 'place_memo', memo: memo.id, about } as const;
  expect(await run('staff7', place)).toMatchObject({ refusal: { why: { is: 'gone' } } });
  const to = { ...content, about, day: '2023-09-20', text: '年度末の一件' };
  expect(memoIn(await run('staff7', { kind: 'change_memo', memo: memo.id, to })).memo.goalId).not.toBeNull();
  const back = { ...to, day: '2023-03-30' };
  expect(
    memoIn(await run('staff7', { kind: 'change_memo', memo: memo.id, to: back })).memo.goalId,
  ).toBeNull();
  await explained();
});

test('a number alone counts on no memo of a year that is over; where that is named, it is of its last day', async () => {
  const goals = await goalsOf(7);
  const indicator = goals.flatMap((one) => one.indicators).find(({ addsUp }) => addsUp)!;
  const { memo } = memoIn(await note('staff7', { about: indicator.id, number: '32', text: '昨年度' }));
  const inJune = (of: string) => {
    const command = { kind: 'count_on', memo: of, at: null, number: '12' } as const;
    return town.record.execute(
      effectId(),
      'staff7',
      'test:dm:staff7',
      command,
      new Date('2024-06-03T01:00:00Z'),
    );
  };
  expect(await inJune('')).toMatchObject({ refusal: { why: { is: 'not_counting', for: 'last' } } });
  const counted = await inJune(memo.id);
  expect(memoIn(counted).memo.day).toBe('2024-03-31');
});

test('in the thread of a message that was noted, and nowhere else', async () => {
  const at = { place: 'test:channel:8', id: '170' };
  const goals = await goalsOf(8);
  const indicator = goals.flatMap((goal) => goal.indicators).find(({ addsUp }) => addsUp);
  if (!indicator) throw new Error('no indicator of the eighth sheet adds up');
  memoIn(await note('staff8', { about: indicator.id, number: '3' }, '', sourceOf(at)));
  expect(
    memoIn(await run('chief8', { kind: 'count_on', memo: '', at, number: '2' })).sum?.sum.parts,
  ).toHaveLength(2);
  expect(
    await run('chief8', { kind: 'count_on', memo: '', at: { ...at, id: '171' }, number: '2' }),
  ).toMatchObject({
    refusal: { why: { for: 'last' } },
  });
  expect(await run('staff7', { kind: 'count_on', memo: '', at, number: '2' })).toMatchObject({ ok: false });
});

test('what cannot be kept is refused by the record too, with nothing entered', async () => {
  const count = async () => (await town.pool.query('select count(*)::int as n from memos')).rows[0].n;
  const before = await count();
  for (const wrong of [
    { day: '2024-01-01' },
    { day: "2023-01-01'; drop table memos; --" },
    { text: '' },
    { text: 'あ'.repeat(2000) },
    { number: 'たくさん' },
    { link: 'file:///etc/passwd' },
    { about: 'somewhere' },
  ])
    expect(await note('staff1', wrong)).toMatchObject({ ok: false, refusal: { reason: 'memo' } });
  expect(await count()).toBe(before);
});

test('texts with any sign are kept to the letter', async () => {
  const text = '<b>&amp; "引用" 😀 \u202e右から ';
  const { memo } = memoIn(await note('staff5', { text: `\u0000${text}` }));
  memoIn(await note('staff5', { text: '半分の\ud83d字' }));
  expect((await list(5)).find(({ id }) => id === memo.id)?.text).toBe(text);
  await explained();
});

test('what stands in the history of its text can be opened and is no part of the chain', async () => {
  const secret = '木崎の山田様から電話';
  await note('staff3', { text: secret });
  const { rows } = await town.pool.query(
    'select after::text as after from history where strpos(after::text, $1) > 0',
    [secret],
  );
  expect(rows).toEqual([]);
  const [entry] = (await town.record.history({ personId: 'staff3' })).slice(-1);
  expect(entry).toMatchObject({ action: 'memo_noted', name: '担当者3', after: { memo: secret } });
});

test('事務局 and strangers note nothing', async () => {
  await town.record.importRoster(
    {
      sections: [{ department: '総務部', name: '政策企画課' }],
      people: [{ id: 'desk', name: '事務局', email: 'desk@example.jp' }],
      holdings: [
        {
          post: { section: { department: '総務部', name: '政策企画課' }, role: 'coordinator', title: '係長' },
          person: 'desk',
          from: '2023-04-01',
        },
      ],
    },
    { by, now: later(0) },
  );
  expect(await note('desk')).toMatchObject({ ok: false, refusal: { reason: 'not_entitled' } });
  expect(await run('desk', { kind: 'show_memos', goal: '', page: 0 })).toMatchObject({ ok: false });
});

test('who moved is not asked about memos of the section before', async () => {
  const inApril = () => memosToPlace(town.pool, 'staff2', '2024-04-08');
  const before = await inApril();
  await note('staff2', { text: 'あれこれ' });
  expect(await inApril()).toBe(before + 1);
  expect(await memosToPlace(town.pool, 'staff2', '2025-04-08')).toBe(0);
  await town.pool.query(`update holdings set until_on = '2024-04-07' where person_id = 'staff2'`);
  expect(await inApril()).toBe(0);
});

test('in April, while last year is reported, “memo No.1” lists last year’s; the section that goes on with another sees them', async () => {
  const spring = new Date('2024-04-08T01:00:00.000Z');
  const sections = await town.record.sections();
  const former = sections.find(({ id }) => id === town.section(1))!;
  const [goal] = await goalsOf(1);
  const text = '統合の前の年のメモ';
  await note('staff1', { text }, goal!.goalNo);
  const shows = async (person: string, of: string) => {
    const command = { kind: 'show_memos', goal: of, page: 0 } as const;
    const shown = await town.record.execute(effectId(), person, `test:dm:${person}`, command, spring);
    return shown.ok ? shown.memos?.rows.map((one) => one.text) : shown.refusal.reason;
  };
  expect(await shows('staff1', goal!.goalNo)).toContain(text);
  await note('staff1', { text: '目標のまだ決まっていないメモ' });
  expect(await shows('staff1', '-')).toContain('目標のまだ決まっていないメモ');
  expect(await shows('staff1', '')).toEqual([]);
  const next = 'まちづくり課';
  const row = {
    former: former.name,
    next,
    department: '',
    on: '2024-04-01',
    kind: 'merge',
    goals: [],
  } as const;
  const second = sections.find(({ id }) => id === town.section(2))!;
  const rows = [
    { ...row, line: 2 },
    { ...row, line: 3, former: second.name },
  ];
  expect((await reorganise(town.pool, '再編.csv', rows, { by, now: spring })).plan.ok).toBe(true);
  const made = (await town.record.sections()).find(({ name }) => name === next)!;
  await town.record.importRoster(
    {
      people: [{ id: 'newcomer', name: '新任者', email: 'newcomer@example.jp' }],
      holdings: [
        {
          post: { section: { department: made.department, name: next }, role: 'staff', title: '担当者' },
          person: 'newcomer',
          from: '2024-04-01',
          until: null,
        },
      ],
    },
    { by, now: spring },
  );
  expect(await shows('newcomer', goal!.goalNo)).toContain(text);
  // Another section has none of it, and nothing of last year is listed once it is reported.
  expect(await shows('staff3', goal!.goalNo)).not.toContain(text);
  await town.pool.query(`update rounds set state = 'closed'`);
  expect(await shows('newcomer', goal!.goalNo)).toEqual([]);
});
