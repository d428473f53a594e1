/**
 * The columns of the official form by their meaning, and the words that one sheet prints over them. The printed
 * headings do not stand over their data (T01), so they are found by what they say, never by where they stand.
 */

import type { Column } from '../../core/sheet/layout.js';
import { foldLabel } from '../../core/text/fold.js';
import { memoized } from '../../core/text/memoize.js';
import { COLUMNS, type Group } from './columns.js';
import { isMidyearSheet, MIDYEAR_WORDS } from './midyear.js';
import type { OfficialSheet } from './official-sheet.js';

const MEANINGS = Object.keys(COLUMNS) as (Column | Group)[];

/** Texts whose meaning is remembered: every sheet of a file has the same headings, and each is asked for many times. */
const MANY_HEADINGS = 500;

/** What a column heading means, or null. `指標` alone is the group; `組織目標` the goal. */
export const meaningOf = memoized((heading: string) => heading, meaning, MANY_HEADINGS);

/** Mid-year figures live beside the sheet, never in it (T15). `heading` is folded. */
export const isMidyear = (heading: string): boolean =>
  /^(中間|上半期|上期|9月)|\((中間|上半期|上期)\)$/u.test(heading) ||
  (heading.includes('(9月') && heading.endsWith(')'));

/** Mid-year's or one half's: nothing of the whole year stands under it. `heading` is folded. 後期基本計画 is a plan of years. */
export const isHalfYear = (heading: string): boolean =>
  isMidyear(heading) || (/^(?:前期|後期|下半期|下期)/u.test(heading) && !heading.includes('計画'));

/** The year or a part of it and nothing else, as it stands under 結果 or 評価. `heading` is folded. */
export const isPartOfYear = (heading: string): boolean =>
  isHalfYear(heading) || /^(?:期末|年度末|通年|年間)$/u.test(heading);

function meaning(heading: string): Column | Group | null {
  const folded = foldLabel(heading);
  if (folded === '' || isMidyear(folded)) return null;
  return MEANINGS.find((one) => COLUMNS[one].pattern.test(folded)) ?? null;
}

/** The era year as it heads the columns: 2023 → R5. Years before 2019 keep the western year. */
function shortYear(fiscalYear: number): string {
  return fiscalYear >= 2019 ? `R${fiscalYear - 2018}` : String(fiscalYear);
}

export type Form = {
  readonly labels: Readonly<Record<Column | Group | 'measures', string>>;
  /** the form prints 位置づけ beside the group 指標, not under it (T02) */
  readonly planReferenceApart: boolean;
  /** 目標達成状況 and 今後の方針 share one cell in every row (T03) */
  readonly statusWithPolicy: boolean;
  /** the form heads 概要; the 10-column form does not */
  readonly overviewHeaded: boolean;
};

/** The form of a sheet: its own headings, the usual words where it has none; mid-year's document has its own over three columns. */
export function formOf(sheet: Omit<OfficialSheet, 'approved'>): Form {
  const year = shortYear(sheet.fiscalYear);
  const labels = Object.fromEntries(
    MEANINGS.map((one) => {
      const { word, heading = word } = COLUMNS[one];
      return [one, one === 'target' || one === 'result' ? `${year}${heading}` : heading];
    }),
  ) as Record<Column | Group, string>;
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
    labels: { ...labels, ...(isMidyearSheet(sheet) ? MIDYEAR_WORDS : { measures: '' }) },
    planReferenceApart: upper.some((heading) => meaningOf(heading) === 'planReference'),
    statusWithPolicy: sheet.goals.length > 0 && sheet.goals.every((goal) => goal.nextPolicy === null),
    overviewHeaded: printed.size === 0 || printed.has('overview'),
  };
}
