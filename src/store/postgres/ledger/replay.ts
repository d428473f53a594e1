/** The record held against its history: what stands in it that the history does not explain, and the other way round. */
import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { holdsCommitment, opened } from '../../../core/decision/commitments.js';
import { type FieldDifference, fieldDifferences } from '../../../core/decision/field-differences.js';
import { findHeadBreak, type HeadBreak, type SavedHead } from '../../../core/decision/head.js';
import { type ExplainedRow, type Fields, fieldsOf } from '../../../core/decision/replay/explained-row.js';
import { type Baseline, digestOf, editions, rowsOf } from '../../../core/decision/replay/replay.js';
import { type AlteredPart, alteredParts } from '../connection/altered-schema.js';
import { type Db, inTransaction } from '../connection/pool.js';
import { appendHistory, entriesOf, keptEntriesOf, type Verified, verifyChain } from './history.js';
import { type RecordRow, rowsOfRecord } from './record-rows.js';
import { type By, entryBy } from './recorded-by.js';

/** A row that is not as the history says. */
export type Unexplained = {
  /** what it is, and its id: `report s0123.2023.1:yearend` */
  readonly row: string;
  /** `added`: no entry speaks of it; `gone`: entries do, and it is not there; `baseline`: it is not as it was found then */
  readonly problem: 'changed' | 'added' | 'gone' | 'baseline';
  /** of a changed one: every field that is not as explained */
  readonly fields: readonly FieldDifference[];
  /** the number of the entry that explains it; null when none does */
  readonly seq: number | null;
};

type Replayed = {
  /** the first of them, in the order of the record */
  readonly unexplained: readonly Unexplained[];
  /** all of them */
  readonly count: number;
  /** rows of which entries of an older form do not hold enough, and no baseline either */
  readonly unsaid: number;
  /** whether there is a baseline: there is only one */
  readonly hasBaseline: boolean;
};

/** So many are told with all that is known of them. */
const MOST_TOLD = 200;

type Explanation = {
  /** null: it is to be gone; `unsaid`: not known */
  readonly digest: string | null | 'unsaid';
  readonly seq: number;
  readonly baseline?: true;
  /** as it follows from several entries */
  readonly gathered?: Fields;
  /** it need not be there: versions that entered texts as they are kept none yet */
  readonly mayLack?: boolean;
};

/** Whether the history holds nothing of it; that it is gone is something. */
const isUnsaid = (said: Explanation | undefined): boolean => said === undefined || said.digest === 'unsaid';

const digested = (value: ExplainedRow['value']): Explanation['digest'] =>
  value === null || value === 'unsaid' ? value : digestOf(value);

/** What the whole history explains. Rows are kept by their digests: those of ten years fit into memory. */
async function explained(db: Db): Promise<{ rows: Map<string, Explanation>; hasBaseline: boolean }> {
  const rows = new Map<string, Explanation>();
  let hasBaseline = false;
  const editionOf = editions();
  for await (const kept of keptEntriesOf(db)) {
    const entry = opened(kept);
    const { seq } = entry;
    for (const { row, value, ifNew, unless } of rowsOf(entry)) {
      if ((ifNew && rows.has(row)) || (unless !== undefined && rows.has(unless))) continue;
      rows.set(row, { digest: digested(value), seq });
    }
    for (const { row, value } of editionOf(entry)) {
      const gathered = fieldsOf(value) ?? {};
      rows.set(row, { digest: digested(value), seq, gathered, mayLack: !holdsCommitment(kept) });
    }
    // Only the first: a later one would excuse what was changed in between.
    if (entry.action !== 'baseline' || hasBaseline) continue;
    hasBaseline = true;
    for (const [row, digest] of Object.entries((entry.after as Baseline).beyond))
      if (isUnsaid(rows.get(row))) rows.set(row, { digest, seq, baseline: true });
  }
  return { rows, hasBaseline };
}

/** Replays the history against the record, in a transaction that sees one picture of both. */
async function replay(db: Db): Promise<Replayed> {
  const { rows, hasBaseline } = await explained(db);
  const unexplained: Unexplained[] = [];
  let count = 0;
  let unsaid = 0;
  const found = async (
    one: Omit<Unexplained, 'fields'>,
    { value, following, gathered }: Partial<RecordRow & Explanation> = {},
  ): Promise<void> => {
    count += 1;
    if (unexplained.length >= MOST_TOLD) return;
    const fields =
      one.problem === 'changed'
        ? fieldDifferences(value, { ...(gathered ?? (await explanationOf(db, one))), ...following })
        : [];
    unexplained.push({ ...one, fields });
  };
  for await (const stands of rowsOfRecord(db)) {
    const { row, value } = stands;
    const said = rows.get(row);
    rows.delete(row);
    if (said === undefined) await found({ row, problem: 'added', seq: null });
    else if (said.digest === null) await found({ row, problem: 'added', seq: said.seq });
    else if (said.digest === 'unsaid') unsaid += 1;
    else if (said.digest !== digestOf(value) && !(await isPassedOn(db, { row, seq: said.seq }, value)))
      await found(
        { row, problem: said.baseline ? 'baseline' : 'changed', seq: said.seq },
        { ...said, ...stands },
      );
  }
  for (const [row, { digest, seq, mayLack }] of rows)
    if (digest !== null && !mayLack) await found({ row, problem: 'gone', seq });
  return { unexplained, count, unsaid, hasBaseline };
}

