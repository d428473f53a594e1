/** The whole record as fingerprints, table by table, and back to what it was. */
import type { Pool } from 'pg';

/** What every input leaves behind, whoever sent it: the outcome of its command, and where the person wrote last. */
const BESIDE = new Set(['done_commands', 'direct_places', 'schema_migrations']);

/** When an account was last known to be a member's is noted with what it does. */
const CHANGING: Readonly<Record<string, string>> = { accounts: `(account, person_id, by_hand)` };

export type State = ReadonlyMap<string, string>;

export type RecordState = {
  /** a fingerprint of every table; only those that a statement has written to since they were put back are read again */
  read(): Promise<State>;
  /** the same, with every table read again, whatever wrote to it */
  readWhole(): Promise<State>;
  /** everything as it was when this was opened */
  restore(): Promise<void>;
};

/**
 * Keeps the record as it is now in a schema of its own, where the tables also note that a statement wrote to them.
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
  await pool.query(`
    create schema kept;
    create table kept.written (name text not null);
    create function kept.note() returns trigger language plpgsql security definer as
      $$ begin insert into kept.written values (tg_table_name); return null; end $$`);
  for (const name of names)
    await pool.query(`
      create table kept.${name} as table public.${name};
      create trigger note_written after insert or update or delete or truncate on public.${name}
        for each statement execute function kept.note()`);

  async function printsOf(some: readonly string[]): Promise<State> {
    if (some.length === 0) return new Map();
    const prints = some.map((name) => {
      const row = CHANGING[name] ?? 't';
      return `select '${name}' as name, md5(coalesce(string_agg(${row}::text, '|' order by ${row}::text), '')) as print from public.${name} t where not (${expected[name] ?? 'false'})`;
    });
    const found = await pool.query<{ name: string; print: string }>(prints.join(' union all '));
    return new Map(found.rows.map(({ name, print }) => [name, print]));
  }
  async function written(): Promise<string[]> {
    const found = await pool.query<{ name: string }>('select distinct name from kept.written');
    return found.rows.map(({ name }) => name);
  }

  const start = await printsOf(names);
  return {
    read: async () => new Map([...start, ...(await printsOf(await written()))]),
    readWhole: () => printsOf(names),
    async restore() {
      const changed = await written();
      const db = await pool.connect();
      try {
        await db.query('begin');
        // The history refuses to be changed; the triggers that say so rest here.
        await db.query(`set local session_replication_role = replica`);
        for (const name of changed)
          await db.query(`
            delete from public.${name} t where t::text not in (select k::text from kept.${name} k);
            insert into public.${name}
              select * from kept.${name} k where k::text not in (select t::text from public.${name} t)`);
        await db.query('truncate kept.written');
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
