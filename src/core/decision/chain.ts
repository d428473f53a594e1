/** A chain of entries checked: nothing is changed, missing, cut off, or blanked without an entry that names it. */
import { type Blanked, holdsCommitment, type KeptEntry, leftOf, wrongOpening } from './commitments.js';
import { CHAIN_START, chainHash, type HistoryEntry } from './history.js';

/** Where a chain stands behind an entry. */
type ChainPlace = {
  readonly seq: number;
  readonly hash: string;
  /** ISO instant until which entries may hold the texts themselves: null: none any more; `open`: all so far did */
  readonly textsUntil: string | null | 'open';
};
export const CHAIN_BEGIN: ChainPlace = { seq: 0, hash: CHAIN_START, textsUntil: 'open' };

/** How long after the first entry with commitments an older instance may still append in its own form, in days. */
const ROLL_OUT_DAYS = 7;
const DAY_MS = 24 * 60 * 60_000;

/** `blanked`: personal data are gone, and no later entry names that they were blanked */
export type ChainBreak = {
  readonly seq: number;
  readonly problem: 'missing' | 'changed' | 'cut_off' | 'blanked';
};

/**
 * Goes along a chain, in order, from a place behind which nothing is known: gives the place behind the last of these
 * entries, or the first that does not fit.
 *
 * @param blanked  what later entries name as blanked. Of an entry of before, which holds the texts themselves, the hash
 *   cannot be computed any more: it counts as the hash it is named with. No entry of today's form passes so, whatever names it
 */
export function followChain(
  entries: Iterable<KeptEntry>,
  start: ChainPlace = CHAIN_BEGIN,
  blanked: ReadonlyMap<number, Blanked> = new Map(),
): ChainPlace | ChainBreak {
  let { seq, hash, textsUntil } = start;
  for (const { seq: found, hash: kept, openings = [], ...entry } of entries) {
    seq += 1;
    if (found !== seq) return { seq, problem: 'missing' };
    textsUntil = textsUntilBehind(textsUntil, seq, entry);
    const said = blanked.get(seq);
    const named = said?.hash === kept ? said : null;
    const isBlanked = named?.left !== undefined && textsUntil !== null && !holdsCommitment(entry);
    const isWhole = isBlanked ? named.left === leftOf(entry) : chainHash(hash, seq, entry) === kept;
    if (!isWhole) return { seq, problem: 'changed' };
    hash = kept;
    const problem = wrongOpening(entry, openings, named);
    if (problem) return { seq, problem };
  }
  return { seq, hash, textsUntil };
}

/** A history that begins with commitments never had another form; one of before has both until the roll-out is over. */
function textsUntilBehind(
  until: ChainPlace['textsUntil'],
  seq: number,
  entry: HistoryEntry,
): ChainPlace['textsUntil'] {
  if (until === null || !holdsCommitment(entry)) return until;
  if (seq === 1) return null;
  if (until === 'open') return new Date(Date.parse(entry.at) + ROLL_OUT_DAYS * DAY_MS).toISOString();
  return entry.at > until ? null : until;
}

/** What is wrong with the end of a chain that is whole: its head is kept apart so that a cut-off end is found too. */
export function wrongEnd(
  { seq, hash }: ChainPlace,
  head: { readonly seq: number; readonly hash: string },
): ChainBreak | null {
  return seq === head.seq && hash === head.hash ? null : { seq: seq + 1, problem: 'cut_off' };
}
