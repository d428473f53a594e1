/** `maru` as a process of its own, as somebody at a keyboard runs it. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const path = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
/** The program as it was built: many runs of it would take long where each is compiled anew. */
export const MARU: readonly string[] = [process.execPath, path('dist/cli.js')];

/** What goes before a command so that root, as which tests may run, has no more rights than anybody (setpriv of util-linux). */
export const AS_ANYBODY: readonly string[] =
  process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-all', '--inh-caps=-all'] : [];

export type Ran = { readonly code: number | null; readonly out: string; readonly err: string };

/** Runs a program with these settings and no others, and waits for its end; it is killed when the tests end. */
export async function ran(
  [program = '', ...words]: readonly string[],
  { env = {}, cwd }: { readonly env?: Readonly<Record<string, string>>; readonly cwd: string },
): Promise<Ran> {
  const { PATH, HOME, MARU_TEST_DIR } = process.env;
  const child = spawn(program, words, {
    cwd,
    env: { PATH, HOME, MARU_TEST_DIR, MARU_OPERATOR: '担当者', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const atExit = () => void child.kill('SIGKILL');
  process.once('exit', atExit);
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.err += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      process.off('exit', atExit);
      resolve({ code, ...said });
    });
  });
}

/** A shell's line in which `"$@"` is `maru` with these words. */
export const inShell = (line: string, words: readonly string[]): string[] => [
  'sh',
  '-c',
  line,
  'sh',
  ...MARU,
  ...words,
];
