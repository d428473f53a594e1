/**
 * Striking off effects that are done, many at a time and behind the answers: a reply costs one Redis read and one
 * commit, not a third call. A crash in between leaves the effects of the last second to the sweep, which is harmless.
 */
import { type Log, reasonOf } from '../log.js';
import type { Drafts } from '../ports.js';

const FLUSH_AFTER_MS = 1_000;
const FLUSH_AT = 200;

type CompletedEffects = {
  /** Strikes an effect off soon. */
  later(id: string): void;
  /** Whether an effect is done and only not struck off yet. */
  has(id: string): boolean;
  /** Strikes off what is still noted down. Never rejects: what fails is noted again. */
  flush(): Promise<void>;
};

export function makeCompletedEffects(drafts: Pick<Drafts, 'strike'>, log: Log): CompletedEffects {
  let done: string[] = [];
  const striking = new Set<string>();
  let timer: NodeJS.Timeout | null = null;

  async function flush(): Promise<void> {
    if (timer) clearTimeout(timer);
    timer = null;
    const ids = done;
    done = [];
    if (ids.length === 0) return;
    for (const id of ids) striking.add(id);
    try {
      await drafts.strike(ids);
    } catch (error) {
      log.warn({ effects: ids.length, reason: reasonOf(error) }, 'effects not struck off yet');
      done = [...ids, ...done];
      timer ??= setTimeout(() => void flush(), FLUSH_AFTER_MS).unref();
    } finally {
      for (const id of ids) striking.delete(id);
    }
  }

  return {
    later(id) {
      done.push(id);
      if (done.length >= FLUSH_AT) void flush();
      else timer ??= setTimeout(() => void flush(), FLUSH_AFTER_MS).unref();
    },
    has: (id) => done.includes(id) || striking.has(id),
    flush,
  };
}
