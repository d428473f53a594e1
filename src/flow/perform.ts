/**
 * One effect performed: a card shown, or a command entered into the record and its outcome told. Doing one twice is
 * harmless; one that could not be done stays kept and is taken up by the sweep.
 */
import type { Command } from '../core/command.js';
import type { Place } from '../core/input.js';
import { settle } from '../core/interview/settle.js';
import type { Log } from './log.js';
import {
  type Clock,
  type Drafts,
  type KeptEffect,
  type Messenger,
  PlatformError,
  type Record,
} from './ports.js';

export type Perform = (kept: KeptEffect) => Promise<void>;

type Parts = {
  drafts: Drafts;
  record: Record;
  messenger: Messenger;
  clock: Clock;
  log: Log;
  /** called when the record has changed and notices may be owed */
  changed(): void;
  /** called when an effect is done */
  struck(id: string): void;
};

/** As many rounds as a person may answer while the record works on a submission. */
const MAX_ROUNDS = 20;

export function makePerform(parts: Parts): Perform {
  const { messenger, log, struck } = parts;
  const perform: Perform = async (kept) => {
    const { effect } = kept;
    switch (effect.kind) {
      case 'show':
        try {
          await messenger.post(effect.place, effect.card, { under: null, key: null });
        } catch (error) {
          if (!(error instanceof PlatformError)) throw error;
          log.warn({ effect: kept.id, reason: error.message, kind: error.kind }, 'card not shown');
          if (error.kind === 'retry') return;
        }
        struck(kept.id);
        return;
      case 'record': {
        const following = await enter(parts, kept, effect.place, effect.command);
        parts.changed();
        for (const next of following) await perform(next);
        struck(kept.id);
        return;
      }
      case 'form':
      case 'form_problem':
        return;
      default:
        return effect satisfies never;
    }
  };
  return perform;
}

/** Enters a command and commits what follows from its outcome; gives the effects of that. */
async function enter(
  { drafts, record, clock }: Parts,
  kept: KeptEffect,
  place: Place,
  command: Command,
): Promise<readonly KeptEffect[]> {
  const now = clock.now();
  const outcome = await record.execute(kept.id, kept.person, place, command, now);
  const settledId = `${kept.id}!`;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const [{ desk, revision }, context] = await Promise.all([
      drafts.load(kept.person),
      record.context({ person: kept.person, from: null, named: null }, now),
    ]);
    if (!context) return [];
    const turn = settle(desk, place, command, outcome, context);
    const effects = turn.effects.map((effect, index) => ({
      id: `${settledId}#${index}`,
      person: kept.person,
      effect,
    }));
    const answer = await drafts.commit({
      inputId: settledId,
      person: kept.person,
      revision,
      desk: turn.desk,
      effects,
      now: now.toISOString(),
    });
    if (answer === 'ok') return effects;
    if (answer === 'seen') return [];
  }
  throw new Error(`desk of effect ${kept.id} stayed contended for ${MAX_ROUNDS} rounds`);
}
