/** So much that may be held at once (inputs worked at, each 1), and who waits until there is room. */

type Place = {
  /** Gives all back. Harmless to repeat. */
  leave(): void;
};

type Room = {
  /** A place for so much (more than all there is: all), in the order asked; null when there is none in time. */
  take(much: number, withinMs: number): Promise<Place | null>;
};

export function makeRoom(all: number): Room {
  let free = all;
  const waiting = new Set<{ readonly much: number; readonly enter: () => void }>();

  function giveBack(much: number): void {
    free += much;
    for (const one of waiting) {
      if (one.much > free) return;
      waiting.delete(one);
      one.enter();
    }
  }

  function occupy(much: number): Place {
    free -= much;
    let held = much;
    return {
      leave() {
        const back = held;
        held = 0;
        giveBack(back);
      },
    };
  }

  return {
    take(asked, withinMs) {
      const much = Math.min(asked, all);
      // Nobody is overtaken: else a large one would wait for ever behind small ones.
      if (waiting.size === 0 && much <= free) return Promise.resolve(occupy(much));
      return new Promise((resolve) => {
        const one = {
          much,
          enter: () => {
            clearTimeout(timer);
            resolve(occupy(much));
          },
        };
        const timer = setTimeout(() => {
          waiting.delete(one);
          resolve(null);
          // Whoever stood behind it may be smaller.
          giveBack(0);
        }, withinMs);
        waiting.add(one);
      });
    },
  };
}
