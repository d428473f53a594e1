/** The plan of a year goes out as it was approved, from the command line: pages and data without results, kept in the history. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addPublishCommand } from '../../../src/cli/export/publish.js';
import { addHistoryCommand } from '../../../src/cli/history/history.js';
import { roundCard } from '../../../src/core/cards/board/rounds.js';
import { type PlanTask, planOf } from '../../../src/core/draft/plan/plan-draft.js';
import { digests, filesIn } from '../../site/published-city.js';
import {
  type City,
  city,
  by as cityBy,
  contentFor,
  effectId,
  later,
  printedSheets,
  withDesk,
} from '../../store/postgres/city.js';
import { runCommand, withSettings } from '../../support/commands.js';

/** Monday 8 April 2024, 10:00 in the city */
const SPRING = new Date('2024-04-08T01:00:00.000Z');
const TARGETS = '2024-targets';
const [FIRST, SEVENTH, EIGHTH] = [1, 7, 8] as const;

let town: City;
let settingsBack: () => void;
let dir: string;
let minutes = 0;

const soon = () => {
  minutes += 1;
  return later(minutes, SPRING);
};
const execute = (person: string, command: Parameters<City['record']['execute']>[3]) =>
  town.record.execute(effectId(), person, `test:dm:${person}`, command, soon());

/** Every goal of the nth sheet goes on as it was, but what is said otherwise, and is approved. */
async function planned(n: number, more: Record<string, string> = {}): Promise<void> {
  for (const task of (await town.tasks(n, TARGETS)) as PlanTask[]) {
    const plan = planOf(task, { plan: task.goalNo === '1' ? more : {} });
    const content = { answers: [], nextPolicy: '', plan, checks: [] };
    const { version = 0 } = task.report ?? {};
    await execute(`staff${n}`, { kind: 'submit', task: task.id, base: version, content });
    const approving = { kind: 'approve', report: task.id, version: version + 1, step: 0 } as const;
    expect(await execute(`chief${n}`, approving)).toMatchObject({ ok: true });
  }
}

beforeAll(async () => {
  town = await city({ round: false });
  settingsBack = withSettings({ DATABASE_URL: town.url });
  dir = await mkdtemp(join(tmpdir(), 'maru-plan-'));
  await town.record.importSheets(printedSheets(), { by: cityBy, now: later(0) });
}, 60_000);
afterAll(async () => {
  settingsBack();
  await town.stop();
  await rm(dir, { recursive: true, force: true });
});

const run = (...words: string[]) => runCommand(addPublishCommand, ['publish', '--year', 'R6', ...words]);
const site = join('/', 'site');
const text = async (path: string) => (await filesIn(join(dir, site))).get(path)?.toString('utf8') ?? '';
const sheetPage = (n: number) => `sheets/2024/${town.section(n)}.html`;

test('nothing goes out before 目標設定 is open, and nothing that is not approved', async () => {
  expect((await run('--plan')).failed.join('')).toContain('令和6年度の目標設定は、まだ開いていません');
  const round = { fiscalYear: 2024, kind: 'targets', dueOn: '2024-04-30' } as const;
  await town.record.openRound(round, { by: cityBy, now: SPRING });
  await planned(SEVENTH);
  const { failed } = await run('--plan');
  expect(failed.join('')).toContain('承認されていないため、計画の公表を記録しませんでした');
  expect(failed.join('')).not.toContain('建設課');
});

test('it is published with its targets, 作成日 and no result; once, until it is corrected', async () => {
  const { out } = await run('--plan', '--section', '建設課', '--site', join(dir, site), '--no-pdf');
  expect(out).toMatch(/建設課\n令和6年度の計画の公表を、1シートについて記録しました。\n/u);
  const page = await text(sheetPage(SEVENTH));
  expect(page).toContain('この年度の計画です。結果と評価は、年度が終わってから公表します。');
  expect(page).toMatch(/作成日[^令]*令和6年4月8日/u);
  expect(page).toContain('200人以上');
  // R5's result.
  expect(page).not.toContain('190人');
  // Only what is out is in it: no other section, and not R5, which was never published.
  const files = [...(await filesIn(join(dir, site))).keys()].filter((path) => path.startsWith('sheets/'));
  expect(files).toEqual([sheetPage(SEVENTH)]);
  const rows = (await text('data/indicators.csv')).split('\r\n').filter((line) => line.includes('2024'));
  expect(rows.length).toBe(printedSheets()[6]!.goals.flatMap(({ indicators }) => indicators).length);
  expect(await text('index.html')).toContain('結果は年度末の後');
  expect(await text('index.html')).not.toContain('評価なし');
  expect(await text('changes.html')).toContain('計画の公表');
  const again = await run('--plan', '--section', '建設課');
  expect(again.out).toContain('計画の公表を、0シートについて記録しました');
});

