import { describe, expect, test } from '@jest/globals';
import { ACTION_NAMES } from '../../../src/core/cards/action.js';
import { settle } from '../../../src/core/conversation/command-outcome.js';
import { step } from '../../../src/core/conversation/step.js';
import { emptyDesk } from '../../../src/core/draft/drafts.js';
import { MAX_TEXT } from '../../../src/core/draft/questions.js';
import type { Report, ReportContent } from '../../../src/core/report/report.js';
import { conversation } from '../../support/conversation.js';
import { printedContent, reportOf } from '../../support/sample-cards.js';
import { actorOf, contextOf, tasksOf } from '../../support/tasks.js';

const staff = actorOf('s7');
const tasks = tasksOf(6);
const start = () => conversation(contextOf(tasks, staff));
const [goal1] = tasks;
if (!goal1) throw new Error('no goal');

describe('the interview of one goal (s7-1: 200人以上 → 190人)', () => {
  test('goes result, rating, reason, 目標達成状況, 今後の方針, review, 提出', () => {
    const talk = start().say('続き');
    expect(talk.view('question')).toMatchObject({
      heading: '令和5年度 期末報告 ・ 建設課',
      indicator: goal1.indicators[0]?.name,
    });
    expect(talk.view('question').facts).toContainEqual({ label: '目標', value: '200人以上' });
    talk.say('190人');
    expect(talk.view('question').notes[0]).toBe('190人と読みました。');
    expect(talk.view('question').notes[1]).toContain('△ 一部未達成');
    expect(talk.view('question').notes[1]).toContain('95.0');
    expect(talk.view('question').choices.map((b) => b.title)).toEqual([
      '○ 達成',
      '△ 一部未達成（案）',
      '× 未達成',
    ]);
    talk.click('△');
    expect(talk.view('question').prompt).toContain('理由');
    talk.say('天候のため');
    talk.say('10月18日に実施しました。\n参加人数は190人でした。');
    talk.say('次年度も同規模で実施します。');
    const review = talk.view('review');
    expect(review.rows[0]).toMatchObject({
      result: '190人',
      rating: '△ 一部未達成',
      reason: '天候のため',
      status: '10月18日に実施しました。\n参加人数は190人でした。',
    });
    talk.click('提出');
    expect(talk.command()).toMatchObject({
      kind: 'submit',
      task: goal1.id,
      base: 0,
      content: {
        nextPolicy: '次年度も同規模で実施します。',
        answers: [
          { result: '190人', rating: 'partially_achieved', proposal: { rating: 'partially_achieved' } },
        ],
      },
    });
  });

  test('a proposal that is met needs no reason; overriding it does', () => {
    const talk = start().say('続き').say('200人').click('○');
    expect(talk.view('question').prompt).toContain('目標達成状況');
    talk.say('戻る').click('△');
    expect(talk.view('question').prompt).toContain('理由');
  });

  test('a rating may be typed as symbol or word, with look-alikes', () => {
    for (const typed of ['〇', '達成', '○ 達成', 'O'])
      expect(start().say('続き').say('200人').say(typed).view('question').prompt).toContain('目標達成状況');
    expect(start().say('続き').say('200人').say('よい').view('question').problems).toHaveLength(1);
  });

  test('戻る walks back question by question, このまま次へ keeps what was answered', () => {
    const talk = start().say('続き').say('190人').click('△').say('天候のため');
    talk.say('戻る');
    expect(talk.view('question').fields[0]?.value).toBe('天候のため');
    talk.click('このまま次へ');
    expect(talk.view('question').prompt).toContain('目標達成状況');
    talk.say('戻る').say('戻る').say('戻る');
    expect(talk.view('question').fields[0]?.value).toBe('190人');
    talk.say('戻る');
    expect(talk.view('question').problems).toEqual(['これが最初の質問です。']);
  });

  test('another result takes back the rating that was given for the old one', () => {
    const talk = start().say('続き').say('190人').click('△').say('天候のため');
    talk.say('戻る').say('戻る').say('戻る').say('210人');
    expect(talk.view('question').choices).toHaveLength(3);
    expect(Object.values(talk.desk().drafts)[0]?.answers[goal1.indicators[0]?.id ?? '']).toEqual({
      result: '210人',
    });
  });

  test('every field can be corrected from the review', () => {
    const talk = start()
      .say('続き')
      .say('190人')
      .click('△')
      .say('天候のため')
      .say('順調でした')
      .say('方針です');
    const titles = talk.view('review').rows[0]?.edits.map((b) => b.title);
    expect(titles).toEqual(['結果を直す', '評価を直す', '評価の理由を直す', '目標達成状況を直す']);
    talk.click('目標達成状況を直す').say('書き直しました');
    expect(talk.view('review').rows[0]?.status).toBe('書き直しました');
    talk.click('今後の方針を直す').say('新しい方針');
    expect(talk.view('review').policy).toBe('新しい方針');
  });

  test('a button of an earlier question is late: the present one is shown again and nothing changes', () => {
    const talk = start().say('続き').say('190人').click('△');
    const before = talk.desk();
    talk.press('rate', goal1.id, 2, 'achieved');
    expect(talk.view('question').problems[0]).toContain('回答済み');
    expect(talk.desk()).toEqual(before);
    talk.press('answer', goal1.id, 1, '', { text: '大事な文' });
    expect(talk.view('question').problems.join()).toContain('大事な文');
  });

  test('a text too long or empty is refused with its length, and nothing else is lost', () => {
    const talk = start().say('続き').say('190人').click('△').say('あ'.repeat(1001));
    expect(talk.view('question').problems[0]).toContain('1,001文字');
    talk.press('answer', goal1.id, Object.values(talk.desk().drafts)[0]?.turn, '', { text: ' ' });
    expect(talk.view('question').problems[0]).toContain('空');
  });

  test('a text longer than anything takes is told so wherever it is said, and is held nowhere', () => {
    const long = 'あ'.repeat(MAX_TEXT.message + 1);
    const told = '1,501文字';
    const atRating = start().say('続き').say('190人').say(long);
    expect(atRating.view('question').problems[0]).toContain(told);
    expect(atRating.view('question').choices).toHaveLength(3);
    const nowhere = start().say(long);
    expect(JSON.stringify(nowhere.card().view)).toContain(told);
    expect(nowhere.desk()).toEqual(emptyDesk);
  });

  test('texts are kept to the letter', () => {
    const odd = '　前後の空白と\n改行、<!channel> ${x} *太字* も　';
    const talk = start().say('続き').say('190人').click('△').say('理由').say(odd).say('方針');
    expect(talk.view('review').rows[0]?.status).toBe(odd);
    expect(talk.click('提出').command()).toMatchObject({ content: { answers: [{ status: odd }] } });
  });
});

