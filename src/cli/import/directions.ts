/** Which way indicators count, for `maru import`: said by name, or for a whole file in a table that is given back. */
import { basename } from 'node:path';
import {
  type DirectionRule,
  directionRule,
  directionTable,
  misfits,
  type StatedDirection,
} from '../../core/rating/direction-list.js';
import { DIRECTION_WORDS, type Direction, type DirectionRow } from '../../core/sheet/direction.js';
import type { Sheet } from '../../core/sheet/sheet.js';
import { foldLabel } from '../../core/text/fold.js';
import { problemWords } from '../../workbook/cells/problem.js';
import { directionTableIn } from '../../workbook/lists/direction-table.js';
import { pagesOf } from '../../workbook/lists/grids.js';
import { Mistake } from '../mistake.js';
import { writeWhole } from '../whole-file.js';
import { bytesOf } from './sheet-files.js';

export type DirectionOptions = {
  readonly lowerIsBetter?: readonly string[];
  readonly higherIsBetter?: readonly string[];
  /** a table to read */
  readonly directions?: string;
  /** where to write one */
  readonly directionsTo?: string;
};

/**
 * The rule that the options state about the indicators of these sheets, named as on the sheet (widths and blanks do
 * not count); null when they state none. A Mistake for a name that no sheet has, and for one that is said two ways.
 */
export async function directionOf(
  options: DirectionOptions,
  sheets: readonly Sheet[],
): Promise<DirectionRule | null> {
  const { lowerIsBetter = [], higherIsBetter = [] } = options;
  const indicators = sheets.flatMap((sheet) => namesOf(sheet));
  const known = new Set(indicators.map(({ name }) => foldLabel(name)));
  const said = new Map<string, Direction>();
  for (const [option, direction, names] of [
    ['--lower-is-better', 'lower', lowerIsBetter],
    ['--higher-is-better', 'higher', higherIsBetter],
  ] as const)
    for (const name of names) {
      if (!known.has(foldLabel(name)))
        throw new Mistake(
          `${option}: 「${name}」という取組指標は、ファイルのどのシートにもありません。シートに書いてあるとおりの名前を指定してください。`,
        );
      if ((said.get(foldLabel(name)) ?? direction) !== direction)
        throw new Mistake(`「${name}」が --lower-is-better と --higher-is-better の両方にあります。`);
      said.set(foldLabel(name), direction);
    }
  const named = [...said].map(
    ([name, direction]): StatedDirection => ({ organization: '', name, direction }),
  );
  const table = options.directions === undefined ? [] : await readTable(options.directions);
  const [misfit] = misfits([...named.map((one) => ({ ...one, row: 0 })), ...table], indicators);
  if (misfit)
    throw new Mistake(
      `${options.directions}: ${misfit.row}行目の取組指標${
        misfit.why === 'unknown'
          ? 'は、取り込むファイルのどのシートにもありません。表を作ったときと同じファイルを指定してください。'
          : 'の向きが、ほかの行と違います。どちらか一方にしてください。'
      }`,
    );
  return directionRule([...named, ...table]);
}

const namesOf = (sheet: Sheet) =>
  sheet.goals.flatMap(({ indicators }) =>
    indicators.map(({ name }) => ({ organization: sheet.header.organization.text, name })),
  );

/** The indicators whose direction nobody has said, with proposals and what to do; '' when there are none. */
export function unknownLines(rows: readonly DirectionRow[], options: DirectionOptions): string {
  const unknown = rows.filter(({ direction }) => direction === null);
  if (unknown.length === 0) return '';
  const how = options.directionsTo
    ? `${options.directionsTo} の「向き」の列を確かめ、--directions ${options.directionsTo} を付けてもう一度取り込んでください。`
    : '--directions-to FILE.csv で表に書き出し、確かめて --directions FILE.csv で戻すと、まとめて決められます。';
  return [
    `多いほどよいか、少ないほどよいかが分からない取組指標が${unknown.length}件あります（かっこは案です）。`,
    ...unknown.map(
      ({ organization, no, name, target, likely }) =>
        `  ${organization} No.${no}「${name}」目標 ${target}（${likely === null ? '案なし' : DIRECTION_WORDS[likely].ja}）`,
    ),
    `${how}決めないものは、最初に報告する担当者に一度だけ聞きます。`,
    '',
  ].join('\n');
}

/** Writes the table for `--directions`: UTF-8 with BOM, one row an indicator. */
export const writeTable = (path: string, rows: readonly DirectionRow[]): Promise<void> =>
  writeWhole(path, directionTable(rows));

async function readTable(path: string) {
  const bytes = await bytesOf(path);
  const pages = await pagesOf(bytes, basename(path));
  if (pages.kind === 'refused')
    throw new Mistake(pages.problems.map(({ message }) => `${path}: ${message.ja}`).join('\n'));
  const [table] = pages.grids.flatMap((grid) => directionTableIn(grid) ?? []);
  if (!table) throw new Mistake(`${path}: 1行目に「取組指標」と「向き」の列がありません。`);
  const { rows, problems } = table;
  if (problems.length > 0) throw new Mistake(problems.map((one) => problemWords(one).ja).join('\n'));
  return rows;
}
