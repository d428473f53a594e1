import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/**
 * Starts a Node process of its own that runs a piece of a program with the sources of src/, and waits for the one
 * line of JSON it prints. The process then lives on, to be killed.
 */
export async function ownProcess(program: string): Promise<{ child: ChildProcess; told: unknown }> {
  const child = spawn(
    process.execPath,
    ['--import', './test/support/typescript.mjs', '--input-type=module', '--eval', program],
    { cwd: fileURLToPath(new URL('../../', import.meta.url)), stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [line] = (await once(child.stdout as NonNullable<typeof child.stdout>, 'data')) as [Buffer];
  return { child, told: JSON.parse(String(line)) };
}
