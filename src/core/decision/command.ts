/** What is to be entered into the record, in one transaction each, with its history and the notices then owed. */
import type { AccountDoubt, AccountLine } from '../account/account.js';
import type { Act, CoordinatorCommand } from '../board/acts.js';
import type { ChecksPage } from '../board/checks.js';
import type { BoardPage } from '../board/page.js';
import type { Listed } from '../report/exceptions.js';
import type { ReportContent } from '../report/report.js';
import type { CheckAnswer } from '../report/report-checks.js';
import type { SearchAsked } from '../search/asked.js';
import type { SearchPage } from '../search/found.js';
import type { Direction } from '../sheet/direction.js';
import type { DirectionPage } from '../sheet/direction-page.js';
import type { ListReading, UnclearFile } from '../sheet/list-reading.js';
import type { FileKind, UploadReading } from '../sheet/upload.js';
import type { Words } from '../text/language.js';
import type { PostReview } from './post-review.js';

export type Command =
  | {
      readonly kind: 'submit';
      readonly task: string;
      /** the version this submission follows; 0 at the first */
      readonly base: number;
      readonly content: ReportContent;
      /** 代理入力: the id of whom it is entered for */
      readonly behalf?: string;
    }
  | { readonly kind: 'withdraw'; readonly report: string; readonly version: number }
  /** `step`: which step of the route the button stood for, from 0; a second click on it is late, not the next step */
  | {
      readonly kind: 'approve';
      readonly report: string;
      readonly version: number;
      readonly step: number;
      /** asks for a last look when this approval would complete the whole sheet */
      readonly lookFirst?: true;
      /** one of several that were approved at one look (一括承認) */
      readonly together?: true;
    }
  /** 一括承認: what is plain among these of one sheet and round, as it was listed */
  | {
      readonly kind: 'approve_together';
      readonly goals: readonly Listed[];
      /** nothing is approved yet: what would be is shown */
      readonly look?: true;
      /** the whole sheet was shown, so it may be completed */
      readonly whole?: true;
    }
  | { readonly kind: 'return'; readonly report: string; readonly version: number; readonly comment: string }
  /** takes back an own approval of a moment ago; `step` is the step it was given at */
  | {
      readonly kind: 'undo_approval';
      readonly report: string;
      readonly version: number;
      readonly step: number;
    }
  /** asks that an approved report may be corrected */
  | { readonly kind: 'correct'; readonly report: string; readonly version: number; readonly reason: string }
  /** 後閲: what deputies decided for the posts this person holds */
  | { readonly kind: 'post_reviews' }
  /** notes them as seen, up to the number that was shown last */
  | { readonly kind: 'note_seen'; readonly upTo: number }
  /** which way an indicator counts, said once by who reports it */
  | {
      readonly kind: 'say_direction';
      readonly task: string;
      readonly indicator: string;
      readonly direction: Direction;
    }
  /**
   * 担当: this person is at a goal in a round, that was nobody's, or was `from`'s and is taken over; said again it has
   * been answered again
   */
  | { readonly kind: 'own'; readonly task: string; readonly from: string | null }
  /** 代理入力 of a goal in a round, for a name or number; '': whose the goal is; null: for nobody any more */
  | { readonly kind: 'enter_for'; readonly task: string; readonly to: string | null }
  /** whose a goal is, said by the manager or 事務局: a name or number, '' nobody in particular; null: only look */
  | { readonly kind: 'set_owner'; readonly task: string; readonly to: string | null }
  /** 催促: whoever is to decide about what this person submitted is asked once more */
  | { readonly kind: 'nudge' }
  | { readonly kind: 'snooze'; readonly task: string; readonly until: string }
  | { readonly kind: 'language'; readonly language: 'ja' | 'en' }
  /** reads a file that was sent and tells what entering it would do */
  | {
      readonly kind: 'preview_upload';
      readonly upload: string;
      /** what its sender says it is, where that was asked */
      readonly as?: FileKind;
      /** of a roster's or a calendar's changes, from 0 */
      readonly page?: number;
    }
  /** enters its sheets, when that still does what was shown (`seen` of the preview) */
  | {
      readonly kind: 'import_upload';
      readonly upload: string;
      readonly seen: string;
      readonly as?: FileKind;
    }
  /** the directions that a workbook leaves to be decided, a page of them */
  | { readonly kind: 'show_directions'; readonly upload: string; readonly page: number }
  /** decides the direction of one of them (`at`: its place), or of all that wait as proposed; the record changes with 取り込む */
  | {
      readonly kind: 'choose_directions';
      readonly upload: string;
      readonly said: { readonly at: number; readonly direction: Direction } | 'proposed';
    }
  /** やめる: the file is thrown away */
  | { readonly kind: 'drop_upload'; readonly upload: string }
  /** a question of an approver about a report, to its writer; `thread`: the key of the notice in whose thread it was asked */
  | {
      readonly kind: 'ask';
      readonly report: string;
      readonly version: number;
      readonly text: string;
      readonly thread: string;
    }
  /** 事務局に質問する: a question of who reports, about a goal in a round that may not be reported yet */
  | { readonly kind: 'ask_desk'; readonly task: string; readonly text: string }
  /** the answer to either, or to 本人に確認 */
  | {
      readonly kind: 'reply';
      readonly question: string;
      readonly text: string;
      readonly how?: CheckAnswer;
    }
  /** わたしではありません: an account that was linked to this person is not theirs */
  | { readonly kind: 'not_me'; readonly account: string }
  /** the coordinator looks at the accounts (of those whose name holds `name`), links one, or ends a link */
  | { readonly kind: 'list_accounts'; readonly name: string }
  /** 事務局 looks at the board, or does something from it */
  | CoordinatorCommand
  /** 検索: a page of what is found in all years, or one goal of it (its id) */
  | { readonly kind: 'search'; readonly asked: SearchAsked; readonly goal: string }
  | { readonly kind: 'link_account'; readonly account: string; readonly to: string }
  | { readonly kind: 'unlink_account'; readonly account: string };

