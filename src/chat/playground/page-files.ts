/** The page itself and the libraries it shows cards with, from the package: nothing comes from elsewhere. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import express, { type RequestHandler, Router } from 'express';
import { fromRoot } from '../../package/root.js';

/** Plain files, not compiled. */
const FOLDER = fileURLToPath(fromRoot('src/chat/playground/page/'));

const require = createRequire(import.meta.url);

/** Serves `/` and the files of the page, and `/library/…`. */
export function pageFiles(): RequestHandler {
  const router = Router();
  const cards = readFileSync(require.resolve('adaptivecards/dist/adaptivecards.min.js'), 'utf8')
    // the map beside it is not served
    .replace(/\n\/\/# sourceMappingURL=\S*\s*$/u, '\n');
  // The library gives each of its roots the same id; here there are many roots on one page, so the class stands for it,
  // with the weight of the id, without which its own resets would win.
  const blocks = readFileSync(require.resolve('slack-blocks-to-jsx/dist/style.css'), 'utf8').replaceAll(
    '#slack_blocks_to_jsx',
    ':is(.slack_blocks_to_jsx,#slack_blocks_to_jsx)',
  );
  router.get('/library/adaptivecards.js', (_request, response) => {
    response.type('text/javascript').send(cards);
  });
  router.get('/library/blocks.css', (_request, response) => {
    response.type('text/css').send(blocks);
  });
  router.use(express.static(FOLDER, { index: 'index.html', dotfiles: 'ignore', fallthrough: true }));
  return router;
}
