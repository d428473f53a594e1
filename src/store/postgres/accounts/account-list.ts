/** The links as they stand: listed, and those that a version made which entered none, found at the upgrade. */
import type { Pool } from 'pg';
import { type AccountLine, doorOf } from '../../../core/account/account.js';
import type { Place } from '../../../core/conversation/input.js';
import { nfkc } from '../../../core/text/normal-form.js';
import { iso } from '../connection/iso.js';
import { type Db, inTransaction } from '../connection/pool.js';
import { appendHistory } from '../ledger/history.js';
import type { By } from '../ledger/recorded-by.js';
import { hasBaseline } from '../ledger/replay.js';
import { linkedEntry, tell } from './account-links.js';
import { LINKED } from './accounts.js';

/**
 * Links of a version that entered none, found at the upgrade, are entered into the history; of several of one person the
 * coordinator is told to choose. To be called before the first baseline: with that the record is what the history says, and
 * whoever adds a link by hand afterwards is not to find it entered. Gives how many.
 */
export function recordLinks(pool: Pool, now: Date): Promise<number> {
  return inTransaction(pool, async (db) => {
    if (await hasBaseline(db)) return 0;
    const { rows } = await db.query<{ account: string; person_id: string; name: string; linked_at: Date }>(
      `select a.account, a.person_id, p.name, a.linked_at from accounts a join people p on p.id = a.person_id
       where a.recorded_for is distinct from a.person_id order by a.linked_at, a.account
       for update of a skip locked`,
    );
    if (rows.length === 0) return 0;
    await db.query('update accounts set recorded_for = person_id where account = any($1)', [
      rows.map(({ account }) => account),
    ]);
    const { rows: several } = await db.query<{ person_id: string; door: string }>(
      `select a.person_id, split_part(a.account, ':', 1) as door from accounts a join people p on p.id = a.person_id
       where a.person_id = any($1) and ${LINKED} group by 1, 2 having count(*) > 1`,
      [rows.map(({ person_id }) => person_id)],
    );
    const untold = new Set(several.map(({ person_id, door }) => `${person_id} ${door}`));
    const first = rows.filter(({ account, person_id }) => untold.delete(`${person_id} ${doorOf(account)}`));
    await tell(
      db,
      first.map(({ account, person_id: of }) => ({ kind: 'account', event: 'several', account, of })),
      now,
      'coordinator',
    );
    const by: By = { personId: null, name: 'Maru', post: '', source: 'found' };
    await appendHistory(
      db,
      rows.map(({ account, person_id: person, linked_at: since }) =>
        linkedEntry({ account, personId: person }, by, now, {
          how: 'found',
          since: since.toISOString(),
        }),
      ),
    );
    return rows.length;
  });
}

/**
 * Links that the history does not have, the newest first: an older version made them beside this one, or somebody did by
 * hand. `place`: where their person is written to on that platform; the account itself where that is not known.
 */
export async function unrecordedLinks(
  db: Db,
  limit: number,
): Promise<{ readonly account: string; readonly place: Place }[]> {
  const { rows } = await db.query<{ account: string; place: Place }>(
    `select a.account, coalesce(d.place, a.account) as place from accounts a
     left join direct_places d on d.person_id = a.person_id
       and split_part(d.place, ':', 1) = split_part(a.account, ':', 1)
     where a.recorded_for is distinct from a.person_id order by a.linked_at desc, a.account limit $1`,
    [limit],
  );
  return rows;
}

/** The links, of all or of those whose name or number holds `name`; those that need a choice first. */
export async function readAccounts(
  db: Db,
  name: string,
  limit: number | null,
): Promise<{ lines: AccountLine[]; count: number }> {
  const { rows } = await db.query<AccountLine & { count: number }>(
    `select a.account, a.person_id as "personId", p.name, a.by_hand as "byHand", a.standing, ${iso('a.linked_at')} as "linkedAt",
       ${iso('a.known_at')} as "knownAt", count(*) over ()::int as count,
       count(*) over (partition by a.person_id, split_part(a.account, ':', 1)) > 1 as several
     from accounts a join people p on p.id = a.person_id
     where ${LINKED} and ($1 = '' or p.id = $1 or a.account = $1
       or strpos(regexp_replace(p.name, '[[:space:]]', '', 'g'), $1) > 0)
     order by several desc, p.id, a.account limit $2`,
    [nfkc(name).replace(/\s/gu, ''), limit],
  );
  return { lines: rows.map(({ count: _, ...line }) => line), count: rows[0]?.count ?? 0 };
}
