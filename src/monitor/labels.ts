/**
 * What a label may say, from closed lists: every counter begins at 0 for each of them. What first appears with its first
 * burst did not grow in Prometheus' eyes, and no alarm on growth would ring.
 */
import type { Refusal } from '../core/decision/outcome/refusal.js';
import type { InputOutcome, PlatformErrorKind } from '../flow/metrics-port.js';

const all = <Label extends string>(labels: Readonly<Record<Label, true>>): readonly Label[] =>
  Object.keys(labels) as Label[];

export const INPUT_OUTCOMES = all<InputOutcome>({
  taken: true,
  seen: true,
  stranger: true,
  refused: true,
  failed: true,
});

export const COMMIT_ANSWERS = all<'ok' | 'seen' | 'conflict' | 'failed'>({
  ok: true,
  seen: true,
  conflict: true,
  failed: true,
});

export const COMMAND_OUTCOMES = all<'ok' | 'refused' | 'failed'>({ ok: true, refused: true, failed: true });

export const REFUSAL_REASONS = all<Refusal['reason']>({
  round_closed: true,
  not_entitled: true,
  own_report: true,
  not_writer: true,
  newer_version: true,
  already_decided: true,
  stale_version: true,
  last_look: true,
  goes_public: true,
  look_together: true,
  none_together: true,
  not_plain: true,
  undo_over: true,
  undo_published: true,
  target_reported: true,
  target_asked: true,
  target_decided: true,
  target_moved: true,
  target_same: true,
  not_yet: true,
  no_forecast: true,
  not_found: true,
  incomplete: true,
  comment_needed: true,
  upload_gone: true,
  upload_refused: true,
  memo: true,
  upload_outdated: true,
  already_answered: true,
  owned: true,
  not_assigning: true,
  which_owner: true,
  not_entering: true,
  behalf_of_whom: true,
  nothing_waits: true,
  nobody_to_nudge: true,
  nudged_already: true,
  post_left: true,
  nobody_to_ask: true,
  account: true,
  which_person: true,
  which_account: true,
});

export const PLATFORM_ERROR_KINDS = all<PlatformErrorKind>({
  retry: true,
  doubtful: true,
  gone: true,
  never: true,
  bug: true,
});

/** How a messenger sends. */
export const DELIVERIES = all<'post' | 'post_file' | 'edit' | 'find'>({
  post: true,
  post_file: true,
  edit: true,
  find: true,
});
