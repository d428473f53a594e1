/** What became of an indicator over the years, also where its goal or its name was changed a little. */
import { matchGoals, matchIndicators } from '../sheet/match-goals.js';
import type { Indicator, Sheet } from '../sheet/sheet.js';
import { foldLabel } from '../text/fold.js';

/** An indicator in one year, texts as printed. */
export type TrendPoint = Pick<Indicator, 'name' | 'target' | 'result' | 'rating'> & {
  readonly fiscalYear: number;
  readonly goalNo: string;
  /** the word of its rating, as the legend of that year has it; '' where nothing is rated */
  readonly meaning: string;
};

/** One indicator over the years, the earliest first. */
export type Trend = readonly TrendPoint[];

type Place = { readonly goal: number; readonly indicator: number };
const keyOf = ({ goal, indicator }: Place) => `${goal}.${indicator}`;

/** The places of the indicators of a sheet, in its order. */
const placesOf = (sheet: Sheet): Place[] =>
  sheet.goals.flatMap(({ indicators }, goal) => indicators.map((_one, indicator) => ({ goal, indicator })));

/**
 * Which indicator of the year before each one is: within the goal that is the same (as an import matches them, but never by
 * their place alone, which would show another's figures), else the only one of its very name, wherever it stands.
 */
function cameFrom(before: Sheet, now: Sheet): Map<string, string> {
  const goals = matchGoals(before.goals, now.goals);
  const found = new Map<string, string>();
  const taken = new Set<string>();
  const take = (place: Place, from: Place) => {
    found.set(keyOf(place), keyOf(from));
    taken.add(keyOf(from));
  };
  now.goals.forEach(({ indicators }, goal) => {
    const was = goals.get(goal);
    if (was === undefined) return;
    for (const [indicator, from] of matchIndicators(before.goals[was]!.indicators, indicators, false))
      take({ goal, indicator }, { goal: was, indicator: from });
  });
  const nameAt = (sheet: Sheet, { goal, indicator }: Place) =>
    foldLabel(sheet.goals[goal]!.indicators[indicator]!.name);
  const open = placesOf(now).filter((place) => !found.has(keyOf(place)));
  const free = placesOf(before).filter((place) => !taken.has(keyOf(place)));
  for (const place of open) {
    const name = nameAt(now, place);
    const same = free.filter((one) => nameAt(before, one) === name);
    const alike = open.filter((one) => nameAt(now, one) === name);
    if (same.length === 1 && alike.length === 1) take(place, same[0]!);
  }
  return found;
}

/** Where an indicator stands in one of several sheets, all from 0. */
type TrendPlace = Place & { readonly sheet: number };

/** The trends of a section as places: one for each indicator of any year. `sheets`: its sheets, the earliest first. */
export function trendPlaces(sheets: readonly Sheet[]): readonly (readonly TrendPlace[])[] {
  const trends: TrendPlace[][] = [];
  let before: ReadonlyMap<string, TrendPlace[]> = new Map();
  sheets.forEach((sheet, at) => {
    const last = sheets[at - 1];
    const from = last ? cameFrom(last, sheet) : new Map<string, string>();
    const here = new Map<string, TrendPlace[]>();
    for (const place of placesOf(sheet)) {
      const known = before.get(from.get(keyOf(place)) ?? '');
      const trend = known ?? [];
      if (!known) trends.push(trend);
      trend.push({ sheet: at, ...place });
      here.set(keyOf(place), trend);
    }
    before = here;
  });
  return trends;
}

/** The trends of a section: one for each indicator of any year. `sheets`: its sheets, the earliest first. */
export function trendsOf(sheets: readonly Sheet[]): Trend[] {
  return trendPlaces(sheets).map((trend) => trend.map((place) => pointAt(sheets[place.sheet]!, place)));
}

function pointAt(sheet: Sheet, { goal, indicator }: Place): TrendPoint {
  const { name, target, result, rating } = sheet.goals[goal]!.indicators[indicator]!;
  const meaning = sheet.legend.find(({ symbol }) => symbol === rating)?.meaning ?? '';
  return {
    fiscalYear: sheet.fiscalYear,
    goalNo: sheet.goals[goal]!.no,
    name,
    target,
    result,
    rating,
    meaning,
  };
}
