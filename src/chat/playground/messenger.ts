/** The bot's side of the playground: posts, edits and finds messages, as the messengers of the other platforms do. */
import { randomUUID } from 'node:crypto';
import { messageCard } from '../../core/cards/message.js';
import { reasonOf } from '../../flow/log.js';
import { type Clock, type MessageRef, type Messenger, PlatformError } from '../../flow/ports.js';
import type { Messages } from './messages.js';
import { conversationPlace, readPlace, threadPlace } from './places.js';

/**
 * A Messenger on the playground's messages. A message posted with a key gets an id made of it, so that a second post
 * of the same notice finds the first. An unknown place or a card that cannot be stored is a PlatformError `never`; a
 * Redis that does not answer is one to be tried again, `doubtful` where the message may have been entered.
 */
export function makeMessenger(messages: Messages, clock: Clock): Messenger {
  return {
    async post(place, card, { under, key }) {
      const where = placeUnder(place, under);
      const id = key === null ? `m-${randomUUID()}` : keyedId(key);
      const at = clock.now().toISOString();
      await tried(async () => {
        const standing = await messages.add({ id, place: where, at, from: 'bot', card });
        // An earlier try arrived without its answer, and the record may have changed since.
        if (standing.from === 'bot' && JSON.stringify(standing.card) !== JSON.stringify(card))
          await messages.edit(id, card);
      });
      return { place: where, id };
    },
    async postFile(place, { name, bytes, title, comment, language }, { under, key }) {
      const where = placeUnder(place, under);
      const id = key === null ? `m-${randomUUID()}` : keyedId(key);
      const at = clock.now().toISOString();
      const card = messageCard(language, title, comment.split('\n'));
      const file = { name, size: bytes.byteLength };
      await tried(async () => {
        await messages.keepFile(id, bytes);
        await messages.add({ id, place: where, at, from: 'bot', card, file });
      });
      return { place: where, id };
    },
    async edit(ref, card) {
      placeUnder(ref.place, null);
      const edited = await tried(() => messages.edit(ref.id, card));
      if (!edited) throw new PlatformError('the message is not there any more', 'retry', { gone: true });
      return 'edited';
    },
    async find(place, key, under) {
      const where = placeUnder(place, under);
      const message = await tried(() => messages.get(keyedId(key)));
      return message?.place === where ? { place: where, id: message.id } : null;
    },
  };
}

function placeUnder(place: string, under: MessageRef | null): string {
  const read = readPlace(place);
  if (!read) throw new PlatformError(`no place of the playground: ${place}`, 'never');
  if (!under) return place;
  const above = readPlace(under.place);
  if (!above) throw new PlatformError(`no place of the playground: ${under.place}`, 'never');
  return threadPlace(conversationPlace(above.conversation), above.thread ?? under.id);
}

const NOTICE = 'n-';

/** Without a colon, so that the place of its thread ends with the id as it is: the record finds threads by that. */
function keyedId(key: string): string {
  return `${NOTICE}${key.replaceAll(':', '~')}`;
}

/** Whether a message of this id is a notice: posted by the bot of its own accord. */
export function isNoticeId(id: string): boolean {
  return id.startsWith(NOTICE);
}

async function tried<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const reason = reasonOf(error);
    throw new PlatformError(`the playground's messages did not answer: ${reason}`, 'retry', {
      doubtful: true,
    });
  }
}
