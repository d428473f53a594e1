/**
 * A year of forty 実績メモ for the eight sheets, and what they save when the report is due: taps and typed characters from the
 * notification to 提出, counted twice for the same answers, as printed. A message that is sent is a tap, too.
 */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Context } from '../../src/core/conversation/context.js';
import type { Sheet } from '../../src/core/sheet/sheet.js';
import { by, type City, city, effectId, printedSheets } from '../store/postgres/city.js';
import { type Conversation, conversation } from '../support/conversation.js';
import { openStage, PLATFORMS, type Stage } from './stage.js';

const YEAREND = new Date('2024-04-01T01:00:00.000Z');
const sheets = printedSheets();
let town: City;

beforeAll(async () => {
  town = await city({ round: false });
  const round = { fiscalYear: 2023, kind: 'yearend', opensOn: '2024-04-01', dueOn: '2024-04-12' } as const;
  await town.record.openRound(round, { by, now: YEAREND });
}, 60_000);
afterAll(() => town.stop());

/** `results`: of what was typed, for results; `sums`: of the taps, those that took a sum. */
type Count = { taps: number; typed: number; results: number; sums: number };
type Answers = readonly { readonly result: string; readonly rating: string; readonly status: string }[];

/** Somebody who answers a goal as it is printed, with a tap wherever a button gives that answer, and else by typing. */
function answers(talk: Conversation, goal: Sheet['goals'][number], count: Count): void {
  const printed: Answers = goal.indicators;
  const tap = (title: string): void => {
    talk.click(title);
    count.taps += 1;
  };
  const type = (text: string): void => {
    talk.say(text);
    count.typed += [...text].length;
    count.taps += 1;
  };
  for (let step = 0; step < 100; step += 1) {
    const card = talk.card();
    if (card.name === 'review') {
      tap('提出');
      return;
    }
    if (card.name !== 'question') throw new Error(card.name);
    const { view } = card;
    const at = Object.values(talk.desk().drafts).find(({ asking }) => asking.at !== 'sent')!.asking;
    const one = 'indicator' in at ? printed[Number(at.indicator.split('.').at(-1)) - 1]! : printed[0]!;
    const answer =
      at.at === 'result'
        ? one.result
        : at.at === 'status'
          ? one.status
          : at.at === 'policy'
            ? (goal.nextPolicy ?? '')
            : '事業の実施状況によるため';
    const sum = view.buttons.find(({ title }) => title === `${answer}と回答`);
    if (at.at === 'result') count[sum ? 'sums' : 'results'] += sum ? 1 : [...answer].length;
    if (sum) tap(sum.title);
    else if (at.at === 'rating') {
      const title = view.choices.find((choice) => choice.title.startsWith(one.rating))?.title;
      tap(title ?? 'どちらでもない');
    } else type(answer.trim() === '' ? '記載なし' : answer);
  }
  throw new Error('the interview does not end');
}

/** All goals of a section, begun by the button of each. */
function reports(context: Context, sheet: Sheet): Count {
  const count = { taps: 0, typed: 0, results: 0, sums: 0 };
  for (const [at, task] of context.tasks.entries()) {
    const talk = conversation({ ...context, tasks: [task] }).press('begin', task.id);
    count.taps += 1;
    answers(talk, sheet.goals[at]!, count);
  }
  return count;
}

const contextOf = async (n: number): Promise<Context> => {
  const person = `staff${n}`;
  const at = { place: `test:dm:${person}`, surface: 'direct' } as const;
  return (await town.record.context({ person, from: at, named: null }, YEAREND))!;
};
const total = (counts: readonly Count[]): Count =>
  counts.reduce((sum, one) => ({
    taps: sum.taps + one.taps,
    typed: sum.typed + one.typed,
    results: sum.results + one.results,
    sums: sum.sums + one.sums,
  }));

