/** まとめて入力 of all goals of one's own: one form that begins with what is known, one review, one 提出; nothing is lost on the way. */
import { describe, expect, test } from '@jest/globals';
import type { Field } from '../../../../../src/core/cards/card.js';
import { settle } from '../../../../../src/core/conversation/command-outcome.js';
import { HALF_WAY } from '../../../../../src/core/conversation/interview/form.js';
import type { MemoBeside } from '../../../../../src/core/memo/beside.js';
import { sumBeside } from '../../../../../src/core/memo/beside.js';
import type { Task } from '../../../../../src/core/report/task.js';
import { type Conversation, conversation } from '../../../../support/conversation.js';
import { actorOf, contextOf, tasksOf } from '../../../../support/tasks.js';

const staff = actorOf('s7');
const tasks = tasksOf(6);
const memo = (task: Task, day: string, number: string, text: string, goal = false): MemoBeside => ({
  goalId: task.goalId,
  indicatorId: goal ? null : task.indicators[0]!.id,
  day,
  number,
  text,
});
function withMemos(task: Task, memos: readonly MemoBeside[]): Task {
  const indicators = task.indicators.map((one) => {
    const { id, name, target } = one;
    const sum = sumBeside(memos, { id, name, target, growth: null, period: '' }, 2023, task.round.asOf);
    return sum ? { ...one, memoSum: sum } : one;
  });
  return { ...task, memos, indicators };
}
/** 植栽の参加者 (200人以上), 研修発表 (6回) */
const planting = withMemos(tasks[0]!, [
  memo(tasks[0]!, '2023-06-12', '132人', '木崎地区で植栽、132人'),
  memo(tasks[0]!, '2023-07-01', '', '関係課との打合せ', true),
  memo(tasks[0]!, '2023-11-03', '78人', '秋の植栽'),
  memo(tasks[0]!, '2024-03-01', '', '今後の方針：定員を300人に増やします。', true),
]);
const training = tasks[2]!;
const both = [planting, training];
const open = (of: readonly Task[] = both, language: 'ja' | 'en' = 'ja') =>
  conversation(contextOf(of, { ...staff, language })).press('open_all', of[0]!.id);
const fieldsOf = (talk: Conversation): Field[] => talk.view('form').groups.flatMap(({ fields }) => fields);
const named = (task: Task, name: string, turn = 0) => `${task.goalId}/${turn}/${name}`;
const begun = (talk: Conversation): Record<string, string> =>
  Object.fromEntries(fieldsOf(talk).map(({ id, value }) => [id, value]));
const STATUS = '6/12 木崎地区で植栽、132人\n11/3 秋の植栽（78人）';
const TRAINED = {
  [named(training, 'result.0')]: '6回',
  [named(training, 'status.0')]: '6回発表しました。',
  [named(training, 'policy')]: '続けます。',
};
const send = (talk: Conversation, fields: Record<string, string> = {}) =>
  talk.click('', { ...begun(talk), ...fields });
const submits = (talk: Conversation) =>
  talk
    .effects()
    .flatMap((effect) =>
      effect.kind === 'record' && effect.command.kind === 'submit' ? [effect.command] : [],
    );

