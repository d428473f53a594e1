/**
 * A task: one goal in one round that a section has to report, with all that a question about it shows.
 * Its id is opaque to everything but the store; a report has the id of its task.
 */
import type { Round } from '../calendar/round.js';
import type { EvidenceItem } from '../evidence/evidence.js';
import type { MemoSum } from '../memo/adding.js';
import type { MemoBeside } from '../memo/beside.js';
import type { Direction } from '../sheet/direction.js';
import type { Plan } from '../sheet/plan-list.js';
import type { RatingCode, Scale } from '../sheet/scale.js';
import type { Owner } from './owner.js';
import type { GoalPlan } from './plan/goal-plan.js';
import type { TakenPromise } from './plan/promised.js';
import type { Report } from './report.js';
import type { InForce } from './year/target-change.js';
import type { NoteInForce } from './year/year-note.js';

/** An earlier answer to the same indicator, shown beside the question: mid-year's, or last year's. */
export type EarlierAnswer = {
  /** 中間 or the fiscal year it is from */
  readonly from: { readonly kind: 'midyear' } | { readonly kind: 'year'; readonly fiscalYear: number };
  /** what it aimed at then: beside what is planned alone */
  readonly target?: string;
  readonly result: string;
  readonly rating: RatingCode | null;
  readonly status: string;
  /** why, where one was given in a report */
  readonly reason?: string;
  /** 下半期の対策, where it was asked at mid-year */
  readonly measures?: string;
};

export type TaskIndicator = {
  readonly id: string;
  /** counts from 1 within the goal */
  readonly seq: number;
  readonly name: string;
  /** in force: as printed, or as it was changed; of what is reported, when it was submitted */
  readonly target: string;
  /** the change that made it so */
  readonly changed?: InForce;
  readonly initiative: string;
  readonly overview: string;
  /** what a person has said; null when nobody has */
  readonly direction: Direction | null;
  /** who has said it in a conversation, with the post of that day; not there of what an import said */
  readonly directionBy?: { readonly name: string; readonly post: string };
  /** latest first */
  readonly earlier: readonly EarlierAnswer[];
  /** 来年の担当者へ, where somebody has written something */
  readonly note?: NoteInForce;
  /** what its memos of the period add up to, where they do */
  readonly memoSum?: MemoSum;
};

export type Task = {
  readonly id: string;
  readonly goalId: string;
  readonly goalNo: string;
  readonly goalText: string;
  readonly sectionId: string;
  readonly sectionName: string;
  readonly round: Round;
  readonly scale: Scale;
  readonly indicators: readonly TaskIndicator[];
  /** false on the 10-column form (T03): 目標達成状況 and 今後の方針 stand in one cell there, so only the one text is asked */
  readonly policyAsked: boolean;
  /** 実績メモ of the goal until the as-of date, by their days; only where a question may be asked about it */
  readonly memos?: readonly MemoBeside[];
  /** 今後の方針 of earlier rounds, latest first */
  readonly earlierPolicies: readonly { readonly from: EarlierAnswer['from']; readonly text: string }[];
  /** ISO instant at which its finished sheet was first published (公表); at year-end alone, since that is what is printed */
  readonly publishedAt?: string;
  /** the version of the report that was printed then; not kept of publications before this was */
  readonly publishedVersion?: number;
  /** 担当 on the day it was loaded; null: nobody's in particular; not there where it is not asked for */
  readonly owner?: Owner | null;
  /** 代理入力: for whom this person is entering it */
  readonly behalf?: { readonly personId: string; readonly name: string };
  /** of a round of 目標設定: the goal as it stands in the sheet now, which its plan keeps or changes */
  readonly planned?: GoalPlan;
  /** of such a round: the goal was added in it, and no plan of it is approved */
  readonly added?: true;
  /** of such a round: the goal stands in the sheet, and its result at year-end is submitted or approved */
  readonly reported?: true;
  /** of such a round: what the goal's 今後の方針 of last year promised for this year */
  readonly promises?: readonly TakenPromise[];
  /** of such a round, where it is asked about in a conversation: the list of 総合計画 that holds in its year, if one was loaded */
  readonly planList?: Plan;
  /** 根拠資料, oldest first; not there where there is none */
  readonly evidence?: readonly EvidenceItem[];
  /** the latest report, null before the first submission */
  readonly report: Report | null;
};
