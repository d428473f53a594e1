/** What a step gives: the next desk and the effects, in order. */
import type { Card } from '../cards/card.js';
import type { Desk } from '../draft/drafts.js';
import type { Effect } from './effect.js';
import type { Place } from './input.js';

export type StepResult = { readonly desk: Desk; readonly effects: readonly Effect[] };

export function stepResult(desk: Desk, ...effects: readonly Effect[]): StepResult {
  return { desk, effects };
}

/** The effect that shows a card in a place. */
export function showing(place: Place, card: Card): Effect {
  return { kind: 'show', place, card };
}
