/** Files named on the command line, read as goal sheets. */
import { readFile as readBytes, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { faultWords } from '../../core/text/file-faults.js';
import { LIMITS } from '../../workbook/cells/limits.js';
import { problemWords } from '../../workbook/cells/problem.js';
import type { FileRead } from '../../workbook/reader/read-grids.js';
import type { CommandIo } from '../io.js';
import { Mistake } from '../mistake.js';

const BYTES_PER_MB = 1024 * 1024;

/** The bytes of a file. A file that is too large or cannot be opened is a Mistake naming it. */
export async function bytesOf(path: string): Promise<Uint8Array> {
  const cannotOpen = (fault: unknown) =>
    new Mistake(`${path}: ファイルを開けません（${faultWords(fault)[0]}）。`);
  const { size } = await stat(path).catch((fault: unknown) => Promise.reject(cannotOpen(fault)));
  if (size > LIMITS.fileBytes)
    throw new Mistake(`${path}: ファイルが大きすぎます（上限 ${LIMITS.fileBytes / BYTES_PER_MB} MB）。`);
  return readBytes(path).catch((fault: unknown) => Promise.reject(cannotOpen(fault)));
}

/** Reads every goal sheet in the files; with a problem in one of them nothing is handed on. */
export async function readSheetFiles(files: readonly string[], io: CommandIo): Promise<FileRead[]> {
  // The readers of all kinds of files take a while to load, and most commands read none.
  const { readFile } = await import('../../workbook/files.js');
  const read: FileRead[] = [];
  for (const file of files) {
    const result = await readFile(await bytesOf(file), basename(file), {
      onProgress: progressOn(io, '読み込み'),
      understood: true,
    });
    if (result.kind === 'refused')
      throw new Mistake(result.problems.map((one) => problemWords(one).ja).join('\n'));
    read.push(result);
  }
  return read;
}

/** Progress on one line of a terminal; nothing when the output goes to a file. */
export function progressOn(io: CommandIo, word: string): (done: number, total: number) => void {
  return (done, total) => {
    if (!process.stderr.isTTY || total < 2) return;
    io.err(`\r${word} ${done}/${total}${done === total ? '\n' : ''}`);
  };
}
