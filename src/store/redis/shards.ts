/**
 * Where what belongs together lies: the desk of a person, the seen marks of what they sent and the effects of it are
 * changed by one script, and a Redis Cluster runs a script only on keys of one slot. So each person belongs to one of a
 * fixed number of shards, whose keys share a hash tag (redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec).
 */
import type { Redis } from 'ioredis';
import { clusterOf } from './servers/nodes.js';

/** Never changed: who belongs where follows from it. The tags lie evenly on three masters, and on four. */
const SHARDS = 16;

/** CRC-16/XMODEM, which a Cluster finds the slot of a tag with. */
function crc16(text: string): number {
  let crc = 0;
  for (const byte of Buffer.from(text, 'utf8')) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021;
    crc &= 0xffff;
  }
  return crc;
}

const SLOTS = 16_384;
const tags = Array.from({ length: SHARDS }, (_, shard) => `d${shard}`);
const slots = tags.map((tag) => crc16(tag) % SLOTS);
const within = (person: string): number => crc16(person) % SHARDS;

/** The slot of everything of a person's. */
export const slotOf = (person: string): number => slots[within(person)] as number;

const prefix = (shard: number): string => `maru:{${tags[shard]}}:`;
const of = (person: string): string => prefix(within(person));

export const deskKey = (person: string): string => `${of(person)}desk:${person}`;
/** Where a desk that could not be read is kept when another takes its place, for whoever looks into it. */
export const unreadKey = (person: string, revision: number): string =>
  `${deskKey(person)}:unread:${revision}`;
export const seenKey = (person: string, inputId: string): string => `${of(person)}seen:${inputId}`;

/** Effects by id, effects by time, how often each was begun and failed, and those put aside (see scripts.ts). */
export type EffectKeys = readonly [byId: string, byTime: string, tries: string, aside: string];
const keysAt = (at: string): EffectKeys => [at, `${at}:by-time`, `${at}:tries`, `${at}:aside`];
const shards = tags.map((_, shard) => keysAt(`${prefix(shard)}effects`));
/** Of a person's shard. */
export const effectKeys = (person: string): EffectKeys => shards[within(person)] as EffectKeys;

/** As versions without shards name all this, and only on one server: what they left, or leave while this is rolled out. */
export const earlier = {
  effects: keysAt('maru:effects'),
  deskKey: (person: string): string => `maru:desk:${person}`,
  unreadKey: (person: string, revision: number): string => `maru:desk:${person}:unread:${revision}`,
  seenKey: (inputId: string): string => `maru:seen:${inputId}`,
};

/** Every place where effects may lie. */
export const allEffectKeys = (redis: Redis): readonly EffectKeys[] =>
  clusterOf(redis) ? shards : [...shards, earlier.effects];

/** The seen marks of one input in every shard: of a mark that does not say whose it is. */
export const seenKeysOfAll = (inputId: string): string[] =>
  tags.map((_, shard) => `${prefix(shard)}seen:${inputId}`);

/** Whether a key is a seen mark, of this version or of one without shards. */
export const isSeenMark = (key: string): boolean =>
  key.startsWith('maru:seen:') || tags.some((_, shard) => key.startsWith(`${prefix(shard)}seen:`));
