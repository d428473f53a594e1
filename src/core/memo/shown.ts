/** A memo as it is shown: with the names of what it is about. */
import type { EvidenceItem } from '../evidence/evidence.js';
import type { MemoSum } from './adding.js';
import type { Memo, MemoGoal } from './memo.js';

export type ShownMemo = Memo & {
  readonly section: string;
  /** '' while it waits for a goal */
  readonly goalNo: string;
  readonly goalText: string;
  /** '' where none is said */
  readonly indicator: string;
  /** whether who looks may change it */
  readonly own: boolean;
  /** its files, oldest first; not there where it has none */
  readonly evidence?: readonly EvidenceItem[];
};

/** What it may be about, each for one tap. */
export type MemoChoice = {
  /** the id of a goal or an indicator */
  readonly about: string;
  readonly section: string;
  readonly goalNo: string;
  /** '' for the goal itself */
  readonly name: string;
};

export type MemoDone = {
  readonly memo: ShownMemo;
  /** what it may be about, the likeliest first; empty where that is plain */
  readonly choices: readonly MemoChoice[];
  /** the goal that was named and is not there; '' where it is */
  readonly noGoal: string;
  /** all that was noted of its indicator in the year, added up; null where that does not add up */
  readonly sum: { readonly indicatorId: string; readonly sum: MemoSum } | null;
};

/** Memos on one page of the list. */
export const MEMO_ROWS = 5;

export type MemoPage = {
  /** as it was asked for: a No., '' all, '-' those without a goal */
  readonly goal: string;
  readonly page: number;
  readonly pages: number;
  readonly count: number;
  /** how many wait for a goal, of all */
  readonly waiting: number;
  readonly rows: readonly ShownMemo[];
  /** of each indicator that adds up and has numbers, on the first page */
  readonly sums: readonly {
    readonly section: string;
    readonly goalNo: string;
    readonly indicator: string;
    readonly sum: MemoSum;
  }[];
  /** the year that is shown */
  readonly fiscalYear: number;
};

/** The memo with names, as far as its goal is among these. */
export function shownMemo(
  memo: Memo,
  goals: readonly MemoGoal[],
  section: string,
  viewer: string,
  evidence: readonly EvidenceItem[] = [],
): ShownMemo {
  const goal = goals.find(({ goalId }) => goalId === memo.goalId);
  return {
    ...memo,
    section: goal?.section ?? section,
    goalNo: goal?.goalNo ?? '',
    goalText: goal?.goalText ?? '',
    indicator: goal?.indicators.find(({ id }) => id === memo.indicatorId)?.name ?? '',
    own: memo.by.personId === viewer,
    ...(evidence.length > 0 ? { evidence } : {}),
  };
}
