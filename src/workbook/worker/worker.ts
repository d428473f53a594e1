/**
 * Reads and writes files outside the serving process: an export of 300 sheets takes a second and more, and a hostile
 * workbook may try to take for ever. One job at a time, each in a process of its own with a limit of time and memory.
 * A thread would not do: it shares the memory's locks with whoever answers, who then stands still again and again.
 */
import { fork } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { fromRoot } from '../../package/root.js';
import { refuse } from '../cells/refusals.js';
import type { ReadSentOptions, WriteFileOptions } from '../files.js';
import type { OfficialSheet, Written } from '../form/official-sheet.js';
import type { SentRead } from '../lists/sent.js';
import type { Answer, Job } from './worker-process.js';

/** seconds one file may take */
const JOB_SECONDS = 120;
/** megabytes of heap one file may take */
const JOB_HEAP_MB = 1_024;

export type ProcessOptions = {
  /** the compiled worker-process.js; the one that was built when not given */
  readonly entry?: URL;
  readonly seconds?: number;
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

/** Of a process and of the threads it has begun: those it begins later have their beginner's. */
function lowerPriority(pid: number): void {
  setPriority(pid, constants.priority.PRIORITY_LOW);
  // Before this process had its turn again the other may have begun some.
  const tasks = `/proc/${pid}/task`;
  if (!existsSync(tasks)) return;
  for (const thread of readdirSync(tasks)) {
    try {
      setPriority(Number(thread), constants.priority.PRIORITY_LOW);
    } catch (error) {
      if ((error as { info?: { code?: string } }).info?.code !== ENDED) throw error;
    }
  }
}

/** What setpriority(2) says of a thread that is there no more. */
const ENDED = 'ESRCH';

function run(
  entry: URL,
  job: Job,
  seconds: number,
  onProgress?: (done: number, total: number) => void,
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(entry), {
      execArgv: [`--max-old-space-size=${JOB_HEAP_MB}`],
      // What reads strangers' files knows no secrets.
      env: {},
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    // Replies come first: where all cores are busy a file may take longer, but nobody who pressed a button waits for it.
    // On Linux a priority is a thread's and goes over to those it starts, of which compiling and collecting garbage take
    // half the work; set in there it would come too late for them.
    if (child.pid !== undefined) lowerPriority(child.pid);
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      child.removeAllListeners();
      child.on('error', () => undefined);
      child.kill('SIGKILL');
      settle();
    };
    const timer = setTimeout(() => finish(() => resolve({ kind: 'too-long' })), seconds * 1_000);
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
  const seconds = own.seconds ?? JOB_SECONDS;
  return inTurn(async () => {
    const outcome = await run(
      entry,
      { kind: 'write', sheets, options: plain, told: onProgress !== undefined },
      seconds,
      onProgress,
    );
    return outcome.kind === 'done' ? (outcome.value as Written) : stopped('出力', seconds);
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
  const seconds = own.seconds ?? JOB_SECONDS;
  return inTurn(async () => {
    const outcome = await run(
      entry,
      { kind: 'read', bytes, name, options: plain, told: onProgress !== undefined },
      seconds,
      onProgress,
    );
    return outcome.kind === 'done' ? (outcome.value as SentRead) : stopped(name, seconds);
  });
}
