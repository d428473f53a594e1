/** Texts that could be meant for several goals or questions, held back until the person says which. */
import type { Desk } from './drafts.js';

/** Texts held at the same time; an older one has been asked about long ago. */
export const HELD_MAX = 5;

type HeldText = Desk['held'][number];

/**
 * The desk with a text held back, and its number, which the buttons that ask about it carry. It is the instant (ISO `now`), as of
 * the turns of a draft: no button of an earlier text, of which none may be left, means this one.
 */
export function hold(
  desk: Desk,
  text: Omit<HeldText, 'no'>,
  now: string,
): { readonly desk: Desk; readonly no: number } {
  const no = Math.max(Date.parse(now), (desk.held.at(-1)?.no ?? 0) + 1);
  return { desk: { ...desk, held: [...desk.held, { no, ...text }].slice(-HELD_MAX) }, no };
}

/** A text held back, undefined when it is not any more, and the desk without it. */
export function takeHeld(
  desk: Desk,
  no: number,
): { readonly held: HeldText | undefined; readonly rest: Desk } {
  const held = desk.held.find((one) => one.no === no);
  return { held, rest: { ...desk, held: desk.held.filter((one) => one !== held) } };
}
