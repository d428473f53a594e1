/**
 * JSON that is kept in the record for years: each kind has a schema and the number of its form, which is written beside
 * it. Rows of before this was have no number: that is form 0. What is read is what was kept, to the letter, with keys
 * that only another version knows: a schema looks, and changes nothing.
 */
import { z } from 'zod';

/** Where a piece of JSON is kept: the table, and the row's key. */
export type Row = { readonly table: string; readonly id: string };

/** A row that cannot be read. Says where and what is wrong, never what stands there. */
export class UnreadableRow extends Error {
  override readonly name: string = 'UnreadableRow';
  constructor({ table, id }: Row, what: string) {
    super(`${table} ${id}: ${what}`);
  }
}

/** A row of a form that only a newer version of this program knows: it is that version's to read and to change. */
export class NewerRow extends UnreadableRow {
  override readonly name = 'NewerRow';
}

/** One kind of JSON in the record: how it is written, and how it is read back. */
type Stored<T> = {
  /** for JSON.stringify, with the number of the form */
  write(value: T): object;
  /** @throws UnreadableRow naming table, id and path; NewerRow when it is of a newer form than is known here */
  read(stored: unknown, row: Row): T;
  /** as entries of the history have it: without the number of a form that is read here; any other stays */
  bare(stored: unknown): unknown;
};
/** The same of any kind. */
export type Bare = Pick<Stored<object>, 'bare'>;

/**
 * A kind of JSON in the record.
 *
 * @param form  raised when older versions could not read what is written any more; keys that may be missing do not raise it
 * @param schema  what any known form looks like; keys it does not name are kept as well
 * @param present  brings what the schema has passed up to the present form
 */
export function storedAs<Kept extends object, T extends object>(
  form: number,
  schema: z.ZodType<Kept>,
  present: (kept: Kept) => T,
): Stored<T> {
  return {
    write: (value) => ({ form, ...value }),
    read(stored, row) {
      const written = formOf(stored);
      if (written > form) throw new NewerRow(row, `form ${written} is newer than the ${form} known here`);
      const { error } = schema.safeParse(stored);
      if (error) throw new UnreadableRow(row, wrong(error));
      const { form: _, ...kept } = stored as Kept & { form?: unknown };
      return present(kept as unknown as Kept);
    },
    bare(stored) {
      const written = formOf(stored);
      if (!Number.isInteger(written) || written < 1 || written > form) return stored;
      const { form: _, ...kept } = stored as { form: number };
      return kept;
    },
  };
}

function formOf(stored: unknown): number {
  const form = typeof stored === 'object' && stored !== null && 'form' in stored ? stored.form : 0;
  return typeof form === 'number' ? form : 0;
}

/** The first thing a schema found wrong, with its path. Its messages name types and never quote. */
function wrong({ issues: [issue] }: z.ZodError): string {
  return issue ? `${issue.path.join('.') || '(all of it)'}: ${issue.message}` : 'not readable';
}

/** A text as it is kept: a JSON string. */
export function readText(stored: unknown, row: Row): string {
  const { data, error } = z.string().safeParse(stored);
  if (error) throw new UnreadableRow(row, wrong(error));
  return data;
}

/** How the rows of a list are read. */
export type Each = <R, T>(rows: readonly R[], read: (row: R) => T) => T[];

/** All of them, or none: for what must be whole. */
export const readAll: Each = (rows, read) => rows.map(read);

/** What can be read, and what was wrong with the others. */
function sorted<R, T>(rows: readonly R[], read: (row: R) => T): { found: T[]; faults: UnreadableRow[] } {
  const faults: UnreadableRow[] = [];
  const found = rows.flatMap((row) => {
    try {
      return [read(row)];
    } catch (fault) {
      if (!(fault instanceof UnreadableRow)) throw fault;
      faults.push(fault);
      return [];
    }
  });
  return { found, faults };
}

/**
 * What is read of each row of a list. One that cannot be read does not stop the others and is left out: whoever looks at
 * that row alone says so. When nothing is left the fault of the first is thrown.
 */
export const readEach: Each = (rows, read) => {
  const { found, faults } = sorted(rows, read);
  if (found.length === 0 && faults[0]) throw faults[0];
  return found;
};

/** The same of rows that belong to all sections: nobody is stopped by one of a section that is not theirs. */
export const readOthers: Each = (rows, read) => sorted(rows, read).found;
