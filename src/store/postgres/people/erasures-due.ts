/**
 * That a restore has brought people back whom an erasure kept outside is still to take away. A row of a table that every
 * version has and no older one looks into; it is never old enough to be pruned.
 */
import type { Db } from '../connection/pool.js';

const MARK = 'restore#erasures';

/** In the transaction of the restore. */
export async function markErasuresDue(db: Db): Promise<void> {
  await db.query(
    `insert into done_commands (effect_id, outcome, done_at) values ($1, '{}', 'infinity') on conflict do nothing`,
    [MARK],
  );
}

/** All of them are done. */
export async function erasuresDone(db: Db): Promise<void> {
  await db.query('delete from done_commands where effect_id = $1', [MARK]);
}

/** Why such a database is not to be served yet, in one sentence with what to do; null when it may be. */
export async function erasuresProblem(db: Db): Promise<string | null> {
  const { rowCount } = await db.query('select 1 from done_commands where effect_id = $1', [MARK]);
  return rowCount
    ? '復元のあとの処理（消去した人を改めて消去する）が終わっていません。ERASURES_FILE を設定して、ファイル名なしの maru restore を実行してください。 / People who were erased are back from a backup: run maru restore without a file, with ERASURES_FILE set.'
    : null;
}
