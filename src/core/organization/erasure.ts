/**
 * A person's data taken away (消去): what stands in their place, and the line that is kept outside the record so that an
 * older backup does not bring them back. Posts and decisions stay.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';

const MARK = '消去済み';
const MARKED = /^消去済み(\d{1,9})$/u;

/** The next mark: its number is beyond all that are given. */
export function nextMark(known: readonly string[]): string {
  const numbers = known.flatMap((mark) => Number(MARKED.exec(mark)?.[1] ?? []));
  return `${MARK}${Math.max(0, ...numbers) + 1}`;
}

/** Whether a name is such a mark: nothing of the person is kept any more. */
export const isMark = (name: string): boolean => MARKED.test(name);

/** What an `erased` entry holds in `after`. */
export type Erased = {
  /** what stands in the place of the name */
  readonly as: string;
  readonly ground: string;
  /** terms that ended with it; `until` null: the term had not begun */
  readonly terms: readonly {
    readonly what: 'holding' | 'deputy';
    readonly id: string;
    readonly until: string | null;
  }[];
};

const lineSchema = z.object({
  maru: z.literal('erasure'),
  form: z.literal(1),
  at: z.string(),
  as: z.string().regex(MARKED),
  salt: z.string().min(1),
  /** SHA-256 (hex) of the salt and the person's id */
  person: z.string(),
});
/** One erasure as it is kept outside the record: without a name, and without the person's number. */
export type ErasureLine = z.infer<typeof lineSchema>;

const personHash = (salt: string, id: string): string =>
  createHash('sha256').update(`${salt}\n${id}`).digest('hex');

/** The line for a person's id; `salt` random, `at` an ISO instant. */
export const erasureLine = (id: string, as: string, salt: string, at: string): ErasureLine => ({
  maru: 'erasure',
  form: 1,
  at,
  as,
  salt,
  person: personHash(salt, id),
});

/** Whether a line is of this person. */
export const isErasureOf = ({ salt, person }: ErasureLine, id: string): boolean =>
  personHash(salt, id) === person;

/**
 * Reads such lines, each a line of JSON; the number of the first that is none, counted from 1. `whole`: where what is
 * whole ends, in UTF-16 units. A last line without its end may be cut off: nobody was erased by it, because each is on
 * the disk before its erasure counts.
 */
export function readErasures(
  text: string,
): { readonly lines: readonly ErasureLine[]; readonly whole: number } | { readonly wrong: number } {
  const lines: ErasureLine[] = [];
  const all = text.split('\n');
  for (const [index, line] of all.entries()) {
    if (line.trim() === '') continue;
    const read = lineSchema.safeParse(json(line)).data;
    if (read) lines.push(read);
    else if (index === all.length - 1 && line.startsWith('{') && json(line) === null)
      return { lines, whole: text.length - line.length };
    else return { wrong: index + 1 };
  }
  return { lines, whole: text.length };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const folded = (text: string): string => text.replace(/\s/gu, '');

/**
 * Whether a text names somebody, whatever blanks are in either. Where a longer name of another (`others`) stands, such as
 * 山田太郎 for 山田太, it is that one's.
 */
export function isNamedIn(text: string, name: string, others: readonly string[]): boolean {
  const own = folded(name);
  if (own === '') return false;
  const longer = others.map(folded).filter((other) => other !== own && other.includes(own));
  const rest = longer.reduce((left, other) => left.replaceAll(other, '\n'), folded(text));
  return rest.includes(own);
}

/**
 * A value with a mark in the place of these texts, as a part of a sentence too.
 *
 * @param texts  the longest is looked for first
 */
export function withoutTexts(value: unknown, texts: readonly string[], mark: string): unknown {
  // What decides is in small Latin letters: nothing that a name is a part of.
  if (typeof value === 'string' && /^[a-z_]+$/u.test(value)) return texts.includes(value) ? mark : value;
  if (typeof value === 'string')
    return [...texts]
      .sort((a, b) => b.length - a.length)
      .reduce((left, text) => (text === '' ? left : left.replaceAll(text, mark)), value);
  if (Array.isArray(value)) return value.map((one) => withoutTexts(one, texts, mark));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutTexts(one, texts, mark)]));
}

/**
 * Whether an id of an input, or of what came of it, has an account in it: by what platforms call it (`of` the account
 * after the last ':'), and not as a part of a longer one.
 */
export function hasAccount(id: string, account: string): boolean {
  const own = account.slice(account.lastIndexOf(':') + 1);
  if (own === '') return false;
  for (let at = id.indexOf(own); at !== -1; at = id.indexOf(own, at + 1))
    if (!goesOn(id[at - 1]) && !goesOn(id[at + own.length])) return true;
  return false;
}

const goesOn = (sign: string | undefined): boolean => sign !== undefined && /[\dA-Za-z-]/u.test(sign);
