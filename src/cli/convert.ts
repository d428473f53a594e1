/** `maru convert FILE…`: file to file, without database or chat. */
import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, stat, writeFile as writeBytes } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Command } from 'commander';
import { FORMATS, type Format, type WriteFileOptions, writeFile } from '../workbook/files.js';
import type { OfficialSheet, Replaced } from '../workbook/official.js';
import { placeWords, problemWords } from '../workbook/problem.js';
import { tabNames } from '../workbook/xlsx-tabs.js';
import type { CommandIo } from './io.js';
import { answering, Mistake } from './mistake.js';
import { bytesOf, codeOf, progressOn, readSheetFiles } from './sheet-files.js';

type Options = {
  readonly format: string;
  readonly out: string;
  readonly draft?: boolean;
  readonly paper: string;
  readonly encoding: string;
  readonly template?: string;
  readonly words?: boolean;
  readonly json?: boolean;
};

type Output = { readonly path: string; readonly sheets: readonly OfficialSheet[] };

function isFormat(text: string): text is Format {
  return (FORMATS as readonly string[]).includes(text);
}

/** The whole file or none of it: written beside its place and moved there. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const beside = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeBytes(beside, bytes, { flag: 'wx' });
    await rename(beside, path);
  } catch (fault) {
    await rm(beside, { force: true });
    throw new Mistake(`${path}: 書き込めません（${codeOf(fault)}）。`);
  }
}

async function isFolder(path: string): Promise<boolean> {
  if (/[/\\]$/.test(path)) return true;
  const found = await stat(path).catch(() => null);
  return found?.isDirectory() ?? false;
}

/** One file with everything, or one a section when the target is a folder. */
async function outputsFor(sheets: readonly OfficialSheet[], out: string, format: Format): Promise<Output[]> {
  if (!(await isFolder(out))) return [{ path: out, sheets }];
  await mkdir(out, { recursive: true });
  const names = tabNames(sheets);
  return sheets.map((sheet, index) => ({
    path: join(
      out,
      `${
        (names[index] ?? '')
          .replace(/[<>|"]/g, ' ')
          .replace(/^\.+/, '')
          .trim() || 'sheet'
      }.${format}`,
    ),
    sheets: [sheet],
  }));
}

function replacedWords(replaced: readonly Replaced[]): string[] {
  return replaced.map(
    (one) =>
      `「${one.sheet}」${one.row}行目「${one.column}」: 文字「${one.character}」は CP932 にないため置き換えました。`,
  );
}

async function convert(files: readonly string[], options: Options, io: CommandIo): Promise<void> {
  const { format, paper, encoding } = options;
  if (!isFormat(format))
    throw new Mistake(`--format は ${FORMATS.join('、')} のどれかです。「${format}」は使えません。`);
  if (paper !== 'A3' && paper !== 'A4')
    throw new Mistake(`--paper は A3 か A4 です。「${paper}」は使えません。`);
  if (encoding !== 'utf8' && encoding !== 'cp932')
    throw new Mistake(`--encoding は utf8 か cp932 です。「${encoding}」は使えません。`);
  const read = await readSheetFiles(files, io);
  // a copy of what the file says: it is not for this command to call it unapproved
  const approved = options.draft !== true;
  const sheets: OfficialSheet[] = read.flatMap((one) =>
    one.sheets.map(({ sheet }) => ({ ...sheet, approved })),
  );
  const template = options.template === undefined ? undefined : await bytesOf(options.template);
  const settings: WriteFileOptions = {
    format,
    paper,
    draft: !approved,
    encoding: encoding === 'cp932' ? 'cp932' : 'utf8-bom',
    rating: options.words ? 'symbol-and-word' : 'symbol',
    ...(template ? { template } : {}),
    onProgress: progressOn(io, '書き出し'),
  };
  const outputs = await outputsFor(sheets, options.out, format);
  const replaced: Replaced[] = [];
  for (const output of outputs) {
    const written = await writeFile(output.sheets, settings);
    if (written.kind === 'refused')
      throw new Mistake(written.problems.map((one) => problemWords(one).ja).join('\n'));
    await writeWhole(output.path, written.bytes);
    replaced.push(...written.replaced);
  }
  const remarks = read.flatMap((one) => [
    ...one.notes,
    ...one.sheets.flatMap(({ irregularities }) => irregularities),
  ]);
  if (options.json) {
    const written = outputs.map((one) => ({ path: one.path, sheets: one.sheets.length }));
    io.out(`${JSON.stringify({ written, replaced, irregularities: remarks })}\n`);
    return;
  }
  const notes = read
    .flatMap((one) => one.notes)
    .map((one) => {
      const place = placeWords(one.where).ja;
      return place === '' ? one.message.ja : `${place}: ${one.message.ja}`;
    });
  for (const line of [...notes, ...replacedWords(replaced)]) io.err(`${line}\n`);
  for (const output of outputs)
    io.out(`${output.path} に ${output.sheets.length} シートを書き出しました。\n`);
}

/** Adds `convert` to the program. Exit code 0 only when every file was written. */
export function addConvertCommand(program: Command, io: CommandIo): void {
  program
    .command('convert')
    .description('シートを別の形式のファイルにする (convert goal sheets file to file)')
    .argument('<file...>', '.xlsx .csv .json または印刷した文字の .txt')
    .requiredOption('--format <format>', `${FORMATS.join(' | ')}`)
    .requiredOption('--out <path>', '書き出すファイル。フォルダーなら課ごとに一つのファイル')
    .option('--draft', '「下書き（未承認）」と記して書き出す')
    .option('--paper <size>', '.xlsx の用紙 (A3 | A4)', 'A3')
    .option('--encoding <name>', '.csv の文字コード (utf8 | cp932)', 'utf8')
    .option('--template <file>', '.xlsx のひな形。名前の付いたセルか同じ見出しに書き込む')
    .option('--words', '.xlsx の評価を「○ 達成」と言葉も書く')
    .option('--json', '結果を JSON で出力する')
    .action((files: string[], options: Options) => answering(io, () => convert(files, options, io)));
}
