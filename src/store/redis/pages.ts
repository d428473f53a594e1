/** Which further messages belong to a card that was too long for one, where the platform cannot say so itself. */
import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { MessageRef } from '../../flow/ports.js';

/** As long as a desk: a card of a round is edited for a year at most. */
const KEPT_MS = 400 * 24 * 60 * 60 * 1000;

type PagesStore = {
  /** ids of the further messages, in order; none when there are none */
  of(ref: MessageRef): Promise<readonly string[]>;
  keep(ref: MessageRef, ids: readonly string[]): Promise<void>;
};

/** Pages kept in Redis, so that a restarted service edits them instead of posting them again. */
export function openPages(redis: Redis): PagesStore {
  const key = ({ place, id }: MessageRef) =>
    `maru:pages:${createHash('sha256').update(`${place} ${id}`).digest('hex')}`;
  return {
    async of(ref) {
      const kept = await redis.get(key(ref));
      return kept === null ? [] : (JSON.parse(kept) as string[]);
    },
    async keep(ref, ids) {
      if (ids.length === 0) await redis.del(key(ref));
      else await redis.set(key(ref), JSON.stringify(ids), 'PX', KEPT_MS);
    },
  };
}
