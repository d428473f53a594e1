/**
 * Questions of approvers that wait for an answer: called to mind once, on the working day after they were asked, and
 * passed on with the post when who was asked does not report for the section any more.
 */
import { addWorkingDays, cityDate } from '../calendar/working-days.js';
import type { Call } from './call.js';
import { type OwedNotice, owed } from './notice.js';
import { answerersOn, type SectionRound, type StandingInquiry } from './section-round.js';

/** Who is to be reminded of how many questions. */
type Recall = {
  readonly personId: string;
  readonly name: string;
  /** the working day since which it is owed: of several questions the latest, so that each is called to mind */
  readonly since: string;
  readonly count: number;
};

/** Who is reminded of questions on a day, whether told already or not. */
function inquiriesToRecall(sectionRound: SectionRound, today: string): Recall[] {
  const found = new Map<string, Recall>();
  for (const question of questionsOf(sectionRound)) {
    const since = recallDay(sectionRound, question);
    if (since > today) continue;
    for (const personId of answerersOn(sectionRound, question, today)) {
      const before = found.get(personId);
      found.set(personId, {
        personId,
        name: nameOf(sectionRound, personId),
        since: before && before.since > since ? before.since : since,
        count: (before?.count ?? 0) + 1,
      });
    }
  }
  return [...found.values()];
}

/** The days (ISO dates) on which questions are called to mind. */
export function recallDays(sectionRound: SectionRound): string[] {
  return questionsOf(sectionRound).map((question) => recallDay(sectionRound, question));
}

function recallDay({ closures }: SectionRound, { askedAt }: StandingInquiry): string {
  return addWorkingDays(cityDate(askedAt), 1, closures);
}

function questionsOf({ goals }: SectionRound): StandingInquiry[] {
  return goals.flatMap(({ questions }) => questions);
}

function nameOf({ posts }: SectionRound, personId: string): string {
  const terms = posts.flatMap(({ holders }) => holders);
  return terms.find((term) => term.personId === personId)?.name ?? '';
}

/** A question that is for others to answer. */
export type PassedOn = {
  readonly questionId: string;
  readonly reportId: string;
  /** ids of who was asked and is not any more */
  readonly from: readonly string[];
  /** ids of who is to answer from now on */
  readonly to: readonly string[];
};

/** Questions that nobody of those who were asked can answer any more, while somebody else can. */
export function inquiriesPassedOn(sectionRound: SectionRound, today: string): PassedOn[] {
  return sectionRound.goals.flatMap(({ taskId, questions }) =>
    questions.flatMap((question) => {
      const { id, askedOf } = question;
      const to = answerersOn(sectionRound, question, today);
      const stays = askedOf.some((personId) => to.includes(personId));
      return stays || to.length === 0 ? [] : [{ questionId: id, reportId: taskId, from: askedOf, to }];
    }),
  );
}

/** To each who was asked: the card in private says that others answer now. */
export function passedOnNotices({ questionId, reportId, from }: PassedOn, now: string): OwedNotice[] {
  return from.map((personId) => owed({ kind: 'question', questionId, reportId, personId }, personId, now));
}

/** Who is reminded of questions. */
export function questionCalls(sectionRound: SectionRound, today: string): Call[] {
  const { section, round } = sectionRound;
  return inquiriesToRecall(sectionRound, today).map(({ count, ...who }) => ({
    ...who,
    reason: 'question',
    rung: 'waiting',
    sectionId: section.id,
    roundId: round.id,
    goals: count,
  }));
}
