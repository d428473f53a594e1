/**
 * Sets documents in a process of its own: a fault in the typesetter, which is no JavaScript, ends the process it is in, and
 * what it remembers grows. The process ends with the one that began it.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { fromRoot } from '../../package/root.js';
import type { PaperDocument } from './paper.js';
import type { Typeset } from './typeset.js';

/** One sheet takes a tenth of a second of a quiet machine, the first of a process half a second more. */
const DOCUMENT_SECONDS = 110;
/** Sheets after which a process is replaced by a new one: it has some 400 MB then. */
const MOST_SHEETS = 100;
/** Sometimes a fault depends on what was set before: a document is given to a second process before it is given up. */
const TRIES = 2;

type TypesetterOptions = {
  /** the compiled process; null: none, documents are set right here */
  readonly entry?: URL | null;
  readonly seconds?: number;
  readonly most?: number;
};

/** Run from source, as tests do, there may be no compiled program, or an older one. */
const compiled = import.meta.url.endsWith('.js') ? fromRoot('dist/workbook/pdf/typesetter-process.js') : null;

/** Sets a document; never rejects for what is in it. */
export type SetDocument = (document: PaperDocument) => Promise<Typeset>;

/** A setter of documents, one at a time; `close` ends its process. */
export function openSetter({
  entry = compiled,
  seconds = DOCUMENT_SECONDS,
  most = MOST_SHEETS,
}: TypesetterOptions = {}): { readonly set: SetDocument; close(): void } {
  let child: ChildProcess | null = null;
  let done = 0;
  let last: Promise<unknown> = Promise.resolve();
  let here: ReturnType<typeof import('./typeset.js').openTypesetter> | undefined;

  const end = () => {
    child?.removeAllListeners();
    child?.on('error', () => undefined);
    child?.kill('SIGKILL');
    child = null;
  };

  async function setHere(document: PaperDocument): Promise<Typeset> {
    here ??= (await import('./typeset.js')).openTypesetter();
    return here === null ? { kind: 'missing' } : here(document);
  }

  function setThere(program: URL, document: PaperDocument): Promise<Typeset & { readonly ended?: true }> {
    if (done >= most) end();
    if (child === null) {
      done = 0;
      // What reads strangers' texts knows no secrets.
      child = fork(fileURLToPath(program), {
        env: {},
        serialization: 'advanced',
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      });
    }
    const begun = child;
    done += document.sheets.length;
    return new Promise((resolve) => {
      const answer = (typeset: Typeset & { readonly ended?: true }) => {
        clearTimeout(late);
        begun.removeAllListeners();
        // Nobody waits for a process that has nothing to do: whoever has it may end.
        begun.unref();
        begun.channel?.unref();
        if (typeset.ended) end();
        resolve(typeset);
      };
      const failed = (reason: string) => answer({ kind: 'failed', reason, ended: true });
      const late = setTimeout(() => failed(`not done within ${seconds} seconds`), seconds * 1_000);
      begun.ref();
      begun.channel?.ref();
      begun.once('message', (typeset: Typeset) => answer(typeset));
      begun.once('error', (fault) => failed(fault.message));
      begun.once('exit', (code, signal) => failed(`the typesetter ended with ${code ?? signal}`));
      begun.send(document, (fault) => fault && failed(fault.message));
    });
  }

  async function setOne(document: PaperDocument): Promise<Typeset> {
    if (entry === null) return setHere(document);
    for (let tries = 1; ; tries += 1) {
      const { ended, ...typeset } = await setThere(entry, document);
      if (!ended || tries === TRIES) return typeset as Typeset;
    }
  }

  return {
    set(document) {
      const turn = last.then(() => setOne(document));
      last = turn.catch(() => undefined);
      return turn;
    },
    close: end,
  };
}
