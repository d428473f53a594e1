/**
 * A year of forty 実績メモ for the eight sheets, and what they save when the report is due: taps and typed characters from the
 * notification to 提出, counted twice for the same answers, as printed. A message that is sent is a tap, too.
 */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Context } from '../../src/core/conversation/context.js';
import type { Command } from '../../src/core/decision/command.js';
import type { Sheet } from '../../src/core/sheet/sheet.js';
import { openUploads } from '../../src/store/postgres/sheets/uploads.js';
import { by, type City, city, effectId, printedSheets } from '../store/postgres/city.js';
import { type Conversation, conversation } from '../support/conversation.js';
import { PATIENCE_MS } from '../support/patience.js';
import { openStage, PLATFORMS, type Stage } from './stage.js';

const YEAREND = new Date('2024-04-01T01:00:00.000Z');
const sheets = printedSheets();
let town: City;
/** The same year, noted otherwise. */
let other: City;

async function open(): Promise<City> {
  const opened = await city({ round: false });
  const round = { fiscalYear: 2023, kind: 'yearend', opensOn: '2024-04-01', dueOn: '2024-04-12' } as const;
  await opened.record.openRound(round, { by, now: YEAREND });
  return opened;
}
beforeAll(async () => {
  town = await open();
  other = await open();
}, 60_000);
afterAll(() => Promise.all([town.stop(), other.stop()]));

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

/** A result without what stands around its number: 「16回」 answers 「16」. */
const figure = (text: string): string => bare(text).replace(/[^\d.,%]/gu, '');
const saysSame = (given: string, printed: string): boolean =>
  bare(given) === bare(printed) ||
  (figure(printed) !== '' && /^\D*[\d,.]+\D*$/u.test(bare(printed)) && figure(given) === figure(printed));

const CODES: Readonly<Record<string, string>> = {
  '○': 'achieved',
  '△': 'partially_achieved',
  '×': 'not_achieved',
};

/**
 * The same goals from one button: the form of all of them, what is still asked afterwards, one review, one 提出; once more where
 * they do not fit into one form. To go into a field is a tap, and so is taking a line out, a choice, a message that is sent.
 */
