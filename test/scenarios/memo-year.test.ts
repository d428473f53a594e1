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

/**
 * `results` and `policies`: of what was typed, for results and 今後の方針; `sums`: of the taps, those that took a sum; `lines`: of
 * memos that stand in the texts, each with its day, which the writer may leave.
 */
type Count = {
  taps: number;
  typed: number;
  results: number;
  policies: number;
  sums: number;
  lines: number;
};
const NONE: Count = { taps: 0, typed: 0, results: 0, policies: 0, sums: 0, lines: 0 };
type Answers = readonly { readonly result: string; readonly rating: string; readonly status: string }[];

const bare = (text: string): string => text.replace(/\s/gu, '');
const sentencesOf = (text: string): string[] => text.split(/(?<=。)/u).filter((one) => bare(one) !== '');

/**
 * Somebody who answers a goal as it is printed, with a tap wherever a button gives that answer, and else by typing. Where the
 * words of memos can be put in they are, what is not among them is typed below, and 今後の方針 in the same form.
 */
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
    if (at.at === 'policy') count.policies += [...answer].length;
    const puts = view.buttons.some(({ title }) => title === 'メモの文を入れる');
    if (at.at === 'status' && puts) {
      tap('メモの文を入れる');
      const form = talk.card();
      if (form.name !== 'form') throw new Error(form.name);
      const sent: Record<string, string> = {};
      for (const field of form.view.groups.flatMap(({ fields }) => fields)) {
        const isStatus = field.id.startsWith('status.') && field.value !== '';
        const text = field.id === 'policy' ? (goal.nextPolicy ?? '').trim() : '';
        const of = printed[Number(field.id.split('.')[1])];
        const missing = isStatus
          ? sentencesOf(of!.status).filter((one) => !bare(field.value).includes(bare(one)))
          : text === ''
            ? []
            : [text];
        const typed = missing.join('');
        if (isStatus) {
          const lines = field.value.split('\n');
          // What belongs into no report is taken out again, each by a tap.
          const others = lines.filter(
            (line) => !bare(of!.status).includes(bare(line.slice(line.indexOf(' ')))),
          );
          count.lines += lines.length - others.length;
          count.taps += others.length;
        }
        if (field.id === 'policy') count.policies += [...typed].length;
        // To go to a field is a tap, too.
        if (typed !== '') count.taps += 1;
        count.typed += [...typed].length;
        sent[field.id] = isStatus && typed !== '' ? `${field.value}\n${typed}` : field.value || typed;
      }
      talk.click(form.view.send.title, sent);
      count.taps += 1;
    } else if (sum) tap(sum.title);
    else if (at.at === 'rating') {
      const title = view.choices.find((choice) => choice.title.startsWith(one.rating))?.title;
      tap(title ?? 'どちらでもない');
    } else type(answer.trim() === '' ? '記載なし' : answer);
  }
  throw new Error('the interview does not end');
}

/** All goals of a section, begun by the button of each. */
function reports(context: Context, sheet: Sheet): Count {
  const count = { ...NONE };
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
  counts.reduce(
    (sum, one) =>
      Object.fromEntries(
        Object.entries(sum).map(([key, number]) => [key, number + one[key as keyof Count]]),
      ) as Count,
    NONE,
  );

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
  // Five a section: of an indicator what was done, as a sentence of its text says it; a number that adds up in two parts, each
  // with such a sentence where there is one. Then what is in no report: 打合せ.
  let kept = 0;
  let noted = 0;
  for (const n of numbers) {
    const goals = await town.record.memos.goals([town.section(n)], 2023);
    const memos: (readonly [about: string, month: number, number: string, text: string])[] = [];
    const further: (typeof memos)[number][] = [];
    for (const [at, goal] of goals.entries())
      for (const [place, indicator] of goal.indicators.entries()) {
        const printed = sheets[n - 1]!.goals[at]!.indicators[place]!;
        const [first, second, ...others] = sentencesOf(printed.status);
        const [, digits = '', unit = ''] = /^([\d,]+)(人|回|件|冊|台|個)$/u.exec(printed.result) ?? [];
        const whole = Number(digits.replaceAll(',', ''));
        const half = Math.floor(whole / 2);
        const inParts = indicator.addsUp && whole >= 2;
        if (first !== undefined) memos.push([indicator.id, 6, inParts ? `${half}${unit}` : '', first.trim()]);
        if (inParts)
          memos.push([indicator.id, 11, `${whole - half}${unit}`, (second ?? '後半に開催').trim()]);
        else if (second !== undefined) further.push([indicator.id, 11, '', second.trim()]);
        for (const other of others) further.push([indicator.id, 12, '', other.trim()]);
      }
    const meetings = goals.map((goal) => [goal.goalId, 5, '', '関係課との打合せ'] as const);
    for (const memo of [...memos, ...further, ...meetings].slice(0, 5)) {
      await note(n, ...memo);
      noted += [...memo[2], ...memo[3]].length;
    }
    kept += (await town.record.memos.list({ sectionIds: [town.section(n)], fiscalYear: 2023 })).length;
  }
  expect(kept).toBe(40);
  const after: Count[] = [];
  for (const n of numbers) after.push(reports(await contextOf(n), sheets[n - 1]!));
  // Typing goes down to three fifths, no further: 今後の方針 is in no memo, and 40 memos are not every sentence of 32 texts. What
  // is not typed now was when it was noted. Taps do not go down: a text is one message, the form that holds it is opened and
  // sent, and what belongs into no report is taken out; to begin, to rate and 提出 alone are 90 of them.
  expect({ before: total(before), after: total(after), noted }).toEqual({
    before: { taps: 182, typed: 4000, results: 145, policies: 1248, sums: 0, lines: 0 },
    after: { taps: 231, typed: 2415, results: 118, policies: 1248, sums: 6, lines: 28 },
    noted: 1619,
  });
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
    const status = stage.told('担当者1').at(-1)!.join('\n');
    expect(status).toContain('秋の植栽、78人');
    // The words stand in the form as they were written, for the writer to edit; nothing is sent before.
    await stage.presses('担当者1', 'メモの文を入れる');
    await stage.says('担当者1', '続けます。');
    const review = stage.told('担当者1').at(-1)!.join('\n');
    expect(review).toContain('6/12 木崎地区でアキグミの植栽、132人\n11/3 秋の植栽、78人');
    await stage.says('担当者1', '提出');
    await stage.pressesIn('課長1', 'No.1 ', '承認');
    expect(await stage.approvedResult('1')).toBe('210人');
  },
  180_000,
);
