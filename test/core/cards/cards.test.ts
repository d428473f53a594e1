import { describe, expect, test } from '@jest/globals';
import { encodeAction } from '../../../src/core/cards/action.js';
import { approvalCard } from '../../../src/core/cards/approval/approval.js';
import { CARD_VIEWS, type Card } from '../../../src/core/cards/card.js';
import { fallbackText } from '../../../src/core/cards/fallback.js';
import { noticeCard } from '../../../src/core/cards/notices/notice.js';
import type { NoticeMaterial } from '../../../src/core/cards/notices/notice-material.js';
import { reportRows } from '../../../src/core/cards/report-rows.js';
import { summaryCard } from '../../../src/core/cards/summary.js';
import { tasksCard } from '../../../src/core/cards/tasks.js';
import { approvalBy } from '../../../src/core/organization/route.js';
import type { Report } from '../../../src/core/report/report.js';
import type { Task } from '../../../src/core/report/task.js';
import { fourStep } from '../../../src/core/sheet/scale.js';
import { shorten } from '../../../src/core/text/shorten.js';
import { buttonsOf } from '../../support/conversation.js';
import {
  approvedReport,
  cardsOf,
  material,
  NOW,
  printedContent,
  reportOf,
  sectionOf,
  signature,
  TODAY,
} from '../../support/sample-cards.js';
import { tasksOf } from '../../support/tasks.js';

const CONSTRUCTION = 6; // 建設課: △ 一部未達成 twice
const tasks = tasksOf(CONSTRUCTION);
const task = tasks[0]!;
const section = sectionOf(task);
const { round } = task;
const with_ = (report: Report, of: Task = task): Task => ({ ...of, report });
const view = <Name extends Card['name']>(card: Card, name: Name) => {
  expect(card.name).toBe(name);
  expect(CARD_VIEWS[name].safeParse(card.view).error).toBeUndefined();
  return card.view as Extract<Card, { name: Name }>['view'];
};

