import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { defaultAsOf, type Round, type RoundKind, roundId } from '../../../src/core/calendar/round.js';
import { approvalBy } from '../../../src/core/organization/route.js';
import { finishedSheet } from '../../../src/core/report/finished-sheet.js';
import type { Answer, Report, ReportState, Signature } from '../../../src/core/report/report.js';
import type { Task } from '../../../src/core/report/task.js';
import { sheetTasks } from '../../../src/core/report/tasks-of-sheet.js';
import { numberSheet } from '../../../src/core/sheet/ids.js';
import { niigataR5, scales } from '../../../src/core/sheet/scale.js';
import { type Sheet, withoutResults } from '../../../src/core/sheet/sheet.js';
import { readFile, writeFile } from '../../../src/workbook/files.js';
import { RATING_OF } from '../../support/tasks.js';
import { kitaSheets } from '../../workbook/fixture-sheets.js';

const signature: Signature = {
  personId: 'p1',
  name: '担当者',
  post: '担当者',
  at: '2024-04-02T01:00:00.000Z',
  actingFor: null,
};

function round(kind: RoundKind, fiscalYear = 2023): Round {
  return {
    id: roundId(fiscalYear, kind),
    fiscalYear,
    kind,
    opensOn: '2024-03-01',
    dueOn: '2024-04-12',
    asOf: defaultAsOf(fiscalYear, kind),
    state: 'open',
  };
}

type Said = { readonly result: string; readonly rating: Answer['rating']; readonly status: string };

function reportOf(task: Task, answers: readonly Said[], nextPolicy: string, state: ReportState): Report {
  return {
    id: task.id,
    goalId: task.goalId,
    roundId: task.round.id,
    sectionId: task.sectionId,
    version: 1,
    state,
    content: {
      answers: task.indicators.map((indicator, at) => ({
        indicatorId: indicator.id,
        reason: '',
        proposal: {
          rating: null,
          ask: true,
          ratio: null,
          arithmetic: { ja: '', en: '' },
          because: { ja: '', en: '' },
          rule: 'x',
          warnings: [],
          pace: null,
        },
        ...answers[at]!,
      })),
      nextPolicy,
    },
    writer: signature,
    approvals: state === 'approved' ? [signature] : [],
    returned: state === 'returned' ? { ...signature, comment: 'x' } : null,
    late: false,
    previous: null,
  };
}

/** The tasks of a sheet in a round, without reports. */
function tasksOf(sheet: Sheet, kind: RoundKind): Task[] {
  const numbering = numberSheet('s1.2023', sheet, null);
  const section = {
    id: 's1',
    name: '課',
    department: '部',
    parentId: null,
    route: [approvalBy('section_manager')],
  };
  const record = {
    sheet,
    numbering,
    section,
    scale: niigataR5,
    directions: {},
    reports: [],
    lastYear: null,
  };
  return sheetTasks(record, [round(kind, sheet.fiscalYear)]);
}

/** Every goal reported as the print has it. */
function asPrinted(printed: Sheet, tasks: readonly Task[], state: ReportState = 'approved'): Task[] {
  return tasks.map((task, at) => {
    const goal = printed.goals[at]!;
    const answers = goal.indicators.map(({ result, rating, status }) => ({
      result,
      rating: RATING_OF[rating]!,
      status,
    }));
    return { ...task, report: reportOf(task, answers, goal.nextPolicy ?? '', state) };
  });
}

describe.each(kitaSheets().map((sheet) => [sheet.header.organization.text, sheet] as const))(
  '%s',
  (_name, printed) => {
    const blank = withoutResults(printed);
    const tasks = tasksOf(blank, 'yearend');

    test('targets only, reported as printed, approved: the printed sheet again', () => {
      const { approved, ...sheet } = finishedSheet(blank, asPrinted(printed, tasks));
      expect(approved).toBe(true);
      expect(sheet).toEqual(printed);
    });

    test('… and out as .xlsx and in again: still the printed sheet', async () => {
      const finished = finishedSheet(blank, asPrinted(printed, tasks));
      const written = await writeFile([finished], { format: 'xlsx' });
      if (written.kind === 'refused') throw new Error(JSON.stringify(written.problems));
      const read = await readFile(written.bytes, 'x.xlsx');
      if (read.kind === 'refused') throw new Error(JSON.stringify(read.problems));
      expect(read.sheets.map(({ sheet }) => sheet)).toEqual([printed]);
    });

    test('one goal that only waits for approval: a draft with everything in it', () => {
      const reported = asPrinted(printed, tasks);
      const waiting = reported.map((task, at) =>
        at === 0 ? { ...task, report: { ...task.report!, state: 'submitted' as const } } : task,
      );
      const { approved, ...sheet } = finishedSheet(blank, waiting);
      expect(approved).toBe(false);
      expect(sheet).toEqual(printed);
    });

    test('returned and withdrawn reports stand in no sheet', () => {
      for (const state of ['returned', 'withdrawn'] as const) {
        const { approved, ...sheet } = finishedSheet(blank, asPrinted(printed, tasks, state));
        expect(approved).toBe(false);
        expect(sheet).toEqual(blank);
      }
    });
  },
);

