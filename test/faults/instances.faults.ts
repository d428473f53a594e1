/**
 * Several instances behind a balancer that gives each request to the next in turn, rolled one by one under a town at work; one
 * of them cut off from a store now and then; and rolled again on the mornings on which reminders are due. While they are
 * rolled nothing that a platform sends once is answered with 5xx; nothing acknowledged is lost or done twice, one card stands
 * for each; and everybody is reminded on each of these mornings, once.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Balancer, openBalancer } from './balancer.js';
import { newChance } from './chance.js';
import type { Faults } from './faults.js';
import { faultyDoor } from './faulty-door.js';
import { type LivingService, startService } from './living-service.js';
import { pacedWork } from './paced-work.js';
import { peopleOf } from './people.js';
import { unremindedOn, wronglyReminded } from './proof-of-reminders.js';
import { buildTown } from './town.js';
import { waitingIn } from './waiting.js';
import { workDay } from './work-day.js';

/** `serving`: instances at once; `replies`: that come before each fault, and while an instance comes back; `most`: while one is rolled; `perSecond`: at most. */
const SIZES = {
  small: {
    sections: 20,
    atOnce: 6,
    perSecond: 12,
    serving: 2,
    rolls: 1,
    cuts: 2,
    mornings: 1,
    replies: 8,
    most: 25,
    all: 0,
  },
  full: {
    sections: 900,
    atOnce: 60,
    perSecond: 100,
    serving: 3,
    rolls: 9,
    cuts: 6,
    mornings: 4,
    replies: 80,
    most: 1_000,
    all: 10_000,
  },
} as const;
const SETTINGS = { STOP_DELAY_SECONDS: '3', MARU_TEST_TICK_MS: '1000', MARU_TEST_SWEEP_MS: '1000' };
const REMINDED_WITHIN_MS = 120_000;
/** A balancer that was answered so often since an instance was told to stop has had time to see it. */
const LOOKS_TO_SEE = 5;
const LOOK_EVERY_MS = 10;
/** Soon enough that a cut is seen, and longer than a store takes on a busy machine: one that is never ready is not cut off. */
const HASTY_MS = 2_000;
/** A week, two working days and one before 2024-04-12, when the round of a town ends, and the working day after. */
const MORNINGS = ['2024-04-05', '2024-04-10', '2024-04-11', '2024-04-15'];

type Door = Awaited<ReturnType<typeof faultyDoor>>;
type Instance = { readonly service: LivingService; readonly doors: readonly Door[]; readonly no: number };

const until = async (holds: () => boolean) => {
  while (!holds()) await sleep(LOOK_EVERY_MS);
};

