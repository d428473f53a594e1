/** A link made or ended: the row, what then stands where, who is told, and what the history says of it. */
import { doorOf, type Parting } from '../../../core/account/account.js';
import { addDays, cityDate } from '../../../core/calendar/working-days.js';
import type { HistoryEntry } from '../../../core/decision/history.js';
import { type AboutOf, owed } from '../../../core/notice/notice.js';
import { CHANGES } from '../connection/change-feed.js';
import type { Db } from '../connection/pool.js';
import { owe, wake } from '../ledger/owed-notices.js';
import { type By, entryBy } from '../ledger/recorded-by.js';
import { loadCoordinators } from '../rounds/section-rounds.js';

/** A notice about an account that has reached nobody for so many days is not sent any more. */
const TOLD_WITHIN_DAYS = 14;

/** `email` null: by hand. */
type Link = { readonly account: string; readonly personId: string; readonly email: string | null };
type Parted = { readonly account: string; readonly personId: string; readonly parting: Parting };

/** Makes links of different accounts; gives what the history says of each. */
export async function enterLinks(db: Db, links: readonly Link[], by: By, now: Date): Promise<HistoryEntry[]> {
  await db.query(
    `insert into accounts (account, person_id, linked_at, email, by_hand, recorded_for, standing, known_at)
     select account, person_id, $4, email, email is null, person_id, case when email is not null then 'member' end,
       case when email is not null then $4::timestamptz end
     from unnest($1::text[], $2::text[], $3::text[]) as x(account, person_id, email)
     on conflict (account) do update set person_id = excluded.person_id, linked_at = excluded.linked_at,
       email = excluded.email, by_hand = excluded.by_hand, recorded_for = excluded.recorded_for,
       standing = excluded.standing, known_at = excluded.known_at`,
    [
      links.map(({ account }) => account),
      links.map(({ personId }) => personId),
      links.map(({ email }) => email),
      now,
    ],
  );
  await wake(
    db,
    'person',
    links.map(({ personId }) => personId),
  );
  return links.map((link) =>
    linkedEntry(link, by, now, { how: link.email === null ? 'by_hand' : 'address' }),
  );
}

/** What the history says of it; `after` beside whose it is. */
export function linkedEntry(
  { account, personId }: Omit<Link, 'email'>,
  by: By,
  now: Date,
  after: object,
): HistoryEntry {
  return entryBy({ account, ...by }, now, {
    action: 'account_linked',
    subject: account,
    after: { person: personId, ...after },
  });
}

/**
 * Ends links: nothing of their people's stands any more where those accounts read, and what waits for them is told to
 * them and to the coordinator. What a person or the coordinator says is kept: the address links the two no more. Gives
 * what the history says of each.
 */
export async function part(db: Db, parted: readonly Parted[], by: By, now: Date): Promise<HistoryEntry[]> {
  if (parted.length === 0) return [];
  await db.query('delete from accounts where account = any($1)', [parted.map(({ account }) => account)]);
  const forGood = parted.filter(({ parting }) => parting === 'not_me' || parting === 'by_hand');
  if (forGood.length > 0)
    await db.query(
      `insert into parted_accounts (account, person_id, parted_at)
       select account, person_id, $3 from unnest($1::text[], $2::text[]) as x(account, person_id)
       on conflict (account, person_id) do update set parted_at = $3`,
      [forGood.map(({ account }) => account), forGood.map(({ personId }) => personId), now],
    );
  const people = parted.map(({ personId }) => personId);
  const there = [people, parted.map(({ account }) => `${doorOf(account)}:`)];
  await db.query(
    `delete from direct_places d using unnest($1::text[], $2::text[]) as x(person_id, there)
     where d.person_id = x.person_id and starts_with(d.place, x.there)`,
    there,
  );
  // A card that asks for a decision is asked anew where the person is; the others are not brought up to date there.
  await db.query(
    `update notices n set ref_place = null, ref_id = null, doubtful = false,
       wanted = n.wanted + case when n.kind = 'decide' and exists (
         select 1 from reports r where r.id = n.about->>'reportId' and r.state = 'submitted'
           and r.version = (n.about->>'version')::int) then 1 else 0 end
     from unnest($1::text[], $2::text[]) as x(person_id, there)
     where n.to_kind = 'person' and n.to_id = x.person_id and starts_with(n.ref_place, x.there)`,
    there,
  );
  await wake(db, 'person', people);
  // What is remembered of their people anywhere says with which accounts they speak.
  await db.query(`select pg_notify('${CHANGES}', 'person ' || id) from unnest($1::text[]) as x(id)`, [
    people,
  ]);
  await tell(
    db,
    parted.map(({ account, personId: of, parting }) => ({
      kind: 'account',
      event: 'unlinked',
      account,
      of,
      parting,
    })),
    now,
    'both',
  );
  return parted.map(({ account, personId, parting }) =>
    entryBy({ account, ...by }, now, {
      action: 'account_unlinked',
      subject: account,
      before: { person: personId },
      after: { parting },
    }),
  );
}

