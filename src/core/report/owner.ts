/**
 * 担当: who of a section answers for a goal, and until when. Set for the year by the manager or the roster, or taken for
 * one round by who begins first. The clock is an argument.
 */
import { addWorkingDays, type Closures, cityDate } from '../calendar/working-days.js';
import { foldLabel } from '../text/fold.js';
import type { Report } from './report.js';

/** What was taken by beginning is nobody's any more after so many working days without an answer. */
const OWNER_LAPSES_AFTER = 3;

/** The post was left, or nothing was answered for too long. */
export type OwnerEnd = 'term' | 'lapsed';

export type Owner = {
  /** the id of a goal (all its rounds), or of a task where it was taken by beginning */
  readonly subject: string;
  readonly personId: string;
  readonly name: string;
  readonly how: 'set' | 'begun';
  /** ISO instants: since when, and when something was answered last */
  readonly since: string;
  readonly answeredAt: string;
  /** how it ended, where that is written down already */
  readonly ended: OwnerEnd | null;
  /** the terms (ISO dates, both included) in which this person reports for the section */
  readonly terms: readonly { readonly from: string; readonly until: string | null }[];
};

/** A goal in a round as an owner stands to it. */
export type Owned = {
  readonly taskId: string;
  readonly goalId: string;
  /** it still has to be submitted */
  readonly toReport: boolean;
  /** ISO instant since which it is back with its writers; null: it never was away */
  readonly backSince: string | null;
  readonly closures: Closures;
};

/** A task as its owner stands to it. */
export function ownedTask(
  { id, goalId, report }: { readonly id: string; readonly goalId: string; readonly report: Report | null },
  closures: Closures,
): Owned {
  const back = report?.state === 'returned' ? report.returned?.at : report?.withdrawn?.at;
  const toReport = report?.state !== 'submitted' && report?.state !== 'approved';
  return { taskId: id, goalId, toReport, backSince: back ?? null, closures };
}

/** The first day (ISO date) on which it is nobody's any more if nothing is answered until then; null: on no day. */
export function lapseDay(
  { how, answeredAt }: Owner,
  { toReport, backSince, closures }: Owned,
): string | null {
  if (how !== 'begun' || !toReport) return null;
  const last = backSince !== null && backSince > answeredAt ? backSince : answeredAt;
  return addWorkingDays(cityDate(last), OWNER_LAPSES_AFTER, closures);
}

/** How an owner's 担当 of a goal has ended on a day; null: it has not. */
export function endOf(owner: Owner, owned: Owned, today: string): OwnerEnd | null {
  if (owner.ended !== null) return owner.ended;
  if (owner.terms.every(({ until }) => until !== null && until < today)) return 'term';
  const day = lapseDay(owner, owned);
  return day !== null && day <= today ? 'lapsed' : null;
}

/** Those of a goal in a round: who has begun in it before who was set for the year. */
export function ownersOf(owners: readonly Owner[], { taskId, goalId }: Owned): Owner[] {
  return [taskId, goalId].flatMap((id) => owners.find(({ subject }) => subject === id) ?? []);
}

/** Whose a goal is on a day; null: nobody's in particular. */
export function ownerOn(owners: readonly Owner[], owned: Owned, today: string): Owner | null {
  const runs = ({ terms }: Owner) =>
    terms.some(({ from, until }) => from <= today && (until === null || until >= today));
  return ownersOf(owners, owned).find((one) => runs(one) && endOf(one, owned, today) === null) ?? null;
}

/** Who of these is meant by a number or a name, whatever its blanks; else the only one whose name holds it; null: unclear. */
export function personMeant<One extends { readonly personId: string; readonly name: string }>(
  people: readonly One[],
  said: string,
): One | null {
  const wanted = foldLabel(said);
  if (wanted === '') return null;
  const exact = people.filter(({ personId, name }) => personId === said || foldLabel(name) === wanted);
  const found = exact.length > 0 ? exact : people.filter(({ name }) => foldLabel(name).includes(wanted));
  return found.length === 1 ? found[0]! : null;
}
