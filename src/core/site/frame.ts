/** What stands around every page: head, ways to the others, foot. */
import { headText } from '../decision/head.js';
import type { Words } from '../text/language.js';
import { onOneLine } from '../text/text.js';
import { SITE_WORDS, type SiteWord } from '../wording/city/site.js';
import { type Html, html, markup } from './html.js';
import { DEFAULT_TITLE, type Theme } from './theme.js';

/** A file of the site; its address is below the folder, with `/` between. */
export type SiteFile = { readonly path: string; readonly text: string };

/** What all pages of a site have in common. */
export type Site = {
  readonly theme: Theme;
  /** the year that is published */
  readonly fiscalYear: number;
};

export type Page = {
  readonly path: string;
  readonly title: string;
  /** beside the heading, in English */
  readonly titleEn?: string;
  /** between the start and this page */
  readonly above: readonly { readonly title: string; readonly path: string }[];
  readonly body: Html;
  /** how it is printed: the official form on A3, everything else on A4 */
  readonly paper?: 'A3';
  /** the head of the history at the last decision about what stands on it; null where nothing is */
  readonly head: { readonly seq: number; readonly hash: string } | null;
};

const WAYS = [
  ['home', 'index.html'],
  ['departments', 'departments.html'],
  ['plans', 'plans.html'],
  ['errata', 'errata.html'],
  ['changes', 'changes.html'],
  ['data', 'data.html'],
] as const satisfies readonly (readonly [SiteWord, string])[];

/** A text of the frame: English beside it where the organisation says so. */
export function say({ theme }: Site, { ja, en }: Words): Html {
  return theme.english ? html`${ja} <span lang="en">${en}</span>` : html`${ja}`;
}

export const word = (site: Site, name: SiteWord): Html => say(site, SITE_WORDS[name]);

/** A sentence: the English one in a paragraph of its own. */
export const paragraph = ({ theme }: Site, { ja, en }: Words): Html =>
  theme.english ? html`<p>${ja}</p><p lang="en">${en}</p>` : html`<p>${ja}</p>`;

/** From a page to another. */
export function linkTo(from: string, to: string): string {
  return '../'.repeat(from.split('/').length - 1) + to;
}

export const siteTitle = ({ theme }: Site): string => theme.title ?? DEFAULT_TITLE.ja;

/** The page as a file. */
export function pageFile(site: Site, page: Page): SiteFile {
  const { theme } = site;
  const to = (path: string) => linkTo(page.path, path);
  const isHome = page.path === 'index.html';
  const name = siteTitle(site);
  const ways = WAYS.map(
    ([way, path]) =>
      html`<li><a href="${to(path)}"${path === page.path ? markup(' aria-current="page"') : ''}>${word(site, way)}</a></li>`,
  );
  const trail = [{ title: SITE_WORDS.home.ja, path: 'index.html' }, ...page.above];
  const logo =
    theme.logo === null
      ? null
      : html`<img class="logo" src="${to(theme.logo)}" alt="${theme.logoText ?? ''}" height="48"> `;
  const head =
    page.head === null
      ? null
      : html`
<meta name="maru-head" content="${headText({ ...page.head, seal: null })}">`;
  const written = html`<!DOCTYPE html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">${head}
<title>${onOneLine(isHome ? page.title : `${page.title}｜${name}`)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${to('style.css')}">
</head>
<body${page.paper === 'A3' ? markup(' class="is-sheet"') : null}>
<a class="skip" href="#main">${word(site, 'skip')}</a>
<header><p class="site">${logo}${theme.organization ? html`<span class="of">${theme.organization}</span> ` : null}<a href="${to('index.html')}">${name}</a>${
    theme.english
      ? html` <span lang="en">${theme.english.organization} – ${theme.english.title ?? DEFAULT_TITLE.en}</span>`
      : null
  }</p></header>
<nav class="ways" aria-label="${SITE_WORDS.pages.ja}"><ul>${ways}</ul></nav>
${
  isHome
    ? null
    : html`<nav class="trail" aria-label="${SITE_WORDS.here.ja}"><ol>${trail.map(({ title, path }) => html`<li><a href="${to(path)}">${title}</a></li>`)}<li aria-current="page">${page.title}</li></ol></nav>`
}
<main id="main" tabindex="-1">
<h1>${page.title}${theme.english && page.titleEn ? html` <span lang="en">${page.titleEn}</span>` : null}</h1>
${page.body}
</main>
<footer>${theme.footer ? html`<p>${theme.footer}</p>` : null}${licenceOf(site)}</footer>
</body>
</html>
`;
  return { path: page.path, text: written.text };
}

/** The licence line as the organisation sets it; nothing where it sets none. */
export function licenceOf(site: Site): Html | null {
  const { licence } = site.theme;
  if (!licence) return null;
  const name =
    licence.url === undefined ? html`${licence.name}` : html`<a href="${licence.url}">${licence.name}</a>`;
  return html`<p>${word(site, 'licence')}：${name}</p>`;
}

/** A table that scrolls by itself where the page is narrow, and is reached by the keyboard. */
export function table(caption: string, columns: readonly Html[], rows: readonly Html[]): Html {
  const head = columns.map((column) => html`<th scope="col">${column}</th>`);
  return html`<div class="wide" role="region" tabindex="0" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${rows.map(
  (row) => html`<tr>${row}</tr>
`,
)}</tbody></table></div>
`;
}
