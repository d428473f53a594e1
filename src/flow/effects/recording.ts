/**
 * What a person sees between the commit of a submission or decision to Redis and its transaction in PostgreSQL:
 * 「記録しています」 when that does not follow at once, and in its place what came of it.
 */
import type { Card } from '../../core/cards/card.js';
import type { Place } from '../../core/conversation/input.js';
import { recordedCard, recordingCard } from '../../core/conversation/recording.js';
import { inputOfEffect, type Log, reasonOf } from '../log.js';
import {
  type Clock,
  type Drafts,
  type KeptEffect,
  type MessageRef,
  type Messenger,
  PlatformError,
} from '../ports.js';

/** A record that answers within this time is not announced: that would be a second message for each decision. */
const ANNOUNCED_AFTER_MS = 1_000;
/** Cards remembered at most: after that the outcome is a message of its own below. */
const MANY = 1_000;
/** What still says so when all is over is tried to be edited for so long. */
const EDITED_WITHIN_MS = 3_600_000;

type Told = {
  readonly kept: KeptEffect;
  readonly place: Place;
  /** the command, as text: pressed again it is told once */
  readonly about: string;
  readonly ref: Promise<MessageRef | null>;
  /** since when the outcome stands elsewhere and the platform did not let this be edited, in milliseconds; null: not so */
  readonly overSince: number | null;
};

type Recording = {
  /** Does `work`, the transaction of `kept`; the person is told when it takes long or fails. */
  during<T>(kept: KeptEffect, work: () => Promise<T>): Promise<T>;
  /** Puts the outcome's card in the place of what was told; false when nothing stands there. `id`: of the effect that shows it. */
  replaced(id: string, place: Place, card: Card): Promise<boolean>;
  /** The effect is done, whether or not anything was said about it; false: a card still says otherwise and can be edited later. */
  done(kept: KeptEffect, isEntered: boolean): Promise<boolean>;
  /** Whether a card of this person stands there, as far as this process knows. */
  stands(person: string): boolean;
};

/** `announceAfterMs`: how long the record may take until it is announced. */
export function makeRecording({
  messenger,
  drafts,
  clock,
  log,
  announceAfterMs = ANNOUNCED_AFTER_MS,
}: {
  messenger: Messenger;
  drafts: Pick<Drafts, 'amend'>;
  clock: Clock;
  log: Log;
  announceAfterMs?: number | undefined;
}): Recording {
  const told = new Map<string, Told>();

  /** A message that stands, so that whoever takes the effect up after this process edits it. */
  async function note(kept: KeptEffect): Promise<void> {
    await drafts.amend(kept).catch((error: unknown) => {
      log.warn({ input: inputOfEffect(kept.id), reason: reasonOf(error) }, 'not kept where it was told');
    });
  }

  async function post(kept: KeptEffect, place: Place, card: Card): Promise<MessageRef | null> {
    try {
      const ref = await messenger.post(place, card, { under: null, key: null });
      await note({ ...kept, told: ref });
      return ref;
    } catch (error) {
      log.warn(
        { input: inputOfEffect(kept.id), reason: reasonOf(error) },
        'not told that it is being recorded',
      );
      return null;
    }
  }

  const standing = (person: string): Told[] =>
    [...told.values()].filter((one) => one.kept.person === person && one.overSince === null);

  function tell(kept: KeptEffect): void {
    const { id, person, effect, language = 'ja' } = kept;
    const card = effect.kind === 'record' ? recordingCard(effect.command, language) : null;
    if (effect.kind !== 'record' || card === null || told.has(id)) return;
    const { place } = effect;
    const about = JSON.stringify(effect.command);
    if (!kept.told && standing(person).some((one) => one.about === about)) return;
    const [oldest] = told.keys();
    if (told.size >= MANY && oldest !== undefined) told.delete(oldest);
    const ref = kept.told ? Promise.resolve(kept.told) : post(kept, place, card);
    told.set(id, { kept, place, about, ref, overSince: null });
  }

  async function replace(id: string, place: Place, card: Card): Promise<boolean> {
    const one = told.get(id);
    if (one?.place !== place) return false;
    const ref = await one.ref;
    if (ref === null) {
      told.delete(id);
      return false;
    }
    try {
      const edited = await messenger.edit(ref, card);
      told.delete(id);
      if (edited === 'cannot_edit') await messenger.post(place, card, { under: null, key: null });
      const { told: _over, ...kept } = one.kept;
      await note(kept);
      return true;
    } catch (error) {
      log.warn({ input: inputOfEffect(id), reason: reasonOf(error) }, 'told in a message of its own');
      if (!canBeEditedLater(error)) told.delete(id);
      else if (told.has(id)) told.set(id, { ...one, overSince: one.overSince ?? clock.now().getTime() });
      return false;
    }
  }

  return {
    async during(kept, work) {
      // Another process told it, or this one before it was ended.
      if (kept.told) tell(kept);
      const timer = setTimeout(() => tell(kept), announceAfterMs);
      try {
        return await work();
      } catch (error) {
        tell(kept);
        // Whoever takes it up next is to know of it.
        await told.get(kept.id)?.ref;
        throw error;
      } finally {
        clearTimeout(timer);
      }
    },
    replaced: (id, place, card) => replace(id.slice(0, Math.max(0, id.indexOf('!#'))), place, card),
    async done({ id, language = 'ja' }, isEntered) {
      const before = told.get(id);
      if (before) await replace(id, before.place, recordedCard(isEntered, language));
      const left = told.get(id);
      if (left?.overSince == null) return true;
      if (clock.now().getTime() - left.overSince <= EDITED_WITHIN_MS) return false;
      told.delete(id);
      return true;
    },
    stands: (person) => standing(person).length > 0,
  };
}

/** Not where it is gone: somebody deleted it. */
function canBeEditedLater(error: unknown): boolean {
  return error instanceof PlatformError && error.kind === 'retry' && error.options.gone !== true;
}
