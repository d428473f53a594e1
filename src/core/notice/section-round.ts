/** A section in a round as a look at it sees it: its goals' states, who holds its posts, and whom what concerns. */
import type { Round } from '../calendar/round.js';
import { addDays, type Closures, cityDate } from '../calendar/working-days.js';
import type { Post, Section } from '../organization/people.js';
import { POST_ROLES, type PostRole } from '../organization/post-roles.js';
import { stepAt } from '../organization/route.js';
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
  readonly questions: readonly StandingQuestion[];
};

/** A question that waits for an answer, without its text. */
export type StandingQuestion = {
  readonly id: string;
  readonly askerId: string;
  /** ISO instant */
  readonly askedAt: string;
  /** who wrote the report it is about */
  readonly writerId: string;
  /** ids of the people it was passed to */
  readonly askedOf: readonly string[];
};

/** Who holds a post, or may act for its holder, from a date to a date, both included. */
export type Term = {
  readonly personId: string;
  readonly name: string;
  readonly from: string;
  /** null: open-ended */
  readonly until: string | null;
};

export type PostTerms = Post & { readonly holders: readonly Term[]; readonly deputies: readonly Term[] };

export type SectionRound = {
  readonly section: Section;
  /** with the section's own dates; `dueOn` on a working day of the section */
  readonly round: Round;
  readonly closures: Closures;
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

/** The terms of these that run on a day. */
export function running(terms: readonly Term[], today: string): Term[] {
  return terms.filter(({ from, until }) => from <= today && (until === null || until >= today));
}

export type Reporters = {
  /** the post that is asked to report; null when nobody holds any */
  readonly role: PostRole | null;
  readonly people: readonly Term[];
  /** lower posts of the section that nobody holds, or all of them; empty when everything is as it should be */
  readonly vacant: readonly PostRole[];
};

/**
 * Who is asked to report on a day: the holders of the lowest post of the section that anyone holds (担当者, where there
 * is none 係長, and so on).
 */
export function reportersOf({ section, posts }: Chain, today: string): Reporters {
  const own = posts.filter((post) => post.sectionId === section.id && post.role !== 'coordinator');
  const vacant: PostRole[] = [];
  for (const role of POST_ROLES) {
    const ofRole = own.filter((post) => post.role === role);
    if (ofRole.length === 0) continue;
    const people = distinct(ofRole.flatMap(({ holders }) => running(holders, today)));
    if (people.length > 0) return { role, people, vacant };
    vacant.push(role);
  }
  return { role: null, people: [], vacant: vacant.length > 0 ? vacant : ['staff'] };
}

/** A section with the posts that report and decide in it: its own and those of the section above. */
export type Chain = Pick<SectionRound, 'section' | 'posts'>;

/** A deputy named for longer than this stands by for the year, and acts when asked; a shorter term is an absence. In days. */
const ABSENCE_DAYS = 31;

/** Whether somebody acts for a holder who is away: until when the term runs, seen from a day of it. */
export function isAbsence(until: string, from: string): boolean {
  return until <= addDays(from, ABSENCE_DAYS);
}

/** The deputies of an absence that runs on a day: until it ends, they are asked beside the holder, who is away. */
function standingIn({ deputies }: PostTerms, today: string): Term[] {
  return running(deputies, today).filter(({ from, until }) => until !== null && isAbsence(until, from));
}

/**
 * Who is asked to decide in a role: its holders and who stands in for them, in the section itself, else above it; where
 * nobody holds it, the deputies named for the day.
 */
function deciders({ section, posts }: Chain, role: PostRole, today: string, writerId: string | null): Term[] {
  const ofRole = posts.filter((post) => post.role === role);
  const groups = [
    ofRole.filter((post) => post.sectionId === section.id),
    ofRole.filter((post) => post.sectionId !== section.id),
  ];
  const held = (post: PostTerms) => [...running(post.holders, today), ...standingIn(post, today)];
  const named = (post: PostTerms) => running(post.deputies, today);
  for (const terms of [held, named])
    for (const group of groups) {
      // No one approves their own report.
      const people = distinct(group.flatMap(terms)).filter(({ personId }) => personId !== writerId);
      if (people.length > 0) return people;
    }
  return [];
}

/** Everybody who may decide in a role on a day: the holders and the deputies named for the day, but not who wrote it. */
export function entitledIn({ posts }: Chain, role: PostRole, today: string, writerId: string | null): Term[] {
  return distinct(
    posts
      .filter((post) => post.role === role)
      .flatMap(({ holders, deputies }) => [...running(holders, today), ...running(deputies, today)]),
  ).filter(({ personId }) => personId !== writerId);
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

/** Whether somebody holds a post of the section today by which to report. */
export function reportsFor({ section, posts }: Chain, personId: string, today: string): boolean {
  return posts.some(
    (post) =>
      post.sectionId === section.id &&
      post.role !== 'coordinator' &&
      running(post.holders, today).some((holder) => holder.personId === personId),
  );
}

/** Who is to answer a question on a day: the writer while he or she reports for the section, else who is asked to report. */
export function answerersOn(chain: Chain, question: StandingQuestion, today: string): string[] {
  const { writerId, askerId } = question;
  if (reportsFor(chain, writerId, today)) return [writerId];
  return reportersOf(chain, today)
    .people.map(({ personId }) => personId)
    .filter((personId) => personId !== askerId);
}

/** The section's own managers, who hear who is missing: the deciding posts of its route. */
export function managersOf(sectionRound: SectionRound, today: string): Term[] {
  const { section, posts } = sectionRound;
  const own = { ...sectionRound, posts: posts.filter((post) => post.sectionId === section.id) };
  return distinct(section.route.flatMap(({ role }) => deciders(own, role, today, null)));
}

/** The date in the city since which a submitted goal waits where it is. */
export function waitsSince({ since }: GoalStanding): string | null {
  return since === null ? null : cityDate(since);
}

function distinct(terms: readonly Term[]): Term[] {
  return [...new Map(terms.map((term) => [term.personId, term])).values()];
}
