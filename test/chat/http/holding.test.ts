import { expect, test } from '@jest/globals';
import { makeHolding } from '../../../src/chat/http/holding.js';

function began(room: ReturnType<typeof makeHolding>) {
  let given = false;
  const held = room.begin(() => {
    given = true;
  });
  return { ...held, isGivenUp: () => given };
}

test('what is only announced takes no room, and whoever has been sending longest makes room', () => {
  const room = makeHolding(100);
  const [first, second, third] = [began(room), began(room), began(room)];
  second.add(50);
  first.add(50);
  third.add(50);
  expect([first, second, third].map((one) => one.isGivenUp())).toEqual([true, false, false]);
  // What it held is there again.
  began(room).add(0);
  expect(second.isGivenUp()).toBe(false);
  third.add(50);
  expect([second, third].map((one) => one.isGivenUp())).toEqual([true, false]);
});

test('what is whole stays, and where nothing else is held the newcomer goes', () => {
  const room = makeHolding(100);
  const whole = began(room);
  whole.add(90);
  whole.whole();
  const late = began(room);
  late.add(20);
  expect([whole, late].map((one) => one.isGivenUp())).toEqual([false, true]);
  whole.leave();
  whole.leave();
  const next = began(room);
  next.add(100);
  expect(next.isGivenUp()).toBe(false);
  next.leave();
  // Nothing was given back twice.
  const larger = began(room);
  larger.add(101);
  expect(larger.isGivenUp()).toBe(true);
});

test('of many half-sent ones that fill the room each newcomer ends as many as it takes, and no more', () => {
  const room = makeHolding(1_000);
  const half = Array.from({ length: 100 }, () => began(room));
  for (const one of half) one.add(10);
  const honest = began(room);
  honest.add(25);
  honest.whole();
  expect(honest.isGivenUp()).toBe(false);
  expect(half.filter((one) => one.isGivenUp())).toEqual(half.slice(0, 3));
});
