/** A row of the record as the history explains it: named by what it is and its id, with its fields, JSON as kept. */
export type Fields = Readonly<Record<string, unknown>>;

export type ExplainedRow = {
  readonly row: string;
  /** null: it is not there any more; `unsaid`: it changed, and the entry (of an older form) does not hold to what */
  readonly value: Fields | null | 'unsaid';
  /** only where nothing was known of it */
  readonly ifNew?: true;
  /** not where this row is there */
  readonly unless?: string;
};

export const listOf = (value: unknown): readonly Fields[] =>
  Array.isArray(value) ? (value as Fields[]) : [];

export function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}
