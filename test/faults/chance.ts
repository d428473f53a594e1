/** Chance that is the same again for the same seed, so that what was broken once can be broken again. */

export type Chance = {
  readonly seed: number;
  /** from 0 up to, not including, 1 */
  next(): number;
  /** a whole number from 0 up to, not including, `below` */
  below(below: number): number;
  /** true this often: 0 never, 1 always */
  happens(rate: number): boolean;
  one<T>(of: readonly T[]): T;
  shuffled<T>(all: readonly T[]): T[];
};

/** Mulberry32: small, and the same everywhere. */
export function chance(seed: number): Chance {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (n: number) => Math.floor(next() * n);
  return {
    seed,
    next,
    below,
    happens: (rate) => next() < rate,
    one: (of) => of[below(of.length)]!,
    shuffled(all) {
      const left = [...all];
      for (let i = left.length - 1; i > 0; i -= 1) {
        const j = below(i + 1);
        [left[i], left[j]] = [left[j]!, left[i]!];
      }
      return left;
    },
  };
}

/** A new seed each time, or the one that is to be seen again. */
export function newChance(seed = Math.floor(Math.random() * 1_000_000)): Chance {
  return chance(seed);
}
