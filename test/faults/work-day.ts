/**
 * A working day of a town: every writer reports, question by question or in one form, withdraws and asks for files;
 * every manager approves, gives back and changes their mind, on whatever platform chance gives them, while something
 * goes wrong. What was acknowledged is compared with what is kept.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { effectsLeft } from '../../src/store/redis/effects.js';
import type { Chance } from './chance.js';
import { doingsOf } from './doings.js';
import { type Goal, makeLedger, type Texts } from './ledger.js';
import type { peopleOf } from './people.js';
import { brokenPromises } from './proof.js';
import type { Section, Town } from './town.js';
import { LEFT_BEHIND_MS, waitingIn } from './waiting.js';

/** Goals that can be answered in words, and what is said of each; the others stay open, so that no sheet is finished. */
const RESULTS = { '1': '200人', '3': '6', '4': '91%' } as const;
type GoalNo = keyof typeof RESULTS;

const WAYS = ['questions', 'questions', 'questions', 'form'] as const;
/** What becomes of a report once it is submitted; those that are left are approved at the end of the day. */
const FATES = [
  ...(['approve', 'approve', 'approve', 'approve', 'approve', 'leave', 'leave', 'leave'] as const),
  ...(['give back', 'give back', 'withdraw', 'withdraw', 'approve, undo, approve'] as const),
];
/** One goal of so many after which its writer asks for the sheet as a file. */
const FILE_EVERY = 12;
const MOST_VERSIONS = 3;

const CARD_WITHIN_MS = 10_000;
const SETTLED_WITHIN_MS = 180_000;
const LOOK_EVERY_MS = 200;

export function workDay(parts: {
  town: Town;
  people: ReturnType<typeof peopleOf>;
  service: { up(): Promise<void> };
  random: Chance;
  /** sections that work at the same time */
  atOnce: number;
}) {
  const { town, people, service, random, atOnce } = parts;
  const ledger = makeLedger();
  const doings = doingsOf({ town, people, random, ledger, comesAbout: waitingIn(town) });
  const way = deckOf(random, WAYS);
  const fate = deckOf(random, FATES);
  const withFile = deckOf(
    random,
    Array.from({ length: FILE_EVERY }, (_, i) => i === 0),
  );
  let count = 0;

  function textsOf({ section, no }: Goal): Texts {
    count += 1;
    return {
      result: RESULTS[no as GoalNo],
      status: `状況 ${section.n}-${no}-${count}`,
      policy: `方針 ${section.n}-${no}-${count} <@U1> *そのまま* & 最後まで`,
    };
  }

  /** Reports a goal, or what came back of it; false when this writer goes home then. */
  async function report(goal: Goal): Promise<boolean> {
    const texts = textsOf(goal);
    if (way() === 'form') return (await doings.fillInReport(goal, texts)) && doings.submit(goal, texts);
    if (!goal.texts) return (await doings.answer(goal, texts)) && doings.submit(goal, texts);
    const changed = { ...goal.texts, policy: texts.policy };
    return (await doings.correct(goal, changed)) && doings.submit(goal, changed);
  }

  /** What its manager and writer do with it then; whether it comes back to the writer, who goes on reporting or not. */
  async function follow(goal: Goal): Promise<'done' | 'again' | 'home'> {
    const next = fate();
    switch (next) {
      case 'leave':
        return 'done';
      case 'approve':
        await doings.approve(goal, CARD_WITHIN_MS);
        return 'done';
      case 'approve, undo, approve':
        await changeMind(goal);
        return 'done';
      case 'give back':
        if (goal.version === MOST_VERSIONS) return 'done';
        return (await doings.giveBack(goal, CARD_WITHIN_MS)) ? 'again' : 'done';
      case 'withdraw':
        if (goal.version === MOST_VERSIONS) return 'done';
        return (await doings.withdraw(goal)) ? 'again' : 'home';
      default:
        return next satisfies never;
    }
  }

  async function changeMind(goal: Goal): Promise<void> {
    const { section } = goal;
    // In Teams the button to undo stands in a chat that Maru must know of.
    if (!(await doings.say(section.chief, 'ヘルプ', section.on))) return;
    const since = town.clock.now().getTime();
    if (!(await doings.approve(goal, CARD_WITHIN_MS))) return;
    if ((await doings.undo(goal, since)) && goal.state === 'submitted')
      await doings.approve(goal, CARD_WITHIN_MS);
  }

  async function askForFile({ staff }: Section): Promise<void> {
    const on = random.one(['slack', 'teams'] as const);
    if (await doings.say(staff, '出力', on)) ledger.file(staff, on);
  }

  /** `enough` ends it: goals begun are finished, no more are begun. */
  async function work(enough: () => boolean): Promise<void> {
    const waiting = random.shuffled(town.sections);
    const writer = async () => {
      for (let section = waiting.shift(); section && !enough(); section = waiting.shift())
        for (const no of random.shuffled(Object.keys(RESULTS) as GoalNo[])) {
          if (enough()) break;
          const goal = ledger.goal(section, no);
          let next: 'done' | 'again' | 'home' = 'again';
          while (next === 'again') next = (await report(goal)) ? await follow(goal) : 'home';
          if (next === 'home') break;
          if (withFile()) await askForFile(section);
        }
    };
    await Promise.all(Array.from({ length: atOnce }, writer));
  }

  /** Lets everything that is owed come about; false when it does not. */
  async function settled(): Promise<boolean> {
    const giveUpAt = Date.now() + SETTLED_WITHIN_MS;
    await service.up();
    // Twice without anything left: a reply that is on its way makes more to do.
    for (let quiet = 0; quiet < 2; ) {
      await sleep(LOOK_EVERY_MS);
      const { waiting } = await town.notices.backlog(town.clock.now());
      const effects = await effectsLeft(town.redis);
      quiet = waiting === 0 && effects === 0 ? quiet + 1 : 0;
      if (Date.now() > giveUpAt) return false;
      if (quiet === 0) town.clock.move(LEFT_BEHIND_MS);
    }
    return true;
  }

  /** What managers had not come to yet. */
  async function approveTheRest(): Promise<void> {
    const left = ledger.goals().filter(({ state, unsure }) => state === 'submitted' && !unsure);
    const manager = async () => {
      for (let one = left.pop(); one; one = left.pop()) await doings.approve(one, 0);
    };
    await Promise.all(Array.from({ length: atOnce }, manager));
  }

  return {
    work,
    settled,
    approveTheRest,
    /** what everybody did, by how it goes through their desk */
    steps: ledger.steps,
    get replies() {
      return doings.replies;
    },
    /** events that a platform sent as often as it does, and nobody took */
    get givenUp() {
      return doings.givenUp;
    },
    /** what was done, for whoever looks at the run */
    summary() {
      const files = ledger.files().reduce((sum, { asked }) => sum + asked, 0);
      return [
        `${doings.replies} replies`,
        `${ledger.times('submitted')} submitted`,
        `${ledger.times('approved')} approved`,
        `${ledger.times('returned')} returned`,
        `${ledger.times('withdrawn')} withdrawn`,
        `${ledger.times('approval_undone')} undone`,
        `${files} files`,
        `${ledger.unfinished.length} left unfinished`,
      ].join(', ');
    },
    async broken() {
      const found = await brokenPromises(town, people.screens, ledger);
      return { ...found, broken: [...doings.missing, ...found.broken] };
    },
  };
}

/** Every one of them once in a while: chance only says when. */
function deckOf<T>(random: Chance, all: readonly T[]): () => T {
  let left: T[] = [];
  return () => {
    if (left.length === 0) left = random.shuffled(all);
    return left.pop()!;
  };
}
