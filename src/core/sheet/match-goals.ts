/**
 * Which goals and indicators of a changed sheet are those of the version before: by what they say, because answers
 * belong to a text and not to a number. Where it is not certain nothing is matched (promise 4).
 */
import { foldLabel, foldWidth } from '../text/fold.js';
import type { Goal, Indicator } from './sheet.js';

type Called = Pick<Indicator, 'name' | 'target'>;

/** Place in the changed sheet → place in the version before. */
type Matches = ReadonlyMap<number, number>;

/**
 * Texts count as one text with small edits from this share of pairs of neighbouring characters. Among the goals and
 * the indicators of the real sheets no two different ones of a section reach 0.6; a few words changed stay above it.
 */
const SIMILAR = 0.6;

/** Goals by their text; of those left, a goal of the same No. whose text is similar. */
export function matchGoals(
  before: readonly Pick<Goal, 'no' | 'text'>[],
  now: readonly Pick<Goal, 'no' | 'text'>[],
): Matches {
  const open = opening(before.length, now.length);
  const text = (goal: Pick<Goal, 'text'>) => foldLabel(goal.text);
  open.byKey(
    before.map((goal) => `${foldWidth(goal.no)}\n${text(goal)}`),
    now.map((goal) => `${foldWidth(goal.no)}\n${text(goal)}`),
  );
  open.byKey(before.map(text), now.map(text));
  open.bySimilarity((old, place) => {
    const [was, is] = [before[old]!, now[place]!];
    return foldWidth(was.no) === foldWidth(is.no) ? similarity(text(was), text(is)) : 0;
  });
  return open.matches;
}

/**
 * Indicators of one goal by name and target, by name, by a similar name (their unit does not count), and, with
 * `byPlace`, those left by where they stand.
 */
export function matchIndicators(
  before: readonly Called[],
  now: readonly Called[],
  byPlace: boolean,
): Matches {
  const open = opening(before.length, now.length);
  const name = (indicator: Called) => foldLabel(indicator.name);
  open.byKey(
    before.map((one) => `${name(one)}\n${one.target}`),
    now.map((one) => `${name(one)}\n${one.target}`),
  );
  open.byKey(before.map(name), now.map(name));
  open.bySimilarity((old, place) =>
    similarity(withoutUnit(name(before[old]!)), withoutUnit(name(now[place]!))),
  );
  if (byPlace) open.byKey([...before.keys()].map(String), [...now.keys()].map(String));
  return open.matches;
}

type Opening = {
  readonly matches: Matches;
  /** pairs what has the same key; as many before as now of one key are taken in order, other numbers not at all */
  byKey(before: readonly string[], now: readonly string[]): void;
  /** pairs what is most similar, unless another pair would do as well */
  bySimilarity(score: (old: number, place: number) => number): void;
};

function opening(countBefore: number, countNow: number): Opening {
  const matches = new Map<number, number>();
  const freeBefore = new Set(Array(countBefore).keys());
  const freeNow = new Set(Array(countNow).keys());
  const take = (old: number, place: number) => {
    matches.set(place, old);
    freeBefore.delete(old);
    freeNow.delete(place);
  };
  return {
    matches,
    byKey(before, now) {
      const old = grouped(freeBefore, before);
      for (const [key, places] of grouped(freeNow, now)) {
        const olds = old.get(key) ?? [];
        if (olds.length === places.length) for (const [at, place] of places.entries()) take(olds[at]!, place);
      }
    },
    bySimilarity(score) {
      const [olds, places] = [new Set(freeBefore), new Set(freeNow)];
      const levels = new Map<number, { readonly old: number; readonly place: number }[]>();
      for (const old of olds)
        for (const place of places) {
          const reached = score(old, place);
          if (reached < SIMILAR) continue;
          const level = levels.get(reached);
          if (level) level.push({ old, place });
          else levels.set(reached, [{ old, place }]);
        }
      for (const [, level] of [...levels].sort(([a], [b]) => b - a)) {
        const left = level.filter(({ old, place }) => olds.has(old) && places.has(place));
        const oldTimes = counted(left.map(({ old }) => old));
        const placeTimes = counted(left.map(({ place }) => place));
        for (const { old, place } of left) {
          // one that would fit two as well is left unmatched, and so are the two
          if (oldTimes.get(old) === 1 && placeTimes.get(place) === 1) take(old, place);
          olds.delete(old);
          places.delete(place);
        }
      }
    },
  };
}

function counted(places: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1);
  return counts;
}

function grouped(free: ReadonlySet<number>, keys: readonly string[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const place of free) {
    const key = keys[place]!;
    groups.set(key, [...(groups.get(key) ?? []), place]);
  }
  return groups;
}

/** 参加者数(人) → 参加者数: a unit in common makes two names no more alike. */
function withoutUnit(name: string): string {
  const bare = name.replace(/\([^()]*\)$/u, '');
  return bare === '' ? name : bare;
}

/** The share of pairs of neighbouring characters that two texts have in common (Dice), from 0 to 1. */
function similarity(a: string, b: string): number {
  if (a === b) return 1;
  const [pairsA, pairsB] = [neighbours(a), neighbours(b)];
  const left = new Map<string, number>();
  for (const pair of pairsA) left.set(pair, (left.get(pair) ?? 0) + 1);
  let shared = 0;
  for (const pair of pairsB) {
    const count = left.get(pair) ?? 0;
    if (count === 0) continue;
    left.set(pair, count - 1);
    shared += 1;
  }
  const all = pairsA.length + pairsB.length;
  return all === 0 ? 0 : (2 * shared) / all;
}

function neighbours(text: string): string[] {
  const characters = [...text];
  return characters.slice(1).map((character, at) => `${characters[at]}${character}`);
}
