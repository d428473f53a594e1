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
import { type Owned, type Owner, ownerOn } from '../report/owner.js';
import { type Report, type ReportState, writersOf } from '../report/report.js';
import { readTaskId } from '../sheet/ids.js';

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
  /** for whom it was entered (代理入力) */
  readonly forId?: string;
  /** of the report; 0: never reported */
  readonly version: number;
  /** questions of approvers about it that nobody has answered, oldest first */
  readonly questions: readonly StandingInquiry[];
  /** 見込み that nobody has confirmed: who wrote it */
  readonly unconfirmed?: { readonly writerId: string };
  /** 担当 of it, ended ones too */
  readonly owners?: readonly Owner[];
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
  /** in the order of the sheet; of a closed round those that were reopened, and no other */
  readonly goals: readonly GoalStanding[];
  /** of the section and of the one above it */
  readonly posts: readonly PostTerms[];
};

/** Whether a goal still has to be submitted. */
export function isToReport({ state }: GoalStanding): boolean {
  return state === 'open' || state === 'returned' || state === 'withdrawn';
}

/** A goal as its owner stands to it. */
export function ownedGoal(goal: GoalStanding, { closures }: Pick<SectionRound, 'closures'>): Owned {
  const toReport = isToReport(goal);
  const goalId = readTaskId(goal.taskId)?.goalId ?? goal.taskId;
  return { taskId: goal.taskId, goalId, toReport, backSince: toReport ? goal.since : null, closures };
}

/** Whose a goal is on a day; null: nobody's in particular. */
export function ownerOf(
  goal: GoalStanding,
  sectionRound: Pick<SectionRound, 'closures'>,
  today: string,
): Owner | null {
  return goal.owners?.length ? ownerOn(goal.owners, ownedGoal(goal, sectionRound), today) : null;
}

/** Who is asked on a day to report a goal: whose it is, else everybody who reports for the section. */
export function askedFor(
  goal: GoalStanding,
  sectionRound: SectionRound,
  today: string,
): Pick<Term, 'personId' | 'name'>[] {
  const owner = ownerOf(goal, sectionRound, today);
  return owner ? [owner] : [...reportersOf(sectionRound, today).people];
}

/** Everybody who is asked on a day to report something of a section, with the goals that they are asked for. */
export function askedOn(
  sectionRound: SectionRound,
  today: string,
): { readonly personId: string; readonly name: string; readonly goals: readonly GoalStanding[] }[] {
  const asked = new Map<string, { personId: string; name: string; goals: GoalStanding[] }>();
  // In the order of the section's own line.
  for (const { personId, name } of reportersOf(sectionRound, today).people)
    asked.set(personId, { personId, name, goals: [] });
  for (const goal of goalsToReport(sectionRound))
    for (const { personId, name } of askedFor(goal, sectionRound, today)) {
      const before = asked.get(personId) ?? { personId, name, goals: [] };
      before.goals.push(goal);
      asked.set(personId, before);
    }
  return [...asked.values()].filter(({ goals }) => goals.length > 0);
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
  const were = entitledIn(chain, step.role, seen, []).map(({ personId }) => personId);
  return entitledIn(chain, step.role, today, writersOf({ writer })).filter(
    ({ personId, from }) => from > seen && !were.includes(personId),
  );
}

/** Whose the report of a goal is, by id: nobody of them decides about it. */
export function writersIn({ writerId, forId }: Pick<GoalStanding, 'writerId' | 'forId'>): string[] {
  return [writerId, forId ?? null].filter((id) => id !== null);
}

/** Who may decide about a submitted goal on a day; nobody when no entitled post is held. */
export function approversOf(chain: Chain, goal: GoalStanding, today: string): Term[] {
  const step = stepAt(chain.section.route, goal.step);
  return step === null || goal.state !== 'submitted'
    ? []
    : deciders(chain, step.role, today, writersIn(goal));
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
