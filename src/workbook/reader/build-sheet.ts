/** Sheets out of what was found in a file. */
import { parseFiscalYear } from '../../core/calendar/japanese-dates.js';
import { findIrregularities } from '../../core/sheet/irregularities/find.js';
import type { PrintedSheet } from '../../core/sheet/layout.js';
import type { Labelled } from '../../core/sheet/sheet.js';
import { splitItems } from '../../core/text/split-items.js';
import { problem, type ReadProblem, type Refused } from '../cells/problem.js';
import { type Field, HEADER_FIELDS } from '../form/columns.js';
import { missingFields } from './found-header.js';
import type { FoundSheet } from './found-sheet.js';
import type { ReadOptions, ReadOutcome, SheetRead } from './row.js';
import { readGoals } from './table/goals.js';

/** The sheets of a file. Gives all of them, or all problems that were found and no sheet: nothing is half-read. */
export function readFound(found: readonly (FoundSheet | Refused)[], options: ReadOptions): ReadOutcome {
  const read: (PrintedSheet & Pick<SheetRead, 'owners'>)[] = [];
  const problems: ReadProblem[] = [];
  let blankLines: number | null = null;
  for (const one of found) {
    const built = one.kind === 'refused' ? one : build(one, blankLines);
    if (built.kind === 'refused') problems.push(...built.problems);
    else read.push(built);
    blankLines = one.kind === 'found' ? one.table.blankLinesAfter : 0;
  }
  if (problems.length > 0) return { kind: 'refused', problems };
  const irregularities = findIrregularities(read, options.departmentAliases ?? {});
  return {
    kind: 'read',
    sheets: read.map(({ sheet, layout, owners = [] }, index) => ({
      sheet,
      ...(owners.some((owner) => owner !== '') ? { owners } : {}),
      irregularities: irregularities[index] ?? [],
      where: layout.where,
      layout,
    })),
  };
}

const MARK = /^[#＃]+\s*/u;

function build(
  { title, header, table }: FoundSheet,
  blankLinesBefore: number | null,
): (PrintedSheet & Pick<SheetRead, 'owners'> & { readonly kind: 'read' }) | Refused {
  const goals = readGoals(table);
  const fields = byField((field): Labelled => {
    const { label = '', text = '' } = header.fields.get(field) ?? {};
    return { label, text };
  });
  const where = byField((field) => header.fields.get(field)?.where ?? title.where);
  const problems = [
    ...header.problems,
    ...missingFields(header, title.where),
    ...table.problems,
    ...goals.problems,
  ];
  const { text } = fields.fiscalYear;
  const year = parseFiscalYear(text);
  if (text !== '' && year === null) {
    problems.push(
      problem(
        { ...where.fiscalYear, cell: '年度' },
        `「${text}」を年度として読み取れません。「令和5年度」のように書いてください。`,
        `「${text}」 is no fiscal year. One like 「令和5年度」 was expected.`,
      ),
    );
  }
  if (problems.length > 0 || year === null) return { kind: 'refused', problems };
  return {
    kind: 'read',
    owners: goals.owners,
    sheet: {
      title: title.text.replace(MARK, ''),
      fiscalYear: year,
      header: fields,
      policyIndicators: splitItems(fields.policyIndicators.text),
      legend: header.legend.flatMap(({ lines }) => lines),
      columnHeadings: table.headings,
      goals: goals.goals,
      footnotes: goals.footnotes.map((one) => one.text),
      looseMarks: header.looseMarks.map((one) => one.text),
    },
    layout: {
      where: title.where,
      titleMarked: MARK.test(title.text),
      blankLinesBefore,
      headerWidths: header.widths,
      headerFillers: header.fillers,
      header: where,
      organizationBesideYear: header.organizationBesideYear,
      legend: header.legend.map((one) => ({
        where: one.where,
        trailingBlanks: /[^\s]\s+$/u.test(one.text),
      })),
      headings: table.where,
      ratingHeading: table.ratingHeading,
      ratingColumn: goals.ratingColumn,
      mergedStatus: table.mergedStatus,
      rows: goals.rows,
      footnotes: goals.footnotes.map((one) => one.where),
      looseMarks: header.looseMarks.map((one) => one.where),
    },
  };
}

const byField = <T>(of: (field: Field) => T) =>
  Object.fromEntries(HEADER_FIELDS.map((field) => [field, of(field)])) as Record<Field, T>;
