/**
 * Every input is delivered one to five times, late and out of order, from both platforms at once: it has its effect
 * once. Then everybody does everything at the same moment, and each input moves a desk exactly one step.
 */
import { type Chance, newChance } from './chance.js';
import type { Faults } from './faults.js';
import type { Steps } from './ledger.js';
import { peopleOf, type Sending } from './people.js';
import { serveHere } from './service-here.js';
import { buildTown, type Section, type Town } from './town.js';
import { workDay } from './work-day.js';

const SIZES = {
  small: { sections: 4, atOnce: 4, storms: 1 },
  full: { sections: 260, atOnce: 12, storms: 60 },
} as const;
/** Copies of one input at most, the first among them. */
const MOST_COPIES = 5;
/** Said in a storm: whatever order they come in, each is answered and none submits. */
const STORM = ['1番', '200人', '○', '順調です。', '続き', '戻る', '状況', 'あとで', 'ヘルプ', '3番', '6'];

export const faults: Faults = {
  name: 'duplicates',
  async run(size, say) {
    const random = newChance();
    const { sections, atOnce, storms } = SIZES[size];
    const town = await buildTown(sections + storms);
    const service = await serveHere(town);
    try {
      const people = peopleOf(town, service);
      const post = makePost(random, people.delivered);
      const day = workDay({
        town: { ...town, sections: town.sections.slice(storms) },
        people: { ...people, delivered: post.delivered, pressed: post.pressed },
        service,
        random,
        atOnce,
      });
      const stormy = (async () => {
        const wrong: string[] = [];
        for (const section of town.sections.slice(0, storms))
          wrong.push(...(await storm(town, section, people, random)));
        return wrong;
      })();
      await day.work(() => false);
      // Before time is moved on for what is owed: what is signed and on its way must not grow old.
      const stormed = await stormy;
      await post.empty();
      const settled = await day.settled();
      await day.approveTheRest();
      await post.empty();
      const done = (await day.settled()) && settled;
      const { broken } = await day.broken();
      const odd = service.said
        .filter(({ level }) => level === 'error')
        .map(({ message, facts }) => `${message} ${JSON.stringify(facts)}`);
      say(
        `${day.summary()}, ${post.copies()} copies of ${post.inputs()} inputs, ${storms} storms of ${STORM.length} inputs at once, seed ${random.seed}`,
      );
      return [
        ...broken,
        ...stormed,
        ...(await wrongSteps(town, day.steps)),
        ...(done ? [] : ['what was owed did not come about']),
        ...(people.refused() > 0 ? [`${people.refused()} copies were never taken`] : []),
        ...odd,
      ].map((one) => `${one} (seed ${random.seed})`);
    } finally {
      await service.stop();
      await town.close();
    }
  },
};

/** Delivers like a platform that has lost count. */
function makePost(random: Chance, delivered: (sending: Sending) => Promise<boolean>) {
  const late: Sending[] = [];
  const under = new Set<Promise<void>>();
  let copies = 0;
  let inputs = 0;

  async function copy(sending: Sending): Promise<void> {
    copies += 1;
    await delivered(sending);
  }
  /** Some of what is late comes now, in any order, and nobody waits for it. */
  function straggle(rate: number): void {
    for (const sending of random.shuffled(late.splice(0))) {
      if (!random.happens(rate)) {
        late.push(sending);
        continue;
      }
      const one = copy(sending).finally(() => under.delete(one));
      under.add(one);
    }
  }
  async function send(sending: Sending): Promise<boolean> {
    inputs += 1;
    straggle(0.3);
    const more = random.below(MOST_COPIES);
    const atOnce = random.below(more + 1);
    for (let n = atOnce; n < more; n += 1) late.push(sending);
    const others = Array.from({ length: atOnce }, () => copy(sending));
    const taken = await delivered(sending);
    await Promise.all(others);
    return taken;
  }

  return {
    copies: () => copies,
    inputs: () => inputs,
    delivered: send,
    async pressed(make: () => Sending | null): Promise<'taken' | 'not taken' | 'not known'> {
      const [sending, another] = [make(), make()];
      if (!sending || !another) return 'not taken';
      // Two presses at once are two inputs: one decides, the other is told so.
      const taken = await Promise.all([send(sending), send(another)]);
      return taken.every((one) => one) ? 'taken' : 'not known';
    },
    async empty(): Promise<void> {
      straggle(1);
      await Promise.all(under);
    },
  };
}

/**
 * One step of a desk for each input, and one for each answer of the record to a command; gives where it is otherwise. An
 * answer to a question may also say that the person is at the goal (担当), once each.
 */
async function wrongSteps(town: Town, steps: ReadonlyMap<string, Steps>): Promise<string[]> {
  const wrong: string[] = [];
  for (const [id, { inDoubt, said, saidCommands, pressed, pressedCommands }] of steps) {
    if (inDoubt) continue;
    // Each button was pressed twice.
    const least = said + 2 * saidCommands + 2 * pressed + 4 * pressedCommands;
    const most = least + said + 2 * pressed;
    const { revision } = await town.drafts.load(id);
    if (revision < least || revision > most)
      wrong.push(`${id} went ${revision} steps instead of ${least} to ${most}`);
  }
  return wrong;
}

/** Everything at the same moment, each one to five times, in any order; gives what was wrong. */
async function storm(
  town: Town,
  section: Section,
  people: ReturnType<typeof peopleOf>,
  random: Chance,
): Promise<string[]> {
  const person = section.staff;
  const sendings = STORM.flatMap((text) => {
    const sending = people.message(person, random.happens(0.5) ? 'slack' : 'teams', text);
    return Array.from({ length: 1 + random.below(MOST_COPIES) }, () => sending);
  });
  await Promise.all(random.shuffled(sendings).map(people.delivered));
  const { revision } = await town.drafts.load(person.id);
  // Until it is known of whom the goal is, an answer may say once more that this person is at it.
  return revision >= STORM.length && revision <= 2 * STORM.length
    ? []
    : [`storm of ${person.id}: ${revision} steps for ${STORM.length} inputs`];
}
