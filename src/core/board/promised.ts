/** Promises (約束) on 事務局's board: what is known of each, and what a page of them holds. */
import type { FollowUp } from '../followup/find.js';
import type { Section } from '../organization/people.js';
import type { BoardAsked } from './asked.js';

/** What was said of a promise: kept, carried to another day, or given up with a reason. */
const PROMISE_STATES = ['done', 'carried', 'dropped'] as const;
type PromiseState = (typeof PROMISE_STATES)[number];
export type PromiseSaid = {
  readonly state: PromiseState;
  /** carried: the day, ISO date; else null */
  readonly until: string | null;
  /** as typed; '' unless dropped */
  readonly reason: string;
};

/** A promise with where it stands. */
export type Promised = {
  readonly section: Section;
  /** of the sheet it stands in */
  readonly fiscalYear: number;
  readonly goalNo: string;
  readonly goalText: string;
  /** of one that was carried with its new time */
  readonly followUp: FollowUp;
  readonly id: string;
  readonly goalId: string;
  /** null: nobody has said anything of it yet */
  readonly said: PromiseSaid | null;
};

/** Whether it still has to be kept. */
export const isOpenPromise = ({ said }: Pick<Promised, 'said'>): boolean =>
  said === null || said.state === 'carried';

/** A promise for those who are to keep it: with the section that goes on with it now. */
export type OwnPromise = Promised & { readonly of: Section };

/** What was just said of which. */
export type SaidPromise = PromiseSaid & { readonly sentence: string };

export const TIMES = ['over', 'now', 'ahead'] as const;
export type Time = (typeof TIMES)[number];

export type FollowUpsPage = {
  readonly kind: 'follow_ups';
  readonly asked: BoardAsked;
  /** that has to keep them */
  readonly fiscalYear: number;
  readonly today: string;
  /** a section's alone; null: the whole city's */
  readonly section: Section | null;
  /** of those that are open */
  readonly counts: { readonly [time in Time]: number };
  /** kept, and given up */
  readonly closed: number;
  readonly rows: readonly (Promised & { readonly time: Time })[];
  readonly pages: number;
};
