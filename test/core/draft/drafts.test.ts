/** A desk remembers which thread belongs to which task, and does not grow for ever. */
import { expect, test } from '@jest/globals';
import { emptyDesk, withThread } from '../../../src/core/draft/drafts.js';

test('the threads used last are remembered, however many there were', () => {
  let desk = withThread(emptyDesk, 'thread first', 'task');
  for (let n = 0; n < 500; n += 1) {
    desk = withThread(desk, `thread ${n}`, `task ${n}`);
    if (n % 20 === 0) desk = withThread(desk, 'thread first', 'task');
  }
  expect(Object.keys(desk.threads).length).toBe(50);
  expect(desk.threads['thread 499']).toBe('task 499');
  expect(desk.threads['thread first']).toBe('task');
  expect(desk.threads['thread 400']).toBeUndefined();
});
