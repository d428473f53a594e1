/** What is kept of one person in Redis: shown, and taken away. */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { readDesk } from '../../core/draft/drafts.js';
import { hasAccount } from '../../core/organization/erasure.js';
import type { KeptInDrafts } from '../../core/organization/person-kept.js';
import { askedKeys } from './asked.js';
import { MOVED } from './earlier.js';
import { strikeAt } from './effects.js';
import { dropKeys, keysLike } from './servers/nodes.js';
import { allEffectKeys, deskKey, type EffectKeys, earlier, isSeenMark, unreadKey } from './shards.js';
import { forgetStops, stopsCounted } from './stops.js';

const ofPerson = z.object({ person: z.string() });
const asideBody = z.object({ body: z.string() });

/** Unfinished reports, held texts and things under way. */
export async function readDraftsKept(redis: Redis, person: string): Promise<KeptInDrafts> {
  const [own, before] = await Promise.all(
    [deskKey(person), earlier.deskKey(person)].map((key) => redis.hget(key, 'body')),
  );
  const body = own ?? (before === MOVED ? null : (before ?? null));
  const read = body === null ? null : readDesk(body);
  const desk = read === 'newer' ? null : read;
  return {
    drafts: Object.values(desk?.drafts ?? {}).map((draft) => ({
      task: draft.task,
      touchedAt: draft.touchedAt,
      draft,
    })),
    held: (desk?.held ?? []).map(({ text }) => text),
    unread: (await unreadKeys(redis, person)).length + (body !== null && desk === null ? 1 : 0),
    effects: (await effectsOf(redis, person)).flatMap(([, ids]) => ids),
  };
}

/** Takes all of it away, and the seen marks and counts with one of their accounts in them; gives how many drafts there were. */
export async function dropDraftsOf(
  redis: Redis,
  person: string,
  accounts: readonly string[],
): Promise<number> {
  const { drafts } = await readDraftsKept(redis, person);
  await strikeAt(redis, new Map(await effectsOf(redis, person)));
  const seen = await Promise.all(
    accounts.map((account) => found(redis, `maru:*seen:*${literal(account.split(':').at(-1) ?? '')}*`)),
  );
  const has = (id: string) => accounts.some((account) => hasAccount(id, account));
  await forgetStops(redis, await stopsCounted(redis, has));
  const asked = await found(redis, `${literal(askedKeys(person))}*`);
  await dropKeys(redis, [
    ...[deskKey(person), earlier.deskKey(person)],
    ...(await unreadKeys(redis, person)),
    ...asked,
    ...seen.flat().filter((key) => isSeenMark(key) && has(key)),
  ]);
  return drafts.length;
}

const unreadKeys = async (redis: Redis, person: string): Promise<string[]> => [
  ...(await found(redis, `${literal(unreadKey(person, 0).slice(0, -1))}*`)),
  ...(await found(redis, `${literal(earlier.unreadKey(person, 0).slice(0, -1))}*`)),
];

/** A star in an id would stand for anything. */
const literal = (text: string): string => text.replace(/[\\*?[\]]/gu, '\\$&');

async function found(redis: Redis, pattern: string): Promise<string[]> {
  const keys = new Set<string>();
  for await (const piece of keysLike(redis, pattern)) for (const key of piece) keys.add(key);
  return [...keys].sort();
}

/** Those kept and those put aside, by where they lie. */
async function effectsOf(redis: Redis, person: string): Promise<[EffectKeys, string[]][]> {
  const mine = (body: string): boolean => ofPerson.safeParse(json(body)).data?.person === person;
  const all = await Promise.all(
    allEffectKeys(redis).map(async (keys): Promise<[EffectKeys, string[]]> => {
      const [kept, aside] = await Promise.all([redis.hgetall(keys[0]), redis.hgetall(keys[3])]);
      const ids = Object.entries(kept).flatMap(([id, body]) => (mine(body) ? [id] : []));
      const set = Object.entries(aside).flatMap(([id, stored]) =>
        mine(asideBody.safeParse(json(stored)).data?.body ?? '') ? [id] : [],
      );
      return [keys, [...ids, ...set]];
    }),
  );
  return all.filter(([, ids]) => ids.length > 0);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