describe('goals with several indicators (s6-3)', () => {
  const culture = tasksOf(5);
  test('asks each indicator, then one 今後の方針', () => {
    const talk = conversation(contextOf(culture, actorOf('s6'))).press('begin', culture[2]?.id);
    expect(talk.view('question').progress).toBe('指標 1/2');
    talk.say('2,076').click('○').say('状況1');
    expect(talk.view('question').progress).toBe('指標 2/2');
    talk.say('95,333').click('○').say('状況2').say('方針');
    expect(talk.view('review').rows.map((r) => r.result)).toEqual(['2,076', '95,333']);
  });
});

describe('the 10-column form (s3), where 目標達成状況 and 今後の方針 are one cell', () => {
  test('asks one text for both and no 今後の方針', () => {
    const talk = conversation(contextOf(tasksOf(2), actorOf('s3')))
      .say('続き')
      .say('3')
      .click('○');
    expect(talk.view('question').prompt).toContain('目標達成状況と今後の方針');
    talk.say('3地区と協働で事業を実施しました。今後も続けます。');
    expect(talk.view('review')).toMatchObject({ policy: '', policyEdits: [] });
    expect(talk.click('提出').command()).toMatchObject({ content: { nextPolicy: '' } });
  });
});

describe('what cannot be read with certainty is asked (s7-2: 年度内供用開始)', () => {
  test('no rating is marked as proposed and the person chooses', () => {
    const talk = start().press('begin', tasks[1]?.id).say('南口:供用開始 北口:工事中');
    expect(talk.view('question').choices.some((b) => b.title.includes('案'))).toBe(false);
    expect(talk.click('△').view('question').prompt).toContain('理由');
  });
});

