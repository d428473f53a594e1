/**
 * How long tests wait for a store or an answer until they give up, in milliseconds: they share their machine, and what they
 * ask is not how fast.
 */
export const PATIENCE_MS = 60_000;

/** Whether it is logged because the machine is slow, and for nothing else: the record is read anew then. */
export const isOfTheMachine = (message: string): boolean => message.startsWith('changes of the record are ');

/** For `createApp`: nothing comes about because time goes by, be it the machine's. */
export const UNHURRIED = { sweepEveryMs: null, announceAfterMs: 60 * PATIENCE_MS } as const;
