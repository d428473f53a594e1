/** 一括承認: only what is ○ as proposed without any check, in the version listed, and never a sheet nobody has looked through. */
import { describe, expect, test } from '@jest/globals';
import { readTogether, togetherButtons } from '../../../../src/core/cards/approval/together.js';
import { waitingCard } from '../../../../src/core/cards/approval/waiting.js';
import type { Waiting } from '../../../../src/core/cards/notices/notice-material.js';
import type { TogetherCommand } from '../../../../src/core/decision/decision.js';
import { approveTogether } from '../../../../src/core/decision/together/approve-together.js';
import { isException, isPlain } from '../../../../src/core/report/exceptions.js';
import type { KeptCheck, Report } from '../../../../src/core/report/report.js';
import type { Task } from '../../../../src/core/report/task.js';
import { reportOf, sectionOf, signature } from '../../../support/sample-cards.js';
import { actorOf, measured, postsOf } from '../../../support/tasks.js';

const open = measured(6);
const section = sectionOf(open[0]!);
const manager = actorOf(section.id, 'section_manager', 'manager');
const writer = actorOf(section.id, 'staff', '担当者');
const SAID = { ja: '', en: '' };
type Rating = Report['content']['answers'][number]['rating'];

function reported(
  task: Task,
  {
    rating = 'achieved',
    proposed = 'achieved',
    checks = [],
    more = {},
  }: {
    rating?: Rating;
    proposed?: Rating | null;
    checks?: readonly KeptCheck[];
    more?: Partial<Report>;
  } = {},
): Task {
  const proposal = {
    rating: proposed,
    ask: proposed === null,
    ratio: null,
    arithmetic: SAID,
    because: SAID,
    rule: 'test',
    warnings: [],
    pace: null,
  };
  const answers = task.indicators.map(({ id }) => ({
    indicatorId: id,
    result: '210人',
    rating,
    reason: '',
    status: '進めました。',
    proposal,
  }));
  return { ...task, report: reportOf(task, { answers, checks, nextPolicy: '続けます。' }, more) };
}
const check = (reason: string | null): KeptCheck => ({
  kind: 'figures',
  texts: [],
  message: { ja: '数が違います。', en: 'Two figures.' },
  indicatorId: '',
  reason,
});
const [one, two, three, four] = open as [Task, Task, Task, Task];
const listed = (tasks: readonly Task[]): TogetherCommand['goals'] =>
  tasks.map(({ id, report }) => ({ id, version: report?.version ?? 1, step: 0 }));
const approve = (
  sheetTasks: readonly Task[],
  goals: TogetherCommand['goals'],
  how: Partial<TogetherCommand> = {},
  actor = manager,
) =>
  approveTogether(
    {
      sheetTasks,
      section,
      posts: postsOf(manager, writer),
      coordinators: [],
      actor,
      now: '2024-04-09T01:00:00.000Z',
      today: '2024-04-09',
      source: 'test',
    },
    { kind: 'approve_together', goals, ...how },
  );
const refused = ({ outcome }: ReturnType<typeof approve>) => (outcome.ok ? null : outcome.refusal);

test.each<[string, Task, boolean, boolean]>([
  ['○ as proposed', reported(one), true, false],
  ['△', reported(one, { rating: 'partially_achieved', proposed: 'partially_achieved' }), false, true],
  ['×', reported(one, { rating: 'not_achieved', proposed: null }), false, true],
  ['○ that was not proposed', reported(one, { proposed: null }), false, false],
  ['○ where △ was proposed', reported(one, { proposed: 'partially_achieved' }), false, true],
  ['a check that is open', reported(one, { checks: [check(null)] }), false, true],
  ['a check that was answered', reported(one, { checks: [check('数え方が違うため')] }), false, false],
  ['late', reported(one, { more: { late: true } }), true, true],
  ['approved', reported(one, { more: { state: 'approved' } }), false, false],
  [
    'a correction',
    reported(one, {
      more: {
        corrections: [
          {
            reason: '誤り',
            by: signature('担当者', '2024-04-08T00:00:00.000Z'),
            approved: {
              version: 1,
              content: reported(one).report!.content,
              writer: writer1(),
              approvals: [],
            },
            approvedAt: null,
          },
        ],
      },
    }),
    false,
    true,
  ],
])('%s', (_what, task, plain, exception) =>
  expect([isPlain(task), isException(task)]).toEqual([plain, exception]),
);