describe('mid-year', () => {
  const midyear = tasksOf(6, 'midyear');
  test('the rating is an outlook; only a target already met is proposed', () => {
    const talk = conversation(contextOf(midyear, staff)).say('続き').say('90人');
    expect(talk.view('question').choices.map((b) => b.title)).toEqual([
      '○ 達成見込み',
      '△ 一部未達成見込み',
      '× 未達成見込み',
    ]);
    const met = conversation(contextOf(midyear, staff)).say('続き').say('210人');
    expect(met.view('question').choices[0]?.title).toBe('○ 達成見込み（案）');
  });
});

describe('前回と同じ', () => {
  const withEarlier = tasks.map((task) => ({
    ...task,
    indicators: task.indicators.map((indicator) => ({
      ...indicator,
      earlier: [
        {
          from: { kind: 'year' as const, fiscalYear: 2022 },
          result: '150人',
          rating: 'achieved' as const,
          status: '中間の状況',
        },
      ],
    })),
    earlierPolicies: [{ from: { kind: 'year' as const, fiscalYear: 2022 }, text: '中間の方針' }],
  }));
  test('takes the earlier answer in one tap, and shows it in the card', () => {
    const talk = conversation(contextOf(withEarlier, staff)).say('続き');
    expect(talk.view('question').facts).toContainEqual({
      label: '令和4年度の回答',
      value: '150人（○ 達成）',
    });
    talk.click('前回と同じ').click('×').say('理由').click('前回と同じ').click('前回と同じ');
    expect(talk.view('review')).toMatchObject({
      policy: '中間の方針',
      rows: [{ result: '150人', status: '中間の状況' }],
    });
  });
  test('without an earlier answer says so', () => {
    expect(start().say('続き').say('同じ').view('question').problems[0]).toContain('前回の回答がありません');
  });
});

describe('leaving and coming back', () => {
  test('あとで keeps everything and offers to ask again; 続き goes on', () => {
    const talk = start().say('続き').say('190人').say('あとで');
    expect(talk.view('message').buttons).toHaveLength(3);
    expect(talk.click('明日').command()).toEqual({
      kind: 'snooze',
      task: goal1.id,
      until: '2024-04-03T00:00:00.000Z',
    });
    expect(talk.say('続き').view('question').choices).toHaveLength(3);
  });

  test('when to be asked again may be typed as the buttons say it', () => {
    const paused = () => start().say('続き').say('あとで');
    expect(paused().say('明日の朝').command()).toMatchObject({ kind: 'snooze', task: goal1.id });
    expect(paused().say('来週').command()).toEqual(paused().click('来週').command());
    expect(paused().say('In one hour').command()).toEqual(paused().click('1時間後').command());
    expect(start().say('来週').view('message').title).toContain('うまく読み取れませんでした');
  });

  test('「No.2」 goes to that goal where a text is no answer: at a rating and at the review', () => {
    const rating = start().say('続き').say('190人');
    expect(rating.say('No.2').view('question').goal).toContain('No.2');
    expect(rating.say('続き').view('question').goal).toContain('No.2');
    const review = start().say('続き').say('200人').click('○').say('順調でした').say('方針です');
    expect(review.say('2番').view('question').goal).toContain('No.2');
  });

  test('two goals open at once: a text belongs to the question asked last; without one the bot asks which', () => {
    const talk = start()
      .press('begin', tasks[0]?.id)
      .press('begin', tasks[1]?.id)
      .say('南口:供用開始 北口:工事中');
    expect(talk.view('question').goal).toContain('No.2');
    talk.setDesk({ ...talk.desk(), focus: null }).say('190人');
    expect(talk.view('message').buttons.map((b) => b.title.slice(0, 4))).toEqual([
      'No.1',
      'No.2',
      'どれでも',
    ]);
    talk.click('No.1');
    expect(talk.view('question')).toMatchObject({
      goal: expect.stringContaining('No.1'),
      choices: expect.any(Array),
    });
    expect(talk.desk()).toMatchObject({
      held: [],
      drafts: { [goal1.id]: { answers: { [goal1.indicators[0]?.id ?? '']: { result: '190人' } } } },
    });
  });

  test("an answer in a reminder's thread belongs to that reminder's goal", () => {
    const talk = start().press('begin', tasks[1]?.id);
    talk.setContext({ ...contextOf(tasks, staff), threadTask: goal1.id });
    talk.say('190人', { place: 'test:dm:thread', surface: 'thread' });
    expect(talk.view('question').goal).toContain('No.1');
    expect(talk.desk().focus).toBe(tasks[1]?.id);
    talk.setContext(contextOf(tasks, staff)).say('△', { place: 'test:dm:thread', surface: 'thread' });
    expect(talk.view('question').prompt).toContain('理由');
  });

  test('a number names the goal still to be reported, though an earlier round has the same numbers', () => {
    const both = [...tasksOf(6, 'midyear'), ...tasksOf(6, 'yearend')];
    const talk = conversation(contextOf(both, staff)).say('2');
    expect(talk.view('question')).toMatchObject({
      heading: expect.stringContaining('期末'),
      goal: expect.stringContaining('No.2'),
    });
  });
  test('a number names a goal', () => {
    expect(start().say('3番').view('question').goal).toContain('No.3');
  });
});

