/** Adds the PDFs to pages that are written: one a sheet, and one a department of the published year; then the pages that lead to them. */
import { createHash } from 'node:crypto';
import type { Site, SiteFile } from '../core/site/frame.js';
import { dataPage } from '../core/site/pages/data.js';
import { sheetPage } from '../core/site/pages/details.js';
import { departmentPages, departmentsOf } from '../core/site/pages/lists.js';
import { departmentPath, sheetPath } from '../core/site/pages/paging.js';
import { papersPages } from '../core/site/pages/papers.js';
import { PAPERS_PATH, paperPath } from '../core/site/papers.js';
import { type SourceSection, type SourceSheet, siteSection } from '../core/site/site.js';
import { decidedAt } from '../store/postgres/sheets/finished.js';
import type { KeptSite } from '../store/postgres/site/site-sections.js';
import { problemWords } from '../workbook/cells/problem.js';
import type { OfficialSheet, Replaced } from '../workbook/form/official-sheet.js';
import type { SetDocument } from '../workbook/pdf/typesetter.js';
import { MOST_SHEETS, NOT_INSTALLED, writePdf } from '../workbook/pdf/write.js';
import type { ThemeFiles } from './theme-files.js';
import { type Folder, finishSite, printedOf, type WrittenSite } from './write-site.js';

export type PaperOptions = {
  /** the file that was published last, as it was; null where it is not there any more */
  readonly before: (path: string) => Promise<Uint8Array | null>;
  readonly onProgress?: (done: number, total: number) => void;
  /** what sets them; the process of this program where it is not given */
  readonly set?: SetDocument;
};

export type WithPapers = {
  readonly site: WrittenSite;
  /** a sentence for each that could not be made, or the one that there is no part that makes them */
  readonly failed: readonly string[];
  readonly isInstalled: boolean;
  readonly replaced: readonly Replaced[];
};

/**
 * The same sections that the pages were written of. A PDF that cannot be made keeps no other from being made. Where what
 * makes them is not installed, those stay that would come out the same.
 */
export async function addPapers(
  plain: WrittenSite,
  sections: AsyncIterable<SourceSection>,
  { fiscalYear, theme }: { readonly fiscalYear: number } & Pick<ThemeFiles, 'theme'>,
  folder: Folder,
  { before, onProgress, set }: PaperOptions,
): Promise<WithPapers> {
  const site: Site = { theme, fiscalYear };
  const { listing } = plain;
  const papers = new Map<string, number>();
  const hashes = new Map(Object.entries(plain.files).filter(([path]) => !leadsToPapers(path)));
  const sizes = new Map([...plain.sizes].filter(([path]) => hashes.has(path)));
  const failed = new Set<string>();
  const replaced: Replaced[] = [];
  const total = plain.listing.sections.reduce((sum, { years }) => sum + years.length, 0);
  let done = 0;
  let isInstalled = true;

  const put = async (path: string, bytes: Uint8Array) => {
    await folder.write(path, bytes);
    hashes.set(path, createHash('sha256').update(bytes).digest('hex'));
    sizes.set(path, bytes.length);
  };
  const page = ({ path, text }: SiteFile) => put(path, new TextEncoder().encode(text));
  const make = async (path: string, sheets: readonly OfficialSheet[]) => {
    const was = await before(path);
    const options = { paper: 'A3', rating: 'symbol', ...(was ? { before: was } : {}) } as const;
    const written = await writePdf(sheets, options, set);
    if (written.kind === 'refused') {
      if (written.problems[0] === NOT_INSTALLED) isInstalled = false;
      for (const one of written.problems) failed.add(problemWords(one).ja);
      return;
    }
    await put(path, written.bytes);
    papers.set(path, written.bytes.length);
    // A department's file would say the same of each of its sheets once more.
    if (sheets.length === 1) replaced.push(...written.replaced);
  };

  const ofDepartment = new Map<string, OfficialSheet[]>();
  for await (const source of sections) {
    const section = siteSection(source);
    for (const sheet of section.sheets) {
      const own = officialOf(sheet);
      if (sheet.fiscalYear === fiscalYear)
        ofDepartment.set(section.departmentId, [...(ofDepartment.get(section.departmentId) ?? []), own]);
      await make(paperPath(sheetPath(section.id, sheet.fiscalYear)), [own]);
      await page(sheetPage(site, section, sheet, printedOf(sheet), papers));
      done += 1;
      onProgress?.(done, total);
    }
  }
  for (const department of departmentsOf(listing)) {
    const sheets = ofDepartment.get(department.id) ?? [];
    if (sheets.length > 0 && sheets.length <= MOST_SHEETS)
      await make(paperPath(departmentPath(department.id)), sheets);
    for (const file of departmentPages(site, listing, department, papers)) await page(file);
  }
  for (const file of papersPages(site, listing, papers)) await page(file);
  await page(dataPage(site, listing, papers));
  const finished = await finishSite(folder, listing, hashes, sizes);
  const withoutPapers = Object.fromEntries(
    Object.entries(plain.files).filter(([path]) => leadsToPapers(path)),
  );
  return { site: { ...finished, withoutPapers }, failed: [...failed], isInstalled, replaced };
}

function officialOf({ sheet, head }: SourceSheet): OfficialSheet {
  const { at } = head;
  return { ...sheet, approved: true, ...(at === null ? {} : { decided: decidedAt({ ...head, at }) }) };
}

/** Whether a page says another thing where there are PDFs, or is one. */
const leadsToPapers = (path: string): boolean =>
  ['sheets/', 'departments/', PAPERS_PATH.replace('.html', '')].some((start) => path.startsWith(start)) ||
  path === 'data.html';

/** Its files, by hash, as they would be without PDFs. */
export function withoutPapers({ files, withoutPapers: plain }: Pick<KeptSite, 'files' | 'withoutPapers'>) {
  if (plain === undefined) return files;
  return { ...Object.fromEntries(Object.entries(files).filter(([path]) => !leadsToPapers(path))), ...plain };
}
