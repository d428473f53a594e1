import { describe, expect, test } from '@jest/globals';
import { decide } from '../../../src/core/decision/decide.js';
import { UNDO_MINUTES } from '../../../src/core/decision/decide-approval.js';
import type { ReportCommand, Subject } from '../../../src/core/decision/decision.js';
import type { Actor, Section } from '../../../src/core/organization/people.js';
import { approvalBy } from '../../../src/core/organization/route.js';
import type { PostTerms } from '../../../src/core/organization/terms.js';
import { finishedSheet, isFinished } from '../../../src/core/report/finished-sheet.js';
import { proposalFor } from '../../../src/core/report/proposal/proposal-for.js';
import { approvedReport, type Report } from '../../../src/core/report/report.js';
import type { Task } from '../../../src/core/report/task.js';
import { actorOf, postsOf, tasksOf } from '../../support/tasks.js';
import { kitaSheets } from '../../workbook/fixture-sheets.js';

const section: Section = {
  id: 's7',
  name: '建設課',
  department: '北区',
  parentId: 'ward',
  route: [approvalBy('section_manager')],
};
const staff = actorOf('s7');
const chief = actorOf('s7', 'subsection_chief');
const manager = actorOf('s7', 'section_manager');
const head = actorOf('ward', 'department_head');
const desk = actorOf('office', 'coordinator');
const everybody = postsOf(staff, chief, manager, head);
const NOW = '2024-04-02T01:00:00.000Z';
const later = (minutes: number) => new Date(Date.parse(NOW) + minutes * 60_000).toISOString();

const tasks = tasksOf(6);
const task = tasks[0]!;
const { id } = task;

function contentOf(of: Task, status = '状況の文') {
  return {
    answers: of.indicators.map((indicator) => ({
      indicatorId: indicator.id,
      result: '190人',
      rating: 'partially_achieved' as const,
      reason: '天候',
      status,
      proposal: proposalFor(of, indicator, '190人'),
    })),
    nextPolicy: '方針',
  };
}

/** A report under way: each command is decided about what the one before left. */
function under(options: Partial<Subject> = {}, others: readonly Task[] = [task]) {
  let report: Report | null = null;
  return {
    get report(): Report {
      if (!report) throw new Error('never submitted');
      return report;
    },
    decide(command: ReportCommand, actor: Actor, more: Partial<Subject> = {}) {
      const now = { ...task, report };
      const decision = decide({
        command,
        task: now,
        sheetTasks: others.map((one) => (one.id === id ? now : one)),
        section,
        posts: everybody,
        coordinators: postsOf(desk),
        actor,
        now: NOW,
        today: '2024-04-02',
        source: 'test',
        ...options,
        ...more,
      });
      if (decision.ok) report = decision.report;
      return decision;
    },
  };
}
type Way = ReturnType<typeof under>;

const submit = (base: number, status?: string): ReportCommand => ({
  kind: 'submit',
  task: id,
  base,
  content: contentOf(task, status),
});
const approve = (version = 1, step = 0, lookFirst = false): ReportCommand => ({
  kind: 'approve',
  report: id,
  version,
  step,
  ...(lookFirst ? { lookFirst: true as const } : {}),
});
const undo = (version = 1, step = 0): ReportCommand => ({ kind: 'undo_approval', report: id, version, step });
const giveBack = (version = 1): ReportCommand => ({ kind: 'return', report: id, version, comment: '内訳を' });
const correct = (version = 1, reason = '集計の誤り'): ReportCommand => ({
  kind: 'correct',
  report: id,
  version,
  reason,
});

function refusal(decision: ReturnType<Way['decide']>): string {
  if (decision.ok || decision.outcome.ok) throw new Error('was accepted');
  return decision.outcome.refusal.reason;
}
const privately = (decision: ReturnType<Way['decide']>) =>
  decision.ok
    ? decision.owed.flatMap(({ to, about }) => (to.kind === 'person' ? [`${about.kind} ${to.personId}`] : []))
    : [];