describe('the form', () => {
  test('begins with sums, words and what was noted for 今後の方針; to open it begins nothing', () => {
    const talk = open();
    expect(begun(talk)).toEqual({
      [named(planting, 'result.0')]: '210人',
      [named(planting, 'rating.0')]: '',
      [named(planting, 'status.0')]: STATUS,
      [named(planting, 'policy')]: '定員を300人に増やします。',
      [named(training, 'result.0')]: '',
      [named(training, 'rating.0')]: '',
      [named(training, 'status.0')]: '',
      [named(training, 'policy')]: '',
    });
    const facts = talk
      .view('form')
      .groups[0]!.facts.map(({ label, value }) => `${label}：${value}`)
      .join('\n');
    // The arithmetic stands beside, and what belongs to no indicator in particular.
    expect(facts).toContain('132＋78＝210人');
    expect(facts).toContain('評価案：○ 達成');
    expect(facts).toContain('関係課との打合せ');
    expect(facts).not.toContain('秋の植栽');
    // A memo of a later day is not missed: it is said up to when they are in it.
    expect(talk.view('form').intro[0]).toContain('3月31日(日)までのメモの合計と文');
    expect(talk.desk().drafts).toEqual({});
  });

  test('in English, too', () => {
    const talk = open(both, 'en');
    expect(talk.view('form').send.title).toBe('Go on to the review');
    expect(send(talk, TRAINED).view('review').buttons[0]!.title).toBe('Submit all 2');
  });

  test('has as many goals as the smallest dialog holds; the others follow', () => {
    const long = tasksOf(5).map((task) =>
      withMemos(task, [memo(task, '2023-06-12', '', '長い話です。'.repeat(200))]),
    );
    const talk = conversation(contextOf(long, actorOf('s6'))).press('open_all', long[0]!.id);
    const goals = new Set(fieldsOf(talk).map(({ id }) => id.split('/')[0]));
    expect(goals.size).toBeGreaterThan(0);
    expect(goals.size).toBeLessThan(long.length);
    expect(talk.view('form').intro.join()).toContain(`入りきらない${long.length - goals.size}件`);
  });

  test('is not of what is returned, reported or somebody else’s, and says so where nothing is left', () => {
    const owner = { personId: 'other', name: '担当者2', how: 'named', since: '', answeredAt: '' } as const;
    const theirs = { ...training, owner: owner as never };
    const goals = new Set(fieldsOf(open([planting, theirs])).map(({ id }) => id.split('/')[0]));
    expect([...goals]).toEqual([planting.goalId]);
    expect(open([theirs]).effects()[0]).toMatchObject({ kind: 'show' });
  });

  test('still open, or closed, it keeps what was typed and not what it began with', () => {
    const talk = open();
    const fields = { ...begun(talk), [named(training, 'status.0')]: '途中まで' };
    talk.press('fill_all', planting.id, 0, 'half_way', fields);
    expect(talk.effects()).toEqual([]);
    expect(Object.keys(talk.desk().drafts)).toEqual([training.id]);
    expect(talk.desk().drafts[training.id]?.answers[training.indicators[0]!.id]).toEqual({
      status: '途中まで',
    });
    // What it holds is sent all the same, and once more is no change.
    talk.press('fill_all', planting.id, 0, '', { ...fields, ...TRAINED });
    expect(talk.view('review').problems).toEqual([]);
    const { drafts } = talk.desk();
    talk.press('fill_all', planting.id, 0, '', { ...fields, ...TRAINED });
    expect(talk.view('review').rows.map(({ result }) => result)).toEqual(['210人', '6回']);
    expect(Object.values(talk.desk().drafts).map(({ answers }) => answers)).toEqual(
      Object.values(drafts).map(({ answers }) => answers),
    );
  });

  test('what cannot be taken is said at its field, and the rest is kept', () => {
    const talk = send(open(), { ...TRAINED, [named(training, 'result.0')]: '○' });
    expect(talk.effects()).toMatchObject([
      { kind: 'form_problem', problems: { [named(training, 'result.0')]: expect.any(String) } },
    ]);
    expect(talk.desk().drafts[planting.id]?.answers[planting.indicators[0]!.id]?.result).toBe('210人');
  });

  test('of a goal that was reported meanwhile what was written is said, and the others are kept', () => {
    const talk = open();
    const fields = { ...begun(talk), ...TRAINED };
    talk.setContext(
      contextOf([planting, { ...training, round: { ...training.round, id: 'closed' } }], staff),
    );
    talk.press('fill_all', planting.id, 0, '', fields);
    const review = talk.view('review');
    expect(review.rows).toHaveLength(1);
    expect(review.problems.join()).toContain('6回発表しました。');
  });

  test('last year’s 今後の方針 is taken by one choice, and only where nothing was written', () => {
    const last = { from: { kind: 'year', fiscalYear: 2022 } as const, text: '昨年の方針です。' };
    const again = [planting, { ...training, earlierPolicies: [last] }];
    const talk = open(again);
    const same = fieldsOf(talk).find(({ id }) => id === named(training, 'same.policy'))!;
    expect(same.hint).toBe('昨年の方針です。');
    const { [named(training, 'policy')]: _, ...trained } = TRAINED;
    send(talk, { ...trained, [same.id]: 'same' });
    expect(talk.desk().drafts[training.id]?.policy).toBe('昨年の方針です。');
    const other = send(open(again), { ...TRAINED, [same.id]: 'same' });
    expect(other.desk().drafts[training.id]?.policy).toBe('続けます。');
  });
});