function reportsTogether(context: Context, sheet: Sheet): Count {
  const count = { ...NONE };
  const printed = (of: string) =>
    sheet.goals[context.tasks.findIndex(({ id, goalId }) => id === of || goalId === of)]!;
  const talk = conversation(context);
  const tap = (title: string, fields: Record<string, string> = {}): void => {
    talk.click(title, fields);
    count.taps += 1;
  };
  const type = (text: string): string => {
    count.taps += 1;
    count.typed += [...text].length;
    return text;
  };
  const submitted = new Set<string>();
  for (let round = 0; submitted.size < context.tasks.length; round += 1) {
    if (round > context.tasks.length) throw new Error('the forms do not end');
    const first = context.tasks.find(({ id }) => !submitted.has(id))!;
    talk.press('open_all', first.id);
    count.taps += 1;
    const form = talk.view('form');
    const sent: Record<string, string> = {};
    for (const field of form.groups.flatMap(({ fields }) => fields)) {
      const [of = '', , name = ''] = field.id.split('/');
      const [at, place] = name.split('.');
      const goal = printed(of);
      const one = goal.indicators[Number(place)];
      sent[field.id] = field.value;
      if (at === 'result' && !saysSame(field.value, one!.result)) {
        count.results += [...one!.result].length;
        sent[field.id] = type(one!.result);
      } else if (at === 'result') count.sums += 1;
      if (at === 'reason') sent[field.id] = type('事業の実施状況によるため');
      if (at !== 'status' && at !== 'policy') continue;
      const aim = at === 'status' ? one!.status : (goal.nextPolicy ?? '').trim();
      if (aim.trim() === '') throw new Error(`${field.id} has nothing to say`);
      const missing = sentencesOf(aim)
        .filter((sentence) => !bare(field.value).includes(bare(sentence)))
        .join('');
      const lines = field.value === '' ? [] : field.value.split('\n');
      const belongs = (line: string) =>
        bare(aim).includes(bare(line.replace(/^\d+\/\d+ /u, '').replace(/（[\d,]+\D?）$/u, '')));
      const kept = lines.filter(belongs);
      count.taps += lines.length - kept.length;
      if (at === 'status') count.lines += kept.length;
      if (at === 'policy') count.policies += [...missing].length;
      if (missing !== '') kept.push(type(missing));
      else if (kept.length < lines.length) count.taps += 1;
      sent[field.id] = kept.join('\n');
    }
    tap(form.send.title, sent);
    // What the form could not know.
    for (let step = 0; talk.card().name === 'question'; step += 1) {
      if (step > 20) throw new Error('the questions do not end');
      const { asking, task } = Object.values(talk.desk().drafts).find(
        (draft) => draft.task === talk.desk().focus,
      )!;
      const one =
        'indicator' in asking
          ? printed(task).indicators[Number(asking.indicator.split('.').at(-1)) - 1]!
          : null;
      if (asking.at === 'rating')
        tap(talk.view('question').choices.find(({ title }) => title.startsWith(one!.rating))!.title);
      else if (asking.at === 'reason') talk.say(type('事業の実施状況によるため'));
      else throw new Error(`${asking.at} is asked`);
    }
    tap('提出する');
    for (const effect of talk.effects()) {
      if (effect.kind !== 'record' || effect.command.kind !== 'submit') continue;
      const { task, content } = effect.command;
      const goal = printed(task);
      submitted.add(task);
      // Nothing is lost on the way: what is submitted is what is printed.
      for (const [at, answer] of content.answers.entries()) {
        const { result, rating, status } = goal.indicators[at]!;
        expect(saysSame(answer.result, result)).toBe(true);
        expect(answer.rating).toBe(CODES[rating]);
        for (const sentence of sentencesOf(status)) expect(bare(answer.status)).toContain(bare(sentence));
      }
      expect(bare(content.nextPolicy)).toBe(bare(goal.nextPolicy ?? ''));
    }
  }
  return count;
}

const contextOf = async (of: City, n: number): Promise<Context> => {
  const person = `staff${n}`;
  const at = { place: `test:dm:${person}`, surface: 'direct' } as const;
  return (await of.record.context({ person, from: at, named: null }, YEAREND))!;
};
const total = (counts: readonly Count[]): Count =>
  counts.reduce(
    (sum, one) =>
      Object.fromEntries(
        Object.entries(sum).map(([key, number]) => [key, number + one[key as keyof Count]]),
      ) as Count,
    NONE,
  );

type Noted = readonly [about: string, month: number, number: string, text: string];
async function entered(of: City, n: number, command: Command): Promise<void> {
  const person = `staff${n}`;
  const done = await of.record.execute(effectId(), person, `test:dm:${person}`, command, YEAREND);
  expect(done).toMatchObject({ ok: true });
}
/** What was noted through the year, and how many signs that were. */
async function noted(of: City, n: number, memos: readonly Noted[]): Promise<number> {
  for (const [about, month, number, text] of memos) {
    const day = `${month < 4 ? 2024 : 2023}-${String(month).padStart(2, '0')}-15`;
    const memo = { about, day, number, text, link: '' };
    await entered(of, n, { kind: 'note_memo', memo, goalNo: '', source: '' });
  }
  return memos.reduce((signs, [, , number, text]) => signs + [...number, ...text].length, 0);
}
const FIVE = 5;
const NUMBERS = [1, 2, 3, 4, 5, 6, 7, 8];
const goalsOf = (of: City, n: number) => of.record.memos.goals([of.section(n)], 2023);
const keptOf = async (of: City): Promise<number> => {
  const lists = await Promise.all(
    NUMBERS.map((n) => of.record.memos.list({ sectionIds: [of.section(n)], fiscalYear: 2023 })),
  );
  return lists.flat().length;
};