/**
 * Which commands enter something in somebody's name: only with an account that is known to be that person's, and a
 * member's, now. The others show something, or concern nobody but the person.
 */
export const DECIDING = {
  submit: true,
  withdraw: true,
  approve: true,
  approve_together: true,
  return: true,
  say_direction: true,
  own: true,
  set_owner: true,
  enter_for: true,
  nudge: true,
  snooze: false,
  language: false,
  preview_upload: false,
  import_upload: true,
  show_directions: false,
  choose_directions: false,
  drop_upload: false,
  undo_approval: true,
  correct: true,
  post_reviews: false,
  note_seen: true,
  ask: true,
  ask_desk: true,
  reply: true,
  not_me: false,
  list_accounts: true,
  show_board: true,
  show_checks: true,
  ask_check: true,
  search: true,
  show_rounds: true,
  open_round: true,
  close_round: true,
  publish_year: true,
  urge: true,
  extend: true,
  reopen: true,
  retry_notices: true,
  link_account: true,
  unlink_account: true,
} as const satisfies Readonly<Record<Command['kind'], boolean>>;

/** The kinds of commands this program knows. */
export const COMMAND_KINDS: Readonly<Record<Command['kind'], boolean>> = DECIDING;

/** A command about a file that was sent. */
export type UploadCommand = Extract<Command, { readonly upload: string }>;

/** A goal in the last look at a whole sheet, texts as typed. */
export type LastLookGoal = {
  readonly goalNo: string;
  readonly goal: string;
  readonly rows: readonly {
    readonly indicator: string;
    readonly target: string;
    readonly result: string;
    /** symbol and word, by language */
    readonly rating: Words;
  }[];
  /** 確認事項 of what waits, with what its writer said to each; not there in what was kept by an earlier version */
  readonly checks?: readonly { readonly message: Words; readonly reason: string | null }[];
  /** of a list to be approved together: its report; not there for what is approved already */
  readonly report?: string;
};

/** A goal of a list that is not approved with the others, and why. */
export type LeftOut = { readonly goalNo: string; readonly refusal: Refusal };

