/** What carrying out a command gives within its transaction. */
import type { Outcome } from '../../../core/decision/command.js';

/** `after` appends to the history, which is locked until the transaction ends: so it is done last. */
export type Done = { readonly outcome: Outcome; readonly after?: () => Promise<void> };
