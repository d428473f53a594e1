/** Targets that are changed during the year, in the record: who may, what stands where, and what is not changed by it. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { handoverCard } from '../../../../src/core/cards/notices/handover.js';
import { homeCards } from '../../../../src/core/conversation/home.js';
import type { Refusal } from '../../../../src/core/decision/outcome/refusal.js';
import { remindOfTargets, targetsConcerning } from '../../../../src/store/postgres/year/waiting-targets.js';
import { readXlsx } from '../../../../src/workbook/xlsx/read.js';
import { writeXlsx } from '../../../../src/workbook/xlsx/write.js';
import { by, type City, city, effectId, later, NOW, submit, withDesk } from '../city.js';

const MIDYEAR = '2023-midyear';
const YEAREND = '2023-yearend';

let town: City;
beforeAll(async () => {
  town = await city();
  await withDesk(town);
  await town.record.openRound(
    { fiscalYear: 2023, kind: 'yearend', opensOn: '2023-10-02', dueOn: '2024-04-12' },
    { by, now: NOW },
  );
}, 60_000);
afterAll(() => town.stop());

type Command = Parameters<City['record']['execute']>[3];
const execute = (person: string, command: Command, now: Date) =>
  town.record.execute(effectId(), person, `test:dm:${person}`, command, now);
const indicatorOf = async (n: number, goal = 0) => (await town.tasks(n))[goal]!.indicators[0]!;
const ask = (person: string, indicator: string, target: string, now: Date, reason = '休館のため') =>
  execute(person, { kind: 'ask_target', indicator, target, reason }, now);
const changeOf = (indicator: string, now: Date) => `${indicator}/${now.getTime()}`;
const refusal = (reason: Refusal['reason']) => ({ ok: false, refusal: { reason } });

/** Asked for by the 担当者 of a section, and approved by its 課長 a minute later. */
async function changed(n: number, target: string, asked: Date, goal = 0): Promise<void> {
  const { id } = await indicatorOf(n, goal);
  expect(await ask(`staff${n}`, id, target, asked)).toMatchObject({ ok: true });
  const approving = { kind: 'approve_target', change: changeOf(id, asked), step: 0 } as const;
  expect(await execute(`chief${n}`, approving, later(1, asked))).toMatchObject({ ok: true, complete: true });
}

test('asked for by who reports, decided by who approves, and nobody else', async () => {
  const { id, target } = await indicatorOf(1);
  const at = later(1);
  expect(await ask('staff2', id, '60人', at)).toMatchObject(refusal('not_entitled'));
  expect(await ask('desk', id, '60人', at)).toMatchObject(refusal('not_entitled'));
  expect(await ask('staff1', id, ' ', at)).toMatchObject(refusal('comment_needed'));
  expect(await ask('staff1', id, '60人', at, ' ')).toMatchObject(refusal('comment_needed'));
  expect(await ask('staff1', id, target, at)).toMatchObject(refusal('target_same'));
  expect(await ask('staff1', `${id}9`, '60人', at)).toMatchObject(refusal('not_found'));
  expect(await ask('staff1', id, '60人', at)).toMatchObject({ ok: true, complete: false });
  // Until it is decided the target stands, and no other is asked for.
  expect((await indicatorOf(1)).target).toBe(target);
  expect(await ask('chief1', id, '50人', later(2))).toMatchObject(refusal('target_asked'));
  const change = changeOf(id, at);
  const approving = { kind: 'approve_target', change, step: 0 } as const;
  for (const person of ['staff1', 'chief2', 'desk'])
    expect(await execute(person, approving, later(3))).toMatchObject(refusal('not_entitled'));
  expect(await execute('chief1', { ...approving, step: 1 }, later(3))).toMatchObject(
    refusal('stale_version'),
  );
  expect(await execute('chief2', { kind: 'withdraw_target', change }, later(3))).toMatchObject(
    refusal('not_entitled'),
  );
  expect(await execute('chief1', { kind: 'withdraw_target', change }, later(3))).toMatchObject(
    refusal('not_writer'),
  );
  expect(await execute('chief1', approving, later(4))).toMatchObject({ ok: true, complete: true });
  expect(await execute('chief1', approving, later(5))).toMatchObject(refusal('target_decided'));
  const now = await indicatorOf(1);
  expect(now).toMatchObject({
    target: '60人',
    changed: { before: target, after: '60人', reason: '休館のため' },
  });
});