describe('the summary', () => {
  const mixed = [
    with_(approvedReport(task, CONSTRUCTION)),
    with_(reportOf(tasks[1]!, printedContent(tasks[1]!, CONSTRUCTION)), tasks[1]),
    tasks[2]!,
    tasks[3]!,
  ];
  const done = tasks.map((t) => with_(approvedReport(t, CONSTRUCTION), t));

  test('counts the states in words while not everything is approved', () => {
    const v = view(
      summaryCard({ section, round, tasks: mixed, drafting: [tasks[3]!.id], today: TODAY, language: 'ja' }),
      'summary',
    );
    expect(v.title).toBe('令和5年度 期末報告 ・ 建設課');
    expect(v.subtitle).toBe('期限 4月12日(金) ・ 3月31日(日)現在');
    expect(v.counts).toBe('承認済 1 ・ 承認待ち 1 ・ 入力中 1 ・ 未提出 1');
    expect(v.bar).toBe('■□□□ 4件中1件が承認済');
    expect(v.items.map((item) => [item.goal, `${item.figures} ・ ${item.state}`])).toEqual([
      ['No.1 官民協働によるアキグミ植栽活動に参加した人数', '200人以上 → 190人 ・ △ 一部未達成 ・ 承認済'],
      [
        'No.2 新崎駅自由通路における南口及び北口エレベーターの完成供用',
        '年度内供用開始 → 南口:供用開始 北口:工事中 ・ △ 一部未達成 ・ 承認待ち',
      ],
      ['No.3 研修発表実施数(回)', '目標 6 ・ 未提出'],
      ['No.4 上半期の工事発注率(発注本数/当初計画本数)', '目標 85%以上 ・ 入力中'],
    ]);
    // The same as a table, where the platform draws tables.
    expect(v.columns).toEqual(['取組指標', '目標 → 結果、評価']);
    expect(v.items.map(({ cells }) => cells)).toEqual([
      ['No.1 官民協働によるアキグミ植栽活動に参加した人数', '200人以上 → 190人\n△ 一部未達成 ・ 承認済'],
      [
        'No.2 新崎駅自由通路における南口及び北口エレベーターの完成供用',
        '年度内供用開始 → 南口:供用開始 北口:工事中\n△ 一部未達成 ・ 承認待ち',
      ],
      ['No.3 研修発表実施数(回)', '目標 6\n未提出'],
      ['No.4 上半期の工事発注率(発注本数/当初計画本数)', '目標 85%以上\n入力中'],
    ]);
    expect([v.complete, v.ratings]).toEqual([false, '']);
  });

  test('does not say in the channel that something was returned, or what it said', () => {
    const [goal] = mixed;
    const returned = { ...goal!, report: { ...goal!.report!, state: 'returned' as const } };
    const v = view(
      summaryCard({ section, round, tasks: [returned], today: TODAY, language: 'ja' }),
      'summary',
    );
    expect([v.counts, v.items.map(({ figures, state }) => [figures, state])]).toEqual([
      '承認済 0 ・ 入力中 1',
      [['目標 200人以上', '入力中']],
    ]);
  });

  test('says when the deadline has passed, until all is approved', () => {
    const late = (list: Task[]) =>
      view(summaryCard({ section, round, tasks: list, today: '2024-04-13', language: 'ja' }), 'summary')
        .subtitle;
    expect(late(mixed)).toContain('期限を過ぎています');
    expect(late(done)).not.toContain('期限を過ぎています');
  });

  test('marks the finished files in the thread while they are not true, and which one holds once there are more', () => {
    const footer = (list: Task[], filePostedAt: string | null) =>
      view(
        summaryCard({ section, round, tasks: list, filePostedAt, today: TODAY, language: 'ja' }),
        'summary',
      ).footer;
    const [first, ...others] = done;
    const approvedAt = first!.report!.approvals.at(-1)!.at;
    const before = new Date(Date.parse(approvedAt) - 1).toISOString();
    const report = { ...first!.report!, state: 'returned' as const };
    for (const open of [[with_(report), ...others], mixed]) {
      expect(footer(open, approvedAt)).toContain('いまの内容と異なります');
      expect(footer(open, null)).not.toContain('ファイル');
    }
    expect(footer(done, before)).toContain('いちばん新しいもの');
    // The only one holds.
    expect(footer(done, approvedAt)).not.toContain('ファイル');
    expect(footer(done, null)).not.toContain('ファイル');
  });

  test('shows every indicator with symbols, words and counts once everything is approved', () => {
    const v = view(summaryCard({ section, round, tasks: done, today: TODAY, language: 'ja' }), 'summary');
    expect(v.complete).toBe(true);
    expect(v.bar).toBe('■■■■ 4件中4件が承認済');
    expect(v.ratings).toBe('○ 達成 2 ・ △ 一部未達成 2 ・ × 未達成 0');
    expect(v.items).toHaveLength(done.flatMap(({ indicators }) => indicators).length);
    expect(v.items[0]).toMatchObject({
      goal: 'No.1 官民協働によるアキグミ植栽活動に参加した人数',
      figures: '200人以上 → 190人',
      state: '△ 一部未達成',
    });
  });

  test('takes outlook words at mid-year, and the steps of the scale there is', () => {
    const midyear = tasksOf(CONSTRUCTION, 'midyear').map((t) => {
      const four = { ...t, scale: fourStep };
      return with_(approvedReport(four, CONSTRUCTION), four);
    });
    const v = view(
      summaryCard({ section, round: midyear[0]!.round, tasks: midyear, today: '2023-10-10', language: 'ja' }),
      'summary',
    );
    expect(v.ratings).toBe(
      '◎ 目標を上回る見込み 0 ・ ○ 達成見込み 2 ・ △ 一部未達成見込み 2 ・ × 未達成見込み 0',
    );
  });

  test('names nobody', () => {
    expect(
      JSON.stringify(summaryCard({ section, round, tasks: mixed, today: TODAY, language: 'ja' })),
    ).not.toContain('担当者');
  });

  test('of a section without goals is not complete', () => {
    const v = view(summaryCard({ section, round, tasks: [], today: TODAY, language: 'en' }), 'summary');
    expect([v.complete, v.bar]).toEqual([false, '']);
    expect(v.counts).toBe('There are no goals on record.');
  });

  test('draws at most ten squares', () => {
    const many = Array.from({ length: 23 }, (_unused, i) => (i < 12 ? done[0]! : task));
    const v = view(summaryCard({ section, round, tasks: many, today: TODAY, language: 'ja' }), 'summary');
    expect(v.bar).toBe('■■■■■□□□□□ 23件中12件が承認済');
  });
});

