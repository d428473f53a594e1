/** Corrections after publication (訂正) in the history: what is said of the entries that belong to one. */
import type { ChainedEntry, HistoryAction } from '../../core/decision/history.js';
import {
  firstPublished,
  isAfterPublication,
  printsTheSame,
  type SheetPublication,
} from '../../core/report/errata.js';
import type { Report } from '../../core/report/report.js';
import { storedReport } from '../../core/report/stored-report.js';
import { readTaskId } from '../../core/sheet/ids.js';
import { UnreadableRow } from '../../core/text/stored-json.js';

/** What is told of an entry about a 訂正. */
export type ErratumWords = {
  /** null: as of any other entry */
  readonly action: string | null;
  readonly reason: string;
};

type Published = {
  readonly sectionId: string;
  readonly publishedAt: string;
  readonly said: SheetPublication['said'];
};

/**
 * Tells what to say of an entry about a correction after the sheet's first publication; null for any other.
 *
 * @param publications  those of a fiscal year, oldest first; asked once a year
 */
export function errataInHistory(
  publications: (fiscalYear: number) => Promise<readonly Published[]>,
): (entry: ChainedEntry) => Promise<ErratumWords | null> {
  const known = new Map<number, Promise<readonly Published[]>>();
  return async ({ seq, subject, sectionId, action, at, after }) => {
    const words = WORDS[action];
    const task = readTaskId(subject);
    // only what is reported at year-end is published
    if (!words || task?.kind !== 'yearend') return null;
    if (after === null) return null;
    let report: Report;
    try {
      report = storedReport.read(after, { table: 'history', id: String(seq) });
    } catch (fault) {
      // It does not stop the others, and is said beside the entry.
      if (!(fault instanceof UnreadableRow)) throw fault;
      return { action: null, reason: fault.message };
    }
    const correction = report.corrections?.at(-1);
    if (!correction) return null;
    const ofYear = known.get(task.fiscalYear) ?? publications(task.fiscalYear);
    known.set(task.fiscalYear, ofYear);
    const ofSection = (await ofYear).filter((one) => one.sectionId === sectionId);
    const first = firstPublished(
      ofSection.map(({ publishedAt, said }) => ({ at: publishedAt, said })),
      subject,
    );
    if (!isAfterPublication({ ...correction, approvedAt: at }, first)) return null;
    const { reason } = correction;
    // What was asked for before the publication was a correction like any other when it was asked for.
    const early = Date.parse(at) <= Date.parse(first.publishedAt ?? at);
    if (action !== 'approved')
      return correction.approvedAt === null && !early ? { action: words, reason } : null;
    const done = correction.approvedAt === at && !printsTheSame(correction.approved.content, report.content);
    return done ? { action: words, reason } : null;
  };
}

const WORDS: Partial<Record<HistoryAction, string>> = {
  correction_asked: '訂正の申し出',
  reopened: '訂正の差し戻し（事務局）',
  submitted: '訂正の提出',
  approved: '訂正の承認',
};
