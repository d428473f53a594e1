/** 代理入力 said in words. */
import { expect, test } from '@jest/globals';
import { behalfOfAny, behalfSaid } from '../../../../src/core/conversation/owner/behalf.js';

test.each([
  ['代理 1番', '1', ''],
  ['代理で No.2', '2', ''],
  ['1番 代理', '1', ''],
  ['担当者1の代理で 1番', '1', '担当者1'],
  ['担当者1の代理で入力 3番', '3', '担当者1'],
  ['behalf No.1', '1', ''],
] as const)('said: %s', (text, no, to) => {
  expect(behalfSaid(text, [])).toMatchObject({ named: { no }, to });
});

test('the word alone asks for which goal', () => {
  expect(behalfSaid('代理', [])).toEqual({ named: null, to: '' });
});

test.each(['代理店を3件訪問しました。', '5人の代理が参加', '課長代理が出席しました', '1番'])(
  'not said: %s',
  (text) => {
    expect(behalfSaid(text, [])).toBeNull();
  },
);

test.each([
  ['代理 建設課 1番', '建設課', '1', ''],
  ['代理で入力 北区 建設課 No.2', '北区 建設課', '2', ''],
  ['建設課 1番 代理', '建設課', '1', ''],
  ['担当者1の代理で 建設課の1番', '建設課', '1', '担当者1'],
  ['代理 建設課', '建設課', '', ''],
  ['behalf Roads No.1', 'roads', '1', ''],
] as const)('事務局 says of any section: %s', (text, said, no, to) => {
  expect(behalfOfAny(text)).toMatchObject({ said, behalf: { no, to } });
});

test.each([
  '代理店を3件訪問しました。',
  '代理 1番',
  '課長代理が出席しました',
  '代理 建設課 のこと',
  '建設課 代理 3人',
  '代理',
])('事務局 does not say: %s', (text) => {
  expect(behalfOfAny(text)).toBeNull();
});
