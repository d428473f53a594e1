import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long a lock may be without its owner's number before it counts as left behind, in milliseconds. */
const UNSIGNED_MS = 2_000;

/** Whether a process with this number exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Does `work` while no other process does work under the same lock; waits for its turn. A folder is the lock,
 * because making one either happens or does not. A lock whose owner is gone is taken over.
 *
 * @param lockDir  path of the lock folder; its parent is made when missing
 * @param waitMs   milliseconds to wait before giving up with an Error
 */
export async function withLock<T>(lockDir: string, waitMs: number, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(lockDir), { recursive: true });
  const owner = join(lockDir, 'pid');
  const giveUpAt = Date.now() + waitMs;
  let unsignedSince: number | null = null;
  for (;;) {
    try {
      await mkdir(lockDir);
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const pid = Number(await readFile(owner, 'utf8').catch(() => ''));
    if (pid > 0) unsignedSince = null;
    else unsignedSince ??= Date.now();
    const left = pid > 0 ? !isAlive(pid) : Date.now() - (unsignedSince ?? Date.now()) > UNSIGNED_MS;
    if (left) await rm(lockDir, { recursive: true, force: true });
    else if (Date.now() > giveUpAt) {
      throw new Error(
        `別の処理が終わるのを待ちましたが、終わりませんでした（${lockDir}）。 / Waited for another process holding ${lockDir}, in vain.`,
      );
    } else await sleep(100);
  }
  await writeFile(owner, String(process.pid));
  try {
    return await work();
  } finally {
    await rm(lockDir, { recursive: true, force: true });
  }
}
