import { describe, expect, test } from '@jest/globals';
import { decide } from '../../../src/core/decision/decide.js';
import type { ReportCommand, Subject } from '../../../src/core/decision/decision.js';
import type { Actor, Section } from '../../../src/core/organization/people.js';
import { approvalBy } from '../../../src/core/organization/route.js';
import { proposalFor } from '../../../src/core/report/proposal/proposal-for.js';
import type { Report } from '../../../src/core/report/report.js';
import type { Task } from '../../../src/core/report/task.js';
import { actorOf, postsOf, tasksOf } from '../../support/tasks.js';

const section: Section = {
  id: 's7',
  name: '建設課',
  department: '北区',
  parentId: 'ward',
  route: [approvalBy('section_manager')],
};
const staff = actorOf('s7');
const manager = actorOf('s7', 'section_manager');
const now = '2024-04-02T01:00:00.000Z';

function taskWith(report: Report | null, round: Partial<Task['round']> = {}): Task {
  const [task] = tasksOf(6);
  if (!task) throw new Error('no task');
  return { ...task, round: { ...task.round, ...round }, report };
}

const content = {
  answers: taskWith(null).indicators.map((indicator) => ({
    indicatorId: indicator.id,
    result: '190人',
    rating: 'partially_achieved' as const,
    reason: '天候',
    status: '状況の文',
    proposal: proposalFor(taskWith(null), indicator, '190人'),
  })),
  nextPolicy: '方針',
};
const id = taskWith(null).id;
const submitCommand: ReportCommand = { kind: 'submit', task: id, base: 0, content };

function run(command: ReportCommand, actor: Actor, task: Task, options: Partial<Subject> = {}) {
  return decide({
    sheetTasks: [task],
    posts: postsOf(staff, actorOf('s7', 'subsection_chief'), manager),
    coordinators: postsOf(actorOf('s7', 'coordinator')),
    command,
    task,
    actor,
    section,
    now,
    today: '2024-04-02',
    source: 'test',
    ...options,
  });
}

function accepted(decision: ReturnType<typeof decide>): Report {
  if (!decision.ok) throw new Error(JSON.stringify(decision.outcome));
  return decision.report;
}

function refusal(decision: ReturnType<typeof decide>) {
  if (decision.ok || decision.outcome.ok) throw new Error('was accepted');
  return decision.outcome.refusal;
}

const submitted = accepted(run(submitCommand, staff, taskWith(null)));

describe('submitting', () => {
  test('makes version 1, waiting, with the writer and the post of that day', () => {
    expect(submitted).toMatchObject({
      version: 1,
      state: 'submitted',
      late: false,
      writer: { personId: staff.id, post: '担当者' },
    });
  });
  test('owes the root card and the goal’s card, and enters history with before and after', () => {
    const decision = run(submitCommand, staff, taskWith(null));
    expect(decision.ok && decision.owed.map((n) => n.key)).toEqual([
      'summary/s7/2023-yearend',
      `approval/${id}`,
    ]);
    expect(decision.ok && decision.entry).toMatchObject({
      action: 'submitted',
      before: null,
      after: { version: 1 },
    });
  });
  test('after the due date is late, after closing refused', () => {
    expect(accepted(run(submitCommand, staff, taskWith(null), { today: '2024-04-13' })).late).toBe(true);
    expect(refusal(run(submitCommand, staff, taskWith(null, { state: 'closed' })))).toEqual({
      reason: 'round_closed',
    });
  });
  test('needs a post of the section', () => {
    expect(refusal(run(submitCommand, actorOf('s6'), taskWith(null))).reason).toBe('not_entitled');
    expect(refusal(run(submitCommand, actorOf('s7', 'coordinator'), taskWith(null))).reason).toBe(
      'not_entitled',
    );
  });
  test('on top of another’s submission is refused with who and when', () => {
    expect(refusal(run(submitCommand, actorOf('s7', 'subsection_chief'), taskWith(submitted)))).toEqual({
      reason: 'newer_version',
      by: '担当者',
      at: now,
    });
  });
  test('with an answer missing is refused', () => {
    const incomplete = { ...submitCommand, content: { ...content, nextPolicy: ' ' } };
    expect(refusal(run(incomplete, staff, taskWith(null))).reason).toBe('incomplete');
  });
});

