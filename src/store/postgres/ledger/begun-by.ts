/** Through what a record was begun. */
import type { Db } from '../connection/pool.js';

/** The source of the first entry of the history; null where there is none. Asks a database of any version, migrated or not. */
export async function begunBy(db: Db): Promise<string | null> {
  const { rows: tables } = await db.query<{ there: boolean }>(
    `select to_regclass('history') is not null as there`,
  );
  if (!tables[0]?.there) return null;
  const { rows } = await db.query<{ source: string }>('select source from history order by seq limit 1');
  return rows[0]?.source ?? null;
}
