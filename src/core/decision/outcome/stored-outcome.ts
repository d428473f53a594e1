/** What came of a command as the record keeps it for a second try of its effect: `done_commands.outcome`. */
import { z } from 'zod';
import { storedAs } from '../../text/stored-json.js';
import type { Outcome } from './outcome.js';

// Kept for a month: what only some commands give back is not looked at one by one.
const outcome = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), goalNo: z.string(), version: z.int(), complete: z.boolean() }),
  z.object({ ok: z.literal(false), refusal: z.object({ reason: z.string() }) }),
]);

export const storedOutcome = storedAs(1, outcome, (kept): Outcome => kept as Outcome);
