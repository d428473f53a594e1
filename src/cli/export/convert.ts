/** `maru convert FILE…`: file to file, without database or chat. */
import type { Command } from 'commander';
import { placeWords } from '../../workbook/cells/problem.js';
import type { OfficialSheet } from '../../workbook/form/official-sheet.js';
import { readSheetFiles } from '../import/sheet-files.js';
import type { CommandIo } from '../io.js';
import { answering } from '../mistake.js';
import {
  checkFailed,
  type OutputOptions,
  replacedWords,
  settingsOf,
  withOutputOptions,
  writeSheets,
} from './outputs.js';

type Options = OutputOptions & { readonly json?: boolean };

async function convert(files: readonly string[], options: Options, io: CommandIo): Promise<void> {
  const settings = await settingsOf(options, io);
  const read = await readSheetFiles(files, io);
  // a copy of what the file says: it is not for this command to call it unapproved
  const approved = options.draft !== true;
  const sheets: OfficialSheet[] = read.flatMap((one) =>
    one.sheets.map(({ sheet }) => ({ ...sheet, approved })),
  );
  const { written, replaced, failed } = await writeSheets(sheets, options.out, settings);
  const remarks = read.flatMap((one) => [
    ...one.notes,
    ...one.sheets.flatMap(({ irregularities }) => irregularities),
  ]);
  if (options.json) {
    io.out(`${JSON.stringify({ written, replaced, irregularities: remarks, failed })}\n`);
    checkFailed(failed);
    return;
  }
  const notes = read
    .flatMap((one) => one.notes)
    .map((one) => {
      const place = placeWords(one.where).ja;
      return place === '' ? one.message.ja : `${place}: ${one.message.ja}`;
    });
  for (const line of [...notes, ...replacedWords(replaced, settings.format)]) io.err(`${line}\n`);
  for (const one of written) io.out(`${one.path} に ${one.sheets} シートを書き出しました。\n`);
  checkFailed(failed);
}

/** Adds `convert` to the program. Exit code 0 only when every file was written. */
export function addConvertCommand(program: Command, io: CommandIo): void {
  const command = program
    .command('convert')
    .description('シートを別の形式のファイルにする (convert goal sheets file to file)')
    .argument('<file...>', '.xlsx .csv .json または印刷した文字の .txt');
  withOutputOptions(command)
    .option('--json', '結果を JSON で出力する')
    .action((files: string[], options: Options) => answering(io, () => convert(files, options, io)));
}
