/** Places that something should have reached and has not, as the coordinator is told of them. */
import { addDays, cityDate, cityInstant } from '../../../core/calendar/working-days.js';
import type { NoticeMaterial } from '../../../core/cards/notices/notice-material.js';
import type { Db } from '../connection/pool.js';

/** A notice that is due for longer than this has a difficulty; and how many days back they are looked for. */
const LATE_MS = 3_600_000;
const LOOKS_BACK_DAYS = 7;

/**
 * SQL for notices (`n`) of the last seven days, and for cards of open rounds, that have not arrived; with the values of
 * $1 and $2.
 */
export function undeliveredSince(now: Date): {
  readonly sql: string;
  readonly values: readonly [string, Date];
} {
  return {
    sql: `n.settled < n.wanted
       and (n.due_at >= $1 or n.stale_at is null and exists
         (select 1 from rounds r where r.id = n.round_id and r.state = 'open'))
       and (n.given_up or (n.due_at < $2 and (n.next_try is not null or n.reason is not null)))`,
    values: [
      cityInstant(addDays(cityDate(now), -LOOKS_BACK_DAYS), '00:00'),
      new Date(now.getTime() - LATE_MS),
    ],
  };
}

/** Each place once, with the latest reason. */
export async function undeliveredPlaces(
  db: Db,
  now: Date,
): Promise<Extract<NoticeMaterial, { kind: 'city' }>['undelivered'][number][]> {
  const { sql, values } = undeliveredSince(now);
  const { rows } = await db.query<{ name: string; channel: boolean; reason: string | null }>(
    `select distinct on (n.to_kind, n.to_id) coalesce(s.name, p.name, n.to_id) as name,
       n.to_kind = 'channel' as channel,
       case when n.reason = 'no_place' and n.to_kind = 'person'
         then coalesce((select u.reason from unreachable u where u.person_id = n.to_id), n.reason) else n.reason end as reason
     from notices n
     left join sections s on n.to_kind = 'channel' and s.id = n.to_id
     left join people p on n.to_kind = 'person' and p.id = n.to_id
     where ${sql}
     order by n.to_kind, n.to_id, n.due_at desc`,
    [...values],
  );
  return rows;
}
