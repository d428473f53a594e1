/** The page of the data: its files, its licence and what its columns mean. */
import { fiscalYearName } from '../../calendar/japanese-dates.js';
import { SITE_TEXTS, SITE_WORDS } from '../../wording/city/site.js';
import { DICTIONARY } from '../data.js';
import { EVIDENCE_DATA, EVIDENCE_PATH } from '../evidence.js';
import { licenceOf, pageFile, paragraph, type Site, type SiteFile, table, word } from '../frame.js';
import { html } from '../html.js';
import type { Listing } from '../listing.js';
import { NO_PAPERS, PAPERS_PATH, paperLink } from '../papers.js';
import { departmentsOf } from './lists.js';
import { departmentPath } from './paging.js';

const DATA_FILES = [
  [
    'data/indicators.csv',
    '取組指標と年度ごとに一行（UTF-8、BOM付き）',
    'A row for each indicator and year (UTF-8 with BOM)',
  ],
  ['data/indicators.json', '同じ内容の JSON', 'The same as JSON'],
  ['data/schema.json', 'JSON の形（JSON Schema）', 'JSON Schema'],
  ['data/dictionary.csv', '項目の一覧（名前・意味・型・単位・取りうる値）', 'Dictionary'],
  ['data/changes.csv', '公表と訂正の一覧', 'Publications and corrections'],
  ['SHA256SUMS.txt', 'すべてのファイルのハッシュ（SHA-256）', 'Hashes of all files (SHA-256)'],
] as const;

const EVIDENCE_FILE = [
  EVIDENCE_DATA,
  '公表した根拠資料に一行ずつ（目標、時期、ファイルの位置、大きさ、SHA-256、リンク）',
  'A row for each published piece of evidence',
] as const;

export function dataPage(site: Site, listing: Listing, papers = NO_PAPERS): SiteFile {
  const departments = departmentsOf(listing).flatMap(({ id, name }) => {
    const page = departmentPath(id);
    const link = paperLink(site, papers, {
      ...{ from: 'data.html', page },
      name: `${fiscalYearName(site.fiscalYear)} ${name}`,
    });
    return link === null ? [] : html`<li>${link}</li>`;
  });
  const asPapers =
    papers.size === 0
      ? null
      : html`
<h2>${word(site, 'papers')}</h2>
${paragraph(site, SITE_TEXTS.papersAre)}<ul>${departments}<li><a href="${PAPERS_PATH}">${SITE_WORDS.papers.ja}</a></li></ul>`;
  const evidence =
    listing.evidence.length === 0
      ? null
      : html`
<h2>${word(site, 'evidence')}</h2>
${paragraph(site, SITE_TEXTS.evidenceIs)}<p><a href="${EVIDENCE_PATH}">${SITE_WORDS.evidence.ja}</a></p>`;
  return pageFile(site, {
    path: 'data.html',
    title: SITE_WORDS.data.ja,
    titleEn: SITE_WORDS.data.en,
    above: [],
    head: listing.head,
    body: html`${paragraph(site, SITE_TEXTS.dataIs)}${licenceOf(site)}
${table(
  SITE_WORDS.file.ja,
  [word(site, 'file'), word(site, 'contents')],
  [...DATA_FILES, ...(evidence ? [EVIDENCE_FILE] : [])].map(
    ([path, ja, en]) =>
      html`<th scope="row"><a href="${path}">${path}</a></th><td>${ja}${site.theme.english ? html` <span lang="en">${en}</span>` : null}</td>`,
  ),
)}${evidence}${asPapers}
<h2>${word(site, 'dictionary')}</h2>
${table(
  SITE_WORDS.dictionary.ja,
  (['column', 'meaning', 'type', 'codes'] as const).map((name) => word(site, name)),
  DICTIONARY.map(
    ({ name, ja, meaning, type, unit, codes }) =>
      html`<th scope="row"><code>${name}</code><br>${ja}</th><td>${meaning}</td><td>${type}</td><td>${codes?.map(([code, means]) => `${code} ${means}`).join('、') ?? unit ?? ''}</td>`,
  ),
)}`,
  });
}
