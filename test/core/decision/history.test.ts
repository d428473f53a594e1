import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findBreak } from '../../../src/core/decision/chain.js';
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
