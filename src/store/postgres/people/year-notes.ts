/** 来年の担当者へ says whom to ask: such lines taken away with a person, and when their time is over (保存期間の満了). */
import type { Db } from '../connection/pool.js';
import { disposeWithWords } from './dispose.js';
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

/** Throws them away, in the history too. */
export const disposeYearNotes = disposeWithWords({
  subject: 'year_notes',
  inHistory: IN_HISTORY,
  async take(db, through) {
    const { rows } = await db.query<{ id: string }>(
      'delete from year_notes where fiscal_year <= $1 returning indicator_id as id',
      [through],
    );
    return rows.map(({ id }) => id);
  },
});
