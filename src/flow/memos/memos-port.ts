/** The port through which 実績メモ are read. */
import type { EvidenceItem } from '../../core/evidence/evidence.js';
import type { Memo, MemoGoal } from '../../core/memo/memo.js';

/** Which memos: of these sections (null: all), of one fiscal year (null: every), of these goals, of these days (ISO dates, both included). */
export type MemosOf = {
  readonly sectionIds: readonly string[] | null;
  readonly fiscalYear: number | null;
  readonly goalIds?: readonly string[] | null;
  readonly from?: string | null;
  readonly until?: string | null;
};

/** 実績メモ, as they are now: by the day on which it happened. What is done with them is a command of the record. */
export type Memos = {
  list(of: MemosOf): Promise<Memo[]>;
  /** the goals of these sections in a year that memos may be about */
  goals(sectionIds: readonly string[], fiscalYear: number): Promise<MemoGoal[]>;
  /** the files of those of these memos that have any, by the id of the memo, oldest first */
  evidence(memos: readonly Memo[]): Promise<ReadonlyMap<string, readonly EvidenceItem[]>>;
};
