/** The drafts in Redis: one hash a person, one read and one atomic commit a reply. */
import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { type Effect, isKnownEffect } from '../../core/conversation/effect.js';
import { DESK_FORM, type Desk, emptyDesk, readDesk, withForm } from '../../core/draft/drafts.js';
import type { Drafts, KeptEffect } from '../../flow/ports.js';
import type { TimeBudget } from '../../flow/time-budget.js';
import { inTime, REQUEST_BUDGET_MS } from '../time-budget.js';
import { NEVER_ENDED } from './aside.js';
import { openAsked } from './asked.js';
import { MOVED, moveOverdue } from './earlier.js';
import { amendAt, makePlaces, overdueAt, strikeAt } from './effects.js';
import { onReplicas } from './replicas.js';
import { withScripts } from './scripts.js';
import { clusterOf, patienceOf } from './servers/nodes.js';
import { deskKey, type EffectKeys, earlier, effectKeys, seenKey, unreadKey } from './shards.js';

const DAY_MS = 24 * 60 * 60 * 1000;
/** A desk is kept this long after it was last touched: a whole year's round, and at least 90 days after it closes. */
const DESK_LIFETIME_MS = 400 * DAY_MS;
/** Platforms send again for up to 24 hours; twice that and an hour, so that a clock or a queue may be late. */
const SEEN_LIFETIME_MS = 49 * 60 * 60 * 1000;

/** Desks remembered by their text; of some KB each. */
const MANY_DESKS = 1_000;
/** After so long any version of this program counts an effect as left behind. */
const OVERDUE_FOR_ALL_MS = 30_000;
/** Effects that were said not to be known here are remembered up to this number. */
const MANY_TOLD = 1_000;

/** Times an effect is begun without an end, and times it fails, before it is put aside. */
const MOST_BEGUN = 3;
const MOST_FAILED = 12;
/** An effect that fails is tried again after this time at the latest: what was mended meanwhile is soon done. */
const LONGEST_WAIT_MS = 10 * 60_000;
/** Characters of a reason that are kept. */
const REASON_LENGTH = 300;

type DraftsLog = { warn(facts: object, message: string): void };

/**
 * The Drafts port on a client made by `openRedis`. Faults of Redis reject, and so does a desk that a newer version of
 * this program left: an instance of that one takes what the platform sends again.
 *
 * @param late  given the effects of a commit that was waited for no longer and was made all the same: to be done now,
 *              for what the platform sends again is only `seen`
 */
