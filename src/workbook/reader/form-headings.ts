/** The headings of a table as the office prints them, in the order of the form. */
import type { Column } from '../../core/sheet/layout.js';
import { foldLabel } from '../../core/text/fold.js';
import { filled, type GridRow } from '../cells/grid.js';
import { FIELDS } from '../form/columns.js';
import { meaningOf } from '../form/headings.js';
import type { Block } from './form-block.js';
import type { Columns } from './form-columns.js';
import type { FoundTable } from './found-sheet.js';
import { valueNames } from './table/headings.js';

/** Headings by column, blank where the office prints none, with what messages call target and result. */
export function headingsFor(
  block: Block,
  columns: Columns,
  fields: readonly Column[],
): Pick<FoundTable, 'headings' | 'targetName' | 'resultName'> {
  const upper = block.headings[0]!;
  const text = (row: GridRow | undefined, place: number | undefined) =>
    place === undefined ? '' : (row?.cells[place]?.text.trim() ?? '');
  const first = fields.map((field) => text(upper, columns.places.get(field)?.[0]));
  const second = fields.map((field) =>
    block.headings
      .slice(1)
      .map((row) => text(row, columns.places.get(field)?.[0]))
      .filter((word) => word !== '')
      .join('\n'),
  );
  const values = (['target', 'result'] as const).map((field) => fields.indexOf(field));
  const names = valueNames(values.flatMap((at) => [first[at] ?? '', second[at] ?? '']).map(foldLabel));
  if (columns.statusWithPolicy && fields.length < FIELDS.length) {
    // ten columns for eleven headings: the print closes up over the column that has none (T03)
    const policy = text(upper, columns.places.get('nextPolicy')?.[0]);
    const gap = fields.indexOf('overview');
    if (policy !== '' && first[gap] === '' && second[gap] === '') {
      for (const row of [first, second]) row.splice(gap, 1);
      first.push(policy);
      second.push('');
    }
  }
  return { headings: [first, second], ...names };
}

/** The form has a heading for 概要; the ten-column form does not (T03). */
export const headsOverview = (block: Block): boolean =>
  block.headings.some((row) => filled(row).some(({ cell }) => meaningOf(cell.text) === 'overview'));
