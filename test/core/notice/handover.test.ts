import { describe, expect, test } from '@jest/globals';
import { fallbackText } from '../../../src/core/cards/fallback.js';
import { handoverCard } from '../../../src/core/cards/notices/handover.js';
import { takeOver } from '../../../src/core/conversation/interview/take-over-draft.js';
import { type Draft, emptyDesk } from '../../../src/core/draft/drafts.js';
import { handoversOn } from '../../../src/core/notice/handover.js';
import { planNotices } from '../../../src/core/notice/plan-notices.js';
import { approvalBy } from '../../../src/core/organization/route.js';
import { draftOf, withEarlier } from '../../support/sample-cards.js';
import { coordinators, goal, nothingTold, post, sectionRound, term } from '../../support/season.js';
import { actorOf, contextOf, tasksOf } from '../../support/tasks.js';

const old = term('old', { until: '2024-03-31' });
const fresh = term('new', { from: '2024-04-01' });
const seasoned = (goals = sectionRound(6, 'yearend').goals) =>
  sectionRound(6, 'yearend', {
    goals,
    posts: [post('s7', 'staff', old, fresh), post('s7', 'section_manager', term('chief7'))],
  });
const keys = (now: string, told = nothingTold, of = seasoned()) =>
  planNotices(of, coordinators, told, now).owed.flatMap(({ key }) =>
    key.startsWith('handover/') ? [key] : [],
  );
const KEY = 'handover/new/s7.staff/2024-04-01';

describe('who takes over from whom', () => {
  const told = (today: string, ...holders: Parameters<typeof post>[2][]) =>
    handoversOn({ section: { id: 's7', route: [] }, posts: [post('s7', 'staff', ...holders)] }, today).map(
      ({ successor, predecessors }) => [successor.personId, ...predecessors.map(({ personId }) => personId)],
    );
  test.each([
    ['from the first day', '2024-04-01', [old, fresh], [['new', 'old']]],
    ['not before it', '2024-03-31', [old, fresh], []],
    ['nor when a month has gone by', '2024-05-03', [old, fresh], []],
    ['nor from who stays in the post', '2024-04-01', [term('old'), fresh], []],
    [
      'nor from oneself, whose term was only renewed',
      '2024-04-01',
      [old, term('old', { from: '2024-04-01' })],
      [],
    ],
    ['nor from who left long before', '2024-04-01', [term('old', { until: '2024-02-01' }), fresh], []],
  ])('%s', (_name, today, holders, expected) => {
    expect(told(today, ...holders)).toEqual(expected);
  });
});

describe('the message to the successor', () => {
  test('goes out on the first working morning, once for ever, while anything is open', () => {
    expect(keys('2024-03-31T23:00:00.000Z')).toEqual([]);
    expect(keys('2024-04-01T00:00:00.000Z')).toEqual([KEY]);
    expect(keys('2024-04-03T00:00:00.000Z')).toEqual([KEY]);
    expect(keys('2024-04-03T00:00:00.000Z', { ...nothingTold, sent: (key) => key === KEY })).toEqual([]);
    const done = seasoned().goals.map(({ taskId }) =>
      goal(taskId, { state: 'approved', since: '2024-03-20T00:00:00.000Z' }),
    );
    expect(keys('2024-04-01T00:00:00.000Z', nothingTold, seasoned(done))).toEqual([]);
  });
  test('is looked for on the day, though nothing else is due then', () => {
    const { next } = planNotices(
      seasoned(),
      coordinators,
      { reminded: () => '2024-03-30', sent: () => true, drawn: () => null },
      '2024-03-27T03:00:00.000Z',
    );
    expect(next).toBe('2024-04-01T00:00:00.000Z');
  });
});

