/** The process that `typesetter.ts` starts: one document after another, each answered with its PDF or with what went wrong. */
import type { PaperDocument } from './paper.js';
import { openTypesetter, type Typeset } from './typeset.js';

if (process.send) {
  // Whoever wanted the file is gone.
  process.once('disconnect', () => process.exit());
  let open: ReturnType<typeof openTypesetter> | undefined;
  process.on('message', (document: PaperDocument) => {
    open ??= openTypesetter();
    const typeset: Typeset = open === null ? { kind: 'missing' } : open(document);
    process.send?.(typeset);
  });
}
