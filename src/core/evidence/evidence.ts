/** 根拠資料: a file or a link that stands with a goal's report in a round, or with a memo; and how much of it there may be. */
import { z } from 'zod';
import { storedAs } from '../text/stored-json.js';
import { EVIDENCE_KINDS } from './kind.js';

/** Most of one file, and of all files of a section in a fiscal year together, in bytes; both are settings. */
export type EvidenceLimits = { readonly fileBytes: number; readonly sectionBytes: number };

export const BYTES_OF_MB = 1024 * 1024;
export const USUAL_LIMITS: EvidenceLimits = { fileBytes: 10 * BYTES_OF_MB, sectionBytes: 200 * BYTES_OF_MB };
/** Files and links with one goal in one round: a list that is looked at, not an archive. */
export const MOST_OF_GOAL = 30;

const text = z.string();
const body = z.object({
  /** as it is shown and given, see `evidenceName` and `linkName` */
  name: text,
  /** null: a link */
  file: z.object({ kind: z.enum(EVIDENCE_KINDS), size: z.int(), sha256: text }).nullable(),
  /** where it lies; beside a file null */
  link: text.nullable(),
  /** what was handed over as a file and could not be received */
  unreached: z.literal(true).exactOptional(),
  /**
   * 公表する: the first version of its report whose approval takes it along to the public; not there where nobody has said so.
   * Who said it, and when, stands in the history.
   */
  publicFrom: z.int().positive().exactOptional(),
  /** who handed it over; `at`: ISO instant */
  by: z.object({
    personId: text,
    name: text,
    post: text,
    at: text,
    account: text.exactOptional(),
  }),
});
export type EvidenceBody = z.infer<typeof body>;

/** `evidence.body`, and `after` in the history: what was handed over holds there by its hash. */
export const storedEvidence = storedAs(1, body, (kept): EvidenceBody => kept);

/** One of a list, as it is shown. */
export type EvidenceItem = EvidenceBody & { readonly id: string };

/** How bytes are said: 「1.2 MB」, at least 1 KB. */
export function sizeWords(bytes: number): string {
  const tenths = Math.floor((bytes * 10) / BYTES_OF_MB);
  if (tenths >= 10) return `${Math.floor(tenths / 10)}.${tenths % 10} MB`;
  return `${Math.max(1, Math.floor(bytes / 1024))} KB`;
}

/** Why a file is not taken; null: it is. `used`: bytes of the section's files in the year, `count`: of the goal's list. */
export function tooMuch(
  { fileBytes, sectionBytes }: EvidenceLimits,
  size: number,
  used: number,
  count: number,
): 'file' | 'section' | 'goal' | null {
  if (count >= MOST_OF_GOAL) return 'goal';
  if (size > fileBytes) return 'file';
  return used + size > sectionBytes ? 'section' : null;
}
