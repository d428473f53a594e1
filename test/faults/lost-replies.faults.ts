/**
 * One in twenty answers of the platforms is lost after they have done what was asked: nothing stands twice, nothing is
 * missing, and what cannot be known (Teams has no way to ask) is shown to the coordinator.
 */
import { newChance } from './chance.js';
import type { Faults } from './faults.js';
import { peopleOf } from './people.js';
import { serveHere } from './service-here.js';
import { buildTown } from './town.js';
import { workDay } from './work-day.js';

const SIZES = {
  small: { sections: 4, atOnce: 4 },
  full: { sections: 150, atOnce: 12 },
} as const;
/** Answers that are lost, of all. */
const LOST = 0.05;
/** Answers about who somebody is, which are few: without them nothing is decided, and it has to be pressed again. */
const LOST_ABOUT_PEOPLE = 0.25;
const ABOUT_PEOPLE: ReadonlySet<string> = new Set(['users.info', 'GET members']);

export const faults: Faults = {
  name: 'lost-replies',
  async run(size, say) {
    const random = newChance();
    const { sections, atOnce } = SIZES[size];
    const town = await buildTown(sections);
    const service = await serveHere(town);
    try {
      const people = peopleOf(town, service);
      const day = workDay({ town, people, service, random, atOnce });
      const lost = new Map<string, number>();
      town.decideBy(({ door, what, when }) => {
        if (door !== 'slack' && door !== 'teams') return 'pass';
        const rate = ABOUT_PEOPLE.has(what) ? LOST_ABOUT_PEOPLE : LOST;
        if (when === 'asked' || !random.happens(rate)) return 'pass';
        lost.set(`${door} ${what}`, (lost.get(`${door} ${what}`) ?? 0) + 1);
        return 'cut';
      });
      await day.work(() => false);
      const settled = await day.settled();
      await day.approveTheRest();
      const done = (await day.settled()) && settled;
      const { broken, reported } = await day.broken();
      const faultsSaid = service.said.filter(({ level }) => level === 'error');
      const unsaid = [...reported].filter(
        (key) => !service.said.some(({ facts }) => (facts as { notice?: string }).notice === key),
      );
      say(
        `${day.summary()}, ${[...lost.values()].reduce((sum, n) => sum + n, 0)} answers lost (${[...lost].map(([what, n]) => `${n} ${what}`).join(', ')}), ${reported.size} cards in doubt and shown to the coordinator, seed ${random.seed}`,
      );
      return [
        ...broken,
        ...(done ? [] : ['what was owed did not come about']),
        ...unsaid.map((key) => `${key} was given up without a word in the log`),
        ...faultsSaid.map(({ message, facts }) => `a bug: ${message} ${JSON.stringify(facts)}`),
        ...(people.refused() > 0 ? [`${people.refused()} messages were not taken`] : []),
      ].map((one) => `${one} (seed ${random.seed})`);
    } finally {
      await service.stop();
      await town.close();
    }
  },
};
