/** The table of directions (多い, 少ない, 保つ) read back, as `directionTable` writes it or saved by a spreadsheet. */
import type { StatedRow } from '../../core/rating/direction-list.js';
import { readDirection } from '../../core/sheet/direction.js';
import { foldLabel } from '../../core/text/fold.js';
import { unguardCell } from '../../core/text/guard-cell.js';
import { type Grid, whereOf } from '../cells/grid.js';
import { problem, type ReadProblem } from '../cells/problem.js';

type DirectionTable = {
  readonly rows: readonly StatedRow[];
  /** what cannot be read, with its row */
  readonly problems: readonly ReadProblem[];
};

/** A title and a remark may stand above the headings. */
const HEADING_WITHIN_ROWS = 10;
/** Of a goal sheet, which may have a column 向き too. */
const OF_SHEETS: readonly string[] = ['評価', '組織目標'];

/** The table on a page; null where its headings are not. What has no 向き is left undecided. */
export function directionTableIn(grid: Grid): DirectionTable | null {
  const headings = grid.rows
    .slice(0, HEADING_WITHIN_ROWS)
    .map(({ cells }) => cells.map(({ text }) => foldLabel(text)));
  const at = headings.findIndex(
    (cells) =>
      cells.includes('取組指標') && cells.includes('向き') && !cells.some((cell) => OF_SHEETS.includes(cell)),
  );
  const heading = headings[at];
  if (!heading) return null;
  const [organizationAt, nameAt, directionAt] = ['組織名', '取組指標', '向き'].map((name) =>
    heading.indexOf(name),
  ) as [number, number, number];
  const rows: StatedRow[] = [];
  const problems: ReadProblem[] = [];
  for (const { line, cells } of grid.rows.slice(at + 1)) {
    const textAt = (column: number) => unguardCell(cells[column]?.text ?? '');
    const written = textAt(directionAt).trim();
    if (written === '') continue;
    const direction = readDirection(written);
    if (direction === null)
      problems.push(
        problem(
          whereOf(grid, line),
          `向き「${written}」は読み取れません。「多い」「少ない」「保つ」のいずれかにしてください。`,
          `the direction 「${written}」 cannot be read. Write 多い (more is better), 少ない (fewer) or 保つ (keep).`,
        ),
      );
    else
      rows.push({
        row: line,
        organization: foldLabel(textAt(organizationAt)),
        name: foldLabel(textAt(nameAt)),
        direction,
      });
  }
  return { rows, problems };
}
