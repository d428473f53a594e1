/** A mistake of the person at the keyboard: one sentence naming what and where, exit code 1, no stack. */
import type { CommandIo } from './io.js';

export class Mistake extends Error {
  override readonly name = 'Mistake';
}

/** Runs a command; a mistake becomes one sentence on standard error, a fault goes on to the caller. */
export async function answering(io: CommandIo, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (fault) {
    if (!(fault instanceof Mistake)) throw fault;
    io.fail(fault.message);
  }
}
