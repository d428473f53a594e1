/** Commands about 根拠資料, and what comes of them. */
import type { EvidenceItem } from '../../evidence/evidence.js';
import type { MemoNamed } from '../../memo/memo.js';

/** What evidence stands with: a goal in a round, or a memo; by its id. */
export type StandsWith = { readonly task: string } | { readonly memo: string };

/** `file`: the id of one that was sent. */
export type EvidenceCommand =
  /** looks into what was sent: whether it may be evidence */
  | { readonly kind: 'look_evidence'; readonly file: string }
  | ({
      readonly kind: 'add_evidence';
      readonly of: { readonly file: string } | { readonly link: string };
    } & StandsWith)
  | { readonly kind: 'remove_evidence'; readonly evidence: string }
  /** 公表する, or not any more */
  | { readonly kind: 'mark_evidence'; readonly evidence: string; readonly on: boolean }
  /** a page of the list, from 0 */
  | ({ readonly kind: 'show_evidence'; readonly page: number } & StandsWith)
  /** the file itself is asked for */
  | { readonly kind: 'give_evidence'; readonly evidence: string };

const KINDS: readonly string[] = [
  'look_evidence',
  'add_evidence',
  'remove_evidence',
  'mark_evidence',
  'show_evidence',
  'give_evidence',
] satisfies EvidenceCommand['kind'][];

export const isAboutEvidence = (command: { readonly kind: string }): command is EvidenceCommand =>
  KINDS.includes(command.kind);

/** What came of one. */
export type EvidenceDone =
  | {
      readonly kind: 'offer';
      readonly file: string;
      readonly name: string;
      readonly size: number;
      /** memos with which it may stand as well; not there in what an earlier version kept */
      readonly memos?: readonly MemoNamed[];
    }
  | ({
      readonly kind: 'list';
      /** '' of a memo without a goal */
      readonly goalNo: string;
      readonly section: string;
      readonly items: readonly EvidenceItem[];
      /** ids of those that who asked may take away */
      readonly removable: readonly string[];
      /** who asked may mark them 公表する, and take that back; not there in what an earlier version kept */
      readonly markable?: true;
      readonly page: number;
      readonly did: {
        /** `marked_late`: what stands there is approved without it */
        readonly what: 'added' | 'removed' | 'marked' | 'marked_late' | 'unmarked';
        readonly name: string;
      } | null;
    } & (
      | { readonly task: string }
      /** `text`: what the memo says */
      | { readonly memo: string; readonly text: string }
    ))
  | { readonly kind: 'file'; readonly evidence: string; readonly name: string };
