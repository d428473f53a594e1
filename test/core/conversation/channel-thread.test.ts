/** What is written in the thread of a section's channel: who is understood, who is left alone, and what follows. */
import { describe, expect, test } from '@jest/globals';
import { answerNotice, inquiryCard } from '../../../src/core/cards/approval/inquiry.js';
import { fallbackText } from '../../../src/core/cards/fallback.js';
import { settle } from '../../../src/core/conversation/command-outcome.js';
import type { ChannelRound, Context } from '../../../src/core/conversation/context.js';
import { homeCards } from '../../../src/core/conversation/home.js';
import { goalsNamedIn, isAsking, meansDeciding } from '../../../src/core/conversation/keywords.js';
import { decideAsk, decideReply, type Inquiry, inquiryIdOf } from '../../../src/core/decision/inquiry.js';
import { emptyDesk } from '../../../src/core/draft/drafts.js';
import type { Actor } from '../../../src/core/organization/people.js';
import { approvalBy } from '../../../src/core/organization/route.js';
import type { Task } from '../../../src/core/report/task.js';
import { buttonsOf, conversation } from '../../support/conversation.js';
import { approvedReport, printedContent, reportOf, sectionOf } from '../../support/sample-cards.js';
import { actorOf, contextOf, tasksOf } from '../../support/tasks.js';

const SHEET = 6;
const all = tasksOf(SHEET);
const sectionId = all[0]!.sectionId;
const section = sectionOf(all[0]!);
const chief = actorOf(sectionId, 'section_manager', 'chief');
const writer = reportOf(all[0]!, printedContent(all[0]!, SHEET)).writer.personId;
const staff = actorOf(sectionId, 'staff', writer);
const submitted = (no: number): Task => ({
  ...all[no - 1]!,
  report: reportOf(all[no - 1]!, printedContent(all[no - 1]!, SHEET)),
});
const approved = (no: number): Task => ({ ...all[no - 1]!, report: approvedReport(all[no - 1]!, SHEET) });
const open = (no: number): Task => all[no - 1]!;

/** 1 approved, 2 and 3 waiting, 4 not submitted. */
const mixed = [approved(1), submitted(2), submitted(3), open(4)];
const THREAD = `summary/${sectionId}/2023-yearend`;

function inThread(tasks: readonly Task[], actor: Actor = chief): Context {
  const channelRound: ChannelRound = { thread: THREAD, section, round: all[0]!.round, tasks };
  return { ...contextOf(tasks, actor), channelRound, namedSection: section };
}

function write(text: string, options: { context?: Context; mentioned?: boolean } = {}) {
  const talk = conversation(options.context ?? inThread(mixed));
  return talk.say(text, { surface: 'channel', place: 'test:channel', mentioned: options.mentioned ?? false });
}

const silent = (talk: ReturnType<typeof write>) => expect(talk.effects()).toEqual([]);
const approves = (talk: ReturnType<typeof write>) =>
  buttonsOf(talk.card()).map(({ action }) => JSON.parse(action).do);

describe('words of deciding', () => {
  test.each([
    '承認',
    '承認します',
    '承認。',
    '了解',
    '了解です',
    '了解しました！',
    'ＯＫ',
    'ok',
    'OKです',
    '確認しました',
    '確認',
    'approve',
    'Approved',
    '差戻し',
    '差し戻し',
    '差し戻します',
    '2番 承認',
    'No.2 了解',
    '２番目は差戻し',
    '2番を承認します',
    '確認しました。承認します',
    '了解です、ありがとうございます',
    '全部承認',
    '2番と3番を承認します',
    '承認 No.2',
    '2番',
  ])('%s', (text) => expect(meansDeciding(text)).toBe(true));
  test.each([
    '2番の数字は？',
    '承認してよいでしょうか',
    '明日見ます',
    '了解を得てから進めます',
    '確認中です',
    '2番は来週出ます',
    '会議室を予約しました',
    '承認は明日です',
    '190人です',
    '190',
    '',
  ])('not: %s', (text) => expect(meansDeciding(text)).toBe(false));
});

test.each<[string, string[]]>([
  ['2番の数字は？', ['2']],
  ['２番目の根拠を教えてください', ['2']],
  ['No.2 について', ['2']],
  ['no2は', ['2']],
  ['＃3 の単位', ['3']],
  ['2の結果は？', ['2']],
  ['１番と3番はどう違いますか', ['1', '3']],
  ['02番', ['2']],
  ['10月2日の会議は？', []],
  ['5,000人は多いですか', []],
  ['190人は去年より多いですか', []],
  ['一番大きいのは？', []],
  ['https://example.jp/?no.3 を見てください', []],
])('%s names %j', (text, goals) => expect(goalsNamedIn(text)).toEqual(goals));

