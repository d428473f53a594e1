/**
 * What a button carries: the name of an action, an opaque id and a version, never trusted state (promise 3).
 * Everything else is looked up again when it comes back.
 */
import { z } from 'zod';

/**
 * Every button there is, by the part of the conversation that answers it (`src/core/conversation/step.ts` has the table).
 * What `of`, `v` and `with` are stands above each.
 */
export const BUTTONS = {
  // of a draft, which answer a question or go back to one: `of` is a task, `v` the turn of its draft; of take_sum `with` is
  // the sum that was shown, of plan what becomes of a goal in 目標設定 (keep, change or drop)
  answers: ['answer', 'rate', 'plan', 'direction', 'same', 'take_sum', 'keep', 'back', 'edit'],
  // the others of a draft; of a check `with` names it
  draft: ['submit', 'open_form', 'fill_form', 'open_check', 'check'],
  // all goals that are one's own: `of` is one of them; `with` of what is submitted the mark of what was shown
  together: ['open_all', 'fill_all', 'submit_all'],
  // a submitted report: `of` is the report, `v` its version, `shown` of 承認 the mark of the 根拠資料 that was seen to go
  // public with it; several of one sheet are put into `of`, `v` and `with` by
  // core/cards/approval/together.ts; of note_seen (後閲) `v` is the number of the last one shown
  approval: [
    'approve',
    'approve_all',
    'look_together',
    'approve_together',
    'undo_approval',
    'open_return',
    'return',
    'open_correction',
    'correct',
    'note_seen',
  ],
  // 見込み: several as of 承認 together
  forecast: ['confirm', 'change_forecast', 'forecasts'],
  // 目標の変更: `of` is an indicator, or the change that waits, `with` of the form what is named in it
  targets: [
    'targets',
    'open_target',
    'ask_target',
    'approve_target',
    'open_return_target',
    'return_target',
    'withdraw_target',
  ],
  // a file that was sent, and what it is read as where that was asked: `of` is the upload, `with` what its preview showed
  uploads: ['import_upload', 'read_as', 'drop_upload'],
  // the directions that a file leaves to be decided: `v` is the page, or the place of an indicator in the list
  directions: ['show_directions', 'choose_direction', 'propose_directions', 'direction_table'],
  // 根拠資料: `of` is a goal in a round, `v` a page, `with` a file that was sent; or one of them, `with` its name
  evidence: [
    'evidence',
    'add_evidence',
    'offer_evidence',
    'give_evidence',
    'remove_evidence',
    'remove_evidence_now',
    'mark_evidence',
    'mark_evidence_now',
    'unmark_evidence',
  ],
  // 担当: `of` is a task, `with` of what is chosen a person, or nobody
  owner: ['owners', 'owner', 'set_owner'],
  // 代理入力: `of` is a task, `with` for whom, `v` 1: for nobody any more
  behalf: ['behalves', 'enter_for'],
  // 目標設定, a goal that is added: `of` is a task of its section and round
  goals: ['open_add_goal', 'add_goal'],
  // 事務局's board, and that of checks: `of` is a section, of which a department is named too, or a goal, `v` a page, `with`
  // round and filter; of checks round, group and level
  board: ['board', 'board_department', 'board_section', 'board_goal', 'checks'],
  // what was looked for: `of` is a goal, `v` a page, `with` what was asked for
  search: ['search', 'found_goal'],
  // what 事務局 does from the board: `v` of what is confirmed is the number that was shown, `with` a round and what else is
  // needed; of ask_check (本人に確認) `of` is a goal in a round, `with` names the check; of unlink an account, `with` whose it is
  acts: [
    'urge',
    'urge_now',
    'open_extend',
    'extend',
    'extend_now',
    'open_reopen',
    'reopen',
    'retry_undelivered',
    'retry_now',
    'ask_check',
    'ask_check_now',
    'ask_unlink',
    'unlink',
  ],
  // 代決者: `of` is a section or a post, `with` what the post is called, or who and from when to when
  deputies: ['deputies', 'open_deputy', 'plan_deputy', 'set_deputy_now'],
  // whole rounds: `of` is a round ('' for a new one), `with` of what is confirmed a deadline, or what was shown
  rounds: [
    'rounds',
    'open_round_form',
    'plan_round',
    'open_round_now',
    'close_round',
    'close_round_now',
    'publish_year',
    'publish_now',
    'site_file',
  ],
  // promises (約束): `of` is one
  promises: [
    'promises',
    'promise_done',
    'open_promise_carried',
    'promise_carried',
    'open_promise_dropped',
    'promise_dropped',
  ],
  // 実績メモ: `of` is one ('' for a new one), `v` a page, `with` a goal's No., what it is about, or the message it is made of
  memos: ['memos', 'open_memo', 'note_memo', 'place_memo', 'delete_memo'],
  // 来年の担当者へ: `of` is a goal in a round
  yearNotes: ['open_year_notes', 'leave_year_notes'],
  // the thread of a channel, and what an approver or 事務局 is asked: `of` is a report, or the question that is answered;
  // of which_question and ask_desk `v` is the number of the text held back
  inquiry: [
    'open_report',
    'show_report',
    'which_question',
    'open_ask_desk',
    'ask_desk',
    'open_reply',
    'reply',
  ],
  // one by one: of the interview (`of` is a task; of take_over a predecessor's draft, `with` who held the post before;
  // of choose `v` is the held text, `with` the question it would answer),
  // of an account (of not_me `of` is it), and without object; `unknown` is read, never sent: the button of a newer version,
  // while that is rolled out
  others: [
    'begin',
    'later',
    'snooze',
    'choose',
    'discard',
    'drop_draft',
    'withdraw',
    'take_over',
    'not_me',
    'accounts',
    'status',
    'nudge',
    'help',
    'language',
    'unknown',
  ],
} as const;
export type ButtonGroup = keyof typeof BUTTONS;
/** The names of the buttons of a group, or of several. */
export type ButtonOf<Group extends ButtonGroup> = (typeof BUTTONS)[Group][number];
export type ActionName = ButtonOf<ButtonGroup>;

