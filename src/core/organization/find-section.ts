/** A section as a coordinator names it in chat, when a channel is to be linked to it. */
import { foldSearch } from '../text/fold.js';
import type { Language } from '../text/language.js';
import type { Actor, Section } from './people.js';

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
