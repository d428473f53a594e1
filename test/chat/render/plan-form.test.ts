/** The form of a goal of 目標設定: that of every goal of the real sheets fits into one dialog. */
import { beforeAll, expect, test } from '@jest/globals';
import { LIMITS } from '../../../src/chat/render/limits.js';
import { readTemplates, renderSlack } from '../../../src/chat/render/render.js';
import { planForm } from '../../../src/core/cards/plan/form.js';
import type { Draft } from '../../../src/core/draft/drafts.js';
import { isPlanTask, type PlanTask, planBegun } from '../../../src/core/draft/plan/plan-draft.js';
import { sheetTasks } from '../../../src/core/report/tasks-of-sheet.js';
import { numberSheet } from '../../../src/core/sheet/ids.js';
import { copiedTo } from '../../../src/core/sheet/next-year.js';
import { niigataR5 } from '../../../src/core/sheet/scale.js';
import type { Sheet } from '../../../src/core/sheet/sheet.js';
import { printedSheets } from '../../store/postgres/city.js';
import { blockKitProblems } from '../../support/block-kit.js';

beforeAll(() => readTemplates('slack'));

const draftOf = (task: PlanTask): Draft => ({
  task: task.id,
  turn: 1,
  base: 0,
  answers: {},
  plan: planBegun(task),
  asking: { at: 'decision' },
  startedAt: '',
  touchedAt: '',
});

function plansOf(last: Sheet): PlanTask[] {
  const sheet = copiedTo(last, 2024);
  const record = {
    section: { id: 's1', name: last.header.organization.text, department: '北区', parentId: null, route: [] },
    scale: niigataR5,
    directions: {},
    reports: [],
    sheet,
    numbering: numberSheet('s1.2024', sheet, null),
    lastYear: { sheet: last, numbering: numberSheet('s1.2023', last, null) },
  };
  const [opensOn, dueOn] = ['2024-04-01', '2024-04-30'];
  const round = {
    id: '2024-targets',
    fiscalYear: 2024,
    kind: 'targets',
    opensOn,
    dueOn,
    asOf: opensOn,
    state: 'open',
  } as const;
  return sheetTasks(record, [round]).filter(isPlanTask);
}

test.each(printedSheets().map((sheet) => [sheet.header.organization.text, sheet] as const))(
  '%s',
  (_name, last) => {
    const tasks = plansOf(last);
    expect(tasks).toHaveLength(last.goals.length);
    for (const task of tasks)
      for (const language of ['ja', 'en'] as const) {
        const card = planForm(task, draftOf(task), language);
        if (card.name !== 'form') throw new Error(card.name);
        const { blocks } = renderSlack(card).view;
        expect(blocks.length).toBeLessThanOrEqual(LIMITS.slack.modalBlocks);
        expect(card.view.title.length).toBeLessThanOrEqual(LIMITS.slack.modalTitle);
      }
  },
);

test.each([
  [1000, true],
  [1200, true],
  [3000, true],
  [3001, false],
  [9000, false],
])('a cell of %i characters lets the form open, and nothing of it is lost', (length, inField) => {
  const [task] = plansOf(printedSheets()[5]!);
  if (!task) throw new Error('no plan');
  const [first, ...others] = task.planned.indicators;
  const overview = '概'.repeat(length);
  const indicators = [{ ...first!, target: '目'.repeat(300), overview }, ...others];
  const long = { ...task, planned: { ...task.planned, indicators } };
  for (const language of ['ja', 'en'] as const) {
    const card = planForm(long, draftOf(long), language);
    if (card.name !== 'form') throw new Error(card.name);
    expect(blockKitProblems(renderSlack(card))).toEqual([]);
    const group = card.view.groups[1]!;
    const field = group.fields.find(({ id }) => id === 'overview.0');
    // A field that is not in the form is not touched when it is sent.
    expect(field?.value).toBe(inField ? overview : undefined);
    expect(group.facts.some(({ value }) => value === overview)).toBe(!inField);
  }
});
