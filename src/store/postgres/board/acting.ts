/** Who does something from the board, and what came of it. */
import type { Act } from '../../../core/board/acts.js';
import type { Outcome } from '../../../core/decision/outcome/outcome.js';
import type { Actor } from '../../../core/organization/people.js';
import type { Done } from '../ledger/done.js';
import type { Door } from '../ledger/recorded-by.js';

export type Acting = {
  readonly actor: Actor;
  readonly door: Door;
  readonly now: Date;
  readonly effectId: string;
};

type Shown = Pick<Extract<Outcome, { ok: true }>, 'board' | 'checks' | 'act'>;

/** The outcome of what concerns no single goal. */
export const shown = (what: Shown): Done => ({
  outcome: { ok: true, goalNo: '', version: 0, complete: false, ...what },
});

export const acted = (act: Act): Done => shown({ act });
