/**
 * A roster and decisions, one after the other: whoever decides finds either the posts before a roster or those after it,
 * and the history has the two in that order. Both are held until their transaction ends.
 */
import type { Db } from '../connection/pool.js';

const ROSTER_LOCK = 4_270_006;

/** Two imports at once would each take the other's sections for new, or make one section twice. */
const IMPORT_LOCK = 4_270_002;

/** One import after the other until this transaction ends. Call before anything else that waits. */
export async function lockImports(db: Db): Promise<void> {
  await db.query('select pg_advisory_xact_lock($1)', [IMPORT_LOCK]);
}

/** Posts stay as they are until this transaction ends; as many as like may want that at once. Call before they are read. */
export async function keepRoster(db: Db): Promise<void> {
  await db.query('select pg_advisory_xact_lock_shared($1)', [ROSTER_LOCK]);
}

/**
 * Waits for everybody who decides by the posts as they were; whoever comes now waits for what this transaction made of
 * them. Call late, and before the history is appended: so long do all decisions wait.
 */
export async function changeRoster(db: Db): Promise<void> {
  await db.query('select pg_advisory_xact_lock($1)', [ROSTER_LOCK]);
}
