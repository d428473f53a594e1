/** A box to write a message in: Enter sends, Shift+Enter begins a line; while a Japanese word is being chosen Enter chooses it. */
import { element } from './dom.js';
import { uniqueId } from './drawing/fields.js';
import { text } from './words/texts.js';

/** Tallest a box grows with its text, in pixels. */
const TALLEST_PX = 180;

/**
 * @param {HTMLTextAreaElement} box
 * @param {() => void} send
 */
export function sendsOnEnter(box, send) {
  box.addEventListener('keydown', (event) => {
    // Safari tells the end of a composition before this event; 229 is what it then gives as the key.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    send();
  });
  box.addEventListener('input', () => grow(box));
}

/** @param {HTMLTextAreaElement} box */
export function grow(box) {
  box.style.height = 'auto';
  box.style.height = `${Math.min(box.scrollHeight + 2, TALLEST_PX)}px`;
}

/**
 * What stands in a box is sent; it stays there until it was taken, so that nothing is lost when it is not.
 *
 * @param {HTMLTextAreaElement} box
 * @param {(text: string) => Promise<boolean>} say true when it was taken
 * @returns {() => Promise<void>}
 */
export function sending(box, say) {
  return async () => {
    const text = box.value;
    if (text.trim() === '' || box.readOnly) return;
    box.readOnly = true;
    try {
      if (await say(text)) box.value = '';
    } finally {
      box.readOnly = false;
      grow(box);
    }
  };
}

/**
 * @param {string} label
 * @param {(text: string) => Promise<boolean>} say
 */
export function writeBox(label, say) {
  const id = uniqueId();
  const box = /** @type {HTMLTextAreaElement} */ (
    element('textarea', { id, rows: 1, maxlength: 4000, placeholder: label })
  );
  const send = sending(box, say);
  sendsOnEnter(box, () => void send());
  const form = element(
    'form',
    {
      class: 'write-row',
      onsubmit: (/** @type {Event} */ event) => {
        event.preventDefault();
        void send();
      },
    },
    element('label', { class: 'sr-only', for: id }, label),
    box,
    element('button', { type: 'submit', class: 'quiet' }, text('返信')),
  );
  return { element: form, focus: () => box.focus() };
}
