// Loaded into a service before everything else: a text with one of these marks never ends, or throws, where a card is made
// of it or a step is taken with it, as an expression that is exponential would. While the file of MARU_TEST_POISON is there.
import { existsSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const NEVER = '終わらない印';
const THROWS = '投げる印';
const STEPPED = '歩けない印';
const CARDS = /\/src\/(?:core\/cards|chat)\//u;
const STEPS = /\/src\/core\/conversation\/interview\//u;

const isOn = () => existsSync(process.env.MARU_TEST_POISON ?? '');
const within = (where) => {
  Error.stackTraceLimit = 50;
  const { stack = '' } = new Error();
  Error.stackTraceLimit = 10;
  return where.test(stack);
};
const forEver = () => {
  for (;;);
};

function look(text) {
  if (text.includes(NEVER) && within(CARDS) && isOn()) forEver();
  if (text.includes(THROWS) && within(CARDS) && isOn()) throw new Error('poison');
  if (text.includes(STEPPED) && within(STEPS) && isOn()) forEver();
}

if (isMainThread)
  for (const name of ['replace', 'replaceAll', 'normalize', 'trim', 'split']) {
    const own = String.prototype[name];
    String.prototype[name] = function (...args) {
      look(String(this));
      return own.apply(this, args);
    };
  }
