/**
 * What a button carries: the name of an action, an opaque id and a version, never trusted state (promise 3).
 * Everything else is looked up again when it comes back.
 */
import { z } from 'zod';

export const ACTION_NAMES = [
  // the interview; `of` is a task, `v` the turn of its draft
  'begin',
  'answer',
  'rate',
  // what becomes of a goal in 目標設定: `with` is keep, change or drop
  'plan',
  'direction',
  'same',
  // what the memos add up to; `with` is the sum that was shown
  'take_sum',
  'keep',
  'back',
  'later',
  'snooze',
  'edit',
  'submit',
  'open_form',
  'fill_form',
  // a check of a finished draft; `with` names it
  'open_check',
  'check',
  'choose',
  'discard',
  'drop_draft',
  // 事務局に質問する; `v` is the number of a text held back, which becomes the question
  'open_ask_desk',
  'ask_desk',
  // a submitted report; `of` is the report, `v` its version
  'withdraw',
  'approve',
  'approve_all',
  // several of one sheet: `of`, `v` and `with` as core/cards/approval/together.ts puts them
  'look_together',
  'approve_together',
  'undo_approval',
  'open_return',
  'return',
  'open_correction',
  'correct',
  'open_report',
  // 見込み; `of`, `v` and `with` of several as for 承認 together
  'confirm',
  'change_forecast',
  'forecasts',
  // 目標の変更; `of` is an indicator, or the change that waits, `with` of the form what is named in it
  'targets',
  'open_target',
  'ask_target',
  'approve_target',
  'open_return_target',
  'return_target',
  'withdraw_target',
  // a file that was sent; `of` is the upload, `with` what its preview showed
  'import_upload',
  'drop_upload',
  // 根拠資料; `of` is a goal in a round, `v` a page, `with` a file that was sent; or one of them, `with` its name
  'evidence',
  'add_evidence',
  'give_evidence',
  'remove_evidence',
  'remove_evidence_now',
  // the directions that a file leaves to be decided; `v` is the page, or the place of an indicator in the list
  // what a file is read as, where that was asked, and the pages of what it changes
  'read_as',
  'show_directions',
  'choose_direction',
  'propose_directions',
  'direction_table',
  // 後閲; `v` is the number of the last one shown
  'note_seen',
  // a predecessor's draft; `of` is a task, `with` who held the post before
  'take_over',
  // 担当; `of` is a task, `with` of what is chosen a person, or nobody
  'owners',
  'owner',
  'set_owner',
  // 代理入力; `of` is a task, `with` for whom, `v` 1: for nobody any more
  'behalves',
  'enter_for',
  // 目標設定: a goal that is added; `of` is a task of its section and round
  'open_add_goal',
  'add_goal',
  // 事務局's board; `of` is a section, of which a department is named too, or a goal, `v` a page, `with` round and filter
  'board',
  'board_department',
  'board_section',
  'board_goal',
  // what was looked for; `of` is a goal, `v` a page, `with` what was asked for
  'search',
  'found_goal',
  // what 事務局 does from there; `v` of what is confirmed is the number that was shown, `with` a round and what else is needed
  'urge',
  'urge_now',
  'open_extend',
  'extend',
  'extend_now',
  // 代決者; `of` is a section or a post, `with` what the post is called, or who and from when to when
  'deputies',
  'open_deputy',
  'plan_deputy',
  'set_deputy_now',
  'open_reopen',
  'reopen',
  'retry_undelivered',
  'retry_now',
  // the board of checks; `of` is a section, `v` a page, `with` round, group and level
  'checks',
  // whole rounds; `of` is a round ('' for a new one), `with` of what is confirmed a deadline, or what was shown
  'rounds',
  'open_round_form',
  'plan_round',
  'open_round_now',
  'close_round',
  'close_round_now',
  'publish_year',
  'publish_now',
  'site_file',
  // promises (約束); `of` is one
  'promises',
  'promise_done',
  'open_promise_carried',
  'promise_carried',
  'open_promise_dropped',
  'promise_dropped',
  // 実績メモ; `of` is one ('' for a new one), `v` a page, `with` a goal's No., what it is about, or the message it is made of
  'memos',
  'open_memo',
  'note_memo',
  'place_memo',
  'delete_memo',
  // 来年の担当者へ; `of` is a goal in a round
  'open_year_notes',
  'leave_year_notes',
  // 本人に確認; `of` is a goal in a round, `with` names the check
  'ask_check',
  'ask_check_now',
  // an account; `with` is whose it is
  'ask_unlink',
  'unlink',
  // without object
  'accounts',
  'status',
  'nudge',
  'help',
  'language',
  // the thread of a channel; `of` is a report, for `which_question` with `v` the number of the text held back
  'show_report',
  'which_question',
  // a question of an approver; `of` is the question
  'open_reply',
  'reply',
  // an account; `of` is the account
  'not_me',
  // read, never sent: the button of a newer version, while that is rolled out
  'unknown',
] as const;
export type ActionName = (typeof ACTION_NAMES)[number];

/** Those that are answered by a form, or by a card to be read in place: a platform must open it within the same request. */
export const FORM_OPENERS: readonly ActionName[] = [
  'open_form',
  'open_check',
  'open_ask_desk',
  'open_return',
  'open_reply',
  'open_correction',
  'open_report',
  'open_extend',
  'open_deputy',
  'open_reopen',
  'open_round_form',
  'open_add_goal',
  'open_target',
  'open_return_target',
  'open_promise_carried',
  'open_promise_dropped',
  'open_memo',
  'open_year_notes',
];

/** No id of ours holds a control character, and PostgreSQL takes no NUL. */
const PLAIN = /^\P{Cc}*$/u;

export const actionSchema = z.object({
  do: z.enum(ACTION_NAMES),
  of: z.string().max(200).regex(PLAIN).default(''),
  v: z.number().int().nonnegative().default(0),
  with: z.string().max(200).regex(PLAIN).default(''),
});
export type Action = z.infer<typeof actionSchema>;

/** The text a button carries. Short: platforms cap it at 2,000 characters. */
export function encodeAction(name: ActionName, of = '', v = 0, argument = ''): string {
  return JSON.stringify({ do: name, of, v, with: argument });
}

/** What an action of another version of this program has in common with those of this one. */
const otherActionSchema = z.object({
  do: z.string().regex(/^[a-z_]{1,40}$/u),
  of: z.string(),
  v: z.number(),
});
const UNKNOWN: Action = { do: 'unknown', of: '', v: 0, with: '' };

const isActionName = (name: string): boolean => (ACTION_NAMES as readonly string[]).includes(name);

/**
 * Reads back what a button carried; null for anything else (a forged or foreign payload is no action). A button of a
 * version that knows more actions is `unknown`, so that whoever pressed it is told.
 */
export function decodeAction(text: unknown): Action | null {
  if (typeof text !== 'string' || text.length > 1000) return null;
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = actionSchema.safeParse(data);
  if (parsed.success) return parsed.data;
  // One whose name is known here is malformed, whatever version.
  const other = otherActionSchema.safeParse(data);
  return other.success && !isActionName(other.data.do) ? UNKNOWN : null;
}
