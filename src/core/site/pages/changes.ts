/** 正誤表, and what changed between publications. */
import { fiscalYearShort, formatEraDate } from '../../calendar/japanese-dates.js';
import { SITE_TEXTS, SITE_WORDS } from '../../wording/city/site.js';
import { linkTo, paragraph, type Site, type SiteFile, word } from '../frame.js';
import { type Html, html } from '../html.js';
import type { ListedChange, Listing } from '../listing.js';
import { indicatorPath, listPages, sheetPath } from './paging.js';

const dayHtml = (iso: string): Html => html`<time datetime="${iso}">${formatEraDate(iso, 'kanji')}</time>`;

const ofSection = (path: string, { section, fiscalYear }: ListedChange): Html =>
  html`<td>${fiscalYearShort(fiscalYear)}</td><td>${section.department} <a href="${linkTo(path, sheetPath(section.id, fiscalYear))}">${section.name}</a></td>`;

/** 正誤表, and what changed between publications; the latest first. */
export function changePages(site: Site, listing: Listing): SiteFile[] {
  const changes = listing.changes.toSorted((a, b) => (a.day > b.day ? -1 : a.day < b.day ? 1 : 0));
  const errata = changes.filter(({ kind }) => kind === 'corrected');
  const corrected = (path: string, one: ListedChange) =>
    html`${ofSection(path, one)}<td>${one.goalNo === '' ? '' : `No.${one.goalNo}`} ${one.indicatorId === '' ? one.indicator : html`<a href="${linkTo(path, indicatorPath(one.indicatorId))}">${one.indicator}</a>`}</td><td>${one.field}</td><td>${one.before}</td><td>${one.after}</td><td>${one.reason}</td>`;
  const words = (...names: (keyof typeof SITE_WORDS)[]) => names.map((name) => word(site, name));
  const kinds = {
    planned: 'planned',
    published: 'newly',
    published_again: 'again',
    corrected: 'erratum',
  } as const;
  return [
    ...listPages(site, listing, {
      path: 'errata.html',
      title: SITE_WORDS.errata.ja,
      titleEn: SITE_WORDS.errata.en,
      above: [],
      before: paragraph(site, errata.length === 0 ? SITE_TEXTS.noErrata : SITE_TEXTS.errataAre),
      caption: SITE_WORDS.errata.ja,
      columns: words('corrected', 'year', 'section', 'goal', 'place', 'before', 'after', 'reason'),
      rows: errata.map(
        (one) => html`<th scope="row">${dayHtml(one.day)}</th>${corrected('errata.html', one)}`,
      ),
    }),
    ...listPages(site, listing, {
      path: 'changes.html',
      title: SITE_WORDS.changes.ja,
      titleEn: SITE_WORDS.changes.en,
      above: [],
      before: paragraph(site, SITE_TEXTS.changesAre),
      caption: SITE_WORDS.changes.ja,
      columns: words('published', 'kind', 'year', 'section', 'goal', 'place', 'before', 'after', 'reason'),
      rows: changes.map(
        (one) =>
          html`<th scope="row">${dayHtml(one.day)}</th><td>${word(site, kinds[one.kind])}</td>${corrected('changes.html', one)}`,
      ),
    }),
  ];
}
