/** The rows between title and table: 年度, 組織名, 政策指標, 作成日, 評価日, each a label with its text beside it (H03–H05). */
import { foldLabel } from '../core/fold.js';
import type { Labelled, Sheet, Where } from '../core/sheet.js';
import { problem, type ReadProblem, shorten } from './problem.js';
import type { Row } from './table.js';

type Field = keyof Sheet['header'];

/** Compared on labels without white space and with widths made one. */
const LABELS: readonly { readonly field: Field; readonly label: RegExp; readonly required: string | null }[] =
  [
    { field: 'fiscalYear', label: /^(?:対象)?年度:?$/u, required: '年度' },
    { field: 'department', label: /^組織名\(部\):?$/u, required: '組織名(部)' },
    {
      field: 'organization',
      label: /^(?=.*(?:課|機関))組織名\((?!部\)).*\):?$/u,
      required: '組織名(準部・課・機関名)',
    },
    { field: 'policyIndicators', label: /^\(参考\)/u, required: null },
    { field: 'createdOn', label: /^作成日:?$/u, required: null },
    { field: 'evaluatedOn', label: /^評価日:?$/u, required: null },
  ];

export type HeaderRead = {
  readonly header: Sheet['header'];
  readonly where: Readonly<Record<Field, Where>>;
  readonly looseMarks: readonly { readonly text: string; readonly where: Where }[];
  readonly widths: readonly number[];
  readonly fillers: boolean;
  readonly organizationBesideYear: boolean;
  readonly problems: readonly ReadProblem[];
};

type Found = { readonly label: string; readonly text: string; readonly where: Where; readonly row: Row };

/**
 * Reads the header. The text of a label is the next filled cell before the next label, '' when there is none. A row
 * with a single word and no label is a loose mark; anything else that has no label is a problem.
 */
export function readHeader(rows: readonly Row[], title: Where): HeaderRead {
  const found = new Map<Field, Found>();
  const looseMarks: { text: string; where: Where }[] = [];
  const problems: ReadProblem[] = [];
  const headerRows: Row[] = [];
  for (const row of rows) {
    const filled = row.cells.flatMap((cell, index) => (cell.trim() === '' ? [] : [index]));
    const labels = filled.filter((index) => fieldOf(row.cells[index] ?? '') !== null);
    if (labels.length === 0) {
      if (filled.length === 1) looseMarks.push({ text: row.cells[filled[0]!]!.trim(), where: row.where });
      else problems.push(noLabel(row));
      continue;
    }
    headerRows.push(row);
    problems.push(...readRow(row, filled, labels, found));
  }
  for (const { field, required } of LABELS) {
    if (required !== null && (found.get(field)?.text ?? '') === '')
      problems.push(missing(required, found.get(field), title));
  }
  return {
    header: {
      fiscalYear: labelled(found.get('fiscalYear')),
      department: labelled(found.get('department')),
      organization: labelled(found.get('organization')),
      policyIndicators: labelled(found.get('policyIndicators')),
      createdOn: labelled(found.get('createdOn')),
      evaluatedOn: labelled(found.get('evaluatedOn')),
    },
    where: {
      fiscalYear: found.get('fiscalYear')?.where ?? title,
      department: found.get('department')?.where ?? title,
      organization: found.get('organization')?.where ?? title,
      policyIndicators: found.get('policyIndicators')?.where ?? title,
      createdOn: found.get('createdOn')?.where ?? title,
      evaluatedOn: found.get('evaluatedOn')?.where ?? title,
    },
    looseMarks,
    widths: headerRows.map((row) => row.cells.length),
    fillers: headerRows.some((row) => hasFiller(row)),
    organizationBesideYear: sameRow(found.get('organization'), found.get('fiscalYear')),
    problems,
  };
}

function readRow(
  row: Row,
  filled: readonly number[],
  labels: readonly number[],
  found: Map<Field, Found>,
): ReadProblem[] {
  const problems: ReadProblem[] = [];
  const taken = new Set(labels);
  labels.forEach((at, index) => {
    const label = row.cells[at]!.trim();
    const field = fieldOf(label)!;
    const value = filled.find((i) => i > at && i < (labels[index + 1] ?? row.cells.length));
    if (value !== undefined) taken.add(value);
    const address = row.addresses?.[value ?? at];
    const where = { ...row.where, cell: address === undefined ? label : `${address} ${label}` };
    if (found.has(field)) {
      problems.push(
        problem(
          where,
          `「${label}」が二つあります。一つのシートに一つだけ書いてください。`,
          `「${label}」 stands twice. One per sheet was expected.`,
        ),
      );
    }
    found.set(field, { label, text: value === undefined ? '' : row.cells[value]!.trim(), where, row });
  });
  for (const index of filled) {
    if (taken.has(index)) continue;
    const text = row.cells[index]!.trim();
    problems.push(
      problem(
        { ...row.where, cell: row.addresses?.[index] ?? `左から${index + 1}番目` },
        `「${shorten(text)}」が何の欄か分かりません。左に「年度」「作成日」などの欄名が必要です。`,
        `「${shorten(text)}」 has no label before it. One such as 「年度」 or 「作成日」 was expected.`,
      ),
    );
  }
  return problems;
}

function fieldOf(cell: string): Field | null {
  const folded = foldLabel(cell);
  return LABELS.find(({ label }) => label.test(folded))?.field ?? null;
}

function hasFiller(row: Row): boolean {
  return row.cells.some((cell, index) => {
    const previous = row.cells[index - 1];
    return cell.trim() === '' && previous !== undefined && fieldOf(previous) === null;
  });
}

function sameRow(a: Found | undefined, b: Found | undefined): boolean {
  return a !== undefined && a.row === b?.row;
}

function labelled(found: Found | undefined): Labelled {
  return { label: found?.label ?? '', text: found?.text ?? '' };
}

function noLabel(row: Row): ReadProblem {
  const text = shorten(row.cells.filter((cell) => cell.trim() !== '').join(' '));
  return problem(
    row.where,
    `「${text}」を読み取れません。表の上には「年度」「組織名(部)」「作成日」などの欄か、凡例(○:達成)を書いてください。`,
    `「${text}」 was not understood. Above the table, labels such as 「年度」 or a legend (○:達成) were expected.`,
  );
}

function missing(label: string, found: Found | undefined, title: Where): ReadProblem {
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
}
