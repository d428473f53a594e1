/** What is looked for, and in which spellings it is found. */
import { expect, test } from '@jest/globals';
import { readSearchArgument, searchArgument, searchAsked } from '../../../src/core/search/asked.js';
import { oneSpelling, spellingsOf } from '../../../src/core/search/spelling.js';
import { kitaSheets } from '../../workbook/fixture-sheets.js';

const finds = (word: string, text: string) => new RegExp(spellingsOf(word), 'u').test(text);

test.each([
  ['検索 もの忘れ検診', 'もの忘れ検診', null, true],
  ['検索　もの忘れ　検診。', 'もの忘れ 検診。', null, true],
  ['search R4 検診', '検診', 2022, true],
  ['検索 令和４年度 検診', '検診', 2022, true],
  ['検索 前年度 検診', '検診', 'last', true],
  ['検索', '', null, true],
  ['前年度 建設課', '建設課', 'last', false],
  ['昨年度', '', 'last', false],
  ['last year 建設課', '建設課', 'last', false],
  ['政策4-3', '政策4-3', null, false],
  ['政策４－３', '政策４－３', null, false],
  ['Policy 4-3', 'Policy4-3', null, false],
] as const)('%s', (text, said, fiscalYear, plain) => {
  expect(searchAsked(text)).toEqual({ asked: { said, fiscalYear, of: '', page: 0 }, plain });
});
test.each([
  '検索性の向上',
  '190人',
  '政策を進めた',
  '政策4-3を進めた',
  'last',
  '前年度並み',
  '検'.repeat(400),
])('not %s', (text) => {
  expect(searchAsked(text)).toBeNull();
});
test('a button brings back what was asked', () => {
  const asked = { said: '前 年度-', fiscalYear: 2022, of: 's0123456789ab', page: 3 } as const;
  expect(readSearchArgument(searchArgument(asked), 3)).toEqual(asked);
  expect(readSearchArgument('- - ', 0)).toEqual({ said: '', fiscalYear: null, of: '', page: 0 });
});

test.each([
  ['もの忘れ検診', 'モノ忘レ検診の受診者'],
  ['モノワスレ', 'ものわすれ'],
  ['ガス', 'ｶﾞｽ'],
  ['ｶﾞｽ', 'がす'],
  ['ガス', 'か\u3099す'],
  ['か\u3099す', 'ガス'],
  ['検診', '検\n診'],
  ['ＡＢＣ', 'abc'],
  ['取組', '取り組み'],
  ['取り組み', '取組'],
  ['第3期', '第三期'],
  ['第三期', '第３期'],
  ['21回', '二十一回'],
  ['二十一回', '21回'],
  ['10', '十'],
  ['12', '一十二'],
  ['政策4-3', '政策４－３'],
  ['政策4-3', '政策4ー3'],
  ['センター', 'ｾﾝﾀｰ'],
  ['(仮称)', '（仮称）'],
  ['100%', '１００％'],
  ['a.b', 'a.b'],
] as const)('%s finds %s', (word, text) => {
  expect(finds(word, text)).toBe(true);
});
test.each([
  ['政策4-3', '政策4-30'],
  ['4-3', '14-3'],
  ['3期', '13期'],
  ['21', '二百二十一'],
  ['a.b', 'axb'],
  ['(', 'abc'],
] as const)('%s does not find %s', (word, text) => {
  expect(finds(word, text)).toBe(false);
});
test('what is in the real sheets is found as it stands, and in one spelling', () => {
  const texts = kitaSheets().flatMap(({ goals }) =>
    goals.flatMap(({ text, indicators }) => [text, ...indicators.flatMap((one) => [one.name, one.overview])]),
  );
  for (const text of texts.map((one) => one.slice(0, 60)).filter((one) => !/["\\]/u.test(one))) {
    expect([text, text === '' || finds(text, `あ${text}`)]).toEqual([text, true]);
    expect([text, text === '' || finds(oneSpelling(text), `あ${text}`)]).toEqual([text, true]);
  }
});
test('what has no sign has no pattern', () => {
  expect(spellingsOf(' \u0000"\\ ')).toBe('');
});
