/**
 * A working day of a town: every writer answers question by question and submits, every manager approves, on whatever
 * platform chance gives them, while something goes wrong. Keeps what was acknowledged, to be compared with what is kept.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance } from './chance.js';
import type { peopleOf } from './people.js';
import { brokenPromises, type Expected, type Unfinished } from './proof.js';
import type { Section, Town } from './town.js';

/** Goals that can be answered in words, and what is said of each; the others stay open, so that no sheet is finished. */
const RESULTS = { '1': '200人', '3': '6', '4': '91%' } as const;
type GoalNo = keyof typeof RESULTS;

/** Time to move on by when somebody waits for what a crash left behind: longer than a lease and than what is overdue. */
export const LEFT_BEHIND_MS = 61_000;
const CARD_WITHIN_MS = 10_000;
const CONFIRMED_WITHIN_MS = 60_000;
const SETTLED_WITHIN_MS = 120_000;
const MOVE_EVERY_MS = 2_000;
const LOOK_EVERY_MS = 400;
const POLL_MS = 100;

export function workDay(parts: {
  town: Town;
  people: ReturnType<typeof peopleOf>;
  service: { up(): Promise<void> };
  random: Chance;
  /** sections that work at the same time */
  atOnce: number;
}) {
  const { town, people, service, random, atOnce } = parts;
  const submitted: { section: Section; goal: Omit<Expected, 'state'> }[] = [];
  const approvedNos = new Set<string>();
  const unfinished: Unfinished[] = [];
  const unconfirmed: string[] = [];
  /** pressed and never answered: approved or not, but not both */
  const pressedNos = new Set<string>();
  const stateOf = (id: string) =>
    approvedNos.has(id) ? 'approved' : pressedNos.has(id) ? 'not known' : 'submitted';
  let replies = 0;
  let givenUp = 0;
  let count = 0;
  let moved = 0;

  const doneIn = new Map<Section, { replies: number; submitted: number; approved: number }>();
  function doneBy(section: Section) {
    const known = doneIn.get(section) ?? { replies: 0, submitted: 0, approved: 0 };
    doneIn.set(section, known);
    return known;
  }

  /** A reply that is acknowledged in the end, or the platform gave up and nobody can count on it. */
  async function say(section: Section, text: string): Promise<boolean> {
    const sending = people.message(section.staff, random.happens(0.5) ? 'slack' : 'teams', text);
    if (await people.delivered(sending)) {
      replies += 1;
      doneBy(section).replies += 1;
      return true;
    }
    givenUp += 1;
    return false;
  }

  /** Reports a goal; false when this writer goes home then. */
  async function report(section: Section, no: GoalNo): Promise<boolean> {
    count += 1;
    const status = `状況 ${section.n}-${no}-${count}`;
    const policy = `方針 ${section.n}-${no}-${count} <@U1> *そのまま* & 最後まで`;
    const goal = { section, no, result: RESULTS[no] as string, status, policy };
    for (const text of [`${no}番`, goal.result, '○']) if (!(await say(section, text))) return false;
    if (random.happens(0.25)) {
      // Said, taken back and said again: the order counts.
      for (const text of [`${status} 書き直す前`, '戻る']) if (!(await say(section, text))) return false;
    }
    if (!(await say(section, status))) return false;
    if (random.happens(0.05)) {
      unfinished.push({ section, no, result: goal.result, status });
      return false;
    }
    for (const text of [policy, '提出']) if (!(await say(section, text))) return false;
    submitted.push({ section, goal });
    doneBy(section).submitted += 1;
    // Whoever goes on before Maru has confirmed it is told so, and what they typed is not taken.
    const confirmed = () => people.wasTold(section.staff, `No.${no} を提出しました`);
    if (await comesAbout(confirmed, CONFIRMED_WITHIN_MS)) return true;
    unconfirmed.push(`section ${section.n} goal ${no}: the writer was never told that it was submitted`);
    return false;
  }

  /** Waits for what Maru owes, and moves time on when it takes long: a crash has left it behind. */
  async function comesAbout(isThere: () => boolean, patienceMs: number): Promise<boolean> {
    const since = Date.now();
    while (!isThere()) {
      if (Date.now() - since > patienceMs) return false;
      await sleep(POLL_MS);
      // Once for all who wait: what is signed and on its way must not grow old meanwhile.
      if (Date.now() - Math.max(moved, since) < MOVE_EVERY_MS) continue;
      moved = Date.now();
      town.clock.move(LEFT_BEHIND_MS);
    }
    return true;
  }

  async function approve(section: Section, no: string, patienceMs: number): Promise<void> {
    const id = section.reports.get(no)!;
    const stands = () => people.approval(section, section.chief, id) !== null;
    if (!(await comesAbout(stands, patienceMs))) return;
    const pressed = await people.pressed(() => people.approval(section, section.chief, id));
    if (pressed === 'taken') {
      approvedNos.add(id);
      doneBy(section).approved += 1;
    }
    if (pressed === 'not known') pressedNos.add(id);
  }

  /** `enough` ends it: goals begun are finished, no more are begun. */
  async function work(enough: () => boolean): Promise<void> {
    const waiting = random.shuffled(town.sections);
    const writer = async () => {
      for (let section = waiting.shift(); section && !enough(); section = waiting.shift())
        for (const no of random.shuffled(Object.keys(RESULTS) as GoalNo[])) {
          if (enough()) break;
          const before = submitted.length;
          if (!(await report(section, no))) break;
          if (submitted.length > before && random.happens(0.6)) await approve(section, no, CARD_WITHIN_MS);
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
      const effects = await town.redis.hlen('maru:effects');
      quiet = waiting === 0 && effects === 0 ? quiet + 1 : 0;
      if (Date.now() > giveUpAt) return false;
      if (quiet === 0) town.clock.move(LEFT_BEHIND_MS);
    }
    return true;
  }

  /** What managers had not come to yet. */
  async function approveTheRest(): Promise<void> {
    const left = submitted.filter(({ section, goal }) => !approvedNos.has(section.reports.get(goal.no)!));
    const manager = async () => {
      for (let one = left.pop(); one; one = left.pop()) await approve(one.section, one.goal.no, 0);
    };
    await Promise.all(Array.from({ length: atOnce }, manager));
  }

  return {
    work,
    settled,
    approveTheRest,
    /** what was acknowledged, by section */
    doneIn,
    get replies() {
      return replies;
    },
    get submitted() {
      return submitted.length;
    },
    get approved() {
      return approvedNos.size;
    },
    /** events that a platform sent as often as it does, and nobody took */
    get givenUp() {
      return givenUp;
    },
    async broken() {
      const expected = submitted.map(
        ({ section, goal }): Expected => ({
          ...goal,
          state: stateOf(section.reports.get(goal.no)!),
        }),
      );
      const found = await brokenPromises(town, expected, unfinished);
      return { ...found, broken: [...unconfirmed, ...found.broken] };
    },
  };
}
