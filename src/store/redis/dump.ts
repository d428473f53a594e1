/** Everything of Maru's in Redis that a restored service needs: unfinished drafts, effects under way, seen marks, pages. */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { carryOver } from './earlier.js';
import { watchWrites } from './replicas.js';
import { clusterOf, dropKeys, keysLike, watchServers } from './servers/nodes.js';
import { allEffectKeys, type EffectKeys, isSeenMark } from './shards.js';

const OURS = 'maru:';
/** The demo's own chat: not a part of the service. */
const DEMO = 'maru:playground:';
/** Entries written at once. */
const PIECE = 200;

const common = { key: z.string().startsWith(OURS), expiresAt: z.number().nullable() };
const entrySchema = z.discriminatedUnion('kind', [
  z.object({ ...common, kind: z.literal('string'), value: z.string() }),
  z.object({ ...common, kind: z.literal('hash'), value: z.record(z.string(), z.string()) }),
  z.object({ ...common, kind: z.literal('zset'), value: z.array(z.tuple([z.string(), z.string()])) }),
]);
type Entry = z.infer<typeof entrySchema>;

type Kept = Map<EffectKeys, Map<string, { body: string; score: string }>>;

/**
 * The entries, each a line of JSON. The marks come first, then the desks, each together with the effects kept at that
 * moment in its shard: whatever happens meanwhile, an effect that a desk counts on is here, or in the record that is read
 * afterwards; doing one twice is harmless. Rejects when Redis failed over, or slots were moved, meanwhile.
 */
export async function* draftLines(redis: Redis): AsyncGenerator<Buffer> {
  const line = (entry: Entry) => Buffer.from(`${JSON.stringify(entry)}\n`);
  const unchanged = await watchServers(redis);
  const effects: Kept = new Map();
  for await (const keys of pieces(redis, isSeenMark))
    for (const entry of await read(redis, keys)) yield line(entry);
  const apart = new Set(allEffectKeys(redis).flatMap((keys) => keys.slice(0, 2)));
  const rest = (key: string) => !isSeenMark(key) && !key.startsWith(DEMO) && !apart.has(key);
  for await (const keys of pieces(redis, rest))
    for (const entry of await read(redis, keys, effects)) yield line(entry);
  for (const keys of allEffectKeys(redis)) await readEffects(redis, keys, effects);
  for (const [[byId, byTime], all] of effects) {
    if (all.size === 0) continue;
    const value = Object.fromEntries([...all].map(([id, { body }]) => [id, body]));
    yield line({ key: byId, kind: 'hash', expiresAt: null, value });
    const scores = [...all].map(([id, { score }]): [string, string] => [id, score]);
    yield line({ key: byTime, kind: 'zset', expiresAt: null, value: scores });
  }
  await unchanged();
}

/** Enters lines as `draftLines` gave them; what has run out meanwhile is left out. Throws for a line that is none. */
export async function enterDrafts(redis: Redis, lines: AsyncIterable<string>): Promise<void> {
  let entering: Promise<void>[] = [];
  for await (const line of lines) {
    const entry = entrySchema.parse(JSON.parse(line));
    if (entry.expiresAt !== null && entry.expiresAt <= Date.now()) continue;
    const entered = enter(redis, entry);
    // Waited for below: one that fails while the next line is read must not end the process.
    entered.catch(() => undefined);
    entering.push(entered);
    if (entering.length < PIECE) continue;
    await Promise.all(entering);
    entering = [];
  }
  await Promise.all(entering);
  await carryOver(redis);
}

async function enter(redis: Redis, entry: Entry): Promise<void> {
  switch (entry.kind) {
    case 'string':
      await redis.set(entry.key, entry.value);
      break;
    case 'hash':
      await redis.hset(entry.key, entry.value);
      break;
    case 'zset':
      await redis.zadd(entry.key, ...entry.value.flatMap(([member, score]) => [score, member]));
      break;
    default:
      entry satisfies never;
  }
  if (entry.expiresAt !== null) await redis.pexpireat(entry.key, entry.expiresAt);
}

/** Whether nothing of Maru's is there (the demo's chat aside). */
export async function hasNoDrafts(redis: Redis): Promise<boolean> {
  for await (const keys of pieces(redis, isService)) if (keys.length > 0) return false;
  return true;
}

/** Takes everything away again that a restore entered. Rejects when Redis failed over meanwhile: to be made again. */
export async function dropDrafts(redis: Redis): Promise<void> {
  const kept = await watchWrites(redis);
  for await (const keys of pieces(redis, isService)) await dropKeys(redis, keys);
  await kept();
}

const isService = (key: string) => !key.startsWith(DEMO);

async function* pieces(redis: Redis, wanted: (key: string) => boolean): AsyncGenerator<string[]> {
  for await (const found of keysLike(redis, `${OURS}*`)) {
    const keys = found.filter(wanted);
    if (keys.length > 0) yield keys;
  }
}

/** These keys, and into `effects` those of their shards that are kept at the same moment. */
async function read(redis: Redis, keys: readonly string[], effects?: Kept): Promise<Entry[]> {
  const together = new Map<string, string[]>();
  for (const key of keys) {
    const own = together.get(shardOf(redis, key)) ?? [];
    own.push(key);
    together.set(shardOf(redis, key), own);
  }
  const all = await Promise.all(
    [...together].map(([shard, own]) => {
      const kept = allEffectKeys(redis).find(([byId]) => shardOf(redis, byId) === shard);
      return readShard(redis, own, effects && kept ? { effects, kept } : null);
    }),
  );
  return all.flat();
}

/** What a transaction may read together: the keys of a tag, on one server also those without; on a Cluster one of these. */
function shardOf(redis: Redis, key: string): string {
  const end = key.startsWith('maru:{') ? key.indexOf('}') : 0;
  return end > 0 ? key.slice(0, end) : clusterOf(redis) ? key : '';
}

const readEffects = (redis: Redis, kept: EffectKeys, effects: Kept) =>
  readShard(redis, [], { effects, kept });

async function readShard(
  redis: Redis,
  keys: readonly string[],
  beside: { readonly effects: Kept; readonly kept: EffectKeys } | null,
): Promise<Entry[]> {
  const kinds = await Promise.all(keys.map((key) => redis.type(key)));
  const known = keys.flatMap((key, i): Pick<Entry, 'key' | 'kind'>[] => {
    const kind = kinds[i];
    return kind === 'string' || kind === 'hash' || kind === 'zset' ? [{ key, kind }] : [];
  });
  if (known.length === 0 && beside === null) return [];
  const all = redis.multi();
  for (const { key, kind } of known) {
    if (kind === 'string') all.get(key);
    else if (kind === 'hash') all.hgetall(key);
    else all.zrange(key, '0', '-1', 'WITHSCORES');
    all.pttl(key);
  }
  if (beside) all.hgetall(beside.kept[0]).zrange(beside.kept[1], '0', '-1', 'WITHSCORES');
  const now = Date.now();
  const answers = ((await all.exec()) ?? []).map(([error, answer]) => {
    if (error) throw error;
    return answer;
  });
  if (beside) {
    const scores = paired(answers.at(-1) as string[]);
    const bodies = answers.at(-2) as Record<string, string>;
    const effects = beside.effects.get(beside.kept) ?? new Map<string, { body: string; score: string }>();
    for (const [id, score] of scores)
      if (bodies[id] !== undefined) effects.set(id, { body: bodies[id], score });
    beside.effects.set(beside.kept, effects);
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
