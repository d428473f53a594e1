/** A sheet's page and an indicator's. */
import { fiscalYearName, fiscalYearShort, formatEraDate } from '../../calendar/japanese-dates.js';
import { SITE_TEXTS, SITE_WORDS } from '../../wording/city/site.js';
import { linkTo, pageFile, paragraph, type Site, type SiteFile, table, word } from '../frame.js';
import { type Html, html, markup } from '../html.js';
import { NO_PAPERS, paperLink } from '../papers.js';
import { bulletPicture, trendPicture } from '../pictures.js';
import type { IndicatorYear, SiteIndicator, SiteSection, SourceSheet } from '../site.js';
import { evidenceOfSheet } from './evidence.js';
import { departmentPath, indicatorPath, planPath, sheetPath } from './paging.js';

const trailOf = ({ department, departmentId }: SiteSection) => [
  { title: SITE_WORDS.departments.ja, path: 'departments.html' },
  { title: department, path: departmentPath(departmentId) },
];

/** The sheet as it is printed, and the ways to its PDF and its indicators. `printed`: its table, as the official .html has it. */
export function sheetPage(
  site: Site,
  section: SiteSection,
  source: SourceSheet,
  printed: string,
  papers = NO_PAPERS,
): SiteFile {
  const { fiscalYear } = source;
  const path = sheetPath(section.id, fiscalYear);
  const own = section.indicators.flatMap(({ id, years }) => {
    const year = years.find((one) => one.fiscalYear === fiscalYear);
    return year ? [{ id, year }] : [];
  });
  const places = new Map(
    source.numbering.flatMap(({ indicatorIds }) => indicatorIds).map((id, at) => [id, at]),
  );
  own.sort((a, b) => (places.get(a.year.id) ?? 0) - (places.get(b.year.id) ?? 0));
  const name = `${fiscalYearName(fiscalYear)} ${section.name} ${SITE_WORDS.sheet.ja}`;
  const paper = paperLink(site, papers, { from: path, page: path, name });
  const others = section.sheets.filter((one) => one !== source);
  const years =
    others.length === 0
      ? null
      : html`<h2>${word(site, 'otherYears')}</h2><ul>${others.map((one) => html`<li><a href="${linkTo(path, sheetPath(section.id, one.fiscalYear))}">${fiscalYearName(one.fiscalYear)}</a></li>`)}</ul>`;
  return pageFile(site, {
    path,
    title: `${fiscalYearName(fiscalYear)} ${section.name}`,
    above: trailOf(section),
    paper: 'A3',
    head: source.head,
    body: html`<p>${section.department} ${section.name}</p>${source.isPlan ? paragraph(site, SITE_TEXTS.planIs) : null}${
      paper === null
        ? null
        : html`
<p class="onward">${paper}</p>`
    }
${markup(printed)}
<div class="onward"><h2>${word(site, 'ofSheet')}</h2>
${table(
  `${fiscalYearName(fiscalYear)} ${section.name} ${SITE_WORDS.ofSheet.ja}`,
  [html`No.`, word(site, 'indicator'), word(site, 'target'), word(site, 'result'), word(site, 'rating')],
  own.map(
    ({ id, year }) =>
      html`<td class="n">${year.goalNo}</td><th scope="row"><a href="${linkTo(path, indicatorPath(id))}">${year.name}</a></th>${resultCells(year)}`,
  ),
)}${evidenceOfSheet(site, path, source.evidence ?? [])}${years}</div>`,
  });
}

const ratingOf = ({ rating, meaning }: IndicatorYear): string => `${rating} ${meaning}`.trim();

const resultCells = (year: IndicatorYear): Html =>
  html`<td>${year.target}</td><td>${year.result}</td><td class="r">${ratingOf(year)}</td>`;

/** An indicator: its latest year as a picture and in words, and all its years. */
export function indicatorPage(site: Site, section: SiteSection, { id, years }: SiteIndicator): SiteFile {
  const path = indicatorPath(id);
  const last = years.at(-1)!;
  const named = fiscalYearName(last.fiscalYear);
  const bullet = bulletPicture(last, named, 'bullet');
  const trend = trendPicture(years, fiscalYearShort, 'trend');
  const source = section.sheets.find((one) => one.fiscalYear === last.fiscalYear)!;
  const plans = last.plans.map(
    ({ slug, printed }) =>
      html`<li>${last.fiscalYear === site.fiscalYear ? html`<a href="${linkTo(path, planPath(slug))}">${printed}</a>` : printed}</li>`,
  );
  const rows: readonly (readonly [keyof typeof SITE_WORDS, Html])[] = [
    ['target', html`${last.target}`],
    ['midyear', html`${last.midyear}`],
    ...(last.isPlan
      ? []
      : ([
          ['result', html`${last.result}`],
          ['rating', html`${ratingOf(last)}`],
        ] as const)),
  ];
  const told: readonly (readonly [keyof typeof SITE_WORDS, Html | null])[] = [
    ['goal', html`No.${last.goalNo} ${last.goal}`],
    ['plan', plans.length === 0 ? null : html`<ul>${plans}</ul>`],
    ['initiative', last.initiative === '' ? null : html`${last.initiative}`],
    ['overview', last.overview === '' ? null : html`${last.overview}`],
    ['status', last.status === '' ? null : html`${last.status}`],
    ['nextPolicy', last.nextPolicy === '' ? null : html`${last.nextPolicy}`],
    [
      'corrected',
      last.correctedOn === null
        ? null
        : html`<time datetime="${last.correctedOn}">${formatEraDate(last.correctedOn, 'kanji')}</time>`,
    ],
  ];
  return pageFile(site, {
    path,
    title: last.name,
    above: [
      ...trailOf(section),
      { title: `${named} ${section.name}`, path: sheetPath(section.id, last.fiscalYear) },
    ],
    head: source.head,
    body: html`<p>${section.department} <a href="${linkTo(path, sheetPath(section.id, last.fiscalYear))}">${section.name}</a></p>
<h2>${named} ${word(site, 'inYear')}</h2>
<div class="beside">${bullet === null ? paragraph(site, last.isPlan ? SITE_TEXTS.planIs : SITE_TEXTS.noFigures) : html`<figure>${bullet}</figure>`}
<table><caption>${named} ${SITE_WORDS.inYear.ja}</caption><tbody>${rows
      .filter(([name]) => name !== 'midyear' || last.midyear !== '')
      .map(
        ([name, shown]) => html`<tr><th scope="row">${word(site, name)}</th><td>${shown}</td></tr>`,
      )}</tbody></table></div>
<h2>${word(site, 'overYears')}</h2>
<div class="beside">${trend === null ? null : html`<figure>${trend}</figure>`}${table(
      `${last.name} ${SITE_WORDS.overYears.ja}`,
      (['year', 'target', 'result', 'rating'] as const).map((name) => word(site, name)),
      years.map(
        (year) =>
          html`<th scope="row"><a href="${linkTo(path, sheetPath(section.id, year.fiscalYear))}">${fiscalYearName(year.fiscalYear)}</a>${year.name === last.name ? null : html`<br>（${year.name}）`}</th>${resultCells(year)}`,
      ),
    )}</div>
<h2>${named} ${word(site, 'details')}</h2>
<dl class="told">${told.flatMap(([name, shown]) => (shown === null ? [] : html`<div><dt>${word(site, name)}</dt><dd>${shown}</dd></div>`))}</dl>`,
  });
}
