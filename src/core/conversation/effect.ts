/** What the world must do after an input. Each carries the input's id and its place in the list, so doing it twice is harmless. */
import { CARD_VIEWS, type Card } from '../cards/card.js';
import { COMMAND_KINDS, type Command } from '../decision/command.js';
import { FILE_FORMATS, type WantedFile } from '../report/file-request.js';
import type { Language } from '../text/language.js';
import type { Place } from './input.js';
import type { Asked } from './interview/fold.js';

export type Effect =
  /** a card in a place; `whileSending`: only as long as the record has not answered the submission of this task */
  | {
      readonly kind: 'show';
      readonly place: Place;
      readonly card: Card;
      readonly whileSending?: string;
      /** the question that the card asks: it is folded once the goal is submitted */
      readonly asks?: Asked;
      /** the memo whose card it is: in its thread a number counts on */
      readonly memo?: string;
    }
  /** the cards of a goal that was submitted, discarded or taken over, up to this turn, each to the line of its question */
  | {
      readonly kind: 'fold';
      /** whose, where they are not of who did it */
      readonly of?: string;
      readonly task: string;
      readonly turn: number;
      readonly lines: Readonly<Record<string, string>>;
      readonly language: Language;
    }
  /**
   * a form, or any other card to be read in a dialog, answered within the same request (it needs the platform's
   * short-lived trigger); never kept for later
   */
  | { readonly kind: 'form'; readonly card: Card }
  /** problems shown inside the form that was just sent; never kept for later */
  | { readonly kind: 'form_problem'; readonly problems: Readonly<Record<string, string>> }
  /** one transaction in the record; `place` is where its outcome is told */
  | { readonly kind: 'record'; readonly place: Place; readonly command: Command }
  /** the draft of a predecessor, from that person's desk; `place` is where it goes on */
  | { readonly kind: 'take_over'; readonly place: Place; readonly task: string; readonly from: string }
  /** a file made of the record and put in a place; a sentence instead when there is none to make */
  | { readonly kind: 'file'; readonly place: Place; readonly file: WantedFile }
  /** what an account sent of which it was not known yet whose it is, as it came: to be taken once that is known */
  | { readonly kind: 'arrival'; readonly body: unknown };

/**
 * Whether what was kept as an effect is one that this program knows how to do. While a newer version is rolled out both
 * take up what was left behind; what only the newer one knows is left to it.
 */
export function isKnownEffect(kept: unknown): kept is Effect {
  const effect = kept as Effect | null | undefined;
  switch (effect?.kind) {
    case 'show':
      return Object.hasOwn(CARD_VIEWS, effect.card?.name);
    case 'record':
      return Object.hasOwn(COMMAND_KINDS, effect.command?.kind);
    case 'file':
      return (
        effect.file?.kind === 'directions' ||
        effect.file?.kind === 'site' ||
        effect.file?.kind === 'evidence' ||
        (effect.file?.kind === 'sheets' && FILE_FORMATS.includes(effect.file.format))
      );
    case 'take_over':
    case 'fold':
    case 'arrival':
      return true;
    case 'form':
    case 'form_problem':
    case undefined:
      return false;
    default:
      effect satisfies never;
      return false;
  }
}
