/** Pictures of cards: put where the platform finds them before the card is sent. Without one the card still goes. */
import type { Express } from 'express';
import type { Card, Picture } from '../core/cards/card.js';
import { type Log, reasonOf } from '../flow/log.js';
import type { MetricsPort } from '../flow/metrics-port.js';
import { type Draw, type Messenger, PlatformError } from '../flow/ports.js';

/** The picture of a card that is still to be put somewhere. */
function pictureIn(card: Card): Picture | null {
  return 'picture' in card.view && card.view.picture ? card.view.picture : null;
}

/** The card with its picture where the platform finds it; null: without one. */
export function pictured(card: Card, at: string | null): Card {
  const picture = pictureIn(card);
  if (picture === null) return card;
  return { ...card, view: { ...card.view, picture: at === null ? undefined : { ...picture, at } } } as Card;
}

/** How a platform is given a picture: where it then finds it, or null where there is no way. May reject. */
export type PutPicture = (card: Card, picture: Picture) => Promise<string | null>;
export type Placing = {
  readonly put: PutPicture;
  /** where the platform finds it already; null when it is still to be put */
  readonly at?: (picture: Picture) => string | null;
  /** a card was refused with it: it is not to be found there any more */
  readonly forget?: (picture: Picture) => void;
};

/** What a platform needs for pictures. */
export type Pictures = {
  readonly draw: Draw;
  /**
   * Keeps pictures at addresses that nobody can guess, and that are of no use after an hour; not given where the service
   * has no address that a client could ask.
   */
  readonly addresses?: {
    /** the address of a picture; rejects when it could not be kept */
    keep(png: Uint8Array): Promise<string>;
    mount(server: Express): void;
  };
};

/** Sends cards with their pictures. */
export type SendPictured = {
  /** Waits for the pictures. */
  whole<T>(cards: readonly Card[], send: (cards: readonly Card[]) => Promise<T>): Promise<T>;
  /**
   * Sends at once, with the pictures that the platform has; when the others are there `again` is given the cards with all of
   * them, to put in the place of what was sent. Resolves when the cards stand.
   */
  soon<T>(
    cards: readonly Card[],
    send: (cards: readonly Card[]) => Promise<T>,
    again: (sent: T, cards: readonly Card[]) => Promise<unknown>,
  ): Promise<T>;
  /** Resolves when no picture is still to come. */
  idle(): Promise<void>;
};

/**
 * A picture that cannot be drawn or put is logged and counted, and so are cards that the platform refuses with it: then they
 * go, or stay, without.
 */
export function makeSendPictured(
  parts: Placing & { readonly name: string; readonly log: Log; readonly meter?: MetricsPort },
): SendPictured {
  const { name, put, at = () => null, forget, log, meter } = parts;
  const underWay = new Set<Promise<unknown>>();
  function failed(fault: unknown): void {
    log.warn({ platform: name, reason: reasonOf(fault) }, 'a card is sent without its picture');
    meter?.platformError(name, PICTURE, fault);
  }
  async function ready(card: Card): Promise<Card> {
    const picture = pictureIn(card);
    if (picture === null) return card;
    try {
      return pictured(card, await put(card, picture));
    } catch (fault) {
      failed(fault);
      return pictured(card, null);
    }
  }
  const without = (cards: readonly Card[]) => cards.map((card) => pictured(card, null));
  const picturesOf = (cards: readonly Card[]) => cards.flatMap((card) => pictureIn(card) ?? []);
  const isRefused = (fault: unknown) => fault instanceof PlatformError && fault.kind === 'never';

  const whole: SendPictured['whole'] = async (cards, send) => {
    const carrying = await Promise.all(cards.map(ready));
    const pictures = picturesOf(carrying);
    try {
      return await send(carrying);
    } catch (fault) {
      if (!isRefused(fault) || pictures.length === 0) throw fault;
      const done = await send(without(carrying));
      for (const picture of pictures) forget?.(picture);
      failed(fault);
      return done;
    }
  };

  /** What stands stays as it is when anything goes wrong. */
  async function putIn(
    coming: Promise<readonly Card[]>,
    again: (cards: readonly Card[]) => Promise<unknown>,
  ): Promise<void> {
    const cards = await coming;
    const pictures = picturesOf(cards);
    if (pictures.length === 0) return;
    try {
      await again(cards);
    } catch (fault) {
      if (isRefused(fault)) for (const picture of pictures) forget?.(picture);
      failed(fault);
    }
  }

  return {
    whole,
    async soon(cards, send, again) {
      if (picturesOf(cards).every((picture) => at(picture) !== null)) return whole(cards, send);
      const coming = Promise.all(cards.map(ready));
      const sent = await send(without(cards));
      const later = putIn(coming, (pictured) => again(sent, pictured));
      underWay.add(later);
      void later.finally(() => underWay.delete(later));
      return sent;
    },
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

/**
 * A messenger whose cards have their pictures. Who waits for an answer gets it at once, and its picture is put in when it is
 * there: nobody else edits such a message, since only questions and notices are remembered. A notice, of which nobody waits,
 * goes out whole; so does what `isOne` says takes more than one message, whose pages a picture would divide otherwise.
 */
export function withPictures(
  messenger: Messenger,
  pictured: SendPictured,
  isOne: (card: Card) => boolean,
): Messenger {
  const one = <T>(card: Card, send: (card: Card) => Promise<T>) =>
    pictured.whole([card], ([whole = card]) => send(whole));
  return {
    ...messenger,
    post(place, card, options) {
      const post = (whole: Card) => messenger.post(place, whole, options);
      if (options.key !== null || pictureIn(card) === null || !isOne(card)) return one(card, post);
      return pictured.soon(
        [card],
        ([whole = card]) => post(whole),
        async (ref, [whole = card]) => ref.id !== ANSWERED && messenger.edit(ref, whole),
      );
    },
    edit: (ref, card) => one(card, (whole) => messenger.edit(ref, whole)),
    idle: () => pictured.idle(),
  };
}

/** The id of a message that was answered to a button: it stands nowhere by itself. */
export const ANSWERED = 'answered';

/** How its failures are counted beside those of a platform's methods. */
export const PICTURE = 'picture';
