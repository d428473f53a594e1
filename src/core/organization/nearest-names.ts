/** The names that are nearest to what somebody typed, for asking which was meant. */
import { foldSearch } from '../text/fold.js';
import { canonicalOrganization } from './organization-names.js';

/** Asked about at most: more are not read. */
const SHOWN = 3;

/** How alike two names are, from 0 to 1: pairs of neighbouring characters that both have (Dice's coefficient). */
function likeness(a: string, b: string): number {
  const pairs = (text: string) => [...text].map((one, at, all) => one + (all[at + 1] ?? ''));
  const [left, right] = [pairs(a), pairs(b)];
  const rest = [...right];
  let both = 0;
  for (const pair of left) {
    const at = rest.indexOf(pair);
    if (at < 0) continue;
    rest.splice(at, 1);
    both += 1;
  }
  return (2 * both) / Math.max(1, left.length + right.length);
}

/** The three nearest of these, the nearest first; one that holds what was typed, or is held by it, before all others. */
export function nearestNames<Of>(said: string, among: readonly Of[], nameOf: (one: Of) => string): Of[] {
  const key = (name: string) => canonicalOrganization(foldSearch(name));
  const wanted = key(said);
  return among
    .map((one) => {
      const name = key(nameOf(one));
      const holds = wanted !== '' && (name.includes(wanted) || wanted.includes(name));
      return { one, near: likeness(wanted, name) + (holds ? 1 : 0) };
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
