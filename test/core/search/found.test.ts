/** What a search says of a goal: as its results stand, and a plan is none. */
import { expect, test } from '@jest/globals';
import type { RoundKind } from '../../../src/core/calendar/round.js';
import { goalFound } from '../../../src/core/search/found.js';
import { withoutResults } from '../../../src/core/sheet/sheet.js';
import { approvedReport } from '../../support/sample-cards.js';
import { tasksOf } from '../../support/tasks.js';
import { kitaSheets } from '../../workbook/fixture-sheets.js';

const SHEET = 6;
const sheet = withoutResults(kitaSheets()[SHEET]!);

/** The first goal, of which these were approved, in a sheet without results. */
function found(...kinds: readonly RoundKind[]) {
  const [task] = tasksOf(SHEET);
  const ofKind = kinds.map((kind) => tasksOf(SHEET, kind)[0]!);
  const record = {
    sheet,
    numbering: sheet.goals.map((_, at) => ({
      goalId: tasksOf(SHEET)[at]!.goalId,
      indicatorIds: tasksOf(SHEET)[at]!.indicators.map(({ id }) => id),
    })),
    section: { id: task!.sectionId, name: task!.sectionName, department: '', route: [] },
    scale: task!.scale,
    directions: {},
    reports: ofKind.map((one) => approvedReport(one, SHEET)),
    rounds: ofKind.map(({ round }) => round),
    lastYear: null,
    sheetVersion: 1,
  };
  return goalFound(record as never, task!.goalId)!;
}

test('mid-year’s results are shown beside an approved plan', () => {
  const { goal, task } = found('targets', 'midyear');
  expect(goal).toMatchObject({ midyear: true, state: 'approved' });
  expect(goal.rows.map(({ result }) => result).join('')).not.toBe('');
  expect(task?.round.kind).toBe('midyear');
});

test('a plan alone is opened, and says nothing of results', () => {
  const { goal, task } = found('targets');
  expect(goal).toMatchObject({ midyear: false, state: 'open' });
  expect(task?.round.kind).toBe('targets');
});
