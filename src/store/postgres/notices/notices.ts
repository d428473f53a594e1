/** The notices in PostgreSQL: which are owed, taken for delivery by one instance at a time, and what came of it. */
import type { Pool } from 'pg';
import { doorOf } from '../../../core/account/account.js';
import {
  isOfficeOpen,
  OFFICE_CLOSES,
  OFFICE_OPENS,
  officeInstant,
} from '../../../core/calendar/office-hours.js';
import { cityDate, cityTime, isWorkingDay } from '../../../core/calendar/working-days.js';
import type { Card } from '../../../core/cards/card.js';
import type { NoticeMaterial } from '../../../core/cards/notices/notice-material.js';
import type { Place } from '../../../core/conversation/input.js';
import { NOTICE_KINDS, type NoticeAbout, type NoticeTo } from '../../../core/notice/notice.js';
import { ABOUT_FORM, storedAbout } from '../../../core/notice/stored-about.js';
import type { Language } from '../../../core/text/language.js';
import { readEach, UnreadableRow } from '../../../core/text/stored-json.js';
import type { Notices } from '../../../flow/notices/notices-port.js';
import type { ClaimedNotice, Mark, ReaderAccount } from '../../../flow/ports.js';
import { prepared } from '../connection/prepared-statements.js';
import { loadClosures } from '../rounds/calendar.js';
import { CLAIM } from './claim-notices.js';
import { loadMaterial } from './notice-material.js';

/** A notice that should have arrived and has not, for the coordinator. */
type Undelivered = {
  readonly key: string;
  readonly about: NoticeAbout;
  readonly to: NoticeTo;
  /** ISO instant */
  readonly dueAt: string;
  /** `no_place`: the section has no channel or the person no address; `no_member`: the person's account is none of a member any more; `blocked`, `removed`: the person did so to the bot; `never_ended`: begun again and again in vain; else what the platform said; null: not tried yet */
  readonly reason: string | null;
  readonly attempts: number;
  /** not tried any more */
  readonly givenUp: boolean;
  /** it may stand there all the same */
  readonly doubtful: boolean;
};

export type PostgresNotices = Notices & {
  /** What is given up, and what has been due for longer than `olderThanMs`, stale or not; longest due first. */
  undelivered(now: Date, olderThanMs: number, limit: number): Promise<Undelivered[]>;
  /** When the next notice that is owed already falls due after `now`; null when none is. */
  nextDue(now: Date): Promise<Date | null>;
  /** How many notices wait, are given up, and how long the oldest has been due, in milliseconds. */
  backlog(now: Date): Promise<{ waiting: number; givenUp: number; oldestMs: number }>;
};

type NoticeViews = (about: NoticeAbout, material: NoticeMaterial, language: Language) => Card | null;

type Options = {
  /** A place to write to somebody who never wrote, made of the account; null when the platform has none. */
  readonly placeOfAccount?: (account: string) => Place | null;
  /** told whose card is made, for the process's watchdog */
  readonly mark?: Mark;
  /** see SectionRound */
  readonly goesUpAfter?: number | undefined;
};

type ClaimedRow = {
  key: string;
  about: unknown;
  to_kind: 'channel' | 'person';
  to_id: string;
  wanted: number;
  ref_place: Place | null;
  ref_id: string | null;
  doubtful: boolean;
  attempts: number;
  sent_content: string | null;
  under_place: Place | null;
  under_id: string | null;
  channel: Place | null;
  direct: Place | null;
  accounts: ReaderAccount[] | null;
  language: Language | null;
  email: string | null;
};

const aboutOf = ({ key, about }: { key: string; about: unknown }): NoticeAbout =>
  storedAbout.read(about, { table: 'notices', id: key });

