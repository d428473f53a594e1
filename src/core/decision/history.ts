/**
 * The history: who did what when, appended in the same transaction as the change, never changed. Entries are chained:
 * each hash covers the one before, so that a changed, deleted or inserted entry is found.
 */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../text/canonical-json.js';

export const HISTORY_ACTIONS = [
  'submitted',
  'withdrawn',
  'approved',
  'returned',
  'round_opened',
  'round_changed',
  'round_closed',
  'reopened',
  'urged',
  'calendar_imported',
  'plan_imported',
  'sheet_imported',
  'sheet_changed',
  'target_asked',
  'target_approved',
  'target_returned',
  'target_withdrawn',
  'direction_said',
  'owner_set',
  'promise_said',
  'memo_noted',
  'memo_changed',
  'memo_deleted',
  'year_note_left',
  'evidence_added',
  'evidence_removed',
  'roster_imported',
  'reorganised',
  'channel_linked',
  'approval_undone',
  'correction_asked',
  'confirmed',
  'post_reviewed',
  'asked',
  'answered',
  'check_answered',
  'published',
  'plan_published',
  'site_published',
  'account_linked',
  'account_unlinked',
  'baseline',
  'backed_up',
  'restored',
  'exported',
  'put_aside_retried',
  'settings_changed',
  'blanked',
  'erased',
  'disposed',
] as const;
export type HistoryAction = (typeof HISTORY_ACTIONS)[number];

/**
 * What an entry changes of what its sheet prints: 'finished': of a finished one, too; 'draft': only of one that is not, for
 * while a correction is under way what was approved stands; null: nothing. A goal that was planned comes into the sheet with
 * `sheet_changed`; a promise, a memo, the plan's names, a publication and who is who stand nowhere on it.
 */
const PRINTED: Readonly<Record<HistoryAction, 'finished' | 'draft' | null>> = {
  submitted: 'draft',
  withdrawn: 'draft',
  approved: 'finished',
  returned: 'draft',
  round_opened: null,
  round_changed: null,
  round_closed: null,
  reopened: 'draft',
  urged: null,
  calendar_imported: null,
  plan_imported: null,
  sheet_imported: 'finished',
  sheet_changed: 'finished',
  target_asked: null,
  target_approved: 'finished',
  target_returned: null,
  target_withdrawn: null,
  direction_said: null,
  owner_set: null,
  promise_said: null,
  memo_noted: null,
  memo_changed: null,
  memo_deleted: null,
  year_note_left: null,
  evidence_added: null,
  evidence_removed: null,
  roster_imported: null,
  reorganised: null,
  channel_linked: null,
  approval_undone: 'finished',
  correction_asked: 'draft',
  confirmed: 'finished',
  post_reviewed: null,
  asked: null,
  answered: null,
  check_answered: null,
  published: null,
  plan_published: null,
  site_published: null,
  account_linked: null,
  account_unlinked: null,
  baseline: null,
  backed_up: null,
  restored: null,
  exported: null,
  put_aside_retried: null,
  settings_changed: null,
  blanked: null,
  erased: null,
  disposed: null,
};

/** The actions that change what a sheet prints, of one that is finished or that is not. */
export const printedActions = (finished: boolean): HistoryAction[] =>
  HISTORY_ACTIONS.filter((one) => PRINTED[one] === 'finished' || (!finished && PRINTED[one] === 'draft'));

export type HistoryEntry = {
  /** ISO instant */
  readonly at: string;
  /** null: done from the command line by who runs the service */
  readonly personId: string | null;
  readonly name: string;
  readonly post: string;
  /** 代決: the absent holder's name */
  readonly actingFor: string | null;
  /** which door: the platform's name as it stands before the first ':' of a place, or `command-line` */
  readonly source: string;
  /** with which account it was done; not there in entries of before, and where no account did it */
  readonly account?: string;
  readonly action: HistoryAction;
  readonly sectionId: string | null;
  /** what it was about: a report, sheet, round … */
  readonly subject: string;
  readonly version: number;
  /** JSON values */
  readonly before: unknown;
  readonly after: unknown;
};

/** The hash before the first entry. */
export const CHAIN_START = '0'.repeat(64);

/** Hash of an entry as it is kept (SHA-256, hex) at `seq`, counted from 1, behind the entry whose hash is `previous`. */
export function chainHash(previous: string, seq: number, entry: HistoryEntry): string {
  return createHash('sha256')
    .update(`${previous}\n${seq}\n${canonicalJson(entry)}`)
    .digest('hex');
}

export type ChainedEntry = HistoryEntry & { readonly seq: number; readonly hash: string };
