import { randomBytes } from 'node:crypto';
import { access, chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Leashed, startChildServer } from './child-server.js';
import { lastLines, run } from './command.js';
import { untilUnoccupied } from './data-dir-in-use.js';
import { freePort } from './free-port.js';
import { withLock } from './lock.js';
import { type Account, postgresAccount } from './postgres-account.js';
import { type PostgresPrograms, postgresPrograms } from './postgres-programs.js';
import type { Running } from './redis.js';

/** After a crash PostgreSQL reads its log again before the first answer; this long at most, in milliseconds. */
const READY_MS = 120_000;
/** Somebody else may take a free port between our look and our start. */
const PORT_ATTEMPTS = 5;

/**
 * Starts a real PostgreSQL on loopback and waits until it answers. It ends with this process, however this
 * process ends; a folder whose last server was killed is opened again. In the folder: `data`, the log, and the
 * password (made once at random, for the owner's eyes only). UTF-8, sorted by code point, in UTC.
 *
 * @param dir         where all this lies; made when missing
 * @param port        default: a free one
 * @param programs    default: those of the npm packages
 * @param persistent  true: every commit is on disk (fsync), and the folder is kept. false: no fsync, and the folder is removed at the end
 * @throws Error with the end of the server's log when it does not start
 */
export async function startPostgres(options: {
  dir: string;
  port?: number;
  programs?: PostgresPrograms;
  persistent: boolean;
}): Promise<Running> {
  const dir = resolve(options.dir);
  const programs = options.programs ?? (await postgresPrograms());
  await mkdir(dir, { recursive: true });
  // Others may pass through, so that the account PostgreSQL runs as under root can reach its data.
  await chmod(dir, 0o711);
  return withLock(`${dir}.starting`, READY_MS, async () => {
    const data = join(dir, 'data');
    const account = await postgresAccount([data, programs.postgres]);
    await untilUnoccupied(join(data, 'postmaster.pid'), data);
    const password = await ownPassword(dir, account);
    const made = await access(data).then(
      () => true,
      () => false,
    );
    if (!made) await initialise(programs, account, dir, options.persistent);
    for (let attempt = 1; ; attempt += 1) {
      const port = options.port ?? (await freePort());
      const url = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
      const server = await startChildServer({
        command: [...account.prefix, programs.postgres, '-D', data, ...settings(port, options.persistent)],
        // INT is PostgreSQL's fast shutdown: open connections are ended, nothing committed is lost.
        signal: 'INT',
        logFile: join(dir, 'postgres.log'),
        ...(options.persistent ? {} : { removeDir: dir }),
      });
      if (await answers(server, url)) return { url, port, pid: server.pid, stop: server.stop };
      const log = await server.logTail();
      const another = options.port === undefined && attempt < PORT_ATTEMPTS;
      if (another && server.isGone() && log.includes('Address already in use')) continue;
      await server.stop();
      throw new Error(`PostgreSQL が起動しませんでした。 / PostgreSQL did not start.\n${log}`);
    }
  });
}

function settings(port: number, persistent: boolean): string[] {
  const values: Record<string, string> = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(persistent ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function ownPassword(dir: string, account: Account): Promise<string> {
  const file = join(dir, 'password');
  const kept = await readFile(file, 'utf8').catch(() => '');
  if (kept.trim() !== '') return kept.trim();
  const password = randomBytes(24).toString('hex');
  await writeFile(file, `${password}\n`, { mode: 0o600 });
  // initdb reads it as the account PostgreSQL runs as.
  await account.own(file);
  return password;
}

/** A new data folder, made beside its place and moved there when complete: a kill half-way leaves none. */
async function initialise(
  programs: PostgresPrograms,
  account: Account,
  dir: string,
  persistent: boolean,
): Promise<void> {
  const fresh = join(dir, 'data.new');
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh);
  await account.own(fresh);
  const [program = '', ...args] = [
    ...account.prefix,
    'env',
    'LC_ALL=C',
    programs.initdb,
    `--pgdata=${fresh}`,
    '--username=postgres',
    `--pwfile=${join(dir, 'password')}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    ...(await localeOf(programs)),
    '--no-instructions',
    ...(persistent ? [] : ['--no-sync']),
  ];
  const made = await run(program, args, { cwd: '/' });
  if (made.code !== 0) {
    throw new Error(
      `PostgreSQL のデータ置き場を作れませんでした。 / initdb failed.\n${lastLines(made.everything, 15)}`,
    );
  }
  await rename(fresh, join(dir, 'data'));
}

/** PostgreSQL's own locale, the same on every machine whatever locales it has; before version 17 that of the system. */
async function localeOf({ postgres }: PostgresPrograms): Promise<string[]> {
  const { everything } = await run(postgres, ['--version'], { cwd: '/' });
  const major = Number(/\d+/u.exec(everything)?.[0]);
  return major < 17
    ? ['--locale=C.UTF-8']
    : ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
}

/** True once this very server lets us in (its password is its own); false when it has ended or stays silent. */
async function answers(server: Leashed, url: string): Promise<boolean> {
  const giveUpAt = Date.now() + READY_MS;
  while (!server.isGone() && Date.now() < giveUpAt) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return true;
    } catch {
      await sleep(30);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  return false;
}
