/** Patience with a store where nobody waits for a reply: at the start of the service, and in what an operator does. */
import { setTimeout as sleep } from 'node:timers/promises';

const AGAIN_MS = 100;

/** Asks a store again that was late: what a start is busy with makes it so, or a fail-over. Rejects with the last fault. */
export async function againUntilAnswered<T>(ask: () => Promise<T>, withinMs: number): Promise<T> {
  for (const giveUpAt = performance.now() + withinMs; ; await sleep(AGAIN_MS))
    try {
      return await ask();
    } catch (fault) {
      if (performance.now() > giveUpAt) throw fault;
    }
}
