/** Whose account is whose: linked by a confirmed address or by hand, one of a platform, each change in the history. */
import type { Pool } from 'pg';
import {
  doorOf,
  type Linked,
  type Met,
  type Parting,
  type Seen,
  type Standing,
} from '../../../core/account/account.js';
import type { HistoryEntry } from '../../../core/decision/history.js';
import { type Db, inTransaction } from '../connection/pool.js';
import { prepared } from '../connection/prepared-statements.js';
import { appendHistory } from '../ledger/history.js';
import { wake } from '../ledger/owed-notices.js';
import type { By } from '../ledger/recorded-by.js';
import { keepRoster } from '../ledger/roster-lock.js';
import { enterLinks, itself, linkTogether, part, tell, tellOnce } from './account-links.js';

/**
 * Of `accounts a`: its entry in the history was made. A link without one is nobody's: of those of a version that made none
 * `maru migrate` enters what it finds, and what that version links beside later waits until the platform says whose it is.
 */
const RECORDED = 'a.recorded_for is not distinct from a.person_id';

const ADDRESSED = `(a.by_hand or a.email is null or a.email = lower(p.email)) and not exists (
  select 1 from parted_accounts x where x.account = a.account and x.person_id = a.person_id)`;

/**
 * Of `accounts a join people p`: the history has it, the roster still has the address it was linked by, and nobody said it
 * is another's.
 */
export const LINKED = `${RECORDED} and ${ADDRESSED}`;

/** How the record links an account; null when it is nobody's. */
export async function linkOf(db: Db, account: string): Promise<Linked | null> {
  const { rows } = await db.query<{ person_id: string; standing: Standing | null; known_at: Date | null }>(
    prepared(`select a.person_id, a.standing, a.known_at from accounts a join people p on p.id = a.person_id
       where a.account = $1 and ${LINKED}`),
    [account],
  );
  const [row] = rows;
  return row
    ? { person: row.person_id, standing: row.standing, knownAt: row.known_at?.toISOString() ?? null }
    : null;
}

/** Whose these accounts are; those of nobody are left out. */
export async function ownersOf(db: Db, accounts: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await db.query<{ account: string; person_id: string }>(
    `select a.account, a.person_id from accounts a join people p on p.id = a.person_id
     where a.account = any($1) and ${LINKED}`,
    [accounts],
  );
  return new Map(rows.map(({ account, person_id }) => [account, person_id]));
}

/** The accounts of a person on a platform, kept as they are until the transaction ends. */
export async function accountsOf(
  db: Db,
  personId: string,
  door: string,
): Promise<{ readonly account: string; readonly standing: Standing | null }[]> {
  const { rows } = await db.query<{ account: string; standing: Standing | null }>(
    prepared(`select a.account, a.standing from accounts a join people p on p.id = a.person_id
       where a.person_id = $1 and starts_with(a.account, $2) and ${LINKED} order by a.account
       for key share of a`),
    [personId, `${door}:`],
  );
  return rows;
}

/** Whether a link of the person on a platform was ended for good, so that what was begun with it is not done. */
export async function hasParted(db: Db, personId: string, door: string): Promise<boolean> {
  const { rows } = await db.query(
    'select 1 from parted_accounts where person_id = $1 and starts_with(account, $2) limit 1',
    [personId, `${door}:`],
  );
  return rows.length > 0;
}

/**
 * What a platform says of an account, entered: its standing is kept; it is linked by a confirmed address of the roster,
 * or parted from a person whose address is another by now. A second one of a platform is not linked, and the
 * coordinator is told.
 */
export function meet(pool: Pool, account: string, seen: Seen, now: Date): Promise<Met> {
  return changing(pool, account, async (db, entries) => {
    const { rows } = await db.query<{
      person_id: string;
      email: string | null;
      by_hand: boolean;
      recorded: boolean;
      linked: boolean;
      roster: string | null;
      standing: Standing | null;
    }>(
      `select a.person_id, a.standing, a.email, a.by_hand, lower(p.email) as roster,
         ${RECORDED} as recorded, ${LINKED} as linked
       from accounts a join people p on p.id = a.person_id where a.account = $1`,
      [account],
    );
    const [row] = rows;
    if (row?.recorded) {
      const another = !row.by_hand && seen.emails.length > 0 && !seen.emails.includes(row.roster ?? '');
      if (row.linked && !(seen.standing === 'member' && another)) {
        const confirmed = row.by_hand || seen.emails.length > 0;
        const standing = seen.standing === 'member' && !confirmed ? 'unconfirmed' : seen.standing;
        await db.query(
          `update accounts set standing = $2, known_at = $3, email = case when $4 then $5 else email end
           where account = $1`,
          [account, standing, now, standing === 'member' && !row.by_hand, row.roster],
        );
        await tellStanding(db, account, row.person_id, { was: row.standing, is: standing }, now);
        return standing === 'member'
          ? { status: 'known', person: row.person_id }
          : { status: 'refused', why: standing };
      }
      const by = await itself(db, row.person_id, account);
      entries.push(...(await part(db, [{ account, personId: row.person_id, parting: 'address' }], by, now)));
    }
    // Of a link that the history does not have, the same person's address alone makes one.
    const emails = row && !row.recorded ? seen.emails.filter((email) => email === row.roster) : seen.emails;
    return seen.standing === 'member'
      ? join(db, account, { ...seen, emails }, now, entries)
      : { status: 'refused', why: seen.standing };
  });
}

