/** The headings of a table in the order of the form: as the office prints them, and as the table reader knows them. */
import { foldLabel } from '../core/fold.js';
import type { Column } from '../core/irregularities/layout.js';
import { FIELDS } from './columns.js';
import type { Block } from './form-block.js';
import type { Columns } from './form-columns.js';
import { filled, type GridRow } from './grid.js';
import { meaningOf } from './xlsx-form.js';

/** What the table reader wants headed as well. A form that heads 今後の方針 has a column for 概要 too (T03). */
const OTHER_WORDS: Partial<Record<Column, string>> = {
  planReference: '位置づけ',
  target: '目標',
  result: '結果',
  initiativeCell: '取組名称(事業名)',
  overview: '概要',
  status: '目標達成状況',
};

/** The words that the table reader looks for. */
const NEEDED_WORDS: Partial<Record<Column, string>> = {
  no: 'No.',
  goal: '組織目標',
  name: '取組指標',
  rating: '評価',
};

/** Headings in the order of the form; blank where the office prints none. */
export function headingsFor(
  block: Block,
  columns: Columns,
  fields: readonly Column[],
): { own: [string[], string[]]; plain: [string[], string[]] } {
  const upper = block.headings[0]!;
  const text = (row: GridRow | undefined, place: number | undefined) =>
    place === undefined ? '' : (row?.cells[place]?.text.trim() ?? '');
  const own: [string[], string[]] = [fields.map(() => ''), fields.map(() => '')];
  fields.forEach((field, index) => {
    const place = columns.places.get(field)?.[0];
    own[0][index] = text(upper, place);
    own[1][index] = block.headings
      .slice(1)
      .map((row) => text(row, place))
      .filter((word) => word !== '')
      .join('\n');
  });
  if (columns.statusWithPolicy && fields.length < FIELDS.length) {
    // ten columns for eleven headings: the print closes up over the column that has none (T03)
    const policy = text(upper, columns.places.get('nextPolicy')?.[0]);
    const gap = fields.indexOf('overview');
    if (policy !== '' && own[0][gap] === '' && own[1][gap] === '') {
      for (const row of own) row.splice(gap, 1);
      own[0].push(policy);
      own[1].push('');
    }
  }
  // the table reader knows the ten columns by the heading they lack (T03)
  const lacks = (cell: string) => fields.length < FIELDS.length && meaningOf(cell) === 'overview';
  const plain = own.map((row) => row.map((cell) => (lacks(cell) ? '' : cell))) as [string[], string[]];
  for (const [column, word] of Object.entries(NEEDED_WORDS)) {
    const meant = plain.some((row) => row.some((cell) => foldLabel(cell) === foldLabel(word)));
    if (meant) continue;
    const row = plain.find((one) => one.some((cell) => meaningOf(cell) === column)) ?? plain[0];
    const at = row.findIndex((cell) => meaningOf(cell) === column);
    row[at >= 0 ? at : fields.indexOf(column as Column)] = word;
  }
  const [first, second] = plain;
  if (second.some((cell) => cell !== '') && !second.some((cell) => foldLabel(cell) === NEEDED_WORDS.name)) {
    // a second row of headings is known by this word
    second[first.findIndex((cell) => foldLabel(cell) === NEEDED_WORDS.name)] = NEEDED_WORDS.name!;
    first.splice(
      first.findIndex((cell) => foldLabel(cell) === NEEDED_WORDS.name),
      1,
      '',
    );
  }
  const headed = (column: string) => plain.some((row) => row.some((cell) => meaningOf(cell) === column));
  const closedUp = meaningOf(own[0][fields.indexOf('overview')] ?? '') === 'rating';
  for (const [column, word] of Object.entries(OTHER_WORDS)) {
    if (headed(column)) continue;
    if (column === 'overview' && (fields.length < FIELDS.length || !headed('nextPolicy'))) continue;
    const place = fields.indexOf(column as Column);
    const at = closedUp && place > fields.indexOf('overview') ? place - 1 : place;
    plain[plain[0][at] === '' ? 0 : 1][at] = word;
  }
  return { own, plain };
}

/** The form has a heading for 概要; the ten-column form does not (T03). */
export const headsOverview = (block: Block): boolean =>
  block.headings.some((row) => filled(row).some(({ cell }) => meaningOf(cell.text) === 'overview'));