function writer1() {
  return signature('担当者', '2024-04-03T00:12:00.000Z');
}

test.each(['300人以上', '年度内に開設'])(
  'what misses, or does not fit, a target imported since (%s) is not plain',
  (target) => {
    const [first, second] = measured(6, target);
    const imported = [reported(one), reported(two)].map(({ report }, at) => ({
      ...[first!, second!][at]!,
      report,
    }));
    expect(imported.map(isPlain)).toEqual([false, false]);
    const { accepted, outcome } = approve(imported, listed(imported));
    expect(accepted).toEqual([]);
    expect(
      outcome.ok || (outcome.refusal.reason === 'none_together' && outcome.refusal.leftOut),
    ).toMatchObject([
      { goalNo: '1', refusal: { reason: 'not_plain' } },
      { goalNo: '2', refusal: { reason: 'not_plain' } },
    ]);
  },
);

describe('approving together', () => {
  const sheet = [reported(one), reported(two), reported(three, { checks: [check('理由')] }), four];
  test('enters one decision a goal, each marked', () => {
    const { accepted, outcome } = approve(sheet, listed([sheet[0]!, sheet[1]!]));
    expect(accepted.map(({ report }) => [report.id, report.state, report.approvals[0]?.together])).toEqual([
      [one.id, 'approved', true],
      [two.id, 'approved', true],
    ]);
    expect(accepted.map(({ entry }) => [entry.action, entry.subject])).toEqual([
      ['approved', one.id],
      ['approved', two.id],
    ]);
    expect(outcome).toMatchObject({ ok: true, complete: false, together: { leftOut: [] } });
  });
  test('shown first, nothing is entered', () => {
    const looked = approve(sheet, listed([sheet[0]!, sheet[1]!]), { look: true });
    expect(looked.accepted).toEqual([]);
    expect(refused(looked)).toMatchObject({
      reason: 'look_together',
      whole: false,
      check: false,
      leftOut: [],
    });
  });
  test('what changed, is not plain, or was decided meanwhile is left out and said', () => {
    const decided = reported(one, {
      more: { state: 'approved', approvals: [signature('課長', '2024-04-08T00:00:00.000Z')] },
    });
    const now = [decided, reported(two, { more: { version: 2 } }), sheet[2]!, reported(four)];
    const { accepted, outcome } = approve(
      now,
      listed([reported(one), reported(two), sheet[2]!, reported(four)]),
    );
    expect(accepted.map(({ report }) => report.id)).toEqual([four.id]);
    expect(
      outcome.ok && outcome.together?.leftOut.map(({ goalNo, refusal }) => [goalNo, refusal.reason]),
    ).toEqual([
      ['1', 'already_decided'],
      ['2', 'stale_version'],
      ['3', 'not_plain'],
    ]);
  });
  test('nobody approves an own report, nor anybody who may not, nor at another step', () => {
    const own = { ...manager, id: writer.id };
    for (const result of [
      approve(sheet, listed([sheet[0]!]), {}, own),
      approve(sheet, listed([sheet[0]!]), {}, writer),
      approve(sheet, [{ id: one.id, version: 1, step: 1 }]),
      approve(sheet, [{ id: 's9.2023.1:yearend', version: 1, step: 0 }]),
      approve(sheet, []),
    ]) {
      expect(result.accepted).toEqual([]);
      expect(refused(result)?.reason).toBe('none_together');
    }
  });
  test('the whole sheet is looked at before it is completed', () => {
    const last = [reported(one), reported(two), ...open.slice(2).map((task) => approvedAlready(task))];
    const first = approve(last, listed([last[0]!, last[1]!]));
    expect(first.accepted).toEqual([]);
    const look = refused(first);
    expect(look?.reason === 'look_together' && [look.whole, look.goals.length]).toEqual([true, open.length]);
    const done = approve(last, listed([last[0]!, last[1]!]), { whole: true });
    expect(done.accepted).toHaveLength(2);
    expect(done.outcome).toMatchObject({ ok: true, complete: true });
  });
});

