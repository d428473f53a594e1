/**
 * Personal data in the history: names of people, their addresses and accounts. An entry holds a commitment (a salted
 * hash) in the place of each, and its hash is made over that; the text with its salt stands beside and may be blanked
 * without breaking the chain. Entries of versions before hold the texts themselves.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { isMark } from '../organization/erasure.js';
import { canonicalJson } from '../text/canonical-json.js';
import type { HistoryEntry } from './history.js';
import { KIND_LIST } from './kinds/kinds.js';
import { OVER_MARK } from './kinds/retention.js';

/** What a commitment was made of. */
export type Opening = {
  /** SHA-256 of salt and value, base64url */
  readonly commitment: string;
  /** random, made by the store; null: blanked, and `value` is what stands in its place */
  readonly salt: string | null;
  readonly value: string;
};

/** An entry as it is kept, with what its commitments were made of. */
export type KeptEntry = HistoryEntry & {
  readonly seq: number;
  readonly hash: string;
  readonly openings?: readonly Opening[];
};

const PREFIX = 'commitment:';
const DIGITS = 43;

const commitmentOf = (salt: string, value: string): string =>
  createHash('sha256').update(`${salt}\n${value}`).digest('base64url');

const readCommitment = (text: string): string | null =>
  text.length === PREFIX.length + DIGITS && text.startsWith(PREFIX) ? text.slice(PREFIX.length) : null;

/** Gives what is to stand in the place of a personal text; `of`: the id of whose it is, where it stands beside it. */
type Put = (text: string, of: string | null) => string;

/** Where they stand, as keys of an object; a `name` is a person's only beside a `personId` or an `email`. */
const OF_SOMEBODY: ReadonlySet<string> = new Set(['account', 'email']);
const OF_UNSAID: ReadonlySet<string> = new Set([
  'actingFor',
  'deputy',
  ...KIND_LIST.flatMap(({ texts = [] }) => texts),
]);

/** The same value with every personal text replaced. */
function replaced(value: unknown, put: Put, of: string | null): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => replaced(one, put, null));
  const { personId, what, id } = value as Readonly<Record<string, unknown>>;
  // Nobody's id, under what the operator reopened at the command line.
  const whose = typeof personId === 'string' && personId !== '' ? personId : of;
  const isPerson = 'personId' in value || 'email' in value;
  const inside = what === 'person' && typeof id === 'string' ? id : null;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => {
      if (typeof one !== 'string' || one === '') return [key, replaced(one, put, inside)];
      if (key === 'name' ? isPerson : OF_SOMEBODY.has(key)) return [key, put(one, whose)];
      return [key, OF_UNSAID.has(key) ? put(one, null) : one];
    }),
  );
}

function inEntry(entry: HistoryEntry, put: Put): HistoryEntry {
  const made = replaced(entry, put, null) as HistoryEntry;
  if (entry.action !== 'account_linked' && entry.action !== 'account_unlinked') return made;
  // What such an entry is about is an account.
  const { person } = (entry.action === 'account_linked' ? entry.after : entry.before) as { person?: unknown };
  return { ...made, subject: put(entry.subject, typeof person === 'string' ? person : null) };
}

/** An entry as it is to be kept. `salt` gives another one each time. */
export function committed(
  entry: HistoryEntry,
  salt: () => string,
): { readonly entry: HistoryEntry; readonly openings: readonly Opening[] } {
  const openings = new Map<string, Opening>();
  const made = inEntry(entry, (value, of) => {
    // Each person's own: one of two who are called alike may be blanked alone.
    const key = `${of ?? ''}\n${value}`;
    const known = openings.get(key);
    if (known) return PREFIX + known.commitment;
    const salted = salt();
    const commitment = commitmentOf(salted, value);
    openings.set(key, { commitment, salt: salted, value });
    return PREFIX + commitment;
  });
  return { entry: made, openings: [...openings.values()] };
}

const byCommitment = (openings: readonly Opening[]): ReadonlyMap<string, Opening> =>
  new Map(openings.map((one) => [one.commitment, one]));

/** The entry as it was given, and what was blanked as it was marked. */
export function opened({ openings = [], ...entry }: KeptEntry): Omit<KeptEntry, 'openings'> {
  if (openings.length === 0) return entry;
  const known = byCommitment(openings);
  return inEntry(entry, (text) => known.get(readCommitment(text) ?? '')?.value ?? text) as KeptEntry;
}

/** What a `blanked` entry holds in `after`. */
const blanking = z.object({
  ground: z.string(),
  /** what stands now in the place of each text */
  as: z.string(),
  entries: z.array(
    z.object({
      seq: z.int(),
      hash: z.string(),
      /** those whose values are gone */
      commitments: z.array(z.string()).exactOptional(),
      /** of an entry of before: SHA-256 (hex) of what is left of it */
      left: z.string().exactOptional(),
    }),
  ),
});
export type Blanking = z.infer<typeof blanking>;

