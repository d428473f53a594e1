/** Pages that list things: the start, by department, by plan. */
import { fiscalYearName } from '../../calendar/japanese-dates.js';
import type { Picture } from '../../cards/card.js';
import { SITE_TEXTS, SITE_WORDS } from '../../wording/city/site.js';
import { linkTo, pageFile, paragraph, type Site, type SiteFile, siteTitle, table, word } from '../frame.js';
import { type Html, html } from '../html.js';
import {
  type ListedIndicator,
  type ListedSection,
  type Listing,
  PLANNED,
  RATINGS,
  ratingsTogether,
} from '../listing.js';
import { NO_PAPERS, paperLink } from '../papers.js';
import { rowsPicture } from '../pictures.js';
import { comparePlans, type PlanKey } from '../plan.js';
import { departmentPath, indicatorPath, listPages, planPath, sheetPath } from './paging.js';

const ratingName = ({ legend }: Listing, symbol: string): string => {
  if (symbol === '') return SITE_WORDS.notRated.ja;
  if (symbol === PLANNED) return SITE_WORDS.notYet.ja;
  const meaning = legend.find((one) => one.symbol === symbol)?.meaning ?? '';
  return meaning === '' ? symbol : `${symbol} ${meaning}`;
};

/** The steps of the scale, those that were never given too, and what else a list has; best first. */
const ratingsIn = ({ legend }: Listing, sections: readonly ListedSection[]): string[] => {
  const all = ratingsTogether(sections);
  const steps = new Set(legend.map(({ symbol }) => symbol));
  return RATINGS.filter((symbol) => (all[symbol] ?? 0) > 0 || steps.has(symbol));
};

/** ○△× of each row as a picture with its table beside it. */
function ratingRows(
  site: Site,
  listing: Listing,
  rows: readonly {
    readonly name: string;
    readonly shown: Html;
    readonly sections: readonly ListedSection[];
  }[],
  about: { readonly title: string; readonly first: Html },
): {
  readonly picture: Html | null;
  readonly columns: Html[];
  readonly rows: Html[];
  readonly caption: string;
} {
  const symbols = ratingsIn(
    listing,
    rows.flatMap(({ sections }) => sections),
  );
  // The worst has the emptiest pattern of the picture.
  const parts = symbols.toReversed();
  const words = parts.map((symbol) => ratingName(listing, symbol));
  const drawn = rows.map(({ name, sections }): Picture['rows'][number] => {
    const all = ratingsTogether(sections);
    const figures = symbols.flatMap((symbol) =>
      all[symbol] ? [`${ratingName(listing, symbol)} ${all[symbol]}`] : [],
    );
    return {
      name,
      parts: parts.map((symbol) => all[symbol] ?? 0),
      figures: figures.join(' ・ '),
      ratings: '',
    };
  });
  const alt = drawn.map(({ name, figures }) => `${name} ${figures}`).join('\n');
  return {
    picture:
      symbols.length === 0
        ? null
        : html`<figure>${rowsPicture({ alt, title: about.title, legend: words, rows: drawn }, 'ratings')}</figure>`,
    caption: about.title,
    columns: [
      about.first,
      word(site, 'goals'),
      ...symbols.map((symbol) => html`${ratingName(listing, symbol)}`),
    ],
    rows: rows.map(({ shown, sections }) => {
      const all = ratingsTogether(sections);
      const goals = sections.reduce((sum, one) => sum + one.goals, 0);
      return html`<th scope="row">${shown}</th><td class="n">${goals}</td>${symbols.map((symbol) => html`<td class="n">${all[symbol] ?? 0}</td>`)}`;
    }),
  };
}

type Department = { readonly id: string; readonly name: string; readonly sections: readonly ListedSection[] };

export function departmentsOf({ sections }: Listing): Department[] {
  const found = new Map<string, ListedSection[]>();
  for (const one of sections) found.set(one.department, [...(found.get(one.department) ?? []), one]);
  return [...found].map(([name, own]) => ({ id: own[0]!.departmentId, name, sections: own }));
}

const isOf = (site: Site) => (one: ListedSection) => one.years.includes(site.fiscalYear);

/** The start page and the list of departments. */
export function startPages(site: Site, listing: Listing): SiteFile[] {
  const year = fiscalYearName(site.fiscalYear);
  const yearEn = `FY${site.fiscalYear}`;
  const sections = listing.sections.filter(isOf(site));
  const ratings = (path: string) => {
    const rows = departmentsOf(listing).map(({ id, name, sections: own }) => ({
      name,
      shown: html`<a href="${linkTo(path, departmentPath(id))}">${name}</a>`,
      sections: own.filter(isOf(site)),
    }));
    const title = `${year} ${SITE_WORDS.ratingsByDepartment.ja}`;
    return ratingRows(site, listing, rows, { title, first: word(site, 'department') });
  };
  const start = ratings('index.html');
  const counts = [
    ['sheets', sections.length],
    ['goals', sections.reduce((sum, one) => sum + one.goals, 0)],
    ['indicators', listing.indicators.length],
  ] as const;
  const all = ratingsTogether(sections);
  const legend =
    listing.legend.length === 0
      ? paragraph(site, SITE_TEXTS.noLegend)
      : html`<ul class="legend">${listing.legend.map(({ symbol, meaning }) => html`<li><strong>${symbol}</strong> ${meaning}</li>`)}</ul>`;
  const { theme } = site;
  const title = `${siteTitle(site)} ${year}`;
  const home = pageFile(site, {
    path: 'index.html',
    title,
    ...(theme.english ? { titleEn: yearEn } : {}),
    above: [],
    head: listing.head,
    body: html`<h2>${word(site, 'what')}</h2>
${paragraph(site, { ja: SITE_TEXTS.intro(year, theme.organization ?? '').ja, en: SITE_TEXTS.intro(yearEn, '').en })}
<h2>${word(site, 'howToRead')}</h2>
${legend}${paragraph(site, SITE_TEXTS.ratingsAre)}
<h2>${word(site, 'counts')}</h2>
<dl class="counts">${counts.map(([name, count]) => html`<div><dt>${word(site, name)}</dt><dd>${count}</dd></div>`)}${ratingsIn(listing, sections).map((symbol) => html`<div><dt>${ratingName(listing, symbol)}</dt><dd>${all[symbol] ?? 0}</dd></div>`)}</dl>
<h2>${word(site, 'ratingsByDepartment')}</h2>
<div class="beside">${start.picture}${table(start.caption, start.columns, start.rows)}</div>`,
  });
  const list = ratings('departments.html');
  const departments = listPages(site, listing, {
    path: 'departments.html',
    title: `${year} ${SITE_WORDS.departments.ja}`,
    titleEn: SITE_WORDS.departments.en,
    above: [],
    before: html``,
    ...{ caption: list.caption, columns: list.columns, rows: list.rows },
  });
  return [home, ...departments];
}

