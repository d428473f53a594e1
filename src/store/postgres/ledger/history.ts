/** The history: appended in the transaction of the change, under a lock, and chained. */
import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import type { RoundKind } from '../../../core/calendar/round.js';
import { CHAIN_BEGIN, type ChainBreak, followChain, wrongEnd } from '../../../core/decision/chain.js';
import {
  type Blanked,
  blankedBy,
  committed,
  type KeptEntry,
  opened,
} from '../../../core/decision/commitments.js';
import type { Head } from '../../../core/decision/head.js';
import {
  type ChainedEntry,
  chainHash,
  type HistoryAction,
  type HistoryEntry,
} from '../../../core/decision/history.js';
import { type Db, inTransaction } from '../connection/pool.js';

/** Entries read at a time while verifying. */
const PIECE = 500;
/** Below every number: an entry forged before the first must be met too. */
const BEFORE_ALL = -2_147_483_648;
/** Of the salt of a commitment: so that nobody finds the name by trying all there are. */
const SALT_BYTES = 16;

export type HistoryFilter = {
  /** with the sections whose work it goes on with */
  readonly sectionId?: string;
  readonly personId?: string;
  /** whatever these did, or was done in their stead; by name where the history has no more than that */
  readonly person?: { readonly ids: readonly string[]; readonly names: readonly string[] };
  readonly subject?: string;
  /** what belongs to a fiscal year: its sheets, rounds and reports */
  readonly fiscalYear?: number;
  readonly round?: RoundKind;
  /** the No. of a goal as its sheet has it */
  readonly goalNo?: string;
  /** ISO instants, `from` included and `until` not */
  readonly from?: string;
  readonly until?: string;
  /** newest entries beyond this many are left out; default all */
  readonly limit?: number;
};

/**
 * Appends entries. The head stays locked until the transaction ends, so this comes last in it: everything else of
 * other transactions goes on meanwhile.
 */
export async function appendHistory(db: Db, entries: readonly HistoryEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const { rows } = await db.query<{ seq: number; hash: string }>(
    'select seq, hash from history_head for update',
  );
  let { seq, hash } = rows[0]!;
  const chained = entries.map((given) => {
    const { entry, openings } = committed(asReadBack(given), newSalt);
    seq += 1;
    hash = chainHash(hash, seq, entry);
    return { ...entry, seq, hash, openings };
  });
  const values = chained.flatMap(({ seq: of, openings }) => openings.map((one) => ({ ...one, of })));
  await db.query(
    `with head as (update history_head set seq = $16, hash = $17),
       beside as (insert into history_values (seq, commitment, salt, value)
         select * from unnest($18::int[], $19::text[], $20::text[], $21::text[]))
     insert into history (seq, at, person_id, name, post, acting_for, source, action, section_id, subject, version, before, after, hash, account)
     select seq, at, "personId", name, post, "actingFor", source, action, "sectionId", subject, version, before::json, after::json, hash, account
     from unnest($1::int[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::int[], $12::text[], $13::text[], $14::text[], $15::text[])
       as x(seq, at, "personId", name, post, "actingFor", source, action, "sectionId", subject, version, before, after, hash, account)`,
    [
      chained.map((e) => e.seq),
      chained.map((e) => e.at),
      chained.map((e) => e.personId),
      chained.map((e) => e.name),
      chained.map((e) => e.post),
      chained.map((e) => e.actingFor),
      chained.map((e) => e.source),
      chained.map((e) => e.action),
      chained.map((e) => e.sectionId),
      chained.map((e) => e.subject),
      chained.map((e) => e.version),
      chained.map((e) => JSON.stringify(e.before ?? null)),
      chained.map((e) => JSON.stringify(e.after ?? null)),
      chained.map((e) => e.hash),
      chained.map((e) => e.account ?? null),
      seq,
      hash,
      values.map(({ of }) => of),
      values.map(({ commitment }) => commitment),
      values.map(({ salt }) => salt),
      values.map(({ value }) => value),
    ],
  );
}