describe('the rating', () => {
  const ratingOf = (talk: Conversation, task: Task) =>
    talk.desk().drafts[task.id]?.answers[task.indicators[0]!.id]?.rating;

  test('is as proposed where none was chosen, and stands in the review with its arithmetic', () => {
    const talk = send(open(), TRAINED);
    expect(talk.view('review').rows[0]).toMatchObject({
      rating: '○ 達成',
      because: expect.stringContaining('200'),
    });
    expect([ratingOf(talk, planting), ratingOf(talk, training)]).toEqual(['achieved', 'achieved']);
  });

  test('what a person chose stays, and its reason is asked', () => {
    const talk = send(open(), { ...TRAINED, [named(planting, 'rating.0')]: 'not_achieved' });
    expect(ratingOf(talk, planting)).toBe('not_achieved');
    expect(talk.view('question').prompt).toContain('理由');
    expect(talk.say('天候のため').view('review').rows[0]).toMatchObject({
      rating: '× 未達成',
      reason: '天候のため',
    });
  });

  test('is asked where nothing is proposed, where × might be, and where the figure may be a slip', () => {
    for (const result of ['1人', '雨で中止', '2,100,000人']) {
      const talk = send(open(), { ...TRAINED, [named(planting, 'result.0')]: result });
      expect([result, ratingOf(talk, planting)]).toEqual([result, undefined]);
      expect(talk.view('question').choices.length).toBeGreaterThan(0);
    }
  });

  test('does not outlive the result it was given for', () => {
    const talk = send(open(), TRAINED);
    talk.press('open_all', planting.id);
    const { turn } = talk.desk().drafts[planting.id]!;
    expect(begun(talk)[named(planting, 'rating.0', turn)]).toBe('achieved');
    send(talk, { [named(planting, 'result.0', turn)]: '190人' });
    expect(ratingOf(talk, planting)).toBe('partially_achieved');
    expect(talk.view('question').prompt).toContain('理由');
  });
});

test('who fills in a form of goals that are theirs no more is told so, also while it is open, and nothing of it is kept', () => {
  for (const argument of ['', HALF_WAY]) {
    const talk = conversation(contextOf([], staff));
    talk.press('fill_all', planting.id, 0, argument, { [named(planting, 'policy')]: '続けます。' });
    expect(talk.view('message').lines.join()).toContain('続けます。');
    expect(talk.desk().drafts).toEqual({});
  }
});

/** The goal with its first target changed, so that what was reached falls short of it. */
const withTarget = (task: Task): Task => ({
  ...task,
  indicators: task.indicators.map((one) => ({ ...one, target: '250人以上' })),
});
const withIndicator = (task: Task): Task => ({
  ...task,
  indicators: [
    ...task.indicators,
    { ...task.indicators[0]!, id: `${task.goalId}.9`, seq: 2, name: '開催回数', target: '3回' },
  ],
});

