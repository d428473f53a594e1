/**
 * A tiny fourth platform, against chat/platform.ts alone: plain letters. What is posted stays as it was sent, stands by
 * itself and not under anything, and carries its buttons as numbered answers. Who writes signs with an e-mail address.
 */
import { randomUUID } from 'node:crypto';
import express from 'express';
import { z } from 'zod';
import type { Flow, Platform } from '../../src/chat/platform.js';
import { decodeAction, FORM_OPENERS } from '../../src/core/cards/action.js';
import type { Button, Card } from '../../src/core/cards/card.js';
import { fallbackText } from '../../src/core/cards/fallback.js';
import type { Input, Place } from '../../src/core/conversation/input.js';
import { type MessageRef, PlatformError } from '../../src/flow/ports.js';

const NAME = 'letters';

const spelt = (name: string) => Buffer.from(name, 'utf8').toString('base64url');

/** `letters:to:<address>` is a person's box, `letters:board:<name>` one that a section reads together. */
export const box = (address: string): Place => `${NAME}:to:${spelt(address)}`;
export const board = (name: string): Place => `${NAME}:board:${spelt(name)}`;
/** The account of somebody who writes from an address. */
export const account = (address: string): string => `${NAME}:${spelt(address)}`;

/** Reads a place made here; null for any other. */
export function readLetterPlace(place: Place): { kind: 'to' | 'board'; name: string } | null {
  const found = /^letters:(to|board):([\w-]+)$/u.exec(place);
  if (!found) return null;
  const name = Buffer.from(found[2]!, 'base64url').toString('utf8');
  return spelt(name) === found[2] ? { kind: found[1] === 'to' ? 'to' : 'board', name } : null;
}

/** Where to write to the person of an account made by `account`; null for others' accounts. */
export function placeOfAccount(of: string): Place | null {
  const place = of.replace(/^letters:/u, `${NAME}:to:`);
  return place !== of && readLetterPlace(place) ? place : null;
}

export type Letter = {
  readonly id: string;
  readonly place: Place;
  readonly key: string | null;
  readonly text: string;
  readonly answers: readonly Button[];
  readonly file?: { readonly name: string; readonly bytes: Uint8Array };
};

const written = z.object({ id: z.string(), from: z.string(), text: z.string() });
const answered = z.object({ id: z.string(), from: z.string(), letter: z.string(), answer: z.number() });

/** The post office, with everything that was ever sent; `loseAnswers`: so many are taken without an answer. */
export function letterBoxes(members: () => readonly string[]) {
  const letters: Letter[] = [];
  const faults = { loseAnswers: 0, refuse: 0 };

  function send(
    place: Place,
    key: string | null,
    sent: Pick<Letter, 'text' | 'answers' | 'file'>,
  ): MessageRef {
    if (!readLetterPlace(place)) throw new PlatformError(`no letter box: ${place}`, 'never');
    if (faults.refuse > 0) {
      faults.refuse -= 1;
      throw new PlatformError('the post office is closed', 'retry');
    }
    const letter = { id: randomUUID(), place, key, ...sent };
    letters.push(letter);
    if (faults.loseAnswers > 0) {
      faults.loseAnswers -= 1;
      throw new PlatformError('the receipt was lost', 'retry', { doubtful: true });
    }
    return { place, id: letter.id };
  }

  const platform: Platform = {
    name: NAME,
    accountByEmail: async (email) =>
      members().includes(email) ? { account: account(email), seen: seenOf(email) } : null,
    placeOfAccount,
    messenger: {
      post: async (place, card, { key }) =>
        send(place, key, { text: fallbackText(card), answers: answersOf(card) }),
      postFile: async (place, { name, bytes, comment }, { key }) =>
        send(place, key, { text: comment, answers: [], file: { name, bytes } }),
      async edit(ref) {
        if (!readLetterPlace(ref.place)) throw new PlatformError(`no letter box: ${ref.place}`, 'never');
        return 'cannot_edit';
      },
      async find(place, key) {
        const letter = letters.find((one) => one.place === place && one.key === key);
        return letter ? { place, id: letter.id } : null;
      },
    },
    connect: (flow) => ({ mount: (server) => void server.use(`/${NAME}`, doors(flow)) }),
  };

  /** What comes in: a letter, or the number of an answer to one. */
  function doors(flow: Flow) {
    const router = express.Router();
    router.use(express.json());
    router.post('/said', async (request, response) => {
      const { id, from, text } = written.parse(request.body);
      response.sendStatus(
        await taken(flow, from, { kind: 'said', id, text, place: box(from), surface: 'direct' }),
      );
    });
    router.post('/answered', async (request, response) => {
      const { id, from, letter: on, answer } = answered.parse(request.body);
      const letter = letters.find((one) => one.id === on);
      const button = letter?.answers[answer - 1];
      const action = button ? decodeAction(button.action) : null;
      const { kind, name } = (letter && readLetterPlace(letter.place)) ?? {};
      if (!letter || !action || (kind === 'to' && name !== from)) return void response.sendStatus(400);
      const surface = kind === 'board' ? 'channel' : 'direct';
      response.sendStatus(
        await taken(flow, from, { kind: 'pressed', id, action, fields: {}, place: letter.place, surface }),
      );
    });
    return router;
  }

  return { platform, letters, faults };

  async function taken(
    { handle, work, addressBook, budget, clock }: Flow,
    from: string,
    input: Omitted<Input, 'person' | 'aside' | 'acting'>,
  ): Promise<number> {
    const now = clock.now();
    const limit = budget();
    const met = members().includes(from)
      ? await addressBook.meet(account(from), seenOf(from), now, limit)
      : null;
    if (met?.status !== 'known') return 403;
    const acting = { account: account(from), knownAt: now.toISOString() };
    const whole = {
      ...input,
      id: `${NAME}-${input.id}`,
      person: met.person,
      aside: box(from),
      acting,
    } as Input;
    const handled = await handle(whole, limit);
    if (handled.status === 'stranger') return 403;
    if (handled.status === 'taken') work.start(handled.effects);
    return 200;
  }
}

type Omitted<Union, Key extends string> = Union extends unknown ? Omit<Union, Key> : never;

/** An address of the office's own domain is a member's, and confirmed by the letter itself. */
function seenOf(email: string) {
  return { standing: 'member', emails: [email], unconfirmed: false } as const;
}

/** Every button of a card in its order, but those that open a form: a letter has none. */
function answersOf(card: Card): Button[] {
  const found: Button[] = [];
  const look = (value: unknown): void => {
    if (value === null || typeof value !== 'object') return;
    if ('action' in value && 'title' in value) return void found.push(value as Button);
    for (const inner of Object.values(value)) look(inner);
  };
  look(card.view);
  return found.filter(({ action }) => !FORM_OPENERS.some((opener) => decodeAction(action)?.do === opener));
}
