/** `maru publish --site`: the pages of what is published, in a folder for the web server. */
import { basename } from 'node:path';
import type { Pool } from 'pg';
import { fiscalYearName } from '../../core/calendar/japanese-dates.js';
import { headText } from '../../core/decision/head.js';
import { fileFault } from '../../core/text/file-faults.js';
import { stageSite } from '../../site/folder.js';
import { NO_THEME, readThemeFiles, type ThemeFiles } from '../../site/theme-files.js';
import { type WrittenSite, writeSite } from '../../site/write-site.js';
import { inTransaction } from '../../store/postgres/connection/pool.js';
import type { By } from '../../store/postgres/ledger/recorded-by.js';
import type { PostgresRecord } from '../../store/postgres/record.js';
import {
  countSections,
  lastSite,
  SiteUnapproved,
  type SiteYears,
  siteSections,
} from '../../store/postgres/site/site-sections.js';
import { progressOn } from '../import/sheet-files.js';
import type { CommandIo } from '../io.js';
import { Mistake } from '../mistake.js';

export type SiteOptions = {
  readonly out: string;
  readonly theme: ThemeFiles;
  readonly years: SiteYears;
  /** why a site that differs from the one before is put in its place */
  readonly reason?: string;
};

/** What became of the files since the site before; of the first one, all are new. */
export type SiteChange = {
  readonly added: number;
  readonly changed: readonly string[];
  readonly removed: number;
};

export type SiteDone = {
  readonly files: number;
  readonly bytes: number;
  /** null: the very same as the one before */
  readonly change: SiteChange | null;
};

/** The theme of a folder; a Mistake with everything that is wrong in it. */
export async function themeOf(folder: string | undefined): Promise<ThemeFiles> {
  if (folder === undefined) return NO_THEME;
  const read = await readThemeFiles(folder);
  if (read.kind === 'refused')
    throw new Mistake(
      [`--theme ${folder}: 使えませんでした。`, ...read.problems.map((one) => `・${one}`)].join('\n'),
    );
  return read.files;
}

/**
 * Makes the site, puts it into its folder and enters it, with the hash of every file, into the history. Nothing is
 * entered where it is the very same as the one before; one that differs needs a reason. A Mistake changes nothing.
 */
export async function makeSite(
  { record, pool, by }: { readonly record: PostgresRecord; readonly pool: Pool; readonly by: By },
  { out, theme, years, reason }: SiteOptions,
  io: CommandIo,
): Promise<SiteDone> {
  const staged = await stageSite(out).catch((fault: unknown) => {
    throw new Mistake(fileFault(out, 'write', fault));
  });
  try {
    const site = await inTransaction(pool, async (db) => {
      // One picture of the record, however long it takes.
      await db.query('set transaction isolation level repeatable read, read only');
      const total = await countSections(db, years);
      if (total === 0)
        throw new Mistake(`${fiscalYearName(years.fiscalYear)}までに公表したシートは、ありません。`);
      const onProgress = progressOn(io, 'ページの作成');
      return writeSite(siteSections(db, years), { fiscalYear: years.fiscalYear, ...theme }, staged, (done) =>
        onProgress(done, total),
      );
    }).catch((fault: unknown) => {
      if (!(fault instanceof SiteUnapproved)) throw fault;
      const named = fault.sheets.map(({ section, fiscalYear }) => `${fiscalYearName(fiscalYear)} ${section}`);
      throw new Mistake(
        `公表した後に変わり、承認がそろっていないシートがあるため、ページを作りませんでした: ${named.join('、')}。`,
      );
    });
    const before = await lastSite(pool, years.fiscalYear);
    const change = changeOf(before, site);
    if (before && change && reason === undefined) throw new Mistake(needsReason(change, site));
    const foreign = await staged.settle(site.files).catch((fault: unknown) => {
      throw new Mistake(fileFault(out, 'write', fault));
    });
    if (foreign.length > 0)
      throw new Mistake(
        `${out}: このコマンドが書いたものでないファイルがあるため、何も変えませんでした: ${foreign.slice(0, 5).join('、')}。別のフォルダーを指定してください。`,
      );
    if (change) {
      const { fiscalYear, also } = years;
      const details = {
        ...{ head: headText({ ...(await record.head()), seal: null }), list: site.list, files: site.files },
        ...{ folder: basename(out), also, ...(reason === undefined ? {} : { reason }) },
      };
      const act = { action: 'site_published', subject: `${fiscalYear}-site`, details } as const;
      await record.note(act, { by, now: new Date() });
    }
    return { files: Object.keys(site.files).length + 1, bytes: site.bytes, change };
  } finally {
    await staged.discard();
  }
}

function changeOf(
  before: Readonly<Record<string, string>> | null,
  { files }: WrittenSite,
): SiteChange | null {
  const was = before ?? {};
  const added = Object.keys(files).filter((path) => !(path in was)).length;
  const changed = Object.keys(files).filter((path) => path in was && was[path] !== files[path]);
  const removed = Object.keys(was).filter((path) => !(path in files)).length;
  return added + changed.length + removed === 0 ? null : { added, changed, removed };
}

/** Names of sheets shown in a sentence. */
const SHOWN = 10;

/** The sheets whose pages changed, by name. */
export function changedSheets({ changed }: SiteChange, { listing }: Pick<WrittenSite, 'listing'>): string[] {
  const names = new Map(listing.sections.map(({ id, name, department }) => [id, `${department} ${name}`]));
  return changed.flatMap((path) => {
    const [folder, year, file = ''] = path.split('/');
    const name = folder === 'sheets' ? names.get(file.replace('.html', '')) : undefined;
    return name === undefined ? [] : `${fiscalYearName(Number(year))} ${name}`;
  });
}

function needsReason(change: SiteChange, site: WrittenSite): string {
  const sheets = changedSheets(change, site);
  const more = sheets.length > SHOWN ? ` ほか${sheets.length - SHOWN}シート` : '';
  const said =
    sheets.length === 0
      ? 'シートの変わったところはありません。'
      : `変わったシート: ${sheets.slice(0, SHOWN).join('、')}${more}。`;
  return `前に公表したページから変わります（追加 ${change.added}・変更 ${change.changed.length}・削除 ${change.removed} ファイル）。${said}公表し直すときは --reason に理由を書いてください。フォルダーは変えていません。`;
}

/** What was done, in lines. */
export function siteLines(out: string, { files, bytes, change }: SiteDone): string {
  const size = (bytes / 1_000_000).toFixed(1);
  return [
    `${out} に ${files} ファイル（${size} MB）を書き出しました。`,
    change === null
      ? '前に公表したページと同じ内容です。'
      : `追加 ${change.added}・変更 ${change.changed.length}・削除 ${change.removed} ファイル。すべてのファイルのハッシュを履歴に記録しました。`,
    '',
  ].join('\n');
}
