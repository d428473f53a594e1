/** The list of all PDFs. */
import { fiscalYearName } from '../../calendar/japanese-dates.js';
import { SITE_WORDS } from '../../wording/city/site.js';
import { type Site, type SiteFile, word } from '../frame.js';
import { html } from '../html.js';
import type { Listing } from '../listing.js';
import { PAPERS_PATH, type Papers, paperLink } from '../papers.js';
import { listPages, sheetPath } from './paging.js';

/** Every sheet's PDF, the published year first; no page where there is none. */
export function papersPages(site: Site, listing: Listing, papers: Papers): SiteFile[] {
  if (papers.size === 0) return [];
  const years = [...new Set(listing.sections.flatMap((one) => one.years))].sort((a, b) => b - a);
  const rows = years.flatMap((year) =>
    listing.sections.flatMap((one) => {
      const page = sheetPath(one.id, year);
      const name = `${fiscalYearName(year)} ${one.name}`;
      const link = paperLink(site, papers, { from: PAPERS_PATH, page, name });
      if (!link || !one.years.includes(year)) return [];
      return [html`<td>${fiscalYearName(year)}</td><td>${one.department}</td><th scope="row">${link}</th>`];
    }),
  );
  return listPages(site, listing, {
    path: PAPERS_PATH,
    title: SITE_WORDS.papers.ja,
    titleEn: SITE_WORDS.papers.en,
    above: [{ title: SITE_WORDS.data.ja, path: 'data.html' }],
    before: html``,
    caption: SITE_WORDS.papers.ja,
    columns: [word(site, 'year'), word(site, 'department'), word(site, 'file')],
    rows,
  });
}
