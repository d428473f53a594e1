/** Personal data of the history blanked: the only change there is of what stands in it, named by an entry of its own. */
import { type Blanking, blankedOf, textsOf, type Whose } from '../../../core/decision/commitments.js';
import type { Db } from '../connection/pool.js';
import { appendHistory, keptEntriesOf, readHead } from './history.js';
import { type By, entryBy } from './recorded-by.js';

/** Entries of before that are rewritten by one statement. */
const PIECE = 100;

type ToBlank = {
  readonly personId: string;
  /** names, addresses and accounts that are known of the person, beside those found at their id */
  readonly texts: readonly string[];
  /** gives whole texts of others in which one of all these stands */
  readonly naming?: (texts: readonly string[]) => Promise<readonly string[]>;
  /** why it is allowed, in words that stand in the history and are listed by `history --verify` */
  readonly ground: string;
  /** what stands in the place of each text from now on: no name, and no other person's */
  readonly as: string;
  /** the subjects of the only entries that are meant; absent: all */
  readonly subjects?: ReadonlySet<string>;
};

type BlankedNow = {
  /** entries that something was blanked of */
  readonly entries: number;
  /** every text that was blanked: what is to be replaced in the record too (`blankedIn`) */
  readonly whose: Whose;
  /** those of them that are the person's own: names, addresses, accounts */
  readonly own: ReadonlySet<string>;
};

/**
 * Blanks every name, address and account of a person in the history, in a transaction of the caller's that changes the
 * record alike: what the history explains of it has the mark in the same places. Nobody appends until it ends, so it
 * comes late in it. Nothing is entered where nothing of the person stands.
 */
export async function blankPerson(
  db: Db,
  { personId, texts, naming, ground, as, subjects }: ToBlank,
  by: By,
  now: Date,
): Promise<BlankedNow> {
  const whose = { personId, texts: new Set(texts.filter((text) => text !== '' && text !== as)) };
  for await (const kept of keptEntriesOf(db))
    for (const text of textsOf(kept, personId)) whose.texts.add(text);
  const own = new Set(whose.texts);
  for (const text of (await naming?.([...own])) ?? []) whose.texts.add(text);
  const entries: Blanking['entries'] = [];
  let next: number | undefined;
  const look = async (): Promise<void> => {
    for await (const kept of keptEntriesOf(db, next)) {
      const found = subjects?.has(kept.subject) === false ? null : blankedOf(kept, whose, as);
      if (found) entries.push(found.named);
      next = kept.seq + 1;
    }
  };
  // Most of it while others go on appending.
  await look();
  await db.query('select 1 from history_head for update');
  await look();
  if (entries.length === 0) return { entries: 0, whose, own };
  const after: Blanking = { ground, as, entries };
  await appendHistory(db, [
    entryBy(by, now, {
      action: 'blanked',
      subject: 'history',
      after,
    }),
  ]);
  await blank(db, after, whose);
  return { entries: entries.length, whose, own };
}

/** What the last entry names. */
async function blank(db: Db, { as, entries }: Blanking, whose: Whose): Promise<void> {
  const { seq: entry } = await readHead(db);
  const of = new Set(entries.flatMap(({ seq, left }) => (left === undefined ? [] : [seq])));
  let olden: object[] = [];
  const write = async (): Promise<void> => {
    await db.query('select blank_history($1, $2)', [entry, JSON.stringify(olden)]);
    olden = [];
  };
  await write();
  if (of.size === 0) return;
  for await (const kept of keptEntriesOf(db, Math.min(...of))) {
    if (!of.has(kept.seq)) continue;
    const { name, actingFor, account, subject, before, after } = blankedOf(kept, whose, as)!.entry;
    const json = { before: JSON.stringify(before), after: JSON.stringify(after) };
    olden.push({ seq: kept.seq, name, actingFor, account, subject, ...json, texts: [...whose.texts] });
    if (olden.length >= PIECE) await write();
  }
  await write();
}
