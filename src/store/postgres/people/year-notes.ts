/** 来年の担当者へ says whom to ask: such lines taken away with a person, and when their time is over (保存期間の満了). */
import type { Pool } from 'pg';
import { type Db, inTransaction } from '../connection/pool.js';
import { blankPerson } from '../ledger/blank.js';
import { appendHistory } from '../ledger/history.js';
import type { By } from '../ledger/recorded-by.js';
import type { OverInYear } from './retention.js';

/** SQL: every such text of the history that is not blanked, with the indicator it was about (`v.value`, `h.subject`). */
const IN_HISTORY = `from history h join history_values v on v.seq = h.seq and v.salt is not null
  and 'commitment:' || v.commitment in (h.before->>'note', h.after->>'note')
  where h.action = 'year_note_left'`;

/** The lines, also those that were replaced since, in which somebody is named by their whole name. */
export async function notesNaming(db: Db, name: string): Promise<string[]> {
  const { rows } = await db.query<{ note: string }>(
    `select distinct v.value as note ${IN_HISTORY}
     and strpos(regexp_replace(v.value, '\\s', '', 'g'), regexp_replace($1, '\\s', '', 'g')) > 0`,
    [name],
  );
  return rows.map(({ note }) => note);
}

/** The mark in the place of lines that say one of these texts; gives the rows that were changed. */
export async function blankNotes(db: Db, texts: readonly string[], mark: string): Promise<string[]> {
  const { rows } = await db.query<{ row: string }>(
    `update year_notes set note = $2 where note #>> '{}' = any($1) returning 'year_note ' || indicator_id as row`,
    [texts, JSON.stringify(mark)],
  );
  return rows.map(({ row }) => row);
}

/** How many lines of sheets of which years until `through` (fiscal year) are over: not written anew in a later one. */
export async function yearNotesOver(db: Db, through: number): Promise<OverInYear[]> {
  const { rows } = await db.query<OverInYear>(
    `select fiscal_year as "fiscalYear", count(*)::int as count from year_notes where fiscal_year <= $1
     group by 1 order by 1`,
    [through],
  );
  return rows;
}

/** What stands in the history in the place of such a line. */
const OVER = '（保存期間の満了）';

/** Throws them away, in the history too, which says how many and on what ground. */
export function disposeYearNotes(
  pool: Pool,
  through: number,
  ground: string,
  by: By,
  now: Date,
): Promise<number> {
  return inTransaction(pool, async (db) => {
    await db.query('set local statement_timeout to 0');
    const { rows } = await db.query<{ id: string }>(
      'delete from year_notes where fiscal_year <= $1 returning indicator_id as id',
      [through],
    );
    const gone = rows.map(({ id }) => id).sort();
    if (gone.length === 0) return 0;
    const { rows: texts } = await db.query<{ note: string }>(
      `select distinct v.value as note ${IN_HISTORY} and h.subject = any($1)`,
      [gone],
    );
    await blankPerson(db, { personId: '', texts: texts.map(({ note }) => note), ground, as: OVER }, by, now);
    await appendHistory(db, [
      {
        ...by,
        at: now.toISOString(),
        actingFor: null,
        action: 'disposed',
        sectionId: null,
        subject: 'year_notes',
        version: 0,
        before: null,
        after: { ground, through, count: gone.length, gone },
      },
    ]);
    return gone.length;
  });
}
