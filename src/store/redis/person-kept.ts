/** What is kept of one person in Redis: shown, and taken away. */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { readDesk } from '../../core/draft/drafts.js';
import type { KeptInDrafts } from '../../core/organization/person-kept.js';
import { ASIDE, EFFECTS, EFFECTS_BY_TIME, TRIES } from './aside.js';
import { deskKey } from './drafts.js';
import { withScripts } from './scripts.js';

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

/** Takes all of it away; gives how many drafts there were. */
export async function dropDraftsOf(redis: Redis, person: string): Promise<number> {
  const { drafts, effects } = await readDraftsKept(redis, person);
  if (effects.length > 0)
    await withScripts(redis).maruStrike(EFFECTS, EFFECTS_BY_TIME, TRIES, ASIDE, ...effects);
  await redis.del(deskKey(person), ...(await unreadKeys(redis, person)));
  return drafts.length;
}

async function unreadKeys(redis: Redis, person: string): Promise<string[]> {
  const keys: string[] = [];
  // A star in an id would stand for anything.
  const literal = deskKey(person).replace(/[\\*?[\]]/gu, '\\$&');
  let cursor = '0';
  do {
    const [next, found] = await redis.scan(cursor, 'MATCH', `${literal}:unread:*`, 'COUNT', 500);
    keys.push(...found);
    cursor = next;
  } while (cursor !== '0');
  return [...new Set(keys)].sort();
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
