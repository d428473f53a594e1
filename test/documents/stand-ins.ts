/**
 * A folder in which the commands of the documents run as they stand there: paths of the system lie below it, and what only
 * an administrator of a whole machine has (sudo, apt-get, systemctl, docker …) is a script that says what it was told.
 */
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/u, '');

/** Every command of a document: what stands in a fence of `sh`, with the title it stands under. */
export async function commandsOf(document: string): Promise<{ title: string; script: string }[]> {
  const text = await readFile(join(ROOT, document), 'utf8');
  const found: { title: string; script: string }[] = [];
  let title = '';
  let script: string[] | null = null;
  for (const line of text.split('\n')) {
    if (script !== null) {
      if (line.startsWith('```')) {
        found.push({ title, script: script.join('\n') });
        script = null;
      } else script.push(line);
    } else if (line === '```sh') script = [];
    else if (line.startsWith('#')) title = line.replace(/^#+ /u, '');
  }
  return found;
}

/** Stand-ins that only say what they were told. */
const SAYING = ['apt-get', 'adduser', 'chown', 'systemctl', 'journalctl', 'npm', 'nginx', 'git'];

const SCRIPTS: Readonly<Record<string, string>> = {
  // who it is done as does not matter here
  sudo: 'while [ "$1" = -u ]; do shift 2; done; exec env "$@"',
  install: 'for last; do :; done; exec mkdir -p "$last"',
  maru: 'exec "$NODE" --import "$PROJECT/test/documents/on-a-day.mjs" "$PROJECT/dist/cli.js" "$@"',
  date: 'exec /bin/date ${MARU_TEST_NOW:+-d "$MARU_TEST_NOW"} "$@"',
  psql: 'exec "$NODE" "$PROJECT/test/documents/psql.mjs"',
  docker: 'exec "$NODE" "$PROJECT/test/documents/docker.mjs" "$@"',
};

export type Ran = { readonly code: number; readonly out: string; readonly err: string };

/**
 * @param environment  settings of the commands beside the present ones; `MARU_TEST_NOW` the instant they take it to be
 */
export async function sandbox(environment: Readonly<Record<string, string>> = {}) {
  const dir = await mkdtemp(join(process.env.MARU_TEST_DIR ?? tmpdir(), 'documents-'));
  const bin = join(dir, 'bin');
  for (const path of ['bin', 'home', 'etc/redis', 'etc/nginx/conf.d', 'etc/systemd/system', 'opt'])
    await mkdir(join(dir, path), { recursive: true });
  await symlink(ROOT, join(dir, 'opt/maru'));
  for (const [name, script] of Object.entries({
    ...SCRIPTS,
    ...Object.fromEntries(SAYING.map((name) => [name, `echo "${name} $*" >> "${dir}/told"`])),
  })) {
    await writeFile(join(bin, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(bin, name), 0o755);
  }
  /** Paths of the whole machine, below this folder. */
  const below = (script: string): string =>
    script.replace(
      /\/(?:etc\/(?:maru|redis|nginx|systemd)|var\/(?:backups|lib)\/maru|opt\/maru|run\/secrets|audit)\b/gu,
      (path) => `${dir}${path}`,
    );
  return {
    dir,
    below,
    told: async () => (await readFile(join(dir, 'told'), 'utf8').catch(() => '')).trim().split('\n'),
    /** Runs a script by `sh` as it stands, in the folder where the one before ended. */
    run: async (script: string, more: Readonly<Record<string, string>> = {}): Promise<Ran> => {
      const cwd = await readFile(join(dir, 'cwd'), 'utf8').catch(() => join(dir, 'home'));
      return new Promise((resolve) => {
        execFile(
          'sh',
          ['-euc', `${below(script)}\npwd > "$SANDBOX/cwd"`],
          {
            cwd: cwd.trim(),
            env: {
              PATH: `${bin}:${process.env.PATH}`,
              HOME: dir,
              NODE: process.execPath,
              PROJECT: ROOT,
              SANDBOX: dir,
              MARU_TEST_DIR: process.env.MARU_TEST_DIR ?? '',
              MARU_OPERATOR: '担当者',
              ...environment,
              ...more,
            },
            maxBuffer: 64 * 1024 * 1024,
          },
          (fault, out, err) => resolve({ code: fault === null ? 0 : Number(fault.code ?? 1), out, err }),
        );
      });
    },
  };
}
