/** `maru publish --site`: the pages of what is published, in a folder for the web server. */
import type { Pool } from 'pg';
import { fiscalYearName, fiscalYearShort } from '../../core/calendar/japanese-dates.js';
import { fileFault } from '../../core/text/file-faults.js';
import { evidenceWords } from '../../core/wording/evidence/evidence.js';
import { type Staged, stageSite, yearsIn } from '../../site/folder.js';
import { lastLook, noteSite, type SiteChange, siteOfRecord } from '../../site/of-record.js';
import { NO_THEME, readThemeFiles, type ThemeFiles } from '../../site/theme-files.js';
import type { WrittenSite } from '../../site/write-site.js';
import type { By } from '../../store/postgres/ledger/recorded-by.js';
import { publicYears, type SiteYears } from '../../store/postgres/site/site-sections.js';
import { type Unpublished, unpublishedIn } from '../../store/postgres/site/unpublished.js';
import type { SetDocument } from '../../workbook/pdf/typesetter.js';
import { progressOn } from '../import/sheet-files.js';
import type { CommandIo } from '../io.js';
import { Mistake } from '../mistake.js';
import { checkFailed, replacedWords } from './outputs.js';

type SiteOptions = {
  readonly out: string;
  readonly theme: ThemeFiles;
  readonly years: SiteYears;
  /** why a site that differs from the one before is put in its place */
  readonly reason?: string;
  /** what sets the PDFs; null: none are made */
  readonly set?: SetDocument | null;
};

type SiteDone = {
  readonly files: number;
  readonly bytes: number;
  /** null: the very same as the one before */
  readonly change: SiteChange | null;
  readonly pdfs: number;
  /** files of 根拠資料 among them */
  readonly evidence: number;
  /** a sentence for each PDF that could not be made */
  readonly failed: readonly string[];
};

/** The theme of a folder, else that of the site before; a Mistake with everything that is wrong in it. */
export async function themeOf(folder: string | undefined, pool: Pool): Promise<ThemeFiles> {
  if (folder === undefined) return (await lastLook(pool)) ?? NO_THEME;
  const read = await readThemeFiles(folder);
  if (read.kind === 'refused')
    throw new Mistake(
      [`--theme ${folder}: 使えませんでした。`, ...read.problems.map((one) => `・${one}`)].join('\n'),
    );
  return read.files;
}

/**
 * A Mistake where `--also` names what is to be published first, or lacks a year that is in the folder: before anything is
 * entered.
 */
export async function mayGoAlong(
  pool: Pool,
  { fiscalYear, also }: SiteYears,
  out: string | undefined,
): Promise<void> {
  // What is published now is not out yet: that is looked at once it is.
  const others = also.filter((year) => year !== fiscalYear);
  const sheets = await unpublishedIn(pool, { also: others });
  if (sheets.length > 0) throw new Mistake(notPublished(sheets));
  if (out === undefined) return;
  const kept = [fiscalYear, ...(await publicYears(pool, { also }))];
  const lost = (await yearsIn(out)).filter((year) => !kept.includes(year)).map(fiscalYearShort);
  if (lost.length > 0)
    throw new Mistake(
      `${out}: 前に書き出した ${lost.join('、')} のシートのページがなくなるため、何も記録せず、フォルダーも変えていません。載せ続けるときは --also ${lost.join(' ')} を付けてください。なくしてよいときは、別のフォルダーに書き出してください。 / The pages of ${lost.join(', ')} in this folder would go, so nothing was done. Keep them with --also ${lost.join(' ')}, or write into another folder.`,
    );
}

function notPublished(sheets: readonly Unpublished[]): string {
  const more = sheets.length > SHOWN ? ` ほか${sheets.length - SHOWN}シート` : '';
  const named = sheets.slice(0, SHOWN).map((one) => `${fiscalYearName(one.fiscalYear)} ${one.section}`);
  const years = [...new Set(sheets.map(({ fiscalYear }) => fiscalYearShort(fiscalYear)))];
  return `--also で足せるのは、Maru を使う前に公表した、取り込んだだけのシートです。Maru で報告する年度の、公表を記録していないシートがあるため、ページを作りませんでした: ${named.join('、')}${more}。先に ${years.map((year) => `maru publish --year ${year}`).join('、')} で公表を記録するか、--also から外してください。`;
}

/**
 * Makes the site, puts it into its folder and enters it, with the hash of every file, into the history. Nothing is
 * entered where it is the very same as the one before; one that differs needs a reason. A Mistake changes nothing. It is
 * minutes of work, which stand back behind the replies of a service on the same machine.
 */
