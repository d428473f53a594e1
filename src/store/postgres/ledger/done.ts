/** What carrying out a command gives within its transaction, kept for a second try of its effect. */
import type { Outcome } from '../../../core/decision/outcome/outcome.js';
import { storedOutcome } from '../../../core/decision/outcome/stored-outcome.js';
import type { Db } from '../connection/pool.js';

/**
 * `after` appends to the history, which is locked until the transaction ends: so it is done last. `gone`: keys of files that
 * nothing names any more once the transaction has ended; what a crash leaves of them is pruned.
 */
export type Done = {
  readonly outcome: Outcome;
  readonly after?: () => Promise<void>;
  readonly gone?: readonly string[];
};

/** What came of an effect's command when it was carried out before; null when it was not. */
export async function doneBefore(db: Db, effectId: string): Promise<Outcome | null> {
  const { rows } = await db.query<{ outcome: unknown }>(
    'select outcome from done_commands where effect_id = $1',
    [effectId],
  );
  const [row] = rows;
  return row ? storedOutcome.read(row.outcome, { table: 'done_commands', id: effectId }) : null;
}

/** Keeps what came of it. Where that was kept meanwhile nothing is entered twice: it is a fault, unless `again` says otherwise. */
export async function keepOutcome(
  db: Db,
  effectId: string,
  now: Date,
  outcome: Outcome,
  again: '' | 'on conflict (effect_id) do nothing' = '',
): Promise<void> {
  await db.query(`insert into done_commands (effect_id, outcome, done_at) values ($1, $2, $3) ${again}`, [
    effectId,
    JSON.stringify(storedOutcome.write(outcome)),
    now,
  ]);
}
