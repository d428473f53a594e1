import { expect, test } from '@jest/globals';
import { makeRoom } from '../../../src/chat/http/room.js';

const LONG_MS = 60_000;

test('what is given back goes to whoever waits longest, and nobody is overtaken', async () => {
  const room = makeRoom(100);
  const [first, other] = [await room.take(50, LONG_MS), await room.take(30, LONG_MS)];
  const entered: string[] = [];
  const large = room.take(60, LONG_MS).then((place) => {
    entered.push('large');
    return place;
  });
  const small = room.take(10, LONG_MS).then((place) => {
    entered.push('small');
    return place;
  });
  // There would be room for the small one.
  other?.leave();
  await Promise.resolve();
  expect(entered).toEqual([]);
  first?.leave();
  first?.leave();
  await Promise.all([large, small]);
  expect(entered).toEqual(['large', 'small']);
  expect(await room.take(40, 0)).toBeNull();
  expect(await room.take(30, 0)).not.toBeNull();
});

test('who finds no room in time is told so, and whoever stands behind goes in', async () => {
  const room = makeRoom(100);
  const first = await room.take(90, LONG_MS);
  const late = room.take(50, 1);
  const behind = room.take(10, LONG_MS);
  expect(await late).toBeNull();
  expect(await behind).not.toBeNull();
  first?.leave();
  // More than there is: all of it, and only when nobody else is in.
  expect(await room.take(1_000, 0)).toBeNull();
  (await behind)?.leave();
  expect(await room.take(1_000, 0)).not.toBeNull();
});
