/** Sheets written to files: one with everything, or one a section. What `convert` and `export` share. */
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { fileFault } from '../../core/text/file-faults.js';
import { problemWords } from '../../workbook/cells/problem.js';
import type { WriteFileOptions } from '../../workbook/files.js';
import { FORMATS, type Format } from '../../workbook/form/formats.js';
import type { OfficialSheet, Replaced } from '../../workbook/form/official-sheet.js';
import { tabNames } from '../../workbook/xlsx/tabs.js';
import { bytesOf, progressOn } from '../import/sheet-files.js';
import type { CommandIo } from '../io.js';
import { Mistake } from '../mistake.js';
import { writeWhole } from '../whole-file.js';

export type OutputOptions = {
  readonly format: string;
  readonly out: string;
  readonly draft?: boolean;
  readonly paper: string;
  readonly encoding: string;
  readonly template?: string;
  readonly words?: boolean;
};

/** A file that was written. */
export type WrittenFile = { readonly path: string; readonly sheets: number };

/** Adds the options that say how sheets are written. */
export function withOutputOptions(command: Command): Command {
  return command
    .requiredOption('--format <format>', `${FORMATS.join(' | ')}`)
    .requiredOption('--out <path>', '書き出すファイル。フォルダーなら課ごとに一つのファイル')
    .option('--draft', '「下書き（未承認）」と記して書き出す')
    .option('--paper <size>', '.xlsx の用紙 (A3 | A4)', 'A3')
    .option('--encoding <name>', '.csv の文字コード (utf8 | cp932)', 'utf8')
    .option('--template <file>', '.xlsx のひな形。名前の付いたセルか同じ見出しに書き込む')
    .option('--words', '.xlsx の評価を「○ 達成」と言葉も書く');
}

/** The options as the writers take them; a Mistake for what they do not know. Reads the template. */
export async function settingsOf(options: OutputOptions, io: CommandIo): Promise<WriteFileOptions> {
  const { format, paper, encoding } = options;
  if (!isFormat(format))
    throw new Mistake(`--format は ${FORMATS.join('、')} のどれかです。「${format}」は使えません。`);
  if (paper !== 'A3' && paper !== 'A4')
    throw new Mistake(`--paper は A3 か A4 です。「${paper}」は使えません。`);
  if (encoding !== 'utf8' && encoding !== 'cp932')
    throw new Mistake(`--encoding は utf8 か cp932 です。「${encoding}」は使えません。`);
  const template = options.template === undefined ? undefined : await bytesOf(options.template);
  return {
    format,
    paper,
    draft: options.draft === true,
    encoding: encoding === 'cp932' ? 'cp932' : 'utf8-bom',
    rating: options.words ? 'symbol-and-word' : 'symbol',
    ...(template ? { template } : {}),
    onProgress: progressOn(io, '書き出し'),
  };
}

/** Writes the sheets to a file, or one a section when `out` is a folder. A Mistake when one cannot be written. */
export async function writeSheets(
  sheets: readonly OfficialSheet[],
  out: string,
  settings: WriteFileOptions,
): Promise<{ readonly written: WrittenFile[]; readonly replaced: Replaced[] }> {
  const replaced: Replaced[] = [];
  const files: { path: string; bytes: Uint8Array; sheets: number }[] = [];
  const outputs = await outputsFor(sheets, out, settings.format);
  // The writers of all kinds of files take a while to load, and most commands write none.
  const { writeFile } = await import('../../workbook/files.js');
  for (const output of outputs) {
    const result = await writeFile(output.sheets, settings);
    if (result.kind === 'refused')
      throw new Mistake(result.problems.map((one) => problemWords(one).ja).join('\n'));
    files.push({ path: output.path, bytes: result.bytes, sheets: output.sheets.length });
    replaced.push(...result.replaced);
  }
  for (const { path, bytes } of files) await writeWhole(path, bytes);
  return { written: files.map(({ path, sheets: count }) => ({ path, sheets: count })), replaced };
}

/** One line a character that the file cannot hold. */
export function replacedWords(replaced: readonly Replaced[]): string[] {
  return replaced.map(({ sheet, row, column, character }) => {
    const place = `「${sheet}」${row > 0 ? `${row}行目` : ''}「${column}」`;
    return NO_TEXT.test(character)
      ? `${place}: 文字として表示できない ${codePoint(character)} を、別の記号に置き換えました。`
      : `${place}: 文字「${character}」は CP932 にないため置き換えました。`;
  });
}

/** Control characters and halves of characters: shown by their number, since a terminal would act on them. */
const NO_TEXT = /[\p{Cc}\p{Cs}\ufffe\uffff]/u;
const codePoint = (character: string) =>
  `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;

function isFormat(text: string): text is Format {
  return (FORMATS as readonly string[]).includes(text);
}

async function isFolder(path: string): Promise<boolean> {
  if (/[/\\]$/.test(path)) return true;
  const found = await stat(path).catch(() => null);
  return found?.isDirectory() ?? false;
}

type Output = { readonly path: string; readonly sheets: readonly OfficialSheet[] };

async function outputsFor(sheets: readonly OfficialSheet[], out: string, format: Format): Promise<Output[]> {
  if (!(await isFolder(out))) return [{ path: out, sheets }];
  await mkdir(out, { recursive: true }).catch((fault: unknown) => {
    throw new Mistake(fileFault(out, 'write', fault));
  });
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
