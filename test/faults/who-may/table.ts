/**
 * The matrix: for every action who may do it, and what in the record it then changes. A new action has its row here or
 * the test fails; rows of one action stand together.
 */
import type { ActionName } from '../../../src/core/cards/action.js';
import { HALF_WAY } from '../../../src/core/conversation/interview/form.js';
import type { Word } from '../../../src/core/conversation/keywords.js';
import { accountWords } from '../../../src/core/wording/accounts.js';
import { boardWords } from '../../../src/core/wording/board.js';
import { boardActWords } from '../../../src/core/wording/board-acts.js';
import { boardCheckWords } from '../../../src/core/wording/coordinator/checks.js';
import { deputyWords } from '../../../src/core/wording/coordinator/deputies.js';
import { roundWords } from '../../../src/core/wording/coordinator/rounds.js';
import { decidingWords } from '../../../src/core/wording/deciding.js';
import { evidenceWords } from '../../../src/core/wording/evidence/evidence.js';
import { interviewWords } from '../../../src/core/wording/interview.js';
import { memoWords } from '../../../src/core/wording/memo/memo.js';
import { behalfWords } from '../../../src/core/wording/owner/behalf.js';
import { ownerWords } from '../../../src/core/wording/owner/owner.js';
import { threadWords } from '../../../src/core/wording/thread.js';
import { yearWords } from '../../../src/core/wording/year/calendar.js';
import { promiseWords } from '../../../src/core/wording/year/promises.js';
import { targetChangeWords } from '../../../src/core/wording/year/target-change.js';
import { yearNoteWords } from '../../../src/core/wording/year/year-notes.js';
import { MANAGER, rights, SECRET_MEMO, SECRET_TEXT, UNDECIDED, type Who, WRITER } from './people.js';

/** What a button is about: a goal nobody has reported, a report that waits, its goal, one the 課長 wrote, one entered for the 課長 before, one approved, one approved that was written before the as-of date, an indicator, a change of a target that waits, a file, the section, an account, a memo of the section. */
export type Target =
  | 'open'
  | 'submitted'
  | 'managers'
  | 'entered'
  | 'approved'
  | 'forecast'
  | 'indicator'
  | 'change'
  | 'upload'
  | 'section'
  | 'goal'
  | 'account'
  | 'round'
  | 'post'
  | 'memo'
  | 'none';

export type Row = {
  /** told apart from other rows of the action */
  readonly case?: string;
  readonly on: Target;
  /** the version the button carries: that of the draft on the desk, of the report, or one that is not there */
  readonly v?: 'draft' | 'report' | 'stale' | 'none';
  /** the argument; `seen` is what the preview of the upload showed, `blank` names the check of a blank 位置づけ */
  readonly with?: string;
  readonly fields?: Readonly<Record<string, string>>;
  /** where it is pressed */
  readonly at: 'direct' | 'channel';
  /** sent as a form is, not as a button */
  readonly form?: true;
  /** a finished draft of the open goal lies on the desk of whoever presses, unless told otherwise */
  readonly desk?: 'empty';
  readonly may: (who: Who) => boolean;
  /** tables of the record that change for who may; for all others nothing changes, whatever stands here */
  readonly changes: readonly string[];
  /** the form or card with this text is shown to who may, and to nobody else */
  readonly opens?: string;
  /** a draft of the open goal appears on the desk of who may, and of nobody else */
  readonly begins?: true;
  /** a file is given to who may, and to nobody else */
  readonly gives?: 'file';
};

