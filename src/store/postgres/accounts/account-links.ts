/** A link made or ended: the row, what then stands where, who is told, and what the history says of it. */
import { doorOf, type Parting } from '../../../core/account/account.js';
import { addDays, cityDate } from '../../../core/calendar/working-days.js';
import type { HistoryEntry } from '../../../core/decision/history.js';
import { type AboutOf, owed } from '../../../core/notice/notice.js';
import type { Db } from '../connection/pool.js';
import { owe, wake } from '../ledger/owed-notices.js';
import { type By, entryBy } from '../ledger/recorded-by.js';
import { loadCoordinators } from '../rounds/section-rounds.js';

/** A notice about an account that has reached nobody for so many days is not sent any more. */
const TOLD_WITHIN_DAYS = 14;

type Link = { readonly account: string; readonly personId: string; readonly email: string | null };

/** Makes a link; `email` null: by hand. */
export async function enterLink(db: Db, link: Link, by: By, now: Date): Promise<HistoryEntry> {
  const { account, personId, email } = link;
  await db.query(
    `insert into accounts (account, person_id, linked_at, email, by_hand, recorded_for) values ($1, $2, $3, $4, $5, $2)
     on conflict (account) do update set person_id = $2, linked_at = $3, email = $4, by_hand = $5, recorded_for = $2,
       standing = null, known_at = null`,
    [account, personId, now, email, email === null],
  );
  if (email !== null)
    await db.query(`update accounts set standing = 'member', known_at = $2 where account = $1`, [
      account,
      now,
    ]);
  await wake(db, 'person', personId);
  return linkedEntry(link, by, now, { how: email === null ? 'by_hand' : 'address' });
}

/** What the history says of it; `after` beside whose it is. */
export function linkedEntry({ account, personId }: Link, by: By, now: Date, after: object): HistoryEntry {
  return entryBy({ account, ...by }, now, {
    action: 'account_linked',
    subject: account,
    after: { person: personId, ...after },
  });
}

/**
 * Ends a link: nothing of the person's stands any more where that account reads, and what waits for them is told to
 * them and to the coordinator. What a person or the coordinator says is kept: the address links the two no more.
 */
export async function part(
  db: Db,
  { account, personId, parting }: { account: string; personId: string; parting: Parting },
  by: By,
  now: Date,
): Promise<HistoryEntry[]> {
  await db.query('delete from accounts where account = $1', [account]);
  if (parting === 'not_me' || parting === 'by_hand')
    await db.query(
      `insert into parted_accounts (account, person_id, parted_at) values ($1, $2, $3)
       on conflict (account, person_id) do update set parted_at = $3`,
      [account, personId, now],
    );
  const there = `${doorOf(account)}:`;
  await db.query('delete from direct_places where person_id = $1 and starts_with(place, $2)', [
    personId,
    there,
  ]);
  // A card that asks for a decision is asked anew where the person is; the others are not brought up to date there.
  await db.query(
    `update notices n set ref_place = null, ref_id = null, doubtful = false,
       wanted = n.wanted + case when n.kind = 'decide' and exists (
         select 1 from reports r where r.id = n.about->>'reportId' and r.state = 'submitted'
           and r.version = (n.about->>'version')::int) then 1 else 0 end
     where n.to_kind = 'person' and n.to_id = $1 and starts_with(n.ref_place, $2)`,
    [personId, there],
  );
  await wake(db, 'person', personId);
  await tell(db, { kind: 'account', event: 'unlinked', account, of: personId, parting }, now, 'both');
  return [
    entryBy({ account, ...by }, now, {
      action: 'account_unlinked',
      subject: account,
      before: { person: personId },
      after: { parting },
    }),
  ];
}

/** What follows from an account without anybody's command is entered in the name of its person. */
export async function itself(db: Db, personId: string, account: string): Promise<By> {
  const { rows } = await db.query<{ name: string }>('select name from people where id = $1', [personId]);
  return { personId, name: rows[0]?.name ?? personId, post: '', source: doorOf(account), account };
}

type News = Omit<AboutOf<'account'>, 'personId' | 'at'> | Omit<AboutOf<'turned_away'>, 'personId' | 'at'>;

/** Enters the notices about an account, to its person, to the coordinators, or to both. */
export async function tell(
  db: Db,
  news: News,
  now: Date,
  whom: 'person' | 'coordinator' | 'both',
): Promise<void> {
  const today = cityDate(now);
  const coordinators = (whom === 'person' ? [] : await loadCoordinators(db, today)).flatMap(({ holders }) =>
    holders.filter(({ from, until }) => from <= today && (until === null || until >= today)),
  );
  const people = new Set([
    ...(whom === 'coordinator' ? [] : [news.of]),
    ...coordinators.map(({ personId }) => personId),
  ]);
  const at = now.toISOString();
  const staleAt = new Date(`${addDays(today, TOLD_WITHIN_DAYS)}T00:00:00Z`).toISOString();
  await owe(
    db,
    [...people].map((personId) => owed({ ...news, personId, at }, personId, at, { staleAt })),
  );
}

/** A second account is told of once, however often it writes. */
export async function tellOnce(db: Db, account: string, of: string, now: Date): Promise<void> {
  const { rows } = await db.query(
    `select 1 from notices where kind = 'account' and starts_with(key, $1) limit 1`,
    [`account/second/${account}/${of}/`],
  );
  if (rows.length === 0)
    await tell(db, { kind: 'account', event: 'second', account, of }, now, 'coordinator');
}
