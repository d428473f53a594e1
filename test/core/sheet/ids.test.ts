import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type Numbering,
  numberSheet,
  plainNumber,
  postIdOf,
  readTaskId,
  sectionIdOf,
  sheetIdOf,
  taskIdOf,
  unplacedReports,
} from '../../../src/core/sheet/ids.js';
import type { Sheet } from '../../../src/core/sheet/sheet.js';

const sheetOf = (goals: readonly (readonly [no: string, names: readonly string[], text?: string])[]): Sheet =>
  ({
    goals: goals.map(([no, names, text = '']) => ({
      no,
      text,
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

test.each([
  ['１', '1'],
  ['01', '1'],
  ['(1)', '1'],
  ['（10）', '10'],
  ['目標1', '1'],
  ['No.1', '1'],
  ['1.', '1'],
  ['0', '0'],
  ['2-1', '2-1'],
  ['Ⅰ', 'I'],
  ['①', '1'],
  ['', ''],
])('the number 「%s」 is compared as %s', (printed, plain) => expect(plainNumber(printed)).toBe(plain));

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
    before: { sheet: Sheet; numbering: Numbering; version: number } | null = null,
    reported: readonly string[] = [],
  ) => {
    const sheet = sheetOf(goals);
    const earlier = before && { ...before, reported: new Set(reported) };
    const numbering = numberSheet('s.2023', sheet, earlier);
    const unplaced = earlier ? unplacedReports(earlier, numbering) : [];
    return { sheet, numbering, version: (before?.version ?? 0) + 1, unplaced };
  };
  const ids = ({ numbering }: ReturnType<typeof numbered>) =>
    numbering.map(({ indicatorIds }) => indicatorIds);

  test('the same sheet gets the same numbers', () => {
    fc.assert(
      fc.property(anySheet, (sheet) => {
        const numbering = numberSheet('s.2023', sheet, null);
        const reported = new Set(numbering.map(({ goalId }) => goalId));
        for (const some of [new Set<string>(), reported])
          expect(numberSheet('s.2023', sheet, { sheet, numbering, version: 1, reported: some })).toEqual(
            numbering,
          );
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

  const WALK = '健康づくりのため、歩く機会をふやします。';
  const SHELTER = '避難所を地域とともに運営できるようにします。';
  const STUDY = '職員一人一人の力を高めるため、研修を行います。';
  const goalIds = ({ numbering }: ReturnType<typeof numbered>) => numbering.map(({ goalId }) => goalId);
  const two = numbered([
    ['1', ['参加者数(人)'], WALK],
    ['2', ['運営組織の立ち上げ数(避難所)', '訓練の回数(回)'], SHELTER],
  ]);

  test('goals before which one is put keep their ids, whatever No. they have now', () => {
    const inserted = numbered(
      [
        ['1', ['研修の回数(回)'], STUDY],
        ['2', ['参加者数(人)'], WALK],
        ['3', ['運営組織の立ち上げ数(避難所)', '訓練の回数(回)'], ` ${SHELTER}`],
      ],
      two,
      ['s.2023.1', 's.2023.1.1', 's.2023.2'],
    );
    expect(goalIds(inserted)).toEqual(['s.2023.1_2', 's.2023.1', 's.2023.2']);
    expect(ids(inserted).slice(1)).toEqual(ids(two));
    expect(inserted.unplaced).toEqual([]);
    expect(readTaskId(taskIdOf('s.2023.1_2', 'midyear'))?.goalId).toBe('s.2023.1_2');
  });

  test('small edits of wording under the same No. keep a goal; another goal under its No. is another', () => {
    const edited = numbered([['1', ['参加者数(人)'], WALK.replace('ふやします', '増やしていきます')]], two, [
      's.2023.1',
    ]);
    expect(goalIds(edited)).toEqual(['s.2023.1']);
    expect(edited.unplaced).toEqual([]);
    const other = numbered([['1', ['参加者数(人)'], STUDY]], two, ['s.2023.1']);
    expect(goalIds(other)).toEqual(['s.2023.1_2']);
    expect(other.unplaced).toEqual([{ goal: two.sheet.goals[0], indicator: null }]);
  });

  test('an id that was given once is never given to another goal', () => {
    const removed = numbered([['1', ['参加者数(人)'], WALK]], two);
    const again = numbered(
      [
        ['1', ['参加者数(人)'], WALK],
        ['2', ['研修の回数(回)'], STUDY],
      ],
      removed,
    );
    expect(goalIds(again)).toEqual(['s.2023.1', 's.2023.2_3']);
    const third = numbered(
      [
        ['1', ['参加者数(人)'], WALK],
        ['2', ['訓練の回数(回)'], SHELTER],
      ],
      again,
    );
    expect(goalIds(third)).toEqual(['s.2023.1', 's.2023.2_4']);
  });

  test('once reported, an indicator is known by its name only: a similar one, or none', () => {
    const reported = ['s.2023.2', 's.2023.2.1', 's.2023.2.2'];
    const renamed = numbered(
      [
        ['1', ['参加者数(人)'], WALK],
        ['2', ['訓練の回数(回)', '運営組織の立上げ数(か所)'], SHELTER],
      ],
      two,
      reported,
    );
    expect(ids(renamed)[1]).toEqual(['s.2023.2.2', 's.2023.2.1']);
    expect(renamed.unplaced).toEqual([]);
    const another = [['2', ['来場者数(人)', '訓練の回数(回)'], SHELTER]] as const;
    expect(ids(numbered(another, two))).toEqual([['s.2023.2.1', 's.2023.2.2']]);
    const lost = numbered(another, two, reported);
    expect(ids(lost)).toEqual([['s.2023.2.3', 's.2023.2.2']]);
    expect(lost.unplaced).toEqual([
      { goal: two.sheet.goals[1], indicator: two.sheet.goals[1]!.indicators[0] },
    ]);
  });

  test('a common unit makes no two names alike, and between two that fit as well none is taken', () => {
    const one = numbered([['1', ['講座の参加者数(人)'], WALK]]);
    const reported = ['s.2023.1', 's.2023.1.1'];
    expect(numbered([['1', ['講演の来場者数(人)'], WALK]], one, reported).unplaced).toHaveLength(1);
    const both = [['1', ['講座の参加者数1(人)', '講座の参加者数2(人)'], WALK]] as const;
    expect(numbered(both, one, reported).unplaced).toHaveLength(1);
    const twice = [
      ['2', ['a'], WALK],
      ['3', ['a'], WALK],
    ] as const;
    expect(numbered(twice, one, reported).unplaced).toEqual([{ goal: one.sheet.goals[0], indicator: null }]);
  });

  test('of whatever changes: ids all different, none of a removed goal given again', () => {
    const anyGoals = fc.array(
      fc.tuple(
        fc.constantFrom('1', '2', '3', '', '①'),
        fc.array(fc.constantFrom('a', 'b', '参加者数(人)', '参加人数(人)'), { maxLength: 3 }),
        fc.constantFrom(WALK, SHELTER, STUDY, `${WALK}。`, ''),
      ),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(fc.array(anyGoals, { minLength: 2, maxLength: 6 }), fc.boolean(), (versions, all) => {
        let last = numbered(versions[0]!);
        const gone = new Set<string>();
        for (const goals of versions.slice(1)) {
          const next = numbered(goals, last, all ? goalIds(last) : []);
          const now = next.numbering.flatMap(({ goalId, indicatorIds }) => [goalId, ...indicatorIds]);
          expect(new Set(now).size).toBe(now.length);
          for (const id of goalIds(next)) expect(gone.has(id)).toBe(false);
          for (const id of goalIds(last)) if (!goalIds(next).includes(id)) gone.add(id);
          last = next;
        }
      }),
    );
  });
});