/**
 * Links many accounts as by hand; their people are not told. For a transaction that changes the roster: whoever else
 * links keeps it meanwhile and waits, so that no lock a person is needed, of which PostgreSQL has some thousands. None of the
 * accounts twice, and none of the people twice on a platform. Gives what is to be entered into the history, link by link.
 */
export async function linkTogether(
  db: Db,
  links: readonly Omit<Link, 'email'>[],
  by: By,
  now: Date,
): Promise<HistoryEntry[]> {
  const named = [links.map(({ account }) => account), links.map(({ personId }) => personId)];
  const { rows } = await db.query<{ account: string; person_id: string; place: number }>(
    `select a.account, a.person_id, min(x.place)::int as place
     from unnest($1::text[], $2::text[], $3::text[]) with ordinality as x(account, person_id, there, place)
     join accounts a on a.account = x.account or (a.person_id = x.person_id and starts_with(a.account, x.there))
     group by a.account, a.person_id
     having not bool_or(a.account = x.account and a.person_id = x.person_id) order by a.account`,
    [...named, links.map(({ account }) => `${doorOf(account)}:`)],
  );
  const parted = rows.map(
    ({ account, person_id }): Parted => ({ account, personId: person_id, parting: 'replaced' }),
  );
  const ended = await part(db, parted, by, now);
  await db.query(
    `delete from parted_accounts p using unnest($1::text[], $2::text[]) as x(account, person_id)
     where p.account = x.account and p.person_id = x.person_id`,
    named,
  );
  const made = await enterLinks(
    db,
    links.map((link) => ({ ...link, email: null })),
    by,
    now,
  );
  const said = made.map((entry) => [entry]);
  for (const [i, { place }] of rows.entries()) said[place - 1]!.splice(-1, 0, ended[i]!);
  return said.flat();
}

/** Addresses of people in the roster were changed or removed: what was linked by another ends. Gives the history's entries and whose each was. */
export async function partByAddress(
  db: Db,
  people: readonly string[],
  by: By,
  now: Date,
): Promise<{ readonly entry: HistoryEntry; readonly personId: string }[]> {
  const { rows } = await db.query<{ account: string; person_id: string }>(
    `select a.account, a.person_id from unnest($1::text[]) with ordinality as x(id, place)
     join people p on p.id = x.id join accounts a on a.person_id = p.id
     where not a.by_hand and a.email is distinct from lower(p.email) order by x.place, a.account`,
    [people],
  );
  const parted = rows.map(
    ({ account, person_id }): Parted => ({ account, personId: person_id, parting: 'address' }),
  );
  const entries = await part(db, parted, by, now);
  return entries.map((entry, i) => ({ entry, personId: rows[i]!.person_id }));
}

/** What follows from an account without anybody's command is entered in the name of its person. */
export async function itself(db: Db, personId: string, account: string): Promise<By> {
  const { rows } = await db.query<{ name: string }>('select name from people where id = $1', [personId]);
  return { personId, name: rows[0]?.name ?? personId, post: '', source: doorOf(account), account };
}

type News = Omit<AboutOf<'account'>, 'personId' | 'at'> | Omit<AboutOf<'turned_away'>, 'personId' | 'at'>;

/** Enters the notices about accounts, each to its person, to the coordinators, or to both. */
export async function tell(
  db: Db,
  news: readonly News[],
  now: Date,
  whom: 'person' | 'coordinator' | 'both',
): Promise<void> {
  const today = cityDate(now);
  const coordinators = (whom === 'person' ? [] : await loadCoordinators(db, today)).flatMap(({ holders }) =>
    holders.filter(({ from, until }) => from <= today && (until === null || until >= today)),
  );
  const desks = coordinators.map(({ personId }) => personId);
  const at = now.toISOString();
  const staleAt = new Date(`${addDays(today, TOLD_WITHIN_DAYS)}T00:00:00Z`).toISOString();
  await owe(
    db,
    news.flatMap((one) =>
      [...new Set([...(whom === 'coordinator' ? [] : [one.of]), ...desks])].map((personId) =>
        owed({ ...one, personId, at }, personId, at, { staleAt }),
      ),
    ),
  );
}

/** A second account is told of once, however often it writes. */
export async function tellOnce(db: Db, account: string, of: string, now: Date): Promise<void> {
  const { rows } = await db.query(
    `select 1 from notices where kind = 'account' and starts_with(key, $1) limit 1`,
    [`account/second/${account}/${of}/`],
  );
  if (rows.length === 0)
    await tell(db, [{ kind: 'account', event: 'second', account, of }], now, 'coordinator');
}
