import { spawn } from 'node:child_process';

/** What a finished command left: its exit code (null when it could not be started or was killed) and its output. */
interface CommandResult {
  readonly code: number | null;
  /** Standard output alone, for reading. */
  readonly output: string;
  /** Standard output and error together in the order they came, for showing. */
  readonly everything: string;
}

/**
 * Runs a command to its end without a shell. Never throws: a program that does not exist gives code null.
 *
 * @param timeoutMs milliseconds after which it is killed (default 30 minutes: a browser over a slow line)
 */
export function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string; timeoutMs?: number } = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    // Not spawn's own `timeout`: its timer goes on when the program does not exist, and keeps our process alive.
    const timer = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs ?? 30 * 60_000);
    const end = (result: CommandResult) => {
      clearTimeout(timer);
      resolve(result);
    };
    let output = '';
    let everything = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      everything += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      everything += text;
    });
    child.on('error', (error) => end({ code: null, output, everything: everything + error.message }));
    child.on('close', (code) => end({ code, output, everything }));
  });
}

/**
 * The full path of a program, or null. Looks also where Debian keeps an administrator's programs, which are
 * not on an ordinary user's PATH.
 */
export async function which(program: string): Promise<string | null> {
  const found = await run('/bin/sh', ['-c', 'PATH="$PATH:/usr/sbin:/sbin"; command -v "$1"', 'sh', program]);
  const path = found.output.trim();
  return found.code === 0 && path.startsWith('/') ? path : null;
}

/** The last lines of a text that is too long to show whole. */
export const lastLines = (text: string, count: number): string =>
  text.trimEnd().split('\n').slice(-count).join('\n');
