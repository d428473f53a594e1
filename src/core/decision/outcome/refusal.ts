/** Why nothing was entered: values, answered in plain words with the next thing to do. */
import type { AccountDoubt } from '../../account/account.js';
import type { Listed } from '../../report/exceptions.js';
import type { TargetChange } from '../../report/year/target-change.js';
import type { Words } from '../../text/language.js';

/** A goal in the last look at a whole sheet, texts as typed. */
export type LastLookGoal = {
  readonly goalNo: string;
  readonly goal: string;
  /** of 目標設定: a row is last year's target, this year's, and what becomes of it */
  readonly planned?: true;
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

/** Why nothing came of what was said of a memo. */
export type MemoRefusal =
  /** one sentence each */
  | { readonly is: 'unfit'; readonly problems: readonly Words[] }
  /** the same message was noted already */
  | { readonly is: 'noted'; readonly by: string; readonly at: string }
  /** not there, or of another section */
  | { readonly is: 'gone' }
  | { readonly is: 'of_another'; readonly by: string }
  /** its files do not fit into the year to which it would go (fiscal year, megabytes of a section) */
  | { readonly is: 'full'; readonly fiscalYear: number; readonly megabytes: number }
  /** a number counts on for an indicator that adds up, in its unit; `last`: there is no memo to count on */
  | { readonly is: 'not_counting'; readonly for: 'goal' | 'stands' | 'unit' | 'last' };

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
      /** what goes public with it: names, and the mark that the button of the look carries */
      readonly goesPublic?: { readonly names: readonly string[]; readonly mark: string };
    }
  /** 根拠資料 of these names would go public, and did not stand so on the card of the button */
  | { readonly reason: 'goes_public'; readonly goalNo: string; readonly names: readonly string[] }
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
  /** what was expected for a day (ISO date) is confirmed from it on */
  | { readonly reason: 'not_yet'; readonly asOf: string }
  /** it is no 見込み any more, or never was: nothing is to be confirmed */
  | { readonly reason: 'no_forecast' }
  /** a target whose year-end result is submitted stands */
  | { readonly reason: 'target_reported'; readonly goalNo: string }
  /** a change of it waits already; it is decided already; the target is not what it was when it was asked for; what is asked for is the present one */
  | { readonly reason: 'target_asked' | 'target_decided'; readonly change: TargetChange }
  | { readonly reason: 'target_moved'; readonly change: TargetChange; readonly target: string }
  | { readonly reason: 'target_same' }
  /** a memo is not kept, changed or counted on */
  | { readonly reason: 'memo'; readonly why: MemoRefusal }
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
