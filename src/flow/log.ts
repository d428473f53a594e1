/** What the flow writes down: ids, states and reasons. Never a token, never the text of a report. */
export type Log = {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
};

/** The input that an effect followed from, by the effect's id: every line about an input names it as `input`. */
export function inputOfEffect(effectId: string): string {
  const parts = effectId.split('#');
  while (parts.length > 1 && /^(?:\d+!?|arrival)$/u.test(parts.at(-1)!)) parts.pop();
  return parts.join('#');
}

/** What the log says of an error: its message, never what it was about. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