export async function makeSite(
  { pool, by }: { readonly pool: Pool; readonly by: By },
  { out, theme, years, reason, set }: SiteOptions,
  io: CommandIo,
): Promise<SiteDone> {
  io.standBack?.();
  const staged = await stagedIn(out);
  try {
    const made = await siteOfRecord(pool, years, theme, staged, {
      onProgress: progressOn(io, 'ページの作成'),
      ...(set === null
        ? {}
        : {
            papers: {
              mayDiffer: reason !== undefined,
              onProgress: progressOn(io, 'PDF の作成'),
              ...(set ? { set } : {}),
            },
          }),
    });
    if (made.kind === 'none')
      throw new Mistake(`${fiscalYearName(years.fiscalYear)}までに公表したシートは、ありません。`);
    if (made.kind === 'unpublished') throw new Mistake(notPublished(made.sheets));
    if (made.kind === 'unapproved')
      throw new Mistake(
        `公表した後に変わり、承認がそろっていないシートがあるため、ページを作りませんでした: ${made.sheets.map(({ section, fiscalYear }) => `${fiscalYearName(fiscalYear)} ${section}`).join('、')}。`,
      );
    if (made.kind === 'lacking')
      throw new Mistake(
        [
          evidenceWords('ja').lacking,
          ...made.evidence.map(({ section, name }) => `・${section}「${name}」`),
        ].join('\n'),
      );
    const { site, change, differs, papers } = made;
    if (differs && reason === undefined) throw new Mistake(needsReason(differs, site));
    for (const line of replacedWords(papers?.replaced ?? [], 'pdf')) io.err(`${line}\n`);
    const foreign = await staged.settle(site.files);
    if (foreign.length > 0)
      throw new Mistake(
        `${out}: このコマンドが書いたものでないファイルがあるため、フォルダーは変えていません: ${foreign.slice(0, 5).join('、')}。別のフォルダーを指定してください。`,
      );
    if (change)
      await noteSite(
        pool,
        site,
        { years, theme, ...(reason === undefined ? {} : { reason }) },
        { by, now: new Date() },
      );
    const paths = Object.keys(site.files);
    const evidence = paths.filter((path) => path.startsWith('evidence/')).length;
    const pdfs = paths.filter((path) => path.endsWith('.pdf') && !path.startsWith('evidence/')).length;
    if (papers?.isInstalled === false)
      io.err(
        `${papers.failed.join('')}${pdfs === 0 ? 'ページは PDF なしで書き出しました。' : '新しく作る PDF のないページを書き出しました。'}\n`,
      );
    return {
      ...{ files: paths.length + 1, bytes: site.bytes, change },
      ...{ pdfs, evidence },
      failed: papers?.isInstalled ? papers.failed : [],
    };
  } finally {
    await staged.discard();
  }
}

/** The folder; a Mistake that names it for what the system says of it. */
async function stagedIn(out: string): Promise<Staged> {
  const told = <T>(doing: Promise<T>): Promise<T> =>
    doing.catch((fault: unknown) => {
      throw new Mistake(fileFault(out, 'write', fault));
    });
  const staged = await told(stageSite(out));
  return {
    ...staged,
    write: (path, bytes) => told(staged.write(path, bytes)),
    async begin(path) {
      const file = await told(staged.begin(path));
      return { write: (bytes) => told(file.write(bytes)), end: () => told(file.end()) };
    },
    settle: (files) => told(staged.settle(files)),
  };
}

/** Names of sheets shown in a sentence. */
const SHOWN = 10;

/** The sheets whose pages changed, by name. */
function changedSheets({ changed }: SiteChange, { listing }: Pick<WrittenSite, 'listing'>): string[] {
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

/** Of the options of `maru publish`, with `--plan` or without. */
type Wanted = {
  readonly site?: string;
  readonly dryRun?: boolean;
  readonly reason?: string;
  readonly pdf: boolean;
};

/** The site that is to be made; null: none. */
export const siteWanted = (
  { site, dryRun, reason, pdf }: Wanted,
  about: Pick<SiteOptions, 'theme' | 'years'>,
): SiteOptions | null =>
  dryRun || site === undefined
    ? null
    : { out: site, ...about, ...(reason === undefined ? {} : { reason }), ...(pdf ? {} : { set: null }) };

/** What was entered: told in lines, or as one object where `json` is there. */
type Entered = { readonly lines: readonly string[]; readonly json?: object; readonly sheets: number };

/**
 * Tells what was entered, then makes the site (null: none) and tells that, too. What was entered stands whatever becomes of
 * the pages, which is said before why they could not be made.
 */
export async function sayPublished(
  opened: Parameters<typeof makeSite>[0],
  { lines, json, sheets }: Entered,
  options: SiteOptions | null,
  io: CommandIo,
): Promise<void> {
  const tellJson = (more: object) => json && io.out(`${JSON.stringify({ ...json, ...more })}\n`);
  if (!json) io.out(lines.join(''));
  if (options === null) {
    tellJson({});
    return;
  }
  const site = await makeSite(opened, options, io).catch((fault: unknown) => {
    tellJson({ site: null });
    if (sheets > 0) io.err(ENTERED_WITHOUT_PAGES);
    throw fault;
  });
  if (json) tellJson({ site: siteJson(site) });
  else io.out(siteLines(options.out, site));
  checkFailed(site.failed);
}

const ENTERED_WITHOUT_PAGES =
  '公表は記録しましたが、ページは書き出し終えていません。もう一度実行すると、ページだけを書き出します。 / It is entered, but the pages are not all written: run it again for the pages alone.\n';

/** What was done, in lines. */
function siteLines(out: string, { files, bytes, change, pdfs, evidence }: SiteDone): string {
  const size = Math.ceil(bytes / 100_000) / 10;
  return [
    `${out} に ${files} ファイル（${size} MB${pdfs > 0 ? `、うち PDF ${pdfs}` : ''}${evidence > 0 ? `、根拠資料 ${evidence}` : ''}）を書き出しました。`,
    change === null
      ? '前に公表したページと同じ内容です。'
      : `追加 ${change.added}・変更 ${change.changed.length}・削除 ${change.removed} ファイル。すべてのファイルのハッシュを履歴に記録しました。`,
    '',
  ].join('\n');
}

/** What `--json` says of it. */
const siteJson = ({ files, bytes, change, pdfs, evidence, failed }: SiteDone) => ({
  ...{ files, bytes, pdfs, evidence, failed },
  ...(change ? { ...change, changed: change.changed.length } : { added: 0, changed: 0, removed: 0 }),
});