describe('a route of a 確認 in private and the 承認 in the channel', () => {
  const route = [
    { role: 'subsection_chief', act: 'check', where: 'private' } as const,
    approvalBy('section_manager'),
  ];
  test('asks who holds the post in private, then nobody: the channel has the buttons', () => {
    const way = under({ section: { ...section, route } });
    expect(privately(way.decide(submit(0), staff))).toEqual([`decide ${chief.id}`]);
    const checked = way.decide(approve(), chief);
    expect(privately(checked)).toEqual([]);
    expect(checked.outcome).toMatchObject({ check: true, complete: false });
    expect(way.decide(approve(1, 1), manager).outcome).toMatchObject({ complete: true });
  });
  test('a deputy is asked as well: who is absent is known to the city hall, not to the bot', () => {
    const posts = everybody.map(
      (post): PostTerms =>
        post.role === 'subsection_chief'
          ? {
              ...post,
              deputies: [{ personId: 'deputy', name: '代決者', from: '2024-04-01', until: '2024-04-14' }],
            }
          : post,
    );
    const way = under({ section: { ...section, route }, posts });
    expect(privately(way.decide(submit(0), staff))).toEqual([`decide ${chief.id}`, 'decide deputy']);
  });
  test('an approval that was given stands when what it was given to comes again unchanged, and only then', () => {
    const way = under({ section: { ...section, route } });
    way.decide(submit(0), staff);
    way.decide(approve(), chief);
    way.decide(giveBack(), manager);
    way.decide(submit(1), staff);
    expect(way.report).toMatchObject({ state: 'submitted', approvals: [{ personId: chief.id }] });
    way.decide(giveBack(2), manager);
    way.decide(submit(2, '書き直した状況'), staff);
    expect(way.report.approvals).toEqual([]);
    expect(way.report.previous?.answers[0]?.status).toBe('状況の文');
    // And what came between is not remembered: going back to the old text is a change too.
    way.decide(approve(3), chief);
    way.decide(giveBack(3), manager);
    way.decide(submit(3), staff);
    expect(way.report.approvals).toEqual([]);
  });
});

describe('approvals that stood again', () => {
  const route = [approvalBy('subsection_chief'), approvalBy('section_manager')];
  /** Approved by the 係長, given back by the 課長, and submitted again as it was. */
  function again(by: Actor = staff) {
    const way = under({ section: { ...section, route } });
    way.decide(submit(0), staff);
    way.decide(approve(), chief);
    way.decide(giveBack(), manager);
    way.decide(submit(1), by);
    return way;
  }
  test('one that is taken back is gone, though the same text comes once more', () => {
    const way = again();
    way.decide(undo(2), chief);
    way.decide({ kind: 'withdraw', report: id, version: 2 }, staff);
    way.decide(submit(2), staff);
    expect(way.report).toMatchObject({ version: 3, state: 'submitted', approvals: [] });
  });
  test('one of who submits it now does not stand: no one approves their own report', () => {
    expect(again(chief).report).toMatchObject({ writer: { personId: chief.id }, approvals: [] });
    const way = under();
    way.decide(submit(0), staff);
    way.decide(approve(), manager);
    way.decide(correct(), manager);
    way.decide(submit(1), manager);
    expect(way.report).toMatchObject({ state: 'submitted', approvals: [] });
    expect(approvedReport(way.report)).toMatchObject({ version: 1, writer: { personId: staff.id } });
  });
  test('who takes one back and returns the report has not approved it when it comes unchanged', () => {
    const way = again();
    way.decide(undo(2), chief);
    way.decide(giveBack(2), chief);
    way.decide(submit(2), staff);
    expect(way.report.approvals).toEqual([]);
  });
});

