/** 位置づけ held against the list of the plan. */
import { expect, test } from '@jest/globals';
import { codesBeyond, planChanges, planKey, planOf } from '../../../src/core/sheet/plan-list.js';

const rows = (fromYear: number, ...codes: string[]) =>
  codes.map((code) => ({ fromYear, code, name: `${code}の名称` }));
const planWith = (...codes: string[]) => planOf(rows(2023, ...codes), 2023)!;

test('spellings of one code are one', () => {
  expect(planKey('政策１３－１－②')).toBe(planKey('政策13-1-2'));
  expect(planKey(' 政策 13‐1‐② ')).toBe('政策13-1-2');
  expect(planKey('行財1-1-①')).not.toBe(planKey('政策1-1-①'));
});

test('a plan holds from its year on until another begins', () => {
  const all = [...rows(2023, '政策1'), ...rows(2025, '政策2')];
  expect(planOf(all, 2022)).toBeNull();
  expect([2023, 2024, 2025, 2030].map((year) => planOf(all, year)!.fromYear)).toEqual([
    2023, 2023, 2025, 2025,
  ]);
});

test.each([
  ['政策13-1-②', ['政策13-1-②'], []],
  ['政策13-1-2', ['政策13-1-②'], []],
  ['政策13-1-③', ['政策13-1-②'], ['政策13-1-③']],
  // the list ends above it
  ['政策13-1-③', ['政策13-1'], []],
  ['政策13-1-③', ['政策13'], []],
  // or goes on with others
  ['政策13-2-③', ['政策13', '政策13-1'], ['政策13-2-③']],
  ['政策1-1-①', ['政策13'], ['政策1-1-①']],
  ['政策13-1-②、行財9-9-⑨\n政策2', ['政策13-1-②', '政策2'], ['行財9-9-⑨']],
  ['', ['政策13'], []],
  // the ward's vision is another plan
  ['（区ビジョン）', ['政策13'], []],
  ['区ビジョン', ['政策13'], []],
  ['その他', ['政策13'], ['その他']],
])('of 「%s」 beside %j: %j', (reference, codes, beyond) => {
  expect(codesBeyond(reference, planWith(...codes))).toEqual(beyond);
});

test('a list takes the place of that of its own years alone', () => {
  const before = [...rows(2023, '政策1', '政策2'), ...rows(2025, '政策1')];
  const list = [
    { fromYear: 2023, code: '政策１', name: '政策1の名称' },
    { fromYear: 2023, code: '政策3', name: '' },
  ];
  expect(planChanges(before, list)).toEqual([
    { what: 'gone', fromYear: 2023, code: '政策2', name: '政策2の名称' },
    {
      what: 'renamed',
      fromYear: 2023,
      code: '政策１',
      name: '政策1の名称',
      was: { code: '政策1', name: '政策1の名称' },
    },
    { what: 'added', fromYear: 2023, code: '政策3', name: '' },
  ]);
  expect(planChanges(before, before)).toEqual([]);
});
