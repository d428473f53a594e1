/**
 * How long tests wait for a store or an answer until they give up, in milliseconds: they share their machine, and what they
 * ask is not how fast.
 */
export const PATIENCE_MS = 60_000;

/** For `createApp`: nothing comes about because time goes by, be it the machine's. */
export const UNHURRIED = { sweepEveryMs: null, announceAfterMs: 60 * PATIENCE_MS } as const;
