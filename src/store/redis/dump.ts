/** Everything of Maru's in Redis that a restored service needs: unfinished drafts, effects under way, seen marks, pages. */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { EFFECTS, EFFECTS_BY_TIME } from './aside.js';

const OURS = 'maru:';
const SEEN = 'maru:seen:';
/** The demo's own chat: not a part of the service. */
const DEMO = 'maru:playground:';
/** Keys asked for at once. */
const PIECE = 200;

const common = { key: z.string().startsWith(OURS), expiresAt: z.number().nullable() };
const entrySchema = z.discriminatedUnion('kind', [
  z.object({ ...common, kind: z.literal('string'), value: z.string() }),
  z.object({ ...common, kind: z.literal('hash'), value: z.record(z.string(), z.string()) }),
  z.object({ ...common, kind: z.literal('zset'), value: z.array(z.tuple([z.string(), z.string()])) }),
]);
export type Entry = z.infer<typeof entrySchema>;

/**
 * The entries, each a line of JSON. The marks come first, then the desks, each together with the effects kept at that
 * moment: whatever happens meanwhile, an effect that a desk counts on is here, or in the record that is read afterwards;
 * doing one twice is harmless.
 */
export async function* draftLines(redis: Redis): AsyncGenerator<Buffer> {
  const line = (entry: Entry) => Buffer.from(`${JSON.stringify(entry)}\n`);
  const effects = new Map<string, { body: string; score: string }>();
  for await (const keys of pieces(redis, (key) => key.startsWith(SEEN)))
    for (const entry of await read(redis, keys)) yield line(entry);
  const rest = (key: string) =>
    ![SEEN, DEMO].some((prefix) => key.startsWith(prefix)) && key !== EFFECTS && key !== EFFECTS_BY_TIME;
  for await (const keys of pieces(redis, rest))
    for (const entry of await read(redis, keys, effects)) yield line(entry);
  await read(redis, [], effects);
  if (effects.size === 0) return;
  yield line({
    key: EFFECTS,
    kind: 'hash',
    expiresAt: null,
    value: Object.fromEntries([...effects].map(([id, { body }]) => [id, body])),
  });
  yield line({
    key: EFFECTS_BY_TIME,
    kind: 'zset',
    expiresAt: null,
    value: [...effects].map(([id, { score }]) => [id, score]),
  });
}

/** Enters lines as `draftLines` gave them; what has run out meanwhile is left out. Throws for a line that is none. */
export async function enterDrafts(redis: Redis, lines: AsyncIterable<string>): Promise<void> {
  let pipeline = redis.pipeline();
  const send = async () => {
    for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error;
    pipeline = redis.pipeline();
  };
  for await (const line of lines) {
    const entry = entrySchema.parse(JSON.parse(line));
    if (entry.expiresAt !== null && entry.expiresAt <= Date.now()) continue;
    switch (entry.kind) {
      case 'string':
        pipeline.set(entry.key, entry.value);
        break;
      case 'hash':
        pipeline.hset(entry.key, entry.value);
        break;
      case 'zset':
        pipeline.zadd(entry.key, ...entry.value.flatMap(([member, score]) => [score, member]));
        break;
      default:
        entry satisfies never;
    }
    if (entry.expiresAt !== null) pipeline.pexpireat(entry.key, entry.expiresAt);
    if (pipeline.length >= PIECE) await send();
  }
  await send();
}

/** Whether nothing of Maru's is there (the demo's chat aside). */
export async function hasNoDrafts(redis: Redis): Promise<boolean> {
  for await (const keys of pieces(redis, isService)) if (keys.length > 0) return false;
  return true;
}

/** Takes everything away again that a restore entered. */
export async function dropDrafts(redis: Redis): Promise<void> {
  for await (const keys of pieces(redis, isService)) await redis.del(...keys);
}

const isService = (key: string) => !key.startsWith(DEMO);

async function* pieces(redis: Redis, wanted: (key: string) => boolean): AsyncGenerator<string[]> {
  let cursor = '0';
  do {
    const [next, found] = await redis.scan(cursor, 'MATCH', `${OURS}*`, 'COUNT', PIECE);
    cursor = next;
    const keys = found.filter(wanted);
    if (keys.length > 0) yield keys;
  } while (cursor !== '0');
}

/** These keys, and into `effects` those kept at the same moment. */
async function read(
  redis: Redis,
  keys: readonly string[],
  effects?: Map<string, { body: string; score: string }>,
): Promise<Entry[]> {
  const kinds = await Promise.all(keys.map((key) => redis.type(key)));
  const known = keys.flatMap((key, i): Pick<Entry, 'key' | 'kind'>[] => {
    const kind = kinds[i];
    return kind === 'string' || kind === 'hash' || kind === 'zset' ? [{ key, kind }] : [];
  });
  const all = redis.multi();
  for (const { key, kind } of known) {
    if (kind === 'string') all.get(key);
    else if (kind === 'hash') all.hgetall(key);
    else all.zrange(key, '0', '-1', 'WITHSCORES');
    all.pttl(key);
  }
  if (effects) all.hgetall(EFFECTS).zrange(EFFECTS_BY_TIME, '0', '-1', 'WITHSCORES');
  const now = Date.now();
  const answers = ((await all.exec()) ?? []).map(([error, answer]) => {
    if (error) throw error;
    return answer;
  });
  if (effects) {
    const scores = paired(answers.at(-1) as string[]);
    const bodies = answers.at(-2) as Record<string, string>;
    for (const [id, score] of scores)
      if (bodies[id] !== undefined) effects.set(id, { body: bodies[id], score });
  }
  return known.flatMap(({ key, kind }, i): Entry[] => {
    const [value, ttl] = [answers[2 * i], Number(answers[2 * i + 1])];
    // -2: gone since it was found; -1: without an end
    if (ttl === -2) return [];
    const entry = { key, expiresAt: ttl === -1 ? null : now + ttl };
    if (kind === 'string') return [{ ...entry, kind, value: value as string }];
    if (kind === 'hash') return [{ ...entry, kind, value: value as Record<string, string> }];
    return [{ ...entry, kind, value: paired(value as string[]) }];
  });
}

function paired(flat: readonly string[]): [string, string][] {
  return flat.flatMap((one, i): [string, string][] => (i % 2 === 0 ? [[one, flat[i + 1] ?? '0']] : []));
}
