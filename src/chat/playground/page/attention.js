/**
 * Where the focus goes when the answer to what a person did comes: to the new card, unless they have gone on elsewhere
 * meanwhile, or are writing and the card is answered by writing.
 */
import { byId } from './dom.js';

export function makeAttention() {
  /** What had the focus when something was done, and the message it stands in; a form is closed when it is sent. @type {(Element | null)[] | 'form' | null} */
  let from = null;
  /** What came while a form was still open. @type {HTMLElement | null} */
  let behind = null;
  const form = /** @type {HTMLDialogElement} */ (byId('form'));
  form.addEventListener('close', () => {
    behind?.focus({ preventScroll: true });
    behind = null;
  });

  return {
    /** Something is being done, and its answer waited for. */
    wait() {
      const { activeElement } = document;
      from = form.contains(activeElement)
        ? 'form'
        : [activeElement, activeElement?.closest('.message') ?? null, document.body];
    },
    forget() {
      from = null;
    },
    /** A card has come. @param {HTMLElement} card @param {boolean} isWritten whether it is answered by writing */
    take(card, isWritten) {
      if (from === null) return;
      const stayed = from;
      from = null;
      if (form.open) behind = card;
      else if (isWritten && document.activeElement instanceof HTMLTextAreaElement) return;
      else if (stayed === 'form' || stayed.includes(document.activeElement))
        card.focus({ preventScroll: true });
    },
  };
}
