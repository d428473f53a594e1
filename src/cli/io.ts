/** Where a command writes, and whom it asks. */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { nfkc } from '../core/text/normal-form.js';
import { lowerPriority } from '../package/low-priority.js';

/** Tests inject their own; the program hands in standard output and error. */
export type CommandIo = {
  /** to standard output, as given */
  out(text: string): void;
  /** to standard error, as given */
  err(text: string): void;
  /** one sentence to standard error; the process then ends with exit code 1 */
  fail(message: string): void;
  /** puts a question to whoever sits at the terminal, true for yes; not there where nobody can answer */
  readonly ask?: (question: string) => Promise<boolean>;
  /**
   * waits until what was written has been taken: of a long output never more than a piece is kept in memory. For what only
   * reads: where nobody takes it any more (`maru history | head`), the process ends
   */
  readonly drained?: () => Promise<void>;
  /** from now on this process takes what others leave of the processor: the service may run beside it */
  readonly standBack?: () => void;
};

/** Asks on standard error, so that what a command puts out stays clean; anything but yes is no. */
async function askHere(question: string): Promise<boolean> {
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await new Promise<string>((resolve) => {
      reader.once('close', () => resolve(''));
      reader.question(`${question} [y/N] `, resolve);
    });
    return /^(?:y|yes|はい)$/u.test(nfkc(answer).trim().toLowerCase());
  } finally {
    reader.close();
  }
}

/** What moves the cursor, colours, or turns the line: all control characters but line breaks and tabs, and those of writing direction. */
const NOT_FOR_TERMINALS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A text as it may go to a terminal: much of what commands put out was typed by others. To a file or pipe it goes as it is. */
export const toTerminal = (text: string, isTerminal: boolean): string =>
  isTerminal ? text.replace(NOT_FOR_TERMINALS, ' ') : text;

const write = (stream: NodeJS.WriteStream, text: string): void =>
  void stream.write(toTerminal(text, stream.isTTY));

/** The streams of this process; a failure sets the exit code and lets pending output drain. */
export const processIo: CommandIo = {
  drained: async () => {
    const { stdout } = process;
    // What cannot be written is told by whoever listens for errors of the stream.
    if (stdout.writableNeedDrain && stdout.errored === null)
      await once(stdout, 'drain').catch(() => undefined);
    if (stdout.errored !== null) process.exit();
  },
  standBack: () => lowerPriority(process.pid),
  out: (text) => write(process.stdout, text),
  err: (text) => write(process.stderr, text),
  fail: (message) => {
    write(process.stderr, `${message}\n`);
    process.exitCode = 1;
  },
  ...(process.stdin.isTTY && process.stderr.isTTY ? { ask: askHere } : {}),
};
