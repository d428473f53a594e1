/**
 * What stands above the table of a goal sheet: fields, each a label with its text beside it, below it or in one cell
 * with it (作成日：R5.4.1); the legend; words that belong to nothing (H03–H05, H15, H16).
 */
import { foldSymbol } from '../../core/sheet/scale.js';
import type { Irregularity, Where } from '../../core/sheet/sheet.js';
import { foldLabel } from '../../core/text/fold.js';
import { problem, type ReadProblem, shorten } from '../cells/problem.js';
import { type Field, HEADER, HEADER_FIELDS } from '../form/columns.js';
import type { FoundHeader, FoundText } from './found-sheet.js';
import { type FilledCell, filledCells, type Row } from './row.js';
import { legendOf } from './table/legend.js';

/** `作成日：R5.4.1`, `課名　建設課` or `【課名】建設課` in one cell. A label of the form never holds a colon itself. */
const LABEL_AND_TEXT = [
  /^([^:：]{1,30})[:：]\s*([\s\S]+)$/u,
  /^[【［[]([^】］\]]{1,20})[】］\]]\s*([\s\S]+)$/u,
  /^(\S{1,20})[ \u3000]+(\S[\s\S]*)$/u,
];

/** Which field of the header a label names, or null. */
export function headerFieldOf(text: string): Field | null {
  const folded = foldLabel(text).replace(/:$/, '');
  return HEADER_FIELDS.find((field) => HEADER[field].pattern.test(folded)) ?? null;
}

type Pair = { readonly field: Field; readonly label: FilledCell; readonly value: FilledCell | undefined };

function labelAndText(cell: FilledCell): Pair | null {
  for (const pattern of LABEL_AND_TEXT) {
    const [label, text] = pattern.exec(cell.text.trim())?.slice(1) ?? [];
    const field = label && text ? headerFieldOf(label) : null;
    if (field) return { field, label: { ...cell, text: label! }, value: { ...cell, text: text! } };
  }
  return null;
}

/** The pairs of a row that has nothing but labels when the row below holds their texts; else null. */
function pairsBelow(here: readonly FilledCell[], next: Row | undefined): Pair[] | null {
  const fields = here.map(({ text }) => headerFieldOf(text));
  if (next === undefined || here.length < 2 || fields.includes(null)) return null;
  const below = filledCells(next);
  const texts = below.every(({ at, text }) => !headerFieldOf(text) && here.some((label) => label.at === at));
  if (below.length === 0 || !texts) return null;
  return here.map((label, index) => ({
    field: fields[index]!,
    label,
    value: below.find(({ at }) => at === label.at),
  }));
}

/** What the cells of a row are, from left to right. */
function takeApart(cells: readonly FilledCell[], strict: boolean) {
  const pairs: Pair[] = [];
  const legend: FilledCell[] = [];
  const loose: FilledCell[] = [];
  for (let c = 0; c < cells.length; c += 1) {
    const cell = cells[c]!;
    const next = cells[c + 1];
    const field = headerFieldOf(cell.text);
    const joined = field || strict ? null : labelAndText(cell);
    if (field) {
      const value = next && !headerFieldOf(next.text) ? next : undefined;
      pairs.push({ field, label: cell, value });
      if (value) c += 1;
    } else if (legendOf(cell.text)) legend.push(cell);
    else if (!strict && next && foldSymbol(cell.text) !== null && legendOf(`${cell.text}:${next.text}`)) {
      legend.push({ ...cell, text: `${cell.text.trim()}:${next.text.trim()}` });
      c += 1;
    } else if (joined) pairs.push(joined);
    else loose.push(cell);
  }
  return { pairs, legend, loose };
}

/**
 * Finds the header in the rows above a table. In printed text, `strict`, a label has a cell of its own, and a word
 * without one or a label that stands twice is a problem; on a page of cells the first of two labels counts, and words
 * among other things are left out with a note. A word alone in its row is kept (H16).
 */
