/**
 * 来年の担当者へ: one line about an indicator for whoever reports it next: how it is counted, whom to ask, what to mind. It goes
 * along with the indicator from year to year until somebody writes another, and is printed and published nowhere.
 */
import { isMark } from '../../organization/erasure.js';
import { matchGoals, matchIndicators } from '../../sheet/match-goals.js';
import type { Goal } from '../../sheet/sheet.js';
import { type LastYear, placesLastYear } from '../plan/last-year.js';

/** Longest, in UTF-16 units. */
export const YEAR_NOTE_MAX = 300;

/** As it is kept, with what the indicator was called when it was written. */
export type YearNote = {
  readonly indicatorId: string;
  /** of the sheet that the indicator stands in */
  readonly fiscalYear: number;
  readonly goalNo: string;
  readonly goal: string;
  readonly indicator: string;
  /** as typed; '' where it was taken away, also one of a year before */
  readonly note: string;
};

/** What stands beside a question. */
export type NoteInForce = { readonly fiscalYear: number; readonly text: string };

/**
 * What is in force of an indicator: of this year's sheet, else of last year's indicator it goes on with, else of what was called
 * so in the years before that, the latest first. null: nothing, or it was taken away.
 *
 * @param notes  of the section and those whose work it goes on with, of this year and before
 */
export function noteInForce(
  notes: readonly YearNote[],
  goal: Pick<Goal, 'no' | 'text' | 'indicators'>,
  at: number,
  indicatorId: string,
  last: LastYear | null,
): NoteInForce | null {
  if (notes.length === 0) return null;
  const found =
    notes.find((one) => one.indicatorId === indicatorId) ??
    (last ? ofLastYear(notes, goal as Goal, at, last) : null) ??
    ofEarlier(notes, goal, at, last?.sheet.fiscalYear ?? Number.POSITIVE_INFINITY, indicatorId);
  if (!found || found.note === '' || isMark(found.note)) return null;
  return { fiscalYear: found.fiscalYear, text: found.note };
}

function ofLastYear(notes: readonly YearNote[], goal: Goal, at: number, last: LastYear): YearNote | null {
  const place = placesLastYear(last.sheet, goal).of(at);
  if (!place) return null;
  const id = last.numbering[place.goalAt]?.indicatorIds[place.at];
  const was = last.sheet.goals[place.goalAt]!;
  return (
    notes.find(({ indicatorId }) => indicatorId === id) ??
    ofEarlier(notes, was, place.at, last.sheet.fiscalYear, id ?? '')
  );
}

/** Of years before one, by what goal and indicator were called: their sheets are not at hand. */
function ofEarlier(
  notes: readonly YearNote[],
  goal: Pick<Goal, 'no' | 'text' | 'indicators'>,
  at: number,
  before: number,
  indicatorId: string,
): YearNote | null {
  const earlier = notes.filter((one) => one.fiscalYear < before && one.indicatorId !== indicatorId);
  const years = [...new Set(earlier.map(({ fiscalYear }) => fiscalYear))].sort((a, b) => b - a);
  for (const year of years) {
    const of = earlier.filter(({ fiscalYear }) => fiscalYear === year);
    const goals = [...new Map(of.map((one) => [`${one.goalNo}\n${one.goal}`, one])).values()];
    const same = matchGoals(
      goals.map((one) => ({ no: one.goalNo, text: one.goal })),
      [goal],
    ).get(0);
    const was = same === undefined ? undefined : goals[same]!;
    const inIt = of.filter((one) => one.goalNo === was?.goalNo && one.goal === was.goal);
    const named = matchIndicators(
      inIt.map(({ indicator }) => ({ name: indicator, target: '' })),
      goal.indicators,
      false,
    ).get(at);
    if (named !== undefined) return inIt[named]!;
  }
  return null;
}
