/** The process that `worker.ts` starts: one job, its progress, its answer. */
import { wholeOf } from '../../flow/evidence/store.js';
import type { MadeSite, MakeSite } from '../../flow/notices/make-site.js';
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
  | {
      readonly kind: 'site';
      /** the address of the database that it is made of and entered into */
      readonly database: string;
      readonly wanted: Parameters<MakeSite>[0];
      readonly now: Date;
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
    case 'site':
      return await makeSite(job);
    case 'check':
      return await checkWorkbook(await wholeOf(process.stdin), job.name);
    default: {
      const never: never = job;
      throw new Error(String(never));
    }
  }
}

/** What it needs is loaded for it alone: the others know no database. */
async function makeSite({ database, wanted, now }: Extract<Job, { kind: 'site' }>): Promise<MadeSite> {
  const [{ siteZips }, { openPool }] = await Promise.all([
    import('../../site/zip-site.js'),
    import('../../store/postgres/connection/pool.js'),
  ]);
  const pool = openPool(database, { warn: () => undefined });
  try {
    return await siteZips(pool)(wanted, now);
  } finally {
    await pool.end();
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
