/**
 * Cards as Slack shows them: blocks drawn on the server. Buttons are made to work here; inputs, which the library only
 * paints, are replaced by real ones.
 */
import { element } from '../dom.js';
import { text } from '../words/texts.js';
import { problemBelow, uniqueId } from './fields.js';

/** @typedef {import('../../slack-look.js').SlackLook} SlackLook */
/** @typedef {import('./fields.js').Field} Field */

const dark = matchMedia('(prefers-color-scheme: dark)');

/**
 * @param {SlackLook} look
 * @param {(action: string, fields: Record<string, string>, button: HTMLElement | null) => void} press
 * @returns {import('./fields.js').Drawn}
 */
export function drawSlack(look, press) {
  const box = element('div', { class: 'slack' });
  /** @type {Field[]} */
  const fields = [];
  look.blocks.forEach((block, i) => {
    if (block.type === 'input') {
      const made = inputBlock(/** @type {any} */ (block));
      fields.push(made.field);
      box.append(made.element);
      return;
    }
    const template = document.createElement('template');
    template.innerHTML = look.html[i] ?? '';
    for (const identified of template.content.querySelectorAll('[id]')) identified.removeAttribute('id');
    for (const themed of template.content.querySelectorAll('[data-theme]'))
      themed.setAttribute('data-theme', dark.matches ? 'dark' : 'light');
    const buttons = template.content.querySelectorAll('button');
    buttonsOf(block).forEach(({ value }, place) => {
      const button = buttons[place];
      button?.addEventListener('click', () => press(value, {}, button));
    });
    box.append(template.content);
  });
  return { element: box, fields };
}

/** @param {any} block @returns {{ value: string }[]} */
function buttonsOf(block) {
  const elements = block.type === 'actions' ? block.elements : block.accessory ? [block.accessory] : [];
  return elements.filter((/** @type {any} */ one) => one.type === 'button');
}

/** @param {any} block @returns {{ element: HTMLElement, field: Field }} */
function inputBlock({ label, hint, optional, element: asked }) {
  const hintId = hint ? uniqueId() : null;
  const hintLine = hint ? element('p', { class: 'slack-hint', id: hintId }, plain(hint)) : null;
  const title = optional ? text('{}（任意）', plain(label)) : plain(label);
  return asked.options ? choiceBlock(title, asked, hintLine) : textBlock(title, asked, !optional, hintLine);
}

/** @param {string} title @param {any} asked @param {boolean} required @param {HTMLElement | null} hint */
function textBlock(title, asked, required, hint) {
  const id = uniqueId();
  const control = /** @type {HTMLInputElement | HTMLTextAreaElement} */ (
    element(asked.multiline ? 'textarea' : 'input', {
      id,
      class: 'slack-control',
      maxlength: asked.max_length ?? null,
      placeholder: asked.placeholder ? plain(asked.placeholder) : null,
      'aria-required': required,
      'aria-describedby': hint?.id ?? null,
      ...(asked.multiline ? { rows: 3 } : { type: 'text' }),
    })
  );
  control.value = asked.initial_value ?? '';
  const box = element('div', { class: 'slack-input' }, element('label', { for: id }, title), control, hint);
  return {
    element: box,
    field: {
      id: asked.action_id,
      value: () => control.value,
      fill: (/** @type {string} */ value) => {
        control.value = value;
      },
      mark: problemBelow(box, [control]),
      focus: () => control.focus(),
    },
  };
}

/** @param {string} title @param {any} asked @param {HTMLElement | null} hint */
function choiceBlock(title, asked, hint) {
  const name = uniqueId();
  /** @type {HTMLInputElement[]} */
  const radios = asked.options.map(
    (/** @type {any} */ option) =>
      /** @type {HTMLInputElement} */ (element('input', { type: 'radio', name, value: option.value })),
  );
  const chosen = asked.initial_option?.value;
  for (const radio of radios) radio.checked = radio.value === chosen;
  const box = element(
    'fieldset',
    { class: 'slack-input', 'aria-describedby': hint?.id ?? null },
    element('legend', {}, title),
    ...radios.map((radio, i) =>
      element('label', { class: 'slack-radio' }, radio, element('span', {}, plain(asked.options[i].text))),
    ),
    hint,
  );
  return {
    element: box,
    field: {
      id: asked.action_id,
      value: () => radios.find((radio) => radio.checked)?.value ?? '',
      fill: (/** @type {string} */ value) => {
        for (const radio of radios) radio.checked = radio.value === value;
      },
      mark: problemBelow(box, radios),
      focus: () => (radios.find((radio) => radio.checked) ?? radios[0])?.focus(),
    },
  };
}

/** The text of a plain_text object; it arrives with three entities. @param {{ text: string }} object */
function plain({ text }) {
  return text.replace(/&(amp|lt|gt);/g, (_all, name) => (name === 'amp' ? '&' : name === 'lt' ? '<' : '>'));
}