/**
 * Whose account is none of a member any more is told so, with what waits, and so is the coordinator; what was held back
 * meanwhile goes once it is a member's again.
 */
async function tellStanding(
  db: Db,
  account: string,
  of: string,
  { was, is }: { readonly was: Standing | null; readonly is: Standing },
  now: Date,
): Promise<void> {
  const wasMember = was === null || was === 'member';
  if (is === 'member' && !wasMember) await wake(db, 'person', [of]);
  if (is !== 'member' && wasMember)
    await tell(db, [{ kind: 'turned_away', account, of, standing: is }], now, 'both');
}

/** Links an account nobody has by its confirmed addresses. */
async function join(
  db: Db,
  account: string,
  { emails, unconfirmed }: Seen,
  now: Date,
  entries: HistoryEntry[],
): Promise<Met> {
  for (const email of emails) {
    const { rows } = await db.query<{ id: string; parted: boolean }>(
      `select p.id, exists (select 1 from parted_accounts x where x.account = $2 and x.person_id = p.id) as parted
       from people p where lower(p.email) = $1`,
      [email, account],
    );
    const [person] = rows;
    if (!person || person.parted) continue;
    await lockPerson(db, person.id);
    await partStale(db, person.id, account, now, entries);
    const others = await accountsOf(db, person.id, doorOf(account));
    if (others.length > 0) {
      await tellOnce(db, account, person.id, now);
      return { status: 'second' };
    }
    const by = await itself(db, person.id, account);
    entries.push(...(await enterLinks(db, [{ account, personId: person.id, email }], by, now)));
    await tell(db, [{ kind: 'account', event: 'linked', account, of: person.id }], now, 'person');
    return { status: 'known', person: person.id };
  }
  return unconfirmed && emails.length === 0
    ? { status: 'refused', why: 'unconfirmed' }
    : { status: 'unknown' };
}

/** Links an account by the coordinator's hand: the person's only one of its platform from now on, whoever's it was. */
export function linkByHand(pool: Pool, account: string, personId: string, by: By, now: Date): Promise<void> {
  return changing(pool, account, async (db, entries) => {
    entries.push(...(await linkByHandIn(db, account, personId, by, now)));
  });
}

/** The same in a transaction that is there and keeps the roster; gives what is to be entered into the history. */
export async function linkByHandIn(
  db: Db,
  account: string,
  personId: string,
  by: By,
  now: Date,
): Promise<HistoryEntry[]> {
  await lockPerson(db, personId);
  const entries = await linkTogether(db, [{ account, personId }], by, now);
  await tell(db, [{ kind: 'account', event: 'linked', account, of: personId }], now, 'person');
  return entries;
}

type Unlinked = { readonly of: string; readonly entries: readonly HistoryEntry[] };

/** Ends a link; null when the account is nobody's, else whose it was. */
export function unlink(pool: Pool, account: string, by: By, now: Date): Promise<string | null> {
  return changing(pool, account, async (db, entries) => {
    const unlinked = await unlinkIn(db, account, 'by_hand', by, now);
    entries.push(...(unlinked?.entries ?? []));
    return unlinked?.of ?? null;
  });
}

/** The same in a transaction that is there; with `whose` only of that person. */
export async function unlinkIn(
  db: Db,
  account: string,
  parting: Extract<Parting, 'not_me' | 'by_hand'>,
  by: By,
  now: Date,
  whose?: string,
): Promise<Unlinked | null> {
  const { rows } = await db.query<{ person_id: string }>(
    'select person_id from accounts where account = $1 and ($2::text is null or person_id = $2)',
    [account, whose ?? null],
  );
  const of = rows[0]?.person_id;
  return of === undefined
    ? null
    : { of, entries: await part(db, [{ account, personId: of, parting }], by, now) };
}

/** One change of an account, with its history at the end. */
function changing<T>(
  pool: Pool,
  account: string,
  change: (db: Db, entries: HistoryEntry[]) => Promise<T>,
): Promise<T> {
  return inTransaction(pool, async (db) => {
    await db.query('select pg_advisory_xact_lock(hashtextextended($1, 2))', [account]);
    await keepRoster(db);
    const entries: HistoryEntry[] = [];
    const made = await change(db, entries);
    await appendHistory(db, entries);
    return made;
  });
}

/** Of two accounts that come at once for one person, one is first. */
async function lockPerson(db: Db, personId: string): Promise<void> {
  await db.query('select pg_advisory_xact_lock(hashtextextended($1, 3))', [personId]);
}

/** A link whose address the roster does not have any more makes room for the one that has it. */
async function partStale(
  db: Db,
  personId: string,
  account: string,
  now: Date,
  entries: HistoryEntry[],
): Promise<void> {
  const { rows } = await db.query<{ account: string }>(
    `select a.account from accounts a join people p on p.id = a.person_id
     where p.id = $1 and starts_with(a.account, $2) and ${RECORDED} and not (${ADDRESSED})`,
    [personId, `${doorOf(account)}:`],
  );
  for (const stale of rows) {
    const by = await itself(db, personId, stale.account);
    entries.push(...(await part(db, [{ account: stale.account, personId, parting: 'address' }], by, now)));
  }
}
