/** What is kept of one person in Redis: shown, and taken away. */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { readDesk } from '../../core/draft/drafts.js';
import type { KeptInDrafts } from '../../core/organization/person-kept.js';
import { ASIDE, EFFECTS, EFFECTS_BY_TIME, TRIES } from './aside.js';
import { askedKeys } from './asked.js';
import { deskKey } from './drafts.js';
import { withScripts } from './scripts.js';

/** Keys asked for, or taken away, at once. */
const PIECE = 500;

const ofPerson = z.object({ person: z.string() });
const asideBody = z.object({ body: z.string() });

/** Unfinished reports, held texts and things under way. */
export async function readDraftsKept(redis: Redis, person: string): Promise<KeptInDrafts> {
  const body = await redis.hget(deskKey(person), 'body');
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
    effects: await effectsOf(redis, person),
  };
}

/** Takes all of it away, and the seen marks with one of their accounts in them; gives how many drafts there were. */
export async function dropDraftsOf(
  redis: Redis,
  person: string,
  accounts: readonly string[],
): Promise<number> {
  const { drafts, effects } = await readDraftsKept(redis, person);
  if (effects.length > 0)
    await withScripts(redis).maruStrike(EFFECTS, EFFECTS_BY_TIME, TRIES, ASIDE, ...effects);
  const seen = await Promise.all(
    accounts.map((account) => keysLike(redis, `maru:seen:*:${literal(account.split(':').at(-1) ?? '')}:*`)),
  );
  const asked = await keysLike(redis, `${literal(askedKeys(person))}*`);
  const keys = [deskKey(person), ...(await unreadKeys(redis, person)), ...asked, ...seen.flat()];
  for (let at = 0; at < keys.length; at += PIECE) await redis.del(...keys.slice(at, at + PIECE));
  return drafts.length;
}

const unreadKeys = (redis: Redis, person: string): Promise<string[]> =>
  keysLike(redis, `${literal(deskKey(person))}:unread:*`);

/** A star in an id would stand for anything. */
const literal = (text: string): string => text.replace(/[\\*?[\]]/gu, '\\$&');

async function keysLike(redis: Redis, pattern: string): Promise<string[]> {
  const keys = new Set<string>();
  let cursor = '0';
  do {
    const [next, found] = await redis.scan(cursor, 'MATCH', pattern, 'COUNT', PIECE);
    for (const key of found) keys.add(key);
    cursor = next;
  } while (cursor !== '0');
  return [...keys].sort();
}

async function effectsOf(redis: Redis, person: string): Promise<string[]> {
  const mine = (body: string): boolean => ofPerson.safeParse(json(body)).data?.person === person;
  const kept = Object.entries(await redis.hgetall(EFFECTS)).flatMap(([id, body]) => (mine(body) ? [id] : []));
  const aside = Object.entries(await redis.hgetall(ASIDE)).flatMap(([id, stored]) =>
    mine(asideBody.safeParse(json(stored)).data?.body ?? '') ? [id] : [],
  );
  return [...kept, ...aside];
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
