/** Rounds (目標設定, 中間, 期末): when a section plans and reports. All dates are ISO dates local to the city. */

import { fiscalYearOf } from './japanese-dates.js';

export const ROUND_KINDS = ['targets', 'midyear', 'yearend'] as const;
/** 目標設定, 中間, 期末. */
export type RoundKind = (typeof ROUND_KINDS)[number];
/** The rounds in which results are reported. */
export type ReportKind = Exclude<RoundKind, 'targets'>;

/** Whether a round's results are an outlook or final; a round of 目標設定 has none, and counts as the latter. */
export const reportKind = (kind: RoundKind): ReportKind => (kind === 'midyear' ? kind : 'yearend');

export type Round = {
  /** `2023-midyear` */
  readonly id: string;
  readonly fiscalYear: number;
  readonly kind: RoundKind;
  readonly opensOn: string;
  readonly dueOn: string;
  /** the day whose state is reported: 9/30 at mid-year, 3/31 at year-end unless the coordinator says otherwise; of 目標設定 the year's first */
  readonly asOf: string;
  readonly state: 'open' | 'closed';
  /** answers before the as-of date are 見込み, and confirmed from it on; not there in rounds opened before this was */
  readonly confirms?: true;
};

/** The id of a round: one per fiscal year and kind. */
export function roundId(fiscalYear: number, kind: RoundKind): string {
  return `${fiscalYear}-${kind}`;
}

/** The fiscal year in a round's id. */
export function fiscalYearOfRound(id: string): number {
  return Number.parseInt(id, 10);
}

/** As-of date by default: 上半期 ends on 9/30, the fiscal year on 3/31 (地方自治法 208条). */
export function defaultAsOf(fiscalYear: number, kind: RoundKind): string {
  if (kind === 'targets') return `${fiscalYear}-04-01`;
  return kind === 'midyear' ? `${fiscalYear}-09-30` : `${fiscalYear + 1}-03-31`;
}

/**
 * The year that was likely meant by a round whose as-of date lies after its deadline: what is reported would not have
 * come about yet. null when its dates fit; its own year when another day of the same year was meant.
 */
export function likelyYear({
  fiscalYear,
  kind,
  dueOn,
  asOf,
}: Pick<Round, 'fiscalYear' | 'kind' | 'dueOn' | 'asOf'>): number | null {
  // What is planned has not come about yet, and need not.
  if (kind === 'targets' || asOf <= dueOn) return null;
  const year = fiscalYearOf(dueOn);
  const meant = [year, year - 1].find((one) => defaultAsOf(one, kind) <= dueOn) ?? year;
  return Math.min(meant, fiscalYear);
}
