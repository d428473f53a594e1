/** How many notices are in which state, for whoever watches the service. */
import type { Pool } from 'pg';
import { isOfficeOpen } from '../../../core/calendar/office-hours.js';
import { loadClosures } from '../rounds/calendar.js';

type NoticeStates = {
  readonly states: {
    /** due and not sent yet */
    readonly owed: number;
    /** taken for delivery */
    readonly sending: number;
    /** an earlier try went out and its answer never came */
    readonly doubtful: number;
    /** the section has no channel, or the person no address, or no account of a member any more */
    readonly no_place: number;
    /** not tried any more */
    readonly given_up: number;
  };
  /** how long the oldest `owed` one could have gone out, in milliseconds; 0 when none is owed */
  readonly oldestMs: number;
};

/**
 * Each notice that is due and not settled, in one state. What waits for the office to open is owed but late for nobody,
 * so its age counts only while it is open.
 */
export async function noticeStates(pool: Pool, now: Date): Promise<NoticeStates> {
  const open = isOfficeOpen(now, (await loadClosures(pool, []))(null));
  const { rows } = await pool.query<{
    state: keyof NoticeStates['states'];
    many: number;
    oldest: Date | null;
  }>(
    // In two parts, so that each is read from its own index however many notices were ever sent.
    `select state, count(*)::int as many, min(due_at) filter (where not in_hours or $2) as oldest from (
       select due_at, in_hours, case when sending_until > $1 then 'sending'
         when doubtful then 'doubtful' when reason in ('no_place', 'no_member') then 'no_place' else 'owed' end as state
       from notices where settled < wanted and not given_up
         and due_at <= $1 and (stale_at is null or stale_at > $1)
       union all
       select due_at, in_hours, 'given_up' from notices where given_up and settled < wanted
     ) unsettled group by state`,
    [now, open],
  );
  const many = (state: keyof NoticeStates['states']) => rows.find((row) => row.state === state)?.many ?? 0;
  const oldest = rows.find((row) => row.state === 'owed')?.oldest ?? null;
  return {
    states: {
      owed: many('owed'),
      sending: many('sending'),
      doubtful: many('doubtful'),
      no_place: many('no_place'),
      given_up: many('given_up'),
    },
    oldestMs: oldest === null ? 0 : Math.max(0, now.getTime() - oldest.getTime()),
  };
}
