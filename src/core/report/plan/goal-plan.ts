/**
 * What a section plans of one goal in a round of 目標設定: kept as last year, changed, dropped or added, with its
 * indicators as they are to stand in the sheet. It is the content of a report of such a round.
 */
import type { Direction } from '../../sheet/direction.js';
import type { Numbering } from '../../sheet/ids.js';
import type { Goal } from '../../sheet/sheet.js';
import type { Words } from '../../text/language.js';
import { nfkc } from '../../text/normal-form.js';
import { type LastYear, placesLastYear } from './last-year.js';
import type { TakenPromise } from './promised.js';

export const DECISIONS = ['keep', 'change', 'drop', 'add'] as const;
/** What becomes of a goal: 維持, 変更, 廃止, 新規. */
export type PlanDecision = (typeof DECISIONS)[number];

/** What is said of each. */
export const DECISION_WORDS: Readonly<Record<PlanDecision, Words>> = {
  keep: { ja: '維持', en: 'Kept' },
  change: { ja: '変更', en: 'Changed' },
  drop: { ja: '廃止', en: 'Dropped' },
  add: { ja: '新規', en: 'New' },
};

export const GROWTHS = ['adds', 'stands'] as const;
/** How an indicator grows through the year: it adds up (人数, 回数), or each figure stands for itself (率, 累計). */
export type Growth = (typeof GROWTHS)[number];

export type PlannedIndicator = {
  /** the indicator's id in the sheet; of one that comes new into a goal `<goal>.n1`, n2 … */
  readonly id: string;
  /** texts as typed, as they will be printed */
  readonly name: string;
  readonly target: string;
  /** 総合計画上の位置づけ, 取組名称 and 概要; '' is blank */
  readonly place: string;
  readonly initiative: string;
  readonly overview: string;
  /** what nobody has said is null, or '' */
  readonly direction: Direction | null;
  readonly growth: Growth | null;
  /** the period in which it is measured, as typed; '' is the fiscal year */
  readonly period: string;
  /** as it was last year; null: it was not there */
  readonly was: { readonly name: string; readonly target: string } | null;
  /** its target the year before that, where it was set in a round of 目標設定 */
  readonly before?: string;
  /** the promise of last year's 今後の方針 that it takes over */
  readonly promise?: TakenPromise;
  readonly decision: PlanDecision;
};

export type GoalPlan = {
  readonly decision: PlanDecision;
  /** why it is dropped; '' otherwise */
  readonly grounds: string;
  /** No. and 組織目標 */
  readonly no: string;
  readonly text: string;
  /** 組織目標 as it was last year; null: it was not there */
  readonly was: string | null;
  /** in the order of the sheet, those that are dropped among them */
  readonly indicators: readonly PlannedIndicator[];
};

/** The indicators that will stand in the sheet. */
export const planned = ({ decision, indicators }: GoalPlan): readonly PlannedIndicator[] =>
  decision === 'drop' ? [] : indicators.filter((one) => one.decision !== 'drop');

/** Whether a plan can be submitted: every indicator has its name and target, and what is dropped a reason. */
export function isWholePlan(plan: GoalPlan): boolean {
  if (plan.decision === 'drop') return plan.grounds.trim() !== '';
  const left = planned(plan);
  return (
    plan.text.trim() !== '' &&
    left.length > 0 &&
    left.every(({ name, target }) => name.trim() !== '' && target.trim() !== '')
  );
}

/**
 * Whether a plan gives an indicator of the sheet another target, or none any more, though its result at year-end was
 * rated against the one there is. Another spelling of widths and blanks is none: a file that was imported may have it.
 */
export function movesReported(
  { planned: stands, reported }: { readonly planned?: GoalPlan; readonly reported?: true },
  plan: GoalPlan | null | undefined,
): boolean {
  if (!reported || !stands || !plan) return false;
  const spelled = (target: string) => nfkc(target).replace(/\s+/gu, '');
  const targets = new Map(planned(plan).map(({ id, target }) => [id, spelled(target)]));
  return stands.indicators.some(({ id, target }) => targets.get(id) !== spelled(target));
}

/** What is known of an indicator beside the sheet, which has no column for it. */
type BesideSheet = Pick<PlannedIndicator, 'growth' | 'period' | 'was'>;

/**
 * A goal as it stands in this year's sheet, as a plan that changes nothing: what a draft begins with.
 *
 * @param ids        of the goal and its indicators
 * @param directions which way indicators count, as people have said it, by id
 * @param beside     what was said of last year's indicators beside their sheet, by id
 */
export function planAsItStands(
  goal: Goal,
  ids: Numbering[number],
  directions: Readonly<Record<string, Direction>>,
  last: LastYear | null,
  beside: Readonly<Record<string, BesideSheet>> = {},
): GoalPlan {
  const places = last && placesLastYear(last.sheet, goal);
  const wasGoal = places && places.goalAt >= 0 ? last.sheet.goals[places.goalAt]! : null;
  const indicators = goal.indicators.map((one, at): PlannedIndicator => {
    const id = ids.indicatorIds[at]!;
    const place = places?.of(at) ?? null;
    const was = place && last ? (last.sheet.goals[place.goalAt]!.indicators[place.at] ?? null) : null;
    const known = place && last ? beside[last.numbering[place.goalAt]!.indicatorIds[place.at]!] : undefined;
    return {
      id,
      name: one.name,
      target: one.target,
      place: one.planReference,
      initiative: one.initiativeCell,
      overview: one.overview,
      direction: directions[id] ?? null,
      growth: known?.growth ?? null,
      period: known?.period ?? '',
      was: was && { name: was.name, target: was.target },
      ...(was && known?.was ? { before: known.was.target } : {}),
      decision: was === null ? 'add' : was.name === one.name && was.target === one.target ? 'keep' : 'change',
    };
  });
  const isNew = wasGoal === null && indicators.every(({ was }) => was === null);
  return {
    decision: isNew ? 'add' : indicators.every(({ decision }) => decision === 'keep') ? 'keep' : 'change',
    grounds: '',
    no: goal.no,
    text: goal.text,
    was: wasGoal?.text ?? null,
    indicators,
  };
}

/** What was said beside the sheet in the plans of a year, by the id of the indicator. */
export function besideIn(plans: readonly (GoalPlan | undefined)[]): Record<string, BesideSheet> {
  return Object.fromEntries(
    plans.flatMap((plan) =>
      plan ? planned(plan).map(({ id, growth, period, was }) => [id, { growth, period, was }] as const) : [],
    ),
  );
}

/** A goal with nothing printed in it but what a plan says: for a goal that stands in no sheet any more. */
export function goalOfPlan(plan: GoalPlan): Goal {
  return {
    no: plan.no,
    text: plan.text,
    nextPolicy: '',
    indicators: plan.indicators.map((one) => ({
      planReference: one.place,
      name: one.name,
      target: one.target,
      result: '',
      initiativeCell: one.initiative,
      initiatives: [],
      overview: one.overview,
      rating: '',
      status: '',
    })),
  };
}