test.each<[string, boolean]>([
  ['2番の数字は？', true],
  ['これで合っていますか?', true],
  ['根拠を教えてください。', true],
  ['いつでしょうか', true],
  ['了解しました', false],
  ['https://example.jp/?a=1', false],
])('%s asks: %s', (text, asks) => expect(isAsking(text)).toBe(asks));

describe('an approver', () => {
  test.each(['承認', '了解です', 'OK', '差し戻し'])(
    '「%s」 with one goal waiting: its card, with both buttons',
    (text) => {
      const talk = write(text, { context: inThread([approved(1), submitted(2), open(3)]) });
      expect(talk.view('approval').goal).toContain('No.2');
      expect(approves(talk)).toEqual(['approve', 'open_return']);
      expect(talk.effects().map(({ kind }) => kind)).toEqual(['show']);
    },
  );
  test('with several waiting: the list, exceptions first, each to be read in place and decided', () => {
    const talk = write('承認');
    expect(talk.view('tasks').items.map(({ title }) => title.slice(0, 4))).toEqual(['No.2', 'No.3']);
    const each = ['open_report', 'approve', 'open_return'];
    expect(approves(talk)).toEqual([...each, ...each]);
    expect(approves(write('2番と3番を承認します'))).toEqual([...each, ...each]);
  });
  test.each(['2番 承認', 'No.2 了解', '２番を承認します', '2番'])('「%s」: the card of that goal', (text) =>
    expect(write(text).view('approval').goal).toContain('No.2'),
  );
  test('a goal that was decided is shown without buttons', () => {
    const talk = write('1番 承認');
    expect(talk.view('approval').state).toContain('承認済');
    expect(approves(talk)).toEqual([]);
  });
  test('a goal not submitted, or none of the sheet, is said so', () => {
    expect(write('4番 承認').view('message').title).toBe('No.4 は、まだ提出されていません');
    expect(write('9番 承認').view('message').title).toBe('No.9 という目標はありません');
  });
  test('none waiting: says so, with what is open', () => {
    const { title, lines } = write('承認', { context: inThread([approved(1), open(2)]) }).view('message');
    expect(title).toContain('ありません');
    expect(lines).toEqual([expect.stringMatching(/No\.1.*承認済/u), expect.stringMatching(/No\.2.*未提出/u)]);
  });
  test('never their own report', () => {
    const { report } = submitted(2);
    const owned = { ...open(2), report: { ...report!, writer: { ...report!.writer, personId: chief.id } } };
    const talk = write('2番 承認', { context: inThread([owned]) });
    expect(talk.view('message').title).toContain('ご自分が提出した');
    expect(write('2番の数字は？', { context: inThread([owned]) }).view('message').title).toContain('ご自分');
    const onBehalfOf = { personId: chief.id, name: chief.name };
    const entered = { ...owned, report: { ...report!, writer: { ...report!.writer, onBehalfOf } } };
    expect(write('2番 承認', { context: inThread([entered]) }).view('message').title).toContain('ご自分');
    expect(write('2番の数字は？', { context: inThread([entered]) }).view('message').title).toContain(
      'ご自分',
    );
  });
  test('at another step of the route: whose turn it is', () => {
    const twoSteps = { ...section, route: [approvalBy('subsection_chief'), approvalBy('section_manager')] };
    const context = inThread([submitted(2)]);
    const talk = write('承認', {
      context: { ...context, channelRound: { ...context.channelRound!, section: twoSteps } },
    });
    expect(buttonsOf(talk.card())).toEqual([]);
    const named = write('2番 承認', {
      context: { ...context, channelRound: { ...context.channelRound!, section: twoSteps } },
    });
    expect(named.view('message').lines).toEqual(['承認待ち（係長）']);
  });
  test('a deputy within dates is an approver', () => {
    const deputy: Actor = {
      ...actorOf(sectionId, 'staff', 'deputy'),
      deputyFor: [{ ...chief.posts[0]!, holderId: 'chief', holderName: '課長' }],
    };
    expect(write('3番 承認', { context: inThread(mixed, deputy) }).view('approval').goal).toContain('No.3');
  });
});

