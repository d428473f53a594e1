/** The site of a record: made of one picture of it, held against the one before, and entered into its history. */
import type { Pool } from 'pg';
import { headText } from '../core/decision/head.js';
import type { Theme } from '../core/site/theme.js';
import { inTransaction } from '../store/postgres/connection/pool.js';
import { openPieces } from '../store/postgres/evidence/pieces.js';
import { evidenceKey } from '../store/postgres/evidence/rows.js';
import { readHead } from '../store/postgres/ledger/history.js';
import { noteAct } from '../store/postgres/ledger/operator-acts.js';
import type { By } from '../store/postgres/ledger/recorded-by.js';
import {
  countSections,
  lastSite,
  publicYears,
  SiteUnapproved,
  type SiteYears,
  siteSections,
} from '../store/postgres/site/site-sections.js';
import { type Unpublished, unpublishedIn } from '../store/postgres/site/unpublished.js';
import type { Staged } from './folder.js';
import { addPapers, type PaperOptions, type WithPapers, withoutPapers } from './papers.js';
import type { ThemeFiles } from './theme-files.js';
import { EvidenceLacking, type WrittenSite, writeSite } from './write-site.js';

/** What became of the files since the site before; of the first one, all are new. */
export type SiteChange = {
  readonly added: number;
  readonly changed: readonly string[];
  readonly removed: number;
};

type RecordedSite =
  | {
      readonly kind: 'written';
      readonly site: WrittenSite;
      /** null: the very same as the one before */
      readonly change: SiteChange | null;
      /** the same of the pages alone, whether or not there are PDFs beside them; null also of the first site */
      readonly differs: SiteChange | null;
      readonly isFirst: boolean;
      /** what became of the PDFs; null where none were to be made */
      readonly papers: Omit<WithPapers, 'site'> | null;
    }
  /** nothing is published up to the year */
  | { readonly kind: 'none' }
  /** what was reported here is named as published before, and was not published here */
  | { readonly kind: 'unpublished'; readonly sheets: readonly Unpublished[] }
  /** what is published is not approved as it stands now */
  | { readonly kind: 'unapproved'; readonly sheets: SiteUnapproved['sheets'] }
  /** files that are to go out with it are not there, or not what was handed over */
  | { readonly kind: 'lacking'; readonly evidence: EvidenceLacking['evidence'] };

type Making = {
  /** sections done, of how many */
  readonly onProgress?: (done: number, total: number) => void;
  /** makes the PDFs, once the pages are written: not where those differ from the last ones, and that `mayDiffer` is not said */
  readonly papers?: Omit<PaperOptions, 'before'> & { readonly mayDiffer: boolean };
};

/** Writes it into a folder. */
export async function siteOfRecord(
  pool: Pool,
  years: SiteYears,
  theme: ThemeFiles,
  folder: Staged,
  { onProgress, papers }: Making = {},
): Promise<RecordedSite> {
  const store = openPieces(pool);
  try {
    const made = await inTransaction(pool, async (db) => {
      // One picture of the record, however long it takes.
      await db.query('set transaction isolation level repeatable read, read only');
      const unpublished = await unpublishedIn(db, years);
      if (unpublished.length > 0) return { unpublished };
      const { fiscalYear } = years;
      if (!(await publicYears(db, years)).some((year) => year <= fiscalYear)) return null;
      const total = await countSections(db, years);
      const bytesOf = async (id: string) => {
        const key = await evidenceKey(db, id);
        return key === null ? null : store.get(key);
      };
      const about = { fiscalYear, ...theme, evidence: bytesOf };
      const pages = await writeSite(siteSections(db, years), about, folder, (done) =>
        onProgress?.(done, total),
      );
      const before = await lastSite(db, fiscalYear);
      const differs = before && changeOf(withoutPapers(before), pages);
      const stops = papers === undefined || (differs !== null && !papers.mayDiffer);
      const added = stops
        ? null
        : await addPapers(pages, siteSections(db, years), about, folder, {
            ...papers,
            before: (path) => folder.earlier(path, before?.files[path]),
          });
      return { site: added?.site ?? pages, before, differs, papers: added };
    });
    if (made === null) return { kind: 'none' };
    if ('unpublished' in made) return { kind: 'unpublished', sheets: made.unpublished };
    const { site, before, differs, papers: added } = made;
    const change = changeOf(before?.files ?? {}, site);
    return { kind: 'written', site, change, differs, isFirst: before === null, papers: added };
  } catch (fault) {
    if (fault instanceof EvidenceLacking) return { kind: 'lacking', evidence: fault.evidence };
    if (fault instanceof SiteUnapproved) return { kind: 'unapproved', sheets: fault.sheets };
    throw fault;
  }
}

function changeOf(
  was: Readonly<Record<string, string>>,
  { files }: Pick<WrittenSite, 'files'>,
): SiteChange | null {
  const added = Object.keys(files).filter((path) => !(path in was)).length;
  const changed = Object.keys(files).filter((path) => path in was && was[path] !== files[path]);
  const removed = Object.keys(was).filter((path) => !(path in files)).length;
  return added + changed.length + removed === 0 ? null : { added, changed, removed };
}

/** Enters a site: the head before it, the hash of every file, how it looks and why it was made once more. */
export async function noteSite(
  pool: Pool,
  { files, list, withoutPapers: plain }: WrittenSite,
  about: { readonly years: SiteYears; readonly theme: ThemeFiles; readonly reason?: string },
  who: { readonly by: By; readonly now: Date },
): Promise<void> {
  const { years, theme, reason } = about;
  const details = {
    head: headText({ ...(await readHead(pool)), seal: null }),
    ...{ list, files, also: years.also, look: keptLook(theme) },
    ...(plain === undefined ? {} : { withoutPapers: plain }),
    ...(reason === undefined ? {} : { reason }),
  };
  const act = { action: 'site_published', subject: `${years.fiscalYear}-site`, details } as const;
  await noteAct(pool, act, who.by, who.now);
}

/** A theme as the history keeps it: the next site looks the same where nothing else is said. */
type KeptLook = {
  readonly theme: Theme;
  /** base64 */
  readonly files: readonly { readonly path: string; readonly bytes: string }[];
};

const keptLook = ({ theme, files }: ThemeFiles): KeptLook => ({
  theme,
  files: files.map(({ path, bytes }) => ({ path, bytes: Buffer.from(bytes).toString('base64') })),
});

/** The look of the site that was published last, of whatever year; null when there was none. */
export async function lastLook(pool: Pool): Promise<ThemeFiles | null> {
  const last = await lastSite(pool, null);
  if (!last) return null;
  const { theme, files } = last.look as KeptLook;
  return { theme, files: files.map(({ path, bytes }) => ({ path, bytes: Buffer.from(bytes, 'base64') })) };
}
