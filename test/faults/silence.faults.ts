/**
 * The PostgreSQL that takes writes falls silent, as behind a cut network: no connection to it ends, and nothing is answered. Its
 * standby is promoted at once, or when it has been silent for a while, under readers who each wait as long as a request does.
 * How long after the promotion all of them are answered is compared with the machine.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { openPool, SERVING_STATEMENT_MS } from '../../src/store/postgres/connection/pool.js';
import { REQUEST_BUDGET_MS } from '../../src/store/time-budget.js';
import { replicatedPostgres } from '../support/replicated-postgres.js';
import { BACK_MS, WAITS } from './asking.js';
import type { Faults } from './faults.js';

const SIZES = { small: 1, full: 10 } as const;
const READERS = 16;
/** Longer than until the silence is noticed: whoever promotes seldom does it sooner. */
const A_WHILE_MS = 8_000;
const AGAIN_MS = 20;

export const faults: Faults = {
  name: 'silence',
  async run(size, say) {
    const cluster = await replicatedPostgres();
    const pool = openPool(cluster.url, { warn: () => undefined }, SERVING_STATEMENT_MS);
    const broken: string[] = [];
    try {
      for (let i = 0; i < SIZES[size]; i += 1)
        for (const waitMs of [0, A_WHILE_MS]) {
          // All ten are open, and stand by.
          await Promise.all(Array.from({ length: 10 }, () => pool.query('select pg_sleep(0.2)')));
          await cluster.silence();
          let promotedAt = Number.POSITIVE_INFINITY;
          /** Asks again and again, as people and platforms do; resolves with the time of the first answer after the promotion. */
          const reader = async (): Promise<number> => {
            for (;;) {
              const isAnswered = await Promise.race([
                pool.query('select 1').then(
                  () => true,
                  () => false,
                ),
                sleep(REQUEST_BUDGET_MS, false),
              ]);
              const now = performance.now();
              if (isAnswered && now > promotedAt) return now;
              await sleep(AGAIN_MS);
            }
          };
          const reading = Promise.all(Array.from({ length: READERS }, reader));
          await sleep(waitMs);
          await cluster.promote();
          promotedAt = performance.now();
          let over = false;
          const beside = besideThat(cluster, () => over);
          const ms = Math.max(...(await reading)) - promotedAt;
          over = true;
          const besideMs = await beside;
          const when = waitMs > 0 ? `after ${waitMs / 1_000} s of silence` : 'as soon as it was silent';
          say(
            `promoted ${when}, everybody answered ${Math.round(ms)} ms later (${Math.round(besideMs)} ms beside)`,
          );
          if (ms > BACK_MS + WAITS * besideMs)
            broken.push(`promoted ${when}: everybody answered only ${Math.round(ms)} ms later`);
          await cluster.attach();
        }
      return broken;
    } finally {
      await pool.end();
      await cluster.stop();
    }
  },
};

/** The longest that a connection of its own and one statement took at the promoted one meanwhile. */
async function besideThat(
  cluster: Awaited<ReturnType<typeof replicatedPostgres>>,
  isOver: () => boolean,
): Promise<number> {
  for (let longest = 0; ; ) {
    const began = performance.now();
    await cluster.ask('select 1');
    longest = Math.max(longest, performance.now() - began);
    if (isOver()) return longest;
    await sleep(AGAIN_MS);
  }
}