describe('a manager who took over is still told what others have not done', () => {
  const [chief, successor] = [term('chief', { until: '2024-03-31' }), term('new', { from: '2024-04-01' })];
  const owedTo = (day: string, of: ReturnType<typeof sectionRound>) =>
    planNotices(of, coordinators, nothingTold, `${day}T00:00:00.000Z`).owed.flatMap(({ key }) =>
      key.includes('/new/') ? [key] : [],
    );
  test('who is missing on the day it is due, and the morning after', () => {
    const of = sectionRound(6, 'yearend', {
      posts: [post('s7', 'staff', term('writer')), post('s7', 'section_manager', chief, successor)],
    });
    const handover = 'handover/new/s7.section_manager/2024-04-01';
    expect(owedTo('2024-04-11', of)).toEqual([handover]);
    expect(owedTo('2024-04-12', of)).toEqual([handover, 'reminder/new/2024-04-12']);
    expect(owedTo('2024-04-15', of)).toEqual([handover, 'reminder/new/2024-04-15']);
  });
  test('what has waited too long for who is before them', () => {
    const { section, goals } = sectionRound(6, 'yearend');
    const of = sectionRound(6, 'yearend', {
      section: { ...section, route: [approvalBy('subsection_chief'), approvalBy('section_manager')] },
      goals: goals.map(({ taskId }) =>
        goal(taskId, { state: 'submitted', since: '2024-04-02T01:00:00.000Z', version: 1 }),
      ),
      posts: [
        post('s7', 'staff', term('writer')),
        post('s7', 'subsection_chief', term('subchief')),
        post('s7', 'section_manager', chief, successor),
      ],
    });
    expect(owedTo('2024-04-09', of)).toContain('reminder/new/2024-04-09');
  });
});

describe('a post above the section', () => {
  const route = [approvalBy('section_manager'), approvalBy('department_head')];
  const [head, next] = [term('head', { until: '2024-03-31' }), term('next', { from: '2024-04-01' })];
  const waitsAt = (step: number, since: string) => {
    const of = sectionRound(6, 'yearend');
    return sectionRound(6, 'yearend', {
      section: { ...of.section, parentId: 'ward', route },
      goals: of.goals.map(({ taskId }) => goal(taskId, { state: 'submitted', step, since, version: 1 })),
      posts: [post('s7', 'section_manager', term('chief7')), post('ward', 'department_head', head, next)],
    });
  };
  const key = 'handover/next/ward.department_head/2024-04-01';
  test.each([
    ['what waits there is handed over', 1, '2024-03-29T01:00:00.000Z', [key]],
    ['what waits before it is not', 0, '2024-03-29T01:00:00.000Z', []],
    ['nor what came after the transfer', 1, '2024-04-01T01:00:00.000Z', []],
  ])('%s', (_name, step, since, expected) => {
    expect(keys('2024-04-02T00:00:00.000Z', nothingTold, waitsAt(step, since))).toEqual(expected);
  });
});

const [task] = tasksOf(6).map((one) => withEarlier(one, 6));
const material = {
  kind: 'handover' as const,
  sectionName: '建設課',
  post: '担当者',
  predecessors: [{ id: 'old', name: '担当者1', until: '2024-03-31' }],
  tasks: [task!],
  waiting: [],
  questions: [],
  today: '2024-04-01',
};

test('the card says who was there before, what is open, what was said and what was written before', () => {
  const returned = {
    ...task!,
    report: {
      ...contentful(),
      returned: {
        personId: 'c',
        name: '課長',
        post: '課長',
        at: '2024-03-28T01:00:00.000Z',
        actingFor: null,
        comment: '内訳を書いてください。',
      },
    },
  };
  const text = fallbackText(handoverCard({ ...material, tasks: [returned] }, 'ja')!);
  expect(text).toContain('引継ぎのご案内（建設課 担当者）');
  expect(text).toContain('前任：担当者1（3月31日(日)まで）');
  expect(text).toContain('差戻し（課長）：内訳を書いてください。');
  expect(text).toContain('中間の結果：190人');
  expect(text).toContain('No.1 を 担当者1 さんの下書きから始める');
  expect(handoverCard({ ...material, tasks: [] }, 'ja')).toBeNull();
});