/** The Notices port. `views` makes the card of a notice from what the record says (core/cards/notices/notice.ts). */
export function openNotices(pool: Pool, views: NoticeViews, options: Options = {}): PostgresNotices {
  const placeOf = (row: ClaimedRow): Pick<ClaimedNotice, 'place' | 'unmet' | 'reader'> => {
    if (row.to_kind === 'channel') return { place: row.channel };
    const accounts = row.accounts ?? [];
    // Where no account of theirs is linked any more, somebody else reads.
    const isTheirs = accounts.some(({ account }) => doorOf(account) === doorOf(row.direct ?? ''));
    const place = (isTheirs ? row.direct : null) ?? fromAccounts(accounts);
    if (place === null) return row.email ? { place, unmet: { id: row.to_id, email: row.email } } : { place };
    const reader = accounts.find(({ account }) => doorOf(account) === doorOf(place));
    return reader ? { place, reader } : { place };
  };
  const toClaimed = (row: ClaimedRow): ClaimedNotice => ({
    key: row.key,
    about: aboutOf(row),
    ...placeOf(row),
    language: row.language ?? 'ja',
    wanted: row.wanted,
    ref: row.ref_place !== null && row.ref_id !== null ? { place: row.ref_place, id: row.ref_id } : null,
    under:
      row.under_place !== null && row.under_id !== null ? { place: row.under_place, id: row.under_id } : null,
    doubtful: row.doubtful,
    doubtAt: row.to_kind === 'person' && row.ref_id === null ? row.ref_place : null,
    attempts: row.attempts,
    content: row.sent_content,
  });
  const fromAccounts = (accounts: readonly ReaderAccount[]): Place | null => {
    for (const { account } of accounts) {
      const place = options.placeOfAccount?.(account) ?? null;
      if (place !== null) return place;
    }
    return null;
  };

  const failed: Notices['failed'] = async (key, reason, retryAt, doubtful, leases) => {
    // Waiting for an address, or for somebody to be a member again, is no failed try: the tries are for the platform.
    await pool.query(
      `update notices set sending_until = null, posting_since = null, reason = $2, next_try = $3, given_up = $3::timestamptz is null,
         doubtful = doubtful or $4, unended = 0, attempts = attempts + case when $2 in ('no_place', 'no_member') then 0 else 1 end
       where key = $1 and ($5::timestamptz[] is null or sending_until = any($5))`,
      [key, reason, retryAt, doubtful, leases ?? null],
    );
  };

  return {
    async claim(now, leaseMs, limit, keys) {
      const { rows } = await pool.query<ClaimedRow>(prepared(CLAIM), [
        now,
        new Date(now.getTime() + leaseMs),
        limit,
        keys ?? null,
        cityTime(now) >= OFFICE_OPENS && cityTime(now) < OFFICE_CLOSES,
        cityDate(now),
        isWorkingDay(cityDate(now)),
        NOTICE_KINDS,
        ABOUT_FORM,
      ]);
      const claimed: ClaimedNotice[] = [];
      for (const row of rows)
        try {
          claimed.push(toClaimed(row));
        } catch (fault) {
          // Nothing will make it readable: it is put aside with its reason, and the others go out.
          if (!(fault instanceof UnreadableRow)) throw fault;
          await failed(row.key, fault.message, null, false);
        }
      return claimed;
    },

    async card(notice, now) {
      const material = await loadMaterial(pool, notice.about, now, options.goesUpAfter);
      options.mark?.(`notice ${notice.key}`);
      return material ? views(notice.about, material, notice.language) : null;
    },

    async posting(key, now, place, content, leases, until) {
      // The place without the id of a message: where one may stand, and what it says then.
      const { rowCount } = await pool.query(
        prepared(`update notices set posting_since = $2, sending_until = $6,
           ref_place = case when ref_id is null then $3 else ref_place end,
           sent_content = case when ref_id is null then $4 else sent_content end
         where key = $1 and sending_until = any($5)`),
        [key, now, place, content, leases, until],
      );
      return rowCount === 1;
    },

    async sent(key, version, ref, now, { to, content } = {}) {
      // A channel that was linked elsewhere while the message was under way is owed it still, in the new place.
      await pool.query(
        prepared(`with found as (
           select n.key, n.to_kind = 'channel' and $7::text is not null and exists (
             select 1 from channels c where c.section_id = n.to_id and c.place <> $7) as moved
           from notices n where n.key = $1 for update)
         update notices n set settled = case when moved then n.settled else greatest(n.settled, $2) end,
           ref_place = case when moved then null else $3 end, ref_id = case when moved then null else $4 end,
           sent_at = $5, first_sent_at = coalesce(first_sent_at, $5),
           sending_until = null, posting_since = null, doubtful = false, attempts = 0, unended = 0, next_try = null,
           reason = null,
           sent_content = coalesce($6, sent_content)
         from found where n.key = found.key`),
        [key, version, ref.place, ref.id, now, content ?? null, to ?? null],
      );
    },

    async dropped(key, version) {
      await pool.query(
        `update notices set settled = greatest(settled, $2), sending_until = null, posting_since = null, attempts = 0,
           unended = 0, next_try = null, reason = null
         where key = $1`,
        [key, version],
      );
    },

    async release(keys, leases) {
      await pool.query(
        'update notices set sending_until = null where key = any($1) and sending_until = any($2)',
        [keys, leases],
      );
    },

    failed,

    async undelivered(now, olderThanMs, limit) {
      const { rows } = await pool.query<{
        key: string;
        about: unknown;
        to_kind: 'channel' | 'person';
        to_id: string;
        due_at: Date;
        reason: string | null;
        attempts: number;
        given_up: boolean;
        doubtful: boolean;
      }>(
        `select key, about, to_kind, to_id, due_at,
           case when reason = 'no_place' and to_kind = 'person'
             then coalesce((select u.reason from unreachable u where u.person_id = to_id), reason) else reason end as reason,
           attempts, given_up, doubtful from notices
         where settled < wanted and (given_up or due_at < $1) order by due_at, key limit $2`,
        [new Date(now.getTime() - olderThanMs), limit],
      );
      return readEach(rows, (row) => ({
        key: row.key,
        about: aboutOf(row),
        to:
          row.to_kind === 'channel'
            ? { kind: 'channel', sectionId: row.to_id }
            : { kind: 'person', personId: row.to_id },
        dueAt: row.due_at.toISOString(),
        reason: row.reason,
        attempts: row.attempts,
        givenUp: row.given_up,
        doubtful: row.doubtful,
      }));
    },

    async nextDue(now) {
      const { rows } = await pool.query<{ next: Date | null }>(
        'select min(due_at) as next from notices where settled < wanted and not given_up and due_at > $1',
        [now],
      );
      const next = rows[0]?.next ?? null;
      const closures = (await loadClosures(pool, []))(null);
      if (isOfficeOpen(now, closures)) return next;
      const { rows: late } = await pool.query(
        `select 1 from notices where settled < wanted and not given_up and in_hours and due_at <= $1
           and (stale_at is null or stale_at > $1) limit 1`,
        [now],
      );
      if (late.length === 0) return next;
      const morning = new Date(officeInstant(now, closures));
      return next === null || morning < next ? morning : next;
    },

    async backlog(now) {
      const { rows } = await pool.query<{ waiting: number; given_up: number; oldest: Date | null }>(
        `select (count(*) filter (where not given_up))::int as waiting,
                (count(*) filter (where given_up))::int as given_up,
                min(due_at) filter (where not given_up) as oldest
         from notices where settled < wanted and due_at <= $1 and (stale_at is null or stale_at > $1)`,
        [now],
      );
      const row = rows[0]!;
      return {
        waiting: row.waiting,
        givenUp: row.given_up,
        oldestMs: row.oldest ? now.getTime() - row.oldest.getTime() : 0,
      };
    },
  };
}