test('one that was withdrawn or returned changes nothing, and may be asked for again', async () => {
  const { id, target } = await indicatorOf(2);
  const [first, second] = [later(1), later(3)];
  await ask('staff2', id, '10回', first);
  const taken = await execute('staff2', { kind: 'withdraw_target', change: changeOf(id, first) }, later(2));
  expect(taken).toMatchObject({ ok: true });
  await ask('staff2', id, '11回', second);
  const giving = { kind: 'return_target', change: changeOf(id, second), comment: ' ' } as const;
  expect(await execute('chief2', giving, later(4))).toMatchObject(refusal('comment_needed'));
  expect(await execute('chief2', { ...giving, comment: '根拠を。' }, later(4))).toMatchObject({ ok: true });
  expect((await indicatorOf(2)).target).toBe(target);
  const own = later(5);
  // Nobody approves what they asked for themselves.
  expect(await ask('chief2', id, '12回', own)).toMatchObject({ ok: true });
  const approving = { kind: 'approve_target', change: changeOf(id, own), step: 0 } as const;
  expect(await execute('chief2', approving, later(6))).toMatchObject(refusal('own_report'));
});

test('what was reported before stays rated against the target of then; what comes after is rated against the new', async () => {
  const [task] = await town.tasks(3);
  const before = task!.indicators[0]!.target;
  await submit(town, 'staff3', task!, later(1));
  await changed(3, '200回', later(10));
  const stands = (round: string) =>
    town.tasks(3, round).then(([one]) => [one!.indicators[0]!.target, one!.indicators[0]!.changed?.before]);
  expect(await stands(MIDYEAR)).toEqual([before, undefined]);
  expect(await stands(YEAREND)).toEqual(['200回', before]);

  const midyear = await town.record.finished(2023, [town.section(3)], 'midyear');
  expect(midyear[0]?.sheet.goals[0]?.indicators[0]?.target).toBe(before);
  const mark = `200回（R5.10.2変更 変更前：${before}）`;
  const yearend = await town.record.finished(2023, [town.section(3)]);
  expect(yearend[0]?.sheet.goals[0]?.indicators[0]?.target).toBe(mark);
  const written = await writeXlsx([yearend[0]!.sheet], { draft: true, paper: 'A3' });
  if (written.kind !== 'written') throw new Error('the sheet cannot be written');
  const read = await readXlsx(written.bytes, 'out.xlsx');
  if (read.kind !== 'read') throw new Error('the sheet cannot be read');
  expect(read.sheets[0]?.sheet.goals[0]?.indicators[0]?.target).toBe(mark);

  // Once more: 変更前 is what stood last.
  await changed(3, '210回', later(20));
  expect(await stands(YEAREND)).toEqual(['210回', '200回']);
});

test('a sheet that went out and comes back is the one that was printed; another target in a file is in force', async () => {
  await changed(4, '99人', later(1));
  const [out] = await town.record.finished(2023, [town.section(4)]);
  const target = out!.sheet.goals[0]!.indicators[0]!.target;
  expect(target).toMatch(/^99人（R5\.10\.2変更 変更前：/u);
  const { approved: _, ...sheet } = out!.sheet;
  await town.record.importSheets([sheet], { by, now: later(5) });
  expect(await indicatorOf(4)).toMatchObject({ target: '99人', changed: { after: '99人' } });
  const goals = sheet.goals.map((goal, at) =>
    at > 0
      ? goal
      : {
          ...goal,
          indicators: goal.indicators.map((one, place) => (place > 0 ? one : { ...one, target: '77人' })),
        },
  );
  await town.record.importSheets([{ ...sheet, goals }], { by, now: later(6) });
  const now = await indicatorOf(4);
  expect([now.target, now.changed]).toEqual(['77人', undefined]);
});

