/** What is to be entered into the record, in one transaction each, with its history and the notices then owed. */
import type { ReportContent } from './report.js';

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
  | { readonly kind: 'language'; readonly language: 'ja' | 'en' };

/** Why a command was refused: a value, answered in plain words with the next thing to do. */
export type Refusal =
  | { readonly reason: 'round_closed' }
  | { readonly reason: 'not_entitled' }
  | { readonly reason: 'own_report' }
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
  | { readonly reason: 'comment_needed' };

export type Outcome =
  | { readonly ok: true; readonly goalNo: string; readonly version: number; readonly complete: boolean }
  | { readonly ok: false; readonly refusal: Refusal };
