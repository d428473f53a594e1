/**
 * The columns of the official form by their meaning, and the words that one sheet prints over them. The printed
 * headings do not stand over their data (T01), so they are found by what they say, never by where they stand.
 */

import { foldLabel } from '../core/fold.js';
import type { Column } from '../core/irregularities/layout.js';
import { remembered } from '../core/remember.js';
import type { Sheet } from '../core/sheet.js';

/** Headings that stand over several columns. */
export type Group = 'indicatorGroup' | 'initiativeGroup';

const MEANINGS: readonly (readonly [Column | Group, RegExp])[] = [
  ['no', /^(No\.?|番号|項番)$/i],
  ['planReference', /位置[づ付]け/],
  ['status', /達成状況|進捗状況|取組状況/],
  ['nextPolicy', /今後の(方針|方向|取組|取り組み|対応)|次年度の方針/],
  ['name', /^(取り?組み?|成果|活動)?指標名?$|評価指標/],
  ['target', /目標値?$/],
  ['result', /(結果|実績)値?$/],
  ['initiativeGroup', /^主な取り?組み?/],
  ['initiativeCell', /取り?組み?名|事業名|取り?組み?内容/],
  ['overview', /概要/],
  ['rating', /^(達成度|期末|年度末|最終)?評価$|^判定$/],
];

/** Texts whose meaning is remembered: every sheet of a file has the same headings, and each is asked for many times. */
const MANY_HEADINGS = 500;

/** What a column heading means, or null. `指標` alone is the group; `組織目標` the goal. */
export const meaningOf = remembered((heading: string) => heading, meaning, MANY_HEADINGS);

/** Mid-year figures live beside the sheet, never in it (T15). `heading` is folded. */
export const isMidyear = (heading: string): boolean =>
  /^(中間|上半期|上期|9月)|\((中間|上半期|上期)\)$/u.test(heading) ||
  (heading.includes('(9月') && heading.endsWith(')'));

function meaning(heading: string): Column | Group | null {
  const folded = foldLabel(heading);
  if (folded === '') return null;
  if (isMidyear(folded)) return null;
  if (folded === '指標') return 'indicatorGroup';
  if (/^(組織の?|[部課]の)目標$|^目標\(.*\)$/.test(folded)) return 'goal';
  return MEANINGS.find(([, pattern]) => pattern.test(folded))?.[0] ?? null;
}

/** The era year as it heads the columns: 2023 → R5. Years before 2019 keep the western year. */
function shortYear(fiscalYear: number): string {
  return fiscalYear >= 2019 ? `R${fiscalYear - 2018}` : String(fiscalYear);
}

export type Form = {
  readonly labels: Readonly<Record<Column | Group, string>>;
  /** the form prints 位置づけ beside the group 指標, not under it (T02) */
  readonly planReferenceApart: boolean;
  /** 目標達成状況 and 今後の方針 share one cell in every row (T03) */
  readonly statusWithPolicy: boolean;
  /** the form heads 概要; the 10-column form does not */
  readonly overviewHeaded: boolean;
};

/** The form of a sheet: its own headings, the usual words where it has none. */
export function formOf(sheet: Sheet): Form {
  const year = shortYear(sheet.fiscalYear);
  const labels: Record<Column | Group, string> = {
    no: 'No.',
    goal: '組織目標',
    indicatorGroup: '指標',
    planReference: '総合計画(実施計画)上の位置づけ',
    name: '取組指標',
    target: `${year}目標`,
    result: `${year}結果`,
    initiativeGroup: '主な取組(事業)',
    initiativeCell: '取組名称(事業名)',
    overview: '概要',
    rating: '評価',
    status: '目標達成状況',
    nextPolicy: '今後の方針',
  };
  const [upper, lower] = sheet.columnHeadings;
  const printed = new Set<Column | Group>();
  for (const heading of [...upper, ...lower]) {
    const meaning = meaningOf(heading);
    if (meaning && !printed.has(meaning)) {
      labels[meaning] = heading;
      printed.add(meaning);
    }
  }
  return {
    labels,
    planReferenceApart: upper.some((heading) => meaningOf(heading) === 'planReference'),
    statusWithPolicy: sheet.goals.length > 0 && sheet.goals.every((goal) => goal.nextPolicy === null),
    overviewHeaded: printed.size === 0 || printed.has('overview'),
  };
}