describe('the review', () => {
  test('submits all of them by one press, and a second press nothing more', () => {
    const talk = send(open(), TRAINED);
    const review = talk.view('review');
    expect(review.rows[0]!.status).toBe(`${STATUS}\n【今後の方針】\n定員を300人に増やします。`);
    const [button] = review.buttons;
    talk.click('2件をまとめて提出する');
    expect(submits(talk).map(({ task, quiet = false }) => [task, quiet])).toEqual([
      [planting.id, true],
      [training.id, false],
    ]);
    expect(submits(talk)[0]!.content).toMatchObject({
      answers: [{ result: '210人', rating: 'achieved', status: STATUS }],
      nextPolicy: '定員を300人に増やします。',
    });
    const { of, with: mark } = JSON.parse(button!.action) as { of: string; with: string };
    talk.press('submit_all', of, 0, mark);
    expect(submits(talk)).toEqual([]);
    expect(talk.view('message').title).toBe('記録しています');
  });

  test('submits nothing but what it showed', () => {
    const talk = send(open(), TRAINED);
    const { of, with: mark } = JSON.parse(talk.view('review').buttons[0]!.action) as {
      of: string;
      with: string;
    };
    talk.click('No.1 を直す').click('', { 'status.0': '直しました。' });
    expect(talk.view('review').rows[0]!.status).toContain('直しました。');
    talk.press('submit_all', of, 0, mark);
    expect(submits(talk)).toEqual([]);
    expect(talk.view('review').problems.join()).not.toBe('');
    expect(submits(talk.click('まとめて提出'))).toHaveLength(2);
  });

  test('said in words it is the same', () => {
    expect(submits(send(open(), TRAINED).say('提出'))).toHaveLength(2);
  });

  test('says which goals are not answered yet; what is finished is submitted without them', () => {
    const talk = send(open(), { [named(training, 'result.0')]: '6回' });
    expect(talk.view('question').heading).not.toBe('');
    talk.press('begin', planting.id);
    expect(talk.view('review').problems.join()).toContain('No.3');
    expect(submits(talk.click('提出する')).map(({ task }) => task)).toEqual([planting.id]);
  });

  test('finds the same text in two goals before either is submitted', () => {
    const text = '6月に木崎地区の海岸で地域の団体とともに清掃と植栽を行い、参加した方から好評でした。';
    const talk = send(open(), {
      ...TRAINED,
      [named(planting, 'status.0')]: text,
      [named(training, 'status.0')]: text,
    });
    expect(
      talk
        .view('review')
        .checks.map((check) => check.text)
        .join(),
    ).toContain('No.3');
  });

  test.each<[string, (task: Task) => Task, string, string, 'ja' | 'en']>([
    ['another target', withTarget, '理由', '天候のため', 'ja'],
    ['one more indicator', withIndicator, '結果', '3回', 'ja'],
    ['another target', withTarget, 'reason', '天候のため', 'en'],
  ])(
    'where the sheet has %s since, that is asked, and nothing is lost',
    (_, changed, asked, text, language) => {
      const talk = send(open(both, language), TRAINED);
      talk.setContext(contextOf([changed(planting), training], { ...staff, language }));
      talk.click(language === 'ja' ? 'まとめて提出' : 'Submit all');
      expect(submits(talk)).toEqual([]);
      const question = talk.view('question');
      expect(question.prompt).toContain(asked);
      expect(question.problems.join()).toContain(
        language === 'ja' ? 'まだ回答していない質問がある' : 'some questions have no answer yet',
      );
      talk.say(text);
      if (changed === withIndicator) talk.say('○').say('3回開きました。');
      expect(talk.view('review').rows.map(({ result }) => result)).toEqual(
        changed === withIndicator ? ['210人', '3回', '6回'] : ['210人', '6回'],
      );
      talk.click(language === 'ja' ? 'まとめて提出' : 'Submit all');
      expect(submits(talk).map(({ task }) => task)).toEqual([planting.id, training.id]);
    },
  );

  test('what is too long to be read beside others is reviewed alone', () => {
    const talk = send(open(), {
      ...TRAINED,
      [named(planting, 'status.0')]: '長い文です。'.repeat(240),
      [named(planting, 'policy')]: '長い方針です。'.repeat(120),
    });
    expect(talk.view('review').buttons[0]!.title).toBe('提出する');
    expect(talk.view('review').rows).toHaveLength(1);
  });
});

