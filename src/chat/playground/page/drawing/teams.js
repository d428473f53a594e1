/** Cards as Teams shows them: Adaptive Cards drawn by their own renderer. */
import { element } from '../dom.js';
import { problemBelow, uniqueId } from './fields.js';
import { hostConfig } from './host-config.js';
import { markdownHtml } from './markdown.js';

/** The library puts itself here; its own types are not loaded for a page without modules. @type {any} */
const library = /** @type {any} */ (globalThis).AdaptiveCards;

library.AdaptiveCard.onProcessMarkdown = (
  /** @type {string} */ text,
  /** @type {{ outputHtml?: string, didProcess: boolean }} */ result,
) => {
  result.outputHtml = markdownHtml(text);
  result.didProcess = true;
};

// A card is no control: Tab goes to what is in it.
library.GlobalSettings.setTabIndexAtCardRoot = false;

const dark = matchMedia('(prefers-color-scheme: dark)');

/**
 * @param {object} json
 * @param {(action: string, fields: Record<string, string>, button: HTMLElement | null) => void} press
 * @returns {import('./fields.js').Drawn}
 */
export function drawTeams(json, press) {
  const card = new library.AdaptiveCard();
  card.hostConfig = new library.HostConfig(hostConfig(dark.matches));
  card.onExecuteAction = (/** @type {any} */ chosen) => {
    const { action, msteams: _dialog, ...fields } = chosen.data ?? {};
    if (typeof action === 'string') press(action, fields, chosen.renderedElement ?? null);
  };
  card.parse(json);
  const drawn = /** @type {HTMLElement | undefined} */ (card.render());
  const box = element('div', { class: 'teams' });
  if (drawn) box.append(drawn);
  for (const button of box.querySelectorAll('button')) {
    // The library makes several buttons one menu bar with one stop of Tab; here each is a button of its own.
    button.setAttribute('role', 'button');
    button.tabIndex = 0;
    button.removeAttribute('aria-posinset');
    button.removeAttribute('aria-setsize');
    const label = button.getAttribute('title');
    if (label) button.setAttribute('aria-label', label);
  }
  for (const bar of box.querySelectorAll('[role="menubar"]')) bar.removeAttribute('role');
  return { element: box, fields: card.getAllInputs().map(fieldOf) };
}

/** @param {any} input @returns {import('./fields.js').Field} */
function fieldOf(input) {
  const outer = /** @type {HTMLElement} */ (input.renderedElement);
  const controls = /** @type {HTMLElement[]} */ ([
    ...outer.querySelectorAll('input, textarea, select'),
    ...(outer.matches('input, textarea, select') ? [outer] : []),
  ]);
  // The library calls radios by the id of their field: on one page, those of two cards would be one choice.
  const name = uniqueId();
  for (const control of controls)
    if (control instanceof HTMLInputElement && control.type === 'radio') control.name = name;
  const group = outer.querySelector('[role="radiogroup"]');
  const label = outer.querySelector('label');
  if (group instanceof HTMLElement && label?.textContent) group.setAttribute('aria-label', label.textContent);
  const mark = problemBelow(outer, controls);
  return {
    id: input.id,
    value: () => input.value ?? '',
    fill(value) {
      for (const control of controls) {
        if (control instanceof HTMLInputElement && control.type === 'radio')
          control.checked = control.value === value;
        else if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement)
          control.value = value;
      }
    },
    mark,
    focus: () => (controls.find((c) => c instanceof HTMLInputElement && c.checked) ?? controls[0])?.focus(),
  };
}

/** Calls back when the colours of the system change, since a drawn card keeps its own. @param {() => void} redraw */
export function onThemeChange(redraw) {
  dark.addEventListener('change', redraw);
}
