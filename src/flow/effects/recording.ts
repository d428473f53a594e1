/**
 * What a person sees between the commit of a submission or decision to Redis and its transaction in PostgreSQL:
 * 「記録しています」 when that does not follow at once, and in its place what came of it.
 */
import type { Card } from '../../core/cards/card.js';
import type { Place } from '../../core/conversation/input.js';
import { recordedCard, recordingCard } from '../../core/conversation/recording.js';
import { inputOfEffect, type Log, reasonOf } from '../log.js';
import type { KeptEffect, MessageRef, Messenger } from '../ports.js';

/** A record that answers within this time is not announced: that would be a second message for each decision. */
const ANNOUNCED_AFTER_MS = 1_000;
/** Cards remembered at most: after that the outcome is a message of its own below. */
const MANY = 1_000;

type Told = {
  readonly person: string;
  readonly place: Place;
  /** the command, as text: pressed again it is told once */
  readonly about: string;
  readonly ref: Promise<MessageRef | null>;
};

type Recording = {
  /** Does `work`, the transaction of `kept`; the person is told when it takes long or fails. */
  during<T>(kept: KeptEffect, work: () => Promise<T>): Promise<T>;
  /** Puts the outcome's card in the place of what was told; false when nothing stands there. `id`: of the effect that shows it. */
  replaced(id: string, place: Place, card: Card): Promise<boolean>;
  /** The effect is done, whether or not anything was said about it. */
  done(kept: KeptEffect): Promise<void>;
  /** Whether a card of this person stands there, told by this process. */
  stands(person: string): boolean;
};

/** `announceAfterMs`: how long the record may take until it is announced. */
export function makeRecording({
  messenger,
  log,
  announceAfterMs = ANNOUNCED_AFTER_MS,
}: {
  messenger: Messenger;
  log: Log;
  announceAfterMs?: number | undefined;
}): Recording {
  const told = new Map<string, Told>();

  function tell(kept: KeptEffect): void {
    const { id, person, effect, language = 'ja' } = kept;
    const card = effect.kind === 'record' ? recordingCard(effect.command, language) : null;
    if (effect.kind !== 'record' || card === null || told.has(id)) return;
    const about = JSON.stringify(effect.command);
    for (const one of told.values()) if (one.person === person && one.about === about) return;
    const [oldest] = told.keys();
    if (told.size >= MANY && oldest !== undefined) told.delete(oldest);
    const { place } = effect;
    const ref = messenger.post(place, card, { under: null, key: null }).catch((error: unknown) => {
      log.warn({ input: inputOfEffect(id), reason: reasonOf(error) }, 'not told that it is being recorded');
      return null;
    });
    told.set(id, { person, place, about, ref });
  }

  async function replace(id: string, place: Place, card: Card): Promise<boolean> {
    const standing = told.get(id);
    if (standing?.place !== place) return false;
    told.delete(id);
    const ref = await standing.ref;
    if (ref === null) return false;
    try {
      if ((await messenger.edit(ref, card)) === 'cannot_edit')
        await messenger.post(place, card, { under: null, key: null });
      return true;
    } catch (error) {
      log.warn({ input: inputOfEffect(id), reason: reasonOf(error) }, 'told in a message of its own');
      return false;
    }
  }

  return {
    async during(kept, work) {
      const timer = setTimeout(() => tell(kept), announceAfterMs);
      try {
        return await work();
      } catch (error) {
        tell(kept);
        throw error;
      } finally {
        clearTimeout(timer);
      }
    },
    replaced: (id, place, card) => replace(id.slice(0, Math.max(0, id.indexOf('!#'))), place, card),
    async done({ id, language = 'ja' }) {
      const standing = told.get(id);
      if (standing) await replace(id, standing.place, recordedCard(language));
    },
    stands: (person) => [...told.values()].some((one) => one.person === person),
  };
}