describe('the approval card', () => {
  const content = printedContent(task, CONSTRUCTION);
  const show = (report: Report, more: Partial<Parameters<typeof approvalCard>[0]> = {}) =>
    view(approvalCard({ task: with_(report), section, language: 'ja', ...more }), 'approval');

  test('of a submission shows everything, with 承認 and 差戻し of this version and step', () => {
    const v = show(reportOf(task, content));
    expect(v.state).toBe('承認待ち（課長） ・ 4月3日(水) 9:12から');
    expect(v.writer).toBe('提出：担当者（4月3日(水) 9:12）');
    expect(v.rows).toMatchObject([{ result: '190人', rating: '△ 一部未達成' }]);
    expect(v.policy).toBe(content.nextPolicy);
    expect(v.changes).toEqual([]);
    expect(v.buttons.map(({ title, label, action }) => [title, label, action])).toEqual([
      ['承認', '建設課 No.1 を承認する', encodeAction('approve', task.id, 1, '0')],
      ['差戻し', '建設課 No.1 の差戻し（コメントを書きます）', encodeAction('open_return', task.id, 1, '0')],
    ]);
  });

  test('stands at the next step of a longer route, since the step before', () => {
    const v = show(reportOf(task, content, { approvals: [signature('係長', '2024-04-04T23:50:00.000Z')] }), {
      section: sectionOf(task, [approvalBy('subsection_chief'), approvalBy('section_manager')]),
      route: [
        { ...approvalBy('subsection_chief'), title: '係長' },
        { ...approvalBy('section_manager'), title: '館長' },
      ],
    });
    expect(v.state).toBe(
      '承認待ち（館長） ・ 2段階のうち2段階め ・ 4月5日(金) 8:50から\n承認：係長（4月5日(金) 8:50）',
    );
    expect(v.buttons[0]!.action).toBe(encodeAction('approve', task.id, 1, '1'));
  });

  test('tells in private, and not in the channel, that it came after the deadline', () => {
    const late = reportOf(task, content, { late: true });
    expect(show(late).writer).toBe('提出：担当者（4月3日(水) 9:12）');
    expect(show(late, { asked: { version: 1, step: 0 } }).writer).toBe(
      '提出：担当者（4月3日(水) 9:12） ・ 期限後の提出',
    );
  });

  test('of a resubmission shows only what changed', () => {
    const previous = { ...content, nextPolicy: '引き続き取り組みます。' };
    const v = show(reportOf(task, content, { version: 2, previous }));
    expect(v.changes).toEqual([
      {
        label: '今後の方針',
        before: '引き続き取り組みます。',
        after: content.nextPolicy,
        marked: '',
        runs: [],
      },
    ]);
    // Of the rest only the numbers.
    expect(v.rows).toMatchObject([
      { because: '目標 200人以上 → 結果 190人　△ 一部未達成', status: '', reason: '' },
    ]);
    expect(v.policy).toBe('');
    expect(v.state).toContain('第2版');
    const same = show(reportOf(task, content, { version: 2, previous: content }));
    expect(same.changes).toEqual([]);
    expect(same.changesLabel).toBe('前に提出された版からの変更はありません。');
    expect(same.rows).toHaveLength(1);
  });

  test('of a resubmission opens the whole, with what changed above it', () => {
    const previous = { ...content, nextPolicy: '引き続き取り組みます。' };
    const report = reportOf(task, content, { version: 2, previous });
    const short = show(report);
    expect(short.buttons.map(({ id, action }) => [id, action]).at(-1)).toEqual([
      'show',
      encodeAction('open_report', task.id, 2),
    ]);
    const whole = show(report, { whole: true });
    expect(whole.changes).toEqual(short.changes);
    expect([whole.rows.length, whole.policy]).toEqual([1, content.nextPolicy]);
    expect(whole.changesLabel).toBe('前に提出された版からの変更（そのあとに全文があります）');
    expect(whole.buttons.map(({ id }) => id)).toEqual(['approve', 'return']);
  });

  test('marks what was corrected in a text, in words that need no format', () => {
    const answers = content.answers.map((answer, i) =>
      i === 0 ? { ...answer, status: answer.status.replace('190', '9') } : answer,
    );
    const previous = { answers, nextPolicy: content.nextPolicy.replace('調整を', '') };
    const report = reportOf(task, content, { version: 2, previous });
    const [status, policy] = show(report).changes;
    expect(status).toMatchObject({ before: '', after: '', label: expect.stringContaining('目標達成状況') });
    expect(status?.marked).toMatch(/^（…中略…）.*参加人数は【削除：9】【追加：190】人でした。$/u);
    expect(status?.runs.map(({ text }) => text).join('')).toBe(status?.marked);
    expect(status?.runs.filter(({ style }) => style !== 'same')).toEqual([
      { style: 'removed', text: '9' },
      { style: 'added', text: '190' },
    ]);
    expect(policy?.marked).toContain('国土交通省などと【追加：調整を】図るほか');
    const broken = { ...previous, nextPolicy: `${content.nextPolicy}\nまた、協議します。\n` };
    expect(show(reportOf(task, content, { version: 2, previous: broken })).changes[1]?.marked).toMatch(
      /取り組みます。【削除：（改行）また、協議します。（改行）】$/u,
    );
    const spaced = { ...previous, nextPolicy: content.nextPolicy.replace('、', '、　') };
    expect(show(reportOf(task, content, { version: 2, previous: spaced })).changes[1]?.marked).toContain(
      '、【削除：（空白）】',
    );
    const said = fallbackText(approvalCard({ task: with_(report), section, language: 'ja' }));
    expect(said).toContain(status!.marked);
    expect(fallbackText(approvalCard({ task: with_(report), section, language: 'en' }))).toContain(
      '[removed: 9][added: 190]',
    );
  });

  test('names the indicator of a change where a goal has several, and says what was blank', () => {
    const market = tasksOf(5)[1]!; // two indicators
    const printed = printedContent(market, 5);
    const previous = {
      ...printed,
      answers: printed.answers.map((answer, i) =>
        i === 1 ? { ...answer, result: '', rating: 'partially_achieved' as const } : answer,
      ),
    };
    const v = show(reportOf(market, printed, { version: 2, previous }), {
      task: with_(reportOf(market, printed, { version: 2, previous }), market),
    });
    expect(v.changes).toEqual([
      { label: '結果（イベント等での出店(回)）', before: '（空欄）', after: '1', marked: '', runs: [] },
      {
        label: '評価（イベント等での出店(回)）',
        before: '△ 一部未達成',
        after: '○ 達成',
        marked: '',
        runs: [],
      },
    ]);
  });

  test('once decided says who, by which post, when; for 代決 both', () => {
    const v = show({
      ...approvedReport(task, CONSTRUCTION),
      approvals: [
        signature('課長', '2024-04-05T04:20:00.000Z', { name: '課長補佐', actingFor: '課長の職にある者' }),
      ],
    });
    expect(v.state).toBe('承認済\n承認：課長 課長の職にある者 の代決：課長補佐（4月5日(金) 13:20）');
    expect(v.buttons).toEqual([]);
  });

  test('of a return keeps the comment private', () => {
    const returned = { ...signature('課長', '2024-04-05T04:20:00.000Z'), comment: '内訳も書いてください' };
    const card = approvalCard({
      task: with_(reportOf(task, content, { state: 'returned', returned })),
      section,
      language: 'ja',
    });
    expect(JSON.stringify(card)).not.toContain('内訳も');
    expect(view(card, 'approval').state).toBe('差戻し：課長（4月5日(金) 13:20）');
    expect(buttonsOf(card)).toEqual([]);
  });

  test('of a withdrawal shows no content and no buttons', () => {
    const v = show(reportOf(task, content, { state: 'withdrawn' }));
    expect([v.rows, v.policy, v.buttons]).toEqual([[], '', []]);
    expect(v.state).toContain('取り下げ');
  });

  test('of nothing is a fault', () => {
    expect(() => approvalCard({ task, section, language: 'ja' })).toThrow('no report');
  });
});

