/** The sheets of several sections of one year read as one: what a section that goes on with them had last year. */
import { type Former, wentAlong } from '../organization/succession/succession.js';
import type { Sheet } from '../sheet/sheet.js';
import type { NumberedSheet } from './tasks-of-sheet.js';

type Part = { readonly goals: Former['goals'] };

/** Their goals one behind the other, of each those that went along; as the first of them else. */
export function joinedSheet<Of extends Sheet>(parts: readonly (Part & { readonly sheet: Of })[]): Of | null {
  const [first] = parts;
  if (!first) return null;
  return {
    ...first.sheet,
    goals: parts.flatMap(({ sheet, goals }) => sheet.goals.filter(({ no }) => wentAlong(no, goals))),
  };
}

/** The same with the ids of their goals. */
export function joinedYear(parts: readonly (Part & NumberedSheet)[]): NumberedSheet | null {
  const sheet = joinedSheet(parts);
  const numbering = parts.flatMap(({ sheet: { goals }, numbering, goals: along }) =>
    numbering.filter((_one, at) => wentAlong(goals[at]!.no, along)),
  );
  return sheet && { sheet, numbering };
}