const [first] = kitaSheets();
const short = kitaSheets().find((sheet) => sheet.goals.some((goal) => goal.nextPolicy === null))!;

test('without a year-end round the sheet stays as imported, and is no finished one', () => {
  expect(finishedSheet(first!, [])).toEqual({ ...first, approved: false });
});

test('the 10-column form keeps its one text: no 今後の方針 appears', () => {
  const finished = finishedSheet(withoutResults(short), asPrinted(short, tasksOf(short, 'yearend')));
  expect(finished.goals.map((goal) => goal.nextPolicy)).toEqual(short.goals.map(() => null));
});

describe('評価日', () => {
  const dated = (createdOn: string, evaluatedOn: string): Sheet => {
    const { createdOn: created, evaluatedOn: evaluated } = first!.header;
    return {
      ...withoutResults(first!),
      header: {
        ...first!.header,
        createdOn: { ...created, text: createdOn },
        evaluatedOn: { ...evaluated, text: evaluatedOn },
      },
    };
  };
  test.each([
    ['令和5年4月1日', '', '令和6年3月31日'],
    ['R5.4.1', '', 'R6.3.31'],
    ['Ｒ５．４．１', '　', 'R6.3.31'],
    // left over from last year's file
    ['R5.4.1', 'R5.3.31', 'R6.3.31'],
    // the section's own day within the year
    ['令和5年4月26日', '令和6年1月31日', '令和6年1月31日'],
    ['R5.4.1', '未定', 'R6.3.31'],
  ])('created %s, printed 「%s」 → %s', (createdOn, evaluatedOn, expected) => {
    const sheet = dated(createdOn, evaluatedOn);
    const finished = finishedSheet(sheet, asPrinted(first!, tasksOf(sheet, 'yearend')));
    expect(finished.header.evaluatedOn).toEqual({ label: first!.header.evaluatedOn.label, text: expected });
  });
  test('nothing is dated before anything is reported', () => {
    const sheet = dated('R5.4.1', '');
    expect(finishedSheet(sheet, tasksOf(sheet, 'yearend')).header.evaluatedOn.text).toBe('');
  });
});

test('an indicator that was added after the approval: the sheet is not finished any more', () => {
  const [goal, ...others] = first!.goals;
  const added = { ...goal!.indicators[0]!, name: '新しい指標', result: '', rating: '', status: '' };
  const grown: Sheet = {
    ...first!,
    goals: [{ ...goal!, indicators: [...goal!.indicators, added] }, ...others],
  };
  const reported = asPrinted(first!, tasksOf(first!, 'yearend'));
  const tasks = tasksOf(grown, 'yearend').map((task, at) => ({ ...task, report: reported[at]!.report }));
  expect(finishedSheet(first!, reported).approved).toBe(true);
  const finished = finishedSheet(grown, tasks);
  expect(finished.approved).toBe(false);
  expect(finished.goals[0]!.indicators.at(-1)!.result).toBe('');
});

test('property: nothing approved is missing from the sheet, nothing given back is in it, texts as typed', () => {
  const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 });
  const scale = scales['four-step']!;
  const answer = fc.record({
    result: text,
    rating: fc.constantFrom(...scale.steps.map(({ code }) => code)),
    status: text,
  });
  const states = fc.constantFrom<ReportState | null>('approved', 'submitted', 'returned', 'withdrawn', null);
  const blank = withoutResults(first!);
  const tasks = tasksOf(blank, 'yearend').map((task) => ({ ...task, scale }));
  fc.assert(
    fc.property(
      fc.tuple(
        ...tasks.map((task) =>
          fc.tuple(
            states,
            fc.array(answer, { minLength: task.indicators.length, maxLength: task.indicators.length }),
            text,
          ),
        ),
      ),
      (reports) => {
        const reported = tasks.map((task, at) => {
          const [state, answers, policy] = reports[at]!;
          return { ...task, report: state === null ? null : reportOf(task, answers, policy, state) };
        });
        const finished = finishedSheet(blank, reported);
        reports.forEach(([state, answers, policy], at) => {
          const goal = finished.goals[at]!;
          if (state !== 'approved' && state !== 'submitted') {
            expect(goal).toEqual(blank.goals[at]);
            return;
          }
          expect(goal.nextPolicy).toBe(policy);
          expect(goal.indicators.map(({ result, status }) => ({ result, status }))).toEqual(
            answers.map(({ result, status }) => ({ result, status })),
          );
          expect(goal.indicators.map(({ rating }) => rating)).toEqual(
            answers.map(({ rating }) => scale.steps.find(({ code }) => code === rating)!.symbol),
          );
        });
        expect(finished.approved).toBe(reports.every(([state]) => state === 'approved'));
      },
    ),
  );
});
