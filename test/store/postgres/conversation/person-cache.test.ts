import { expect, test } from '@jest/globals';
import type { Change } from '../../../../src/store/postgres/connection/change-feed.js';
import { rememberDays } from '../../../../src/store/postgres/conversation/person-cache.js';

type Day = { readonly name: string; readonly sections: readonly string[] };
const TODAY = '2024-04-02';
const EVER = Number.NEGATIVE_INFINITY;
const days = () => rememberDays<Day>(({ sections }) => new Set(sections));
const day = (name: string, ...sections: string[]): Day => ({ name, sections });

test('a day is remembered until its person, one of its sections, or everything has changed', () => {
  const known = days();
  const keepAll = () => {
    const { keep } = known.reading();
    keep('a', TODAY, day('a', 's1', 's2'));
    keep('b', TODAY, day('b', 's2'));
    keep('c', TODAY, day('c'));
  };
  const left = () => ['a', 'b', 'c'].filter((person) => known.of(person, TODAY, EVER) !== null).join('');
  keepAll();
  expect(left()).toBe('abc');
  expect(known.of('a', '2024-04-03', EVER)).toBeNull();
  known.forget({ kind: 'section', id: 's1' });
  expect(left()).toBe('bc');
  keepAll();
  known.forget({ kind: 'section', id: 's2' });
  expect(left()).toBe('c');
  keepAll();
  known.forget({ kind: 'person', id: 'b' });
  expect(left()).toBe('ac');
  known.forget({ kind: 'all' });
  expect(left()).toBe('');
});

test('what was read while something of the person changed is not kept: it may be from before', () => {
  const known = days();
  const changed = (change: Change) => {
    const { isTrue, keep } = known.reading();
    known.forget(change);
    keep('a', TODAY, day('a', 's1'));
    return [isTrue('a', new Set(['s1'])), isTrue('a', null), known.of('a', TODAY, EVER) !== null];
  };
  expect(changed({ kind: 'person', id: 'somebody else' })).toEqual([true, true, true]);
  expect(changed({ kind: 'section', id: 's2' })).toEqual([true, false, true]);
  expect(changed({ kind: 'section', id: 's1' })).toEqual([false, false, false]);
  expect(changed({ kind: 'person', id: 'a' })).toEqual([false, false, false]);
  expect(changed({ kind: 'all' })).toEqual([false, false, false]);
});

test('what was read while more has changed than is remembered is not kept', () => {
  const known = days();
  const before = known.reading();
  for (let i = 0; i < 5_000; i += 1) known.forget({ kind: 'section', id: 's2' });
  const later = known.reading();
  for (let i = 0; i < 100; i += 1) known.forget({ kind: 'section', id: 's2' });
  before.keep('a', TODAY, day('a', 's1'));
  expect(known.of('a', TODAY, EVER)).toBeNull();
  later.keep('a', TODAY, day('a', 's1'));
  expect(known.of('a', TODAY, EVER)).not.toBeNull();
});

test('where changes come late only what was read a moment ago is of use', () => {
  const known = days();
  const { at, keep } = known.reading();
  keep('a', TODAY, day('a', 's1'));
  expect(known.of('a', TODAY, at)).not.toBeNull();
  expect(known.of('a', TODAY, at + 1)).toBeNull();
});

test('a section that somebody has left is of no concern to them any more', () => {
  const known = days();
  known.reading().keep('a', TODAY, day('a', 's1'));
  known.reading().keep('a', TODAY, day('a', 's2'));
  known.forget({ kind: 'section', id: 's1' });
  expect(known.of('a', TODAY, EVER)).toEqual(day('a', 's2'));
});

test('of many people those are forgotten who wrote longest ago', () => {
  const known = days();
  for (let i = 0; i < 5_000; i += 1) known.reading().keep(`p${i}`, TODAY, day(`p${i}`, 's'));
  known.of('p0', TODAY, EVER);
  known.reading().keep('one more', TODAY, day('one more', 's'));
  expect(known.of('p0', TODAY, EVER)).not.toBeNull();
  expect(known.of('p1', TODAY, EVER)).toBeNull();
});
