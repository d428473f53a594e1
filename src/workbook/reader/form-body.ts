/** The rows of a table as texts by column: idle rows left out, rows that go on with the one above joined to it. */
import type { Column } from '../../core/sheet/layout.js';
import type { Irregularity } from '../../core/sheet/sheet.js';
import { foldWidth } from '../../core/text/fold.js';
import { filled, type Grid, type GridRow, whereOf } from '../cells/grid.js';
import { FIELDS } from '../form/columns.js';
import type { Block } from './form-block.js';
import { type Columns, fieldText, repeats } from './form-columns.js';
import { goesOn } from './form-merged.js';

/** Rows that say nothing: numbered but otherwise empty lines of a form, headings repeated on a new page. */
function isIdle(row: GridRow, headings: readonly GridRow[], columns: Columns): boolean {
  const cells = filled(row);
  const no = columns.places.get('no') ?? [];
  if (
    cells.length > 0 &&
    cells.every(({ column, cell }) => no.includes(column) && /^\d+\.?$/u.test(foldWidth(cell.text)))
  )
    return true;
  return repeats(row, headings);
}

type Texts = {
  readonly texts: Map<Column, string>;
  readonly addresses: Map<Column, string>;
  readonly row: GridRow;
};

export function noteDates(row: GridRow, columns: Columns, grid: Grid, notes: Irregularity[]): void {
  for (const column of ['target', 'result'] as const) {
    const cell = (columns.places.get(column) ?? []).map((place) => row.cells[place]).find((one) => one?.date);
    if (!cell) continue;
    notes.push({
      id: 'F07',
      where: whereOf(grid, row.line, cell.address),
      message: {
        ja: `セルが日付になっています。表示どおり「${cell.text}」と読みました。数のつもりなら書き直してください。`,
        en: `The cell is a date and was read as it shows: ${cell.text}. Correct it if a number was meant.`,
      },
    });
  }
}

export function readBody(block: Block, columns: Columns): (Texts | GridRow)[] {
  const out: (Texts | GridRow)[] = [];
  const holds = (row: GridRow, column: Column) => fieldText(row, columns, column).text !== '';
  const lastData = block.body.findLastIndex(
    (row) =>
      filled(row).length > 2 ||
      (filled(row).length > 0 && goesOn(row, columns.places)) ||
      (holds(row, 'name') && holds(row, 'target')),
  );
  let open: Texts | null = null;
  block.body.forEach((row, index) => {
    if (filled(row).length === 0 || isIdle(row, block.headings, columns)) return;
    if (index > lastData) {
      out.push(row);
      return;
    }
    const texts = new Map<Column, string>();
    const addresses = new Map<Column, string>();
    for (const column of FIELDS) {
      const field = fieldText(row, columns, column);
      texts.set(column, field.text);
      addresses.set(column, field.address);
    }
    if (open && goesOn(row, columns.places)) {
      for (const [column, text] of texts) {
        const above: string = open.texts.get(column) ?? '';
        if (text !== '') open.texts.set(column, above === '' ? text : `${above}\n${text}`);
      }
      return;
    }
    open = { texts, addresses, row };
    out.push(open);
  });
  return out;
}

/** Numbers goals by their text on a form that has no column for them. */
export function numberGoals(body: readonly (Texts | GridRow)[]): void {
  let no = 0;
  for (const row of body) {
    if (!('texts' in row) || row.texts.get('goal') === '') continue;
    no += 1;
    row.texts.set('no', String(no));
  }
}
