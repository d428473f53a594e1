/** A seeded source of hostile values: the same seed gives the same run. */
import fc from 'fast-check';

export type Random = ReturnType<typeof seeded>;

/** Odd texts: ids that every object knows, far too long, half characters, other types as texts. */
const TEXTS = [
  '',
  ' ',
  '0',
  '-1',
  'null',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  '\u0000',
  '\ud800',
  '\u202e',
  "'; drop table reports; --",
  '${7*7}',
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '%00%ff',
  'あ'.repeat(201),
  'x'.repeat(5_000),
] as const;

const JUNK_SIZE = 500;

export function seeded(seed: number) {
  let state = seed >>> 0;
  /** mulberry32 */
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const junk = fc.sample(fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.string({ unit: 'binary' })), {
    seed,
    numRuns: JUNK_SIZE,
  });
  const int = (below: number) => Math.floor(next() * below);
  const pick = <T>(list: readonly T[]): T => list[int(list.length)]!;
  return {
    int,
    pick,
    /** true so many times in a hundred */
    chance: (percent: number) => next() * 100 < percent,
    text: (): string => pick(TEXTS),
    /** any JSON value at all */
    value: (): unknown =>
      structuredClone(pick<unknown>([...junk, null, true, -1, 1.5, 1e308, [], {}, pick(TEXTS)])),
    key: (): string => pick(['__proto__', 'constructor', 'toString', 'team', 'user', 'id', 'text', 'x']),
    hex: (length: number) => Array.from({ length }, () => int(16).toString(16)).join(''),
  };
}

/** A copy of a JSON value with something in it taken away, replaced by any value, or added; keys that pollute included. */
export function mutated(random: Random, value: unknown, changes = 1 + random.int(3)): unknown {
  const text = JSON.stringify(value);
  // Parsed anew each time, because `__proto__` as a key is only made by a parser.
  const copy = JSON.parse(text) as unknown;
  for (let i = 0; i < changes; i += 1) {
    const holders: object[] = [];
    const collect = (one: unknown): void => {
      if (typeof one !== 'object' || one === null) return;
      holders.push(one);
      for (const inner of Object.values(one)) collect(inner);
    };
    collect(copy);
    const holder = random.pick(holders) as Record<string, unknown>;
    const keys = Object.keys(holder);
    const key = keys.length > 0 ? random.pick(keys) : 'x';
    switch (random.int(3)) {
      case 0:
        delete holder[key];
        break;
      case 1:
        holder[key] = random.value();
        break;
      default:
        Object.defineProperty(holder, random.key(), {
          value: random.value(),
          enumerable: true,
          configurable: true,
          writable: true,
        });
    }
  }
  return copy;
}
