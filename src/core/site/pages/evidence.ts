/** How pages lead to 根拠資料 that is public, and its rows in the open data. */
import { fiscalYearName } from '../../calendar/japanese-dates.js';
import type { EvidenceKind } from '../../evidence/kind.js';
import { linkOf } from '../../evidence/name.js';
import { SITE_TEXTS, SITE_WORDS } from '../../wording/city/site.js';
import { EVIDENCE_PATH, evidencePath, type PublicEvidence } from '../evidence.js';
import { linkTo, paragraph, type Site, type SiteFile, table, word } from '../frame.js';
import { type Html, html } from '../html.js';
import type { ListedEvidence, Listing } from '../listing.js';
import { sizeOf } from '../papers.js';
import { listPages, sheetPath } from './paging.js';

const KINDS: Readonly<Record<EvidenceKind, readonly [called: string, type: string]>> = {
  xlsx: ['Excel', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  pdf: ['PDF', 'application/pdf'],
  png: ['PNG', 'image/png'],
  jpeg: ['JPEG', 'image/jpeg'],
  webp: ['WebP', 'image/webp'],
  heic: ['HEIC', 'image/heic'],
};

/** What leads to it from a page: a file is saved under its name and not opened; of a link it is said where it leads. */
function evidenceLink(from: string, one: PublicEvidence): Html {
  const { name, file, link } = one;
  const path = evidencePath(one);
  if (file && path !== null) {
    const [called, type] = KINDS[file.kind];
    return html`<a href="${linkTo(from, path)}" download="${name}" type="${type}">${name}（${called}、${sizeOf(file.size)}）</a>`;
  }
  const address = addressOf(link);
  if (address === '') return html`${name}`;
  return html`<a href="${address}" rel="nofollow noopener noreferrer">${name}</a>（${new URL(address).hostname}）`;
}

/** Looked at once more: pages lead nowhere but to the web. */
const addressOf = (link: string | null): string => linkOf(link ?? '') ?? '';

const roundWord = (site: Site, { round }: PublicEvidence): Html => word(site, `${round}Round`);

/** The part of a sheet's page; null where nothing is public. */
export function evidenceOfSheet(site: Site, path: string, evidence: readonly PublicEvidence[]): Html | null {
  if (evidence.length === 0) return null;
  return html`<h2>${word(site, 'evidence')}</h2>
${table(
  SITE_WORDS.evidence.ja,
  [html`No.`, word(site, 'round'), word(site, 'evidence')],
  evidence.map(
    (one) =>
      html`<td class="n">${one.goalNo}</td><td>${roundWord(site, one)}</td><th scope="row">${evidenceLink(path, one)}</th>`,
  ),
)}`;
}

/** The list of all of it, the published year first. */
export function evidencePages(site: Site, listing: Listing): SiteFile[] {
  if (listing.evidence.length === 0) return [];
  const sorted = listing.evidence.toSorted((a, b) => b.fiscalYear - a.fiscalYear);
  return listPages(site, listing, {
    path: EVIDENCE_PATH,
    title: SITE_WORDS.evidence.ja,
    titleEn: SITE_WORDS.evidence.en,
    above: [{ title: SITE_WORDS.data.ja, path: 'data.html' }],
    before: paragraph(site, SITE_TEXTS.evidenceIs),
    caption: SITE_WORDS.evidence.ja,
    columns: [
      ...(['year', 'section'] as const).map((name) => word(site, name)),
      html`No.`,
      ...(['round', 'evidence'] as const).map((name) => word(site, name)),
    ],
    rows: sorted.map(
      (one) =>
        html`<td>${fiscalYearName(one.fiscalYear)}</td><td>${one.section.department} <a href="${linkTo(EVIDENCE_PATH, sheetPath(one.section.id, one.fiscalYear))}">${one.section.name}</a></td><td class="n">${one.goalNo}</td><td>${roundWord(site, one)}</td><th scope="row">${evidenceLink(EVIDENCE_PATH, one)}</th>`,
    ),
  });
}

/** Columns of the list in the open data. */
export const EVIDENCE_COLUMNS = [
  ...['fiscal_year', 'department', 'section', 'section_id', 'goal_no', 'round', 'name', 'file', 'type'],
  ...['bytes', 'sha256', 'link', 'sheet_page'],
] as const;

export const evidenceCells = (one: ListedEvidence): string[] => {
  const { section, file } = one;
  return [
    ...[String(one.fiscalYear), section.department, section.name, section.id, one.goalNo, one.round],
    ...[one.name, evidencePath(one) ?? '', file ? KINDS[file.kind][1] : ''],
    ...[file ? String(file.size) : '', file?.sha256 ?? '', addressOf(one.link)],
    sheetPath(section.id, one.fiscalYear),
  ];
};
