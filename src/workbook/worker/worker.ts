/**
 * Reads and writes files outside the serving process: an export of 300 sheets takes a second and more, and a hostile
 * workbook may try to take for ever. One job at a time, each in a process of its own with a limit of time and memory.
 * A thread would not do: it shares the memory's locks with whoever answers, who then stands still again and again.
 */
import { fork } from 'node:child_process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import type { Pool } from 'pg';
import { type Bytes, wholeOf } from '../../flow/evidence/store.js';
import type { MadeSite, MakeSite } from '../../flow/notices/make-site.js';
import { lowerPriority } from '../../package/low-priority.js';
import { processorMs } from '../../package/processor-time.js';
import { fromRoot } from '../../package/root.js';
import { addressOf } from '../../store/postgres/connection/pool.js';
import { problemWords } from '../cells/problem.js';
import { refuse } from '../cells/refusals.js';
import type { WorkbookChecked } from '../evidence.js';
import type { ReadSentOptions, WriteFileOptions } from '../files.js';
import type { OfficialSheet, Written } from '../form/official-sheet.js';
import type { SentRead } from '../lists/sent.js';
import type { Answer, Job } from './worker-process.js';

/** seconds of the processor one file may take */
const JOB_SECONDS = 120;
/** seconds of the processor the pages of a body may take: of 300 sections and five years half a minute */
const SITE_SECONDS = 900;
/** So many times that by the clock: where all processors are busy with others it is not given up, and what hangs is. */
const CLOCK_TIMES = 10;
/** milliseconds between two looks at what it has used */
const LOOK_MS = 100;
/** megabytes of heap one file may take */
const JOB_HEAP_MB = 1_024;

type ProcessOptions = {
  /** the compiled worker-process.js; the one that was built when not given */
  readonly entry?: URL;
  /** of the processor; by the clock it may be ten times that */
  readonly seconds?: number;
  /** milliseconds of the clock, since whatever time */
  readonly now?: () => number;
};

/** Run from source, as tests do, there may be no compiled program, or an older one: the work is then done right here. */
const compiled = import.meta.url.endsWith('.js') ? fromRoot('dist/workbook/worker/worker-process.js') : null;

/** What reads and writes files is loaded in the process of its own alone, or where there is none. */
const here = () => import('../files.js');

let last: Promise<unknown> = Promise.resolve();

/** After every job before it, so that two exports do not need twice the memory. */
function inTurn<T>(job: () => Promise<T>): Promise<T> {
  const turn = last.then(job, job);
  last = turn.catch(() => undefined);
  return turn;
}

type Outcome =
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'too-long' }
  | { readonly kind: 'too-big' };

type Limit = { readonly seconds: number; readonly now: () => number };
const limitOf = (own: ProcessOptions, seconds: number): Limit => ({
  seconds: own.seconds ?? seconds,
  now: own.now ?? (() => performance.now()),
});

function run(
  entry: URL,
  job: Job,
  { seconds, now }: Limit,
  onProgress?: (done: number, total: number) => void,
  given?: Bytes,
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(entry), {
      execArgv: [`--max-old-space-size=${JOB_HEAP_MB}`],
      // What reads strangers' files knows no secrets.
      env: {},
      serialization: 'advanced',
      stdio: [given ? 'pipe' : 'ignore', 'ignore', 'ignore', 'ipc'],
    });
    // Replies come first: where all cores are busy a file may take longer, but nobody who pressed a button waits for it.
    // On Linux a priority is a thread's and goes over to those it starts, of which compiling and collecting garbage take
    // half the work; set in there it would come too late for them.
    if (child.pid !== undefined) lowerPriority(child.pid);
    const finish = (settle: () => void) => {
      clearInterval(timer);
      child.removeAllListeners();
      child.on('error', () => undefined);
      child.kill('SIGKILL');
      settle();
    };
    const usedMs = () => (child.pid === undefined ? null : processorMs(child.pid));
    const isCounted = usedMs() !== null;
    const begun = now();
    const timer = setInterval(() => {
      const elapsed = now() - begun;
      const used = isCounted ? (usedMs() ?? 0) : elapsed;
      if (used > seconds * 1_000 || elapsed > seconds * 1_000 * CLOCK_TIMES)
        finish(() => resolve({ kind: 'too-long' }));
    }, LOOK_MS);
    child.on('message', (answer: Answer) => {
      switch (answer.kind) {
        case 'progress':
          onProgress?.(answer.done, answer.total);
          break;
        case 'done':
          finish(() => resolve({ kind: 'done', value: answer.value }));
          break;
        case 'fault':
          finish(() => reject(new Error(answer.reason)));
          break;
        default: {
          const never: never = answer;
          throw new Error(String(never));
        }
      }
    });
    child.on('error', (fault) => finish(() => reject(fault)));
    child.on('exit', (code, signal) =>
      finish(() => {
        // Node.js aborts where its heap is full; the system kills where its own memory is.
        if (signal === 'SIGABRT' || signal === 'SIGKILL' || code === 134) resolve({ kind: 'too-big' });
        else reject(new Error(`the worker ended with ${code ?? signal}`));
      }),
    );
    child.send(job);
    // It may end before it has read all: then its answer, or its end, is what counts.
    if (given && child.stdin)
      pipeline(Readable.from(given, { objectMode: false }), child.stdin).catch(
        (fault: NodeJS.ErrnoException) => {
          if (fault.code !== 'EPIPE' && fault.code !== 'ERR_STREAM_PREMATURE_CLOSE')
            finish(() => reject(fault));
        },
      );
  });
}

