/** The whole record as fingerprints, table by table, and back to what it was. */
import type { Pool } from 'pg';

/** What every input leaves behind, whoever sent it: the outcome of its command, and where the person wrote last. */
const BESIDE = new Set(['done_commands', 'direct_places', 'schema_migrations']);

/** When an account was last known to be a member's is noted with what it does. */
const CHANGING: Readonly<Record<string, string>> = { accounts: `(account, person_id, by_hand)` };

export type State = ReadonlyMap<string, string>;

export type RecordState = {
  /** a fingerprint of every table */
  read(): Promise<State>;
  /** everything as it was when this was opened */
  restore(): Promise<void>;
};

/**
 * Keeps the record as it is now in a schema of its own.
 *
 * @param expected  by table: what may come into it (a condition in SQL), and is no change
 */
export async function openRecordState(
  pool: Pool,
  expected: Readonly<Record<string, string>> = {},
): Promise<RecordState> {
  const { rows } = await pool.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' order by tablename`,
  );
  const names = rows.map(({ name }) => name).filter((name) => !BESIDE.has(name));
  await pool.query('create schema kept');
  for (const name of names) await pool.query(`create table kept.${name} as table public.${name}`);
  const prints = names
    .map(
      (name) =>
        `select '${name}' as name, md5(coalesce(string_agg(${CHANGING[name] ?? 't'}::text, '|' order by ${CHANGING[name] ?? 't'}::text), '')) as print from public.${name} t where not (${expected[name] ?? 'false'})`,
    )
    .join(' union all ');
  return {
    async read() {
      const found = await pool.query<{ name: string; print: string }>(prints);
      return new Map(found.rows.map(({ name, print }) => [name, print]));
    },
    async restore() {
      const db = await pool.connect();
      try {
        await db.query('begin');
        // The history refuses to be changed; the triggers that say so rest here.
        await db.query(`set local session_replication_role = replica`);
        for (const name of names)
          await db.query(`delete from public.${name}; insert into public.${name} select * from kept.${name}`);
        await db.query('commit');
      } finally {
        db.release();
      }
    },
  };
}

/** The tables that differ. */
export function changedTables(before: State, after: State): string[] {
  return [...after].filter(([name, print]) => before.get(name) !== print).map(([name]) => name);
}