const newSalt = (): string => randomBytes(SALT_BYTES).toString('base64url');

/** An entry as it will be read back: instants in one form, nothing undefined. */
function asReadBack(entry: HistoryEntry): HistoryEntry {
  const at = new Date(entry.at).toISOString();
  const before = entry.before ?? null;
  const after = entry.after ?? null;
  return JSON.parse(JSON.stringify({ ...entry, at, before, after })) as HistoryEntry;
}

type Row = {
  seq: number;
  at: Date;
  person_id: string | null;
  name: string;
  post: string;
  acting_for: string | null;
  source: string;
  action: HistoryAction;
  section_id: string | null;
  subject: string;
  version: number;
  before: unknown;
  after: unknown;
  hash: string;
  account: string | null;
  /** null: none, as in entries of before */
  openings: [commitment: string, salt: string | null, value: string][] | null;
};

/** An entry and what its commitments were made of. */
const ENTRY = `history.*, (select json_agg(json_build_array(v.commitment, v.salt, v.value))
  from history_values v where v.seq = history.seq) as openings`;

/** What all readings of the history share; its parameters are `valuesOf`. Subjects: see core/sheet/ids.ts. */
const CHOSEN = `($1::text is null or section_id = $1 or section_id in (
           with recursive formers as (
             select from_id from successions where to_id = $1
             union select u.from_id from successions u join formers f on f.from_id = u.to_id)
           select from_id from formers)) and ($2::text is null or person_id = $2)
         and ($3::text is null or subject = $3)
         and ($4::timestamptz is null or at >= $4) and ($5::timestamptz is null or at < $5)
         and ($6::text is null or split_part(subject, '.', 2) = $6 or subject like $6 || '-%')
         and ($7::text is null or subject like '%:' || $7 or subject like '____-' || $7)
         and ($8::text is null or split_part(split_part(split_part(subject, '.', 3), ':', 1), '_', 1) = $8)
         and ($9::text[] is null or person_id = any($9) or acting_for = any($10)
           or (person_id is null and name = any($10))
           or exists (select 1 from history_values v where v.seq = history.seq and v.value = any($10)
             and 'commitment:' || v.commitment in (acting_for, case when person_id is null then name end)))`;

function valuesOf(filter: HistoryFilter): unknown[] {
  return [
    filter.sectionId ?? null,
    filter.personId ?? null,
    filter.subject ?? null,
    filter.from ?? null,
    filter.until ?? null,
    filter.fiscalYear === undefined ? null : String(filter.fiscalYear),
    filter.round ?? null,
    filter.goalNo ?? null,
    filter.person?.ids ?? null,
    filter.person?.names ?? null,
  ];
}

/** Entries in their order. */
export async function readHistory(db: Db, filter: HistoryFilter): Promise<ChainedEntry[]> {
  const { rows } = await db.query<Row>(
    `select * from (select ${ENTRY} from history where ${CHOSEN} order by seq desc limit $11) latest order by seq`,
    [...valuesOf(filter), filter.limit ?? null],
  );
  return rows.map(toEntry);
}

/** Entries in their order, a page at a time: ten years of a city are more than fits in memory. `limit` is not heeded. */
export async function* pagesOfHistory(
  db: Db,
  filter: HistoryFilter,
  size: number = PIECE,
): AsyncGenerator<readonly ChainedEntry[]> {
  let after = BEFORE_ALL;
  for (;;) {
    const { rows } = await db.query<Row>(
      `select ${ENTRY} from history where ${CHOSEN} and seq > $11 order by seq limit $12`,
      [...valuesOf(filter), after, size],
    );
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map(toEntry);
    if (rows.length < size) return;
    after = last.seq;
  }
}

export type Verified = {
  /** the first place that does not fit; null when all is well */
  readonly found: ChainBreak | null;
  /** how many entries there should be, and the hash of the last */
  readonly head: Head;
  /** what of it was blanked, by the numbers of the entries */
  readonly blanked: ReadonlyMap<number, Blanked>;
};

