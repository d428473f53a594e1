/** Writes a site of pages, data and hashes, section by section; what is written goes to a folder as it is made. */
import { createHash } from 'node:crypto';
import { stringify } from 'csv-stringify/sync';
import {
  CHANGE_COLUMNS,
  COLUMNS,
  cellsOf,
  changeCells,
  DICTIONARY,
  dataHead,
  dataRows,
  dataSchema,
} from '../core/site/data.js';
import { EVIDENCE_DATA, evidencePath, type PublicEvidence } from '../core/site/evidence.js';
import type { Site, SiteFile } from '../core/site/frame.js';
import { type Listing, list, newListing } from '../core/site/listing.js';
import { changePages } from '../core/site/pages/changes.js';
import { dataPage } from '../core/site/pages/data.js';
import { indicatorPage, sheetPage } from '../core/site/pages/details.js';
import { EVIDENCE_COLUMNS, evidenceCells, evidencePages } from '../core/site/pages/evidence.js';
import { departmentPages, departmentsOf, planPages, startPages } from '../core/site/pages/lists.js';
import { type SourceSection, type SourceSheet, siteSection } from '../core/site/site.js';
import { styleOf } from '../core/site/style.js';
import { guardCell } from '../core/text/guard-cell.js';
import { sheetBody } from '../workbook/html/write.js';
import type { ThemeFiles } from './theme-files.js';

/** Where the files of a site go. */
export type Folder = {
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** a file that is written piece by piece */
  begin(path: string): Promise<{ write(bytes: Uint8Array): Promise<void>; end(): Promise<void> }>;
};

export type WrittenSite = {
  /** SHA-256 (hex) of every file but the list of them, by path, in the order of the paths */
  readonly files: Readonly<Record<string, string>>;
  /** of the list itself */
  readonly list: string;
  readonly listing: Listing;
  /** bytes of each file but the list */
  readonly sizes: ReadonlyMap<string, number>;
  readonly bytes: number;
  /** hashes of those pages as they would be without PDFs that say another thing where there are some */
  readonly withoutPapers?: Readonly<Record<string, string>>;
};

export const SUMS = 'SHA256SUMS.txt';
const BOM = '\uFEFF';
const encoded = (text: string): Uint8Array => new TextEncoder().encode(text);
const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

const csv = (rows: readonly (readonly string[])[]): string =>
  stringify(
    rows.map((row) => row.map((cell) => guardCell(cell).replace(/\p{Cs}/gu, '\ufffd'))),
    { record_delimiter: '\r\n' },
  );

/** Files that are to go out and are not there, or are not what was handed over: nothing goes out then. */
export class EvidenceLacking extends Error {
  override readonly name = 'EvidenceLacking';
  constructor(readonly evidence: readonly { readonly section: string; readonly name: string }[]) {
    super('files that are to be published are missing or changed');
  }
}

/** The bytes of a piece of 根拠資料; null where they are not there. */
type EvidenceBytes = (id: string) => Promise<AsyncIterable<Uint8Array> | null>;

type About = {
  readonly fiscalYear: number;
  /** not given: none is to go out */
  readonly evidence?: EvidenceBytes;
} & ThemeFiles;

/**
 * The site of these sections. The same sections, year and theme give the same bytes.
 *
 * @param onProgress  after each section: how many are done
 */