function approvedAlready(task: Task): Task {
  return reported(task, {
    rating: 'partially_achieved',
    more: { state: 'approved', approvals: [signature('課長', '2024-04-08T00:00:00.000Z')] },
  });
}

describe('the list', () => {
  const waits = (task: Task, check = false): Waiting => ({ task, workingDays: 1, check });
  const buttonOf = (waiting: readonly Waiting[]) =>
    togetherButtons(waiting, 'ja').map(({ title, action }) => [title, readTogether(JSON.parse(action))]);
  test('carries the versions that are plain, two or more', () => {
    const sheet = [
      reported(one, { more: { version: 3 } }),
      reported(two, { rating: 'partially_achieved' }),
      reported(three),
    ].map((task) => waits(task));
    expect(buttonOf(sheet)).toEqual([
      [
        '○で確認事項のない2件をまとめて承認',
        {
          goals: [
            { id: one.id, version: 3, step: 0 },
            { id: three.id, version: 1, step: 0 },
          ],
          whole: false,
        },
      ],
    ]);
    expect(buttonOf(sheet.slice(0, 2))).toEqual([]);
    expect(buttonOf(sheet.map(({ task }) => waits(task, true)))[0]?.[0]).toContain('まとめて確認');
  });
  test('is not of what an import has given another target since', () => {
    const raised = { ...three, indicators: measured(6, '300人以上')[2]!.indicators };
    const sheet = [reported(one), reported(two), { ...raised, report: reported(three).report }].map((task) =>
      waits(task),
    );
    expect(buttonOf(sheet)[0]?.[0]).toBe('○で確認事項のない2件をまとめて承認');
    expect(buttonOf(sheet.slice(1))).toEqual([]);
  });
  test('one button a sheet, which says whose', () => {
    const other = measured(5)
      .slice(0, 2)
      .map((task) => waits(reported(task)));
    const own = [one, two].map((task) => waits(reported(task)));
    expect(buttonOf([...own, ...other]).map(([title]) => title)).toEqual([
      `${one.sectionName}：○で確認事項のない2件をまとめて承認`,
      `${other[0]!.task.sectionName}：○で確認事項のない2件をまとめて承認`,
    ]);
  });
  test('as many as a button carries', () => {
    const many = Array.from({ length: 60 }, (_, at) => ({
      ...one,
      id: `s7.2023.${at + 1}:yearend`,
    })).map((task) => waits(reported(task)));
    const [[title, carried] = []] = buttonOf(many) as [string, ReturnType<typeof readTogether>][];
    const count = carried!.goals.length;
    expect(count).toBeGreaterThan(20);
    expect(title).toContain(`${count}件`);
    expect(carried!.goals.at(-1)?.id).toBe(`s7.2023.${count}:yearend`);
  });
  test('in the order of the sheet, exceptions first', () => {
    const card = waitingCard(
      [
        reported(one),
        reported(two, { checks: [check(null)] }),
        reported(three),
        reported(four, { proposed: 'not_achieved' }),
      ].map((task) => waits(task)),
      'ja',
    );
    const items = card?.name === 'tasks' ? card.view.items : [];
    expect(items.map(({ title }) => title.slice(0, 4))).toEqual(['No.2', 'No.4', 'No.1', 'No.3']);
    expect(items[0]?.detail).toContain('確認: 数が違います。');
    expect(items[1]?.detail).toContain('○ 達成（案は× 未達成）');
  });
  test('what a forged button names is nothing', () => {
    expect(readTogether({ of: 'nothing', v: 1, with: '0 2.1.0' }).goals).toEqual([]);
    expect(readTogether({ of: one.id, v: 1, with: 'x 2.x.0 3.-1.0 4' }).goals).toEqual([]);
  });
});
