/**
 * What a notice's card is made from: the record at the moment of delivery, loaded by the store for one notice.
 * `noticeCard(about, material, language)` turns it into a card, or null when nothing is to be said any more.
 */
import type { Board } from '../../board/board.js';
import type { OwnPromise } from '../../board/promised.js';
import type { Round } from '../../calendar/round.js';
import type { Inquiry } from '../../decision/inquiry.js';
import type { PostReview } from '../../decision/post-review.js';
import type { PostNamed } from '../../notice/waiting.js';
import type { ChangeStanding } from '../../notice/year/waiting-targets.js';
import type { Person, Section } from '../../organization/people.js';
import type { PostRole } from '../../organization/post-roles.js';
import type { TitledStep } from '../../organization/route.js';
import type { Report } from '../../report/report.js';
import type { Task } from '../../report/task.js';
import type { TargetChange } from '../../report/year/target-change.js';
import type { Sheet } from '../../sheet/sheet.js';
import type { WaitingTarget } from '../year/target-change.js';

/** A report that waits for somebody's approval, and for how many working days. */
export type Waiting = {
  readonly task: Task;
  readonly workingDays: number;
  /** it waits at a 確認 of the route */
  readonly check?: boolean;
  /** to whom it has gone up; null or not there: to nobody yet, or not known */
  readonly raised?: PostNamed | null;
};

/** A report that has waited too long for the approval of these people, put before somebody above them. */
type RaisedTask = {
  readonly task: Task;
  readonly workingDays: number;
  readonly post: PostNamed | null;
  readonly names: readonly string[];
};

/** A question with the goal it is about. */
export type AskedOfTask = { readonly question: Inquiry; readonly task: Task };

/** What was put aside and is no notice: those stand among what was not delivered. `look`: at a section in a round. */
type AsideKind = 'effect' | 'input' | 'look';