test('what forty memos of a year save, counted', async () => {
  const numbers = [1, 2, 3, 4, 5, 6, 7, 8];
  const before: Count[] = [];
  for (const n of numbers) before.push(reports(await contextOf(n), sheets[n - 1]!));
  const note = async (n: number, about: string, month: number, number: string, text: string) => {
    const day = `${month < 4 ? 2024 : 2023}-${String(month).padStart(2, '0')}-15`;
    const memo = { about, day, number, text, link: '' };
    const person = `staff${n}`;
    const done = await town.record.execute(
      effectId(),
      person,
      `test:dm:${person}`,
      { kind: 'note_memo', memo, goalNo: '', source: '' },
      YEAREND,
    );
    expect(done).toMatchObject({ ok: true });
  };
  // Five a section. A number that adds up was noted in two parts; of all else what happened.
  let kept = 0;
  for (const n of numbers) {
    const goals = await town.record.memos.goals([town.section(n)], 2023);
    let left = 5;
    for (const [at, goal] of goals.entries())
      for (const [place, indicator] of goal.indicators.entries()) {
        const printed = sheets[n - 1]!.goals[at]!.indicators[place]!;
        const [, digits = '', unit = ''] = /^([\d,]+)(人|回|件|冊|台|個)$/u.exec(printed.result) ?? [];
        const whole = Number(digits.replaceAll(',', ''));
        if (!indicator.addsUp || whole < 2 || left < 2) continue;
        const first = Math.floor(whole / 2);
        await note(n, indicator.id, 6, `${first}${unit}`, `前半に${first}${unit}`);
        await note(n, indicator.id, 11, `${whole - first}${unit}`, `後半に${whole - first}${unit}`);
        left -= 2;
      }
    for (let more = 0; more < left; more += 1) {
      const goal = goals[more % goals.length]!;
      await note(n, goal.goalId, (more + 4) % 12 || 12, '', `${goal.goalText.slice(0, 20)}の打合せ`);
    }
    kept += (await town.record.memos.list({ sectionIds: [town.section(n)], fiscalYear: 2023 })).length;
  }
  expect(kept).toBe(40);
  const after: Count[] = [];
  for (const n of numbers) after.push(reports(await contextOf(n), sheets[n - 1]!));
  // Of 4,000 signs all but 145 are texts, and no text is written for people: what the memos take away is adding up and typing
  // the numbers that add up. A third of the whole it is not.
  expect([total(before), total(after)]).toEqual([
    { taps: 182, typed: 4000, results: 145, sums: 0 },
    { taps: 182, typed: 3981, results: 126, sums: 5 },
  ]);
});

let stage: Stage | undefined;
afterEach(() => stage?.stop());

test.each(PLATFORMS)(
  'in %s two memos of the year are one tap in April',
  async (platform) => {
    stage = await openStage(platform, {
      section: '建設課',
      goals: 1,
      round: { kind: 'yearend', opensOn: '2024-04-01', dueOn: '2024-04-12' },
      begin: '2023-06-12 09:00',
      people: ['担当者1', '課長1', '事務局1'],
      posts: [
        ['担当者1', 'staff', '担当者', '2023-04-01'],
        ['課長1', 'section_manager', '課長', '2023-04-01'],
        ['事務局1', 'coordinator', '事務局', '2023-04-01'],
      ],
    });
    await stage.says('担当者1', 'メモ 1番 木崎地区でアキグミの植栽、132人');
    await stage.on('2023-11-03 10:00');
    await stage.says('担当者1', 'メモ 1番 秋の植栽、78人');
    await stage.on('2024-04-02 10:00');
    await stage.says('担当者1', '1番');
    const asked = stage.told('担当者1').at(-1)!;
    expect(asked.join('\n')).toContain('メモ：6/12 木崎地区でアキグミの植栽、132人\n11/3 秋の植栽、78人');
    expect(asked).toContain('メモの合計は 132＋78＝210人です');
    await stage.presses('担当者1', '210人と回答');
    const rated = stage.told('担当者1').at(-1)!.join('\n');
    expect(rated).toContain('評価を選んでください。');
    expect(rated).toContain('結果：210人');
    await stage.presses('担当者1', '○ 達成');
    // Of a text nothing is written: the memos are called to mind.
    const status = stage.told('担当者1').at(-1)!.join('\n');
    expect(status).toContain('秋の植栽、78人');
    for (const text of ['210人が参加しました。', '続けます。']) await stage.says('担当者1', text);
    await stage.says('担当者1', '提出');
    await stage.pressesIn('課長1', 'No.1 ', '承認');
    expect(await stage.approvedResult('1')).toBe('210人');
  },
  180_000,
);
