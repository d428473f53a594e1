/** 担当 said in words, and entered as somebody answers. */
import { expect, test } from '@jest/globals';
import { ownerSaid, owning } from '../../../../src/core/conversation/owner/owner.js';

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

/** Whether an answer at one minute past ten is entered, of who has the goal since ten; the answer before it, and what was entered last. */
function isEntered(minute: number, before: number, entered = 0): boolean {
  const at = (n: number) => `2026-10-05T01:${String(n).padStart(2, '0')}:00.000Z`;
  const draft = (n: number) => ({ drafts: { goal: { touchedAt: at(n), asking: { at: 'review' } } } });
  const owner = { personId: 'staff1', answeredAt: at(entered) };
  const scene = { actor: { id: 'staff1' }, desk: draft(before), tasks: [{ id: 'goal', owner }] };
  return owning(scene as never, draft(minute) as never).length > 0;
}

test('that somebody is still at a goal is entered every five minutes from the last time on, also while that is not read yet', () => {
  expect([1, 4].map((minute) => isEntered(minute, 0))).toEqual([false, false]);
  expect(isEntered(6, 4)).toBe(true);
  expect([7, 9].map((minute) => isEntered(minute, 6))).toEqual([false, false]);
  expect(isEntered(11, 9)).toBe(true);
  expect(isEntered(9, 6, 6)).toBe(false);
  expect(isEntered(12, 9, 6)).toBe(true);
});
