/** Whoever adds to the files of a section waits for the others: they share the limit of its year. */
import type { MemoCommand } from '../../../core/decision/command.js';
import type { Db } from '../connection/pool.js';

/** Until this transaction ends. Call before anything of the roster or of a memo is locked. */
export async function lockFiles(db: Db, sectionId: string): Promise<void> {
  await db.query('select pg_advisory_xact_lock(hashtextextended($1, 27))', [sectionId]);
}

/** The section of a memo; null when there is no such memo. */
export async function sectionOfMemo(db: Db, id: string): Promise<string | null> {
  const { rows } = await db.query<{ section: string }>(
    'select section_id as section from memos where id = $1',
    [id],
  );
  return rows[0]?.section ?? null;
}

/** A memo that is changed may take its files to another year or section. */
export async function lockFilesOfMemo(db: Db, command: MemoCommand): Promise<void> {
  if (command.kind !== 'change_memo' && command.kind !== 'place_memo') return;
  const about = command.kind === 'change_memo' ? command.to.about : command.about;
  // The id of a goal, and of an indicator, begins with that of its section.
  const sections = new Set([await sectionOfMemo(db, command.memo), about.split('.', 1)[0]]);
  for (const id of [...sections].sort()) if (id) await lockFiles(db, id);
}
