/**
 * How many bytes of bodies are held at once, counted as they come: to announce a body costs whoever sends it nothing, so
 * nothing is kept free for it. Where there is no room for what came, whoever has been sending longest is given up: a
 * platform's own requests come whole within milliseconds. Nobody waits for room, so nobody can wait for one another.
 */

type Held = {
  /** So many more bytes came. The holder may be given up by it. */
  add(bytes: number): void;
  /** All of it came: it is given up no more. */
  whole(): void;
  /** Gives all back. Harmless to repeat. */
  leave(): void;
};

type Holding = {
  /** For a body that begins to come; `giveUp` is called when it has to go before it is whole, all given back. */
  begin(giveUp: () => void): Held;
};

/** Room for `all` bytes, and the last piece above that until somebody is given up for it. */
export function makeHolding(all: number): Holding {
  let free = all;
  /** in the order in which they began */
  const arriving = new Set<{ readonly end: () => void }>();

  return {
    begin(giveUp) {
      let held = 0;
      const leave = () => {
        arriving.delete(one);
        free += held;
        held = 0;
      };
      const one = {
        end: () => {
          leave();
          giveUp();
        },
      };
      arriving.add(one);
      return {
        add(bytes) {
          free -= bytes;
          held += bytes;
          for (const { end } of arriving) {
            if (free >= 0) return;
            end();
          }
        },
        whole: () => void arriving.delete(one),
        leave,
      };
    },
  };
}
