/** 代理入力 said in words. */
import { expect, test } from '@jest/globals';
import { behalfSaid } from '../../../../src/core/conversation/owner/behalf.js';

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
