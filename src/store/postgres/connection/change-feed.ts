/**
 * What others change in the record, told by PostgreSQL as it is committed (LISTEN). Whoever remembers something read
 * there learns so that it is to be read anew.
 */

import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { reasonOf } from '../../../flow/log.js';
import { listeningClient } from './pool.js';

/** For everybody, or for those who have to do with a section, or for one person. */
export type Change = { readonly kind: 'all' } | { readonly kind: 'section' | 'person'; readonly id: string };

export type Following = {
  /** Whether every change has been told that was committed longer than TRUSTED_MS ago. */
  isTrusted(): boolean;
  /**
   * What was read since then (as `performance.now` says) may still be used: all of it while changes are told; what was read
   * a moment ago while they come late, as they do where everybody answers at once; nothing while they do not come.
   */
  trueSince(): number;
  /** Resolves when the connection is closed. */
  close(): Promise<void>;
};

export type FollowLog = {
  warn(facts: object, message: string): void;
  info?(facts: object, message: string): void;
};

/** What changes is told there: '' for everybody, `section <id>`, or `person <id>`. */
export const CHANGES = 'maru_changed';
const BEAT = 'beat ';
/** So often it is found out whether changes still arrive. */
const BEAT_MS = 1_000;
/** A beat that came back says that all changes before it came, too; it is believed so long after it was sent. */
const TRUSTED_MS = 2_500;
/** A connection on which no beat came back for so long is given up. */
const SILENT_MS = 15_000;
/** Wait before connecting anew, in milliseconds. */
const AGAIN_MS = 1_000;

/**
 * Follows the changes on a connection of its own. Beats go through the pool and have to come back on that connection:
 * one that was cut without a word, or a pooler in between that passes no notifications on, is found out so. Where the
 * address says that there is only a pooler, nothing is followed and nothing trusted.
 *
 * @param tell  called with each change, and with `all` when some may have been missed
 */
export function followChanges(pool: pg.Pool, tell: (change: Change) => void, log: FollowLog): Following {
  const own = randomUUID();
  /** the beats under way, oldest first: what each says, and when it was sent */
  const beating = new Map<string, number>();
  let count = 0;
  let believedAt = Number.NEGATIVE_INFINITY;
  let following: { client: pg.Client; since: number; lost(fault: unknown): void } | null = null;
  let closed = false;
  /** that changes are not told is said once, until they are again */
  let said = false;
  let again: NodeJS.Timeout | null = null;
  let connecting: Promise<void> = Promise.resolve();

  function hear(payload: string): void {
    if (!payload.startsWith(BEAT)) tell(changeOf(payload));
    else {
      const sentAt = beating.get(payload);
      if (sentAt === undefined) return;
      // Those before it came already, or never will.
      for (const [one, at] of beating) if (at <= sentAt) beating.delete(one);
      believedAt = Math.max(believedAt, sentAt);
      if (said) log.info?.({}, 'changes of the record are told again');
      said = false;
    }
  }

  function beat(): void {
    if (!following) return;
    const { since, lost } = following;
    if (performance.now() - Math.max(since, believedAt) > SILENT_MS) {
      lost('nothing arrives on the connection');
      return;
    }
    count += 1;
    const payload = `${BEAT}${own} ${count}`;
    beating.set(payload, performance.now());
    // One that cannot be sent is one that does not come back.
    pool.query('select pg_notify($1, $2)', [CHANGES, payload]).catch(() => beating.delete(payload));
  }

  async function connect(): Promise<void> {
    const next = listeningClient(pool, TRUSTED_MS);
    if (next === null) {
      log.warn(
        {},
        'プーラー越しでは変更が届かないため、記録を毎回読みます（DATABASE_DIRECT_HOST）。 / no changes are told through a pooler: the record is read for every answer (DATABASE_DIRECT_HOST)',
      );
      return;
    }
    let over = false;
    const lost = (fault: unknown) => {
      if (over) return;
      over = true;
      following = null;
      believedAt = Number.NEGATIVE_INFINITY;
      beating.clear();
      next.end().catch(() => undefined);
      if (closed) return;
      if (!said) log.warn({ reason: reasonOf(fault) }, 'changes of the record are not told: it is read anew');
      said = true;
      again = setTimeout(() => {
        connecting = connect();
      }, AGAIN_MS);
    };
    // It goes on being listened to: without a listener a second error would end the process.
    next.on('error', lost);
    next.on('end', () => lost('the connection has ended'));
    next.on('notification', ({ payload = '' }) => hear(payload));
    try {
      await next.connect();
      await next.query(`listen ${CHANGES}`);
    } catch (fault) {
      return lost(fault);
    }
    following = { client: next, since: performance.now(), lost };
    tell({ kind: 'all' });
    beat();
  }

  connecting = connect();
  const timer = setInterval(beat, BEAT_MS);

  const isTrusted = () => performance.now() - believedAt < TRUSTED_MS;

  return {
    isTrusted,
    trueSince: () =>
      isTrusted()
        ? Number.NEGATIVE_INFINITY
        : following
          ? performance.now() - TRUSTED_MS
          : Number.POSITIVE_INFINITY,
    async close() {
      closed = true;
      clearInterval(timer);
      if (again) clearTimeout(again);
      believedAt = Number.NEGATIVE_INFINITY;
      await connecting;
      await following?.client.end();
    },
  };
}

/** A payload of an unknown kind, as a newer version may send, invalidates everything. */
function changeOf(payload: string): Change {
  const [kind = '', ...rest] = payload.split(' ');
  const id = rest.join(' ');
  return (kind === 'section' || kind === 'person') && id !== '' ? { kind, id } : { kind: 'all' };
}
