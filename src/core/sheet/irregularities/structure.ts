/** T01–T05, T07, T06 and T15: the shape of the table. What its cells list is in `lists.ts`. */
import { foldLabel } from '../../text/fold.js';
import type { LaidOutSheet, RowOfSheet, Say } from './rows.js';

export function findInStructure({ sheet, layout, rows }: LaidOutSheet, say: Say): void {
  if (!layout.mergedStatus && layout.ratingHeading !== null && layout.ratingHeading !== layout.ratingColumn)
    say(
      'T01',
      { ...layout.headings, cell: '評価' },
      `見出し「評価」は左から${layout.ratingHeading + 1}番目、評価の記号は${layout.ratingColumn + 1}番目です。記号の位置から数えて読みました。`,
      `The heading 評価 is in column ${layout.ratingHeading + 1}, the ratings in column ${layout.ratingColumn + 1}. Cells were counted from the rating.`,
    );
  if (sheet.columnHeadings[0].some((cell) => foldLabel(cell).endsWith('位置づけ')))
    say(
      'T02',
      { ...layout.headings, cell: '位置づけ' },
      '見出し「位置づけ」が1行目にあります。列の読み方は同じです。',
      'The heading 位置づけ stands in the first row. The columns are read the same way.',
    );
  if (layout.mergedStatus)
    say(
      'T03',
      layout.headings,
      '目標達成状況と今後の方針が一つのセルにあります。分けずに、目標達成状況として残しました。',
      'Status and next policy share one cell. It was kept whole, as the status.',
    );
  for (const row of rows) shapeOfRow(row, say);
  if (!sheet.columnHeadings.flat().some((cell) => cell.includes('中間')))
    say(
      'T15',
      layout.headings,
      '中間の列がありません。中間の報告は、この様式とは別に残します。',
      'There is no column for mid-year. Mid-year reports are kept beside the sheet.',
    );
}

function shapeOfRow({ goal, indicator, first, at }: RowOfSheet, say: Say): void {
  if (first && goal.indicators.length > 1)
    say(
      'T04',
      at('no'),
      `No.${goal.no} には指標が${goal.indicators.length}行あります。No. が空の行は、上の目標の指標として読みました。`,
      `No.${goal.no} has ${goal.indicators.length} indicators. Rows with no No. belong to the goal above.`,
    );
  if (!first)
    say(
      'T05',
      at('planReference'),
      indicator.planReference === ''
        ? `No.${goal.no} の続きの行は位置づけが空です。上の行と同じとみなします。`
        : `No.${goal.no} の続きの行に、別の位置づけ「${indicator.planReference}」があります。`,
      indicator.planReference === ''
        ? `A further row of No.${goal.no} has no plan reference. It inherits the one above.`
        : `A further row of No.${goal.no} has a plan reference of its own, 「${indicator.planReference}」.`,
    );
  if (first && indicator.planReference === '')
    say(
      'T06',
      at('planReference'),
      `No.${goal.no} には位置づけがありません。空のまま残します。`,
      `No.${goal.no} has no plan reference. It stays empty.`,
    );
  if (!first && indicator.initiativeCell === '')
    say(
      'T07',
      at('initiativeCell'),
      `No.${goal.no} の続きの行は取組名称が空です。上の行と同じとみなします。`,
      `A further row of No.${goal.no} names no initiative. It inherits the one above.`,
    );
}
