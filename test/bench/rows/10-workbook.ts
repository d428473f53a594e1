/** 300 official sheets written to one workbook and read back, beside exceljs and our own library alone with the same cells. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { inTurn } from '../pairs.js';
import { byMedian, type Measured, median, type Row, type Size } from '../row.js';

const CHILD = fileURLToPath(new URL('../workbook-child.ts', import.meta.url));
const LOADER = fileURLToPath(new URL('../../support/typescript.mjs', import.meta.url));
const SHEETS = 300;
const PAIRS = { quick: 3, full: 11 };

/** `processor`: milliseconds of all threads. */
type Cost = { readonly ms: number; readonly processor: number; readonly megabytes: number };
type Both = readonly [write: Cost, read: Cost];

async function measured(task: string, file: string): Promise<Cost> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--import',
    LOADER,
    CHILD,
    task,
    file,
    String(SHEETS),
  ]);
  return JSON.parse(stdout) as Cost;
}

/** What is read is in both the file that we wrote. */
async function pairsWith(rival: 'library' | 'exceljs', size: Size): Promise<{ ours: Both; theirs: Both }[]> {
  const dir = await mkdtemp(join(tmpdir(), 'maru-bench-'));
  const file = join(dir, 'sheets.xlsx');
  const both = async (whose: string): Promise<Both> => [
    await measured(`${whose} writes`, file),
    await measured(`${whose} reads`, file),
  ];
  try {
    await measured('ours writes', file);
    return await inTurn(
      PAIRS[size],
      () => both('ours'),
      () => both(rival),
    );
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

const msOf = ([write, read]: Both) => write.ms + read.ms;
const processorOf = ([write, read]: Both) => write.processor + read.processor;
const peakOf = ([write, read]: Both) => Math.max(write.megabytes, read.megabytes);

function notesOf(pairs: readonly { ours: Both; theirs: Both }[]): string[] {
  const of = (pick: (pair: { ours: Both; theirs: Both }) => number) => median(pairs.map(pick));
  const part = (at: 0 | 1) => of(({ ours, theirs }) => ours[at].ms / theirs[at].ms).toFixed(2);
  const figure = (whose: 'ours' | 'theirs', at: 0 | 1) =>
    `${of((pair) => pair[whose][at].ms).toFixed(0)} ms, ${of((pair) => pair[whose][at].processor).toFixed(0)} of the processor and ${of((pair) => pair[whose][at].megabytes).toFixed(0)} MB`;
  return [
    `time ${of(({ ours, theirs }) => msOf(ours) / msOf(theirs)).toFixed(2)} × (writing ${part(0)}, reading ${part(1)}: our reading is also finding what is irregular)`,
    `processor time of all threads ${of(({ ours, theirs }) => processorOf(ours) / processorOf(theirs)).toFixed(2)} ×`,
    `peak memory ${of(({ ours, theirs }) => peakOf(ours) / peakOf(theirs)).toFixed(2)} ×, each of the four in a process of its own`,
    `ours: writing ${figure('ours', 0)}, reading ${figure('ours', 1)}; theirs: writing ${figure('theirs', 0)}, reading ${figure('theirs', 1)}`,
  ];
}

async function besideExceljs(size: Size, say: (line: string) => void): Promise<Measured> {
  const pairs = await pairsWith('exceljs', size);
  const notes = notesOf(pairs);
  for (const note of notes) say(note);
  return byMedian(
    pairs.map(({ ours, theirs }) => msOf(theirs) / msOf(ours)),
    notes,
  );
}

/** The worse of time and memory is judged. */
async function besideLibrary(size: Size, say: (line: string) => void): Promise<Measured> {
  const pairs = await pairsWith('library', size);
  const notes = notesOf(pairs);
  for (const note of notes) say(note);
  const time = byMedian(
    pairs.map(({ ours, theirs }) => msOf(ours) / msOf(theirs)),
    notes,
  );
  return {
    ...time,
    ratio: Math.max(time.ratio, median(pairs.map(({ ours, theirs }) => peakOf(ours) / peakOf(theirs)))),
  };
}

export const rows: readonly Row[] = [
  {
    no: 10,
    name: '300シートの書き出しと読み戻し / 300 sheets to .xlsx and back, how many times as fast',
    goal: { atLeast: 2 },
    rival: 'exceljs writing and reading the same cells',
    run: besideExceljs,
  },
  {
    no: 10.1,
    name: '300シートの書き出しと読み戻し / 300 sheets to .xlsx and back, time and memory',
    goal: { atMost: 1.5 },
    rival: 'the Excel library alone (hucre) writing and reading the same cells',
    run: besideLibrary,
  },
];
