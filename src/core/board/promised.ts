/** Promises (約束) on 事務局's board: what is known of each, and what a page of them holds. */
import type { FollowUp } from '../followup/find.js';
import type { Section } from '../organization/people.js';
import type { BoardAsked } from './asked.js';

/** A promise with where it stands. */
export type Promised = {
  readonly section: Section;
  /** of the sheet it stands in */
  readonly fiscalYear: number;
  readonly goalNo: string;
  readonly goalText: string;
  readonly followUp: FollowUp;
};

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
  readonly counts: { readonly [time in Time]: number };
  readonly rows: readonly (Promised & { readonly time: Time })[];
  readonly pages: number;
};
