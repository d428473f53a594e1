/** The PDFs of a site: where they lie and how pages lead to them. */
import { SITE_TEXTS } from '../wording/city/site.js';
import { linkTo, type Site, say } from './frame.js';
import { type Html, html } from './html.js';

/** Bytes of each PDF that there is, by its path. */
export type Papers = ReadonlyMap<string, number>;

export const NO_PAPERS: Papers = new Map();

/** The page of all PDFs, or the first of several. */
export const PAPERS_PATH = 'papers.html';

/** The PDF of a page: beside it, under the same name. */
export const paperPath = (page: string): string => page.replace(/\.html$/u, '.pdf');

/** 「85 KB」, 「1.2 MB」: never less than it is by a whole KB. */
export const sizeOf = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} KB` : `${Math.ceil(bytes / 100_000) / 10} MB`;

/** The link to the PDF of a page, with what it is and how large; null where there is none. */
export function paperLink(
  site: Site,
  papers: Papers,
  { from, page, name }: { readonly from: string; readonly page: string; readonly name: string },
): Html | null {
  const path = paperPath(page);
  const bytes = papers.get(path);
  if (bytes === undefined) return null;
  return html`<a href="${linkTo(from, path)}" type="application/pdf">${say(site, SITE_TEXTS.paper(name, sizeOf(bytes)))}</a>`;
}
