import { readFile, readlink, realpath, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './lock.js';

/** A server whose owner was killed needs a moment to end by itself, in milliseconds. */
const LAST_ONE_ENDS_MS = 15_000;

/**
 * Waits until no server works in a data folder any more, and removes the server's pid file when its process is
 * gone or is by now another program: after a restart of a container the same numbers come again, and
 * PostgreSQL would refuse to start.
 *
 * @param pidFile   first line: the number of the process; a missing file means nobody
 * @param dir       the folder the server works in (its current directory)
 * @throws Error in one sentence when the folder stays in use
 */
export async function untilUnoccupied(
  pidFile: string,
  dir: string,
  waitMs: number = LAST_ONE_ENDS_MS,
): Promise<void> {
  const giveUpAt = Date.now() + waitMs;
  while (await occupied(pidFile, dir)) {
    if (Date.now() > giveUpAt) {
      throw new Error(
        `${dir} は、別に動いている Maru が使っています。そちらを終わらせてから、もう一度お試しください。` +
          ` / ${dir} is in use by another running Maru; end that one and try again.`,
      );
    }
    await sleep(50);
  }
  await rm(pidFile, { force: true });
}

async function occupied(pidFile: string, dir: string): Promise<boolean> {
  const pid = Number.parseInt(await readFile(pidFile, 'utf8').catch(() => ''), 10);
  if (!(pid > 0) || !isAlive(pid)) return false;
  // Where the system does not show a process's folder (no /proc), a living process counts as the server.
  const at = await readlink(`/proc/${pid}/cwd`).catch(() => null);
  return at === null || at === (await realpath(dir));
}
