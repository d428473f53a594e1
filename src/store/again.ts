/** Patience with a store at the start of the service. */
import { setTimeout as sleep } from 'node:timers/promises';

const AGAIN_MS = 100;

/** Asks a store again that was late: what a start is busy with makes it so, and nobody waits for a reply yet. */
export async function againUntilAnswered(ask: () => Promise<void>, withinMs: number): Promise<void> {
  for (const giveUpAt = performance.now() + withinMs; ; await sleep(AGAIN_MS))
    try {
      return await ask();
    } catch (fault) {
      if (performance.now() > giveUpAt) throw fault;
    }
}
