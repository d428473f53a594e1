/** What is to be entered into the record, in one transaction each, with its history and the notices then owed. */
import type { Words } from './language.js';
import type { ReportContent } from './report.js';
import type { UploadReading } from './upload.js';

export type Command =
  | {
      readonly kind: 'submit';
      readonly task: string;
      /** the version this submission follows; 0 at the first */
      readonly base: number;
      readonly content: ReportContent;
    }
  | { readonly kind: 'withdraw'; readonly report: string; readonly version: number }
  /** `step`: which step of the route the button stood for, from 0; a second click on it is late, not the next step */
  | { readonly kind: 'approve'; readonly report: string; readonly version: number; readonly step: number }
  | { readonly kind: 'return'; readonly report: string; readonly version: number; readonly comment: string }
  | { readonly kind: 'snooze'; readonly task: string; readonly until: string }
  | { readonly kind: 'language'; readonly language: 'ja' | 'en' }
  /** reads a file that was sent and tells what entering it would do */
  | { readonly kind: 'preview_upload'; readonly upload: string }
  /** enters its sheets, when that still does what was shown (`seen` of the preview) */
  | { readonly kind: 'import_upload'; readonly upload: string; readonly seen: string }
  /** やめる: the file is thrown away */
  | { readonly kind: 'drop_upload'; readonly upload: string };

/** The kinds of commands this program knows. */
export const COMMAND_KINDS = {
  submit: true,
  withdraw: true,
  approve: true,
  return: true,
  snooze: true,
  language: true,
  preview_upload: true,
  import_upload: true,
  drop_upload: true,
} as const satisfies Readonly<Record<Command['kind'], true>>;

/** A command about a file that was sent. */
export type UploadCommand = Extract<Command, { readonly upload: string }>;

/** Why a command was refused: a value, answered in plain words with the next thing to do. */
export type Refusal =
  | { readonly reason: 'round_closed' }
  | { readonly reason: 'not_entitled' }
  | { readonly reason: 'own_report' }
  /** a submitted report is taken back by who wrote it; others return it */
  | { readonly reason: 'not_writer'; readonly by: string }
  /** somebody else has submitted meanwhile */
  | { readonly reason: 'newer_version'; readonly by: string; readonly at: string }
  /** a late click: who decided what, and when */
  | {
      readonly reason: 'already_decided';
      readonly decision: 'approved' | 'returned' | 'withdrawn';
      readonly by: string;
      readonly post: string;
      readonly at: string;
    }
  /** the button belonged to a version that is not the latest */
  | { readonly reason: 'stale_version' }
  | { readonly reason: 'not_found' }
  | { readonly reason: 'incomplete' }
  | { readonly reason: 'comment_needed' }
  /** the file is not kept any more */
  | { readonly reason: 'upload_gone' }
  /** why the reader does not take the file, one sentence each */
  | { readonly reason: 'upload_refused'; readonly problems: readonly Words[] }
  /** entering it would do something else by now than was shown */
  | { readonly reason: 'upload_outdated' };

export type Outcome =
  | {
      readonly ok: true;
      readonly goalNo: string;
      readonly version: number;
      readonly complete: boolean;
      readonly upload?: UploadReading;
    }
  | { readonly ok: false; readonly refusal: Refusal };
