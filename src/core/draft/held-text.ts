/** Texts that could be meant for several goals or questions, held back until the person says which. */
import type { Desk } from './drafts.js';

/** Texts held at the same time; an older one has been asked about long ago. */
export const HELD_MAX = 5;

type HeldText = Desk['held'][number];

/** The desk with a text held back, and its number, which the buttons that ask about it carry. */
export function hold(desk: Desk, text: Omit<HeldText, 'no'>): { readonly desk: Desk; readonly no: number } {
  const no = (desk.held.at(-1)?.no ?? 0) + 1;
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
