/** One sheet out of its rows, from its title to its footnotes. */
import { parseFiscalYear } from '../core/era.js';
import { foldLabel } from '../core/fold.js';
import type { PrintedSheet } from '../core/irregularities/layout.js';
import { splitItems } from '../core/items.js';
import { problem, type ReadProblem, type Refused } from './problem.js';
import type { Row } from './table.js';
import { readGoals } from './table-goals.js';
import { readHeader } from './table-header.js';
import { isHeadingRow, readHeadings } from './table-headings.js';
import { isLegendRow, readLegend } from './table-legend.js';
import { isBlank } from './table-row.js';

const TITLE = /^(?:#*|\S*年度)組織目標管理シート$/u;

/** True for a row that holds nothing but the title, with or without '#' (H01). */
export function isTitle(row: Row): boolean {
  const filled = row.cells.filter((cell) => cell.trim() !== '');
  return filled.length === 1 && TITLE.test(foldLabel(filled[0] ?? ''));
}

/**
 * Reads the rows of one sheet. `preface` are rows above the first title of the file; single words there are kept as
 * loose marks, as those between legend and table are (H16).
 */
export function readSheetRows(
  preface: readonly Row[],
  rows: readonly Row[],
  blankLinesBefore: number | null,
): { readonly kind: 'read'; readonly printed: PrintedSheet } | Refused {
  const titleRow = rows[0]!;
  const titleCell = titleRow.cells.find((cell) => cell.trim() !== '')!.trim();
  const body = rows.slice(1).filter((row) => !isBlank(row));
  const headingAt = body.findIndex(isHeadingRow);
  if (headingAt < 0) {
    return {
      kind: 'refused',
      problems: [
        problem(
          titleRow.where,
          'このシートの表が見つかりません。「No.」と「組織目標」のある見出しの行が必要です。',
          'This sheet has no table. A row of headings with 「No.」 and 「組織目標」 was expected.',
        ),
      ],
    };
  }
  const above = [...preface.filter((row) => !isBlank(row)), ...body.slice(0, headingAt)];
  const legendRows = above.filter(isLegendRow);
  const header = readHeader(
    above.filter((row) => !isLegendRow(row)),
    titleRow.where,
  );
  const table = readHeadings(body.slice(headingAt));
  const goals = readGoals(table);
  const problems: ReadProblem[] = [...header.problems, ...table.problems, ...goals.problems];
  const year = parseFiscalYear(header.header.fiscalYear.text);
  if (header.header.fiscalYear.text !== '' && year === null) {
    problems.push(
      problem(
        { ...header.where.fiscalYear, cell: '年度' },
        `「${header.header.fiscalYear.text}」を年度として読み取れません。「令和5年度」のように書いてください。`,
        `「${header.header.fiscalYear.text}」 is no fiscal year. One like 「令和5年度」 was expected.`,
      ),
    );
  }
  if (problems.length > 0 || year === null) return { kind: 'refused', problems };
  return {
    kind: 'read',
    printed: {
      sheet: {
        title: titleCell.replace(/^[#＃]+\s*/u, ''),
        fiscalYear: year,
        header: header.header,
        policyIndicators: splitItems(header.header.policyIndicators.text),
        legend: legendRows.flatMap(readLegend),
        columnHeadings: table.headings,
        goals: goals.goals,
        footnotes: goals.footnotes.map(({ text }) => text),
        looseMarks: header.looseMarks.map(({ text }) => text),
      },
      layout: {
        where: titleRow.where,
        titleMarked: /^[#＃]/u.test(titleCell),
        blankLinesBefore,
        headerWidths: header.widths,
        headerFillers: header.fillers,
        header: header.where,
        organizationBesideYear: header.organizationBesideYear,
        legend: legendRows.map((row) => ({
          where: row.where,
          trailingBlanks: row.cells.some((cell) => /[^\s]\s+$/u.test(cell)),
        })),
        headings: table.where,
        tableWidth: table.width,
        ratingHeading: table.ratingHeading,
        ratingColumn: goals.ratingColumn,
        mergedStatus: table.mergedStatus,
        rows: goals.rows,
        footnotes: goals.footnotes.map(({ where }) => where),
        looseMarks: header.looseMarks.map(({ where }) => where),
      },
    },
  };
}
