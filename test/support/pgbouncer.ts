/** A real PgBouncer in transaction mode before a PostgreSQL, with few connections, from the system's packages. */
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { startChildServer } from '../../src/services/child-server.js';
import { freePort } from '../../src/services/free-port.js';
import { postgresAccount } from '../../src/services/postgres-account.js';
import { obtain, type Tool } from '../../src/services/system-package.js';
import { throughPooler } from '../../src/store/addresses.js';
import { testDir } from './stores.js';

/** Debian's own package would start a pooler for the whole machine: hence an own copy, as of redis-server. */
const PGBOUNCER: Tool = {
  names: ['pgbouncer'],
  debianPackage: 'pgbouncer',
  niceToHave: [],
  programInPackage: 'usr/sbin/pgbouncer',
  prefer: 'own copy',
  size: '1 MB',
  purpose: { ja: 'PgBouncer（接続の共有の試験用）', en: 'PgBouncer, for tests through a pooler' },
};

/** Fewer than one instance of Maru has of its own. */
const CONNECTIONS = 3;
/** Somebody else may take a free port between our look and our start. */
const PORT_ATTEMPTS = 5;
const READY_MS = 60_000;

export type Pooler = {
  /** the address of a database, through the pooler; `direct`: notifications come from the server itself */
  through(url: string, direct?: boolean): string;
  /** what it says of itself: `SHOW LISTS`, `SHOW SERVERS` … */
  show(what: string): Promise<Record<string, string>[]>;
  stop(): Promise<void>;
};

/**
 * Starts it before the server of `url`, whose user may read all passwords: whoever that server knows logs in here, too.
 * `connections`: those to the server, for each user of each database; `lines`: further settings. It ends with this process.
 */
export async function startPgBouncer(
  url: string,
  { connections = CONNECTIONS, lines = [] }: { connections?: number; lines?: readonly string[] } = {},
): Promise<Pooler> {
  const program = await obtain(PGBOUNCER);
  const server = new URL(url);
  const dir = join(await testDir(), 'pgbouncer');
  await mkdir(dir);
  const account = await postgresAccount([dir, program]);
  const write = async (name: string, lines: readonly string[]) => {
    const file = join(dir, name);
    await writeFile(file, `${lines.join('\n')}\n`, { mode: 0o600 });
    await account.own(file);
    return file;
  };
  await account.own(dir);
  const ownPassword = randomBytes(12).toString('hex');
  const users = await write('users.txt', [
    `"${server.username}" "${server.password}"`,
    `"console" "${ownPassword}"`,
  ]);
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const settings = await write('pgbouncer.ini', [
      '[databases]',
      `* = host=${server.hostname} port=${server.port} auth_user=${server.username}`,
      '[pgbouncer]',
      'listen_addr = 127.0.0.1',
      `listen_port = ${port}`,
      'unix_socket_dir =',
      'auth_type = scram-sha-256',
      `auth_file = ${users}`,
      'auth_query = select usename, passwd from pg_shadow where usename = $1',
      'stats_users = console',
      'pool_mode = transaction',
      `default_pool_size = ${connections}`,
      'max_client_conn = 500',
      // A database that nobody uses can be dropped.
      'server_idle_timeout = 5',
      ...lines,
    ]);
    const process = await startChildServer({
      command: [...account.prefix, program, settings],
      signal: 'TERM',
      logFile: join(dir, 'pgbouncer.log'),
    });
    const own = `postgresql://console:${ownPassword}@127.0.0.1:${port}/pgbouncer`;
    const show = async (what: string): Promise<Record<string, string>[]> => {
      const client = new pg.Client({ connectionString: own });
      client.on('error', () => undefined);
      await client.connect();
      return client
        .query<Record<string, string>>(`show ${what}`)
        .then(({ rows }) => rows)
        .finally(() => client.end());
    };
    const giveUpAt = Date.now() + READY_MS;
    while (!process.isGone() && Date.now() < giveUpAt) {
      const isThere = await show('version').then(
        () => true,
        () => false,
      );
      if (isThere)
        return {
          show,
          stop: process.stop,
          through(address, direct = false) {
            const there = new URL(address);
            const at = there.host;
            there.port = String(port);
            return throughPooler(there.href, direct ? at : '');
          },
        };
      await new Promise((done) => setTimeout(done, 10));
    }
    const log = await process.logTail();
    await process.stop();
    if (!(attempt < PORT_ATTEMPTS && log.includes('Address already in use')))
      throw new Error(`PgBouncer did not start.\n${log}`);
  }
}
