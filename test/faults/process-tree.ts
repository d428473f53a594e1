/** Signals to a store as a whole: PostgreSQL is many processes. */
import { readdir, readFile } from 'node:fs/promises';

const GONE_MS = 60_000;

/** Sends a signal to a process and to everything it started. */
export async function signalTree(root: number, signal: NodeJS.Signals): Promise<void> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/u.test(name)) continue;
    const parent = /\) \S (\d+)/u.exec(await statOf(Number(name)))?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const within = (pid: number): boolean => {
    const parent = parents.get(pid);
    return pid === root || (parent !== undefined && within(parent));
  };
  for (const pid of [...parents.keys()].filter(within)) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

/** Kills a process and everything it started, and waits until it is gone. */
export async function killTree(root: number): Promise<void> {
  await signalTree(root, 'SIGKILL');
  const giveUp = Date.now() + GONE_MS;
  for (let stat = await statOf(root); stat !== '' && !/\) Z /u.test(stat); stat = await statOf(root)) {
    if (Date.now() > giveUp) throw new Error('a killed store is still there');
    await new Promise((done) => setTimeout(done, 10));
  }
}

const statOf = (pid: number) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