describe('answers nobody expected', () => {
  test.each(['こんにちは', '？？？', '🍎', 'x'.repeat(5000), ' ', '${x}'])(
    '%p is answered with what can be done next',
    (text) => {
      const talk = start().say(text);
      expect(talk.view('message').buttons.length).toBeGreaterThan(1);
    },
  );
  test('ヘルプ, 状況 and 取り下げ', () => {
    expect(start().say('ヘルプ').view('message').title).toBe('使い方');
    expect(start().say('状況。').view('tasks').items).toHaveLength(4);
    expect(start().say('取り下げ').view('message').title).toContain('ありません');
  });
  test('a button of a task that is not theirs shows what is', () => {
    expect(start().press('begin', 'foreign').view('tasks').items).toHaveLength(4);
  });
});

describe('the one form', () => {
  test('keeps what was filled in half-way, and asks only for what is missing', () => {
    const talk = start().say('続き').click('まとめて入力');
    expect(talk.view('form').groups).toHaveLength(2);
    talk.press('fill_form', goal1.id, 1, 'half_way', { 'result.0': '190人' });
    expect(talk.effects()).toEqual([]);
    talk.press('fill_form', goal1.id, 1, '', {
      'result.0': '190人',
      'rating.0': 'partially_achieved',
      'status.0': '状況',
      policy: '方針',
    });
    expect(talk.view('question').prompt).toContain('理由');
    expect(talk.say('理由です').view('review').rows[0]).toMatchObject({ result: '190人', status: '状況' });
  });
  test('what a form opened earlier holds half-way does not replace what was answered since', () => {
    const talk = start().say('続き').say('190人').click('△').say('理由です');
    talk.press('fill_form', goal1.id, 1, 'half_way', { 'result.0': '180人', policy: '方針' });
    expect(talk.desk().drafts[goal1.id]).toMatchObject({
      policy: '方針',
      answers: { [goal1.indicators[0]?.id ?? '']: { result: '190人', reason: '理由です' } },
    });
  });
  test('a problem is shown in the form, what was right is kept', () => {
    const talk = start()
      .say('続き')
      .press('fill_form', goal1.id, 1, '', { 'result.0': 'あ'.repeat(201), policy: '方針' });
    expect(talk.effects()).toEqual([
      { kind: 'form_problem', problems: { 'result.0': expect.stringContaining('201文字') } },
    ]);
    expect(talk.desk().drafts[goal1.id]?.policy).toBe('方針');
  });
});