const draft = (more: Partial<Row> = {}): Row => ({
  on: 'open',
  v: 'draft',
  at: 'direct',
  may: rights.reports,
  changes: [],
  ...more,
});
const decision = (more: Partial<Row> = {}): Row => ({
  on: 'submitted',
  v: 'report',
  at: 'channel',
  may: rights.decides,
  changes: ['reports', 'report_versions', 'history'],
  ...more,
});
/** Nobody decides about a report of their own. */
const notOwn = (who: Who) => rights.decides(who) && who.id !== MANAGER;
/** Who wrote the memo, and no other of its section. */
const notedIt = ({ id }: Who) => id === WRITER;
/** Somebody else's approval is waited for. */
const hasWritten = ({ id }: Who) => id === WRITER || id === MANAGER;
const ROUND = '2023-yearend';
const dated = (comment: string) => ({ on: 'section', with: ROUND, form: true, fields: { comment } }) as const;
const planned = (kind: string, due: string) =>
  ({ on: 'none', form: true, fields: { kind, year: 'R5', due } }) as const;
const MANAGERS_POST = '建設課 section_manager-own';
const deputy = (until: string, who = WRITER) =>
  ({ on: 'post', with: MANAGERS_POST, form: true, fields: { who, from: '', until } }) as const;
const WRITER_NAMED = boardWords('ja').reporters(WRITER);
/** 事務局 alone sees it. */
const board = (more: Partial<Row> = {}): Row => ({
  on: 'none',
  at: 'direct',
  desk: 'empty',
  may: rights.coordinates,
  changes: [],
  ...more,
});
/** Found by whoever may see the section. */
const seen = { at: 'direct', desk: 'empty', may: rights.sees, changes: [] } as const;
const FOUND = boardWords('ja').openLabel('R5 建設課 No.1');
/** 課長, 課長補佐 and 部長 of the section itself, or who may act for one of them today, and 事務局. */
const assigns = (who: Who) =>
  rights.coordinates(who) ||
  (who.section === 'own' &&
    (who.standing === 'holder' || who.standing === 'deputy') &&
    ['section_manager', 'assistant_manager', 'department_head'].includes(who.role ?? ''));
/** 係長 and 課長補佐 of the section itself. */
const enters = ({ standing, role, section }: Who) =>
  standing === 'holder' && section === 'own' && (role === 'subsection_chief' || role === 'assistant_manager');
/** And 事務局, who has no goals of its own to choose from but those of the board. */
const entersFor = (who: Who) => enters(who) || rights.coordinates(who);
/** Of these who has goals of a section of their own to choose from. */
const assignsHere = (who: Who) => assigns(who) && who.standing === 'holder' && !rights.coordinates(who);
const comment = { fields: { comment: '内訳も書いてください。' }, form: true } as const;
const ofTarget = { changes: ['target_changes', 'history', 'notices'] };
const asked = { form: true, fields: { target: '60人', reason: '休館のため' } } as const;
const targetForm = { opens: targetChangeWords('ja').form.intro };
const correction = { changes: [], opens: decidingWords('ja').correction.intro } as const;
const returnForm = { changes: [], opens: interviewWords('ja').returnForm.intro } as const;
const nobody = { may: rights.nobody, changes: [] } as const;