describe('approvals of what was measured by another target', () => {
  const reason = '休館のため';
  /** The goal with its target changed at an instant, as it is to be reported since. */
  const changedAt = (at: string, report: Report): Partial<Subject> => ({
    task: {
      ...task,
      report,
      indicators: task.indicators.map((one) => ({
        ...one,
        target: '240人以上',
        changed: { before: one.target, after: '240人以上', reason, at },
      })),
    },
    now: later(180),
  });
  test('do not stand again: of a correction it waits, and what was approved stands until then', () => {
    const way = under();
    way.decide(submit(0), staff);
    way.decide(approve(), manager, { now: later(30) });
    way.decide(correct(), staff, { now: later(120) });
    const again = way.decide(submit(1), staff, changedAt(later(60), way.report));
    expect(again.outcome).toMatchObject({ ok: true, complete: false });
    expect(way.report).toMatchObject({
      state: 'submitted',
      approvals: [],
      corrections: [{ approvedAt: null }],
    });
    expect(approvedReport(way.report)?.version).toBe(1);
  });
  test('nor does a 確認 of what was returned; one of what was submitted since the change does', () => {
    const way = under({
      section: { ...section, route: [approvalBy('subsection_chief'), approvalBy('section_manager')] },
    });
    way.decide(submit(0), staff);
    way.decide(approve(), chief);
    way.decide(giveBack(), manager);
    way.decide(submit(1), staff, changedAt(later(60), way.report));
    expect(way.report).toMatchObject({ version: 2, approvals: [] });
    way.decide(approve(2), chief, { now: later(200) });
    way.decide(giveBack(2), manager, { now: later(210) });
    way.decide(submit(2), staff, { ...changedAt(later(60), way.report), now: later(240) });
    expect(way.report).toMatchObject({ version: 3, approvals: [{ personId: chief.id }] });
  });
});

describe('the whole chain absent', () => {
  const absent = postsOf(staff);
  test('事務局 is asked in private, decides in that name, and nothing happens by itself', () => {
    const way = under({ posts: absent });
    expect(privately(way.decide(submit(0), staff))).toEqual([`decide ${desk.id}`]);
    expect(way.report.state).toBe('submitted');
    way.decide(approve(), desk);
    expect(way.report.approvals).toMatchObject([{ personId: desk.id, actingFor: '課長', escalated: true }]);
  });
  test('is not absent when a holder is there: 事務局 has no say', () => {
    const way = under();
    way.decide(submit(0), staff);
    expect(refusal(way.decide(approve(), desk))).toBe('not_entitled');
  });
  test('a 課長 who reports and has no deputy is decided for by 事務局, never by the 課長', () => {
    const way = under({ posts: postsOf(manager) });
    expect(privately(way.decide(submit(0), manager))).toEqual([`decide ${desk.id}`]);
    expect(refusal(way.decide(approve(), manager))).toBe('own_report');
    expect(way.decide(approve(), desk).ok).toBe(true);
  });
});

describe('what was entered on behalf of who has become 課長 since', () => {
  const entered = (options: Partial<Subject> = {}) => {
    const way = under(options);
    const behalf = { personId: manager.id, name: manager.name };
    const decision = way.decide({ ...submit(0), behalf: manager.id } as ReportCommand, chief, { behalf });
    return { way, decision };
  };
  test('is their own report: neither approved nor returned by them', () => {
    const { way } = entered();
    expect(refusal(way.decide(approve(), manager))).toBe('own_report');
    expect(refusal(way.decide(giveBack(), manager))).toBe('own_report');
  });
  test('waits for 事務局 where nobody else may decide, and is put before them in private', () => {
    const { way, decision } = entered();
    expect(privately(decision)).toContain(`decide ${desk.id}`);
    expect(way.decide(approve(), desk).ok).toBe(true);
  });
  test('takes away an approval of theirs when it comes back unchanged', () => {
    const section2 = { ...section, route: [approvalBy('section_manager'), approvalBy('department_head')] };
    const way = under({ section: section2 });
    way.decide(submit(0), staff);
    way.decide(approve(), manager);
    way.decide(giveBack(), head);
    const behalf = { personId: manager.id, name: manager.name };
    way.decide({ ...submit(1), behalf: manager.id } as ReportCommand, chief, { behalf });
    expect(way.report.approvals).toEqual([]);
  });
});

