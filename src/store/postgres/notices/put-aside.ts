/** Work that was put aside, as the record tells of it to the coordinator and the operator. */
import type { Pool } from 'pg';
import type { PutAside } from '../../../flow/put-aside.js';
import type { Db } from '../connection/pool.js';
import { goesOn } from '../rounds/goes-on.js';
import type { RoundSection } from '../rounds/section-rounds.js';

/** Times a look at a section fails before it is put aside, and how long it waits after the first and at most. */
const MOST_LOOKS = 12;
const FIRST_LOOK_AGAIN_MS = 60_000;
const LONGEST_LOOK_AGAIN_MS = 3_600_000;
/** Characters of a reason that are kept. */
const REASON_LENGTH = 300;

/** A section in a round as the id of a look at it; the city as a whole has no section. */
export const lookId = ({ roundId, sectionId }: RoundSection): string => `${roundId}/${sectionId}`;

const sectionOf = (id: string): string => id.slice(id.indexOf('/') + 1);

/** Tells of what was put aside elsewhere. */
export async function keepAside(db: Db, some: readonly PutAside[]): Promise<void> {
  for (const { kind, id, personId, reason, tries, at } of some)
    await db.query(
      `insert into put_aside (kind, id, person_id, section_id, reason, tries, is_aside, at)
       values ($1, $2, $3, $4, $5, $6, true, $7)
       on conflict (kind, id) do update set reason = excluded.reason, tries = excluded.tries, is_aside = true,
         at = excluded.at`,
      [kind, id, personId, kind === 'look' ? sectionOf(id) : null, reason, tries, at],
    );
}

/** A section's look failed: it is looked at again later, and after some times only when something changes or somebody asks. */
export async function lookFailed(db: Db, look: RoundSection, reason: string, now: Date): Promise<void> {
  const { rows } = await db.query<{ tries: number }>(
    `insert into put_aside (kind, id, section_id, reason, tries, is_aside, at) values ('look', $1, $2, $3, 1, false, $4)
     on conflict (kind, id) do update set reason = excluded.reason, tries = put_aside.tries + 1,
       is_aside = put_aside.is_aside or put_aside.tries + 1 >= ${MOST_LOOKS}, at = excluded.at
     returning tries`,
    [lookId(look), look.sectionId, reason.slice(0, REASON_LENGTH), now],
  );
  const tries = rows[0]?.tries ?? 1;
  const wait = Math.min(FIRST_LOOK_AGAIN_MS * 2 ** (tries - 1), LONGEST_LOOK_AGAIN_MS);
  await lookNext(db, look, tries >= MOST_LOOKS ? null : new Date(now.getTime() + wait));
}

/** A section is looked at again a little later, by whoever can. */
export async function lookLater(db: Db, look: RoundSection, now: Date): Promise<void> {
  await lookNext(db, look, new Date(now.getTime() + FIRST_LOOK_AGAIN_MS));
}

/** A section is not looked at any more: the process was ended by its watchdog each time it did. */
export async function putLookAside(db: Db, look: RoundSection): Promise<void> {
  await lookNext(db, look, null);
}

const lookNext = (db: Db, { roundId, sectionId }: RoundSection, at: Date | null) =>
  db.query('update agenda set look_at = $3 where round_id = $1 and section_id = $2', [
    roundId,
    sectionId,
    at,
  ]);

/** These looks went well. */
export async function lookedWell(db: Db, looks: readonly RoundSection[]): Promise<void> {
  await db.query(`delete from put_aside where kind = 'look' and id = any($1)`, [looks.map(lookId)]);
}

/** What was put aside, for the operator; of a notice also whether it may stand there all the same. */
export type ListedAside = PutAside & { readonly name: string | null; readonly doubtful: boolean };

/** All that is put aside, notices that were given up too; the oldest first. */
export async function listAside(db: Db): Promise<ListedAside[]> {
  const { rows } = await db.query<Omit<ListedAside, 'at'> & { at: Date }>(
    `select x.kind, x.id, x.person_id as "personId", coalesce(p.name, s.name) as name, x.reason, x.tries, x.at, x.doubtful
     from (
       select kind, id, person_id, section_id, reason, tries, at, false as doubtful from put_aside where is_aside
       union all
       select 'notice', key, case when to_kind = 'person' then to_id end, case when to_kind = 'channel' then to_id end,
         coalesce(reason, ''), attempts, due_at, doubtful
       from notices where given_up and settled < wanted) x
     left join people p on p.id = x.person_id
     left join sections s on s.id = x.section_id
     order by x.at, x.kind, x.id`,
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** How much of each kind is put aside. */
export async function asideCounts(pool: Pool): Promise<Readonly<Record<PutAside['kind'], number>>> {
  const { rows } = await pool.query<{ kind: PutAside['kind']; many: number }>(
    `select kind, count(*)::int as many from put_aside where is_aside group by kind
     union all select 'notice', count(*)::int from notices where given_up and settled < wanted`,
  );
  const many = (kind: PutAside['kind']) => rows.find((row) => row.kind === kind)?.many ?? 0;
  return { notice: many('notice'), effect: many('effect'), input: many('input'), look: many('look') };
}

/** Has notices tried again. Somebody has looked: what is in doubt is posted again, too. */
export async function retryNotices(db: Db, keys: readonly string[]): Promise<void> {
  await db.query(
    `update notices set given_up = false, doubtful = false, attempts = 0, unended = 0, next_try = null
     where key = any($1) and given_up`,
    [keys],
  );
}

/** Has sections looked at again by the next tick, in rounds in which anything goes on. */
export async function retryLooks(db: Db, ids: readonly string[], now: Date): Promise<void> {
  await db.query(
    `update agenda a set look_at = $2 from rounds r
     where r.id = a.round_id and ${goesOn('a.section_id')} and a.round_id || '/' || a.section_id = any($1)`,
    [ids, now],
  );
}

/** Tells of these no more: they are tried again. */
export async function forgetAside(db: Db, some: readonly Pick<PutAside, 'kind' | 'id'>[]): Promise<void> {
  for (const { kind, id } of some)
    await db.query('delete from put_aside where kind = $1 and id = $2', [kind, id]);
}
