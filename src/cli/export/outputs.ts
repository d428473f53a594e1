/** Sheets written to files: one with everything, or one a section. What `convert` and `export` share. */
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { type DepartmentAliases, usualDepartment } from '../../core/organization/organization-names.js';
import { fileFault } from '../../core/text/file-faults.js';
import { problemWords } from '../../workbook/cells/problem.js';
import type { WriteFileOptions } from '../../workbook/files.js';
import { FORMATS, type Format } from '../../workbook/form/formats.js';
import { approvalRefusal, type OfficialSheet, type Replaced } from '../../workbook/form/official-sheet.js';
import { tabNameOf, tabNames } from '../../workbook/xlsx/tabs.js';
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
  readonly per: string;
};

/** `per`: what each file of a folder is of; `aliases`: of its departments, as far as the record knows them. */
type OutputSettings = WriteFileOptions & {
  readonly per: 'sheet' | 'department';
  readonly aliases?: DepartmentAliases;
};

/** A file that was written. */
type WrittenFile = { readonly path: string; readonly sheets: number };

/** Adds the options that say how sheets are written. */
export function withOutputOptions(command: Command): Command {
  return command
    .requiredOption('--format <format>', `${FORMATS.join(' | ')}`)
    .requiredOption(
      '--out <path>',
      '書き出すファイル。フォルダーなら課ごと（--per department で部ごと）に一つのファイル',
    )
    .option('--per <what>', 'フォルダーに、課ごと（sheet）か部ごと（department）に書き出す', 'sheet')
    .option('--draft', '「下書き（未承認）」と記して書き出す')
    .option('--paper <size>', '.xlsx と .pdf の用紙 (A3 | A4)', 'A3')
    .option('--encoding <name>', '.csv の文字コード (utf8 | cp932)', 'utf8')
    .option('--template <file>', '.xlsx のひな形。名前の付いたセルか同じ見出しに書き込む')
    .option('--words', '.xlsx と .pdf の評価を「○ 達成」と言葉も書く');
}

/** The options as the writers take them; a Mistake for what they do not know. Reads the template. */
export async function settingsOf(options: OutputOptions, io: CommandIo): Promise<OutputSettings> {
  const { format, paper, encoding, per } = options;
  if (!isFormat(format))
    throw new Mistake(`--format は ${FORMATS.join('、')} のどれかです。「${format}」は使えません。`);
  if (paper !== 'A3' && paper !== 'A4')
    throw new Mistake(`--paper は A3 か A4 です。「${paper}」は使えません。`);
  if (encoding !== 'utf8' && encoding !== 'cp932')
    throw new Mistake(`--encoding は utf8 か cp932 です。「${encoding}」は使えません。`);
  if (per !== 'sheet' && per !== 'department')
    throw new Mistake(`--per は sheet（課ごと）か department（部ごと）です。「${per}」は使えません。`);
  const template = options.template === undefined ? undefined : await bytesOf(options.template);
  return {
    format,
    paper,
    per,
    draft: options.draft === true,
    encoding: encoding === 'cp932' ? 'cp932' : 'utf8-bom',
    rating: options.words ? 'symbol-and-word' : 'symbol',
    ...(template ? { template } : {}),
    onProgress: progressOn(io, '書き出し'),
  };
}

/**
 * Writes the sheets to a file, or one a section or department when `out` is a folder. A Mistake when one cannot be written:
 * then nothing is. A PDF that cannot be set keeps no other from being written; `failed` says why, in a sentence each.
 */
