/** The 正誤表 in a workbook made from an organisation's own form: a tab behind those of its sheets. */
import { ERRATA_TITLE } from '../../form/errata.js';
import { DRAFT_MARK, type OfficialSheet, type Paper } from '../../form/official-sheet.js';
import { layErrata } from '../errata.js';
import { FONT_SIZE } from '../layout/layout.js';
import type { Tab } from '../library.js';
import { styleOf } from '../style.js';
import { tabNameOf } from '../tabs.js';
import { mergeCells, put } from './tab.js';

/** None when nothing was corrected after publication. `taken`: names of other tabs, in small letters. */
export function errataTabs(
  sheets: readonly OfficialSheet[],
  { paper = 'A4', draft = false }: { readonly paper?: Paper; readonly draft?: boolean },
  taken: ReadonlySet<string>,
): Tab[] {
  const mark = draft && sheets.some(({ approved }) => !approved) ? DRAFT_MARK : '';
  const layout = layErrata(sheets, paper, mark);
  if (!layout) return [];
  const tab: Tab = {
    name: tabNameOf(ERRATA_TITLE, taken),
    rows: [],
    columns: layout.columnWidths.map((width) => ({ width })),
    rowDefs: new Map(layout.rowHeights.map((height, row) => [row, { height }])),
    pageSetup: {
      paperSize: paper === 'A3' ? 'a3' : 'a4',
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
    },
  };
  for (const { row, column, rowSpan, columnSpan, text, look } of layout.cells) {
    const style = styleOf(look, FONT_SIZE[paper]);
    for (let r = row; r < row + rowSpan; r += 1)
      for (let c = column; c < column + columnSpan; c += 1) put(tab, r, c, '', style);
    put(tab, row, column, text, style);
    mergeCells(tab, row, column, rowSpan, columnSpan);
  }
  return [tab];
}
