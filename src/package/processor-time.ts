/** What a process has used of the processors: unlike the time of the day it stands still while the machine is busy with others. */
import { readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second, whatever the kernel's own clock is (USER_HZ). */
const TICK_MS = 10;

/** Milliseconds that a process, or one of its threads, has used so far; null where the system does not tell (no /proc), or it is there no more. */
export function processorMs(pid: number, thread?: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/${thread === undefined ? '' : `task/${thread}/`}stat`, 'utf8');
    // proc(5): 14 and 15 are utime and stime; the second field is a name in brackets, with any characters in it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return null;
  }
}
