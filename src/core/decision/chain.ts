/** A chain of entries checked: nothing is changed, missing, cut off, or blanked without an entry that names it. */
import { type Blanked, type KeptEntry, leftOf, wrongOpening } from './commitments.js';
import { CHAIN_START, chainHash } from './history.js';

/** `blanked`: personal data are gone, and no later entry names that they were blanked */
export type ChainBreak = {
  readonly seq: number;
  readonly problem: 'missing' | 'changed' | 'cut_off' | 'blanked';
};

/**
 * Checks a whole chain, in order, against its head (the number of entries and last hash, kept apart so that a cut-off
 * end is found too). Gives the first place that does not fit, or null when all is well. A long chain may be checked in
 * pieces: `start` is the entry before the piece, `head` its last.
 *
 * @param blanked  what later entries name as blanked: such an entry counts as the hash it is named with
 */
export function findBreak(
  entries: Iterable<KeptEntry>,
  head: { readonly seq: number; readonly hash: string },
  start: { readonly seq: number; readonly hash: string } = { seq: 0, hash: CHAIN_START },
  blanked: ReadonlyMap<number, Blanked> = new Map(),
): ChainBreak | null {
  let { seq, hash } = start;
  for (const { seq: found, hash: kept, openings = [], ...entry } of entries) {
    seq += 1;
    if (found !== seq) return { seq, problem: 'missing' };
    const said = blanked.get(seq);
    const named = said?.hash === kept ? said : null;
    hash = chainHash(hash, seq, entry);
    if (hash !== kept && named?.left !== leftOf(entry)) return { seq, problem: 'changed' };
    hash = kept;
    const problem = wrongOpening(entry, openings, named);
    if (problem) return { seq, problem };
  }
  return seq === head.seq && hash === head.hash ? null : { seq: seq + 1, problem: 'cut_off' };
}
