/** What every adapter of the Messenger port must keep. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Card } from '../../src/core/cards/card.js';
import { messageCard } from '../../src/core/cards/message.js';
import type { Place } from '../../src/core/conversation/input.js';
import { type MessageRef, type Messenger, PlatformError } from '../../src/flow/ports.js';

/** What stands in a place, as its readers see it. */
export type Standing = {
  readonly text: string;
  /** the id of the message in whose thread it stands; null: by itself */
  readonly under: string | null;
};

/** A messenger with the platform behind it, as long as a test file runs. */
export type Messaged = {
  readonly messenger: Messenger;
  /** a channel and the direct message of a person, where nothing stands yet; others with each call */
  channel(): Place;
  direct(): Place;
  /** everything that stands in a place and in its threads, oldest first */
  standing(place: Place): Promise<readonly Standing[]>;
  /** somebody deletes a message; null where nobody can */
  readonly remove: ((ref: MessageRef) => Promise<void>) | null;
  /** the answer to the next post is lost, though it was carried out */
  loseAnswer(): void;
  /** the platform does not take the next post */
  refuse(): void;
  stop(): Promise<void>;
};

/** What a platform cannot do; all that is left out it can. */
export type Cannot = { readonly edit?: true; readonly threads?: true; readonly filesInChannels?: true };

const card = (title: string): Card => messageCard('ja', title, []);
const alone = { under: null, key: null };
const file = {
  name: '組織目標管理シート.xlsx',
  bytes: new TextEncoder().encode('様式'),
  title: '様式',
  comment: '様式をお届けします。',
  language: 'ja',
} as const;