/** Why a command was refused: a value, answered in plain words with the next thing to do. */
export type Refusal =
  | { readonly reason: 'round_closed' }
  /** `who`: names of those who may decide about the report today; empty: 事務局 is asked. Not given where it is no decision */
  | { readonly reason: 'not_entitled'; readonly who?: readonly string[] }
  | { readonly reason: 'own_report'; readonly who?: readonly string[] }
  /** a submitted report is taken back by who wrote it; others return it */
  | { readonly reason: 'not_writer'; readonly by: string }
  /** somebody else has submitted meanwhile */
  | { readonly reason: 'newer_version'; readonly by: string; readonly at: string }
  /** a late click: who decided what, and when */
  | {
      readonly reason: 'already_decided';
      readonly decision: 'approved' | 'returned' | 'withdrawn' | 'submitted' | 'correction_asked';
      readonly by: string;
      readonly post: string;
      readonly at: string;
    }
  /** the button belonged to a version that is not the latest */
  | { readonly reason: 'stale_version' }
  /** nothing is decided yet: this approval would complete the sheet, and is asked for once more under all its ratings */
  | {
      readonly reason: 'last_look';
      /** whose sheet; not there in what an earlier version kept */
      readonly section?: string;
      readonly goals: readonly LastLookGoal[];
    }
  /** nothing is decided yet: what would be approved together; `whole`: it would complete the sheet, and all of it is shown */
  | {
      readonly reason: 'look_together';
      readonly section: string;
      readonly goals: readonly LastLookGoal[];
      readonly listed: readonly Listed[];
      readonly leftOut: readonly LeftOut[];
      readonly whole: boolean;
      /** they wait at a 確認 */
      readonly check: boolean;
    }
  /** nothing of a list could be approved */
  | { readonly reason: 'none_together'; readonly leftOut: readonly LeftOut[] }
  /** it is to be looked at by itself: not ○ as proposed, or something was asked about it */
  | { readonly reason: 'not_plain' }
  /** an approval is taken back by who gave it, within UNDO_MINUTES, and while nobody has decided after it */
  | { readonly reason: 'undo_over' }
  /** an approval whose sheet is published stands: what it approved is changed by a correction */
  | { readonly reason: 'undo_published'; readonly goalNo: string }
  | { readonly reason: 'not_found' }
  | { readonly reason: 'incomplete' }
  | { readonly reason: 'comment_needed' }
  /** the file is not kept any more */
  | { readonly reason: 'upload_gone' }
  /** why the reader does not take the file, one sentence each */
  | { readonly reason: 'upload_refused'; readonly problems: readonly Words[] }
  /** entering it would do something else by now than was shown */
  | { readonly reason: 'upload_outdated' }
  /** somebody has answered the question meanwhile */
  | { readonly reason: 'already_answered'; readonly by: string; readonly at: string }
  /** 後閲 belongs to the post, and this person has left it */
  | { readonly reason: 'post_left' }
  /** somebody else has taken the goal on meanwhile; `id`: to take it over from them */
  | { readonly reason: 'owned'; readonly id: string; readonly by: string; readonly at: string }
  /** whose a goal is, is said by its manager or 事務局 */
  | { readonly reason: 'not_assigning' }
  /** nothing is entered on behalf by who is no 課長補佐 or 係長 of the section, nor 事務局 */
  | { readonly reason: 'not_entering' }
  /** for whom it may be entered; `several`: it is to be said for whom */
  | { readonly reason: 'behalf_of_whom'; readonly names: readonly string[] }
  /** whom it is to be given to: nobody of these who report for the section, or several */
  | { readonly reason: 'which_owner'; readonly said: string; readonly names: readonly string[] }
  /** nothing that this person submitted waits for an approval */
  | { readonly reason: 'nothing_waits' }
  /** nobody may decide about it; 事務局 was asked */
  | { readonly reason: 'nobody_to_nudge' }
  /** they were asked today */
  | { readonly reason: 'nudged_already'; readonly who: readonly string[]; readonly at: string }
  /** nobody of the section holds a post that could answer; `desk`: there is no coordinator */
  | { readonly reason: 'nobody_to_ask'; readonly desk?: true }
  /** nothing is decided with the account it was done with */
  | { readonly reason: 'account'; readonly why: AccountDoubt }
  /** whom an account is to be linked to: nobody of this number or name, or several of the name */
  | { readonly reason: 'which_person'; readonly said: string; readonly ids: readonly string[] }
  | { readonly reason: 'which_account' };

export type Outcome =
  | {
      readonly ok: true;
      readonly goalNo: string;
      readonly version: number;
      readonly complete: boolean;
      /** of a decision: the section whose report it is; not there in what an earlier version kept */
      readonly section?: string;
      readonly upload?: UploadReading;
      /** of a roster or a calendar that was sent */
      readonly list?: ListReading;
      /** of a file that may be several things */
      readonly unclear?: UnclearFile;
      /** of a list of directions that is shown, or was decided in */
      readonly directions?: DirectionPage;
      /** the approval, or the one that was taken back, was a 確認 at its step */
      readonly check?: true;
      /** the approval was the last of a report whose sheet is published: it cannot be taken back */
      readonly published?: true;
      /** submitted: the section has no channel yet in which it could be approved */
      readonly unlinked?: true;
      /** of the answer to a check: its goal in the round */
      readonly task?: string;
      /** of `reply`: the answer goes to who asked alone */
      readonly privately?: true;
      readonly postReviews?: readonly PostReview[];
      /** of `nudge`: names of who is asked, and about how many goals */
      readonly nudged?: { readonly who: readonly string[]; readonly goals: number };
      /** of `approve_together` */
      readonly together?: {
        readonly approved: readonly (Listed & { readonly goalNo: string; readonly published?: true })[];
        readonly leftOut: readonly LeftOut[];
      };
      /** of `set_owner`: whose the goal is now (null: nobody's in particular), and of a look whose it may be */
      readonly owner?: {
        readonly name: string | null;
        readonly people?: readonly { readonly id: string; readonly name: string }[];
      };
      /** of `enter_for`: for whom it is entered now, null for nobody; or for whom it may be, where that is to be said */
      readonly behalf?: {
        readonly name: string | null;
        readonly people?: readonly { readonly id: string; readonly name: string }[];
      };
      /** of `list_accounts`, as many as fit, and how many there are */
      readonly accounts?: { readonly lines: readonly AccountLine[]; readonly count: number };
      /** of `search` */
      readonly found?: SearchPage;
      /** of `show_board` */
      readonly board?: BoardPage;
      /** of `show_checks` */
      readonly checks?: ChecksPage;
      /** of what is done from the board: what it did, or would do */
      readonly act?: Act;
      /** of `link_account` and `unlink_account`: whose it is, or was */
      readonly of?: string;
    }
  | { readonly ok: false; readonly refusal: Refusal };
