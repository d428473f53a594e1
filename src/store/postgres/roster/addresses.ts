/** Where people and sections are written to. */
import type { Pool } from 'pg';
import { doorOf } from '../../../core/account/account.js';
import { cityDate } from '../../../core/calendar/working-days.js';
import type { Place } from '../../../core/conversation/input.js';
import { LINKED } from '../accounts/accounts.js';
import { type Db, inTransaction } from '../connection/pool.js';
import { appendHistory } from '../ledger/history.js';
import { wake } from '../ledger/owed-notices.js';
import { type By, entryBy } from '../ledger/recorded-by.js';
import { keepRoster } from '../ledger/roster-lock.js';

/** Of `direct_places d`: an account of the person is linked on that platform. Else it is somebody's who is not the person. */
export const REACHED = `exists (select 1 from accounts a join people p on p.id = a.person_id
  where a.person_id = d.person_id and starts_with(a.account, split_part(d.place, ':', 1) || ':') and ${LINKED})`;

/**
 * Where the person last wrote directly: there notices go, and what waited for an address goes now. `account`: which was
 * written with (null: any of that platform). Of one that is not linked to the person any more nothing is remembered; one
 * that is being unlinked is waited for.
 */
export async function rememberDirectPlace(
  db: Db,
  personId: string,
  place: Place,
  now: Date,
  account: string | null = null,
): Promise<void> {
  const { rowCount } = await db.query(
    `insert into direct_places (person_id, place, used_at)
     select a.person_id, $2, $3::timestamptz from accounts a join people p on p.id = a.person_id
     where a.person_id = $1 and starts_with(a.account, $5) and ($4::text is null or a.account = $4) and ${LINKED}
     order by a.account limit 1 for key share of a
     on conflict (person_id) do update set place = $2, used_at = $3 where direct_places.place <> $2`,
    [personId, place, now, account, `${doorOf(place)}:`],
  );
  if (!rowCount) return;
  await db.query('delete from unreachable where person_id = $1', [personId]);
  await wake(db, 'person', [personId]);
}

/** Where a person is written to; null when not known. */
export async function directPlaceOf(db: Db, personId: string): Promise<Place | null> {
  const { rows } = await db.query<{ place: Place }>(
    `select place from direct_places d where person_id = $1 and ${REACHED}`,
    [personId],
  );
  return rows[0]?.place ?? null;
}

/**
 * The bot was removed or blocked in this place: it is forgotten when it is still the person's, who then counts as
 * unreachable until a message of theirs comes.
 */
export async function markUnreachable(
  db: Db,
  personId: string,
  place: Place,
  reason: 'blocked' | 'removed',
  now: Date,
): Promise<void> {
  await db.query(
    `with gone as (delete from direct_places where person_id = $1 and place = $2 returning person_id)
     insert into unreachable (person_id, reason, since) select person_id, $3, $4 from gone
     on conflict (person_id) do update set reason = $3, since = $4`,
    [personId, place, reason, now],
  );
}

/**
 * Makes a place the section's channel, from within it: somebody is at work there, so the root cards of the rounds that
 * have begun come at once and not on the first working morning.
 */
export function linkChannel(pool: Pool, sectionId: string, place: Place, by: By, now: Date): Promise<void> {
  return inTransaction(pool, async (db) => {
    await keepRoster(db);
    const { rows } = await db.query('select 1 from people where id = $1 and name = $2', [
      by.personId,
      by.name,
    ]);
    // Its platform sends the message again, and who sent it is then somebody else, or nobody.
    if (by.personId !== null && rows.length === 0)
      throw new Error('who links the channel was renamed or erased');
    await linkChannelIn(db, sectionId, place, by, now);
    await db.query(
      `update notices n set due_at = $2 from rounds r
       where n.kind = 'summary' and n.to_kind = 'channel' and n.to_id = $1 and n.due_at > $2
         and r.id = n.round_id and r.state = 'open' and r.opens_on <= $3`,
      [sectionId, now, cityDate(now)],
    );
  });
}

/**
 * Makes a place the section's channel, in a transaction that is already there; appends to the history. Cards of open
 * rounds that stand in another channel are posted anew in this one; what waited for a channel goes now. Linking the
 * same channel again posts what was given up there.
 */
export async function linkChannelIn(
  db: Db,
  sectionId: string,
  place: Place,
  by: By,
  now: Date,
): Promise<void> {
  const { rows } = await db.query<{ place: Place }>(
    'select place from channels where section_id = $1 for update',
    [sectionId],
  );
  const before = rows[0]?.place ?? null;
  if (before === place) return postAgain(db, sectionId);
  await db.query(
    `insert into channels (section_id, place, linked_by, linked_at) values ($1, $2, $3, $4)
     on conflict (section_id) do update set place = $2, linked_by = $3, linked_at = $4`,
    [sectionId, place, by.name, now],
  );
  await db.query(
    `update notices n set ref_place = null, ref_id = null, doubtful = false, wanted = n.wanted + 1
     from rounds r
     where n.to_kind = 'channel' and n.to_id = $1 and (n.ref_id is not null or n.doubtful)
       and r.id = n.round_id and r.state = 'open'`,
    [sectionId],
  );
  await wake(db, 'channel', [sectionId]);
  await appendHistory(db, [
    entryBy(by, now, {
      action: 'channel_linked',
      sectionId,
      subject: sectionId,
      before,
      after: place,
    }),
  ]);
}

/** The same channel linked once more: somebody has looked, and what was given up there is posted again, doubt or not. */
async function postAgain(db: Db, sectionId: string): Promise<void> {
  await db.query(
    `update notices set given_up = false, doubtful = false, attempts = 0, next_try = null
     where to_kind = 'channel' and to_id = $1 and settled < wanted and given_up`,
    [sectionId],
  );
}

/** The section whose channel a place is; null when it is nobody's or several sections share it. */
export async function sectionOfPlace(db: Db, place: Place): Promise<string | null> {
  const { rows } = await db.query<{ section_id: string }>(
    'select section_id from channels where place = $1 limit 2',
    [place],
  );
  return rows.length === 1 ? rows[0]!.section_id : null;
}
