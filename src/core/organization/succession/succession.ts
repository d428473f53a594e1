/** Sections that were merged or divided: which goes on with whose work. A renamed section stays the same one. */

import { fiscalYearStart } from '../../calendar/japanese-dates.js';
import { foldWidth } from '../../text/fold.js';

/** What becomes of a section: 統合, 分割, 改称. */
const REORGANISATIONS = ['merge', 'split', 'rename'] as const;
export type Reorganisation = (typeof REORGANISATIONS)[number];

export type Succession = {
  /** ids of sections; the same: of a section that was divided, that it goes on beside what came of it */
  readonly from: string;
  readonly to: string;
  /** 施行日, ISO date */
  readonly on: string;
  readonly kind: Exclude<Reorganisation, 'rename'>;
  /** Nos. of the goals that went there; null: all */
  readonly goals: readonly string[] | null;
};

/** A section whose goals another goes on with, and which of them by their No.; null: all. */
export type Former = { readonly sectionId: string; readonly goals: readonly string[] | null };

/** The sections that a section goes on with, and those before them, without itself; each once. */
export function formersOf(successions: readonly Succession[], sectionId: string): Former[] {
  const found = new Map<string, Former>();
  const look = (id: string, goals: readonly string[] | null) => {
    for (const one of successions) {
      if (one.to !== id || one.from === id || one.from === sectionId || found.has(one.from)) continue;
      // What came of a part is not told by the Nos. of another sheet: of those before, all goals.
      const of = id === sectionId ? one.goals : goals;
      found.set(one.from, { sectionId: one.from, goals: of });
      look(one.from, null);
    }
  };
  look(sectionId, null);
  return [...found.values()];
}

/** The sections that are no more: what went on with each since the last day on which something came of it; the latest first. */
export function endedSections(
  successions: readonly Succession[],
): { readonly sectionId: string; readonly into: readonly string[] }[] {
  const ended = new Map<string, Succession[]>();
  for (const one of successions) ended.set(one.from, [...(ended.get(one.from) ?? []), one]);
  return [...ended]
    .map(([sectionId, all]) => {
      const on = all
        .map((one) => one.on)
        .sort()
        .at(-1)!;
      return { sectionId, on, into: all.flatMap((one) => (one.on === on ? [one.to] : [])) };
    })
    .filter(({ sectionId, into }) => !into.includes(sectionId))
    .sort((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : 0))
    .map(({ sectionId, into }) => ({ sectionId, into }));
}

/**
 * The successions by which sheets of a fiscal year went along. Of a section that goes on beside what came of it these are its
 * sheets until that day: what it makes since is its own.
 */
export function goingAlong(successions: readonly Succession[], fiscalYear: number): Succession[] {
  const ended = new Map(endedSections(successions).map(({ sectionId, into }) => [sectionId, into]));
  return successions.filter(
    ({ from, to, on }) => on > fiscalYearStart(fiscalYear) || ended.get(from)?.includes(to) === true,
  );
}

/** Whether a goal of this No. went along. */
export const wentAlong = (no: string, goals: Former['goals']): boolean =>
  goals === null || goals.includes(foldWidth(no));