describe('after the record has answered', () => {
  const finished = () =>
    start().say('続き').say('190人').click('△').say('理由').say('状況の文').say('方針').click('提出');
  test('a submitted draft leaves the desk and the next goal is offered', () => {
    const talk = finished();
    const command = talk.command();
    const after = settle(
      talk.desk(),
      'test:dm',
      command,
      { ok: true, goalNo: '1', version: 1, complete: false },
      contextOf(tasks, staff),
    );
    expect(after.desk).toEqual(emptyDesk);
    expect(after.effects[0]).toMatchObject({
      kind: 'show',
      card: { view: { title: 'No.1 を提出しました' } },
    });
  });
  test('who submits after the deadline is told so', () => {
    const talk = finished();
    const [first, ...rest] = tasks;
    const late = { ...first!, report: reportOf(first!, printedContent(first!, 6), { late: true }) };
    const after = settle(
      talk.desk(),
      'test:dm',
      talk.command(),
      { ok: true, goalNo: '1', version: 1, complete: false },
      contextOf([late, ...rest], staff),
    );
    expect(JSON.stringify(after.effects)).toContain('期限後の提出として記録しました。');
  });
  test('a refused one is back at its review with the reason, nothing lost', () => {
    const talk = finished();
    const after = settle(
      talk.desk(),
      'test:dm',
      talk.command(),
      { ok: false, refusal: { reason: 'round_closed' } },
      contextOf(tasks, staff),
    );
    expect(after.desk.drafts[goal1.id]).toMatchObject({ asking: { at: 'review' }, policy: '方針' });
    expect(after.effects[0]).toMatchObject({
      card: { name: 'review', view: { problems: [expect.stringContaining('締め切られました')] } },
    });
  });
  test('while the submission is under way nothing can be pressed twice', () => {
    const talk = finished();
    talk.press('submit', goal1.id, talk.desk().drafts[goal1.id]?.turn);
    expect(talk.view('message').title).toContain('記録しています');
  });
});

describe('a returned report', () => {
  const content: ReportContent = {
    answers: [
      {
        indicatorId: goal1.indicators[0]?.id ?? '',
        result: '190人',
        rating: 'partially_achieved',
        reason: '天候',
        status: '状況',
        proposal: {
          rating: 'partially_achieved',
          ask: false,
          ratio: '0.950',
          arithmetic: { ja: '', en: '' },
          because: { ja: '', en: '' },
          rule: '',
          warnings: [],
          pace: null,
        },
      },
    ],
    nextPolicy: '方針',
  };
  const signature = {
    personId: 'm',
    name: '課長',
    post: '課長',
    at: '2024-04-01T00:00:00Z',
    actingFor: null,
  };
  const report: Report = {
    id: goal1.id,
    goalId: goal1.goalId,
    roundId: '2023-yearend',
    sectionId: 's7',
    version: 1,
    state: 'returned',
    content,
    writer: { ...signature, personId: staff.id },
    approvals: [],
    returned: { ...signature, comment: '内訳を書いてください' },
    late: false,
    previous: null,
  };
  test('opens at the review with the comment and what was written, and is submitted on top of its version', () => {
    const again = tasksOf(6, 'yearend', { [goal1.id]: report });
    const talk = conversation(contextOf(again, staff)).press('begin', goal1.id);
    expect(talk.view('review').problems[0]).toContain('内訳を書いてください');
    talk.click('目標達成状況を直す').say('内訳: 小学生120人').click('提出');
    expect(talk.command()).toMatchObject({
      kind: 'submit',
      base: 1,
      content: { answers: [{ status: '内訳: 小学生120人' }] },
    });
  });
  test('a submitted one offers 取り下げ, an approved one says so', () => {
    const submitted = tasksOf(6, 'yearend', {
      [goal1.id]: { ...report, state: 'submitted', returned: null },
    });
    const talk = conversation(contextOf(submitted, staff)).press('begin', goal1.id);
    expect(talk.click('取り下げる').command()).toEqual({ kind: 'withdraw', report: goal1.id, version: 1 });
    const approved = tasksOf(6, 'yearend', {
      [goal1.id]: { ...report, state: 'approved', approvals: [signature] },
    });
    expect(conversation(contextOf(approved, staff)).press('begin', goal1.id).view('message').title).toContain(
      '承認済み',
    );
  });
});

describe('what is pressed in a channel', () => {
  test.each(ACTION_NAMES)('%s is answered where the person alone reads', (name) => {
    const { effects } = step(
      emptyDesk,
      {
        id: 'in-1',
        person: staff.id,
        kind: 'pressed',
        action: { do: name, of: goal1.id, v: 1, with: '' },
        fields: { comment: 'x' },
        place: 'test:channel',
        aside: 'test:dm',
        surface: 'channel',
      },
      contextOf(tasks, staff),
    );
    const places = effects.flatMap((effect) => ('place' in effect ? [effect.place] : []));
    expect(places.filter((place) => place !== 'test:dm')).toEqual([]);
  });
});