function contentful() {
  const { answers, policy } = draftOf(task!, 6, { at: 'review' });
  return {
    id: task!.id,
    goalId: task!.goalId,
    roundId: task!.round.id,
    sectionId: task!.sectionId,
    version: 1,
    state: 'returned' as const,
    content: {
      answers: Object.keys(answers).map((indicatorId) => ({
        indicatorId,
        result: '190人',
        rating: 'achieved' as const,
        reason: '',
        status: '',
        proposal: {} as never,
      })),
      nextPolicy: policy ?? '',
    },
    writer: {
      personId: 'old',
      name: '担当者1',
      post: '担当者',
      at: '2024-03-27T01:00:00.000Z',
      actingFor: null,
    },
    approvals: [],
    late: false,
    previous: null,
  };
}

describe('taking a draft over', () => {
  const context = contextOf([task!], actorOf('s7', 'staff', 'new'), '2024-04-01T01:00:00.000Z');
  const theirs: Draft = {
    ...draftOf(task!, 6, { at: 'sent' }),
    answers: { [task!.indicators[0]!.id]: { result: '190人', rating: 'partially_achieved', reason: '天候' } },
    unseen: true,
  };
  const OLD = { id: 'old', name: '担当者1', language: 'en' } as const;
  const { policy: _, ...unfinished } = theirs;
  const summary = (turn: ReturnType<typeof takeOver>) =>
    turn.effects.map((effect) => (effect.kind === 'show' ? fallbackText(effect.card) : '')).join('\n');
  const go = (
    over: {
      desk?: typeof emptyDesk;
      theirs?: Draft | null;
      who?: typeof OLD | null;
      at?: typeof context;
    } = {},
  ) =>
    takeOver(
      over.desk ?? emptyDesk,
      'p',
      task!.id,
      over.who === undefined ? OLD : over.who,
      over.theirs === undefined ? unfinished : over.theirs,
      over.at ?? context,
    );

  test('goes on where the texts end, as a draft of one’s own', () => {
    const turn = go();
    expect(turn.desk.drafts[task!.id]).toMatchObject({
      answers: theirs.answers,
      asking: { at: 'status' },
      turn: Date.parse(context.now),
      base: 0,
    });
    expect(turn.desk.drafts[task!.id]).not.toHaveProperty('unseen');
    expect(turn.desk.focus).toBe(task!.id);
    expect(summary(turn)).toContain('担当者1さんの下書きを引き継ぎました');
  });
  test('leaves no old button with whose draft it was: their cards are one line, in their language', () => {
    const folds = (turn: ReturnType<typeof takeOver>) => turn.effects.filter(({ kind }) => kind === 'fold');
    const line = `No.${task!.goalNo} Taken over by ${context.actor.name}`;
    expect(folds(go())).toEqual([
      {
        kind: 'fold',
        of: 'old',
        task: task!.id,
        turn: unfinished.turn,
        lines: { review: line, shown: line },
        language: 'en',
      },
    ]);
    const own = { ...emptyDesk, drafts: { [task!.id]: draftOf(task!, 6, { at: 'review' }) } };
    for (const over of [{ desk: own }, { who: null }, { theirs: null }]) expect(folds(go(over))).toEqual([]);
  });
  test('never over an own draft, nor of a goal that is reported, nor from somebody who has not left', () => {
    const own = { ...emptyDesk, drafts: { [task!.id]: draftOf(task!, 6, { at: 'review' }) } };
    expect(go({ desk: own })).toMatchObject({ desk: own });
    expect(summary(go({ desk: own }))).toContain('ご自分の下書きがあります');
    expect(go({ who: null }).desk).toBe(emptyDesk);
    const submitted = contextOf(
      [{ ...task!, report: { ...contentful(), state: 'submitted', returned: null } }],
      context.actor,
    );
    expect(go({ at: submitted }).desk).toBe(emptyDesk);
    expect(go({ at: contextOf([], context.actor) }).desk).toBe(emptyDesk);
  });
  test('nothing there: it can be begun', () => {
    expect(summary(go({ theirs: null }))).toMatch(/下書きはありませんでした[\s\S]*始める/u);
  });
});
