/** A section in a round as a look at it sees it: its goals' states, who holds its posts, and whom what concerns. */
import type { Round } from '../calendar/round.js';
import { type Closures, cityDate } from '../calendar/working-days.js';
import type { Section } from '../organization/people.js';
import { stepAt } from '../organization/route.js';
import {
  type Chain,
  deciders,
  entitledIn,
  type PostTerms,
  reportersOf,
  reportsFor,
  type Term,
} from '../organization/terms.js';
import type { Report, ReportState } from '../report/report.js';

/** Where one goal stands. */
export type GoalStanding = {
  readonly taskId: string;
  /** `open`: never reported */
  readonly state: 'open' | ReportState;
  /** approvals of the report so far: the step of the route it waits at */
  readonly step: number;
  /** ISO instant since which it is in this state, at this step; null: never reported */
  readonly since: string | null;
  readonly writerId: string | null;
  /** of the report; 0: never reported */
  readonly version: number;
  /** questions of approvers about it that nobody has answered, oldest first */
  readonly questions: readonly StandingInquiry[];
};

/** A question that waits for an answer, without its text. */
export type StandingInquiry = {
  readonly id: string;
  readonly askerId: string;
  /** ISO instant */
  readonly askedAt: string;
  /** who wrote the report it is about */
  readonly writerId: string;
  /** ids of the people it was passed to */
  readonly askedOf: readonly string[];
};

export type SectionRound = {
  readonly section: Section;
  /** with the section's own dates; `dueOn` on a working day of the section */
  readonly round: Round;
  readonly closures: Closures;
  /** after how many working days what waits goes up; the usual number when not given */
  readonly goesUpAfter?: number;
  /** in the order of the sheet */
  readonly goals: readonly GoalStanding[];
  /** of the section and of the one above it */
  readonly posts: readonly PostTerms[];
};

/** Whether a goal still has to be submitted. */
export function isToReport({ state }: GoalStanding): boolean {
  return state === 'open' || state === 'returned' || state === 'withdrawn';
}

export function goalsToReport({ goals }: SectionRound): GoalStanding[] {
  return goals.filter(isToReport);
}

/**
 * Who may decide about a report that waits again and has come since the version before was submitted: nobody showed
 * them that. Nobody where it is not known when that was.
 */
export function newcomersTo(
  { approvals, previousAt, writer }: Pick<Report, 'approvals' | 'previousAt' | 'writer'>,
  chain: Chain,
  today: string,
): Term[] {
  const step = stepAt(chain.section.route, approvals.length);
  if (step === null || previousAt === undefined) return [];
  const seen = cityDate(previousAt);
  const were = entitledIn(chain, step.role, seen, null).map(({ personId }) => personId);
  return entitledIn(chain, step.role, today, writer.personId).filter(
    ({ personId, from }) => from > seen && !were.includes(personId),
  );
}

/** Who may decide about a submitted goal on a day; nobody when no entitled post is held. */
export function approversOf(sectionRound: SectionRound, goal: GoalStanding, today: string): Term[] {
  const step = stepAt(sectionRound.section.route, goal.step);
  return step === null || goal.state !== 'submitted'
    ? []
    : deciders(sectionRound, step.role, today, goal.writerId);
}

/** Who is to answer a question on a day: the writer while he or she reports for the section, else who is asked to report. */
export function answerersOn(chain: Chain, question: StandingInquiry, today: string): string[] {
  const { writerId, askerId } = question;
  if (reportsFor(chain, writerId, today)) return [writerId];
  return reportersOf(chain, today)
    .people.map(({ personId }) => personId)
    .filter((personId) => personId !== askerId);
}

/** The date in the city since which a submitted goal waits where it is. */
export function waitsSince({ since }: GoalStanding): string | null {
  return since === null ? null : cityDate(since);
}