const stopped = (name: string, seconds: number) =>
  refuse(
    name,
    `処理が${seconds}秒以内または決められたメモリーで終わらなかったため、中止しました。ファイルを分けて試してください。`,
    `It was stopped because it needed more than ${seconds} seconds or too much memory. Try it in smaller files.`,
  );

/** `writeFile` in a process of its own. Faults in it reject, as they would here. */
export function exportInWorker(
  sheets: readonly OfficialSheet[],
  options: WriteFileOptions,
  own: ProcessOptions = {},
): Promise<Written> {
  const entry = own.entry ?? compiled;
  if (entry === null) return here().then(({ writeFile }) => writeFile(sheets, options));
  const { onProgress, ...plain } = options;
  const limit = limitOf(own, JOB_SECONDS);
  return inTurn(async () => {
    const outcome = await run(
      entry,
      { kind: 'write', sheets, options: plain, told: onProgress !== undefined },
      limit,
      onProgress,
    );
    return outcome.kind === 'done' ? (outcome.value as Written) : stopped('出力', limit.seconds);
  });
}

/** `readSent` in a process of its own: a file that takes too long or too much is refused, and nothing else suffers. */
export function importInWorker(
  bytes: Uint8Array,
  name: string,
  options: ReadSentOptions = {},
  own: ProcessOptions = {},
): Promise<SentRead> {
  const entry = own.entry ?? compiled;
  if (entry === null) return here().then(({ readSent }) => readSent(bytes, name, options));
  const { onProgress, ...plain } = options;
  const limit = limitOf(own, JOB_SECONDS);
  return inTurn(async () => {
    const outcome = await run(
      entry,
      { kind: 'read', bytes, name, options: plain, told: onProgress !== undefined },
      limit,
      onProgress,
    );
    return outcome.kind === 'done' ? (outcome.value as SentRead) : stopped(name, limit.seconds);
  });
}

/** `checkWorkbook` in a process of its own, which is given the bytes as they come: here they are never whole. */
export function checkInWorker(
  bytes: Bytes,
  name: string,
  own: ProcessOptions = {},
): Promise<WorkbookChecked> {
  const entry = own.entry ?? compiled;
  if (entry === null)
    return import('../evidence.js').then(async ({ checkWorkbook }) =>
      checkWorkbook(await wholeOf(bytes), name),
    );
  const limit = limitOf(own, JOB_SECONDS);
  return inTurn(async () => {
    const outcome = await run(entry, { kind: 'check', name, told: false }, limit, undefined, bytes);
    if (outcome.kind === 'done') return outcome.value as WorkbookChecked;
    return { kind: 'refused', problems: stopped(name, limit.seconds).problems.map(problemWords) };
  });
}

let lastSite: Promise<unknown> = Promise.resolve();

/**
 * The port MakeSite in a process of its own: half a minute's work, which would hold up every reply. It reads and enters
 * through a connection of its own to this pool's database, beside whoever waits for a file, and one site after the other.
 */
export function siteInWorker(pool: Pool, own: ProcessOptions = {}): MakeSite {
  const entry = own.entry ?? compiled;
  if (entry === null)
    return async (wanted, now) => {
      const { siteZips } = await import('../../site/zip-site.js');
      return siteZips(pool)(wanted, now);
    };
  const limit = limitOf(own, SITE_SECONDS);
  return (wanted, now) => {
    const make = async (): Promise<MadeSite> => {
      const job: Job = { kind: 'site', database: addressOf(pool), wanted, now, told: false };
      const outcome = await run(entry, job, limit);
      if (outcome.kind === 'done') return outcome.value as MadeSite;
      throw new Error(`the pages needed more than ${limit.seconds} seconds or ${JOB_HEAP_MB} MB`);
    };
    const turn = lastSite.then(make, make);
    lastSite = turn.catch(() => undefined);
    return turn;
  };
}
