/** Which 根拠資料 is public: what was marked 公表する, from the approval on in which that was seen. */
import type { EvidenceItem } from '../../evidence/evidence.js';
import { approvedReport, type Report } from '../../report/report.js';

/** The version of a report whose approval takes along what is marked now: the one that waits, else the next. */
export const publicFrom = (report: Report | null): number =>
  report?.state === 'submitted' ? report.version : (report?.version ?? 0) + 1;

/** Whether a piece goes out with the next publication. */
export function isPublic(
  { publicFrom: from }: Pick<EvidenceItem, 'publicFrom'>,
  report: Report | null,
): boolean {
  const approved = approvedReport(report);
  return from !== undefined && approved !== null && approved.version >= from;
}
