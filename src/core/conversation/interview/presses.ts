/** The buttons of an interview. */
import type { ActionName } from '../../cards/action.js';

/** Those that answer a question, or go back to one. */
export const ANSWERS = [
  'answer',
  'rate',
  'plan',
  'direction',
  'same',
  'take_sum',
  'keep',
  'back',
  'edit',
] as const satisfies readonly ActionName[];
export type Moving = (typeof ANSWERS)[number];

const PRESSES = [...ANSWERS, 'later', 'submit', 'open_form', 'fill_form', 'open_check', 'check'] as const;
export type DraftPress = (typeof PRESSES)[number];

export const isDraftPress = (name: ActionName): name is DraftPress =>
  (PRESSES as readonly ActionName[]).includes(name);