export const faults: Faults = {
  name: 'instances',
  async run(size, say) {
    const random = newChance();
    const { sections, atOnce, perSecond, serving, rolls, cuts, mornings, replies, most, all } = SIZES[size];
    const town = await buildTown(sections);
    const instances: Instance[] = [];
    const broken: string[] = [];
    let front: Balancer | null = null;
    let count = 0;

    /** `hasty`: it finds out soon that a store says nothing. */
    async function start(hasty = false): Promise<Instance> {
      count += 1;
      const no = count;
      const stores = (['REDIS_URL', 'DATABASE_URL'] as const).map((key) => new URL(town.settings[key]));
      const doors = await Promise.all(stores.map(({ port }) => faultyDoor(Number(port))));
      const [redis, database] = stores.map((url, i) => Object.assign(url, { port: doors[i]!.port }).href);
      const settings = { ...SETTINGS, REDIS_URL: redis!, DATABASE_URL: database! };
      const own = hasty ? { ...settings, MARU_TEST_BUDGET_MS: String(HASTY_MS) } : settings;
      return { service: await startService(town, { spare: false, settings: own }), doors, no };
    }
    async function end({ service, doors, no }: Instance): Promise<void> {
      const code = await service.stop();
      if (code !== 0) broken.push(`instance ${no} ended with ${code}: ${service.said.slice(-3).join(' ')}`);
      for (const door of doors) await door.close();
    }
    /** The next takes its place among them, and the oldest one stops: gives what it answered with 5xx, and nobody sends again. */
    async function change(balancer: Balancer, next: Instance): Promise<string[]> {
      const old = instances[0]!;
      const url = old.service.url();
      instances.push(next);
      await until(() => balancer.isReady(next.service.url()));
      const [looks, before] = [balancer.looks(url), balancer.failed.length];
      await end(old);
      instances.shift();
      // Closed before it could be seen: the machine stood still meanwhile.
      const wasSeen = balancer.looks(url) - looks >= LOOKS_TO_SEE;
      const lost = balancer.failed
        .slice(before)
        .filter((one) => !one.isSentAgain && !one.isLate && (one.url !== url || wasSeen));
      if (wasSeen && balancer.hasVanished(url))
        broken.push(`instance ${old.no} said that it was ready until nobody was there`);
      return lost.map(({ what }) => `while instance ${old.no} was rolled: ${what}`);
    }

    try {
      const first = await Promise.allSettled(Array.from({ length: serving }, () => start()));
      for (const one of first) if (one.status === 'fulfilled') instances.push(one.value);
      for (const one of first) if (one.status === 'rejected') throw one.reason;
      const balancer = await openBalancer(() => instances.map(({ service }) => service.url()));
      front = balancer;
      await until(() => instances.every(({ service }) => balancer.isReady(service.url())));
      const service = { url: () => balancer.url, up: async () => undefined };
      const work = pacedWork(peopleOf(town, service), perSecond);
      const day = workDay({ town, people: work.people, service, random, atOnce });
      const comesAbout = waitingIn(town);
      let done = 0;
      let failed = false;
      let refused = 0;
      const breaking = (async () => {
        for (; done < rolls && !work.isOver(); done += 1) {
          const next = await start();
          await work.goesOn(replies);
          broken.push(...(await work.during(() => change(balancer, next), most)));
        }
        for (; done < rolls + cuts && !work.isOver(); done += 1) {
          if (done === rolls) await change(balancer, await start(true));
          await work.goesOn(replies);
          const cutOff = instances.at(-1)!;
          const door = cutOff.doors[done % cutOff.doors.length]!;
          const url = cutOff.service.url();
          const before = balancer.failed.length;
          const refusedThere = () => balancer.failed.slice(before).filter((one) => one.url === url).length;
          // One that has just said that it is not ready would get no requests, and refuse none.
          await until(() => balancer.isReady(url));
          balancer.looking(false);
          door.cut();
          await until(() => balancer.saysItIsNot(url));
          await work.during(() => until(() => refusedThere() > 0 || work.isOver()));
          balancer.looking(true);
          await until(() => !balancer.isReady(url));
          refused += refusedThere();
          await work.goesOn(replies);
          door.mend();
          await until(() => balancer.isReady(url));
        }
        while (day.replies < all && !work.isOver()) await work.goesOn(replies);
      })()
        .catch((fault: unknown) => {
          failed = true;
          throw fault;
        })
        .finally(() => work.openFor(Number.POSITIVE_INFINITY));
      const enough = () => failed || (done >= rolls + cuts && day.replies >= all);
      const worked = day.work(enough).finally(work.end);
      for (const one of await Promise.allSettled([breaking, worked]))
        if (one.status === 'rejected') throw one.reason;
      const settled = await day.settled();
      await day.approveTheRest();
      const quiet = (await day.settled()) && settled;
      for (const morning of MORNINGS.slice(0, mornings)) {
        const next = await start();
        const rolled = change(balancer, next);
        town.clock.move(Date.parse(`${morning}T01:00:00Z`) - town.clock.now().getTime());
        await rolled;
        const areSent = async () => (await unremindedOn(town, morning)).length === 0;
        if (!(await comesAbout(areSent, REMINDED_WITHIN_MS)) || !(await day.settled()))
          broken.push(`what was owed on ${morning} did not come about`);
      }
      broken.push(...(await wronglyReminded(town, work.people.screens, MORNINGS.slice(0, mornings))));
      const { broken: found, reported } = await day.broken();
      broken.push(...found);
      for (const { service: one, no } of instances)
        if (one.fell.length > 0) broken.push(`instance ${no} ended by itself: ${one.fell.join()}`);
      const sentAgain = balancer.failed.filter(({ isSentAgain }) => isSentAgain).length;
      say(
        `${day.summary()}, ${rolls + mornings} rolls, ${cuts} cuts, ${balancer.passed()} requests, ${refused} refused where it was cut off, ${balancer.failed.length} answered with 5xx of which ${sentAgain} are sent again, ${Math.round(work.perSecond())} a second, ${day.givenUp} messages nobody took, ${reported.size} cards in doubt, seed ${random.seed}`,
      );
      if (done < rolls + cuts) broken.push(`the day was over after ${done} of ${rolls + cuts} faults`);
      if (!quiet) broken.push('what was owed did not come about');
      return broken.map((one) => `${one} (seed ${random.seed})`);
    } finally {
      for (const { service, doors } of instances) {
        await service.stop();
        for (const door of doors) await door.close();
      }
      await front?.close();
      await town.close();
    }
  },
};
