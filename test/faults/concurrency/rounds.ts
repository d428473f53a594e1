/**
 * One round: several people act on one report at the same moment, each on what they see of it, now and then on an older
 * card, from either platform; sometimes a post changes hands in between. What is tried comes from the seed; what comes
 * first is the machine's affair, and so another time the same seed may go on otherwise.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance } from '../chance.js';
import { actingIn, type Press, type Pressed } from './acting.js';
import type { Model, Standing } from './model.js';
import { PLATFORMS, type pressesOf } from './presses.js';
import { afterAMove, type GoalNo, type Person, type Section } from './section.js';
import type { Town } from './town.js';

type Plan = {
  /** what has to be written before */
  readonly begin: (() => Promise<void>) | null;
  /** all at the same moment */
  readonly acts: readonly (() => Promise<void>)[];
};
type Act = Press['act'] | 'edit' | 'transfer';

/** What people try, and how often, by where the report stands when they look. */
const TRIED: Readonly<Record<'open' | 'submitted' | 'approved', Readonly<Partial<Record<Act, number>>>>> = {
  open: { submit: 6, approve: 2, return: 1, withdraw: 1, undo: 1, correct: 1, transfer: 1 },
  submitted: { approve: 6, return: 2, withdraw: 2, edit: 2, undo: 2, correct: 1, submit: 1, transfer: 2 },
  approved: { undo: 4, correct: 4, approve: 1, return: 1, withdraw: 1, transfer: 1 },
};
/** How often somebody acts on an older card, at another step, or without being who mostly does. */
const OLDER_CARD = 0.3;
const OTHER_STEP = 0.15;
const ANYBODY = 0.2;
/** How often a report is submitted again as it was. */
const UNCHANGED = 0.45;
/** How often somebody presses on both of their devices. */
const TWICE = 0.12;
/** How far from one another, in milliseconds: any of them may come first; or one while another is corrected. */
const MOMENTS_MS = [5, 40, 300] as const;
/** Rosters are entered one after the other, and take their time. */
const MOVES_AT_ONCE = 2;

export function roundsOf(parts: {
  town: Town;
  model: Model;
  random: Chance;
  presses: ReturnType<typeof pressesOf>;
}) {
  const { town, model, random, presses } = parts;
  const acting = actingIn({ town, presses });
  const counts = new Map<Act, number>();
  let moved = 0;
  /** sections whose posts change hands in the rounds that are played now */
  const moving = new Set<Section>();

  const anybody = (section: Section) => random.one([...section.people, town.coordinator]);
  const weighed = (of: Readonly<Partial<Record<Act, number>>>): Act =>
    random.one(
      Object.entries(of).flatMap(([act, weight]) => Array.from({ length: weight }, () => act as Act)),
    );

  /** Who tries it: mostly who may, sometimes anybody. */
  function whoTries(act: Exclude<Act, 'transfer'>, section: Section, now: Standing, step: number): Person {
    const staffing = town.staffing(section);
    const { role } = section.route[step] ?? section.route.at(-1)!;
    const deciders = [...staffing[role], ...(role === 'section_manager' ? staffing.deputies : [])];
    const writers = now.version === 0 ? [] : [now.writer];
    const may = {
      submit: staffing.staff,
      edit: writers,
      withdraw: writers,
      approve: deciders,
      return: deciders,
      undo: now.approvals.slice(-1).map(({ person }) => person),
      correct: staffing.staff,
    }[act];
    if (may.length === 0 || (act !== 'edit' && random.happens(ANYBODY))) return anybody(section);
    const chosen = random.one(may);
    return [...section.people, town.coordinator].find(({ id }) => id === chosen)!;
  }

  /** Somebody leaves a post and somebody follows, or nobody does; the section's roster is entered anew. */
  function move(section: Section): Plan {
    const next =
      moving.has(section) || moving.size >= MOVES_AT_ONCE
        ? null
        : afterAMove(section, town.staffing(section), random);
    if (next === null) return { begin: null, acts: [] };
    moving.add(section);
    moved += 1;
    return { begin: null, acts: [() => town.enterStaffing(section, next)] };
  }

  /** One act by somebody, or the same twice. */
  function planned(act: Exclude<Act, 'transfer'>, section: Section, report: string): Plan {
    const now = model.now(report);
    const last = section.route.length - 1;
    const older = now.version > 1 && random.happens(OLDER_CARD);
    const due = Math.min(now.approvals.length - (act === 'undo' ? 1 : 0), last);
    const step = random.happens(OTHER_STEP) ? random.below(last + 1) : Math.max(0, due);
    const all = [...section.reports.values()].every(
      (id) => id === report || model.now(id).state === 'approved',
    );
    const press: Press = {
      act: act === 'edit' ? 'withdraw' : act,
      person: whoTries(act, section, now, step),
      platform: random.one(PLATFORMS),
      report,
      version: older ? 1 + random.below(now.version) : now.version,
      step,
      looked: act === 'approve' && random.happens(all ? 0.6 : 0.05),
      policy: '',
    };
    const same = random.happens(UNCHANGED);
    if (act === 'edit') return { begin: null, acts: [() => acting.edits(press, section, same)] };
    const platforms = random.happens(TWICE) ? PLATFORMS : [press.platform];
    return {
      begin: act === 'submit' ? () => acting.writes(press, section, same) : null,
      acts: platforms.map((platform) => () => acting.decides({ ...press, platform }, section)),
    };
  }

  /** What happens in a round of one report, and what has to be written before it. */
  function roundOf(section: Section, report: string): Plan[] {
    const { state } = model.now(report);
    const tried = TRIED[state === 'submitted' || state === 'approved' ? state : 'open'];
    // Before the first submission there is no card with any other button.
    const all = model.now(report).version === 0 ? { submit: 5, transfer: 1 } : tried;
    const acts = Array.from({ length: 2 + random.below(3) }, () => weighed(all));
    // What can be done at all comes up in every round.
    if (tried === TRIED.open && !acts.includes('submit')) acts[0] = 'submit';
    return acts.map((act) => {
      counts.set(act, (counts.get(act) ?? 0) + 1);
      return act === 'transfer' ? move(section) : planned(act, section, report);
    });
  }

  return {
    counts,
    moved: () => moved,
    /** A round of every one of these reports, all at the same moment; gives what was pressed. */
    async play(
      all: readonly { readonly section: Section; readonly no: GoalNo }[],
    ): Promise<readonly Pressed[]> {
      moving.clear();
      const rounds = all.map(({ section, no }) => roundOf(section, section.reports.get(no)!));
      const moments = rounds.map((plans) => {
        const within = random.one(MOMENTS_MS);
        return plans.flatMap(({ acts }) => acts.map((act) => ({ act, after: random.below(within) })));
      });
      await Promise.all(
        rounds.map(async (plans) => {
          for (const { begin } of plans) await begin?.();
        }),
      );
      await Promise.all(
        moments.flat().map(async ({ act, after }) => {
          await sleep(after);
          await act();
        }),
      );
      await town.settled();
      return acting.pressedSince();
    },
  };
}
