/**
 * `maru serve` as a process of its own, to be killed. It stands by with everything loaded until it is told to start;
 * the settings come by the environment, and whoever started it moves its clock where a service would wait for minutes.
 */
import { readdirSync } from 'node:fs';
import { processIo } from '../../src/cli/io.js';
import { PATIENCE_MS } from '../support/patience.js';

// As it was built: the sources take four times as long to load, and it is killed again and again.
const parts = new URL('../../dist/parts/', import.meta.url);
const [serving = ''] = readdirSync(parts).filter((name) => /^serving-\w+\.js$/u.test(name));
const { serve } = (await import(
  new URL(serving, parts).href
)) as typeof import('../../src/cli/service/serving.js');

/** Where nothing is left behind by a crash, it may be looked for less often: each look asks both stores. */
const SWEEP_EVERY_MS = Number(process.env.MARU_TEST_SWEEP_MS ?? 300);

/** How far the clock is moved, in milliseconds; the first of them starts the service. */
export type Told = { readonly offset: number };

let offset = 0;
let start = () => {};
const started = new Promise<void>((resolve) => {
  start = resolve;
});
process.on('message', (told: Told) => {
  offset = told.offset;
  start();
});
// Whoever kills it must not leave it behind.
const orphaned = () => process.exit(1);
process.on('disconnect', orphaned);
await started;

await serve(processIo, {
  clock: { now: () => new Date(Date.now() + offset) },
  sweepEveryMs: SWEEP_EVERY_MS,
  slackPace: { acquire: async () => undefined, hold: () => undefined },
  // A store that says nothing is waited for as long as the machine needs, unless that it says nothing is what is looked at.
  budgetMs: Number(process.env.MARU_TEST_BUDGET_MS ?? PATIENCE_MS),
  ...(process.env.MARU_TEST_TICK_MS ? { tickEveryMs: Number(process.env.MARU_TEST_TICK_MS) } : {}),
  ...(process.env.MARU_TEST_BUSY_MS ? { busyMs: Number(process.env.MARU_TEST_BUSY_MS) } : {}),
});
process.off('disconnect', orphaned);
process.disconnect();
