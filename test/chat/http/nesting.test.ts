import { expect, test } from '@jest/globals';
import { isTooDeep } from '../../../src/chat/http/nesting.js';

const nested = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);

test('what a platform sends is not too deep, and what ends a stack is', () => {
  // A card forwarded in a message: the activity, its value, the message, its attachments, and columns in columns.
  let card: unknown = { type: 'TextBlock', text: 'x' };
  for (let i = 0; i < 20; i += 1)
    card = { type: 'ColumnSet', columns: [{ type: 'Column', items: [card], wide: [1, 2, 3] }] };
  const activity = { value: { messagePayload: { attachments: [{ content: { body: [card] } }] } } };
  expect(isTooDeep(activity)).toBe(false);
  expect(isTooDeep(nested(200))).toBe(false);
  expect(isTooDeep(nested(201))).toBe(true);
  expect(isTooDeep({ a: [1, { b: nested(100_000) }] })).toBe(true);
  for (const plain of [null, undefined, 'x', 1, [], {}]) expect(isTooDeep(plain)).toBe(false);
});
