/** What 事務局 does from the board, and what each would do before it is done. */
import type { BoardCheck } from '../report/report-checks.js';
import type { BoardAsked } from './asked.js';
import type { CheckAsked, ChecksAsked } from './checks.js';
import type { DeputyAct, DeputyCommand } from './deputies.js';
import type { RoundAct, RoundCommand } from './rounds.js';

/** Sections that something is done for: the whole city, the department of a section, or that section. */
type Scope = Pick<BoardAsked, 'round' | 'level' | 'of'>;

/** `agreed`: how many were shown; null: only look. When it is not so many any more, nothing is done and it is asked anew. */
export type CoordinatorCommand =
  | RoundCommand
  | DeputyCommand
  | { readonly kind: 'show_board'; readonly asked: BoardAsked }
  | { readonly kind: 'show_checks'; readonly asked: ChecksAsked }
  /** 本人に確認: a check of a goal, by its id */
  | {
      readonly kind: 'ask_check';
      readonly task: string;
      readonly check: string;
      readonly agreed: boolean;
    }
  /** 催促: the message of the day to whoever still has to report */
  | ({ readonly kind: 'urge'; readonly agreed: number | null } & Scope)
  /** a section's own deadline, an ISO date */
  | {
      readonly kind: 'extend';
      readonly round: string;
      readonly section: string;
      readonly dueOn: string;
      readonly agreed: boolean;
    }
  | {
      readonly kind: 'reopen';
      readonly report: string;
      readonly version: number;
      readonly reason: string;
    }
  /** notices that have not arrived are tried again */
  | { readonly kind: 'retry_notices'; readonly agreed: number | null };

/** Why a deadline is not set. */
export type NoDate = 'not_open' | 'past' | 'before_opening' | 'before_as_of' | 'same' | 'unknown';

/** Whom no message reaches. */
export type Unreached = {
  /** no account is linked, and no address is known by which one is found */
  readonly unlinked: number;
  /** the bot is blocked, the account is no member's, or today's message was tried in vain */
  readonly undelivered: number;
  /** the first of them, by name */
  readonly names: readonly string[];
};

export type Act =
  | RoundAct
  | DeputyAct
  | {
      readonly what: 'urge';
      readonly scope: Scope;
      /** '' for the whole city */
      readonly name: string;
      /** to whom it goes, or went, and of how many sections */
      readonly people: number;
      readonly sections: number;
      /** who has had the message of the day already, or will without this */
      readonly already: number;
      /** who is late and is not written to; not there in what an earlier version kept */
      readonly unreached?: Unreached;
      /** ISO instant from which it goes out */
      readonly at: string;
      readonly done: boolean;
      /** others than agreed to */
      readonly changed: boolean;
    }
  | {
      readonly what: 'extend';
      readonly round: string;
      readonly section: string;
      readonly name: string;
      readonly from: string;
      readonly to: string;
      /** goals not submitted yet, and who reports them */
      readonly open: number;
      readonly people: number;
      readonly done: boolean;
    }
  | { readonly what: 'no_date'; readonly why: NoDate; readonly name: string; readonly day: string }
  /** the office is closed on it: which working days stand before and after */
  | {
      readonly what: 'closed_day';
      readonly round: string;
      readonly section: string;
      readonly name: string;
      readonly day: string;
      /** the name of the holiday; '' for a weekend or a closing of the office */
      readonly holiday: string;
      readonly before: string;
      readonly after: string;
    }
  | { readonly what: 'reopened'; readonly name: string; readonly goalNo: string; readonly published: boolean }
  | {
      readonly what: 'not_reopened';
      readonly why: 'never_reported' | 'reason_needed' | 'open_already' | 'not_found' | 'stale_version';
    }
  | {
      readonly what: 'ask_check';
      readonly task: string;
      readonly section: string;
      readonly round: string;
      /** of the section */
      readonly name: string;
      readonly goalNo: string;
      readonly goalText: string;
      /** '' when it is about the goal */
      readonly indicator: string;
      readonly check: BoardCheck;
      /** who is asked, by name */
      readonly people: readonly string[];
      /** it was asked before */
      readonly asked: CheckAsked | null;
      readonly done: boolean;
    }
  /** its texts were changed since, or it is answered */
  | { readonly what: 'no_check' }
  | {
      readonly what: 'retry';
      readonly notices: number;
      /** may have arrived: not sent twice from here */
      readonly doubtful: number;
      readonly done: boolean;
      readonly changed: boolean;
    };