/** What later entries say was blanked of one. */
export type Blanked = {
  readonly hash: string;
  readonly left?: string;
  /** by commitment, what stands in the place of its value */
  readonly marks: ReadonlyMap<string, string>;
  /** the number of the last such entry, and its ground */
  readonly by: number;
  readonly ground: string;
};

/** Nobody is called so: whoever forges such an entry cannot put another's name in the place of one. */
const isNobody = (as: string): boolean => isMark(as) || as === OVER_MARK;

/** Every entry that something was blanked of, by its number, as the `blanked` ones of a history say. */
export function blankedBy(
  entries: Iterable<Pick<KeptEntry, 'seq' | 'action' | 'after'>>,
): Map<number, Blanked> {
  const all = new Map<number, Blanked>();
  for (const { seq: by, action, after } of entries) {
    const said = action === 'blanked' ? blanking.safeParse(after).data : undefined;
    if (!said || !isNobody(said.as)) continue;
    for (const { seq, hash, commitments = [], left } of said.entries) {
      if (seq >= by) continue;
      const before = all.get(seq)?.marks ?? [];
      const marks = new Map([...before, ...commitments.map((one) => [one, said.as] as const)]);
      all.set(seq, { hash, marks, by, ground: said.ground, ...(left === undefined ? {} : { left }) });
    }
  }
  return all;
}

/** What is left of an entry of before that was blanked. */
export const leftOf = (entry: HistoryEntry): string =>
  createHash('sha256').update(canonicalJson(entry)).digest('hex');

/** Whether personal texts of an entry stand beside it. */
export function holdsCommitment(entry: HistoryEntry): boolean {
  let holds = false;
  inEntry(entry, (text) => {
    holds ||= readCommitment(text) !== null;
    return text;
  });
  return holds;
}

/** Whether each commitment of an entry is opened by what stands beside, and those that were blanked are not: null, or what is wrong. */
export function wrongOpening(
  entry: HistoryEntry,
  openings: readonly Opening[],
  blanked: Blanked | null,
): 'changed' | 'blanked' | null {
  const known = byCommitment(openings);
  // A salt is one line: lines of the value could be said to be of it otherwise, under the same hash.
  const opens = ({ commitment, salt, value }: Opening) =>
    salt === null ||
    (!salt.includes('\n') && commitmentOf(salt, value) === commitment && !blanked?.marks.has(commitment));
  const standing = new Set<string>();
  let wrong: 'changed' | 'blanked' | null = openings.every(opens) ? null : 'changed';
  inEntry(entry, (text) => {
    const commitment = readCommitment(text);
    if (commitment === null) return text;
    standing.add(commitment);
    const { salt, value } = known.get(commitment) ?? { salt: null, value: undefined };
    if (salt === null && (value === undefined || blanked?.marks.get(commitment) !== value))
      wrong ??= 'blanked';
    return text;
  });
  if (openings.some(({ commitment }) => !standing.has(commitment))) wrong ??= 'changed';
  return wrong;
}

/** Whose data are to be blanked: what stands beside the person's id, and these texts wherever nobody's does. */
export type Whose = { readonly personId: string; readonly texts: ReadonlySet<string> };

/** The names, addresses and accounts of a person that an entry holds. */
export function textsOf({ openings = [], ...entry }: KeptEntry, personId: string): string[] {
  const known = byCommitment(openings);
  const texts: string[] = [];
  inEntry(entry, (text, of) => {
    const opening = known.get(readCommitment(text) ?? '');
    if (of === personId && opening?.salt !== null) texts.push(opening?.value ?? text);
    return text;
  });
  return texts.filter((text) => !isNobody(text));
}

/** What is blanked already keeps the mark it has: the history says it of that one. */
const isOf = ({ personId, texts }: Whose, text: string, of: string | null): boolean =>
  !isNobody(text) && (of === null ? texts.has(text) : of === personId);

/** A value of the record (a report, a question, a signature) with a person's data replaced as in the history. */
export function blankedIn<T>(value: T, whose: Whose, as: string): T {
  return replaced(value, (text, of) => (isOf(whose, text, of) ? as : text), null) as T;
}

/**
 * What is to be blanked of an entry; null when nothing of the person stands in it.
 *
 * @param as  what is to stand in the place of each text
 */
export function blankedOf(
  { openings = [], seq, hash, ...entry }: KeptEntry,
  whose: Whose,
  as: string,
): { readonly named: Blanking['entries'][number]; readonly entry: HistoryEntry } | null {
  const known = byCommitment(openings);
  const commitments = new Set<string>();
  let isChanged = false;
  const left = inEntry(entry, (text, of) => {
    const opening = known.get(readCommitment(text) ?? '');
    if (opening) {
      if (opening.salt !== null && isOf(whose, opening.value, of)) commitments.add(opening.commitment);
      return text;
    }
    if (!isOf(whose, text, of)) return text;
    isChanged = true;
    return as;
  });
  if (!isChanged && commitments.size === 0) return null;
  return {
    named: {
      seq,
      hash,
      ...(commitments.size > 0 ? { commitments: [...commitments] } : {}),
      ...(isChanged ? { left: leftOf(left) } : {}),
    },
    entry: left,
  };
}
