/** Rounds (中間, 期末): when a section reports. All dates are ISO dates local to the city. */

import { fiscalYearOf } from './japanese-dates.js';

export type RoundKind = 'midyear' | 'yearend';

export type Round = {
  /** `2023-midyear` */
  readonly id: string;
  readonly fiscalYear: number;
  readonly kind: RoundKind;
  readonly opensOn: string;
  readonly dueOn: string;
  /** the day whose state is reported: 9/30 at mid-year, 3/31 at year-end unless the coordinator says otherwise */
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
  if (asOf <= dueOn) return null;
  const year = fiscalYearOf(dueOn);
  const meant = [year, year - 1].find((one) => defaultAsOf(one, kind) <= dueOn) ?? year;
  return Math.min(meant, fiscalYear);
}
