/** What an operator does at the command line that changes nothing of the record, and is to be known all the same. */
import type { Pool } from 'pg';
import type { HistoryAction } from '../../../core/decision/history.js';
import { canonicalJson } from '../../../core/text/canonical-json.js';
import { type Db, inTransaction } from '../connection/pool.js';
import { appendHistory } from './history.js';
import { type By, entryBy } from './recorded-by.js';

export type OperatorAct = {
  readonly action: Extract<
    HistoryAction,
    'backed_up' | 'restored' | 'exported' | 'site_published' | 'put_aside_retried'
  >;
  /** what it was about: `record`, a fiscal year as `2023` */
  readonly subject: string;
  /** JSON: how much, into which file, its checksum */
  readonly details: Readonly<Record<string, unknown>>;
};

/** Enters it into the history. */
export const noteAct = (pool: Pool, act: OperatorAct, by: By, now: Date): Promise<void> =>
  inTransaction(pool, (db) => noteActIn(db, act, by, now));

/** The same in a transaction that is there. */
export function noteActIn(
  db: Db,
  { action, subject, details }: OperatorAct,
  by: By,
  now: Date,
): Promise<void> {
  return appendHistory(db, [entryBy(by, now, { action, subject, after: details })]);
}

/** Enters settings when they are not those of the last entry; of several instances that start at once, one does. */
export function noteSettings(pool: Pool, settings: object, by: By, now: Date): Promise<void> {
  return inTransaction(pool, async (db) => {
    await db.query('select 1 from history_head for update');
    const { rows } = await db.query<{ after: unknown }>(
      `select after from history where action = 'settings_changed' order by seq desc limit 1`,
    );
    const before = rows[0]?.after ?? null;
    if (canonicalJson(before) === canonicalJson(settings)) return;
    await appendHistory(db, [
      entryBy(by, now, {
        action: 'settings_changed',
        subject: 'record',
        before,
        after: settings,
      }),
    ]);
  });
}