test('a change of what an import has printed anew since is refused and can be returned: it would not be in force', async () => {
  const { id, target } = await indicatorOf(6);
  const asked = later(1);
  expect(await ask('staff6', id, '60人', asked)).toMatchObject({ ok: true });
  const all = await town.record.sheets(2023);
  const { sheet } = all.find(({ section }) => section.id === town.section(6))!;
  const goals = sheet.goals.map((goal, at) => ({
    ...goal,
    indicators: goal.indicators.map((one, row) => (at + row === 0 ? { ...one, target: '70人' } : one)),
  }));
  await town.record.importSheets([{ ...sheet, goals }], { by, now: later(2) });
  const change = changeOf(id, asked);
  const approving = { kind: 'approve_target', change, step: 0 } as const;
  expect(await execute('chief6', approving, later(3))).toMatchObject({
    ok: false,
    refusal: { reason: 'target_moved', change: { before: target }, target: '70人' },
  });
  const giving = { kind: 'return_target', change, comment: 'いまの目標から申し出てください。' } as const;
  expect(await execute('chief6', giving, later(4))).toMatchObject({ ok: true });
  await changed(6, '60人', later(5));
  expect((await indicatorOf(6)).target).toBe('60人');
});

test('a target whose year-end result is submitted stands, also where its change was asked for before', async () => {
  const { id } = await indicatorOf(5);
  const asked = later(1);
  await ask('staff5', id, '60人', asked);
  const [task] = await town.tasks(5, YEAREND);
  await submit(town, 'staff5', task!, later(2));
  const approving = { kind: 'approve_target', change: changeOf(id, asked), step: 0 } as const;
  expect(await execute('chief5', approving, later(3))).toEqual({
    ok: false,
    refusal: { reason: 'target_reported', goalNo: task!.goalNo },
  });
  const withdrawing = { kind: 'withdraw', report: task!.id, version: 1 } as const;
  expect(await execute('staff5', withdrawing, later(4))).toMatchObject({ ok: true });
  expect(await execute('chief5', approving, later(5))).toMatchObject({ ok: true });
  const again = (await town.tasks(5, YEAREND))[0]!;
  expect(again.indicators[0]).toMatchObject({ target: '60人' });
});

test('the list names targets, changes that wait, and what is reported', async () => {
  const shown = await execute('staff5', { kind: 'show_targets', goal: '' }, later(9));
  const [first, ...others] = (shown.ok && shown.targets) || [];
  expect(first).toMatchObject({ target: '60人', changed: { after: '60人' }, waits: null, reported: false });
  expect(others.every(({ changed: none }) => none === null)).toBe(true);
  expect(await execute('desk', { kind: 'show_targets', goal: '' }, later(9))).toMatchObject({ targets: [] });
});

test('the history explains all of it', async () => {
  const { found, replayed } = await town.record.verifyRecord();
  expect([found, replayed?.unexplained]).toEqual([null, []]);
});

test('what waits stands in 状況 of who decides, and is handed over to who follows', async () => {
  const { id, target } = await indicatorOf(8);
  const at = later(90);
  expect(await ask('staff8', id, '77人', at)).toMatchObject({ ok: true });
  const waits = async (person: string) => {
    const asked = { person, from: null, named: null, waiting: true } as const;
    const context = (await town.record.context(asked, later(91)))!;
    const cards = JSON.stringify(homeCards(context, []));
    return [
      (context.waitingTargets ?? []).map(({ change }) => change.after),
      cards.includes('目標の変更の承認待ち'),
    ];
  };
  expect(await waits('chief8')).toEqual([['77人'], true]);
  // Who asked sees that it waits, and has nothing to decide.
  expect(await waits('staff8')).toEqual([['77人'], false]);
  expect(await waits('chief5')).toEqual([[], false]);
  const concerning = async (person: string) =>
    (await targetsConcerning(town.pool, person, '2023-10-02')).filter(
      ({ change }) => change.indicatorId === id,
    );
  expect(await concerning('staff8')).toMatchObject([{ decides: false, reports: true }]);
  expect(await concerning('staff5')).toEqual([]);
  const handed = (targets: Awaited<ReturnType<typeof concerning>>) =>
    handoverCard(
      {
        kind: 'handover',
        sectionName: '課',
        post: '課長',
        predecessors: [],
        tasks: [],
        waiting: [],
        targets,
        questions: [],
        today: '2023-10-02',
      },
      'ja',
    );
  expect(handed([])).toBeNull();
  const [forChief, forStaff] = [handed(await concerning('chief8')), handed(await concerning('staff8'))];
  for (const card of [forChief, forStaff]) {
    expect(JSON.stringify(card)).toContain(`変更前：${target}`);
    expect(JSON.stringify(card)).toContain('変更後：77人');
    expect(JSON.stringify(card)).toContain('承認を待っている目標の変更が1件あります。');
  }
  expect(JSON.stringify(forChief)).toContain('approve_target');
  expect(JSON.stringify(forStaff)).not.toContain('approve_target');
  const approving = { kind: 'approve_target', change: changeOf(id, at), step: 0 } as const;
  expect(await execute('chief8', approving, later(92))).toMatchObject({ ok: true });
  expect(await waits('chief8')).toEqual([[], false]);
});

