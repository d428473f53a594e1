/** Files for Maru: chosen with the button, or dropped on the direct message; what was written goes along with the first. */
import { newId, postBytes } from './api.js';
import { byId } from './dom.js';
import { grow } from './write.js';

/**
 * @param {{ person: () => string | null, box: HTMLTextAreaElement, taken: () => void, problem: (error: unknown) => void }} doing
 */
export function takesFiles(doing) {
  const chooser = /** @type {HTMLInputElement} */ (byId('file'));
  const button = byId('file-button');
  const pane = byId('direct');

  /** @param {FileList | null | undefined} files */
  async function send(files) {
    const person = doing.person();
    if (!person) return;
    button.setAttribute('aria-busy', 'true');
    try {
      for (const file of files ?? []) {
        await postBytes('file', { id: newId(), person, name: file.name, text: doing.box.value.trim() }, file);
        doing.box.value = '';
        grow(doing.box);
      }
      doing.taken();
    } catch (error) {
      doing.problem(error);
    } finally {
      button.removeAttribute('aria-busy');
      chooser.value = '';
    }
  }

  button.addEventListener('click', () => chooser.click());
  chooser.addEventListener('change', () => void send(chooser.files));
  pane.addEventListener('dragover', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    pane.classList.add('dropping');
  });
  for (const ended of ['dragleave', 'drop'])
    pane.addEventListener(ended, () => pane.classList.remove('dropping'));
  pane.addEventListener('drop', (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    void send(event.dataTransfer.files);
  });
}