export function findHeader(above: readonly Row[], strict: boolean): FoundHeader {
  const fields = new Map<Field, FoundText & { label: string; row: Row }>();
  const legend: FoundHeader['legend'][number][] = [];
  const looseMarks: FoundText[] = [];
  const widths: number[] = [];
  const notes: Irregularity[] = [];
  const problems: ReadProblem[] = [];
  let fillers = false;

  const take = (row: Row, pairs: readonly Pair[]) => {
    const taken = strict ? pairs : pairs.filter(({ field }) => !fields.has(field));
    if (taken.length === 0) return;
    widths.push(strict ? row.cells.length : taken.length * 2);
    fillers ||= strict && hasFiller(row);
    for (const { field, label, value } of taken) {
      const printed = label.text.trim();
      const address = value?.address || label.address;
      const word = strict ? printed : HEADER[field].word;
      const where = { ...row.where, cell: address === '' ? word : `${address} ${word}` };
      if (fields.has(field)) problems.push(twice(printed, where));
      fields.set(field, { label: printed, text: value?.text.trim() ?? '', where, row });
    }
  };

  for (let index = 0; index < above.length; index += 1) {
    const row = above[index]!;
    const cells = filledCells(row);
    const below = strict ? null : pairsBelow(cells, above[index + 1]);
    if (below) {
      take(row, below);
      index += 1;
      continue;
    }
    const found = takeApart(cells, strict);
    for (const { text, address } of found.legend) {
      const where = address === '' ? row.where : { ...row.where, cell: address };
      legend.push({ text, where, lines: legendOf(text) ?? [] });
    }
    take(row, found.pairs);
    if (cells.length === 1 && found.loose.length === 1) {
      looseMarks.push({ text: cells[0]!.text.trim(), where: row.where });
    } else if (!strict) notes.push(...found.loose.map((cell) => leftOut(row, cell)));
    else if (found.pairs.length > 0) problems.push(...found.loose.map((cell) => noLabel(row, cell)));
    else if (found.loose.length > 0) problems.push(notUnderstood(row));
  }
  const year = fields.get('fiscalYear');
  const organizationBesideYear = year !== undefined && year.row === fields.get('organization')?.row;
  return { fields, legend, looseMarks, widths, fillers, organizationBesideYear, notes, problems };
}

function hasFiller(row: Row): boolean {
  return row.cells.some((cell, index) => {
    const previous = row.cells[index - 1];
    return cell.trim() === '' && previous !== undefined && headerFieldOf(previous) === null;
  });
}

function leftOut(row: Row, { text, address }: FilledCell): Irregularity {
  const characters = [...text.replace(/\s+/g, ' ').trim()];
  const quoted = characters.length > 20 ? `${characters.slice(0, 20).join('')}…` : characters.join('');
  return {
    id: 'F12',
    where: { ...row.where, ...(address === '' ? {} : { cell: address }) },
    message: {
      ja: `表の上の「${quoted}」は、何の欄か分からないため取り込みませんでした。`,
      en: `“${quoted}” above the table has no label that Maru knows and was left out.`,
    },
  };
}

function twice(label: string, where: Where): ReadProblem {
  return problem(
    where,
    `「${label}」が二つあります。一つのシートに一つだけ書いてください。`,
    `「${label}」 stands twice. One per sheet was expected.`,
  );
}

function noLabel(row: Row, { text, address, at }: FilledCell): ReadProblem {
  const quoted = shorten(text.trim());
  return problem(
    { ...row.where, cell: address || `左から${at + 1}番目` },
    `「${quoted}」が何の欄か分かりません。左に「年度」「作成日」などの欄名が必要です。`,
    `「${quoted}」 has no label before it. One such as 「年度」 or 「作成日」 was expected.`,
  );
}

function notUnderstood(row: Row): ReadProblem {
  const text = shorten(row.cells.filter((cell) => cell.trim() !== '').join(' '));
  return problem(
    row.where,
    `「${text}」を読み取れません。表の上には「年度」「組織名(部)」「作成日」などの欄か、凡例(○:達成)を書いてください。`,
    `「${text}」 was not understood. Above the table, labels such as 「年度」 or a legend (○:達成) were expected.`,
  );
}

/** The fields that a sheet cannot be without and that have no text; `title` is where the sheet begins. */
export function missingFields({ fields }: FoundHeader, title: Where): ReadProblem[] {
  return HEADER_FIELDS.filter((field) => HEADER[field].required && !fields.get(field)?.text).map((field) => {
    const label = HEADER[field].word;
    const found = fields.get(field);
    return found
      ? problem(
          found.where,
          `「${label}」が空です。記入してください。`,
          `「${label}」 is empty. A text was expected beside it.`,
        )
      : problem(
          title,
          `このシートに「${label}」の欄が見つかりません。`,
          `This sheet has no 「${label}」. That label was expected above the table.`,
        );
  });
}
