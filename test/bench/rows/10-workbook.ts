/** 300 official sheets written to one workbook and read back, beside the bare library writing and reading the same cells. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { inTurn } from '../pairs.js';
import { byMedian, median, type Row } from '../row.js';

const CHILD = fileURLToPath(new URL('../workbook-child.ts', import.meta.url));
const LOADER = fileURLToPath(new URL('../../support/typescript.mjs', import.meta.url));
const SHEETS = 300;

type Cost = { readonly ms: number; readonly megabytes: number };

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

export const row: Row = {
  no: 10,
  name: '300シートの書き出しと読み戻し / 300 sheets to .xlsx and back',
  goal: { atMost: 1.5 },
  rival: 'the Excel library alone (hucre) writing and reading the same cells',
  async run(size, say) {
    const dir = await mkdtemp(join(tmpdir(), 'maru-bench-'));
    const file = join(dir, 'sheets.xlsx');
    try {
      const taken = await inTurn(
        size === 'quick' ? 3 : 11,
        async () => [await measured('ours writes', file), await measured('ours reads', file)] as const,
        async () => {
          const write = await measured('library writes', file);
          // the file that is read is ours in both
          return [write, await measured('library reads', await written(file))] as const;
        },
      );
      const each = taken.map(({ ours, theirs }) => ({
        write: ours[0].ms / theirs[0].ms,
        read: ours[1].ms / theirs[1].ms,
        time: (ours[0].ms + ours[1].ms) / (theirs[0].ms + theirs[1].ms),
        memory:
          Math.max(ours[0].megabytes, ours[1].megabytes) / Math.max(theirs[0].megabytes, theirs[1].megabytes),
      }));
      const of = (name: 'write' | 'read' | 'time' | 'memory') => median(each.map((one) => one[name]));
      const ours = taken.map((pair) => pair.ours);
      const notes = [
        `time ${of('time').toFixed(2)} × (writing ${of('write').toFixed(2)}, reading ${of('read').toFixed(2)}: reading is also finding what is irregular)`,
        `peak memory ${of('memory').toFixed(2)} × (each of the four in a process of its own; ours writing ${median(ours.map(([one]) => one.megabytes)).toFixed(0)} MB, reading ${median(ours.map(([, one]) => one.megabytes)).toFixed(0)} MB)`,
        `${median(ours.map(([one]) => one.ms)).toFixed(0)} ms to write, ${median(ours.map(([, one]) => one.ms)).toFixed(0)} ms to read, each once in a new process`,
      ];
      for (const note of notes) say(note);
      const time = byMedian(
        each.map((one) => one.time),
        notes,
      );
      return { ...time, ratio: Math.max(time.ratio, of('memory')) };
    } finally {
      await rm(dir, { recursive: true, force: true });
    }

    async function written(path: string): Promise<string> {
      await measured('ours writes', path);
      return path;
    }
  },
};
