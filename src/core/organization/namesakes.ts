/** People to choose from, of whom two may have the same name. */
import { foldLabel } from '../text/fold.js';

/** Each with the number of the roster behind the name where another is called the same. */
export function toldApart<Person extends { readonly id: string; readonly name: string }>(
  people: readonly Person[],
): Person[] {
  return people.map((one) => {
    const name = foldLabel(one.name);
    const shared = people.some((other) => other.id !== one.id && foldLabel(other.name) === name);
    return shared ? { ...one, name: `${one.name}（${one.id}）` } : one;
  });
}