test('what forty memos of a year save when each is a sentence, goal by goal and together', async () => {
  const before: Count[] = [];
  for (const n of NUMBERS) before.push(reports(await contextOf(town, n), sheets[n - 1]!));
  // Five a section: of an indicator what was done, as a sentence of its text says it; a number that adds up in two parts, each
  // with such a sentence where there is one. Then what is in no report: 打合せ.
  let signs = 0;
  for (const n of NUMBERS) {
    const goals = await goalsOf(town, n);
    const memos: Noted[] = [];
    const further: Noted[] = [];
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
    signs += await noted(town, n, [...memos, ...further, ...meetings].slice(0, FIVE));
  }
  expect(await keptOf(town)).toBe(40);
  const after: Count[] = [];
  for (const n of NUMBERS) after.push(reports(await contextOf(town, n), sheets[n - 1]!));
  const together: Count[] = [];
  for (const n of NUMBERS) together.push(reportsTogether(await contextOf(town, n), sheets[n - 1]!));
  // Goal by goal, typing goes down to three fifths and taps go up: a text is one message, the form that holds it is opened and
  // sent, and what belongs into no report is taken out; to begin, to rate and 提出 alone are 90 of them. Together they are halved;
  // what is typed is what no memo says: 今後の方針, and of the texts what 40 sentences do not hold.
  expect({ before: total(before), after: total(after), together: total(together), signs }).toEqual({
    before: { taps: 182, typed: 4000, results: 145, policies: 1248, sums: 0, lines: 0 },
    after: { taps: 231, typed: 2415, results: 118, policies: 1248, sums: 6, lines: 28 },
    together: { taps: 96, typed: 2413, results: 92, policies: 1248, sums: 14, lines: 35 },
    signs: 1619,
  });
}, 60_000);

/** 15 of the memos came with a file each. */
const FILES = 15;

test('what they save when a memo says in whole what it is about: a third of the taps, a quarter of the typing', async () => {
  let signs = 0;
  let files = 0;
  for (const n of NUMBERS) {
    const goals = await goalsOf(other, n);
    const memos: Noted[] = [];
    const next: Noted[] = [];
    for (const [at, goal] of goals.entries()) {
      const printed = sheets[n - 1]!.goals[at]!;
      for (const [place, indicator] of goal.indicators.entries()) {
        const { status, result } = printed.indicators[place]!;
        const [, number = ''] = /^\D*?([\d,]+(?:人|回|件|冊|台|個|円|%)?)$/u.exec(result) ?? [];
        memos.push([indicator.id, 11, number, status.trim()]);
      }
      if (printed.nextPolicy) next.push([goal.goalId, 3, '', `今後の方針：${printed.nextPolicy.trim()}`]);
    }
    // As many as when each is a sentence are in no report.
    const meeting: Noted = [goals[0]!.goalId, 5, '', '関係課との打合せ'];
    const rest = [...memos, ...next];
    signs += await noted(
      other,
      n,
      [2, 5].includes(n) ? [...rest.slice(0, FIVE - 1), meeting] : rest.slice(0, FIVE),
    );
  }
  expect(await keptOf(other)).toBe(40);
  for (const n of NUMBERS) {
    const list = await other.record.memos.list({ sectionIds: [other.section(n)], fiscalYear: 2023 });
    for (const memo of list.slice(0, 2)) {
      if (files === FILES) break;
      files += 1;
      await attached(n, memo.id, `写真${files}.pdf`);
    }
  }
  const together: Count[] = [];
  const beside: string[] = [];
  for (const n of NUMBERS) {
    const context = await contextOf(other, n);
    beside.push(...context.tasks.flatMap(({ memos = [] }) => memos.flatMap(({ evidence = [] }) => evidence)));
    together.push(reportsTogether(context, sheets[n - 1]!));
  }
  // The files are there without a tap.
  expect(beside).toHaveLength(FILES);
  // To hold two thirds of 4,000 signs, 40 memos need 67 each; a sentence has 40.
  expect({ together: total(together), signs }).toEqual({
    together: { taps: 59, typed: 954, results: 65, policies: 713, sums: 24, lines: 30 },
    signs: 3138,
  });
  // What was noted to an indicator and belongs into no report costs two taps: into the field, and the line out.
  for (const n of [2, 5]) {
    const [first] = await goalsOf(other, n);
    const list = await other.record.memos.list({ sectionIds: [other.section(n)], fiscalYear: 2023 });
    const meeting = list.find(({ text }) => text === '関係課との打合せ')!;
    const command = { kind: 'place_memo', memo: meeting.id, about: first!.indicators[0]!.id } as const;
    await entered(other, n, command);
    together[n - 1] = reportsTogether(await contextOf(other, n), sheets[n - 1]!);
  }
  expect(total(together)).toMatchObject({ taps: 63, typed: 954 });
}, 60_000);

