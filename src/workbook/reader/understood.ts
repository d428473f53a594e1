/** Cell by cell what was read out of a file, for a dry run. */

import { textsOfRow } from '../../core/sheet/layout.js';
import type { Where } from '../../core/sheet/sheet.js';
import { COLUMNS, FIELDS, HEADER, HEADER_FIELDS } from '../form/columns.js';
import type { SheetRead } from './row.js';

export type Understood = {
  readonly where: Where;
  /** as it stands in the file */
  readonly text: string;
  /** what it was taken for: 作成日, No.2 R5目標 */
  readonly field: string;
};

/** Every text of a sheet with the place it was read from and what it was taken for. Blank cells are left out. */
export function understoodOf(read: SheetRead): Understood[] {
  const { sheet, layout } = read;
  const list: Understood[] = [{ where: layout.where, text: sheet.title, field: '題名' }];
  for (const field of HEADER_FIELDS) {
    list.push({ where: layout.header[field], text: sheet.header[field].text, field: HEADER[field].word });
  }
  sheet.legend.forEach((line, index) => {
    list.push({ where: layout.legend[index]?.where ?? layout.where, text: line.text, field: '凡例' });
  });
  for (const row of layout.rows) {
    const goal = sheet.goals[row.goal];
    const indicator = goal?.indicators[row.indicator];
    if (!goal || !indicator) continue;
    const texts = {
      ...textsOfRow(goal, indicator),
      rating: row.ratingAsPrinted,
      ...(row.indicator === 0 ? {} : { no: '', goal: '', nextPolicy: '' }),
    };
    for (const column of FIELDS) {
      list.push({
        where: { ...row.where, cell: row.cells[column] },
        text: texts[column],
        field: `No.${goal.no} ${COLUMNS[column].word}`,
      });
    }
  }
  sheet.looseMarks.forEach((text, index) => {
    list.push({ where: layout.looseMarks[index] ?? layout.where, text, field: '表の上の語' });
  });
  sheet.footnotes.forEach((text, index) => {
    list.push({ where: layout.footnotes[index] ?? layout.where, text, field: '注記' });
  });
  return list.filter((one) => one.text !== '');
}
