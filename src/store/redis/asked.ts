/**
 * Which messages ask the questions of a draft, in Redis, so that any instance can fold them. Written many at a time when
 * effects are struck off: a card costs no call of its own, and after a crash those of the last second stay as they are.
 */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { AskedMessages } from '../../flow/ports.js';
import { withScripts } from './scripts.js';
import { clusterOf } from './servers/nodes.js';

/** As long as a desk. */
const KEPT_MS = 400 * 24 * 60 * 60 * 1000;

export const askedKeys = (person: string) => `maru:asked:${person}:`;

const kept = z.object({
  turn: z.number(),
  name: z.string(),
  ref: z.object({ place: z.string(), id: z.string() }),
});

type Asked = AskedMessages & {
  /** Writes what was noted since the last time. Rejects when Redis does not take it: it is noted again. */
  flush(): Promise<void>;
};

/** The AskedMessages port: one hash a person and goal, a field a message. */
export function openAsked(redis: Redis): Asked {
  const key = (person: string, task: string) => `${askedKeys(person)}${task}`;
  const field = (turn: number, message: string) => `${turn} ${message}`;
  let noted = new Map<string, Map<string, string>>();

  async function flush(): Promise<void> {
    const all = [...noted];
    noted = new Map();
    if (all.length === 0) return;
    const calls = clusterOf(redis) ? all.map((one) => [one]) : [all];
    await Promise.all(
      calls.map((some) =>
        withScripts(redis)
          .maruAsked(
            some.length,
            ...some.map(([at]) => at),
            KEPT_MS,
            ...some.flatMap(([, fields]) => [fields.size, ...[...fields].flat()]),
          )
          .catch((error: unknown) => {
            for (const [at, fields] of some) noted.set(at, new Map([...fields, ...(noted.get(at) ?? [])]));
            throw error;
          }),
      ),
    );
  }

  return {
    flush,
    note(person, { task, turn, name }, ref) {
      const at = key(person, task);
      const fields = noted.get(at) ?? new Map<string, string>();
      noted.set(at, fields.set(field(turn, ref.id), JSON.stringify({ turn, name, ref })));
    },
    async of(person, task) {
      await flush();
      const all = Object.values(await redis.hgetall(key(person, task)));
      return all.flatMap((body) => {
        const { turn, name, ref } = kept.parse(JSON.parse(body));
        return [{ asked: { task, turn, name }, ref }];
      });
    },
    async forget(person, { task, turn }, message) {
      noted.get(key(person, task))?.delete(field(turn, message));
      await redis.hdel(key(person, task), field(turn, message));
    },
  };
}
