/** The site of a record: made of one picture of it, held against the one before, and entered into its history. */
import type { Pool } from 'pg';
import { headText } from '../core/decision/head.js';
import type { Theme } from '../core/site/theme.js';
import { inTransaction } from '../store/postgres/connection/pool.js';
import { readHead } from '../store/postgres/ledger/history.js';
import { noteAct } from '../store/postgres/ledger/operator-acts.js';
import type { By } from '../store/postgres/ledger/recorded-by.js';
import {
  countSections,
  lastSite,
  SiteUnapproved,
  type SiteYears,
  siteSections,
} from '../store/postgres/site/site-sections.js';
import type { ThemeFiles } from './theme-files.js';
import { type Folder, type WrittenSite, writeSite } from './write-site.js';

/** What became of the files since the site before; of the first one, all are new. */
export type SiteChange = {
  readonly added: number;
  readonly changed: readonly string[];
  readonly removed: number;
};

export type RecordedSite =
  | {
      readonly kind: 'written';
      readonly site: WrittenSite;
      /** null: the very same as the one before */
      readonly change: SiteChange | null;
      readonly isFirst: boolean;
    }
  /** nothing is published */
  | { readonly kind: 'none' }
  /** what is published is not approved as it stands now */
  | { readonly kind: 'unapproved'; readonly sheets: SiteUnapproved['sheets'] };

/** Writes it into a folder. `onProgress`: sections done, of how many. */
export async function siteOfRecord(
  pool: Pool,
  years: SiteYears,
  theme: ThemeFiles,
  folder: Folder,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<RecordedSite> {
  try {
    const site = await inTransaction(pool, async (db) => {
      // One picture of the record, however long it takes.
      await db.query('set transaction isolation level repeatable read, read only');
      const total = await countSections(db, years);
      if (total === 0) return null;
      return writeSite(siteSections(db, years), { fiscalYear: years.fiscalYear, ...theme }, folder, (done) =>
        onProgress(done, total),
      );
    });
    if (site === null) return { kind: 'none' };
    const before = await lastSite(pool, years.fiscalYear);
    return { kind: 'written', site, change: changeOf(before?.files ?? {}, site), isFirst: before === null };
  } catch (fault) {
    if (fault instanceof SiteUnapproved) return { kind: 'unapproved', sheets: fault.sheets };
    throw fault;
  }
}

function changeOf(was: Readonly<Record<string, string>>, { files }: WrittenSite): SiteChange | null {
  const added = Object.keys(files).filter((path) => !(path in was)).length;
  const changed = Object.keys(files).filter((path) => path in was && was[path] !== files[path]);
  const removed = Object.keys(was).filter((path) => !(path in files)).length;
  return added + changed.length + removed === 0 ? null : { added, changed, removed };
}

/** Enters a site: the head before it, the hash of every file, how it looks and why it was made once more. */
export async function noteSite(
  pool: Pool,
  { files, list }: WrittenSite,
  about: { readonly years: SiteYears; readonly theme: ThemeFiles; readonly reason?: string },
  who: { readonly by: By; readonly now: Date },
): Promise<void> {
  const { years, theme, reason } = about;
  const details = {
    head: headText({ ...(await readHead(pool)), seal: null }),
    ...{ list, files, also: years.also, look: keptLook(theme) },
    ...(reason === undefined ? {} : { reason }),
  };
  const act = { action: 'site_published', subject: `${years.fiscalYear}-site`, details } as const;
  await noteAct(pool, act, who.by, who.now);
}

/** A theme as the history keeps it: the next site looks the same where nothing else is said. */
export type KeptLook = {
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
