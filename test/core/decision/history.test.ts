import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { followChain, wrongEnd } from '../../../src/core/decision/chain.js';
import { blankedBy, committed, type KeptEntry, leftOf } from '../../../src/core/decision/commitments.js';
import {
  CHAIN_START,
  type ChainedEntry,
  chainHash,
  type HistoryEntry,
} from '../../../src/core/decision/history.js';
import { canonicalJson } from '../../../src/core/text/canonical-json.js';

const entry = (n: number): HistoryEntry => ({
  at: '2024-04-02T01:00:00.000Z',
  personId: `p${n}`,
  name: '担当者',
  post: '担当者',
  actingFor: null,
  source: 'test',
  action: 'submitted',
  sectionId: 's7',
  subject: `r${n}`,
  version: 1,
  before: null,
  after: { n },
});

function chain(length: number): { entries: ChainedEntry[]; head: { seq: number; hash: string } } {
  let hash = CHAIN_START;
  const entries = Array.from({ length }, (_, i) => {
    hash = chainHash(hash, i + 1, entry(i));
    return { ...entry(i), seq: i + 1, hash };
  });
  return { entries, head: { seq: length, hash } };
}

test('the order of keys does not change an entry', () => {
  expect(canonicalJson({ b: 1, a: [{ d: 1, c: 2 }] })).toBe('{"a":[{"c":2,"d":1}],"b":1}');
});

function findBreak(entries: readonly ChainedEntry[], head: { seq: number; hash: string }) {
  const end = followChain(entries);
  return 'problem' in end ? end : wrongEnd(end, head);
}

test('an untouched chain holds, an empty one too', () => {
  const { entries, head } = chain(20);
  expect(findBreak(entries, head)).toBeNull();
  expect(findBreak([], { seq: 0, hash: CHAIN_START })).toBeNull();
});

test('every single change, deletion, insertion and cut is found', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 19 }),
      fc.constantFrom('change', 'delete', 'insert', 'cut', 'swap'),
      (at, how) => {
        const { entries, head } = chain(20);
        const found = entries[at];
        if (!found) throw new Error('no entry');
        if (how === 'change') entries[at] = { ...found, after: { n: -1 } };
        if (how === 'delete') entries.splice(at, 1);
        if (how === 'insert') entries.splice(at, 0, { ...found });
        if (how === 'cut') entries.splice(at);
        if (how === 'swap') entries.splice(at, 1, { ...found, seq: found.seq, subject: 'other' });
        return findBreak(entries, head) !== null;
      },
    ),
    { numRuns: 500 },
  );
});

describe('what is named as blanked', () => {
  const mark = '消去済み1';
  /** Entries, each of today's form or of the one before, chained; a last one names these as blanked. */
  function named(forms: readonly { olden: boolean; day: number }[], blank: number, as = mark) {
    const kept: KeptEntry[] = [];
    const append = (given: HistoryEntry, isOlden: boolean) => {
      const made = isOlden ? { entry: given, openings: [] } : committed(given, () => 'salt');
      const hash = chainHash(kept.at(-1)?.hash ?? CHAIN_START, kept.length + 1, made.entry);
      kept.push({ ...made.entry, seq: kept.length + 1, hash, openings: made.openings });
    };
    forms.forEach(({ olden, day }, n) => {
      append({ ...entry(n), at: `2024-04-${String(day).padStart(2, '0')}T01:00:00.000Z` }, olden);
    });
    const { hash } = kept[blank - 1]!;
    const {
      seq: _,
      hash: __,
      openings: ___,
      ...changed
    } = { ...kept[blank - 1]!, name: as, after: { n: 99 } };
    kept[blank - 1] = { ...changed, seq: blank, hash, openings: [] };
    const entries = [{ seq: blank, hash, left: leftOf(changed) }];
    append({ ...entry(50), action: 'blanked', after: { ground: '', as, entries } }, false);
    const end = followChain(kept, undefined, blankedBy(kept));
    return 'problem' in end ? end : null;
  }
  const olden = (day = 2) => ({ olden: true, day });
  const today = (day = 2) => ({ olden: false, day });

  test('is an entry of before, among those of a roll-out too', () => {
    expect(named([olden(), olden(), today()], 1)).toBeNull();
    expect(named([olden(), today(), today(8), olden(8), today(20)], 4)).toBeNull();
  });

  test('is no entry of today’s form, nor one behind the roll-out, nor any of a history that began with today’s', () => {
    const changed = (seq: number) => ({ seq, problem: 'changed' });
    expect(named([olden(), today(), today(20), today(20), today(20)], 4)).toEqual(changed(4));
    expect(named([olden(), today(), today(20), olden(20), today(20)], 4)).toEqual(changed(4));
    expect(named([today(), today(), today()], 2)).toEqual(changed(2));
    expect(named([today(), olden(), today()], 2)).toEqual(changed(2));
  });

  test('has a mark, and nobody’s name', () => {
    expect(named([olden(), today()], 1, '別の課長')).toEqual({ seq: 1, problem: 'changed' });
    expect(named([olden(), today()], 1, '（保存期間の満了）')).toBeNull();
  });
});
