/** The process that `worker.ts` starts: one job, its progress, its answer. */
import { wholeOf } from '../../flow/evidence/store.js';
import { checkWorkbook } from '../evidence.js';
import { type ReadSentOptions, readSent, type WriteFileOptions, writeFile } from '../files.js';
import type { OfficialSheet } from '../form/official-sheet.js';

export type Job = (
  | {
      readonly kind: 'write';
      readonly sheets: readonly OfficialSheet[];
      readonly options: Omit<WriteFileOptions, 'onProgress'>;
    }
  | {
      readonly kind: 'read';
      readonly bytes: Uint8Array;
      readonly name: string;
      readonly options: Omit<ReadSentOptions, 'onProgress'>;
    }
  /** its bytes come on the standard input */
  | { readonly kind: 'check'; readonly name: string }
) & {
  /** whether anybody wants to know how far it is */
  readonly told: boolean;
};

export type Answer =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'fault'; readonly reason: string };

async function perform(job: Job, tell: (answer: Answer) => void): Promise<unknown> {
  const progress = job.told
    ? { onProgress: (done: number, total: number) => tell({ kind: 'progress', done, total }) }
    : {};
  switch (job.kind) {
    case 'write':
      return await writeFile(job.sheets, { ...job.options, ...progress });
    case 'read':
      return await readSent(job.bytes, job.name, { ...job.options, ...progress });
    case 'check':
      return await checkWorkbook(await wholeOf(process.stdin), job.name);
    default: {
      const never: never = job;
      throw new Error(String(never));
    }
  }
}

function tell(answer: Answer): void {
  process.send?.(answer);
}

if (process.send) {
  // Whoever wanted the file is gone.
  process.once('disconnect', () => process.exit());
  process.once('message', (job: Job) => {
    perform(job, tell)
      .then((value) => tell({ kind: 'done', value }))
      .catch((fault: unknown) =>
        tell({
          kind: 'fault',
          reason: fault instanceof Error ? (fault.stack ?? fault.message) : String(fault),
        }),
      );
  });
}
