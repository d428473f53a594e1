/**
 * `kill -9` at every place where the service waits, while a town reports and decides: before a request reaches a store or a
 * platform, and when it was carried out and nobody knows yet; and at any other moment. Nothing acknowledged is lost,
 * every report and every row of the history is there once, and one card stands for each.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Chance, newChance } from './chance.js';
import type { Moment } from './door.js';
import type { Faults, Size } from './faults.js';
import { type LivingService, startService } from './living-service.js';
import { putAside, retry } from './operator.js';
import { peopleOf } from './people.js';
import { buildTown, type Town } from './town.js';
import { LEFT_BEHIND_MS } from './waiting.js';
import { workDay } from './work-day.js';

const SIZES = {
  small: { sections: 8, atOnce: 4, kills: 4, replies: 30, between: 12 },
  full: { sections: 640, atOnce: 24, kills: 250, replies: 10_000, between: 40 },
} as const;
/** Kills after which the one who waits for a long run hears how far it is. */
const TOLD_EVERY = 25;
/** How long after the last reply a crash at no particular moment comes at most. */
const ANY_MOMENT_MS = 100;
/** Where something is committed, sent or struck off: these moments come first. */
const DECISIVE = /maru:|done_commands|postgres commit|update notices|chat\.|activities/u;
/** A moment that does not come in this time is tried again later. */
const MOMENT_WITHIN_MS = 1_000;

export const faults: Faults = { name: 'crashes', run: (size, say) => run(size, say, newChance()) };

async function run(size: Size, say: (line: string) => void, random: Chance): Promise<readonly string[]> {
  const { sections, atOnce, kills, replies, between } = SIZES[size];
  const town = await buildTown(sections);
  let service: LivingService | null = null;
  try {
    service = await startService(town);
    const killer = makeKiller(town, service, random);
    const people = peopleOf(town, service);
    const day = workDay({ town, people, service, random, atOnce });
    const enough = () => killer.kills() >= kills && day.replies >= replies;
    const working = { over: false };
    const killing = (async () => {
      while (!working.over && !enough()) {
        // A crash now and then, not a service that never comes up.
        const next = day.replies + random.below(between);
        if (killer.kills() % TOLD_EVERY === TOLD_EVERY - 1)
          say(`${day.replies} replies, ${killer.kills()} kills`);
        while (day.replies < next && !working.over) await sleep(5);
        if (!working.over) await killer.strike();
      }
    })();
    await day.work(enough).finally(() => {
      working.over = true;
    });
    await killing;
    killer.rest();
    const settled = await day.settled();
    await day.approveTheRest();
    const quiet = (await day.settled()) && settled;
    // Killed three times at the same thing, by chance: it is put aside, and the operator has it tried again.
    const aside = (await putAside(town)).filter(({ kind }) => kind === 'effect');
    for (const { id } of aside) await retry(town, id);
    const done = (aside.length === 0 || (await day.settled())) && quiet;
    const { broken, reported } = await day.broken();
    const code = await service.stop();
    say(
      `${day.summary()}, ${killer.kills()} kills at ${killer.moments().size} moments (${killer.missed().length} seen and never struck), ${aside.length} put aside and tried again, ${day.givenUp} messages nobody took, ${reported.size} cards in doubt, seed ${random.seed}`,
    );
    if (size === 'full')
      for (const [moment, times] of killer.moments()) say(`killed ${times} times ${moment}`);
    return [
      ...broken,
      ...(done ? [] : ['what was owed did not come about']),
      ...(code === 0 ? [] : [`the service ended with ${code}`]),
    ].map((one) => `${one} (seed ${random.seed})`);
  } finally {
    await service?.stop();
    await town.close();
  }
}

/** Kills at the moment that was struck least often so far, now and then at any moment. */
function makeKiller(town: Town, service: LivingService, random: Chance) {
  const struck = new Map<string, number>();
  const tried = new Map<string, number>();
  const seen = new Map<string, number>();
  let armed: string | null = null;
  let hit: (() => void) | null = null;
  let kills = 0;
  const nameOf = ({ door, what, when }: Moment) => `${when === 'asked' ? 'before' : 'after'} ${door} ${what}`;

  const kill = (moment: string): void => {
    if (!service.kill()) return;
    kills += 1;
    struck.set(moment, (struck.get(moment) ?? 0) + 1);
  };
  town.decideBy((moment) => {
    const name = nameOf(moment);
    seen.set(name, (seen.get(name) ?? 0) + 1);
    if (name !== armed || !service.isUp()) return 'pass';
    armed = null;
    kill(name);
    hit?.();
    return 'cut';
  });

  return {
    kills: () => kills,
    moments: () => new Map([...struck].sort()),
    missed: () => [...seen.keys()].filter((name) => !struck.has(name)),
    rest() {
      armed = null;
    },
    async strike(): Promise<void> {
      const names = [...seen.keys()].filter((name) => random.happens(0.3) || DECISIVE.test(name));
      const least = Math.min(...names.map((name) => tried.get(name) ?? 0));
      const next = names.filter((name) => (tried.get(name) ?? 0) === least);
      if (next.length === 0 || random.happens(0.2)) {
        await sleep(random.below(ANY_MOMENT_MS));
        kill('at any moment');
      } else {
        const moment = random.one(next);
        const waited = new Promise<void>((resolve) => {
          hit = resolve;
        });
        armed = moment;
        // One that does not come lets the others have their turn.
        tried.set(moment, least + 1);
        await Promise.race([waited, sleep(MOMENT_WITHIN_MS)]);
        armed = null;
        hit = null;
      }
      // Mostly it was away for longer than what it left behind may wait.
      if (random.happens(0.7)) town.clock.move(LEFT_BEHIND_MS);
      await service.up();
    },
  };
}
