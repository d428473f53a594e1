/** 根拠資料 that is public: what of it goes out, and where its files lie. */
import { createHash } from 'node:crypto';
import type { RoundKind } from '../calendar/round.js';
import type { EvidenceItem } from '../evidence/evidence.js';
import { ENDINGS } from '../evidence/kind.js';

/** A piece that goes out: what it is and what it stands with, and nothing of who handed it over. */
export type PublicEvidence = Pick<EvidenceItem, 'id' | 'name' | 'file' | 'link'> & {
  readonly fiscalYear: number;
  readonly goalNo: string;
  readonly round: RoundKind;
};

/** The page of all of it, or the first of several; there is none where nothing was marked. */
export const EVIDENCE_PATH = 'evidence.html';
export const EVIDENCE_DATA = 'data/evidence.csv';

/** Where a file lies; null of a link. Nothing of its name is in it, and its ending is that of what it was found to be. */
export function evidencePath({ id, fiscalYear, file }: PublicEvidence): string | null {
  if (!file) return null;
  const mark = createHash('sha256').update(id).digest('hex').slice(0, 24);
  return `evidence/${fiscalYear}/${mark}.${ENDINGS[file.kind][0]}`;
}
