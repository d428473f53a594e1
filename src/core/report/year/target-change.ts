/**
 * A target that is changed during the year: asked for with a reason, decided by the section's route, and in force from the
 * instant of its last approval. The sheet keeps what it printed; what is in force follows from the changes.
 */
import { formatEraDate } from '../../calendar/japanese-dates.js';
import { cityDate } from '../../calendar/working-days.js';
import type { Numbering } from '../../sheet/ids.js';
import type { Sheet } from '../../sheet/sheet.js';
import type { Signature } from '../report.js';

export type TargetChange = {
  readonly id: string;
  readonly sectionId: string;
  readonly goalId: string;
  readonly goalNo: string;
  readonly indicatorId: string;
  /** its name when it was asked for */
  readonly indicator: string;
  /** as in force when it was asked for, and as asked for; texts as typed */
  readonly before: string;
  readonly after: string;
  readonly reason: string;
  readonly by: Signature;
  readonly state: 'asked' | 'approved' | 'returned' | 'withdrawn';
  /** in the order of the route */
  readonly approvals: readonly Signature[];
  readonly returned: (Signature & { readonly comment: string }) | null;
  readonly withdrawn?: Signature;
};

/** A change that is in force. */
export type InForce = Pick<TargetChange, 'before' | 'after' | 'reason'> & {
  /** ISO instant */
  readonly at: string;
};

/** An indicator whose target may be changed, as the record lists it. */
export type TargetItem = {
  readonly indicatorId: string;
  readonly goalNo: string;
  readonly section: string;
  readonly indicator: string;
  readonly target: string;
  /** the change in force, and one that waits */
  readonly changed: InForce | null;
  readonly waits: TargetChange | null;
  /** its result at year-end is submitted */
  readonly reported: boolean;
};

/** The changes of an indicator that were approved, oldest first. */
export function approvedChanges(changes: readonly TargetChange[], indicatorId: string): InForce[] {
  return changes
    .filter((one) => one.state === 'approved' && one.indicatorId === indicatorId)
    .map(({ before, after, reason, approvals }) => ({ before, after, reason, at: approvals.at(-1)!.at }))
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}

/**
 * The target in force at an instant (ISO; left out: now), and the change that made it so. A change applies to the text it
 * was asked about: where an import has printed another target since, that is in force.
 */
export function targetInForce(
  printed: string,
  changes: readonly InForce[],
  at?: string,
): { readonly target: string; readonly changed: InForce | null } {
  let [target, changed]: [string, InForce | null] = [printed, null];
  for (const change of changes)
    if ((at === undefined || change.at <= at) && change.before === target)
      [target, changed] = [change.after, change];
  return { target, changed };
}

/** A sheet with its targets in force in the place of those it printed. */
export function sheetInForce(
  { sheet, numbering }: { readonly sheet: Sheet; readonly numbering: Numbering },
  changes: readonly TargetChange[],
): Sheet {
  if (changes.length === 0) return sheet;
  const goals = sheet.goals.map((goal, place) => ({
    ...goal,
    indicators: goal.indicators.map((one, at) => {
      const own = approvedChanges(changes, numbering[place]!.indicatorIds[at]!);
      return { ...one, target: targetInForce(one.target, own).target };
    }),
  }));
  return { ...sheet, goals };
}

/** The target as it is printed: 「60人（R6.10.1変更 変更前：80人）」. */
export function printedTarget(target: string, changed: InForce | null | undefined): string {
  if (!changed) return target;
  return `${target}（${formatEraDate(cityDate(changed.at), 'letter')}変更 変更前：${changed.before}）`;
}

/** A target as `printedTarget` prints it, without what it was before: that is none of its quantities. */
export function withoutFormer(printed: string): string {
  const at = printed.endsWith('）') ? printed.search(/（[^（）]{1,20}変更 変更前：/u) : -1;
  return at < 0 ? printed : printed.slice(0, at);
}

/** A target of a file as it was printed before it was changed: what goes out says both, and may come back in a file. */
export function asPrinted(target: string, changes: readonly TargetChange[]): string {
  for (const { indicatorId } of changes) {
    const own = approvedChanges(changes, indicatorId);
    const at = own.findLastIndex((change) => printedTarget(change.after, change) === target);
    if (at < 0) continue;
    return own
      .slice(0, at + 1)
      .reduceRight((now, { before, after }) => (after === now ? before : now), own[at]!.after);
  }
  return target;
}
