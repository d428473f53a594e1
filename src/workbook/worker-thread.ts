/** The thread that `worker.ts` starts: one job, its progress, its answer. */
import { parentPort, workerData } from 'node:worker_threads';
import { type ReadFileOptions, readFile, type WriteFileOptions, writeFile } from './files.js';
import type { OfficialSheet } from './official.js';

export type Job =
  | {
      readonly kind: 'write';
      readonly sheets: readonly OfficialSheet[];
      readonly options: Omit<WriteFileOptions, 'onProgress'>;
    }
  | {
      readonly kind: 'read';
      readonly bytes: Uint8Array;
      readonly name: string;
      readonly options: Omit<ReadFileOptions, 'onProgress'>;
    };

export type Answer =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'done'; readonly value: unknown };

async function perform(job: Job, tell: (answer: Answer) => void): Promise<void> {
  const onProgress = (done: number, total: number) => tell({ kind: 'progress', done, total });
  switch (job.kind) {
    case 'write':
      tell({ kind: 'done', value: await writeFile(job.sheets, { ...job.options, onProgress }) });
      return;
    case 'read':
      tell({ kind: 'done', value: await readFile(job.bytes, job.name, { ...job.options, onProgress }) });
      return;
    default: {
      const never: never = job;
      throw new Error(String(never));
    }
  }
}

const port = parentPort;
if (port) await perform(workerData as Job, (answer) => port.postMessage(answer));