export function departmentPages(
  site: Site,
  listing: Listing,
  { id, name, sections }: Department,
  papers = NO_PAPERS,
): SiteFile[] {
  const path = departmentPath(id);
  const year = fiscalYearName(site.fiscalYear);
  const now = sections.filter(isOf(site));
  const rows = now.map((one) => {
    const page = sheetPath(one.id, site.fiscalYear);
    const paper = paperLink(site, papers, { from: path, page, name: one.name });
    return {
      name: one.name,
      shown: html`<a href="${linkTo(path, page)}">${one.name}</a>${paper === null ? null : html`<br>${paper}`}`,
      sections: [one],
    };
  });
  const paper = paperLink(site, papers, {
    ...{ from: path, page: path },
    name: `${year} ${name} ${SITE_WORDS.sheet.ja}`,
  });
  const title = `${year} ${name} ${SITE_WORDS.ratingsBySection.ja}`;
  const {
    picture,
    columns,
    rows: listed,
    caption,
  } = ratingRows(site, listing, rows, { title, first: word(site, 'section') });
  const gone = sections.filter((one) => !isOf(site)(one));
  return listPages(site, listing, {
    path,
    title: `${year} ${name}`,
    above: [{ title: SITE_WORDS.departments.ja, path: 'departments.html' }],
    before: html`${paper === null ? null : html`<p>${paper}</p>`}${picture}${
      gone.length === 0
        ? null
        : html`<h2>${word(site, 'thisYearNone')}</h2><ul>${gone.map((one) => html`<li><a href="${linkTo(path, sheetPath(one.id, one.years.at(-1)!))}">${one.name}（${fiscalYearName(one.years.at(-1)!)}）</a></li>`)}</ul>`
    }`,
    ...{ caption, columns, rows: listed },
  });
}

/** The list of the plan's places, and a page for each with every indicator of every section that carries it. */
export function* planPages(site: Site, listing: Listing): Generator<SiteFile> {
  const year = fiscalYearName(site.fiscalYear);
  const found = new Map<string, { key: PlanKey; carried: { one: ListedIndicator; printed: string }[] }>();
  for (const one of listing.indicators)
    for (const key of one.plans) {
      const place = found.get(key.slug) ?? { key, carried: [] };
      place.carried.push({ one, printed: key.printed });
      found.set(key.slug, place);
    }
  const places = [...found.values()].sort((a, b) => comparePlans(a.key, b.key));
  const without = listing.indicators.filter(({ plans }) => plans.length === 0);
  const none = {
    slug: 'none',
    title: SITE_WORDS.planNone.ja,
    carried: without.map((one) => ({ one, printed: '' })),
  };
  const all = [
    ...places.map(({ key, carried }) => ({ slug: key.slug, title: key.label, carried })),
    ...(without.length === 0 ? [] : [none]),
  ];
  yield* listPages(site, listing, {
    path: 'plans.html',
    title: `${year} ${SITE_WORDS.plans.ja}`,
    titleEn: SITE_WORDS.plans.en,
    above: [],
    before: html``,
    caption: `${year} ${SITE_WORDS.plan.ja}`,
    columns: [word(site, 'plan'), word(site, 'sections'), word(site, 'indicators')],
    rows: all.map(
      ({ slug, title, carried }) =>
        html`<th scope="row"><a href="${planPath(slug)}">${title}</a></th><td class="n">${new Set(carried.map(({ one }) => one.section.id)).size}</td><td class="n">${new Set(carried.map(({ one }) => one.id)).size}</td>`,
    ),
  });
  for (const { slug, title, carried } of all) {
    const path = planPath(slug);
    const ordered = carried.toSorted((a, b) => (a.printed < b.printed ? -1 : a.printed > b.printed ? 1 : 0));
    yield* listPages(site, listing, {
      path,
      title: `${year} ${title}`,
      above: [{ title: SITE_WORDS.plans.ja, path: 'plans.html' }],
      before: html``,
      caption: `${year} ${title}`,
      columns: (['plan', 'section', 'indicator', 'target', 'result', 'rating'] as const).map((name) =>
        word(site, name),
      ),
      rows: ordered.map(
        ({ one, printed }) =>
          html`<td>${printed}</td><td>${one.section.department} <a href="${linkTo(path, sheetPath(one.section.id, site.fiscalYear))}">${one.section.name}</a></td><th scope="row"><a href="${linkTo(path, indicatorPath(one.id))}">${one.name}</a></th><td>${one.target}</td><td>${one.result}</td><td class="r">${`${one.rating} ${one.meaning}`.trim()}</td>`,
      ),
    });
  }
}
