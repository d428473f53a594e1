/** Which sections are no more, and the sheets of which years went along with a division after which a section goes on. */
import { expect, test } from '@jest/globals';
import {
  endedSections,
  goingAlong,
  type Succession,
} from '../../../../src/core/organization/succession/succession.js';

const went = (from: string, to: string, on: string, kind: Succession['kind'] = 'split'): Succession => ({
  from,
  to,
  on,
  kind,
  goals: null,
});
const DIVIDED = [went('roads', 'parks', '2024-04-01'), went('roads', 'roads', '2024-04-01')];
const MERGED = [went('roads', 'works', '2026-04-01', 'merge'), went('parks', 'works', '2026-04-01', 'merge')];

test('a section that goes on beside what came of it has not ended; on a later day it may', () => {
  expect(endedSections(DIVIDED)).toEqual([]);
  expect(endedSections([...DIVIDED, ...MERGED])).toEqual([
    { sectionId: 'roads', into: ['works'] },
    { sectionId: 'parks', into: ['works'] },
  ]);
});

test('divided on 1 April: the sheets of the years before went along, those since did not', () => {
  expect(goingAlong(DIVIDED, 2023)).toEqual(DIVIDED);
  expect(goingAlong(DIVIDED, 2024)).toEqual([]);
});

test('divided within a year: its sheets went along', () => {
  const within = DIVIDED.map((one) => ({ ...one, on: '2024-10-01' }));
  expect(goingAlong(within, 2024)).toEqual(within);
  expect(goingAlong(within, 2025)).toEqual([]);
});

test('what ended goes along whatever the year; the division before does not', () => {
  expect(goingAlong([...DIVIDED, ...MERGED], 2027)).toEqual(MERGED);
});
