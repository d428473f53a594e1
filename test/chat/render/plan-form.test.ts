/** The form of a goal of 目標設定: that of every goal of the real sheets fits into one dialog. */
import { beforeAll, expect, test } from '@jest/globals';
import { LIMITS } from '../../../src/chat/render/limits.js';
import { readTemplates, renderSlack } from '../../../src/chat/render/render.js';
import { planForm } from '../../../src/core/cards/plan/form.js';
import { isPlanTask, planBegun } from '../../../src/core/draft/plan/plan-draft.js';
import { sheetTasks } from '../../../src/core/report/tasks-of-sheet.js';
import { numberSheet } from '../../../src/core/sheet/ids.js';
import { copiedTo } from '../../../src/core/sheet/next-year.js';
import { niigataR5 } from '../../../src/core/sheet/scale.js';
import { printedSheets } from '../../store/postgres/city.js';

beforeAll(() => readTemplates('slack'));

test.each(printedSheets().map((sheet) => [sheet.header.organization.text, sheet] as const))(
  '%s',
  (name, last) => {
    const sheet = copiedTo(last, 2024);
    const record = {
      section: { id: 's1', name, department: '北区', parentId: null, route: [] },
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
    const tasks = sheetTasks(record, [round]).filter(isPlanTask);
    expect(tasks).toHaveLength(sheet.goals.length);
    for (const task of tasks)
      for (const language of ['ja', 'en'] as const) {
        const draft = {
          task: task.id,
          turn: 1,
          base: 0,
          answers: {},
          plan: planBegun(task),
          asking: { at: 'decision' },
          startedAt: '',
          touchedAt: '',
        } as const;
        const card = planForm(task, draft, language);
        if (card.name !== 'form') throw new Error(card.name);
        const { blocks } = renderSlack(card).view;
        expect(blocks.length).toBeLessThanOrEqual(LIMITS.slack.modalBlocks);
        expect(card.view.title.length).toBeLessThanOrEqual(LIMITS.slack.modalTitle);
      }
  },
);
