/** Errata (訂正) of what the sheet itself says: an import after the publication (公表) changed a goal, a target, a heading. */
import { compareSheets } from '../sheet/compare-sheets.js';
import type { Goal, Indicator, Sheet } from '../sheet/sheet.js';
import { foldWidth } from '../text/fold.js';
import type { Erratum } from './errata.js';

/**
 * What an import changed in print: one line for each text that differs, also of what was added or taken out, so that
 * nothing a published sheet said is lost.
 *
 * @param before  as it would be printed before the import, reports included
 * @param after   as it is printed with it
 */
export function sheetErrata(
  before: Sheet,
  after: Sheet,
  { reason, correctedOn }: Pick<Erratum, 'reason' | 'correctedOn'>,
): Erratum[] {
  return compareSheets(withBlanks(before, after), withBlanks(after, before), { reports: true }).map(
    ({ goal, indicator, field, before: was, after: is }): Erratum => ({
      goalNo: goal ?? '',
      indicator: indicator ?? '',
      row: rowOf(after, goal, indicator),
      field: 'sheet',
      word: field,
      before: was ?? '',
      after: is ?? '',
      reason,
      correctedOn,
    }),
  );
}

function goalOf(sheet: Sheet, no: string): Goal | undefined {
  return sheet.goals.find((goal) => foldWidth(goal.no) === foldWidth(no));
}

function rowOf(sheet: Sheet, no: string | null, name: string | null): number | null {
  const row = no === null ? -1 : (goalOf(sheet, no)?.indicators.findIndex((one) => one.name === name) ?? -1);
  return row < 0 ? null : row;
}

/** With a blank goal for each of the other's that it lacks, and blank indicators in it: what has no counterpart is told text by text. */
function withBlanks(sheet: Sheet, other: Sheet): Sheet {
  const lacking = other.goals.filter(({ no }) => !goalOf(sheet, no));
  const goals = sheet.goals.map((goal): Goal => {
    const its = goalOf(other, goal.no);
    const more = (its?.indicators.length ?? 0) - goal.indicators.length;
    return more > 0 ? { ...goal, indicators: [...goal.indicators, ...blanks(more)] } : goal;
  });
  return {
    ...sheet,
    goals: [
      ...goals,
      ...lacking.map((goal) => ({
        ...goal,
        text: '',
        nextPolicy: '',
        indicators: blanks(goal.indicators.length),
      })),
    ],
  };
}

function blanks(many: number): Indicator[] {
  const blank = { planReference: '', name: '', target: '', result: '', initiativeCell: '', initiatives: [] };
  return Array.from({ length: many }, () => ({ ...blank, overview: '', rating: '', status: '' }));
}
