/** The fields of a card or form, whichever look drew them. */
import { element } from '../dom.js';

/**
 * @typedef {object} Field
 * @property {string} id
 * @property {() => string} value
 * @property {(value: string) => void} fill
 * @property {(problem: string) => void} mark shows what is wrong with it; '' when nothing is
 * @property {() => void} focus
 */

/** @typedef {{ element: HTMLElement, fields: Field[] }} Drawn */

/** @param {readonly Field[]} fields @returns {Record<string, string>} */
export function valuesOf(fields) {
  return Object.fromEntries(fields.map((field) => [field.id, field.value()]));
}

let count = 0;

/** An id that no other element of the page has. */
export function uniqueId() {
  count += 1;
  return `made-${count}`;
}

/**
 * What is wrong, below a field, read out with it.
 *
 * @param {HTMLElement} box the element that holds label and control
 * @param {readonly HTMLElement[]} controls
 * @returns {(problem: string) => void}
 */
export function problemBelow(box, controls) {
  const line = element('p', { class: 'field-problem', id: uniqueId() });
  const described = controls.map((control) => control.getAttribute('aria-describedby') ?? '');
  return (problem) => {
    line.textContent = problem;
    if (problem === '') line.remove();
    else box.append(line);
    controls.forEach((control, i) => {
      control.setAttribute('aria-invalid', String(problem !== ''));
      const ids = [described[i], problem === '' ? '' : line.id].filter((id) => id !== '');
      if (ids.length > 0) control.setAttribute('aria-describedby', ids.join(' '));
      else control.removeAttribute('aria-describedby');
    });
  };
}