test('what is reported during the year is not in it; a changed target is, with what it was', async () => {
  const [task] = await town.tasks(SEVENTH, TARGETS);
  const indicator = task!.indicators[0]!.id;
  const asked = soon();
  const asking = { kind: 'ask_target', indicator, target: '150人以上', reason: '台風のため' } as const;
  await town.record.execute(effectId(), 'staff7', 'test:dm', asking, asked);
  const change = `${indicator}/${asked.getTime()}`;
  expect(await execute('chief7', { kind: 'approve_target', change, step: 0 })).toMatchObject({ ok: true });
  await town.record.openRound(
    { fiscalYear: 2024, kind: 'midyear', opensOn: '2024-04-08', dueOn: '2024-10-11' },
    { by: cityBy, now: soon() },
  );
  for (const one of await town.tasks(SEVENTH, '2024-midyear')) {
    await execute('staff7', { kind: 'submit', task: one.id, base: 0, content: contentFor(one) });
    await execute('chief7', { kind: 'approve', report: one.id, version: 1, step: 0 });
  }
  const { failed } = await run('--plan', '--section', '建設課', '--site', join(dir, site), '--no-pdf');
  expect(failed.join('')).toContain('--reason に理由を書いてください');
  const reason = ['--reason', '目標の変更'];
  await run('--plan', '--section', '建設課', '--site', join(dir, site), '--no-pdf', ...reason);
  const page = await text(sheetPage(SEVENTH));
  expect(page).toMatch(/150人以上（R6\.4\.8変更 変更前：200人以上）/u);
  expect(await text('data/indicators.json')).not.toContain(contentFor(task!).answers[0]!.result);
});

test('the history says when it went out, and explains the record; it freezes nothing', async () => {
  const { out } = await runCommand(addHistoryCommand, ['history', '--section', '建設課']);
  expect(out).toContain('計画の公表');
  const { found, replayed } = await town.record.verifyRecord();
  expect([found, replayed?.unexplained]).toEqual([null, []]);
  expect(await town.record.publications(2024)).toEqual([]);
});

test('事務局 does it in chat: what is ready is named and entered, and nobody else may', async () => {
  await withDesk(town);
  await planned(EIGHTH);
  const act = async (person: string, agreed: string | null) =>
    execute(person, { kind: 'publish_year', fiscalYear: 2024, plan: true, agreed });
  expect(await act('chief8', null)).toMatchObject({ ok: false, refusal: { reason: 'not_entitled' } });
  const shown = await act('desk', null);
  if (!shown.ok || shown.act?.what !== 'publish_year') throw new Error(JSON.stringify(shown));
  const { act: rounds } = shown;
  expect(rounds).toMatchObject({ published: 1, done: false });
  expect([rounds.ready.length, rounds.unready.length]).toEqual([1, 6]);
  const card = (language: 'ja' | 'en') => JSON.stringify(roundCard(rounds, language));
  expect(card('ja')).toContain('令和6年度の計画の公表を記録しますか');
  expect(card('en')).toContain('Enter that the plan of FY2024');
  expect(await act('desk', 'another')).toMatchObject({ act: { done: false, changed: true } });
  expect(await act('desk', rounds.mark)).toMatchObject({ act: { done: true } });
  expect(
    (await run('--plan', '--dry-run', '--section', printedSheets()[7]!.header.organization.text)).out,
  ).toContain('0シート');
});