export async function writeSite(
  sections: AsyncIterable<SourceSection>,
  { fiscalYear, theme, files: own, evidence = async () => null }: About,
  folder: Folder,
  onProgress?: (done: number) => void,
): Promise<WrittenSite> {
  const site: Site = { theme, fiscalYear };
  const hashes = new Map<string, string>();
  const sizes = new Map<string, number>();
  const put = async (path: string, content: Uint8Array) => {
    await folder.write(path, content);
    hashes.set(path, sha256(content));
    sizes.set(path, content.length);
  };
  const page = ({ path, text }: SiteFile) => put(path, encoded(text));
  const pieces = async (path: string) => {
    const file = await folder.begin(path);
    const hash = createHash('sha256');
    let bytes = 0;
    return {
      async write(content: string | Uint8Array) {
        const piece = typeof content === 'string' ? encoded(content) : content;
        hash.update(piece);
        bytes += piece.length;
        await file.write(piece);
      },
      async end() {
        await file.end();
        hashes.set(path, hash.digest('hex'));
        sizes.set(path, bytes);
      },
    };
  };

  const lacking: { section: string; name: string }[] = [];
  /** As it comes; false where it is not there, or not what was handed over. */
  const putEvidence = async (one: PublicEvidence): Promise<boolean> => {
    const path = evidencePath(one);
    if (path === null) return true;
    const bytes = await evidence(one.id);
    if (!bytes) return false;
    const file = await pieces(path);
    try {
      for await (const piece of bytes) await file.write(piece);
    } finally {
      await file.end();
    }
    return hashes.get(path) === one.file?.sha256;
  };

  const listing = newListing();
  const table = await pieces('data/indicators.csv');
  const json = await pieces('data/indicators.json');
  await table.write(BOM + csv([COLUMNS.map(({ name }) => name)]));
  await json.write(`${JSON.stringify(dataHead(site)).slice(0, -1)},"rows":[`);
  let done = 0;
  let first = true;
  for await (const source of sections) {
    const section = siteSection(source);
    list(listing, section, fiscalYear);
    for (const sheet of section.sheets) {
      await page(sheetPage(site, section, sheet, printedOf(sheet)));
      for (const one of sheet.evidence ?? [])
        if (!(await putEvidence(one))) lacking.push({ section: section.name, name: one.name });
    }
    for (const indicator of section.indicators) await page(indicatorPage(site, section, indicator));
    const rows = dataRows(section);
    await table.write(csv(rows.map(cellsOf)));
    for (const row of rows) {
      await json.write(`${first ? '' : ','}\n${JSON.stringify(row)}`);
      first = false;
    }
    done += 1;
    onProgress?.(done);
  }
  await table.end();
  if (lacking.length > 0) throw new EvidenceLacking(lacking);
  await json.write('\n]}\n');
  await json.end();

  for (const file of startPages(site, listing)) await page(file);
  for (const department of departmentsOf(listing))
    for (const file of departmentPages(site, listing, department)) await page(file);
  for (const file of planPages(site, listing)) await page(file);
  for (const file of evidencePages(site, listing)) await page(file);
  for (const file of changePages(site, listing)) await page(file);
  await page(dataPage(site, listing));
  await put('data/schema.json', encoded(`${JSON.stringify(dataSchema(), null, 1)}\n`));
  await put('data/dictionary.csv', encoded(BOM + csv(dictionary())));
  await put(
    'data/changes.csv',
    encoded(BOM + csv([[...CHANGE_COLUMNS], ...listing.changes.map(changeCells)])),
  );
  if (listing.evidence.length > 0)
    await put(
      EVIDENCE_DATA,
      encoded(BOM + csv([[...EVIDENCE_COLUMNS], ...listing.evidence.map(evidenceCells)])),
    );
  await put('style.css', encoded(styleOf(theme)));
  for (const { path, bytes: content } of own) await put(path, content);
  return finishSite(folder, listing, hashes, sizes);
}

/** The table of a sheet as its page has it. */
export const printedOf = ({ sheet }: SourceSheet): string =>
  `<div class="printed">${sheetBody({ ...sheet, approved: true }, 2)}</div>`;

/** Writes the list of all files with their hashes. */
export async function finishSite(
  folder: Folder,
  listing: Listing,
  hashes: ReadonlyMap<string, string>,
  sizes: ReadonlyMap<string, number>,
): Promise<WrittenSite> {
  const files = [...hashes].sort(([a], [b]) => (a < b ? -1 : 1));
  const sums = encoded(files.map(([path, hash]) => `${hash}  ${path}\n`).join(''));
  await folder.write(SUMS, sums);
  const bytes = [...sizes.values()].reduce((sum, one) => sum + one, sums.length);
  return { files: Object.fromEntries(files), list: sha256(sums), listing, sizes, bytes };
}

function dictionary(): string[][] {
  return [
    ['name', 'name_ja', 'meaning', 'type', 'may_be_blank', 'unit', 'codes'],
    ...DICTIONARY.map(({ name, ja, meaning, type, blank, unit = '', codes = [] }) => [
      ...[name, ja, meaning, type, blank ? 'true' : 'false', unit],
      codes.map(([code, means]) => `${code}=${means}`).join('\n'),
    ]),
  ];
}
