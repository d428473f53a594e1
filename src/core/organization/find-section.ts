/** A section as a coordinator names it in chat, when a channel is to be linked to it. */
import { foldSearch } from '../text/fold.js';
import type { Language } from '../text/language.js';
import { canonicalOrganization, splitOrganization } from './organization-names.js';
import type { Actor, ListedSection, Section } from './people.js';

export type NamedSection =
  | { readonly ok: true; readonly language: Language; readonly id: string; readonly name: string }
  | {
      readonly ok: false;
      readonly language: Language;
      readonly reason: 'not_coordinator' | 'not_found' | 'several';
      /** with `not_found` and `several`: the names to choose from */
      readonly names: readonly string[];
    };

/**
 * The one section of that name, or whose name begins with it, whatever its width and spacing; only for a person who
 * holds the coordinator's post today.
 */
export function nameSection(actor: Actor, sections: readonly Section[], said: string): NamedSection {
  const { language } = actor;
  if (!actor.posts.some(({ role }) => role === 'coordinator'))
    return { ok: false, language, reason: 'not_coordinator', names: [] };
  const wanted = foldSearch(said);
  const exact = sections.filter(({ name }) => foldSearch(name) === wanted);
  const found =
    exact.length > 0 || wanted === ''
      ? exact
      : sections.filter(({ name }) => foldSearch(name).startsWith(wanted));
  const [only] = found;
  if (!only) return { ok: false, language, reason: 'not_found', names: sections.map(({ name }) => name) };
  if (found.length > 1)
    return { ok: false, language, reason: 'several', names: found.map(({ name }) => name) };
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