test('a goal that is added afterwards is in it once its plan is approved, and not before', async () => {
  const goal = 'まだ承認されていない目標';
  const [task] = await town.tasks(SEVENTH, TARGETS);
  const adding = {
    kind: 'add_goal',
    task: task!.id,
    goal,
    indicator: '点検した橋の数',
    target: '12橋',
  } as const;
  expect(await execute('staff7', adding)).toMatchObject({ ok: true, goalNo: '5' });
  await planned(FIRST);
  const reason = ['--reason', '計画の追加'];
  const publish = async (section: string) => {
    const { failed } = await run(
      '--plan',
      '--section',
      section,
      '--site',
      join(dir, site),
      '--no-pdf',
      ...reason,
    );
    expect(failed).toEqual([]);
    return [...(await filesIn(join(dir, site)))].flatMap(([path, of]) => (of.includes(goal) ? [path] : []));
  };
  expect(await publish(printedSheets()[0]!.header.organization.text)).toEqual([]);
  expect(await text(sheetPage(SEVENTH))).toContain('150人以上');
  expect(await text('data/indicators.csv')).not.toContain('12橋');
  const added = ((await town.tasks(SEVENTH, TARGETS)) as PlanTask[]).find(({ goalNo }) => goalNo === '5')!;
  const content = { answers: [], nextPolicy: '', plan: planOf(added, { plan: {} }), checks: [] };
  await execute('staff7', { kind: 'submit', task: added.id, base: 0, content });
  const approving = { kind: 'approve', report: added.id, version: 1, step: 0 } as const;
  expect(await execute('chief7', approving)).toMatchObject({ ok: true });
  expect(await publish('建設課')).toContain(sheetPage(SEVENTH));
});

test('when 目標設定 is closed, what was approved is the plan of everybody', async () => {
  expect((await run('--plan', '--dry-run')).failed).toHaveLength(1);
  await town.record.closeRound(TARGETS, { by: cityBy, now: soon() });
  const { out } = await run('--plan', '--json');
  expect(JSON.parse(out)).toMatchObject({ fiscal_year: 2024, entered: true });
  expect((JSON.parse(out) as { sheets: unknown[] }).sheets).toHaveLength(5);
});

describe('--also', () => {
  const ROUND = '2023-yearend';
  const along = (...words: string[]) =>
    run(
      '--plan',
      '--site',
      join(dir, 'along'),
      '--no-pdf',
      '--reason',
      '前の年度も',
      ...words,
      '--also',
      'R5',
    );
  const entered = async () => (await town.record.history({})).length;
  const refused = async (...names: string[]) => {
    const before = [await entered(), digests(await filesIn(join(dir, 'along')))];
    const { failed } = await along();
    expect(failed.join()).toContain(
      '--also で足せるのは、Maru を使う前に公表した、取り込んだだけのシートです',
    );
    expect(failed.join()).toContain('先に maru publish --year R5 で公表を記録するか');
    for (const name of names) expect(failed.join()).toContain(`令和5年度 ${name}`);
    expect([await entered(), digests(await filesIn(join(dir, 'along')))]).toEqual(before);
    return failed.join();
  };
  const NAMED = printedSheets().map(({ header }) => `${header.department.text} ${header.organization.text}`);

  test('takes along what was published before Maru, as it was imported', async () => {
    expect((await along()).failed).toEqual([]);
    const files = await filesIn(join(dir, 'along'));
    expect(files.get(`sheets/2023/${town.section(SEVENTH)}.html`)!.toString()).toContain('190人');
  }, 60_000);

  test('takes no year along that is being reported, nor what of it was approved', async () => {
    const round = { fiscalYear: 2023, kind: 'yearend', opensOn: '2024-04-08', dueOn: '2024-04-26' } as const;
    await town.record.openRound(round, { by: cityBy, now: soon() });
    await refused(...NAMED);
    const [task] = await town.tasks(SEVENTH, ROUND);
    await execute('staff7', { kind: 'submit', task: task!.id, base: 0, content: contentFor(task!) });
    await execute('chief7', { kind: 'approve', report: task!.id, version: 1, step: 0 });
    await refused(...NAMED);
    // Closed, whatever nobody has reported is as it was imported.
    await town.record.closeRound(ROUND, { by: cityBy, now: soon() });
    const said = await refused(NAMED[6]!);
    expect(said).not.toContain(NAMED[0]!);
  }, 60_000);

  test('nor the rest of the year that is published now', async () => {
    const words = ['--section', NAMED[0]!.split(' ').at(-1)!, '--also', 'R6'];
    const { failed } = await run('--plan', '--site', join(dir, 'other'), '--reason', '公表', ...words);
    expect(failed.join()).toContain('--also で足せるのは');
    expect(failed.join()).toContain('令和6年度');
  }, 60_000);
});