/**
 * Whether an open question differs from its entry in nothing but whom it is for, and is for people who reported for the
 * section since: a version that did not enter that may have passed it on, and whoever reports there may answer it anyway.
 */
async function isPassedOn(
  db: Db,
  { row, seq }: Pick<Unexplained, 'row' | 'seq'>,
  value: Fields,
): Promise<boolean> {
  const { askedOf, sectionId, answer } = value;
  if (!row.startsWith('question ') || answer !== null || !Array.isArray(askedOf) || askedOf.length === 0)
    return false;
  const said = await explanationOf(db, { row, seq });
  if (digestOf({ ...said, askedOf }) !== digestOf(value)) return false;
  const { rows } = await db.query(
    `select from unnest($1::text[]) as a(id) where not exists (
       select 1 from holdings h join posts o on o.id = h.post_id where h.person_id = a.id and o.section_id = $2
         and o.role <> 'coordinator' and (h.until_on is null or h.until_on >= ($3::timestamptz at time zone 'utc')::date))`,
    [askedOf, sectionId, fieldsOf(value.asker)?.at],
  );
  return rows.length === 0;
}

/** The fields of a row as its entry has them. */
async function explanationOf(db: Db, { row, seq }: Pick<Unexplained, 'row' | 'seq'>): Promise<object> {
  for await (const entry of entriesOf(db, seq ?? 0)) {
    const value = rowsOf(entry).findLast((one) => one.row === row)?.value;
    return typeof value === 'object' && value !== null ? value : {};
  }
  return {};
}

export type VerifiedRecord = Verified & {
  /** null where the chain is broken: such a history explains nothing */
  readonly replayed: Replayed | null;
  /** where it is not the history of the saved heads; null when it is */
  readonly since: HeadBreak | null;
  /** what of the database is not as the migrations made it */
  readonly altered: readonly AlteredPart[];
};

/** Checks the whole chain, holds it against saved heads, and replays it against the record; all in one picture. */
export function verifyRecord(pool: Pool, saved: readonly SavedHead[] = []): Promise<VerifiedRecord> {
  return inTransaction(pool, async (db) => {
    await db.query('set transaction isolation level repeatable read, read only');
    const verified = await verifyChain(db);
    const { rows } = await db.query<{ seq: number; hash: string }>(
      'select seq, hash from history where seq = any($1::bigint[])',
      [saved.map(({ seq }) => seq)],
    );
    const since = findHeadBreak(saved, verified.head, new Map(rows.map(({ seq, hash }) => [seq, hash])));
    const altered = await alteredParts(db);
    return { ...verified, since, altered, replayed: verified.found ? null : await replay(db) };
  });
}

/** Whether the history has a baseline: from then on it says everything that stands in the record. */
export async function hasBaseline(db: Db): Promise<boolean> {
  const { rows } = await db.query(`select 1 from history where action = 'baseline' limit 1`);
  return rows.length > 0;
}

/**
 * Enters one baseline into a history that has none: the hash of the record as found, and the digests of those rows that
 * the history does not hold. What it contradicts is not excused. Gives whether it was entered.
 */
export function enterBaseline(pool: Pool, by: By, now: Date): Promise<boolean> {
  return inTransaction(pool, (db) => enterBaselineIn(db, by, now));
}

/** The same in a transaction that is there. */
async function enterBaselineIn(db: Db, by: By, now: Date): Promise<boolean> {
  // Whoever changes the record appends in the same transaction: nothing changes until this ends.
  await db.query('select 1 from history_head for update');
  if (await hasBaseline(db)) return false;
  const { rows } = await explained(db);
  const all: string[] = [];
  const beyond: Record<string, string> = {};
  for await (const { row, value } of rowsOfRecord(db)) {
    const digest = digestOf(value);
    all.push(`${row} ${digest}\n`);
    if (isUnsaid(rows.get(row))) beyond[row] = digest;
  }
  const hash = createHash('sha256');
  for (const line of all.sort()) hash.update(line);
  const after: Baseline = { hash: hash.digest('hex'), rows: all.length, beyond };
  await appendHistory(db, [
    entryBy(by, now, {
      action: 'baseline',
      subject: 'record',
      after,
    }),
  ]);
  return true;
}
