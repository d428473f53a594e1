import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { lastLines } from './command.js';

/** A server process that cannot outlive the process that started it. */
export interface Leashed {
  readonly pid: number;
  /** Fulfilled with the exit code when the server is gone, for whatever reason. */
  readonly gone: Promise<number | null>;
  isGone(): boolean;
  /** Asks the server to end and waits until it has; after ten seconds it is killed. May be called twice. */
  stop(): Promise<void>;
  /** The last lines of what the server wrote. */
  logTail(): Promise<string>;
}

/**
 * The shell that holds the server. It reads a pipe whose other end is in our process: the end of the pipe,
 * asked for or by a kill -9 of our process, ends the server. Neither redis-server nor postgres can do this
 * by itself. $1 the signal that ends the server in good order, $2 a folder to remove
 * then, or nothing. A server that ends by itself leaves the folder, and with it the reason in its log.
 */
const HOLDER = `
signal=$1 remove=$2; shift 2
exec 3<&0 </dev/null
"$@" 3<&- >&2 &
server=$!
echo "$server"
exec >&-
(
  read -r nothing <&3
  trap '' TERM
  kill -s "$signal" "$server"
  tenths=0
  while kill -s 0 "$server" && [ "$tenths" -lt 100 ]; do sleep 0.1; tenths=$((tenths + 1)); done
  kill -s KILL "$server"
  if [ -n "$remove" ]; then rm -rf "$remove"; fi
) 2>/dev/null &
watcher=$!
wait "$server"
code=$?
kill "$watcher" 2>/dev/null
wait "$watcher"
exit "$code"
`;

/**
 * Starts a server that ends when this process does, in a session of its own, so that Ctrl-C in the terminal reaches
 * only Maru, which then stops its servers in order.
 *
 * @param command    program and arguments
 * @param signal     what ends it in good order
 * @param logFile    where its output goes; emptied at each start
 * @param removeDir  folder to remove when it is stopped, by us or by the end of our process
 */
export async function startChildServer(options: {
  command: readonly string[];
  signal: 'TERM' | 'INT';
  logFile: string;
  removeDir?: string;
}): Promise<Leashed> {
  const log = openSync(options.logFile, 'w', 0o600);
  const holder = spawn(
    '/bin/sh',
    ['-c', HOLDER, 'maru-leash', options.signal, options.removeDir ?? '', ...options.command],
    { stdio: ['pipe', 'pipe', log], detached: true, cwd: '/' },
  );
  closeSync(log);
  const { stdin, stdout } = holder;
  if (stdin === null || stdout === null) throw new Error('the holder has no pipes');
  // The pipe breaks when the server ends first; that is told by `gone`.
  stdin.on('error', () => undefined);
  let ended = false;
  const gone = new Promise<number | null>((resolve, reject) => {
    holder.on('error', reject);
    holder.on('exit', (code) => {
      ended = true;
      stdin.destroy();
      resolve(code);
    });
  });
  const [firstLine] = (await Promise.race([once(stdout, 'data'), gone.then(() => [''])])) as [
    Buffer | string,
  ];
  stdout.resume();
  return {
    pid: Number(String(firstLine).trim()),
    gone,
    isGone: () => ended,
    stop: async () => {
      stdin.end();
      await gone;
      if (options.removeDir !== undefined) await rm(options.removeDir, { recursive: true, force: true });
    },
    logTail: async () => lastLines(await readFile(options.logFile, 'utf8').catch(() => ''), 15),
  };
}
