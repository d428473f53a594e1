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
  const pages = { ja: page('ja'), en: page('en') };
  router.get(['/', '/index.html'], (request, response) => {
    const asked = request.query.lang ?? request.acceptsLanguages('ja', 'en');
    response
      .vary('Accept-Language')
      .type('html')
      .send(pages[asked === 'en' ? 'en' : 'ja']);
  });
  router.use(express.static(FOLDER, { index: false, dotfiles: 'ignore', fallthrough: true }));
  return router;
}

/** index.html in a language: in English its texts are those of words/english.json, which goes along for the scripts. */
function page(language: 'ja' | 'en'): string {
  const read = (name: string) => readFileSync(`${FOLDER}${name}`, 'utf8');
  const html = read('index.html');
  if (language === 'ja') return html;
  const json = read('words/english.json');
  const english = Object.entries(JSON.parse(json) as { [japanese: string]: string });
  // A text may stand in a longer one.
  english.sort(([one], [other]) => other.length - one.length);
  return english
    .reduce((made, [japanese, own]) => made.replaceAll(japanese, () => own), html)
    .replace('<html lang="ja">', '<html lang="en">')
    .replace(
      '<a class="language" href="?lang=en" hreflang="en" lang="en">English</a>',
      '<a class="language" href="?lang=ja" hreflang="ja" lang="ja">日本語</a>',
    )
    .replace(
      '</head>',
      () =>
        `  <script type="application/json" id="english">${json.replaceAll('<', '\\u003c')}</script>\n  </head>`,
    );
}
