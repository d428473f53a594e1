/** 根拠資料 marked 公表する, and the mark taken back: in chat by who reports, at the command line by who runs the service. */
import type { Pool } from 'pg';
import { cityDate } from '../../../core/calendar/working-days.js';
import { publicFrom } from '../../../core/decision/evidence/public-evidence.js';
import { mayMark } from '../../../core/decision/evidence/who-may.js';
import type { EvidenceBody, EvidenceItem } from '../../../core/evidence/evidence.js';
import { storedEvidence } from '../../../core/evidence/evidence.js';
import type { Task } from '../../../core/report/task.js';
import { readTaskId } from '../../../core/sheet/ids.js';
import { lockAbout } from '../connection/lock-about.js';
import { type Db, inTransaction } from '../connection/pool.js';
import { appendHistory } from '../ledger/history.js';
import type { By } from '../ledger/recorded-by.js';
import { loadTask } from '../sheets/load-sheets.js';
import { type Did, evidenceOf, refreshCards } from './rows.js';

export const markedAs = (on: boolean) => (on ? 'evidence_marked' : 'evidence_unmarked');

/**
 * Whoever decides about the report of this piece waits for the mark, or the mark for the decision: else an approval that
 * is being entered without it would take it along. Until this transaction ends; before anything else is locked.
 */
export async function lockReport(db: Db, evidence: string): Promise<void> {
  await lockAbout(db, evidence.split('/', 1)[0]!);
}

type Marked = {
  readonly did: NonNullable<Did>;
  /** as it is now */
  readonly body: EvidenceBody;
  /** as it was; null where nothing changed */
  readonly before: EvidenceBody | null;
};

/** Marks a piece of a goal's evidence in a transaction that has it locked; its history is the caller's. */
export async function mark(db: Db, item: EvidenceItem, task: Task, on: boolean): Promise<Marked> {
  const { id, ...before } = item;
  const { publicFrom: was, ...plain } = before;
  const { name } = item;
  const late = task.report?.state === 'approved' && was === undefined;
  const did = { what: on ? (late ? 'marked_late' : 'marked') : 'unmarked', name } as const;
  if (on === (was !== undefined)) return { did, body: before, before: null };
  const body = on ? { ...plain, publicFrom: publicFrom(task.report) } : plain;
  await db.query('update evidence set body = $2 where id = $1', [
    id,
    JSON.stringify(storedEvidence.write(body)),
  ]);
  await refreshCards(db, task);
  return { did, body, before };
}

type MarkedByOperator =
  | {
      readonly kind: 'done';
      readonly what: Marked['did']['what'];
      readonly name: string;
      readonly changed: boolean;
    }
  | { readonly kind: 'none' | 'of_memo' | 'closed' };

/** The same by who runs the service. */
export function markByOperator(
  pool: Pool,
  evidence: string,
  on: boolean,
  by: By,
  now: Date,
): Promise<MarkedByOperator> {
  return inTransaction(pool, async (db) => {
    await lockReport(db, evidence);
    // A round that is being closed waits for this transaction, or this one sees it closed.
    const named = readTaskId(evidence.split('/', 1)[0] ?? '');
    if (named) await db.query('select 1 from rounds where id = $1 for share', [named.roundId]);
    const kept = await evidenceOf(db, evidence);
    if (kept?.memo) return { kind: 'of_memo' };
    const found = named && kept?.task ? await loadTask(db, named, kept.task, cityDate(now)) : null;
    if (!kept || !found) return { kind: 'none' };
    const { task } = found;
    if (!mayMark(task, on)) return { kind: 'closed' };
    const { did, body, before } = await mark(db, kept.item, task, on);
    if (before !== null)
      await appendHistory(db, [
        {
          ...by,
          at: now.toISOString(),
          actingFor: null,
          action: markedAs(on),
          sectionId: task.sectionId,
          version: task.report?.version ?? 0,
          subject: evidence,
          before,
          after: body,
        },
      ]);
    return { kind: 'done', ...did, changed: before !== null };
  });
}
