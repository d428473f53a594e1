/** A section as a coordinator names it in chat, when a channel is to be linked to it. */
import { foldSearch } from '../text/fold.js';
import type { Language } from '../text/language.js';
import { nearestSections } from './nearest-names.js';
import { canonicalOrganization, splitOrganization } from './organization-names.js';
import type { Actor, ListedSection } from './people.js';

export type NamedSection =
  | { readonly ok: true; readonly language: Language; readonly id: string; readonly name: string }
  | {
      readonly ok: false;
      readonly language: Language;
      readonly reason: 'not_coordinator' | 'not_found' | 'several';
      /** with `not_found` and `several`: the nearest three, as each may be written instead */
      readonly names: readonly string[];
    };

/**
 * The one section of that name, its own or another (別名), with its department before it where that is said, or whose
 * name begins with it, whatever its width and spacing; only for a person who holds the coordinator's post today.
 */
export function nameSection(actor: Actor, sections: readonly ListedSection[], said: string): NamedSection {
  const { language } = actor;
  if (!actor.posts.some(({ role }) => role === 'coordinator'))
    return { ok: false, language, reason: 'not_coordinator', names: [] };
  const wanted = foldSearch(said);
  const exact = wanted === '' ? [] : sectionsCalled(said, sections);
  const found =
    exact.length > 0 || wanted === ''
      ? exact
      : sections.filter(({ name }) => foldSearch(name).startsWith(wanted));
  const [only] = found;
  if (!only) return { ok: false, language, reason: 'not_found', names: nearestSections(said, sections) };
  if (found.length > 1)
    return { ok: false, language, reason: 'several', names: nearestSections(said, found, sections) };
  return { ok: true, language, id: only.id, name: only.name };
}

/** The sections of a name, their own or another (別名), with their department before it where that is said. */
export function sectionsCalled(text: string, sections: readonly ListedSection[]): ListedSection[] {
  const wanted = canonicalOrganization(text);
  const { main, sub } = splitOrganization(text);
  const inKey = [main, ...(sub === null ? [] : [sub])].join('/');
  return sections.filter(
    ({ id, name, department, otherKeys }) =>
      id === text ||
      canonicalOrganization(name) === wanted ||
      canonicalOrganization(`${department}${name}`) === wanted ||
      otherKeys.some((key) => key.slice(key.indexOf('/') + 1) === inKey || key.replace('/', '') === inKey),
  );
}
