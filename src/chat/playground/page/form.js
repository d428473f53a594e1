/**
 * Forms, shown as a dialog. What was typed is kept when it is closed in any way: in the draft where the form has an
 * action for that, else in the page until it is opened again.
 */
import { newId, post, postAndLeave, RequestFailed } from './api.js';
import { byId, element } from './dom.js';
import { valuesOf } from './drawing/fields.js';
import { drawSlack } from './drawing/slack.js';
import { drawTeams } from './drawing/teams.js';
import { text } from './words/texts.js';

/** @typedef {import('../shown.js').ShownForm} ShownForm */
/** @typedef {{ person: string, message: string, form: ShownForm }} Opened */

const dialog = /** @type {HTMLDialogElement} */ (byId('form'));
const body = byId('form-body');
const problemLine = byId('form-problem');
const send = /** @type {HTMLButtonElement} */ (byId('form-send'));
const cancel = byId('form-cancel');

/** @type {(Opened & { sending: () => void, fields: import('./drawing/fields.js').Field[], look: string, before: string }) | null} */
let opened = null;

/** What stood in a form that has no draft behind it, by person and action. @type {Map<string, Record<string, string>>} */
const kept = new Map();

/** @param {Opened} of */
const keyOf = ({ person, form }) => `${person} ${form.send?.action}`;

/**
 * @param {Opened} toOpen
 * @param {'teams' | 'slack'} look
 * @param {() => void} sending called before it is sent
 */
export function openForm(toOpen, look, sending) {
  const { form } = toOpen;
  const ignore = () => undefined;
  const drawn = look === 'teams' ? drawTeams(form.looks.teams, ignore) : drawSlack(form.looks.slack, ignore);
  const values = kept.get(keyOf(toOpen));
  for (const field of drawn.fields) {
    const value = values?.[field.id];
    if (value !== undefined) field.fill(value);
  }
  byId('form-title').textContent = form.title;
  send.hidden = form.send === null;
  send.textContent = form.send?.title ?? '';
  send.className = form.send?.style === 'danger' ? 'danger' : 'primary';
  cancel.textContent = form.cancel;
  problemLine.textContent = '';
  dialog.lang = form.language;
  dialog.dataset.look = look;
  body.replaceChildren(drawn.element);
  opened = { ...toOpen, sending, fields: drawn.fields, look, before: JSON.stringify(valuesOf(drawn.fields)) };
  dialog.showModal();
  // A form begins at its first field, what is read at its top.
  (drawn.fields[0] ?? cancel).focus();
}

/** Whether something was filled in since the form was opened. */
function isChanged() {
  return opened !== null && JSON.stringify(valuesOf(opened.fields)) !== opened.before;
}

/** @param {string} action */
function requestOf(action) {
  if (!opened) throw new Error('no form is open');
  const { person, message, fields } = opened;
  return { id: newId(), person, message, action, fields: valuesOf(fields) };
}

async function close() {
  if (!opened) return;
  const closing = opened;
  const { onClose } = closing.form;
  if (!isChanged()) return finish();
  kept.set(keyOf(closing), valuesOf(closing.fields));
  const request = onClose === null ? null : requestOf(onClose);
  finish();
  if (!request) return;
  try {
    await post('pressed', request);
    kept.delete(keyOf(closing));
  } catch {
    // Kept in the page: it stands in the form again when it is opened again.
  }
}

function finish() {
  opened = null;
  dialog.close();
  body.replaceChildren();
}

async function submit() {
  if (!opened || send.disabled || opened.form.send === null) return;
  const { fields } = opened;
  for (const field of fields) field.mark('');
  problemLine.textContent = '';
  send.disabled = true;
  const request = requestOf(opened.form.send.action);
  opened.sending();
  try {
    const { reply } = await post('pressed', request);
    if (reply?.kind !== 'form_problem') {
      if (opened) kept.delete(keyOf(opened));
      finish();
      return;
    }
    const wrong = fields.filter((field) => reply.problems[field.id]);
    for (const field of wrong) field.mark(reply.problems[field.id]);
    const elsewhere = Object.entries(reply.problems).filter(
      ([id]) => !fields.some((field) => field.id === id),
    );
    problemLine.replaceChildren(
      wrong.length > 0 ? text('赤い字のところを直してください。') : '',
      ...elsewhere.map(([, text]) => element('span', {}, String(text))),
    );
    wrong[0]?.focus();
  } catch (error) {
    problemLine.textContent = error instanceof RequestFailed ? error.message : String(error);
  } finally {
    send.disabled = false;
  }
}

dialog.addEventListener('cancel', (event) => {
  event.preventDefault();
  void close();
});
cancel.addEventListener('click', () => void close());
dialog.querySelector('form')?.addEventListener('submit', (event) => {
  event.preventDefault();
  void submit();
});
addEventListener('pagehide', () => {
  if (opened?.form.onClose && isChanged()) postAndLeave('pressed', requestOf(opened.form.onClose));
});
