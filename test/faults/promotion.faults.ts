/**
 * The PostgreSQL that takes writes is killed while a town reports and decides, and its synchronous standby promoted; the old
 * one comes back as the standby of the new one. Nothing acknowledged is lost, every report and every row of the history is
 * there once, one card stands for each, and the service works on without being started again.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type ReplicatedPostgres, replicatedPostgres } from '../support/replicated-postgres.js';
import { BACK_MS, besides, isLate } from './asking.js';
import { newChance } from './chance.js';
import type { Faults } from './faults.js';
import { type LivingService, startService } from './living-service.js';
import { peopleOf } from './people.js';
import { buildTown } from './town.js';
import { workDay } from './work-day.js';

const SIZES = {
  small: { sections: 8, atOnce: 4, promotions: 1, replies: 30 },
  full: { sections: 640, atOnce: 24, promotions: 20, replies: 10_000 },
} as const;
/** How long after a reply it is killed at most: at whatever is under way then. */
const ANY_MOMENT_MS = 100;
const LOOK_EVERY_MS = 5;

export const faults: Faults = {
  name: 'promotion',
  async run(size, say) {
    const random = newChance();
    const { sections, atOnce, promotions, replies } = SIZES[size];
    const cluster = await replicatedPostgres();
    const town = await buildTown(sections, cluster);
    const working = { over: false, failed: false };
    let service: LivingService | null = null;
    const broken: string[] = [];
    try {
      service = await startService(town, { spare: false });
      const people = peopleOf(town, service);
      const day = workDay({ town, people, service, random, atOnce });
      let promoted = 0;
      const promoting = (async () => {
        for (; promoted < promotions && !working.over; promoted += 1) {
          const next = ((promoted + 1) * replies) / (promotions + 1);
          while (day.replies < next && !working.over) await sleep(LOOK_EVERY_MS);
          await sleep(random.below(ANY_MOMENT_MS));
          broken.push(...(await failOver(cluster, service, say)));
          await cluster.attach();
        }
      })().catch((fault: unknown) => {
        working.failed = true;
        throw fault;
      });
      const enough = () => working.failed || (promoted >= promotions && day.replies >= replies);
      const worked = day.work(enough).finally(() => {
        working.over = true;
      });
      for (const one of await Promise.allSettled([promoting, worked]))
        if (one.status === 'rejected') throw one.reason;
      const settled = await day.settled();
      await day.approveTheRest();
      const done = (await day.settled()) && settled;
      const { broken: found, reported } = await day.broken();
      broken.push(...found);
      if (service.fell.length > 0) broken.push(`the service ended by itself: ${service.fell.join()}`);
      const code = await service.stop();
      say(
        `${day.summary()}, ${promoted} promotions, ${day.givenUp} messages nobody took, ${reported.size} cards in doubt, seed ${random.seed}`,
      );
      return [
        ...broken,
        ...(done ? [] : ['what was owed did not come about']),
        ...(code === 0 ? [] : [`the service ended with ${code}`]),
      ].map((one) => `${one} (seed ${random.seed})`);
    } finally {
      await service?.stop();
      await town.close();
    }
  },
};

/** Kills the one that takes writes and promotes the other; how long after that the service is ready is compared with the machine. */
async function failOver(
  cluster: ReplicatedPostgres,
  service: LivingService,
  say: (line: string) => void,
): Promise<string[]> {
  const beside = besides(service.url());
  await cluster.kill();
  await cluster.promote();
  const began = performance.now();
  const isReady = () =>
    fetch(`${service.url()}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isReady()) && performance.now() - began < 20 * BACK_MS) await sleep(LOOK_EVERY_MS);
  const ms = performance.now() - began;
  const meanwhile = (await beside.end())({ began, ms });
  say(`promoted, ready ${Math.round(ms)} ms later (${Math.round(meanwhile.longestMs)} ms beside)`);
  return isLate(ms, BACK_MS, meanwhile) ? [`ready only ${Math.round(ms)} ms after the promotion`] : [];
}
