/** A platform that keeps what is posted, and complains when a message comes out of order, twice, or to nobody. */
import type { Card } from '../../src/core/cards/card.js';
import type { Clock, MessageRef, Messenger } from '../../src/flow/ports.js';

export type Recorded = {
  readonly id: string;
  readonly at: Date;
  readonly place: string;
  readonly key: string | null;
  readonly under: string | null;
  card: Card | null;
  edits: number;
};

export type Recorder = ReturnType<typeof makeRecorder>;

/** What was posted outlives the service that posted it; `messenger` is made anew for each of its lives. */
export function makeRecorder(clock: Clock) {
  const messages: Recorded[] = [];
  const complaints: string[] = [];
  const byKey = new Map<string, Recorded>();
  const byId = new Map<string, Recorded>();
  const seen: ((message: Recorded) => void)[] = [];

  function keep(place: string, key: string | null, under: MessageRef | null, card: Card | null): MessageRef {
    if (under && !byId.has(under.id)) complaints.push(`${key} under a message that is not there`);
    if (key !== null && byKey.has(key)) complaints.push(`${key} posted twice`);
    const message: Recorded = {
      id: `m${messages.length + 1}`,
      at: clock.now(),
      place,
      key,
      under: under?.id ?? null,
      card,
      edits: 0,
    };
    messages.push(message);
    byId.set(message.id, message);
    if (key !== null) byKey.set(key, message);
    for (const look of seen) look(message);
    return { place, id: message.id };
  }

  return {
    messages,
    complaints,
    onPost: (look: (message: Recorded) => void) => void seen.push(look),
    /** `life.ended`: the service was killed; nothing of it arrives any more, and it hears no answer */
    messenger(life: { readonly ended: boolean }): Messenger {
      const never = () => new Promise<never>(() => undefined);
      return {
        async post(place, card, { under, key }) {
          if (life.ended) return never();
          const ref = keep(place, key, under, card);
          return life.ended ? never() : ref;
        },
        async postFile(place, _file, { under, key }) {
          return life.ended ? never() : keep(place, key, under, null);
        },
        async edit(ref, card) {
          if (life.ended) return never();
          const message = byId.get(ref.id);
          if (!message) complaints.push(`edit of ${ref.id}, which is not there`);
          else {
            message.card = card;
            message.edits += 1;
          }
          return 'edited';
        },
        async find(place, key) {
          if (life.ended) return never();
          const message = byKey.get(key);
          return message ? { place, id: message.id } : null;
        },
      };
    },
  };
}
