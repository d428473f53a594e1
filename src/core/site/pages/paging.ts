/** Lists on one page or several, and where pages stand. */
import { SITE_TEXTS, SITE_WORDS } from '../../wording/city/site.js';
import { linkTo, type Page, pageFile, type Site, type SiteFile, table, word } from '../frame.js';
import { bytesOf, type Html, html } from '../html.js';
import type { Listing } from '../listing.js';

/** Bytes of the rows of one page; with what stands around them it stays below 100 KB. */
const ROWS_BYTES = 70_000;

export const sheetPath = (sectionId: string, fiscalYear: number) => `sheets/${fiscalYear}/${sectionId}.html`;
export const indicatorPath = (id: string) => `indicators/${id}.html`;
export const departmentPath = (id: string) => `departments/${id}.html`;
export const planPath = (slug: string) => `plans/${slug}.html`;

type ListPage = Omit<Page, 'body' | 'head'> & {
  readonly before: Html;
  readonly caption: string;
  readonly columns: readonly Html[];
  readonly rows: readonly Html[];
};

/** A list as one page, or as several that lead to each other. */
export function listPages(
  site: Site,
  { head }: Listing,
  { before, caption, columns, rows, ...page }: ListPage,
): SiteFile[] {
  const parts: Html[][] = [[]];
  let bytes = 0;
  for (const row of rows) {
    const more = bytesOf(row);
    if (bytes > 0 && bytes + more > ROWS_BYTES) [bytes] = [parts.push([]) * 0];
    parts.at(-1)!.push(row);
    bytes += more;
  }
  const pathOf = (part: number) =>
    part === 0 ? page.path : page.path.replace(/\.html$/u, `-${part + 1}.html`);
  return parts.map((own, part) => {
    const mark = parts.length === 1 ? '' : SITE_TEXTS.continued(part + 1, parts.length).ja;
    const ways = parts.map(
      (_, other) =>
        html`<li>${other === part ? html`<span aria-current="page">${other + 1}</span>` : html`<a href="${linkTo(page.path, pathOf(other))}">${other + 1}</a>`}</li>`,
    );
    const further =
      parts.length === 1
        ? null
        : html`<nav class="parts" aria-label="${SITE_WORDS.part.ja}"><ul>${ways}</ul></nav>`;
    const listed =
      own.length === 0 ? html`<p>${word(site, 'none')}</p>` : table(caption + mark, columns, own);
    return pageFile(site, {
      ...page,
      path: pathOf(part),
      title: page.title + mark,
      head,
      body: html`${part === 0 ? before : null}${further}${listed}${further && own.length > 20 ? html`<p><a href="#main">${page.title}</a></p>` : null}`,
    });
  });
}