export async function writeSheets(
  sheets: readonly OfficialSheet[],
  out: string,
  { per, aliases, onProgress, ...settings }: OutputSettings,
): Promise<{ readonly written: WrittenFile[]; readonly replaced: Replaced[]; readonly failed: string[] }> {
  const replaced: Replaced[] = [];
  const failed = new Set<string>();
  const files: { path: string; bytes: Uint8Array; sheets: number }[] = [];
  const outputs = await outputsFor(sheets, out, settings.format, { per, aliases });
  // The writers of all kinds of files take a while to load, and most commands write none.
  const { writeFile } = await import('../../workbook/files.js');
  const refused = approvalRefusal(sheets, settings.draft ?? false);
  if (refused) throw new Mistake(refused.problems.map((one) => problemWords(one).ja).join('\n'));
  for (const [at, output] of outputs.entries()) {
    const before = settings.format === 'pdf' ? await readFile(output.path).catch(() => undefined) : undefined;
    const result = await writeFile(output.sheets, {
      ...settings,
      ...(before ? { before } : {}),
      ...(onProgress && outputs.length === 1 ? { onProgress } : {}),
    });
    if (outputs.length > 1) onProgress?.(at + 1, outputs.length);
    if (result.kind === 'written') {
      files.push({ path: output.path, bytes: result.bytes, sheets: output.sheets.length });
      replaced.push(...result.replaced);
    } else {
      for (const one of result.problems) failed.add(problemWords(one).ja);
      if (settings.format !== 'pdf') break;
    }
  }
  if (failed.size > 0 && (settings.format !== 'pdf' || files.length === 0))
    throw new Mistake([...failed].join('\n'));
  for (const { path, bytes } of files) await writeWhole(path, bytes);
  return {
    written: files.map(({ path, sheets: count }) => ({ path, sheets: count })),
    replaced,
    failed: [...failed],
  };
}

/** The Mistake that a command ends with when some PDFs could not be made; those that could are written. */
export function checkFailed(failed: readonly string[]): void {
  if (failed.length > 0) throw new Mistake(failed.join('\n'));
}

/** One line a character that the file cannot hold. */
export function replacedWords(replaced: readonly Replaced[], format?: Format): string[] {
  return replaced.map(({ sheet, row, column, character }) => {
    const place = `「${sheet}」${row > 0 ? `${row}行目` : ''}「${column}」`;
    const code = [...character].map(codePoint).join(' ');
    if (format === 'pdf') {
      const shown = UNSHOWN.test(character) ? code : `「${character}」（${code}）`;
      return `${place}: 文字${shown}は PDF の書体にないため、「〓」にしました。`;
    }
    return NO_TEXT.test(character)
      ? `${place}: 文字として表示できない ${code} を、別の記号に置き換えました。`
      : `${place}: 文字「${character}」は CP932 にないため置き換えました。`;
  });
}

/** What shows nothing by itself: signs of direction, variants and marks among it. */
const UNSHOWN = /[\p{C}\p{M}]/u;
/** Control characters and halves of characters: shown by their number, since a terminal would act on them. */
const NO_TEXT = /[\p{Cc}\p{Cs}\ufffe\uffff]/u;
const codePoint = (character: string) =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

function isFormat(text: string): text is Format {
  return (FORMATS as readonly string[]).includes(text);
}

async function isFolder(path: string): Promise<boolean> {
  if (/[/\\]$/.test(path)) return true;
  const found = await stat(path).catch(() => null);
  return found?.isDirectory() ?? false;
}

type Output = { readonly path: string; readonly sheets: readonly OfficialSheet[] };

async function outputsFor(
  sheets: readonly OfficialSheet[],
  out: string,
  format: Format,
  { per, aliases = {} }: { per: OutputSettings['per']; aliases: DepartmentAliases | undefined },
): Promise<Output[]> {
  if (!(await isFolder(out))) return [{ path: out, sheets }];
  await mkdir(out, { recursive: true }).catch((fault: unknown) => {
    throw new Mistake(fileFault(out, 'write', fault));
  });
  if (per === 'department') {
    const departmentOf = ({ header }: OfficialSheet) => usualDepartment(header.department.text, aliases);
    const departments = [...new Set(sheets.map(departmentOf))];
    const taken = new Set<string>();
    return departments.map((department) => {
      const name = tabNameOf(department, taken);
      taken.add(name.toLowerCase());
      const own = sheets.filter((one) => departmentOf(one) === department);
      return { path: join(out, fileName(name, format)), sheets: own };
    });
  }
  const names = tabNames(sheets);
  return sheets.map((sheet, index) => ({
    path: join(out, fileName(names[index] ?? '', format)),
    sheets: [sheet],
  }));
}

const fileName = (name: string, format: Format) =>
  `${
    name
      .replace(/[<>|"]/g, ' ')
      .replace(/^\.+/, '')
      .trim() || 'sheet'
  }.${format}`;
