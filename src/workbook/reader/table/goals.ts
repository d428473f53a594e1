/** The rows of the table as goals with their indicators, counted outward from the rating cell (T01–T07). */

import type { RowLayout } from '../../../core/sheet/layout.js';
import type { Goal, Indicator, Where } from '../../../core/sheet/sheet.js';
import { foldWidth } from '../../../core/text/fold.js';
import { splitItems } from '../../../core/text/split-items.js';
import { problem, type ReadProblem, shorten } from '../../cells/problem.js';
import type { FoundTable } from '../found-sheet.js';
import { filledCells, isBlank } from '../row.js';
import { isDataRow, isFootnoteRow, RATING_AT, readRow, type TableRow } from './read-row.js';

type GoalsRead = {
  readonly goals: readonly Goal[];
  readonly rows: readonly RowLayout[];
  /** 担当 of each goal as its rows name it; several are kept apart by 、 */
  readonly owners: readonly string[];
  readonly footnotes: readonly { readonly text: string; readonly where: Where }[];
  readonly ratingColumn: number;
  readonly problems: readonly ReadProblem[];
};

type OpenGoal = { no: string; text: string; nextPolicy: string | null; indicators: Indicator[] };

/** Reads goals and footnotes. Rows with no No. belong to the goal above; a No. repeated with its goal does too. */
export function readGoals(table: FoundTable): GoalsRead {
  const goals: OpenGoal[] = [];
  const layouts: RowLayout[] = [];
  const owners: Set<string>[] = [];
  const problems: ReadProblem[] = [];
  const lastData = table.rows.findLastIndex(isDataRow);
  const footnotes: { text: string; where: Where }[] = [];
  table.rows.forEach((source, index) => {
    if (isBlank(source)) return;
    if (index > lastData && isFootnoteRow(source)) {
      footnotes.push({
        text: filledCells(source)
          .map(({ text }) => text.trim())
          .join(' '),
        where: source.where,
      });
      return;
    }
    const row = readRow(source, table);
    if (row.kind === 'refused') {
      problems.push(...row.problems);
      return;
    }
    problems.push(...place(row.row, goals, table));
    const goal = goals.length - 1;
    const indicator = (goals[goal]?.indicators.length ?? 0) - 1;
    const owner = source.owner?.trim() ?? '';
    owners[goal] ??= new Set();
    if (owner !== '') owners[goal].add(owner);
    layouts.push({
      goal,
      indicator,
      where: source.where,
      cells: row.row.names,
      ratingAsPrinted: row.row.ratingAsPrinted,
    });
  });
  if (goals.length === 0 && problems.length === 0) {
    problems.push(
      problem(
        table.where,
        '表に目標が一つもありません。見出しの下に1行以上必要です。',
        'The table has no goal. At least one row was expected below the headings.',
      ),
    );
  }
  const named = owners.map((names) => [...names].join('、'));
  return { goals, rows: layouts, owners: named, footnotes, ratingColumn: RATING_AT, problems };
}

/** 1, 2-1, (1), 目標1, No.1, Ⅰ. */
const NUMBER = /^(?:目標|No\.?)?[([]?(?:\d+(?:[-.]\d+)*|[IVX]{1,5})[)\]]?\.?$/iu;

function place(row: TableRow, goals: OpenGoal[], table: FoundTable): ReadProblem[] {
  const { texts, where, names } = row;
  const open = goals.at(-1);
  const sameGoal = open !== undefined && (texts.goal === '' || texts.goal === open.text);
  if (texts.no === '' || (open !== undefined && texts.no === open.no && sameGoal)) {
    if (!open || !sameGoal) {
      return [
        problem(
          { ...where, cell: names.no },
          `No. が空です。目標「${shorten(texts.goal || texts.name)}」の番号を書いてください。`,
          `No. is empty. The number of the goal 「${shorten(texts.goal || texts.name)}」 was expected.`,
        ),
      ];
    }
    open.indicators.push(indicatorOf(row));
    return continuePolicy(row, open);
  }
  if (!NUMBER.test(foldWidth(texts.no))) {
    return [
      problem(
        { ...where, cell: names.no },
        `「${shorten(texts.no)}」は No. ではありません。「1」のような番号を書いてください。セルの数が足りないか、多いのかもしれません。`,
        `「${shorten(texts.no)}」 is no No. A number such as 1 was expected; the row may have too few or too many cells.`,
      ),
    ];
  }
  if (goals.some((goal) => foldWidth(goal.no) === foldWidth(texts.no))) {
    return [
      problem(
        { ...where, cell: names.no },
        `No.${texts.no} が二つあります。同じ目標なら、組織目標を上の行と同じ文にするか空に、別の目標なら、違う番号を書いてください。`,
        `No.${texts.no} stands twice. One goal has the same text in each of its rows, or none below the first; another goal wants a number of its own.`,
      ),
    ];
  }
  goals.push({
    no: texts.no,
    text: texts.goal,
    nextPolicy: table.mergedStatus ? null : texts.nextPolicy,
    indicators: [indicatorOf(row)],
  });
  if (texts.goal !== '') return [];
  return [
    problem(
      { ...where, cell: names.goal },
      `No.${texts.no} の組織目標が空です。記入してください。`,
      `The goal of No.${texts.no} is empty. Its text was expected.`,
    ),
  ];
}

function continuePolicy(row: TableRow, open: OpenGoal): ReadProblem[] {
  const text = row.texts.nextPolicy;
  if (text === '' || text === open.nextPolicy || open.nextPolicy === null) return [];
  if (open.nextPolicy === '') {
    open.nextPolicy = text;
    return [];
  }
  return [
    problem(
      { ...row.where, cell: row.names.nextPolicy },
      `No.${open.no} の今後の方針が二つあります。目標ごとに一つです。最初の行に書き、下の行は同じ文にするか、空にしてください。`,
      `No.${open.no} has two texts for 今後の方針. One per goal was expected, on its first row; those below repeat it or are empty.`,
    ),
  ];
}

function indicatorOf({ texts, rating }: TableRow): Indicator {
  return {
    planReference: texts.planReference,
    name: texts.name,
    target: texts.target,
    result: texts.result,
    initiativeCell: texts.initiativeCell,
    initiatives: splitItems(texts.initiativeCell),
    overview: texts.overview,
    rating,
    status: texts.status,
  };
}