describe('approving and returning', () => {
  const approve: ReportCommand = { kind: 'approve', report: id, version: 1, step: 0 };
  test('by the 課長 of the section; the writer hears of it', () => {
    const decision = run(approve, manager, taskWith(submitted));
    expect(accepted(decision)).toMatchObject({
      state: 'approved',
      approvals: [{ post: '課長', actingFor: null }],
    });
    expect(decision.ok && decision.owed.map((n) => n.key)).toContain(`approved/${id}/1`);
  });
  test('not by others, not by the 課長 of another section, not one’s own report', () => {
    expect(refusal(run(approve, staff, taskWith(submitted))).reason).toBe('not_entitled');
    expect(refusal(run(approve, actorOf('s6', 'section_manager'), taskWith(submitted))).reason).toBe(
      'not_entitled',
    );
    const own = accepted(run(submitCommand, manager, taskWith(null)));
    expect(refusal(run(approve, manager, taskWith(own))).reason).toBe('own_report');
  });
  test('a version not seen is refused', () => {
    expect(refusal(run({ ...approve, version: 2 }, manager, taskWith(submitted))).reason).toBe(
      'stale_version',
    );
  });
  test('a late click is told who decided and when', () => {
    const done = accepted(run(approve, manager, taskWith(submitted)));
    expect(refusal(run(approve, manager, taskWith(done)))).toEqual({
      reason: 'already_decided',
      decision: 'approved',
      by: '課長',
      post: '課長',
      at: now,
    });
  });
  test('a return needs a comment and goes to the writer in private', () => {
    const give: ReportCommand = { kind: 'return', report: id, version: 1, comment: '内訳を' };
    expect(refusal(run({ ...give, comment: '　' }, manager, taskWith(submitted))).reason).toBe(
      'comment_needed',
    );
    const decision = run(give, manager, taskWith(submitted));
    expect(accepted(decision)).toMatchObject({ state: 'returned', returned: { comment: '内訳を' } });
    expect(decision.ok && decision.owed.at(-1)).toMatchObject({ to: { kind: 'person', personId: staff.id } });
  });
  test('a route of two posts is walked in order; a second click on the first step is late, not the second step', () => {
    const long = { ...section, route: [approvalBy('subsection_chief'), approvalBy('section_manager')] };
    const both: Actor = { ...manager, posts: [...manager.posts, ...actorOf('s7', 'subsection_chief').posts] };
    expect(refusal(run(approve, manager, taskWith(submitted), { section: long })).reason).toBe(
      'not_entitled',
    );
    const checked = accepted(run(approve, both, taskWith(submitted), { section: long }));
    expect(checked).toMatchObject({ state: 'submitted', approvals: [{ post: 'subsection_chief' }] });
    expect(refusal(run(approve, both, taskWith(checked), { section: long })).reason).toBe('already_decided');
    expect(accepted(run({ ...approve, step: 1 }, manager, taskWith(checked), { section: long })).state).toBe(
      'approved',
    );
  });
  test('a route that was shortened after a first approval still ends with its last post', () => {
    const long = { ...section, route: [approvalBy('subsection_chief'), approvalBy('section_manager')] };
    const chief = actorOf('s7', 'subsection_chief');
    const checked = accepted(run(approve, chief, taskWith(submitted), { section: long }));
    expect(accepted(run({ ...approve, step: 1 }, manager, taskWith(checked))).state).toBe('approved');
  });
  test('a deputy acts 代決 with both names, but not on an own report', () => {
    const deputy: Actor = {
      ...actorOf('s7', 'assistant_manager'),
      deputyFor: manager.posts.map((post) => ({ ...post, holderId: manager.id, holderName: '課長' })),
    };
    expect(accepted(run(approve, deputy, taskWith(submitted))).approvals[0]).toMatchObject({
      personId: deputy.id,
      actingFor: '課長',
    });
    const own = accepted(run(submitCommand, deputy, taskWith(null)));
    expect(refusal(run(approve, deputy, taskWith(own))).reason).toBe('own_report');
  });
});

describe('withdrawing', () => {
  test('takes a waiting report back, and it can be submitted again on top of its version', () => {
    const withdrawn = accepted(run({ kind: 'withdraw', report: id, version: 1 }, staff, taskWith(submitted)));
    expect(withdrawn.state).toBe('withdrawn');
    expect(accepted(run({ ...submitCommand, base: 1 }, staff, taskWith(withdrawn)))).toMatchObject({
      version: 2,
      previous: null,
    });
  });
  test('by the writer only: anybody else would do so behind the writer’s back', () => {
    const colleague = { ...actorOf('s7'), id: 'colleague' };
    for (const actor of [colleague, manager, actorOf('s7', 'subsection_chief')])
      expect(
        refusal(run({ kind: 'withdraw', report: id, version: 1 }, actor, taskWith(submitted))),
      ).toMatchObject({ reason: 'not_writer', by: '担当者' });
  });
  test('a late click is told when it was taken back, not when it was submitted', () => {
    const at = '2024-04-03T01:00:00.000Z';
    const withdrawn = accepted(
      run({ kind: 'withdraw', report: id, version: 1 }, staff, taskWith(submitted), { now: at }),
    );
    expect(
      refusal(run({ kind: 'approve', report: id, version: 1, step: 0 }, manager, taskWith(withdrawn))),
    ).toMatchObject({ reason: 'already_decided', decision: 'withdrawn', at });
  });
  test('not an approved one', () => {
    const done = accepted(
      run({ kind: 'approve', report: id, version: 1, step: 0 }, manager, taskWith(submitted)),
    );
    expect(refusal(run({ kind: 'withdraw', report: id, version: 1 }, staff, taskWith(done))).reason).toBe(
      'already_decided',
    );
  });
});
