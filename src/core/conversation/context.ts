/** Everything from the world that a step of the conversation may look at. Loaded before, an argument, never fetched. */
import type { Round } from '../calendar/round.js';
import type { Closures } from '../calendar/working-days.js';
import type { Waiting } from '../cards/notices/notice-material.js';
import type { WaitingTarget } from '../cards/year/target-change.js';
import type { Inquiry, OpenInquiry } from '../decision/inquiry.js';
import type { Memo, MemoGoal, MemoNamed } from '../memo/memo.js';
import type { Actor, Section } from '../organization/people.js';
import type { PostTerms } from '../organization/terms.js';
import type { Task } from '../report/task.js';

export type Context = {
  /** ISO instant */
  readonly now: string;
  /** ISO date in the city */
  readonly today: string;
  readonly actor: Actor;
  /** the goals of open rounds this person may report, in the order of the sheet; reported ones too */
  readonly tasks: readonly Task[];
  /** the task or report that the pressed button named, when it is not among `tasks`; null when there is none */
  readonly named: Task | null;
  /** the task whose reminder's thread the input came from; null elsewhere */
  readonly threadTask: string | null;
  /** by section: where its working days differ from the rule */
  readonly closures?: Readonly<Record<string, Closures>>;
  /** the round of the person's sections that was closed last; loaded where no goal of theirs is in an open round */
  readonly closedRound?: Round | null;
  /** the section of the task or report that the pressed button named */
  readonly namedSection?: Section | null;
  /** who holds the posts of that section and of the one above it; loaded where it is shown who may decide */
  readonly namedPosts?: readonly PostTerms[];
  /** what the thread of a section's channel is about in which something was said; null or absent elsewhere */
  readonly channelRound?: ChannelRound | null;
  /** the question that the pressed button named, or in whose private thread something was said */
  readonly question?: Inquiry | null;
  /** questions that wait for this person's answer, oldest first; looked for in the direct message only */
  readonly openQuestions?: readonly OpenInquiry[];
  /** reports that wait for this person's approval; loaded where they are shown (状況), absent elsewhere */
  readonly waiting?: readonly Waiting[];
  /** the memo that the pressed button named, or in whose thread something was said; null or absent elsewhere */
  readonly memo?: Memo | null;
  /** memos that this person wrote last, the latest first; loaded where a file was sent */
  readonly recentMemos?: readonly MemoNamed[];
  /** the goals it may be about, of its year; loaded for the form */
  readonly memoGoals?: readonly MemoGoal[];
  /** changes of targets that wait, for this person's decision or asked for in the sections reported for; loaded and absent likewise */
  readonly waitingTargets?: readonly WaitingTarget[];
};

/** A section's round, as a thread of its channel is about it. */
export type ChannelRound = {
  /** the key of the notice in whose thread it is, or would be */
  readonly thread: string;
  /** it was said in the channel and in no thread of ours: its section's present round */
  readonly atTop?: true;
  readonly section: Section;
  readonly round: Round;
  /** every goal of the sheet in its order, each with its latest report */
  readonly tasks: readonly Task[];
  /** where the section's working days differ from the rule */
  readonly closures?: Closures;
};