describe('代決', () => {
  const deputy: Actor = {
    ...chief,
    deputyFor: manager.posts.map((post) => ({ ...post, holderId: manager.id, holderName: '課長' })),
  };
  const posts = everybody.map(
    (post): PostTerms =>
      post.role === 'section_manager'
        ? {
            ...post,
            deputies: [{ personId: chief.id, name: chief.name, from: '2024-04-01', until: '2024-04-12' }],
          }
        : post,
  );
  test('is put before the holder as 後閲 on the first working morning after the term', () => {
    const way = under({ posts });
    way.decide(submit(0), staff);
    const decision = way.decide(approve(), deputy);
    expect(decision.ok && decision.postReview).toMatchObject({
      holderId: manager.id,
      decision: 'approved',
      deputy: chief.name,
    });
    expect(decision.ok && decision.owed.at(-1)).toMatchObject({
      key: `post_reviews/${manager.id}/2024-04-15`,
      dueAt: '2024-04-15T00:00:00.000Z',
      inHours: true,
    });
  });
  test('a deputy who stands by all year is reported on the next working morning', () => {
    const all = posts.map((post) => ({
      ...post,
      deputies: post.deputies.map((term) => ({ ...term, until: '2025-03-31' })),
    }));
    const way = under({ posts: all });
    way.decide(submit(0), staff);
    const decision = way.decide(giveBack(), deputy);
    expect(decision.ok && decision.owed.at(-1)?.key).toBe(`post_reviews/${manager.id}/2024-04-03`);
    expect(decision.ok && decision.postReview?.decision).toBe('returned');
  });
});

describe('taking an approval back', () => {
  const approved = () => {
    const way = under();
    way.decide(submit(0), staff);
    way.decide(approve(), manager);
    return way;
  };
  test('within ten minutes by who gave it: it waits again, and the writer is told', () => {
    const way = approved();
    const decision = way.decide(undo(), manager, { now: later(UNDO_MINUTES) });
    expect(way.report).toMatchObject({ state: 'submitted', approvals: [] });
    expect(privately(decision)).toEqual([`approved ${staff.id}`]);
    expect(decision.ok && decision.entry.action).toBe('approval_undone');
    expect(way.decide(approve(), manager).ok).toBe(true);
  });
  test('not later, not by another, not when the step after it has decided', () => {
    expect(refusal(approved().decide(undo(), manager, { now: later(UNDO_MINUTES + 1) }))).toBe('undo_over');
    expect(refusal(approved().decide(undo(), head))).toBe('not_entitled');
    const route = [approvalBy('section_manager'), approvalBy('department_head')];
    const way = under({ section: { ...section, route } });
    way.decide(submit(0), staff);
    way.decide(approve(), manager);
    way.decide(approve(1, 1), head);
    expect(refusal(way.decide(undo(1, 0), manager))).toBe('undo_over');
    expect(way.decide(undo(1, 1), head).ok).toBe(true);
    expect(way.decide(undo(1, 0), manager).ok).toBe(true);
  });
  test('not by who has lost the post since, nor twice', () => {
    expect(refusal(approved().decide(undo(), { ...manager, posts: [] }))).toBe('not_entitled');
    const way = approved();
    way.decide(undo(), manager);
    expect(refusal(way.decide(undo(), manager))).toBe('undo_over');
  });
});

describe('the last look', () => {
  const done = (of: Task): Task => ({
    ...of,
    report: { ...under2(of), state: 'approved' },
  });
  function under2(of: Task): Report {
    const way = under();
    way.decide(submit(0), staff);
    return { ...way.report, id: of.id, content: contentOf(of) };
  }
  test('is asked for before the approval that completes the sheet, with every rating of it', () => {
    const way = under({}, [task, ...tasks.slice(1).map(done)]);
    way.decide(submit(0), staff);
    const asked = way.decide(approve(1, 0, true), manager);
    expect(refusal(asked)).toBe('last_look');
    expect(way.report.state).toBe('submitted');
    if (asked.ok || asked.outcome.ok || asked.outcome.refusal.reason !== 'last_look') throw new Error();
    expect(asked.outcome.refusal.goals.map(({ goalNo }) => goalNo)).toEqual(tasks.map((t) => t.goalNo));
    expect(asked.outcome.refusal.goals.flatMap(({ rows }) => rows)).toHaveLength(
      tasks.flatMap(({ indicators }) => indicators).length,
    );
    expect(way.decide(approve(1, 0), manager).outcome).toMatchObject({ ok: true, complete: true });
  });
  test('is not asked for while another goal is open, nor for a sheet of one goal', () => {
    for (const others of [[task, ...tasks.slice(1)], [task]]) {
      const way = under({}, others);
      way.decide(submit(0), staff);
      expect(way.decide(approve(1, 0, true), manager).ok).toBe(true);
    }
  });
});

