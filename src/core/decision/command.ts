/** What is to be entered into the record, in one transaction each, with its history and the notices then owed. */
import type { CoordinatorCommand } from '../board/acts.js';
import type { PromiseSaid } from '../board/promised.js';
import type { MemoContent } from '../memo/memo.js';
import type { Listed } from '../report/exceptions.js';
import type { ReportContent } from '../report/report.js';
import type { CheckAnswer } from '../report/report-checks.js';
import type { SearchAsked } from '../search/asked.js';
import type { Direction } from '../sheet/direction.js';
import type { FileKind } from '../sheet/upload.js';
import type { EvidenceCommand } from './evidence/evidence-command.js';

export type Command =
  | {
      readonly kind: 'submit';
      readonly task: string;
      /** the version this submission follows; 0 at the first */
      readonly base: number;
      readonly content: ReportContent;
      /** 代理入力: the id of whom it is entered for */
      readonly behalf?: string;
      /** one of several of one press, and not the last: that it is being recorded is said of the last alone */
      readonly quiet?: true;
    }
  | { readonly kind: 'withdraw'; readonly report: string; readonly version: number }
  /** `step`: which step of the route the button stood for, from 0; a second click on it is late, not the next step */
  | {
      readonly kind: 'approve';
      readonly report: string;
      readonly version: number;
      readonly step: number;
      /** the mark of what its card showed to go public; not there where nothing did, nor of before this was */
      readonly shown?: string;
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
  /** 確定: of 見込み of one sheet and round, as they were listed */
  | { readonly kind: 'confirm'; readonly goals: readonly Listed[] }
  /** 目標の変更: what may be changed (`goal`: of one No., '' all), asked for with a reason, and decided */
  | { readonly kind: 'show_targets'; readonly goal: string }
  | {
      readonly kind: 'ask_target';
      readonly indicator: string;
      readonly target: string;
      readonly reason: string;
    }
  | { readonly kind: 'approve_target'; readonly change: string; readonly step: number }
  | { readonly kind: 'return_target'; readonly change: string; readonly comment: string }
  | { readonly kind: 'withdraw_target'; readonly change: string }
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
  /** 目標設定: a goal that is new, with its first indicator; `task`: any goal of the section in the round */
  | {
      readonly kind: 'add_goal';
      /** the mark of a promise of last year that it takes over; not there when it takes over none */
      readonly promise?: string;
      readonly task: string;
      readonly goal: string;
      readonly indicator: string;
      readonly target: string;
    }
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
      /** of a list's changes, from 0 */
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
  /** promises (約束) of the own sections whose time has come, and what is said of one */
  | {
      readonly kind: 'promises';
      readonly said: ({ readonly promise: string } & PromiseSaid) | null;
    }
  /** 実績メモ of the own sections */
  | MemoCommand
  /** 来年の担当者へ: by indicators of the goal, what is to stand there; '' takes it away */
  | {
      readonly kind: 'leave_year_notes';
      readonly task: string;
      readonly notes: Readonly<Record<string, string>>;
    }
  /** 事務局 looks at the board, or does something from it */
  | CoordinatorCommand
  /** 検索: a page of what is found in all years, or one goal of it (its id) */
  | { readonly kind: 'search'; readonly asked: SearchAsked; readonly goal: string }
  /** 根拠資料 */
  | EvidenceCommand
  | { readonly kind: 'link_account'; readonly account: string; readonly to: string }
  | { readonly kind: 'unlink_account'; readonly account: string };

/** What is said of 実績メモ. */
export type MemoCommand =
  /** those of this year, the latest first: of one goal (its No.), of '' all, of '-' those that wait for a goal; `page` from 0 */
  | { readonly kind: 'show_memos'; readonly goal: string; readonly page: number }
  /** `goalNo`: a goal as it was typed ('' none); `source`: the message it is made of ('' none) */
  | {
      readonly kind: 'note_memo';
      readonly memo: MemoContent;
      readonly goalNo: string;
      readonly source: string;
      /** ids of files that were sent together with it, and go with it once it is noted */
      readonly files?: readonly string[];
    }
  | { readonly kind: 'change_memo'; readonly memo: string; readonly to: MemoContent }
  /** which goal or indicator it is about, by one tap */
  | { readonly kind: 'place_memo'; readonly memo: string; readonly about: string }
  | { readonly kind: 'delete_memo'; readonly memo: string }
  /** 「+12」: for this memo, for that of the message at `at`, or ('' and null) for the one this person noted last */
  | {
      readonly kind: 'count_on';
      readonly memo: string;
      readonly at: { readonly place: string; readonly id: string } | null;
      /** said to others, perhaps: where it is no memo's thread nothing is answered */
      readonly unasked?: true;
      readonly number: string;
    };

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
  add_goal: true,
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
  confirm: true,
  show_targets: false,
  ask_target: true,
  approve_target: true,
  return_target: true,
  withdraw_target: true,
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
  promises: true,
  show_memos: true,
  note_memo: true,
  change_memo: true,
  place_memo: true,
  delete_memo: true,
  count_on: true,
  leave_year_notes: true,
  show_rounds: true,
  open_round: true,
  close_round: true,
  publish_year: true,
  urge: true,
  extend: true,
  show_deputies: true,
  set_deputy: true,
  reopen: true,
  retry_notices: true,
  look_evidence: false,
  add_evidence: true,
  remove_evidence: true,
  mark_evidence: true,
  show_evidence: true,
  give_evidence: true,
  link_account: true,
  unlink_account: true,
} as const satisfies Readonly<Record<Command['kind'], boolean>>;

/** The kinds of commands this program knows. */
export const COMMAND_KINDS: Readonly<Record<Command['kind'], boolean>> = DECIDING;

/** A command about a file that was sent. */
export type UploadCommand = Extract<Command, { readonly upload: string }>;