describe('rows', () => {
  test('tell the proposal when a person chose another rating', () => {
    const content = printedContent(task, CONSTRUCTION);
    const answers = content.answers.map((answer) => ({
      ...answer,
      rating: 'not_achieved' as const,
      reason: '理由',
    }));
    const [row] = reportRows(task, { ...content, answers }, 'ja');
    expect(row).toMatchObject({ rating: '× 未達成', reason: '理由' });
    expect(row!.because).toMatch(/^評価案：△ 一部未達成（.*95\.0.*）$/u);
    expect(reportRows(task, content, 'ja')[0]!.because).not.toContain('評価案');
  });
  test('are blank where nothing was answered', () => {
    expect(reportRows(task, { answers: [], nextPolicy: '' }, 'en')[0]).toMatchObject({
      result: '',
      rating: '',
      because: '',
    });
  });
});

describe('状況', () => {
  const content = (t: Task) => printedContent(t, CONSTRUCTION);
  const list = [
    with_(approvedReport(task, CONSTRUCTION)),
    with_(reportOf(tasks[1]!, content(tasks[1]!), { version: 4 }), tasks[1]),
    with_(reportOf(tasks[2]!, content(tasks[2]!), { state: 'returned' }), tasks[2]),
    tasks[3]!,
  ];
  test('lists the open goals first, each with what can be done next', () => {
    const v = view(
      tasksCard({
        tasks: list,
        drafting: [tasks[3]!.id],
        today: TODAY,
        language: 'ja',
        person: list[1]!.report!.writer.personId,
      }),
      'tasks',
    );
    expect(v.lines).toEqual(['未提出が2件あります。']);
    expect(
      v.items.map((item) => [
        item.title.slice(0, 4),
        item.state,
        item.buttons.map((b) => [b.title, b.action]),
      ]),
    ).toEqual([
      ['No.3', '差戻し', [['直す', encodeAction('begin', tasks[2]!.id)]]],
      ['No.4', '入力中', [['続ける', encodeAction('begin', tasks[3]!.id)]]],
      ['No.1', '承認済', []],
      ['No.2', '承認待ち', [['取り下げ', encodeAction('withdraw', tasks[1]!.id, 4)]]],
    ]);
    const toOthers = tasksCard({ tasks: list, today: TODAY, language: 'ja', person: 'somebody else' });
    expect(view(toOthers, 'tasks').items.at(-1)!.buttons).toEqual([]);
    expect(v.items[0]!.detail).toBe('令和5年度 期末報告 ・ 建設課\n期限 4月12日(金)（あと3日です）');
    expect(v.items[2]!.detail).not.toContain('期限');
  });
  test.each([
    ['2024-04-11', '明日が期限です'],
    ['2024-04-12', '今日が期限です'],
    ['2024-04-13', '期限を過ぎています'],
  ])('on %s: %s', (today, words) => {
    expect(
      view(tasksCard({ tasks: [tasks[3]!], today, language: 'ja' }), 'tasks').items[0]!.detail,
    ).toContain(words);
  });
  test('with nothing to do says so', () => {
    const lines = (t: Task[]) => view(tasksCard({ tasks: t, today: TODAY, language: 'ja' }), 'tasks').lines;
    expect(lines([list[0]!])).toEqual(['すべて提出済みです。ありがとうございます。']);
    expect(lines([])).toEqual(['いま報告していただくものはありません。']);
  });
});