describe('a question', () => {
  test.each(['2番の数字は？', 'No.2 の根拠を教えてください', '２番は前年の数字を足してください'])(
    '%s goes to the writer of No.2',
    (text) =>
      expect(write(text).command()).toEqual({
        kind: 'ask',
        report: all[1]!.id,
        version: 1,
        text,
        thread: THREAD,
      }),
  );
  test('of no number, with one goal in question, is about that one', () => {
    const talk = write('この数字は合っていますか', { context: inThread([approved(1), submitted(2)]) });
    expect(talk.command()).toMatchObject({ kind: 'ask', report: all[1]!.id });
  });
  test('that several could be meant by is held, and the person asked which', () => {
    const talk = write('この数字は合っていますか');
    expect(talk.view('message').title).toBe('どの目標についての質問ですか');
    expect(buttonsOf(talk.card()).map(({ title }) => title)).toEqual([
      expect.stringContaining('No.2'),
      expect.stringContaining('No.3'),
      '伝えない',
    ]);
    talk.click('No.3');
    expect(talk.command()).toEqual({
      kind: 'ask',
      report: all[2]!.id,
      version: 1,
      text: 'この数字は合っていますか',
      thread: THREAD,
    });
    expect(talk.desk().held).toEqual([]);
  });
  test('a button of before means no text that is held since, about whichever goal', () => {
    const at = (second: string) => ({ ...inThread(mixed), now: `2024-04-02T01:00:0${second}.000Z` });
    const talk = write('この数字は合っていますか', { context: at('1') });
    const old = JSON.parse(buttonsOf(talk.card())[1]!.action);
    talk.click('No.2').setContext(at('2'));
    talk.say('いつ実施しましたか？', { surface: 'channel', place: 'test:channel' });
    expect(talk.desk().held).toHaveLength(1);
    talk.press(old.do, old.of, old.v, old.with);
    expect(talk.effects().filter(({ kind }) => kind === 'record')).toEqual([]);
    expect(talk.desk().held).toHaveLength(1);
  });
  test.each(['02', '(2)', '目標２', '2.'])('of goal 「%s」, as a sheet prints it', (goalNo) => {
    const tasks = [approved(1), { ...submitted(2), goalNo }, submitted(3)];
    const talk = write('2番の参加者数は延べ人数ですか', { context: inThread(tasks) });
    expect(talk.command()).toMatchObject({ kind: 'ask', report: all[1]!.id });
    expect(write('2番 承認します', { context: inThread(tasks) }).card().name).toBe('approval');
  });
  test('need not be passed on', () => {
    const talk = write('この数字は合っていますか').click('伝えない');
    expect(talk.view('message').title).toContain('どなたにも伝えていません');
    expect(talk.desk().held).toEqual([]);
  });
  test('of two named goals: which of them', () => {
    const talk = write('2番と3番はどう違いますか');
    expect(buttonsOf(talk.card())).toHaveLength(3);
  });
  test('about a goal not submitted is answered, and goes to nobody', () => {
    expect(write('4番はいつ出ますか').view('message').title).toContain('まだ提出されていません');
  });
  test('too long to be passed on is said so', () => {
    const talk = write(`2番について。${'あ'.repeat(1600)}？`);
    expect(talk.effects().map(({ kind }) => kind)).toEqual(['show']);
  });
  test('is confirmed to who asked, or why not', () => {
    const command = {
      kind: 'ask',
      report: all[1]!.id,
      version: 1,
      text: '2番の数字は？',
      thread: THREAD,
    } as const;
    const context = inThread(mixed);
    const told = (outcome: Parameters<typeof settle>[3]) =>
      JSON.stringify(settle(emptyDesk, 'test:dm', command, outcome, context).effects);
    expect(told({ ok: true, goalNo: '2', version: 1, complete: false })).toContain('担当者へ伝えました');
    expect(told({ ok: false, refusal: { reason: 'nobody_to_ask' } })).toContain('事務局へご連絡');
  });
});

describe('left alone', () => {
  test.each(['明日見ます', '会議室を予約しました', '2番は来週出ます'.replace('2番', '4番')])('%s', (text) =>
    silent(write(text)),
  );
  test.each(['承認', '2番の数字は？', '了解です'])('「%s」 by who may not decide', (text) =>
    silent(write(text, { context: inThread(mixed, staff) })),
  );
  test('anything in a thread that is not ours', () =>
    silent(write('承認', { context: { ...inThread(mixed), channelRound: null } })));
  test('a manager of another section', () =>
    silent(write('承認', { context: inThread(mixed, actorOf('s99', 'section_manager')) })));
});

