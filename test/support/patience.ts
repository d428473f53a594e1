/** How long tests wait for a store, in milliseconds: they share their machine, and what they ask is not how fast. */
export const PATIENCE_MS = 20_000;