describe('notices', () => {
  const content = printedContent(task, CONSTRUCTION);
  const comment = '内訳も書いてください。\n二行めもあります。';
  const returned = reportOf(task, content, {
    state: 'returned',
    returned: { ...signature('課長', '2024-04-05T04:20:00.000Z'), comment },
  });
  const person = (list: readonly Task[], more: Partial<typeof round> = {}): NoticeMaterial => ({
    kind: 'person',
    person: { id: 'p', name: '担当者', email: null, language: 'ja' },
    round: { ...round, ...more },
    tasks: list.map((t) => ({ ...t, round: { ...t.round, ...more } })),
    today: TODAY,
  });

  test('差戻し has the comment in full and a button to begin again', () => {
    const card = noticeCard(
      { kind: 'returned', reportId: task.id, version: 1 },
      material(task, returned),
      'ja',
    )!;
    expect(view(card, 'message').title).toBe('No.1 が差し戻されました');
    expect(view(card, 'message').lines.join('\n')).toContain(comment);
    expect(buttonsOf(card).map((b) => b.action)).toEqual([encodeAction('begin', task.id)]);
  });
  test('差戻し of a version submitted anew since has no button', () => {
    const since: NoticeMaterial = {
      ...(material(task, returned) as Extract<NoticeMaterial, { kind: 'report' }>),
      task: with_(reportOf(task, content, { version: 2 })),
    };
    expect(buttonsOf(noticeCard({ kind: 'returned', reportId: task.id, version: 1 }, since, 'ja')!)).toEqual(
      [],
    );
  });
  test('承認 says by whom and when, and nothing when it does not stand', () => {
    const about = { kind: 'approved', reportId: task.id, version: 1 } as const;
    const card = noticeCard(about, material(task, approvedReport(task, CONSTRUCTION)), 'ja')!;
    expect(view(card, 'message').lines).toContain('課長（4月5日(金) 13:20）');
    expect(noticeCard(about, material(task, returned), 'ja')).toBeNull();
  });
  test('あとで asks again only while it is open', () => {
    const about = { kind: 'ask_again', personId: 'p', taskId: task.id, until: NOW } as const;
    expect(buttonsOf(noticeCard(about, person([task]), 'ja')!).map((b) => b.action)).toEqual([
      encodeAction('begin', task.id),
    ]);
    expect(noticeCard(about, person([with_(reportOf(task, content))]), 'ja')).toBeNull();
    expect(noticeCard(about, person([task], { state: 'closed' }), 'ja')).toBeNull();
    expect(noticeCard(about, person([]), 'ja')).toBeNull();
  });
  test('a reminder lists the open goals alone, and is not sent to who has none', () => {
    const about = { kind: 'reminder', personId: 'p', day: TODAY } as const;
    const day = {
      kind: 'day',
      person: { id: 'p', name: '担当者', email: null, language: 'ja' },
      waiting: [],
      raised: [],
      questions: [],
      missing: [],
      vacant: [],
      today: TODAY,
    } as const;
    const card = noticeCard(about, { ...day, tasks: tasks.slice(1) }, 'ja')!;
    const v = view(card, 'tasks');
    expect(v.title).toBe('令和5年度 期末報告の入力をお願いします');
    expect(v.lines[0]).toBe('期限 4月12日(金)（あと3日です）');
    expect(v.items.map((item) => item.buttons.map((b) => b.action))).toEqual(
      tasks.slice(1).map((t) => [encodeAction('begin', t.id)]),
    );
    expect(noticeCard(about, { ...day, tasks: [] }, 'ja')).toBeNull();
  });
  test('with the material of another is a fault', () => {
    expect(() =>
      noticeCard(
        { kind: 'ask_again', personId: 'p', taskId: task.id, until: NOW },
        material(task, returned),
        'ja',
      ),
    ).toThrow();
  });
});

