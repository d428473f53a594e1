import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { numberSheet, postIdOf, readTaskId, sectionIdOf, sheetIdOf, taskIdOf } from '../../src/core/ids.js';
import type { Sheet } from '../../src/core/sheet.js';

const sheetOf = (goals: readonly (readonly [no: string, names: readonly string[]])[]): Sheet =>
  ({
    goals: goals.map(([no, names]) => ({
      no,
      text: '',
      nextPolicy: '',
      indicators: names.map((name) => ({ name })),
    })),
  }) as unknown as Sheet;

const anySheet = fc
  .array(
    fc.tuple(
      fc.constantFrom('1', '２', '3', '', '①', 'No.4', '1', '12345678'),
      fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 4 }),
    ),
    { maxLength: 6 },
  )
  .map(sheetOf);

describe('ids', () => {
  test('follow from what the thing is, are short and safe in an address', () => {
    expect(sectionIdOf('北区役所/建設課')).toBe(sectionIdOf('北区役所/建設課'));
    expect(sectionIdOf('北区役所/建設課')).not.toBe(sectionIdOf('北区役所/産業振興課'));
    expect(postIdOf('s1', 'staff', '担当者')).toMatch(/^s1\.staff\.[0-9a-f]{12}$/);
  });

  test('of whatever sheet are all different, and a task is found by its id', () => {
    fc.assert(
      fc.property(anySheet, (sheet) => {
        const numbering = numberSheet(sheetIdOf(sectionIdOf('x'), 2023), sheet, null);
        const ids = numbering.flatMap(({ goalId, indicatorIds }) => [goalId, ...indicatorIds]);
        expect(new Set(ids).size).toBe(ids.length);
        for (const { goalId } of numbering) {
          const id = taskIdOf(goalId, 'midyear');
          expect(id).toMatch(/^[\w.:-]{1,100}$/);
          expect(readTaskId(id)).toEqual({
            goalId,
            sheetId: `${sectionIdOf('x')}.2023`,
            sectionId: sectionIdOf('x'),
            fiscalYear: 2023,
            kind: 'midyear',
            roundId: '2023-midyear',
          });
        }
      }),
    );
  });

  test('of whatever text that is no id: none', () => {
    fc.assert(fc.property(fc.string(), (text) => readTaskId(`${text}:other`) === null));
  });
});

describe('a sheet numbered again', () => {
  const numbered = (
    goals: Parameters<typeof sheetOf>[0],
    earlier: Parameters<typeof numberSheet>[2] = null,
  ) => {
    const sheet = sheetOf(goals);
    return { sheet, numbering: numberSheet('s.2023', sheet, earlier) };
  };
  const ids = ({ numbering }: ReturnType<typeof numbered>) =>
    numbering.map(({ indicatorIds }) => indicatorIds);

  test('the same sheet gets the same numbers', () => {
    fc.assert(
      fc.property(anySheet, (sheet) => {
        const numbering = numberSheet('s.2023', sheet, null);
        expect(numberSheet('s.2023', sheet, { sheet, numbering })).toEqual(numbering);
      }),
    );
  });

  test('an indicator keeps its id when others come, go or change places, and none is given twice', () => {
    const first = numbered([['1', ['a', 'b']]]);
    expect(ids(first)).toEqual([['s.2023.1.1', 's.2023.1.2']]);
    const inserted = numbered([['1', ['new', 'a', 'b']]], first);
    expect(ids(inserted)).toEqual([['s.2023.1.3', 's.2023.1.1', 's.2023.1.2']]);
    const swapped = numbered([['1', ['b', 'a']]], first);
    expect(ids(swapped)).toEqual([['s.2023.1.2', 's.2023.1.1']]);
    const renamed = numbered([['1', ['a', 'B']]], first);
    expect(ids(renamed)).toEqual(ids(first));
    const removed = numbered([['1', ['a']]], first);
    expect(ids(numbered([['1', ['a', 'c']]], removed))).toEqual([['s.2023.1.1', 's.2023.1.3']]);
  });

  test('goals are known by their No., full-width or not, wherever they stand', () => {
    const first = numbered([
      ['1', ['a']],
      ['２', ['b']],
    ]);
    expect(first.numbering.map(({ goalId }) => goalId)).toEqual(['s.2023.1', 's.2023.2']);
    const swapped = numbered(
      [
        ['2', ['b', 'x']],
        ['1', ['a']],
      ],
      first,
    );
    expect(ids(swapped)).toEqual([['s.2023.2.1', 's.2023.2.2'], ['s.2023.1.1']]);
  });
});
