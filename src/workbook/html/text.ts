/** Texts of people on a page: nothing in them is markup, and what no page can hold is made visible and reported. */
import type { Indicator, Sheet } from '../../core/sheet/sheet.js';
import { COLUMNS } from '../form/columns.js';
import { ERRATA_TITLE, errataRows } from '../form/errata.js';
import { measuresOf, wordOf } from '../form/midyear.js';
import { type OfficialSheet, type Replaced, sectionOf } from '../form/official-sheet.js';

/** What a page shows another sign for. */
const UNSHOWN = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]|\p{Cs}/gu;

const INDICATOR_TEXTS = [
  'planReference',
  'name',
  'target',
  'result',
  'initiativeCell',
  'overview',
  'status',
] as const satisfies readonly (keyof Indicator)[];

/** The characters that stand as a sign on the page; those above and below the table in row 0. */
export function replacedInHtml(sheets: readonly OfficialSheet[]): Replaced[] {
  const found: Replaced[] = [];
  for (const sheet of sheets) findReplaced(sheet, found);
  return found;
}

function findReplaced(sheet: OfficialSheet, found: Replaced[]): void {
  const section = sectionOf(sheet);
  const look = (row: number, column: string, ...texts: readonly string[]) => {
    const said = (character: string): Replaced => ({ character, sheet: section, row, column });
    for (const text of texts) {
      // One sign may fill a whole text: what is said of it is made once.
      let last = said('');
      for (const character of text.match(UNSHOWN) ?? []) {
        if (character !== last.character) last = said(character);
        found.push(last);
      }
    }
  };
  for (const { label, text } of Object.values(sheet.header)) look(0, label, label, text);
  look(0, sheet.title, sheet.title, ...aroundTable(sheet));
  let row = 0;
  for (const goal of sheet.goals) {
    look(row + 1, COLUMNS.no.word, goal.no);
    look(row + 1, COLUMNS.goal.word, goal.text);
    look(row + 1, COLUMNS.nextPolicy.word, goal.nextPolicy ?? '');
    for (const indicator of goal.indicators) {
      row += 1;
      for (const column of INDICATOR_TEXTS) look(row, COLUMNS[column].word, indicator[column]);
      look(row, wordOf('measures'), measuresOf(sheet, goal, indicator));
    }
  }
  for (const { before, after, reason } of errataRows([sheet])) look(0, ERRATA_TITLE, before, after, reason);
}

function aroundTable({ legend, columnHeadings, footnotes, looseMarks }: Sheet): string[] {
  return [...legend.map(({ text }) => text), ...columnHeadings.flat(), ...footnotes, ...looseMarks];
}
