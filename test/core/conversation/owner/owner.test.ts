/** 担当 said in words. */
import { expect, test } from '@jest/globals';
import { ownerSaid } from '../../../../src/core/conversation/owner/owner.js';

test.each([
  ['1番 担当 担当者2', '1', '担当者2'],
  ['１番の担当は担当者2', '1', '担当者2'],
  ['No.3 担当：担当者2', '3', '担当者2'],
  ['1番の担当', '1', null],
  ['No.2 owner Staff 2', '2', 'Staff 2'],
] as const)('said: %s', (text, no, to) => {
  expect(ownerSaid(text, [])).toMatchObject({ named: { no }, to });
});

test.each(['担当者は5人です', '1番 担当者は5人です', '担当係長から助言しました。', '5人 担当', '1番'])(
  'not said: %s',
  (text) => {
    expect(ownerSaid(text, [])).toBeNull();
  },
);