describe('called by name', () => {
  test('what cannot be understood is answered with what can be done', () => {
    const talk = write('明日見ます', { mentioned: true });
    expect(talk.view('message').title).toContain('次のことができます');
    expect(approves(talk)).toEqual(['show_report', 'show_report']);
  });
  test('who may not is told who does', () =>
    expect(
      write('承認', { context: inThread(mixed, staff), mentioned: true }).view('message').title,
    ).toContain('課長が行います'));
  test('outside our threads: where reports are entered', () =>
    expect(
      write('承認', { context: { ...inThread(mixed), channelRound: null }, mentioned: true }).view('message')
        .title,
    ).toContain('個別のチャット'));
  test('状況 is shown in private, with what waits', () => {
    const context = { ...inThread(mixed), waiting: [{ task: submitted(2), workingDays: 3 }] };
    const talk = write('状況', { context, mentioned: true });
    expect(JSON.stringify(talk.effects())).toContain('承認待ち 3営業日目');
  });
  test.each([
    ['状況', 'わたしの報告'],
    ['ヘルプ', '使い方'],
    ['続き', '結果を教えてください'],
  ])('「%s」 is answered in private to anybody, in any channel', (text, shown) => {
    const here = inThread([open(4)], staff);
    for (const context of [here, { ...here, channelRound: null }]) {
      const to = { surface: 'channel', place: 'test:channel', aside: 'test:dm' } as const;
      const talk = conversation(context).say(text, { ...to, mentioned: true });
      expect(talk.effects()).toMatchObject([{ kind: 'show', place: 'test:dm' }]);
      expect(JSON.stringify(talk.effects())).toContain(shown);
      silent(conversation(context).say(text, { ...to, mentioned: false }));
    }
  });
});

const NOW = '2024-04-02T01:00:00.000Z';
const by = (actor: Actor) => ({ actor, source: 'test', now: NOW });

describe('the question in the record', () => {
  const task = submitted(2);
  const command = {
    kind: 'ask',
    report: task.id,
    version: 1,
    text: '2番の数字は？',
    thread: THREAD,
  } as const;
  const asking = { ...by(chief), id: inquiryIdOf('in-1#0'), task, section, reporters: [writer] };
  const asked = decideAsk(command, asking);
  const question = (asked as { question: Inquiry }).question;

  test('is asked by an approver, in the history, and owed to who answers', () => {
    expect(asked).toMatchObject({
      ok: true,
      entry: { action: 'asked', subject: task.id, version: 1, personId: 'chief', post: '課長', before: null },
      owed: [{ key: `question/${question.id}/${writer}`, to: { kind: 'person', personId: writer } }],
    });
  });
  test('is refused from anybody else, about nothing, and when nobody is there', () => {
    const refusal = (change: Partial<typeof asking>) => decideAsk(command, { ...asking, ...change }).outcome;
    expect(refusal({ actor: staff })).toEqual({ ok: false, refusal: { reason: 'not_entitled' } });
    expect(refusal({ task: open(2) })).toEqual({ ok: false, refusal: { reason: 'not_found' } });
    expect(refusal({ reporters: [] })).toEqual({ ok: false, refusal: { reason: 'nobody_to_ask' } });
  });
  test('is answered once, into the thread where it was asked', () => {
    const reply = { kind: 'reply', question: question.id, text: '190人です。' } as const;
    const answered = decideReply(reply, { ...by(staff), question, task });
    expect(answered).toMatchObject({
      ok: true,
      entry: { action: 'answered', personId: writer },
      owed: [
        {
          key: `question_answer/${question.id}`,
          to: { kind: 'channel', sectionId: section.id },
          under: THREAD,
        },
        { key: `question/${question.id}/${writer}` },
      ],
    });
    const after = (answered as { question: Inquiry }).question;
    expect(decideReply(reply, { ...by(staff), question: after, task }).outcome).toMatchObject({
      refusal: { reason: 'already_answered' },
    });
    const card = answerNotice(after, task, 'ja')!;
    expect(fallbackText(card)).toMatch(
      /No\.2[\s\S]*質問（課長[^）]*）：2番の数字は？\n回答（.*）：190人です。/u,
    );
    expect(answerNotice(question, task, 'ja')).toBeNull();
    expect(buttonsOf(inquiryCard(question, task, 'ja'))).toHaveLength(1);
    expect(buttonsOf(inquiryCard(after, task, 'ja'))).toEqual([]);
    expect(fallbackText(inquiryCard(after, task, 'en'))).toContain('190人です。');
  });
  test('is not answered by who asked, by strangers, or with nothing', () => {
    const reason = (actor: Actor, text: string) =>
      decideReply({ kind: 'reply', question: question.id, text }, { ...by(actor), question, task }).outcome;
    expect(reason(chief, 'はい')).toMatchObject({ refusal: { reason: 'not_entitled' } });
    expect(reason(actorOf('s99'), 'はい')).toMatchObject({ refusal: { reason: 'not_entitled' } });
    expect(reason(staff, ' \n')).toMatchObject({ refusal: { reason: 'incomplete' } });
  });

  const context: Context = { ...contextOf([task], staff), question };
  test('opens a form; an empty answer is said so in it', () => {
    const talk = conversation(context).press('open_reply', question.id);
    expect(talk.view('form').intro[0]).toContain('2番の数字は？');
    talk.click('送る', { answer: '　' });
    expect(talk.effects()).toEqual([
      { kind: 'form_problem', problems: { answer: '回答を書いてください。' } },
    ]);
    talk.press('reply', question.id, 0, '', { answer: '190人です。' });
    expect(talk.command()).toEqual({ kind: 'reply', question: question.id, text: '190人です。' });
  });
  test.each(['190人です。', '同じ', '報告のとおり', '続き'])('「%s」 in its thread is the answer', (text) =>
    expect(conversation(context).say(text, { surface: 'thread', place: 'test:dm:7' }).command()).toEqual({
      kind: 'reply',
      question: question.id,
      text,
    }),
  );
  test('ヘルプ in its thread is no answer', () =>
    expect(
      conversation(context).say('ヘルプ', { surface: 'thread', place: 'test:dm:7' }).view('message').title,
    ).toBe('使い方'));
});