const GROUP_OF: ReadonlyMap<ActionName, ButtonGroup> = new Map(
  (Object.keys(BUTTONS) as ButtonGroup[]).flatMap((group) =>
    BUTTONS[group].map((name) => [name, group] as const),
  ),
);

export const ACTION_NAMES: readonly ActionName[] = [...GROUP_OF.keys()];

/** The part of the conversation that answers a button. */
export const groupOf = (name: ActionName): ButtonGroup => GROUP_OF.get(name) ?? 'others';

/**
 * Those that are answered by a form, or by a card to be read in place: a platform must open it within the same request.
 * They are called open_…, and of what is confirmed, called …_now, none is.
 */
export const FORM_OPENERS: readonly ActionName[] = ACTION_NAMES.filter(
  (name) => name.startsWith('open_') && !name.endsWith('_now'),
);

/** Those whose form keeps what was filled in so far while it is open, and when it is closed. */
export const KEEPS_HALF_WAY: ReadonlySet<ActionName> = new Set(['fill_form', 'fill_all']);

/** No id of ours holds a control character, and PostgreSQL takes no NUL. */
const PLAIN = /^\P{Cc}*$/u;

const actionSchema = z.object({
  do: z.enum(ACTION_NAMES),
  of: z.string().max(200).regex(PLAIN).default(''),
  v: z.number().int().nonnegative().default(0),
  with: z.string().max(200).regex(PLAIN).default(''),
  // A field of its own: earlier versions, which work beside this one while it is rolled out, read `with` as a number.
  shown: z.string().max(64).regex(PLAIN).exactOptional(),
});
export type Action = z.infer<typeof actionSchema>;

/** The text a button carries. Short: platforms cap it at 2,000 characters. */
export function encodeAction(name: ActionName, of = '', v = 0, argument = '', shown = ''): string {
  return JSON.stringify({ do: name, of, v, with: argument, ...(shown === '' ? {} : { shown }) });
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
