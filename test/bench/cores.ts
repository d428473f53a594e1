/** Which core a process runs on: the server that is measured has one for itself, everything around it has the others. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { processorMs } from '../../src/package/processor-time.js';

/** Whether processes can be bound to a core here at all. */
const canPin = availableParallelism() > 1 && hasTaskset();

/** The core of the server that is measured. */
export const SERVER_CORE = 0;
/** All others: load generator, local platforms, Redis and PostgreSQL. */
export const OTHER_CORES = availableParallelism() > 2 ? `1-${availableParallelism() - 1}` : '1';

function hasTaskset(): boolean {
  try {
    execFileSync('taskset', ['-p', String(process.pid)], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Binds this process, and whatever it starts from now on, to the cores beside the server's. */
export function pinBesideServer(): void {
  if (canPin)
    execFileSync('taskset', ['-a', '-c', '-p', OTHER_CORES, String(process.pid)], { stdio: 'ignore' });
}

/** A command bound to cores; as it is where that cannot be done. `null`: all cores. */
export function onCores(cores: number | string | null, command: readonly string[]): string[] {
  if (!canPin) return [...command];
  const list = cores === null ? `0-${availableParallelism() - 1}` : String(cores);
  return ['taskset', '-c', list, ...command];
}

/** Where the measured processes run, for the notes. */
export const placement = canPin
  ? `server on core ${SERVER_CORE}; load generator, local platforms and stores on core ${OTHER_CORES}`
  : 'no core could be reserved for the server';

/**
 * Processor time that a process and everything that descends from it and lives has used, in seconds; NaN where /proc does not
 * tell. PostgreSQL has a process per connection.
 */
export function familySeconds(pid: number): number {
  try {
    const parents = new Map<number, number>();
    for (const name of readdirSync('/proc'))
      if (/^\d+$/u.test(name)) parents.set(Number(name), parentOf(Number(name)));
    const isOurs = (one: number): boolean => one === pid || (one > 1 && isOurs(parents.get(one) ?? 0));
    return [...parents.keys()].filter(isOurs).reduce((sum, one) => sum + (processorMs(one) ?? 0), 0) / 1_000;
  } catch {
    return Number.NaN;
  }
}

function parentOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0;
  }
}

/** Memory a process holds, in MB; NaN where /proc does not tell. */
export function residentMb(pid: number): number {
  try {
    const found = /^VmRSS:\s+(\d+) kB/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Number(found?.[1]) / 1024;
  } catch {
    return Number.NaN;
  }
}
