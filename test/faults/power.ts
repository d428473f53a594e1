/** A redis-server whose machine loses power: what it had not brought to the disk is gone. */
import { execFile } from 'node:child_process';
import { chmod, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export type Power = {
  /** in the place of redis-server */
  readonly program: string;
  /** The server has been killed: cuts its files to what was synced last; gives how many bytes that takes away. */
  cut(): Promise<number>;
  /** Whether everything that is written now is synced. */
  isSynced(): Promise<boolean>;
};

/**
 * Watches the calls by which a redis-server syncs its files in `dir`, by a library loaded before libc. Null where no C
 * compiler is there to make it.
 */
export async function watchPower(dir: string, redisServer: string, data: string): Promise<Power | null> {
  const [library, log, program] = ['synced.so', 'synced.log', 'watched-redis-server'].map((name) =>
    join(dir, name),
  );
  const source = fileURLToPath(new URL('./synced.c', import.meta.url));
  const made = await promisify(execFile)('cc', ['-shared', '-fPIC', '-o', library!, source]).then(
    () => true,
    () => false,
  );
  if (!made) return null;
  const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  await writeFile(
    program!,
    `#!/bin/sh\nLD_PRELOAD=${quoted(library!)} MARU_SYNCED=${quoted(log!)} exec ${quoted(redisServer)} "$@"\n`,
  );
  await chmod(program!, 0o755);

  /** Each file Redis appends to, how long it is and how much of it is on the disk. */
  async function files() {
    const lines = (await readFile(log!, 'utf8').catch(() => '')).split('\n');
    const synced = new Map(
      lines.flatMap((line): [string, number][] => {
        const [, size, path] = /^(\d+) (.+)$/u.exec(line) ?? [];
        return path === undefined ? [] : [[path, Number(size)]];
      }),
    );
    const folder = join(data, 'appendonlydir');
    const appended = (await readdir(folder)).filter((name) => name.endsWith('.incr.aof'));
    return Promise.all(
      appended.map(async (name) => {
        const path = join(folder, name);
        return { path, size: (await stat(path)).size, synced: synced.get(path) ?? 0 };
      }),
    );
  }

  return {
    program: program!,
    async cut() {
      let gone = 0;
      for (const { path, size, synced } of await files()) {
        if (synced >= size) continue;
        await truncate(path, synced);
        gone += size - synced;
      }
      return gone;
    },
    isSynced: async () => (await files()).every(({ size, synced }) => synced >= size),
  };
}