test('the year after begins from the target in force, and shows it as last year’s', async () => {
  const { id, target, changed: change } = await indicatorOf(1);
  expect(change).toBeTruthy();
  const round = { fiscalYear: 2024, kind: 'targets', opensOn: '2023-10-02', dueOn: '2024-04-30' } as const;
  await town.record.openRound(round, { by, now: later(200) });
  const [task] = await town.tasks(1, '2024-targets');
  const [indicator] = task!.indicators;
  expect(indicator!.id).not.toBe(id);
  expect([indicator!.target, indicator!.earlier[0]?.target, indicator!.changed]).toEqual([
    target,
    target,
    undefined,
  ]);
});

test('what waits is handed over also while no round is open', async () => {
  const handed = async () =>
    (
      await town.pool.query<{ about: unknown }>(
        `select about from notices where kind = 'handover' and to_id = 'chief6' order by key`,
      )
    ).rows.map(({ about }) => about);
  const { id } = await indicatorOf(7);
  await ask('staff7', id, '5回', later(210));
  for (const { id: round, state } of await town.record.rounds())
    if (state === 'open') await town.record.closeRound(round, { by, now: later(211) });
  expect(await remindOfTargets(town.pool, later(212))).not.toBeNull();
  expect(await handed()).toEqual([]);
  await town.pool.query(`update holdings set until_on = '2023-10-01' where person_id = 'chief7'`);
  await town.pool.query(
    `insert into holdings (post_id, person_id, from_on) select post_id, 'chief6', '2023-10-02' from holdings
     where person_id = 'chief7'`,
  );
  await remindOfTargets(town.pool, later(213));
  await remindOfTargets(town.pool, later(214));
  expect(await handed()).toMatchObject([{ personId: 'chief6', from: '2023-10-02' }]);
});

test('a change that cannot be read stops its own section, and nobody else in the city', async () => {
  const waits = async () =>
    (await targetsConcerning(town.pool, 'chief6', '2023-10-02')).map(({ change }) => change.after);
  expect(await waits()).toEqual(['5回']);
  const [sheet] = (await town.pool.query('select id from sheets where section_id = $1', [town.section(2)]))
    .rows;
  const id = 'damaged';
  await town.pool.query(
    `insert into target_changes (id, section_id, sheet_id, indicator_id, state, body) values ($1, $2, $3, $1, 'asked', '{"form":1}')`,
    [id, town.section(2), sheet.id],
  );
  expect(await waits()).toEqual(['5回']);
  expect(await remindOfTargets(town.pool, later(215))).not.toBeNull();
  const context = { person: 'chief5', from: null, named: null, waiting: true } as const;
  expect((await town.record.context(context, later(216)))?.waitingTargets).toEqual([]);
  await expect(town.tasks(2)).rejects.toThrow('target_changes ');
  // Nor where nothing else waits.
  await town.pool.query(`delete from target_changes where state = 'asked' and id <> $1`, [id]);
  expect(await waits()).toEqual([]);
  expect(await remindOfTargets(town.pool, later(217))).toBe(0);
});