test('the home and 状況 show the same: what is to do, and what waits with its age', () => {
  const waiting = [{ task: submitted(2), workingDays: 3 }];
  const context = { ...contextOf([open(4)], chief), waiting };
  const cards = conversation(context)
    .say('状況')
    .effects()
    .flatMap((effect) => (effect.kind === 'show' ? [effect.card] : []));
  expect(cards).toEqual(homeCards(context, []));
  expect(cards[1]).toMatchObject({ view: { items: [{ state: '承認待ち 3営業日目' }] } });
  expect(buttonsOf(cards[1]!).map(({ title }) => title)).toEqual(['内容を見る', '承認', '差戻し']);
});

describe('an answer typed into the direct message, where the platform has no threads', () => {
  const asker = { personId: 'chief', name: '課長', post: '課長', at: NOW, actingFor: null };
  const question = { id: inquiryIdOf('in-1#0'), reportId: all[1]!.id, asker, text: '2番の数字は？' };
  const context: Context = { ...contextOf([submitted(2), open(4)], staff), openQuestions: [question] };
  test('is held, and the person asked what it answers', () => {
    const talk = conversation(context).say('190人です。');
    expect(talk.view('message').title).toContain('どれへの回答');
    expect(buttonsOf(talk.card()).map(({ title }) => title)).toEqual([
      'No.2 の質問への回答（課長）',
      'どれでもない',
    ]);
    talk.click('質問への回答');
    expect(talk.command()).toEqual({ kind: 'reply', question: question.id, text: '190人です。' });
    expect(talk.desk().held).toEqual([]);
    talk.press('reply', question.id, 1, 'held');
    expect(talk.view('message').title).toContain('もう残っていません');
  });
  test('during an interview it may be meant for that: asked once, and the interview goes on', () => {
    const before = { ...context, openQuestions: [] };
    const talk = conversation({ ...before, now: '2024-04-02T00:30:00.000Z' }).say('続き');
    talk.setContext({ ...context, now: '2024-04-02T01:30:00.000Z' }).say('190人');
    expect(buttonsOf(talk.card()).map(({ title }) => title)).toContain('No.4 の報告の入力');
    talk.click('No.4 の報告');
    expect(talk.view('question')).toBeDefined();
    const [draft] = Object.values(talk.desk().drafts);
    expect(Object.values(draft!.answers)[0]?.result).toBe('190人');
    talk.say('○');
    expect(JSON.stringify(talk.effects())).not.toContain('どれへの回答');
  });
});
