/** What buttons and forms carry, changed by who presses: nothing of it may have an effect. */
import { ACTION_NAMES } from '../../../src/core/cards/action.js';
import { COORDINATOR, EVERYBODY, MANAGER, rights, type Who, WRITER } from '../who-may/people.js';
import type { Target } from '../who-may/table.js';
import { mutated, type Random } from './random.js';

export type Payload = {
  readonly who: Who;
  /** the text of the button */
  readonly action: string;
  readonly fields: Readonly<Record<string, unknown>>;
};

/** Without any right over the section: whatever they send, also what is in order, has no effect. */
const WITHOUT = EVERYBODY.filter(
  (who) => !rights.reports(who) && !rights.decides(who) && !rights.coordinates(who),
);
/** With a right: what they send is about something that is not there, or of a version that is not. */
const WITH = EVERYBODY.filter(({ id }) => [WRITER, MANAGER, COORDINATOR].includes(id));
const FIELDS = ['text', 'comment', 'policy', 'result.0', 'status.0', 'rating.0', '__proto__', 'constructor'];
const VERSIONS = [2, 3, -1, 0.5, 1e308, Number.MAX_SAFE_INTEGER, '1', null, true, [1], { v: 1 }];

/** Whoever waits for an approval may press 催促する, which is about nothing but that. */
const NAMES = ACTION_NAMES.filter((name) => name !== 'nudge');

export function hostilePayload(random: Random, targets: Readonly<Record<Target, string>>): Payload {
  const without = random.chance(60);
  const who = random.pick(without ? WITHOUT : WITH);
  const real = random.pick(Object.values(targets));
  const name: unknown = random.chance(92) ? random.pick(NAMES) : random.value();
  const changedId = random.pick([
    `${real}x`,
    real.slice(0, -1),
    real.toUpperCase() === real ? `x${real}` : real.toUpperCase(),
    real.replace('yearend', 'midyear'),
    random.text(),
    'x'.repeat(300),
  ]);
  const decided = name === 'approve' || name === 'return' || name === 'withdraw';
  const of: unknown = without
    ? random.pick([real, changedId, random.value()])
    : decided && random.chance(40)
      ? real
      : changedId === real
        ? `${real}?`
        : changedId;
  const v: unknown = without ? random.pick([0, 1, 2, 7, ...VERSIONS]) : random.pick(VERSIONS);
  // Who chooses English in so many words has chosen it.
  const argument = random.pick([
    'ja',
    '0',
    '1',
    'hour',
    'tomorrow',
    'half_way',
    random.text(),
    random.value(),
  ]);
  const action = { do: name, of, v, with: argument === 'en' ? 'ja' : argument };
  const text = random.chance(80)
    ? JSON.stringify({ ...action, ...(random.chance(30) ? { [random.key()]: random.value() } : {}) })
    : random.pick([
        JSON.stringify([action]),
        JSON.stringify(action).slice(0, -2),
        `${JSON.stringify(action)} `.repeat(2),
        `{"__proto__":${JSON.stringify(action)}}`,
        '['.repeat(900),
        'null',
        random.text(),
      ]);
  const fields = Object.fromEntries(
    Array.from({ length: random.int(4) }, () => [
      random.pick(FIELDS),
      random.chance(70) ? random.text() : random.value(),
    ]),
  );
  return { who, action: text, fields: fields as Record<string, unknown> };
}

/** Any body at all in the place of one that is in order. */
export function oddBody(random: Random, body: unknown): Buffer {
  switch (random.int(8)) {
    case 0:
      return Buffer.from(JSON.stringify(body).slice(0, random.int(200)));
    case 1: {
      const bytes = Buffer.from(JSON.stringify(body));
      for (let i = 0; i < 5; i += 1) bytes[random.int(bytes.length)] = 0x80 + random.int(0x80);
      return bytes;
    }
    case 2: {
      const depth = 10 ** random.int(5);
      return Buffer.from(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);
    }
    case 3:
      return Buffer.from(`{"__proto__":${JSON.stringify(body)},"constructor":{"prototype":{"x":1}}}`);
    case 4:
      return Buffer.from(JSON.stringify(random.value()) ?? '');
    default:
      return Buffer.from(JSON.stringify(mutated(random, body)));
  }
}
