/**
 * Several people at once on one report: submit, withdraw, edit, approve, return, undo, correct, and posts that change
 * hands, by chance, from both platforms and through two instances of the service. The history that comes of it is held
 * against a sequential model (concurrency/model.ts): exactly one decision, none on a version that was not seen.
 */
import { newChance } from './chance.js';
import { outcomesOf, type Pressed } from './concurrency/acting.js';
import { historyOf, wrongCards, wrongIn, wrongTables } from './concurrency/checks.js';
import { makeModel } from './concurrency/model.js';
import { pressesOf } from './concurrency/presses.js';
import { roundsOf } from './concurrency/rounds.js';
import { type GoalNo, RESULTS } from './concurrency/section.js';
import { buildTown, type Town } from './concurrency/town.js';
import type { Faults } from './faults.js';

const SIZES = { small: { sections: 6, rounds: 40 }, full: { sections: 8, rounds: 1_000 } } as const;
/** After so many the rest says nothing new. */
const MOST_TOLD = 30;
const DELIVERED_WITHIN_MS = 180_000;
/** Longer than an effect is left alone before the sweep takes it up. */
const LEFT_BEHIND_MS = 180_000;
const SAID_EVERY = 100;

export const faults: Faults = {
  name: 'concurrency',
  async run(size, say) {
    const random = newChance();
    const { sections, rounds } = SIZES[size];
    const town = await buildTown(sections);
    try {
      const model = makeModel(
        town.sections.map(({ id, route, reports }) => ({
          id,
          route: route.map(({ role }) => role),
          reports: [...reports.values()],
        })),
      );
      const presses = pressesOf(town);
      const generator = roundsOf({ town, model, random, presses });
      const everybody = [town.coordinator, ...town.sections.flatMap(({ people }) => people)];
      const history = historyOf(town);
      const broken: string[] = [];
      const figures = { done: 0, presses: 0, rows: 0, refused: 0, notTaken: 0 };
      for (const row of await history()) broken.push(...model.take(row));
      while (figures.done < rounds && broken.length < MOST_TOLD) {
        // In some sections both goals at once: of two approvals one completes the sheet.
        const played = town.sections
          .flatMap((section) => {
            const goals = random.shuffled(Object.keys(RESULTS) as GoalNo[]);
            return goals.slice(0, random.happens(0.3) ? 2 : 1).map((no) => ({ section, no }));
          })
          .slice(0, rounds - figures.done);
        const before = figures.done;
        const pressed = await generator.play(played);
        const outcomes = await entered(town, pressed);
        const rows = await history();
        const told = presses.toldSince(everybody);
        const wrong = wrongIn(rows, pressed, outcomes, told, model);
        broken.push(...wrong.map((one) => `rounds ${before + 1} to ${before + played.length}: ${one}`));
        figures.done += played.length;
        figures.presses += pressed.length;
        figures.rows += rows.length;
        figures.refused += [...outcomes.values()].flat().filter(({ ok }) => !ok).length;
        figures.notTaken += pressed.filter(({ taken }) => !taken).length;
        if (Math.floor(before / SAID_EVERY) < Math.floor(figures.done / SAID_EVERY))
          say(
            `${figures.done} rounds, ${figures.presses} presses, ${figures.rows} rows, ${broken.length} broken`,
          );
      }
      broken.push(
        ...(await undelivered(town)),
        ...(await wrongTables(town, model)),
        ...wrongCards(town, model),
      );
      const tried = [...generator.counts].map(([act, count]) => `${count} ${act}`).join(', ');
      say(
        `${figures.done} rounds of ${tried} (${generator.moved()} rosters entered): ${figures.presses} presses, ${figures.rows} rows of history, ${figures.refused} refused, ${figures.notTaken} not taken, ${town.slow.length} times a store too slow, seed ${random.seed}`,
      );
      return [...broken, ...town.faults].map((one) => `${one} (seed ${random.seed})`);
    } finally {
      await town.stop();
    }
  },
};

/** What became of everything that was taken; what a slow store left to the sweep is waited for. */
async function entered(town: Town, pressed: readonly Pressed[]): ReturnType<typeof outcomesOf> {
  const giveUpAt = Date.now() + LEFT_BEHIND_MS;
  for (;;) {
    const outcomes = await outcomesOf(
      town,
      pressed.map(({ input }) => input),
    );
    const open = pressed.some(({ act, taken, input }) => act !== 'submit' && taken && !outcomes.has(input));
    if (!open || Date.now() > giveUpAt) return outcomes;
    await town.swept();
  }
}

/** Delivers what is owed until nothing is left. */
async function undelivered(town: Town): Promise<string[]> {
  const giveUpAt = Date.now() + DELIVERED_WITHIN_MS;
  for (;;) {
    const left = await town.swept();
    if (left === 0) return [];
    if (Date.now() > giveUpAt) return [`${left} notices were not delivered`];
  }
}
