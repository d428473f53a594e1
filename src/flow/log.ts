/** What the flow writes down: ids, states and reasons. Never a token, never the text of a report. */
export type Log = {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
};