/** Declares the suite; `open` gives the adapter with its platform, once. */
export function messengerContract(name: string, cannot: Cannot, open: () => Promise<Messaged>): void {
  describe(`Messenger: ${name}`, () => {
    let on: Messaged;
    let place: Place;
    beforeAll(async () => {
      on = await open();
    }, 60_000);
    afterAll(() => on.stop());
    /** A key for one message, for ever, as the keys of notices are. */
    let keyOf: (name: string) => string;
    let tests = 0;
    beforeEach(() => {
      place = on.channel();
      tests += 1;
      const test = tests;
      keyOf = (name) => `${name}/${test}`;
    });
    const texts = async (at: Place) => (await on.standing(at)).map(({ text }) => text);
    async function failure(doing: Promise<unknown>): Promise<PlatformError> {
      const error = await doing.then(
        () => null,
        (reason: unknown) => reason,
      );
      if (!(error instanceof PlatformError)) throw new Error(`no PlatformError: ${String(error)}`);
      return error;
    }

    test('what is posted stands there once, in its order, as it was written', async () => {
      const titles = ['一　１，２００人', '二 *太字* <!channel> & ${x} \u{1F600}', '三'];
      const refs = [];
      for (const title of titles) refs.push(await on.messenger.post(place, card(title), alone));
      expect(await on.standing(place)).toEqual(titles.map((text) => ({ text, under: null })));
      expect(new Set(refs.map(({ id }) => id)).size).toBe(3);
    });

    test('a person is written to in private, and what stands there is known by where it went', async () => {
      const direct = on.direct();
      const ref = await on.messenger.post(direct, card('一'), { under: null, key: keyOf('returned/1') });
      await on.messenger.post(ref.place, card('二'), alone);
      expect(await texts(ref.place)).toEqual(['一', '二']);
      expect(await texts(place)).toEqual([]);
    });

    test(
      cannot.edit
        ? 'an edit says that it cannot be done, and changes nothing'
        : 'an edit takes the place of what stood there',
      async () => {
        const [first, second] = [
          await on.messenger.post(place, card('一'), { under: null, key: keyOf('summary/s/r') }),
          await on.messenger.post(place, card('二'), alone),
        ];
        const answers = [
          await on.messenger.edit(first, card('一の二')),
          await on.messenger.edit(second, card('二')),
        ];
        expect(answers).toEqual(Array(2).fill(cannot.edit ? 'cannot_edit' : 'edited'));
        expect(await texts(place)).toEqual(cannot.edit ? ['一', '二'] : ['一の二', '二']);
      },
    );

    test(
      cannot.threads
        ? 'what belongs under a message stands in the same place, by itself'
        : 'what belongs under a message stands in its thread, also under a reply',
      async () => {
        const root = await on.messenger.post(place, card('根'), { under: null, key: keyOf('root') });
        const reply = await on.messenger.post(place, card('枝'), { under: root, key: keyOf('reply') });
        await on.messenger.post(place, card('葉'), { under: reply, key: null });
        const under = cannot.threads ? null : root.id;
        expect(await on.standing(place)).toEqual([
          { text: '根', under: null },
          { text: '枝', under },
          { text: '葉', under },
        ]);
        if (!cannot.edit) await on.messenger.edit(reply, card('枝2'));
        expect(await texts(place)).toEqual(['根', cannot.edit ? '枝' : '枝2', '葉']);
        // Found under the root by its key, or not to be told.
        expect([reply, 'unknown']).toContainEqual(await on.messenger.find(place, keyOf('reply'), root));
      },
    );

    test('a message is found by its key, and no other is taken for it', async () => {
      const ref = await on.messenger.post(place, card('一'), { under: null, key: keyOf('summary/s1/2023') });
      expect(await on.messenger.find(place, keyOf('summary/s1/2023'), null)).toEqual(ref);
      expect([null, 'unknown']).toContain(await on.messenger.find(place, keyOf('summary/s2/2023'), null));
    });

    test('an answer that was lost: it stands there once, and is found or said to be in doubt', async () => {
      on.loseAnswer();
      const key = keyOf('approval/r1');
      const ref = await on.messenger.post(place, card('一'), { under: null, key }).catch((error: unknown) => {
        expect(error).toMatchObject({ kind: 'retry', options: { doubtful: true } });
        return null;
      });
      expect(await texts(place)).toEqual(['一']);
      const found = await on.messenger.find(place, key, null);
      expect(found).not.toBeNull();
      if (ref) expect(found).toEqual(ref);
    });

    test('what the platform does not take is to be tried again, and nothing stands there', async () => {
      on.refuse();
      expect(await failure(on.messenger.post(place, card('一'), alone))).toMatchObject({ kind: 'retry' });
      expect(await texts(place)).toEqual([]);
    });

    test('a place of another platform is refused for good, whatever is to be done there', async () => {
      const foreign = 'elsewhere:channel:1';
      for (const doing of [
        on.messenger.post(foreign, card('一'), alone),
        on.messenger.postFile(foreign, file, alone),
        on.messenger.edit({ place: foreign, id: '1' }, card('一')),
      ])
        expect((await failure(doing)).kind).toBe('never');
    });

    if (!cannot.edit)
      test('a message that somebody deleted is said to be gone', async () => {
        const ref = await on.messenger.post(place, card('一'), alone);
        await on.remove?.(ref);
        expect((await failure(on.messenger.edit(ref, card('二')))).options.gone).toBe(true);
        expect(await texts(place)).toEqual([]);
      });

    test(
      cannot.filesInChannels
        ? 'a file is not taken in a channel, and nothing stands there'
        : 'a file stands in the channel, under its message where there are threads',
      async () => {
        const root = await on.messenger.post(place, card('根'), { under: null, key: keyOf('root') });
        const answer = await on.messenger.postFile(place, file, { under: root, key: keyOf('file/1') });
        const standing = await on.standing(place);
        if (cannot.filesInChannels) {
          expect([answer, standing.length]).toEqual(['no_files', 1]);
          return;
        }
        expect(answer).toMatchObject({ id: expect.any(String) });
        expect(standing[1]?.text).toContain(file.name);
        expect(standing[1]?.under).toBe(cannot.threads ? null : root.id);
        // Had its answer been lost, it would be found or in doubt, and never taken for not there.
        const found = await on.messenger.find(place, keyOf('file/1'), root, 'file');
        expect([answer, 'unknown']).toContainEqual(found);
      },
    );
  });
}
