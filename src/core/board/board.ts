/** The whole city in a round as 事務局 sees it: what is counted of each section, in the order of the organisation. */
import type { Round } from '../calendar/round.js';
import type { RatingCode, Scale } from '../sheet/scale.js';
import type { Filter } from './asked.js';

/** Goals by state; a report taken back counts as not submitted. */
export const STATES = ['approved', 'submitted', 'returned', 'correcting', 'open'] as const;
export type BoardState = (typeof STATES)[number];
export type StateCounts = { readonly [state in BoardState]: number };

export type BoardSection = {
  readonly id: string;
  readonly name: string;
  /** as its sheet or the roster spells it, and one spelling for all of it */
  readonly department: string;
  readonly departmentKey: string;
  readonly goals: number;
  readonly counts: StateCounts;
  /** those counts at an earlier instant (`Board.since`) */
  readonly before: StateCounts;
  /** those at the end of the days that are compared; not there where that is now */
  readonly after?: StateCounts;
  /** of what is submitted or approved: how often each rating was given */
  readonly ratings: { readonly [code in RatingCode]: number };
  /** 確認事項 of what is submitted or approved that nobody has answered */
  readonly checks: number;
  /** whether it has a channel, and how many of its posts' holders have no account yet */
  readonly linked: boolean;
  readonly unlinkedPeople: number;
  /** 見込み that nobody has confirmed, of what is submitted or approved; not there when none is */
  readonly unconfirmed?: number;
  /** places of it, the channel or people, that something has not reached */
  readonly undelivered: number;
  /** with the section's own date where it has one, on one of its working days */
  readonly dueOn: string;
};

export type Board = {
  readonly round: Round;
  /** every other round that is open */
  readonly others: readonly Round[];
  readonly scale: Scale;
  /** in the order of the organisation: a department's sections stand together */
  readonly sections: readonly BoardSection[];
  /** the day (ISO date) with whose morning it is compared */
  readonly since: string;
  /** the last day of those that are compared; not there where they end now */
  readonly until?: string;
  readonly today: string;
  /** working days of the city until the deadline; negative: since it */
  readonly workingDays: number;
};

/** Whether a section is among those that a filter looks for. */
export function isAmong(section: BoardSection, filter: Filter | ''): boolean {
  const { counts, ratings } = section;
  switch (filter) {
    case '':
      return true;
    case 'open':
    case 'submitted':
      return counts[filter] > 0;
    case 'returned':
      return counts.returned + counts.correcting > 0;
    case 'unlinked':
      return !section.linked || section.unlinkedPeople > 0;
    case 'undelivered':
      return section.undelivered > 0;
    case 'checks':
      return section.checks > 0;
    case 'missed':
      return ratings.partially_achieved + ratings.not_achieved > 0;
    case 'unconfirmed':
      return (section.unconfirmed ?? 0) > 0;
    default:
      return filter satisfies never;
  }
}

/** What several sections come to. */
export type Total = Pick<
  BoardSection,
  'goals' | 'counts' | 'before' | 'after' | 'ratings' | 'checks' | 'unconfirmed'
> & {
  readonly sections: number;
  /** sections of which every goal is approved */
  readonly done: number;
  /** sections of which something is submitted, and of which nothing is */
  readonly begun: number;
  readonly untouched: number;
};

const plus = <Key extends string>(
  keys: readonly Key[],
  lists: readonly { readonly [key in Key]: number }[],
): { readonly [key in Key]: number } =>
  Object.fromEntries(keys.map((key) => [key, lists.reduce((sum, one) => sum + one[key], 0)])) as {
    readonly [key in Key]: number;
  };

const CODES: readonly RatingCode[] = ['exceeded', 'achieved', 'partially_achieved', 'not_achieved'];

/** Sums the counts of sections. */
export function totalOf(sections: readonly BoardSection[]): Total {
  const isDone = ({ counts, goals }: BoardSection) => counts.approved === goals;
  const isUntouched = ({ counts, goals }: BoardSection) => counts.open === goals;
  const unconfirmed = sections.reduce((sum, one) => sum + (one.unconfirmed ?? 0), 0);
  return {
    ...(unconfirmed > 0 ? { unconfirmed } : {}),
    ...(sections.some(({ after }) => after)
      ? {
          after: plus(
            STATES,
            sections.map(({ counts, after = counts }) => after),
          ),
        }
      : {}),
    goals: sections.reduce((sum, one) => sum + one.goals, 0),
    counts: plus(
      STATES,
      sections.map(({ counts }) => counts),
    ),
    before: plus(
      STATES,
      sections.map(({ before }) => before),
    ),
    ratings: plus(
      CODES,
      sections.map(({ ratings }) => ratings),
    ),
    checks: sections.reduce((sum, one) => sum + one.checks, 0),
    sections: sections.length,
    done: sections.filter(isDone).length,
    begun: sections.filter((one) => !isDone(one) && !isUntouched(one)).length,
    untouched: sections.filter((one) => !isDone(one) && isUntouched(one)).length,
  };
}

type Department = {
  readonly name: string;
  readonly key: string;
  readonly sections: readonly BoardSection[];
};

/** The departments of sections, each where its first section stands. */
export function departmentsOf(sections: readonly BoardSection[]): Department[] {
  const found = new Map<string, BoardSection[]>();
  for (const section of sections) {
    const beside = found.get(section.departmentKey);
    if (beside) beside.push(section);
    else found.set(section.departmentKey, [section]);
  }
  return [...found].map(([key, own]) => ({ key, name: own[0]!.department, sections: own }));
}
