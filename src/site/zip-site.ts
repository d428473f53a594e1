/** The site as one .zip, for the chat: made in a folder of its own that is gone afterwards. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import type { MadeSite, MakeSite } from '../flow/notices/make-site.js';
import { type ZipFile, zipWithin } from '../package/zip.js';
import { lastSite } from '../store/postgres/site/site-sections.js';
import { stageSite } from './folder.js';
import { lastLook, noteSite, siteOfRecord } from './of-record.js';
import { NO_THEME } from './theme-files.js';
import { SUMS } from './write-site.js';

/** Bytes of a file that is sent into a chat. */
export const ZIP_MAX = 20_000_000;

/**
 * The port MakeSite: the pages, without PDFs (which take minutes, and more room than a chat file has), as the command line
 * makes them, in the look of those before and with the years that those took along. It is entered into the history where it
 * is the first of its year; one that differs from the one before wants a reason, which the command line takes.
 */
export function siteZips(pool: Pool, most: number = ZIP_MAX): MakeSite {
  return async ({ fiscalYear, by }, now): Promise<MadeSite> => {
    const before = (await lastSite(pool, fiscalYear)) ?? (await lastSite(pool, null));
    const years = { fiscalYear, also: before?.also ?? [] };
    const theme = (await lastLook(pool)) ?? NO_THEME;
    const folder = await mkdtemp(join(tmpdir(), 'maru-site-'));
    const staged = await stageSite(folder);
    try {
      const made = await siteOfRecord(pool, years, theme, staged);
      if (made.kind !== 'written') return made;
      const { site, differs, isFirst } = made;
      if (differs)
        return { kind: 'changed', files: differs.added + differs.changed.length + differs.removed };
      await staged.settle(site.files);
      const bytes = await zipWithin(filesOf(folder, Object.keys(site.files)), most);
      if (!bytes) return { kind: 'too_large' };
      if (isFirst) await noteSite(pool, site, { years, theme }, { by, now });
      return { kind: 'made', bytes, files: Object.keys(site.files).length + 1, content: site.list };
    } finally {
      await staged.discard();
      await rm(folder, { recursive: true, force: true });
    }
  };
}

async function* filesOf(folder: string, paths: readonly string[]): AsyncGenerator<ZipFile> {
  for (const path of [...paths, SUMS].sort()) yield { name: path, bytes: await readFile(join(folder, path)) };
}
