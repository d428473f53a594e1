/** The names that are nearest to what somebody typed, for asking which was meant. */
import { foldSearch } from '../text/fold.js';
import { canonicalOrganization } from './organization-names.js';

/** Asked about at most: more are not read. */
const SHOWN = 3;

/** The pairs of neighbouring characters of a text, and how often each stands in it. */
function pairsOf(text: string): ReadonlyMap<string, number> {
  const pairs = new Map<string, number>();
  const signs = [...text];
  for (const [at, sign] of signs.entries()) {
    const pair = sign + (signs[at + 1] ?? '');
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return pairs;
}

const countOf = (pairs: ReadonlyMap<string, number>): number =>
  [...pairs.values()].reduce((sum, times) => sum + times, 0);

/** How alike two names are, from 0 to 1: the pairs that both have (Dice's coefficient); `all`: those of the first. */
function likeness(pairs: ReadonlyMap<string, number>, all: number, name: string): number {
  const own = pairsOf(name);
  const both = [...own].reduce((sum, [pair, times]) => sum + Math.min(times, pairs.get(pair) ?? 0), 0);
  return (2 * both) / Math.max(1, all + countOf(own));
}

/** The three nearest of these, the nearest first; one that holds what was typed, or is held by it, before all others. */
export function nearestNames<Of>(said: string, among: readonly Of[], nameOf: (one: Of) => string): Of[] {
  const key = (name: string) => canonicalOrganization(foldSearch(name));
  const wanted = key(said);
  // Once, whatever somebody typed: a city has hundreds of names.
  const pairs = pairsOf(wanted);
  const all = countOf(pairs);
  return among
    .map((one) => {
      const name = key(nameOf(one));
      const holds = wanted !== '' && (name.includes(wanted) || wanted.includes(name));
      return { one, near: likeness(pairs, all, name) + (holds ? 1 : 0) };
    })
    .sort((a, b) => b.near - a.near)
    .slice(0, SHOWN)
    .map(({ one }) => one);
}

type Named = { readonly name: string; readonly department: string };

/** A section as it is written to be told from others: with its department where another has the same name. */
function nameApart(one: Named, sections: readonly Named[]): string {
  const alike = sections.filter(({ name }) => name === one.name);
  return alike.length > 1 ? `${one.department} ${one.name}` : one.name;
}

/** The names of the three sections that are nearest to what somebody typed, each as it may be written instead. */
export function nearestSections(
  said: string,
  among: readonly Named[],
  sections: readonly Named[] = among,
): string[] {
  return nearestNames(said, among, ({ name }) => name).map((one) => nameApart(one, sections));
}