test('a goal that is entered on behalf of somebody since goes with none of one’s own', () => {
  const talk = send(open(), TRAINED);
  const old = JSON.parse(talk.view('review').buttons[0]!.action);
  const behalf = { personId: 'other', name: '担当者2' };
  const inOthersPlace = contextOf([planting, { ...training, behalf }], staff);
  const outcome = { ok: true, version: 0, goalNo: '3', complete: false, behalf } as never;
  const command = { kind: 'enter_for', task: training.id, person: 'other' } as never;
  talk
    .setDesk(settle(talk.desk(), 'test:dm', command, outcome, inOthersPlace).desk)
    .setContext(inOthersPlace);
  talk.press(old.do, old.of, old.v, old.with);
  expect(submits(talk)).toEqual([]);
  expect(talk.view('review').rows).toHaveLength(1);
});

describe('the record answers', () => {
  const done = { ok: true, version: 1, goalNo: '1', complete: false } as never;
  const world = (of: readonly Task[]) => contextOf(of, staff);

  test('one after the other, in any order: it is told once, when it has them all', () => {
    const talk = send(open(), TRAINED).click('まとめて提出');
    const [first, second] = submits(talk);
    for (const [one, last] of [
      [first!, second!],
      [second!, first!],
    ] as const) {
      const half = settle(talk.desk(), 'test:dm', one, done, world(both));
      expect(half.effects.filter(({ kind }) => kind === 'show')).toEqual([]);
      const all = settle(half.desk, 'test:dm', last, done, world(both));
      expect(JSON.stringify(all.effects)).toContain('まとめて提出しました');
      expect(all.desk.drafts).toEqual({});
    }
  });

  test('what it refuses is back at its own review, the others are submitted', () => {
    const talk = send(open(), TRAINED).click('まとめて提出');
    const [first, second] = submits(talk);
    const refusal = { ok: false, refusal: { reason: 'round_closed' } } as never;
    const half = settle(talk.desk(), 'test:dm', first!, refusal, world(both));
    expect(half.desk.drafts[planting.id]?.asking.at).toBe('review');
    const all = settle(half.desk, 'test:dm', second!, done, world(both));
    expect(Object.keys(all.desk.drafts)).toEqual([planting.id]);
    // Not all of them went in: neither language says so.
    const english = contextOf(both, { ...staff, language: 'en' });
    const told = JSON.stringify(settle(half.desk, 'test:dm', second!, done, english).effects);
    expect(told).toContain('Submitted together');
  });
});

test('「まとめて入力」 opens it by a button where no goal is being answered, and 状況 offers it for two goals', () => {
  const talk = conversation(contextOf(both, staff)).say('まとめて入力').click('2件をまとめて入力');
  expect(fieldsOf(talk)).toHaveLength(8);
  const status = conversation(contextOf(both, staff)).say('状況').view('tasks');
  expect(status.buttons.map(({ title }) => title)).toContain('2件をまとめて入力');
  expect(
    conversation(contextOf([training], staff))
      .say('状況')
      .view('tasks').buttons,
  ).toEqual([]);
});

test('under what stands from mid-year goes what was done since', () => {
  const midyear = {
    from: { kind: 'midyear' } as const,
    result: '132人',
    rating: 'achieved' as const,
    status: '春に植えました。',
  };
  const since = {
    ...planting,
    indicators: planting.indicators.map((one) => ({ ...one, earlier: [midyear] })),
  };
  const talk = open([since, training]);
  expect(begun(talk)).toMatchObject({
    [named(planting, 'result.0')]: '210人',
    [named(planting, 'status.0')]: '春に植えました。\n11/3 秋の植栽（78人）',
  });
});
