/** Which messages ask the questions of a draft, in Redis, so that any instance can fold them. */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { AskedMessages } from '../../flow/ports.js';

/** As long as a desk. */
const KEPT_MS = 400 * 24 * 60 * 60 * 1000;

export const askedKeys = (person: string) => `maru:asked:${person}:`;

const kept = z.object({
  turn: z.number(),
  name: z.string(),
  ref: z.object({ place: z.string(), id: z.string() }),
});

/** The AskedMessages port: one hash a person and goal, a field a message. */
export function openAsked(redis: Redis): AskedMessages {
  const key = (person: string, task: string) => `${askedKeys(person)}${task}`;
  const field = (turn: number, message: string) => `${turn} ${message}`;
  return {
    async keep(person, { task, turn, name }, ref) {
      const at = key(person, task);
      const body = JSON.stringify({ turn, name, ref });
      const done = await redis.multi().hset(at, field(turn, ref.id), body).pexpire(at, KEPT_MS).exec();
      for (const [error] of done ?? []) if (error) throw error;
    },
    async of(person, task) {
      const all = Object.values(await redis.hgetall(key(person, task)));
      return all.flatMap((body) => {
        const { turn, name, ref } = kept.parse(JSON.parse(body));
        return [{ asked: { task, turn, name }, ref }];
      });
    },
    async forget(person, { task, turn }, message) {
      await redis.hdel(key(person, task), field(turn, message));
    },
  };
}
