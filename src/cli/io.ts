/** Where a command writes. Tests inject their own; the program hands in standard output and error. */
export type CommandIo = {
  /** to standard output, as given */
  out(text: string): void;
  /** to standard error, as given */
  err(text: string): void;
  /** one sentence to standard error; the process then ends with exit code 1 */
  fail(message: string): void;
};

/** The streams of this process; a failure sets the exit code and lets pending output drain. */
export const processIo: CommandIo = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  fail: (message) => {
    process.stderr.write(`${message}\n`);
    process.exitCode = 1;
  },
};