describe('a correction after approval', () => {
  function approved() {
    const way = under();
    way.decide(submit(0), staff);
    way.decide(approve(), manager);
    return way;
  }
  test('is asked for with a reason, goes the same way, and the approved version stands until then', () => {
    const way = approved();
    expect(refusal(way.decide(correct(1, '　'), staff))).toBe('comment_needed');
    expect(refusal(way.decide(correct(), head))).toBe('not_entitled');
    const asked = way.decide(correct(), staff);
    expect(asked.ok && asked.entry.action).toBe('correction_asked');
    expect(approvedReport(way.report)?.content).toEqual(contentOf(task));
    way.decide(submit(1, '直した状況'), staff, { now: later(60), today: '2024-05-01' });
    expect(way.report).toMatchObject({ state: 'submitted', version: 2, approvals: [], late: false });
    expect(approvedReport(way.report)).toMatchObject({ version: 1, content: contentOf(task) });
    way.decide(approve(2), manager, { now: later(90) });
    expect(approvedReport(way.report)).toMatchObject({ version: 2, content: contentOf(task, '直した状況') });
    expect(way.report.corrections).toMatchObject([
      { reason: '集計の誤り', by: { personId: staff.id }, approved: { version: 1 }, approvedAt: later(90) },
    ]);
  });
  test('a return within it leaves the approved version standing; an approval taken back reopens it', () => {
    const way = approved();
    way.decide(correct(), staff);
    way.decide(submit(1, '直した状況'), staff);
    way.decide(giveBack(2), manager);
    expect(approvedReport(way.report)?.version).toBe(1);
    way.decide(submit(2, 'もう一度直した状況'), staff);
    way.decide(approve(3), manager);
    way.decide(undo(3), manager);
    expect(approvedReport(way.report)?.version).toBe(1);
    expect(way.report.corrections?.[0]?.approvedAt).toBeNull();
  });
  test('one that changes nothing needs no approval and is no correction', () => {
    const way = approved();
    way.decide(correct(), staff);
    way.decide(submit(1), staff);
    expect(way.report).toMatchObject({ state: 'approved', version: 2, corrections: [] });
    expect(way.report.approvals).toMatchObject([{ personId: manager.id }]);
  });
  test('is not for what waits, nor for a closed round', () => {
    const way = under();
    way.decide(submit(0), staff);
    expect(refusal(way.decide(correct(), staff))).toBe('already_decided');
    const closed = approved();
    expect(
      refusal(
        closed.decide(correct(), staff, {
          task: { ...task, report: closed.report, round: { ...task.round, state: 'closed' } },
        }),
      ),
    ).toBe('round_closed');
  });
  test('the sheet prints what is approved, not what waits', () => {
    const sheet = kitaSheets()[6]!;
    const reported = tasks.map((one): Task => {
      const way = approved();
      return { ...one, report: { ...way.report, id: one.id, content: contentOf(one) } };
    });
    const way = approved();
    way.decide(correct(), staff);
    way.decide(submit(1, '直した状況'), staff);
    const all = reported.map((one) => (one.id === id ? { ...one, report: way.report } : one));
    expect(isFinished(sheet, all)).toBe(true);
    const printed = finishedSheet(sheet, all);
    expect(printed.approved).toBe(true);
    expect(printed.goals[0]?.indicators[0]?.status).toBe('状況の文');
  });
});

test('who has left is not told of a return: those who report now are, and may take the report back', () => {
  const successor = actorOf('s7', 'staff', 'successor');
  const posts = postsOf(successor, manager);
  const way = under();
  way.decide(submit(0), staff);
  expect(refusal(way.decide({ kind: 'withdraw', report: id, version: 1 }, successor))).toBe('not_writer');
  expect(privately(way.decide(giveBack(), manager, { posts }))).toEqual([`returned ${successor.id}`]);
  const other = under();
  other.decide(submit(0), staff);
  expect(other.decide({ kind: 'withdraw', report: id, version: 1 }, successor, { posts }).ok).toBe(true);
});