export const ROWS: Readonly<Record<ActionName, readonly Row[]>> = {
  begin: [draft({ desk: 'empty', begins: true })],
  answer: [draft({ fields: { text: '200人' } })],
  rate: [draft({ with: 'achieved' })],
  plan: [draft({ with: 'keep' })],
  direction: [draft({ with: 'lower' })],
  same: [draft()],
  take_sum: [draft({ with: '50人' })],
  keep: [draft()],
  back: [draft()],
  later: [draft()],
  snooze: [draft({ with: 'tomorrow', changes: ['notices'] })],
  edit: [draft({ with: 'policy' })],
  submit: [
    draft({ changes: ['reports', 'report_versions', 'history'] }),
    draft({ case: 'of a card before', v: 'stale', ...nobody }),
  ],
  open_form: [draft()],
  fill_form: [
    draft({ form: true, fields: { policy: '今後も続けます。' } }),
    draft({ case: 'half-way', form: true, with: HALF_WAY, fields: { policy: '今後も' } }),
  ],
  open_all: [draft()],
  fill_all: [
    draft({ form: true, fields: { 'another/0/policy': '今後も続けます。' } }),
    draft({ case: 'half-way', form: true, with: HALF_WAY, fields: { 'another/0/policy': '今後も' } }),
  ],
  submit_all: [draft({ case: 'of what is answered alone', with: 'mark' })],
  open_check: [draft()],
  check: [draft({ form: true, fields: { comment: '数え方が違うため' } })],
  choose: [draft({ v: 'stale' })],
  discard: [draft({ v: 'stale' })],
  drop_draft: [draft()],
  open_ask_desk: [draft({ case: 'with no text kept', v: 'stale', opens: threadWords('ja').desk.form.intro })],
  ask_desk: [
    draft({
      form: true,
      fields: { question: 'これは延べ人数ですか' },
      changes: ['questions', 'history', 'notices'],
    }),
    draft({ case: 'without a question', form: true, fields: { question: ' ' }, ...nobody }),
  ],
  withdraw: [
    decision({ at: 'direct', may: ({ id }) => id === WRITER }),
    decision({ case: 'of another version', at: 'direct', v: 'stale', ...nobody }),
    decision({ case: 'once approved', at: 'direct', on: 'approved', ...nobody }),
  ],
  approve: [
    decision(),
    decision({ case: 'of another version', v: 'stale', ...nobody }),
    decision({ case: 'of another step', with: '1', ...nobody }),
    decision({ case: 'of an own report', on: 'managers', may: notOwn }),
    decision({ case: 'of what was entered for oneself', on: 'entered', may: notOwn }),
    decision({ case: 'once approved', on: 'approved', ...nobody }),
    decision({ case: 'of nothing', on: 'open', ...nobody }),
  ],
  approve_all: [
    decision(),
    decision({ case: 'of another version', v: 'stale', ...nobody }),
    decision({ case: 'of an own report', on: 'managers', may: notOwn }),
    decision({ case: 'of what was entered for oneself', on: 'entered', may: notOwn }),
  ],
  look_together: [decision({ with: '0', changes: [] })],
  approve_together: [
    decision({ with: '0', at: 'direct' }),
    decision({ case: 'of another version', with: '0', v: 'stale', ...nobody }),
    decision({ case: 'of another step', with: '1', ...nobody }),
    decision({ case: 'of an own report', with: '0', on: 'managers', may: notOwn }),
    decision({ case: 'of what was entered for oneself', with: '0', on: 'entered', may: notOwn }),
    decision({ case: 'once approved', with: '0', on: 'approved', ...nobody }),
    decision({ case: 'of nothing', with: '0', on: 'open', ...nobody }),
  ],
  undo_approval: [
    decision({ case: 'of nothing approved', with: '0', ...nobody }),
    decision({ case: 'of another version', on: 'approved', v: 'stale', with: '0', ...nobody }),
    decision({ case: 'of another step', on: 'approved', with: '1', ...nobody }),
  ],
  open_correction: [decision({ on: 'approved', at: 'direct', may: rights.reports, ...correction })],
  correct: [
    decision({ on: 'approved', at: 'direct', ...comment, may: rights.reports }),
    decision({ case: 'of another version', on: 'approved', ...comment, v: 'stale', ...nobody }),
    decision({ case: 'of what waits', ...comment, ...nobody }),
    decision({ case: 'without a reason', on: 'approved', form: true, fields: { comment: ' ' }, ...nobody }),
  ],
  confirm: [
    decision({ on: 'forecast', at: 'direct', with: '0', may: rights.reports }),
    decision({ case: 'of another version', on: 'forecast', with: '0', v: 'stale', ...nobody }),
    decision({ case: 'of what was written since the as-of date', on: 'approved', with: '0', ...nobody }),
  ],
  change_forecast: [
    decision({ on: 'forecast', at: 'direct', may: rights.reports }),
    decision({ case: 'of another version', on: 'forecast', v: 'stale', ...nobody }),
  ],
  forecasts: [{ on: 'none', at: 'direct', may: rights.everybody, changes: [] }],
  targets: [{ on: 'none', at: 'direct', may: rights.everybody, changes: [] }],
  open_target: [{ on: 'indicator', at: 'direct', may: rights.everybody, changes: [], ...targetForm }],
  ask_target: [
    decision({ on: 'indicator', ...asked, v: 'none', at: 'direct', may: rights.reports, ...ofTarget }),
    decision({
      case: 'without a reason',
      on: 'indicator',
      form: true,
      fields: { target: '60人' },
      ...nobody,
    }),
  ],
  approve_target: [
    decision({ on: 'change', v: 'none', ...ofTarget }),
    decision({ case: 'of another step', on: 'change', v: 'report', ...nobody }),
  ],
  open_return_target: [{ on: 'change', at: 'channel', may: rights.everybody, changes: [] }],
  return_target: [
    decision({ on: 'change', v: 'none', ...comment, ...ofTarget }),
    decision({ case: 'without a comment', on: 'change', form: true, fields: { comment: ' ' }, ...nobody }),
  ],
  withdraw_target: [
    decision({ on: 'change', v: 'none', at: 'direct', may: ({ id }) => id === WRITER, ...ofTarget }),
  ],
  note_seen: [{ on: 'none', at: 'direct', may: rights.everybody, changes: [] }],
  take_over: [{ on: 'open', with: WRITER, at: 'direct', desk: 'empty', ...nobody }],
  owners: [
    { on: 'none', at: 'direct', desk: 'empty', may: assignsHere, changes: [], opens: ownerWords('ja').which },
  ],
  owner: [
    {
      on: 'open',
      at: 'direct',
      desk: 'empty',
      may: assigns,
      changes: [],
      opens: ownerWords('ja').chooseLine,
    },
  ],
  set_owner: [
    {
      on: 'open',
      with: WRITER,
      at: 'direct',
      desk: 'empty',
      may: assigns,
      changes: ['goal_owners', 'history', 'notices'],
    },
    { case: 'to nobody of the section', on: 'open', with: 'nobody', at: 'direct', desk: 'empty', ...nobody },
  ],
  behalves: [
    { on: 'none', at: 'direct', desk: 'empty', may: enters, changes: [], opens: behalfWords('ja').whichLine },
  ],
  enter_for: [
    {
      on: 'open',
      with: WRITER,
      at: 'direct',
      desk: 'empty',
      may: entersFor,
      changes: ['entered_for'],
      begins: true,
    },
    { case: 'for nobody of the section', on: 'open', with: 'nobody', at: 'direct', desk: 'empty', ...nobody },
    { case: 'for who approves', on: 'open', with: MANAGER, at: 'direct', desk: 'empty', ...nobody },
  ],
  // Of 目標設定 alone: in every other round there is nothing to add to.
  open_add_goal: [{ on: 'open', at: 'direct', desk: 'empty', ...nobody }],
  add_goal: [
    {
      on: 'open',
      at: 'direct',
      desk: 'empty',
      fields: { goal: '新しい目標', name: '件数', target: '3件' },
      ...nobody,
    },
  ],
  open_report: [{ on: 'submitted', v: 'report', at: 'direct', may: rights.everybody, changes: [] }],
  show_report: [{ on: 'submitted', v: 'report', at: 'direct', may: rights.everybody, changes: [] }],
  which_question: [{ on: 'submitted', v: 'stale', at: 'direct', ...nobody }],
  open_reply: [{ on: 'none', at: 'direct', ...nobody }],
  reply: [{ on: 'none', at: 'direct', ...comment, ...nobody }],
  not_me: [{ on: 'none', at: 'direct', ...nobody }],
  unknown: [{ on: 'none', at: 'direct', ...nobody }],
  open_return: [
    decision(returnForm),
    decision({ case: 'of another version', ...returnForm, v: 'stale', ...nobody }),
    decision({ case: 'of an own report', ...returnForm, on: 'managers', may: notOwn }),
    decision({ case: 'of what was entered for oneself', ...returnForm, on: 'entered', may: notOwn }),
    decision({ case: 'once approved', ...returnForm, on: 'approved', ...nobody }),
  ],
  return: [
    decision(comment),
    decision({ case: 'of another version', ...comment, v: 'stale', ...nobody }),
    decision({ case: 'of an own report', ...comment, on: 'managers', may: notOwn }),
    decision({ case: 'of what was entered for oneself', ...comment, on: 'entered', may: notOwn }),
    decision({ case: 'without a comment', form: true, fields: { comment: ' ' }, ...nobody }),
  ],
  import_upload: [
    {
      on: 'upload',
      with: 'seen',
      at: 'direct',
      may: rights.coordinates,
      changes: ['sheets', 'history'],
    },
    { case: 'never shown', on: 'upload', with: 'another', at: 'direct', ...nobody },
  ],
  evidence: [{ on: 'submitted', ...seen, opens: evidenceWords('ja').noneLine }],
  add_evidence: [
    {
      case: 'a file that somebody else sent',
      on: 'open',
      with: 'another',
      at: 'direct',
      desk: 'empty',
      ...nobody,
    },
  ],
  offer_evidence: [{ case: 'of none', on: 'goal', at: 'direct', desk: 'empty', ...nobody }],
  give_evidence: [{ case: 'of none', on: 'goal', at: 'direct', desk: 'empty', ...nobody }],
  remove_evidence: [
    {
      case: 'asks first',
      on: 'goal',
      with: '写真.jpg',
      at: 'direct',
      desk: 'empty',
      may: rights.everybody,
      changes: [],
      opens: evidenceWords('ja').askLine,
    },
  ],
  remove_evidence_now: [{ case: 'of none', on: 'goal', at: 'direct', desk: 'empty', ...nobody }],
  mark_evidence: [
    {
      case: 'asks first',
      on: 'goal',
      with: '写真.jpg',
      at: 'direct',
      desk: 'empty',
      may: rights.everybody,
      changes: [],
      opens: evidenceWords('ja').askMarkLines[0]!,
    },
  ],
  mark_evidence_now: [{ case: 'of none', on: 'goal', at: 'direct', desk: 'empty', ...nobody }],
  unmark_evidence: [{ case: 'of none', on: 'goal', at: 'direct', desk: 'empty', ...nobody }],
  drop_upload: [{ on: 'upload', at: 'direct', may: rights.coordinates, changes: ['uploads'] }],
  read_as: [{ on: 'upload', at: 'direct', may: rights.coordinates, changes: [], opens: UNDECIDED }],
  show_directions: [{ on: 'upload', at: 'direct', may: rights.coordinates, changes: [], opens: UNDECIDED }],
  choose_direction: [
    {
      on: 'upload',
      with: 'lower',
      at: 'direct',
      may: rights.coordinates,
      changes: ['uploads'],
      opens: UNDECIDED,
    },
    { case: 'no direction', on: 'upload', with: 'sideways', at: 'direct', ...nobody },
  ],
  propose_directions: [
    { on: 'upload', at: 'direct', may: rights.coordinates, changes: ['uploads'], opens: UNDECIDED },
  ],
  direction_table: [{ on: 'upload', at: 'direct', may: rights.coordinates, changes: [], gives: 'file' }],
  nudge: [{ on: 'none', at: 'direct', may: hasWritten, changes: ['notices'] }],
  board: [board({ opens: boardWords('ja').city })],
  board_department: [board({ on: 'section', opens: boardWords('ja').back(boardWords('ja').wholeCity) })],
  board_section: [board({ on: 'section', opens: WRITER_NAMED })],
  board_goal: [
    board({ on: 'submitted', opens: SECRET_TEXT }),
    board({ case: 'of nothing reported', on: 'open', opens: boardWords('ja').notReported }),
  ],
  search: [{ ...seen, on: 'none', with: '- - 建設課', opens: FOUND }],
  found_goal: [
    { ...seen, on: 'goal', with: '- - 建設課', opens: SECRET_TEXT },
    { ...seen, case: 'of nothing', on: 'section', with: '- - 建設課', ...nobody },
  ],
  urge: [board({ on: 'section', v: 'stale', with: `${ROUND} `, opens: boardActWords('ja').urge.now(1) })],
  urge_now: [
    board({ on: 'section', v: 'report', with: `${ROUND} section`, changes: ['notices', 'history'] }),
    board({ case: 'of another number', on: 'section', v: 'stale', with: `${ROUND} section`, ...nobody }),
  ],
  open_extend: [board({ on: 'section', with: `${ROUND} `, opens: boardActWords('ja').extend.intro })],
  extend: [
    board({ ...dated('4月19日'), opens: boardActWords('ja').extend.now('4月19日(金)') }),
    board({ case: 'on a day of rest', ...dated('4月20日'), opens: boardActWords('ja').extend.closedLine }),
    board({ case: 'on no day', ...dated('いつか'), ...nobody }),
  ],
  extend_now: [
    board({
      on: 'section',
      v: 'report',
      with: `${ROUND} 2024-04-19`,
      changes: ['round_overrides', 'notices', 'history'],
    }),
    board({ case: 'on a day of rest', on: 'section', v: 'report', with: `${ROUND} 2024-04-20`, ...nobody }),
  ],
  deputies: [board({ on: 'section', opens: deputyWords('ja').holders(MANAGERS_POST, MANAGER) })],
  open_deputy: [
    board({ on: 'post', with: MANAGERS_POST, opens: deputyWords('ja').form.intro(MANAGERS_POST) }),
  ],
  plan_deputy: [
    board({ ...deputy('4月30日'), opens: deputyWords('ja').now }),
    board({ case: 'of who holds it', ...deputy('4月30日', MANAGER), ...nobody }),
    board({ case: 'until no day', ...deputy('いつか'), ...nobody }),
  ],
  set_deputy_now: [
    board({
      on: 'post',
      with: `${WRITER} 2024-04-15 2024-04-30`,
      changes: ['deputies', 'history', 'agenda'],
    }),
    board({ case: 'of nobody', on: 'post', with: 'nobody 2024-04-15 2024-04-30', ...nobody }),
  ],
  open_reopen: [board({ on: 'approved', v: 'report', opens: boardActWords('ja').reopen.intro })],
  reopen: [
    board({
      on: 'approved',
      v: 'report',
      ...comment,
      changes: ['reports', 'report_versions', 'notices', 'history'],
    }),
    board({ case: 'of another version', on: 'approved', v: 'stale', ...comment, ...nobody }),
    board({
      case: 'without a reason',
      on: 'approved',
      v: 'report',
      form: true,
      fields: { comment: ' ' },
      ...nobody,
    }),
    board({ case: 'of nothing', on: 'open', ...comment, ...nobody }),
  ],
  retry_undelivered: [board({ opens: boardActWords('ja').retry.noneLine })],
  retry_now: [board({ ...nobody })],
  memos: [{ on: 'none', at: 'direct', may: rights.everybody, changes: [] }],
  open_memo: [
    { on: 'none', at: 'direct', may: rights.everybody, changes: [], opens: memoWords('ja').form.intro },
    { case: 'of a memo', on: 'memo', at: 'direct', may: rights.reports, changes: [], opens: SECRET_MEMO },
  ],
  note_memo: [
    {
      on: 'none',
      at: 'direct',
      form: true,
      fields: {
        day: '2023-10-02',
        text: '木崎地区でワークショップ、32人',
        number: '32人',
        link: '',
        about: '-',
      },
      // Each for a section of their own.
      may: ({ standing, role }) => standing === 'holder' && role !== 'coordinator',
      changes: ['memos', 'history'],
    },
    {
      case: 'without anything in it',
      on: 'none',
      at: 'direct',
      form: true,
      fields: { day: '2023-10-02' },
      ...nobody,
    },
    {
      case: 'of a memo',
      on: 'memo',
      at: 'direct',
      form: true,
      fields: { day: '2023-10-02', text: '木崎地区で講座' },
      may: notedIt,
      changes: ['memos', 'history'],
    },
  ],
  place_memo: [
    { case: 'of no memo', on: 'goal', at: 'direct', ...nobody },
    { case: 'under no goal', on: 'memo', at: 'direct', ...nobody },
  ],
  delete_memo: [
    { case: 'of no memo', on: 'goal', at: 'direct', ...nobody },
    { on: 'memo', at: 'direct', may: notedIt, changes: ['memos', 'history'] },
  ],
  promises: [{ on: 'none', at: 'direct', may: rights.everybody, changes: [] }],
  promise_done: [{ case: 'of no promise', on: 'goal', at: 'direct', ...nobody }],
  open_promise_carried: [
    { on: 'goal', at: 'direct', may: rights.everybody, changes: [], opens: promiseWords('ja').carry.intro },
  ],
  promise_carried: [
    {
      case: 'of no promise',
      on: 'goal',
      at: 'direct',
      form: true,
      fields: { comment: '2099-03-31' },
      ...nobody,
    },
  ],
  open_promise_dropped: [
    { on: 'goal', at: 'direct', may: rights.everybody, changes: [], opens: promiseWords('ja').drop.intro },
  ],
  promise_dropped: [{ case: 'of no promise', on: 'goal', at: 'direct', ...comment, ...nobody }],
  open_year_notes: [
    {
      on: 'submitted',
      at: 'direct',
      may: rights.reports,
      changes: [],
      opens: yearNoteWords('ja').form.intro,
    },
  ],
  leave_year_notes: [
    {
      on: 'submitted',
      at: 'direct',
      form: true,
      fields: { 'note.1': '受付の計数器は月末に締めます' },
      may: rights.reports,
      changes: ['year_notes', 'history'],
    },
    { case: 'as it was', on: 'submitted', at: 'direct', form: true, fields: {}, ...nobody },
  ],
  rounds: [
    board({ opens: roundWords('ja').openNew }),
    board({ case: 'the calendar of the year', with: 'year', opens: yearWords('ja').own }),
  ],
  open_round_form: [board({ opens: roundWords('ja').form.intro })],
  plan_round: [
    board({ ...planned('midyear', '4月19日'), opens: roundWords('ja').preview.now.open }),
    board({ case: 'on a day of rest', ...planned('midyear', '4月20日'), opens: roundWords('ja').closedLine }),
    board({ case: 'of no kind', ...planned('', '4月19日'), ...nobody }),
  ],
  open_round_now: [
    board({ on: 'round', v: 'report', with: '2024-04-19', changes: ['rounds', 'notices', 'history'] }),
    board({
      case: 'only looked at',
      on: 'round',
      with: '2024-04-19',
      opens: roundWords('ja').preview.now.change,
    }),
    board({ case: 'of no round', v: 'report', with: '2024-04-19', ...nobody }),
  ],
  close_round: [board({ on: 'round', opens: roundWords('ja').closing.nowAnyway })],
  close_round_now: [board({ case: 'never shown', on: 'round', with: 'another', ...nobody })],
  publish_year: [board({ on: 'round', opens: roundWords('ja').publishing.noneReady })],
  publish_now: [board({ case: 'of nothing ready', on: 'round', with: 'another', ...nobody })],
  site_file: [board({ on: 'round', opens: roundWords('ja').site.making })],
  checks: [
    board({ opens: boardCheckWords('ja').noPlan }),
    board({
      case: 'of a section',
      on: 'section',
      with: `${ROUND}  section`,
      opens: boardCheckWords('ja').ask,
    }),
  ],
  ask_check: [
    board({ on: 'approved', with: 'blank', opens: boardCheckWords('ja').preview.to(WRITER) }),
    board({ case: 'of no check', on: 'open', with: 'gone', opens: boardCheckWords('ja').gone }),
  ],
  ask_check_now: [
    board({ on: 'approved', with: 'blank', changes: ['questions', 'history', 'notices'] }),
    board({ case: 'of no check', on: 'open', with: 'gone', ...nobody }),
  ],
  ask_unlink: [board({ on: 'account', opens: boardActWords('ja').unlink.line })],
  unlink: [board({ on: 'account', changes: ['accounts', 'parted_accounts', 'history'] })],
  accounts: [board({ opens: accountWords('ja').howToLine })],
  status: [{ on: 'none', at: 'direct', may: rights.everybody, changes: [] }],
  help: [{ on: 'none', at: 'direct', may: rights.everybody, changes: [] }],
  language: [{ on: 'none', with: 'en', at: 'direct', may: rights.everybody, changes: ['people'] }],
};