async function attached(n: number, memo: string, name: string): Promise<void> {
  const id = `${n}-${name}`;
  await openUploads(other.pool, PATIENCE_MS).keep(
    { id, person: `staff${n}`, name, now: YEAREND },
    async () => [new TextEncoder().encode('%PDF-1.7 '.padEnd(100, 'x'))],
  );
  await entered(other, n, { kind: 'add_evidence', memo, of: { file: id } });
}

let stage: Stage | undefined;
afterEach(() => stage?.stop());

/** A section that notes memos from June on and reports in April. */
const openYear = (platform: (typeof PLATFORMS)[number], goals: number): Promise<Stage> =>
  openStage(platform, {
    section: '建設課',
    goals,
    round: { kind: 'yearend', opensOn: '2024-04-01', dueOn: '2024-04-12' },
    begin: '2023-06-12 09:00',
    people: ['担当者1', '課長1', '事務局1'],
    posts: [
      ['担当者1', 'staff', '担当者', '2023-04-01'],
      ['課長1', 'section_manager', '課長', '2023-04-01'],
      ['事務局1', 'coordinator', '事務局', '2023-04-01'],
    ],
  });

test.each(PLATFORMS)(
  'in %s two memos of the year are one tap in April',
  async (platform) => {
    stage = await openYear(platform, 1);
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

test.each(PLATFORMS)(
  'in %s two goals with memos are reported by the form, its review and 提出; only what cannot be told is asked',
  async (platform) => {
    stage = await openYear(platform, 2);
    await stage.says('担当者1', 'メモ 1番 木崎地区でアキグミの植栽、132人');
    await stage.on('2023-11-03 10:00');
    await stage.says('担当者1', 'メモ 1番 秋の植栽、78人');
    await stage.says('担当者1', 'メモ 1番 今後の方針：海岸の清掃と合わせて続けます。');
    await stage.says('担当者1', 'メモ 2番 南口のエレベーターが完成');
    await stage.says('担当者1', 'メモ 2番 今後の方針：北口の工事を進めます。');
    await stage.on('2024-04-02 10:00');
    expect(stage.told('担当者1').at(-1)!.join('\n')).toContain('2件をまとめて入力');
    await stage.presses('担当者1', '2件をまとめて入力');
    // Of a figure that cannot be compared the rating is asked, of what was written nothing.
    const asked = stage.told('担当者1').at(-1)!.join('\n');
    expect(asked).toContain('No.2');
    await stage.says('担当者1', '供用開始');
    await stage.presses('担当者1', '○ 達成');
    const review = stage.told('担当者1').at(-1)!.join('\n');
    expect(review).toContain('210人');
    expect(review).toContain('○ 達成');
    expect(review).toContain('6/12 木崎地区でアキグミの植栽、132人\n11/3 秋の植栽、78人');
    expect(review).toContain('【今後の方針】\n海岸の清掃と合わせて続けます。');
    expect(review).toContain('【今後の方針】\n北口の工事を進めます。');
    await stage.presses('担当者1', '2件をまとめて提出する');
    expect(stage.told('担当者1').at(-1)!.join('\n')).toContain('まとめて提出しました');
    await stage.pressesIn('課長1', 'No.1 ', '承認');
    expect(await stage.approvedResult('1')).toBe('210人');
  },
  180_000,
);