/** Checks the whole chain against its head, piece by piece; null when all is well, else the first place that is not. */
export function verifyHistory(pool: Pool): Promise<Verified['found']> {
  return inTransaction(pool, async (db) => {
    // One picture of chain and head, while others go on appending.
    await db.query('set transaction isolation level repeatable read, read only');
    return (await verifyChain(db)).found;
  });
}

/** The same inside a transaction of the caller's that nobody else writes into, with the head it was checked against. */
export async function verifyChain(db: Db): Promise<Verified> {
  const { rows: heads } = await db.query<{ seq: number; hash: string }>('select seq, hash from history_head');
  // A head that is gone is a cut-off chain, even an empty one.
  const head = heads[0] ?? { seq: -1, hash: '' };
  const blanked = await readBlanked(db);
  let place = CHAIN_BEGIN;
  for await (const piece of piecesOf(db, BEFORE_ALL)) {
    const next = followChain(piece, place, blanked);
    if ('problem' in next) return { found: next, head, blanked };
    place = next;
  }
  return { found: wrongEnd(place, head) ?? (await findTwice(db)), head, blanked };
}

/**
 * A second entry of a number, which pieces that begin at numbers can pass by: whoever owns the database may drop its key.
 * Or what stands beside an entry that is not there.
 */
async function findTwice(db: Db): Promise<ChainBreak | null> {
  const { rows } = await db.query<{ seq: number }>(
    `select seq from history group by seq having count(*) > 1
     union select seq from history_values v where not exists (select from history h where h.seq = v.seq) order by seq limit 1`,
  );
  return rows[0] ? { seq: rows[0].seq, problem: 'missing' } : null;
}

async function readBlanked(db: Db): Promise<ReadonlyMap<number, Blanked>> {
  const { rows } = await db.query<Pick<Row, 'seq' | 'action' | 'after'>>(
    `select seq, action, after from history where action = 'blanked' order by seq`,
  );
  return blankedBy(rows);
}

/** The head as the database has it: behind everything that is committed. */
export async function readHead(db: Db): Promise<Head> {
  const { rows } = await db.query<Head>('select seq, hash from history_head');
  if (!rows[0]) throw new Error('the head of the history is gone');
  return rows[0];
}

/** Every entry from a number on, whoever's; in a transaction that sees one picture. */
export async function* entriesOf(db: Db, from: number = BEFORE_ALL): AsyncGenerator<ChainedEntry> {
  for await (const entry of keptEntriesOf(db, from)) yield opened(entry);
}

/** The same as they are kept. */
export async function* keptEntriesOf(db: Db, from: number = BEFORE_ALL): AsyncGenerator<KeptEntry> {
  for await (const piece of piecesOf(db, from)) yield* piece;
}

async function* piecesOf(db: Db, from: number): AsyncGenerator<readonly KeptEntry[]> {
  for (let next = from; ; ) {
    const { rows } = await db.query<Row>(
      `select ${ENTRY} from history where seq >= $1::bigint order by seq limit $2`,
      [next, PIECE],
    );
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map(toKept);
    next = last.seq + 1;
  }
}

const toEntry = (row: Row): ChainedEntry => opened(toKept(row));

function toKept(row: Row): KeptEntry {
  return {
    at: row.at.toISOString(),
    personId: row.person_id,
    name: row.name,
    post: row.post,
    actingFor: row.acting_for,
    source: row.source,
    // Not null: an entry of before was chained without it.
    ...(row.account === null ? {} : { account: row.account }),
    action: row.action,
    sectionId: row.section_id,
    subject: row.subject,
    version: row.version,
    before: row.before,
    after: row.after,
    seq: row.seq,
    hash: row.hash,
    openings: (row.openings ?? []).map(([commitment, salt, value]) => ({ commitment, salt, value })),
  };
}