export function openDrafts(
  redis: Redis,
  log: DraftsLog = { warn: () => undefined },
  late: (effects: readonly KeptEffect[]) => void = () => undefined,
): Drafts {
  const scripts = withScripts(redis);
  const places = makePlaces(redis);
  const asked = openAsked(redis);
  const isCluster = clusterOf(redis) !== null;
  const soon = <T>(budget: TimeBudget | undefined, ask: () => Promise<T>) =>
    inTime(patienceOf(redis) ?? REQUEST_BUDGET_MS, 'the drafts', ask, budget);
  const told = new Set<string>();
  /** desks by their text, as this process wrote them: whoever has just answered answers the next question soon */
  const known = new Map<string, Desk>();

  function remember(body: string, desk: Desk): void {
    const [oldest] = known.keys();
    if (known.size >= MANY_DESKS && oldest !== undefined) known.delete(oldest);
    known.set(body, desk);
  }

  /** What a newer version, or nobody, understands: whoever does may take it at once. Said once. */
  async function leave(
    ids: readonly string[],
    [, byTime, tries]: EffectKeys,
    overdueMs: number,
  ): Promise<void> {
    if (ids.length === 0) return;
    await redis.zadd(byTime, 'XX', ...ids.flatMap((id) => [overdueMs, id]));
    // They were not begun here.
    await redis.hdel(tries, ...ids);
    places.forget(ids);
    const unsaid = ids.filter((id) => !told.has(id));
    if (unsaid.length === 0) return;
    if (told.size > MANY_TOLD) told.clear();
    for (const id of unsaid) told.add(id);
    log.warn({ effects: unsaid }, 'effects that this version does not know are left to another');
  }

  return {
    asked,

    async load(person, budget) {
      const [revision, body] = await soon(budget, () => stored(person));
      const at = revisionOf(revision);
      if (body == null) return { desk: emptyDesk, revision: at };
      const desk = known.get(body) ?? readDesk(body);
      if (desk === 'newer') throw new Error(`the desk is of a newer form than ${DESK_FORM}`);
      return desk ? { desk, revision: at } : { desk: emptyDesk, revision: at, unread: true };
    },

    commit({ inputId, person, revision, desk, unread, effects, now }, budget) {
      const kept = effects.filter(({ effect }) => isKept(effect));
      const body = JSON.stringify(withForm(desk));
      remember(body, desk);
      const [byId, byTime] = effectKeys(person);
      const keys = [
        ...[seenKey(person, inputId), deskKey(person), byId, byTime, unreadKey(person, revision)],
        ...(isCluster ? [] : [earlier.seenKey(inputId), earlier.deskKey(person)]),
      ];
      const token = randomUUID();
      const write = (master: typeof scripts) =>
        master.maruCommit(
          keys.length,
          ...keys,
          token,
          revision,
          revision + 1,
          body,
          DESK_LIFETIME_MS,
          SEEN_LIFETIME_MS,
          Date.parse(now),
          unread ? 1 : 0,
          MOVED,
          ...kept.flatMap((one) => [one.id, JSON.stringify(one)]),
        );
      const committing = () => onReplicas(redis, person, write);
      places.note(
        kept.map(({ id }) => id),
        effectKeys(person),
      );
      let given: ReturnType<typeof committing> | null = null;
      return soon(budget, () => (given = committing())).catch((error: unknown) => {
        // What Redis refuses, or never answers, is left to the sweep.
        given?.then(
          (answer) => answer === 'ok' && late(kept),
          () => undefined,
        );
        throw error;
      });
    },

    async keep(kept, budget) {
      const { id, at, person } = kept;
      const [byId, byTime] = effectKeys(person);
      places.note([id], effectKeys(person));
      await soon(budget, () =>
        onReplicas(redis, person, (master) =>
          master.maruKeep(byId, byTime, Date.parse(at), id, JSON.stringify(kept)),
        ),
      );
    },

    amend: (kept) => amendAt(redis, places.of([kept.id]), kept),

    async strike(ids) {
      await Promise.all([strikeAt(redis, places.of(ids)), asked.flush()]);
      places.forget(ids);
    },

    async renew(ids, at) {
      const since = Date.parse(at);
      // The thousandths keep the order, as those of a claim do.
      const scores = new Map(ids.map((id, i) => [id, (since + Math.min(i, 999) / 1000).toFixed(3)]));
      await Promise.all(
        [...places.of(ids)].map(([[, byTime], own]) =>
          redis.zadd(byTime, 'XX', ...own.flatMap((id) => [scores.get(id) ?? since, id])),
        ),
      );
    },

    async leave(ids, at, waitMs, failed) {
      await Promise.all(
        [...places.of(ids)].map(([[byId, byTime, tries], own]) =>
          scripts.maruLeave(
            byId,
            byTime,
            tries,
            Date.parse(at),
            waitMs,
            LONGEST_WAIT_MS,
            failed?.id ?? '',
            (failed?.reason ?? '').slice(0, REASON_LENGTH),
            ...own,
          ),
        ),
      );
    },

    claimOverdue: (now, olderThanMs, limit) => claim(Date.parse(now), olderThanMs, limit, false),

    async claimAlone(now, olderThanMs) {
      const [first = null] = await claim(Date.parse(now), olderThanMs, 1, true);
      return first;
    },
  };

  /** The desk as it is stored; under its earlier name until it is moved, which another instance may just have done. */
  async function stored(person: string): Promise<(string | null)[]> {
    const read = (key: string) => redis.hmget(key, 'revision', 'body');
    const own = await read(deskKey(person));
    if (isCluster || own.some((one) => one !== null)) return own;
    const before = await read(earlier.deskKey(person));
    return before[1] === MOVED ? read(deskKey(person)) : before;
  }

  /** Shard after shard, those first whose effects have waited longest; one that does not answer stops no other. */
  async function claim(
    nowMs: number,
    olderThanMs: number,
    limit: number,
    alone: boolean,
  ): Promise<KeptEffect[]> {
    const beforeMs = nowMs - olderThanMs;
    let { at, faults } = await overdueAt(redis, beforeMs);
    if (at.includes(earlier.effects)) {
      for (const [id, where] of await moveOverdue(redis, beforeMs)) places.note([id], where);
      ({ at, faults } = await overdueAt(redis, beforeMs));
    }
    const claimed: KeptEffect[] = [];
    for (const keys of at) {
      if (claimed.length >= limit) break;
      const left = limit - claimed.length;
      await claimAt(keys, nowMs, olderThanMs, left, alone).then(
        (effects) => claimed.push(...effects),
        (fault: unknown) => {
          faults = [...faults, fault];
        },
      );
    }
    if (faults.length > 0 && claimed.length === 0) throw faults[0];
    if (faults.length > 0) log.warn({ shards: faults.length, reason: String(faults[0]) }, 'shards not swept');
    return claimed;
  }

  async function claimAt(
    keys: EffectKeys,
    nowMs: number,
    olderThanMs: number,
    limit: number,
    alone: boolean,
  ): Promise<KeptEffect[]> {
    const claimed = await scripts.maruClaim(
      ...keys,
      nowMs - olderThanMs,
      nowMs,
      limit,
      alone ? 1 : 0,
      MOST_BEGUN,
      MOST_FAILED,
      NEVER_ENDED,
    );
    const effects = claimed.flatMap((id, i) =>
      i % 2 === 0 ? [{ id, kept: readKept(claimed[i + 1]!) }] : [],
    );
    places.note(
      effects.map(({ id }) => id),
      keys,
    );
    await leave(
      effects.flatMap(({ id, kept }) => (kept ? [] : [id])),
      keys,
      nowMs - Math.max(olderThanMs, OVERDUE_FOR_ALL_MS) - 1,
    );
    return effects.flatMap(({ kept }) => kept ?? []);
  }
}

/** The number of a revision; what is none counts as 0, here as in the script. */
function revisionOf(stored: string | null | undefined): number {
  return stored != null && /^[1-9]\d{0,14}$/u.test(stored) ? Number(stored) : 0;
}

/** An effect as it was kept; null for what is none that this version knows. */
function readKept(body: string): KeptEffect | null {
  try {
    const kept = JSON.parse(body) as KeptEffect;
    return isKnownEffect(kept?.effect) ? kept : null;
  } catch {
    return null;
  }
}

/** Forms are answered within the request that asked for them and mean nothing later. */
function isKept(effect: Effect): boolean {
  switch (effect.kind) {
    case 'show':
    case 'record':
    case 'file':
    case 'take_over':
    case 'fold':
    case 'arrival':
      return true;
    case 'form':
    case 'form_problem':
      return false;
    default:
      return effect satisfies never;
  }
}