export type NoticeMaterial =
  /** for `promises`: those of the person's sections that are to be looked after by now */
  | { readonly kind: 'promises'; readonly promises: readonly OwnPromise[] }
  /** for `summary` and `finished_file` */
  | {
      readonly kind: 'section';
      readonly section: Section;
      readonly route: readonly TitledStep[];
      /** with the section's own dates where it has any */
      readonly round: Round;
      /** every goal of the sheet in its order, each with its latest report */
      readonly tasks: readonly Task[];
      readonly sheet: Sheet;
      /** see `SummaryMaterial` */
      readonly filePostedAt?: string | null;
      /** ISO date in the city */
      readonly today: string;
    }
  /** for `approval`, `approved`, `returned`, `entered_for` and `decide` */
  | {
      readonly kind: 'report';
      readonly section: Section;
      readonly route: readonly TitledStep[];
      /** with its latest report */
      readonly task: Task;
      /**
       * The report the notice is about: for `approved` and `returned` in the version the notice names, as that version
       * stood last, though a newer one may be in `task.report`; for `approval` the latest.
       */
      readonly report: Report;
      /** for `decide`: asked of 事務局, because nobody else is there */
      readonly escalated?: boolean;
      /** for `approval` and `decide`: somebody who is to decide has come since the version before was submitted */
      readonly newcomers?: boolean;
      readonly today: string;
    }
  /** for what is asked and decided about a target */
  | {
      readonly kind: 'target';
      readonly section: Section;
      readonly route: readonly TitledStep[];
      readonly change: TargetChange;
      readonly today: string;
    }
  /** for `targets_waiting`: for the person's own decision, and what has gone up to the person, the oldest first */
  | {
      readonly kind: 'targets_waiting';
      readonly waiting: readonly (WaitingTarget & { readonly standing: ChangeStanding })[];
    }
  /** for `post_reviews`: what was not yet seen */
  | { readonly kind: 'post_reviews'; readonly items: readonly PostReview[]; readonly today: string }
  /** for `ask_again` and `owner` (one task) */
  | {
      readonly kind: 'person';
      readonly person: Person;
      readonly round: Round;
      /** reported ones too: what is still open is told from `report` */
      readonly tasks: readonly Task[];
      readonly today: string;
    }
  /** for `reminder`: all that a person owes or is told on the day (core/notice/reminders.ts) */
  | {
      readonly kind: 'day';
      readonly person: Person;
      /** goals to report, in the order of their sheets */
      readonly tasks: readonly Task[];
      /** open goals that a colleague has taken on, or was given */
      readonly others?: readonly Task[];
      /** reports that wait for this person's approval, and for how many working days */
      readonly waiting: readonly Waiting[];
      /** reports that wait for others and have gone up to this person */
      readonly raised: readonly RaisedTask[];
      /** questions that wait for this person's answer */
      readonly questions: readonly AskedOfTask[];
      /** 見込み that this person is asked to confirm */
      readonly confirm?: readonly Task[];
      /** 実績メモ of theirs that wait for a goal; counted in the first message of a week alone */
      readonly memos?: number;
      /** sections whose 見込み nobody confirms, told to who is above */
      readonly unconfirmed?: readonly {
        readonly sectionName: string;
        readonly round: Round;
        readonly goals: number;
        readonly names: readonly string[];
      }[];
      readonly missing: readonly {
        readonly sectionName: string;
        readonly round: Round;
        readonly goals: number;
        readonly names: readonly string[];
      }[];
      readonly vacant: readonly {
        readonly sectionName: string;
        readonly round: Round;
        readonly goals: number;
        /** posts that nobody holds */
        readonly roles: readonly PostRole[];
        /** posts whose only holders submitted what waits for them */
        readonly own: readonly PostRole[];
        /** posts of the route that nobody holds or deputises for */
        readonly deciding: readonly PostRole[];
        /** who was asked in their stead */
        readonly instead: PostRole | null;
        /** they wait for approval; else they are not submitted */
        readonly waits: boolean;
      }[];
      readonly today: string;
    }
  /** for `handover`: what a successor in a post finds open */
  | {
      readonly kind: 'handover';
      readonly sectionName: string;
      /** the title of the post */
      readonly post: string;
      /** who held it before, the latest first; `until` an ISO date */
      readonly predecessors: readonly {
        readonly id: string;
        readonly name: string;
        readonly until: string;
      }[];
      /** goals to report */
      readonly tasks: readonly Task[];
      /** 担当 of predecessors that ended with their terms: numbers of goals by the name of whose they were */
      readonly owned?: Readonly<Record<string, readonly string[]>>;
      readonly waiting: readonly Waiting[];
      /** changes of targets that wait: for the successor's decision, or asked for in the section that is reported for */
      readonly targets?: readonly WaitingTarget[];
      readonly questions: readonly AskedOfTask[];
      readonly today: string;
    }
  /** for `digest` */
  | {
      readonly kind: 'week';
      readonly section: Section;
      readonly round: Round;
      readonly tasks: readonly Task[];
      /** the Monday (ISO date) of its week */
      readonly week: string;
      /** the Monday (ISO date) from which on it tells what was approved before its week */
      readonly since: string;
      /** working days of the section until the deadline; negative: since it */
      readonly workingDays: number;
      /** promises (約束) of the section that are open and whose time has come */
      readonly promises?: number;
      readonly today: string;
    }
  /** for `department`: rounds that are open and have begun, with the sections of the department alone */
  | {
      readonly kind: 'department';
      readonly person: Person;
      /** compared with the Monday before */
      readonly boards: readonly Board[];
      readonly today: string;
    }
  /** for `overview` */
  | {
      readonly kind: 'city';
      readonly person: Person;
      /** rounds that are open and have begun, compared with the Monday before */
      readonly boards: readonly Board[];
      /** places that something of the last week should have reached and has not */
      readonly undelivered: readonly {
        /** the section's name, or the person's */
        readonly name: string;
        readonly channel: boolean;
        readonly reason: string | null;
      }[];
      /** work that is not begun any more, and whose it is where that is known */
      readonly putAside: readonly {
        readonly kind: AsideKind;
        readonly name: string | null;
        readonly reason: string;
      }[];
      /** the last day whose holidays are official, when a round reaches beyond; else null */
      readonly holidaysUntil: string | null;
      readonly today: string;
    }
  /** for `account`: whose account it is or was, the present ones of that platform, and what waits for the person */
  | {
      readonly kind: 'account';
      readonly name: string;
      readonly accounts: readonly string[];
      /** goals to report, reports to approve, questions to answer */
      readonly waiting: { readonly report: number; readonly decide: number; readonly reply: number };
      readonly today: string;
    }
  /** for `signed_head`: all of it stands in what the notice is about */
  | { readonly kind: 'head' }
  /** for `question` and `question_answer` */
  | {
      readonly kind: 'asked';
      readonly question: Inquiry;
      /** the goal it is about, with its latest report */
      readonly task: Task;
      readonly today: string;
    };
