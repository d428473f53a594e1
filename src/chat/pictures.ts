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

/** Sends cards, each with its picture; see `withPictures`. */
export type SendPictured = <T>(
  cards: readonly Card[],
  send: (cards: readonly Card[]) => Promise<T>,
) => Promise<T>;

/**
 * A picture that cannot be drawn or put is logged and counted, and so are cards that the platform refuses with it: then they
 * go without.
 */
export function makeSendPictured(
  parts: Placing & { readonly name: string; readonly log: Log; readonly meter?: MetricsPort },
): SendPictured {
  const { name, put, forget, log, meter } = parts;
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
  return async (cards, send) => {
    const whole = await Promise.all(cards.map(ready));
    try {
      return await send(whole);
    } catch (fault) {
      const refused = fault instanceof PlatformError && fault.kind === 'never';
      const pictures = whole.flatMap((card) => pictureIn(card) ?? []);
      if (!refused || pictures.length === 0) throw fault;
      const done = await send(whole.map((card) => pictured(card, null)));
      for (const picture of pictures) forget?.(picture);
      failed(fault);
      return done;
    }
  };
}

/** A messenger whose cards have their pictures. */
export function withPictures(messenger: Messenger, sent: SendPictured): Messenger {
  const one = <T>(card: Card, send: (card: Card) => Promise<T>) =>
    sent([card], ([whole = card]) => send(whole));
  return {
    ...messenger,
    post: (place, card, options) => one(card, (whole) => messenger.post(place, whole, options)),
    edit: (ref, card) => one(card, (whole) => messenger.edit(ref, whole)),
  };
}

/** How its failures are counted beside those of a platform's methods. */
export const PICTURE = 'picture';
