/** Where last year's sheet has a goal and its indicators. */
import type { Numbering } from '../../sheet/ids.js';
import type { Goal, Sheet } from '../../sheet/sheet.js';
import { foldLabel } from '../../text/fold.js';

/** The same section's sheet of the year before. */
export type LastYear = { readonly sheet: Sheet; readonly numbering: Numbering };

type PlaceLastYear = { readonly goalAt: number; readonly at: number };

/**
 * Last year's goal of the same wording (-1: none), and each indicator: that of the same name in it, else wherever one
 * alone has that name. Only inside a goal of the same wording does the place of an indicator stand for its name, and
 * only where what stood there has no other place in it now: elsewhere it would show another's answer.
 */
export function placesLastYear(
  last: Sheet,
  goal: Goal,
): { readonly goalAt: number; readonly of: (indicator: number) => PlaceLastYear | null } {
  const goalAt = goalLastYear(last, goal);
  const names = new Set(goal.indicators.map(({ name }) => foldLabel(name)));
  return {
    goalAt,
    of(indicator) {
      const name = foldLabel(goal.indicators[indicator]!.name);
      const found = last.goals.flatMap((one, place) =>
        one.indicators.flatMap((i, at) => (foldLabel(i.name) === name ? [{ goalAt: place, at }] : [])),
      );
      const match =
        found.find((one) => one.goalAt === goalAt) ?? (found.length === 1 ? found[0]! : undefined);
      if (match) return match;
      const here = last.goals[goalAt]?.indicators[indicator];
      return here && !names.has(foldLabel(here.name)) ? { goalAt, at: indicator } : null;
    },
  };
}

/** -1: none. Of several of the same wording, as sections that were merged may have them, the one whose indicators are most alike. */
function goalLastYear({ goals }: Sheet, goal: Goal): number {
  const same = goals.flatMap(({ text }, at) => (foldLabel(text) === foldLabel(goal.text) ? [at] : []));
  const alike = (at: number) =>
    goal.indicators.filter(({ name, target, overview }) =>
      goals[at]!.indicators.some(
        (one) =>
          foldLabel(one.name) === foldLabel(name) && one.target === target && one.overview === overview,
      ),
    ).length;
  return same.reduce((best, at) => (best >= 0 && alike(best) >= alike(at) ? best : at), -1);
}