/** What is typed. */
export type Said = {
  readonly text: string;
  readonly at: 'direct' | 'channel';
  readonly may: (who: Who) => boolean;
  readonly changes: readonly string[];
  /** who may is given a file, and nobody else; Teams keeps it aside until the person takes it */
  readonly gives?: 'file';
  /** the card with this text is shown to who may, and to nobody else */
  readonly opens?: string;
  /** only on these platforms; on all when not given */
  readonly on?: readonly ('slack' | 'teams' | 'playground')[];
};

const typed = (text: string, more: Partial<Said> = {}): Said => ({
  text,
  at: 'direct',
  may: rights.everybody,
  changes: [],
  ...more,
});
/** Who has a section with a sheet, or all of them. */
const hasSheet = (who: Who) =>
  rights.coordinates(who) || (who.standing === 'holder' && who.section === 'own');

/** Every word, and what is no single word. */
export const WORDS: Readonly<
  Record<Word | 'answer' | 'goal' | 'board' | 'search' | 'files' | 'fileOf' | 'link', readonly Said[]>
> = {
  status: [typed('状況')],
  help: [typed('ヘルプ')],
  continue: [typed('続き')],
  back: [typed('戻る')],
  later: [typed('あとで')],
  hour: [typed('1時間後', { may: rights.reports, changes: ['notices'] })],
  tomorrow: [typed('明日の朝', { may: rights.reports, changes: ['notices'] })],
  week: [typed('来週', { may: rights.reports, changes: ['notices'] })],
  same: [typed('前回と同じ')],
  keep: [typed('このまま')],
  submit: [typed('提出', { may: rights.reports, changes: ['reports', 'report_versions', 'history'] })],
  nudge: [typed('催促する', { may: hasWritten, changes: ['notices'] })],
  withdraw: [typed('取り下げ')],
  form: [typed('まとめて入力')],
  correct: [typed('訂正')],
  forecasts: [typed('確定')],
  post_reviews: [typed('後閲')],
  ja: [typed('日本語')],
  en: [typed('英語', { changes: ['people'] })],
  answer: [typed('190人'), typed('承認', { at: 'channel' }), typed('差戻し', { at: 'channel' })],
  goal: [typed('2番')],
  board: [
    typed('状況 未提出', {
      may: rights.coordinates,
      opens: boardWords('ja').back(boardWords('ja').wholeCity),
    }),
    typed('状況 建設課', { may: rights.coordinates, opens: WRITER_NAMED }),
  ],
  search: [typed('検索 建設課', { may: rights.sees, opens: FOUND })],
  files: [typed('出力', { may: hasSheet, gives: 'file' })],
  fileOf: [typed('出力 建設課 R5 csv', { may: hasSheet, gives: 'file' })],
  // The playground's channels are those of the sections from the beginning.
  link: [
    typed('連携 建設課', {
      at: 'channel',
      may: rights.coordinates,
      changes: ['channels', 'history'],
      on: ['slack', 'teams'],
    }),
  ],
};
