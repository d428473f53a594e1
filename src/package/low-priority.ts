/** Long work beside a service that answers people: it takes what the service leaves. */
import { existsSync, readdirSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/** What setpriority(2) says of a thread that is there no more. */
const ENDED = 'ESRCH';

/** Of a process and of the threads it has begun: those it begins later have their beginner's, and so have its children. */
export function lowerPriority(pid: number): void {
  setPriority(pid, constants.priority.PRIORITY_LOW);
  // On Linux a priority is a thread's, and some have begun before this one had its turn.
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
