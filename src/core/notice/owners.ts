/** 担当 that ends by the clock: the term of the post is over, or nothing was answered for too long. */
import { addDays } from '../calendar/working-days.js';
import { endOf, lapseDay, type Owner, type OwnerEnd, ownersOf } from '../report/owner.js';
import type { Call } from './call.js';
import {
  askedFor,
  askedOn,
  type GoalStanding,
  goalsToReport,
  isToReport,
  ownedGoal,
  ownerOf,
  type SectionRound,
} from './section-round.js';

export type EndedOwner = {
  readonly owner: Owner;
  readonly end: OwnerEnd;
  readonly goal: GoalStanding;
  /** ISO date: the first day on which it is nobody's in particular */
  readonly on: string;
};

/** Those that have ended on a day and are not written down as ended. */
export function endedOn(sectionRound: SectionRound, today: string): EndedOwner[] {
  return sectionRound.goals.flatMap((goal) => {
    const owned = ownedGoal(goal, sectionRound);
    return ownersOf(goal.owners ?? [], owned).flatMap((owner) => {
      const end = owner.ended === null ? endOf(owner, owned, today) : null;
      if (end === null) return [];
      const last = owner.terms.map(({ until }) => until ?? today).sort();
      const left = last.length === 0 ? today : addDays(last.at(-1)!, 1);
      return [{ owner, end, goal, on: (end === 'lapsed' ? lapseDay(owner, owned) : left) ?? today }];
    });
  });
}

/** The days after `today` on which nothing answered takes a goal from who began it. */
export function endingDays(sectionRound: SectionRound, today: string): string[] {
  return sectionRound.goals.flatMap((goal) => {
    const owned = ownedGoal(goal, sectionRound);
    return ownersOf(goal.owners ?? [], owned).flatMap((owner) => {
      const day = owner.ended === null ? lapseDay(owner, owned) : null;
      return day !== null && day > today ? [day] : [];
    });
  });
}

/** Goals whose 担当 has ended and is not written down so yet, with who is asked for them from now on: all again. */
export function againCalls(sectionRound: SectionRound, today: string): Call[] {
  const { section, round } = sectionRound;
  // Where nobody else is asked for it, nothing has changed for anybody.
  const ended = endedOn(sectionRound, today).filter(
    ({ goal, owner }) =>
      isToReport(goal) &&
      askedFor(goal, sectionRound, today).some(({ personId }) => personId !== owner.personId),
  );
  return askedOn(sectionRound, today).flatMap(({ personId, name, goals }) => {
    const again = ended.filter(({ goal }) => goals.includes(goal));
    const since = again
      .map(({ on }) => on)
      .sort()
      .at(-1);
    if (since === undefined) return [];
    const about = { sectionId: section.id, roundId: round.id, goals: again.length };
    return [{ personId, name, reason: 'report', rung: 'again', since, ...about }];
  });
}

/** What is open of a section and somebody else's, by name or because they have begun. */
export function ownedByOthers(sectionRound: SectionRound, personId: string, today: string): string[] {
  return goalsToReport(sectionRound).flatMap((goal) => {
    const owner = ownerOf(goal, sectionRound, today);
    return owner && owner.personId !== personId ? [goal.taskId] : [];
  });
}
