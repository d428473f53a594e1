/** The cards of a goal that was submitted, discarded or taken over folded, so that no old button stands about: behind everything that is told. */
import { lineCard } from '../../core/cards/interview/folded.js';
import type { Asked } from '../../core/conversation/interview/fold.js';
import { inputOfEffect, type Log } from '../log.js';
import { type AskedMessages, type KeptEffect, type Messenger, PlatformError } from '../ports.js';

type Fold = Extract<KeptEffect['effect'], { kind: 'fold' }>;

/**
 * Edits each message into its line and forgets it. False when one could not be edited now; those that were are not tried
 * again. One that is gone, or that nobody can edit any more, is forgotten.
 */
export async function foldCards(
  { asked, messenger, log }: { asked: AskedMessages; messenger: Messenger; log: Log },
  { id, person }: KeptEffect,
  { task, turn, lines, language }: Fold,
): Promise<boolean> {
  const standing = (await asked.of(person, task)).filter((one) => one.asked.turn <= turn);
  // Of several reviews the last is the one that was submitted.
  const submitted = Math.max(
    ...standing.filter((one) => one.asked.name === 'review').map((one) => one.asked.turn),
  );
  const lineOf = (one: Asked): string =>
    (one.name === 'review' && one.turn < submitted ? lines.shown : (lines[one.name] ?? lines.review)) ?? '';
  const folded = await Promise.all(
    standing.map(async (one) => {
      const { name } = one.asked;
      try {
        await messenger.edit(one.ref, lineCard(lineOf(one.asked), name, language));
      } catch (error) {
        if (!(error instanceof PlatformError)) throw error;
        const later = error.kind === 'retry' && error.options.gone !== true;
        log.info({ input: inputOfEffect(id), reason: error.message, later }, 'card not folded');
        if (later) return false;
      }
      await asked.forget(person, one.asked, one.ref.id);
      return true;
    }),
  );
  return folded.every(Boolean);
}
