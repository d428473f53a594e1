/** A number of bytes that may be held at once, and who waits until there is room. */

type Place = {
  /** So many bytes are needed only, of those that were asked for. */
  shrink(bytes: number): void;
  /** Gives all back. Harmless to repeat. */
  leave(): void;
};

type Room = {
  /** A place for so many bytes (more than all there are: all), in the order asked; null when there is none in time. */
  take(bytes: number, withinMs: number): Promise<Place | null>;
};

export function makeRoom(allBytes: number): Room {
  let free = allBytes;
  const waiting = new Set<{ readonly bytes: number; readonly enter: () => void }>();

  function giveBack(bytes: number): void {
    free += bytes;
    for (const one of waiting) {
      if (one.bytes > free) return;
      waiting.delete(one);
      one.enter();
    }
  }

  function occupy(bytes: number): Place {
    free -= bytes;
    let held = bytes;
    const shrink = (to: number) => {
      if (to >= held) return;
      const back = held - to;
      held = to;
      giveBack(back);
    };
    return { shrink, leave: () => shrink(0) };
  }

  return {
    take(asked, withinMs) {
      const bytes = Math.min(asked, allBytes);
      // Nobody is overtaken: else a large one would wait for ever behind small ones.
      if (waiting.size === 0 && bytes <= free) return Promise.resolve(occupy(bytes));
      return new Promise((resolve) => {
        const one = {
          bytes,
          enter: () => {
            clearTimeout(timer);
            resolve(occupy(bytes));
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
