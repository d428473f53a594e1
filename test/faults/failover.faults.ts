/**
 * Redis as several servers under people who answer: a master of a Cluster killed, its slots moved, the primary of
 * Sentinels killed. Two instances serve, every reply is sent until it is taken, and many once more: each is kept once.
 */
import type { Redis } from 'ioredis';
import { readDesk } from '../../src/core/draft/drafts.js';
import { openRedis, untilReady } from '../../src/store/redis/client.js';
import { effectsLeft } from '../../src/store/redis/effects.js';
import { allEffectKeys, deskKey, slotOf } from '../../src/store/redis/shards.js';
import { PATIENCE_MS } from '../support/patience.js';
import { startService } from '../support/service.js';
import { moveSlot, startCluster, startSentinels, untilSaid } from '../support/several-redis.js';
import { send, untilTaken } from './asking.js';
import { newChance } from './chance.js';
import type { Faults, Size } from './faults.js';
import { type ServedCity, servedCity } from './served-city.js';
import type { Talker } from './talkers.js';

/** People on each platform, and what each says: 10,000 replies a fault at full size. */
const EACH = { small: 3, full: 100 };
const SAID = { small: 6, full: 50 };
/** The last of what a person says, when it is asked for a number again. */
const TAKEN_WITHIN_MS = 120_000;
const SENT_AGAIN = 0.3;
const INSTANCES = 2;
const UNPACED = new URL('../bench/servers/unpaced.mjs', import.meta.url).href;

type Several = {
  readonly name: string;
  readonly url: string;
  /** what goes wrong, in the middle of the replies; resolves when it is over */
  breaks(people: readonly string[]): Promise<void>;
  stop(): Promise<void>;
};

async function killedMaster(): Promise<Several> {
  const cluster = await startCluster();
  return {
    ...{ name: 'a master of the Cluster killed', url: cluster.url, stop: cluster.stop },
    breaks: async ([person = '']) => void (await cluster.failOver(slotOf(person))),
  };
}

async function killedPrimary(): Promise<Several> {
  const sentinels = await startSentinels();
  return {
    ...{ name: 'the primary of Sentinels killed', url: sentinels.url, stop: sentinels.stop },
    breaks: async () => void (await sentinels.failOver()),
  };
}

/** Slots that are uneven, and each shard moved to the next master. */
async function movedSlots(): Promise<Several> {
  const cluster = await startCluster([14_000, 2_000]);
  return {
    ...{ name: 'the slots of an uneven Cluster moved', url: cluster.url, stop: cluster.stop },
    async breaks(people) {
      const masters = cluster.members.slice(0, 3);
      for (const slot of new Set(people.map(slotOf))) {
        const from = await cluster.masterOfSlot(slot);
        await moveSlot(cluster, slot, masters[(masters.indexOf(from) + 1) % masters.length]!);
      }
    },
  };
}

export const faults: Faults = {
  name: 'failover',
  async run(size, say) {
    const broken: string[] = [];
    const play = async (start: () => Promise<Several>) => {
      const several = await start();
      const city = await servedCity(EACH[size]);
      const redis = openRedis(several.url, { warn: () => undefined }, PATIENCE_MS);
      try {
        await untilReady(redis, PATIENCE_MS);
        broken.push(...(await through(several, city, redis, size, say)));
      } finally {
        redis.disconnect();
        await city.stop();
        await several.stop();
      }
    };
    const beside = [killedMaster, killedPrimary];
    // Few people leave each of them waiting for most of the time: for an election, for what is taken up seconds later.
    const rounds = size === 'small' ? [beside] : [...beside, movedSlots].map((one) => [one]);
    for (const round of rounds)
      for (const one of await Promise.allSettled(round.map(play)))
        if (one.status === 'rejected') throw one.reason;
    return broken;
  },
};

async function turnOf(redis: Redis, { id }: Talker): Promise<{ turn: number; result: string | undefined }> {
  const body = await redis.hget(deskKey(id), 'body');
  const desk = body === null ? null : readDesk(body);
  const [draft] = Object.values(desk === null || desk === 'newer' ? {} : desk.drafts);
  return { turn: draft?.turn ?? 0, result: Object.values(draft?.answers ?? {})[0]?.result };
}

async function through(
  several: Several,
  { talkers, settings }: ServedCity,
  redis: Redis,
  size: Size,
  say: (line: string) => void,
): Promise<string[]> {
  const chance = newChance();
  // Slack's own limits would take a quarter of an hour for the cards of a fault at full size.
  const own = { ...settings, REDIS_URL: several.url, NODE_OPTIONS: `--import ${UNPACED}` };
  const services = await Promise.all(Array.from({ length: INSTANCES }, () => startService(own)));
  const broken: string[] = [];
  const ended = async () => (await effectsLeft(redis)) === 0;
  const [all, counts] = [talkers.length * SAID[size], { taken: 0, again: 0, refused: 0, lost: 0, double: 0 }];
  try {
    const urls = await Promise.all(services.map(({ url }) => url));
    for (const talker of talkers) await untilTaken(chance.one(urls), talker.says('続き'), TAKEN_WITHIN_MS);
    // On a busy machine somebody is not known in time: what they sent is kept, and taken up when they are.
    await untilSaid('a beginning of everybody', ended, TAKEN_WITHIN_MS);
    const begun = new Map<Talker, number>();
    for (const talker of talkers) begun.set(talker, (await turnOf(redis, talker)).turn);
    let breaking: Promise<void> | null = null;
    const one = async (talker: Talker, i: number) => {
      for (let n = 0; n < SAID[size]; n += 1) {
        // A number, and back to its question again: each is one turn of the draft.
        const sent = talker.says(n % 2 === 0 ? `${1_000 * n + i}人` : '戻る');
        const first = await send(chance.one(urls), sent);
        if (first.status < 200 || first.status >= 300) {
          counts.refused += 1;
          await untilTaken(chance.one(urls), sent, TAKEN_WITHIN_MS);
        }
        counts.taken += 1;
        if (counts.taken >= all / 3) breaking ??= several.breaks(talkers.map(({ id }) => id));
        if (!chance.happens(SENT_AGAIN)) continue;
        counts.again += 1;
        await untilTaken(chance.one(urls), sent, TAKEN_WITHIN_MS);
      }
    };
    await Promise.all(talkers.map(one));
    await breaking;
    // What a fail-over has left to the sweep is taken up after ten seconds, and after as many again when it failed.
    await untilSaid('an end of the effects', ended, TAKEN_WITHIN_MS).catch(async () => {
      const left = await Promise.all(allEffectKeys(redis).map(([byId]) => redis.hgetall(byId)));
      broken.push(`${several.name}: effects were never done: ${JSON.stringify(Object.assign({}, ...left))}`);
    });
    for (const talker of talkers) {
      const turns = (await turnOf(redis, talker)).turn - (begun.get(talker) ?? 0);
      counts.lost += Math.max(0, SAID[size] - turns);
      counts.double += Math.max(0, turns - SAID[size]);
      if (turns !== SAID[size])
        broken.push(
          `${several.name}: ${talker.id} was acknowledged ${SAID[size]} replies, kept are ${turns} (seed ${chance.seed})`,
        );
    }
    say(`${several.name}: ${JSON.stringify(counts)}`);
  } finally {
    for (const service of services) service.kill('SIGKILL');
    await Promise.all(services.map(({ ended }) => ended));
  }
  return broken;
}