describe('the fall-back text', () => {
  test.each(['ja', 'en'] as const)('holds every text of every card, and every button: %s', (language) => {
    for (const card of Object.values(cardsOf(5, language))) {
      const text = fallbackText(card);
      const skipped = new Set([
        // of a table: the same is said item by item
        'columns',
        'cells',
        'id',
        'action',
        'style',
        'placeholder',
        'errorMessage',
        // of the dialog's frame, and no button of the card
        'cancel',
        'label',
        'labels',
        'bar',
        'policyLabel',
        // said where it is shown (test/chat/pictures.test.ts)
        'picture',
      ]);
      const expectIn = (value: unknown, key: string): void => {
        if (skipped.has(key)) return;
        // of a choice and its field the title is said, not the value
        if (typeof value === 'string' && key !== 'value') expect(text).toContain(value);
        else if (Array.isArray(value)) for (const item of value) expectIn(item, key);
        else if (value && typeof value === 'object') {
          if ('action' in value && 'label' in value) {
            const { title, label } = value as unknown as { title: string; label: string };
            expect(text.includes(title) || text.includes(label)).toBe(true);
          } else for (const [name, item] of Object.entries(value)) expectIn(item, name);
        }
      };
      expectIn(card.view, '');
    }
  });
  test('reads no squares out', () => {
    expect(fallbackText(cardsOf(6)['summary open']!)).not.toMatch(/[■□]/u);
    expect(fallbackText(cardsOf(6)['summary open']!)).toContain('4件中1件が承認済');
  });
});

describe('shortening', () => {
  test('cuts between characters as people see them', () => {
    expect(shorten('👨‍👩‍👧‍👦👨‍👩‍👧‍👦', 12)).toBe('👨‍👩‍👧‍👦…');
    expect(shorten('か\u3099き\u3099', 3)).toBe('か\u3099…');
    // what changes the thumb's colour begins where the room ends
    expect(shorten('👍👍🏻', 5)).toBe('👍…');
    expect(shorten('短い文', 3)).toBe('短い文');
  });
  test('counts as it is told to', () => {
    expect(shorten('&&&&', 11, '…', (t) => t.replaceAll('&', '&amp;').length)).toBe('&&…');
  });
});
