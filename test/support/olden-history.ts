/** A history as versions before the commitments kept it: the texts stand in the entries, and nothing beside them. */
import type pg from 'pg';
import { CHAIN_START, chainHash } from '../../src/core/decision/history.js';
import { entriesOf, keptEntriesOf } from '../../src/store/postgres/ledger/history.js';

/** Turns the entries up to a number (default all) into that form; those behind are chained to them anew. */
export async function makeOlden(db: Pick<pg.Client, 'query'>, upTo = Number.MAX_SAFE_INTEGER): Promise<void> {
  await db.query(`set session_replication_role = 'replica'`);
  const entries = [];
  for await (const entry of entriesOf(db as pg.PoolClient)) entries.push(entry);
  for (const { seq, hash: _, name, actingFor, account, subject, before, after } of entries)
    if (seq <= upTo)
      await db.query(
        `update history set name = $2, acting_for = $3, account = $4, subject = $5, before = $6, after = $7 where seq = $1`,
        [seq, name, actingFor, account ?? null, subject, JSON.stringify(before), JSON.stringify(after)],
      );
  await db.query('delete from history_values where seq <= $1', [Math.min(upTo, 2_147_483_647)]);
  await rechain(db);
  await db.query(`set session_replication_role = 'origin'`);
}

/** The chain computed anew, as whoever owns the database can. */
export async function rechain(db: Pick<pg.Client, 'query'>): Promise<void> {
  let [seq, hash] = [0, CHAIN_START];
  const entries = [];
  for await (const entry of keptEntriesOf(db as pg.PoolClient)) entries.push(entry);
  for (const { seq: was, hash: _, openings: __, ...entry } of entries) {
    seq += 1;
    hash = chainHash(hash, seq, entry);
    await db.query('update history set seq = $2, hash = $3 where seq = $1', [was, seq, hash]);
    await db.query('update history_values set seq = $2 where seq = $1', [was, seq]);
  }
  await db.query('update history_head set seq = $1, hash = $2', [seq, hash]);
}
