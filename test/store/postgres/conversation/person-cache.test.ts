import { expect, test } from '@jest/globals';
import { rememberDays } from '../../../../src/store/postgres/conversation/person-cache.js';

type Day = { readonly name: string; readonly sections: readonly string[] };
const TODAY = '2024-04-02';
const days = () => rememberDays<Day>(({ sections }) => new Set(sections));
const day = (name: string, ...sections: string[]): Day => ({ name, sections });

test('a day is remembered until its person, one of its sections, or everything has changed', () => {
  const known = days();
  const keepAll = () => {
    const keep = known.reading();
    keep('a', TODAY, day('a', 's1', 's2'));
    keep('b', TODAY, day('b', 's2'));
    keep('c', TODAY, day('c'));
  };
  const left = () => ['a', 'b', 'c'].filter((person) => known.of(person, TODAY) !== null).join('');
  keepAll();
  expect(left()).toBe('abc');
  expect(known.of('a', '2024-04-03')).toBeNull();
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

test('what was read while anything changed is not kept: it may be from before', () => {
  const known = days();
  const keep = known.reading();
  known.forget({ kind: 'person', id: 'somebody else' });
  keep('a', TODAY, day('a', 's1'));
  expect(known.of('a', TODAY)).toBeNull();
});

test('a section that somebody has left is of no concern to them any more', () => {
  const known = days();
  known.reading()('a', TODAY, day('a', 's1'));
  known.reading()('a', TODAY, day('a', 's2'));
  known.forget({ kind: 'section', id: 's1' });
  expect(known.of('a', TODAY)).toEqual(day('a', 's2'));
});

test('of many people those are forgotten who wrote longest ago', () => {
  const known = days();
  for (let i = 0; i < 5_000; i += 1) known.reading()(`p${i}`, TODAY, day(`p${i}`, 's'));
  known.of('p0', TODAY);
  known.reading()('one more', TODAY, day('one more', 's'));
  expect(known.of('p0', TODAY)).not.toBeNull();
  expect(known.of('p1', TODAY)).toBeNull();
});
