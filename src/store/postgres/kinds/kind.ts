/** What the record knows of a kind of records (core/decision/kinds/kinds.ts): its table, and what becomes of a person's data there. */
import type { Pool } from 'pg';
import { KINDS, type KindName } from '../../../core/decision/kinds/kinds.js';
import type { Bare } from '../../../core/text/stored-json.js';
import type { Db } from '../connection/pool.js';
import type { By } from '../ledger/recorded-by.js';

export type Values = Readonly<Record<string, unknown>>;

/** What entries of the history do not hold of a row, for it follows from what they hold. */
export type Following = {
  /** columns of JSON, which are kept with the number of their form */
  readonly json?: Readonly<Record<string, Bare>>;
  /** columns as they are to be. They are given with what tells it, as they are, beside the row's fields and its id */
  readonly follows?: (fields: Values, id: string, columns: Values) => Values;
  /** rows read at a time, where what is read of each is large: a statement has its time */
  readonly piece?: number;
};

export type StoredKind = Following & {
  /** the column of the id, after which the history calls a row */
  readonly id: string;
  /** SQL: the fields of a row as the history holds them */
  readonly fields: string;
  /** SQL: names and columns for `follows` */
  readonly columns?: string;
  /** where `body` holds whose it is in `by`: as what a person is shown it, and which field of it they wrote */
  readonly signed?: { readonly as: string; readonly wrote: string };
  /** SQL: what is kept of the person `$1`, who is called `$2`, and under which name it is shown */
  readonly ofPerson?: { readonly key: string; readonly sql: string };
  /** what goes with a person, beside signatures */
  readonly erase?: Erase;
  /** what is over, and how it is thrown away */
  readonly over?: Over;
};

type Erase = {
  /** texts of the history in which somebody is named by one of these names, and not another by a longer one (`others`) */
  readonly textsNaming?: (db: Db, names: readonly string[], others: readonly string[]) => Promise<string[]>;
  /** puts the mark in the place of these texts; gives the rows that were changed, as the history calls them */
  readonly blank?: (db: Db, texts: readonly string[], mark: string) => Promise<string[]>;
  /** takes away what is of no use without the person of this id */
  readonly takeAway?: (db: Db, id: string) => Promise<void>;
};

export type OverInYear = { readonly fiscalYear: number; readonly count: number };

/** Throws away what is over until `through` (fiscal year); gives how many. `ground`: in words, for the history. */
export type Dispose = (pool: Pool, through: number, ground: string, by: By, now: Date) => Promise<number>;

export type Over = {
  /**
   * how many of which years until `through` (fiscal year). `files`: the last year whose 根拠資料 is thrown away before it;
   * null: none is
   */
  readonly years: (db: Db, through: number, files?: number | null) => Promise<OverInYear[]>;
  readonly dispose: Dispose;
};

const countInYears = (from: string): string =>
  `select year as "fiscalYear", count(*)::int as count from (${from}) o group by 1 order by 1`;

/** @param from  SQL of what is over until `$1`, with its fiscal year as `year` */
export const overInYears =
  (from: string): Over['years'] =>
  async (db, through) =>
    (await db.query<OverInYear>(countInYears(from), [through])).rows;

/** The same of what stays with its 根拠資料; `$2`: the last year whose is thrown away before it. */
export const overWithFiles =
  (from: string): Over['years'] =>
  async (db, through, files = null) =>
    (await db.query<OverInYear>(countInYears(from), [through, files])).rows;

const quoted = (texts: readonly string[]): string => texts.map((one) => `'${one}'`).join(', ');

/** SQL: every text of a kind in the history that is not blanked (`v.value`), with the row it was of (`h.subject`). */
export function wordsInHistory(name: KindName): string {
  const { texts, actions }: { readonly texts?: readonly string[]; readonly actions: object } = KINDS[name];
  const places = (texts ?? []).flatMap((field) => [`h.before->>'${field}'`, `h.after->>'${field}'`]);
  return `from history h join history_values v on v.seq = h.seq and v.salt is not null
    and 'commitment:' || v.commitment in (${places.join(', ')})
    where h.action in (${quoted(Object.keys(actions))})`;
}
