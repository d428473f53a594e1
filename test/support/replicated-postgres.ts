/**
 * Two PostgreSQL of which the second repeats, synchronously, what the first one keeps: killed, promoted, and made anew beside
 * the one that was promoted. They stay at two addresses, whichever of them takes writes.
 */
import { chmod, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '../../src/services/free-port.js';
import { startPostgres } from '../../src/services/postgres.js';
import { postgresAccount } from '../../src/services/postgres-account.js';
import { postgresPrograms } from '../../src/services/postgres-programs.js';
import type { Running } from '../../src/services/redis.js';
import { killTree, signalTree } from '../faults/process-tree.js';
import { testDir } from './stores.js';

const READY_MS = 60_000;
const LOOK_EVERY_MS = 10;

export type ReplicatedPostgres = Awaited<ReturnType<typeof replicatedPostgres>>;

/** Starts both. `synchronous: false`: a commit does not wait for the second. */
export async function replicatedPostgres({ synchronous = true } = {}) {
  const programs = await postgresPrograms();
  const dirs = await Promise.all([testDir(), testDir()]);
  const account = await postgresAccount([join(dirs[0]!, 'x'), programs.postgres]);
  const first = await startPostgres({ dir: dirs[0]!, persistent: true });
  const ports = [first.port, await freePort()];
  const servers: (Running | null)[] = [first, null];
  let primary = 0;
  const url = new URL(first.url);
  const both = first.url.replace(url.host, ports.map((port) => `127.0.0.1:${port}`).join(','));
  const urlOf = (which: number) => Object.assign(new URL(first.url), { port: String(ports[which]) }).href;

  /** A statement at one of them, in one session with those after it. */
  async function at<T>(which: number, use: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: urlOf(which) });
    client.on('error', () => undefined);
    await client.connect();
    return use(client).finally(() => client.end());
  }
  const rows = async (client: pg.Client, sql: string) =>
    (await client.query<Record<string, unknown>>(sql)).rows;
  async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
    for (const giveUp = Date.now() + READY_MS; !(await holds()); await sleep(LOOK_EVERY_MS))
      if (Date.now() > giveUp) throw new Error(`not within ${READY_MS} ms: ${what}`);
  }

  /** Ends the one that does not take writes any more, if it was never ended. */
  async function fence(): Promise<void> {
    const old = servers[1 - primary];
    servers[1 - primary] = null;
    if (old) await killTree(old.pid);
    await old?.stop();
  }

  /** Makes the other one anew from the files of the one that takes writes, and waits until it repeats it. */
  async function attach(): Promise<void> {
    await fence();
    const standby = 1 - primary;
    const [from, to] = [join(dirs[primary]!, 'data'), join(dirs[standby]!, 'data')];
    await rm(to, { recursive: true, force: true });
    await mkdir(to, { recursive: true });
    await chmod(dirs[standby]!, 0o711);
    await at(primary, async (client) => {
      await client.query(`alter system set wal_keep_size = '256MB'`);
      await client.query(`alter system reset synchronous_standby_names`);
      await client.query(`select pg_backup_start('standby', true)`);
      await cp(from, to, {
        recursive: true,
        preserveTimestamps: true,
        filter: (path) => !/\/pg_wal\/.+|\/postmaster\.(?:pid|opts)$|\/pg_replslot\/.+/u.test(path),
      });
      const [stopped] = await rows(client, 'select labelfile from pg_backup_stop(false)');
      await writeFile(join(to, 'backup_label'), String(stopped?.labelfile));
    });
    await mkdir(join(to, 'pg_wal', 'archive_status'), { recursive: true });
    await writeFile(join(to, 'standby.signal'), '');
    const { password } = new URL(first.url);
    await writeFile(
      join(to, 'postgresql.auto.conf'),
      `${await readFile(join(from, 'postgresql.auto.conf'), 'utf8')}
primary_conninfo = 'host=127.0.0.1 port=${ports[primary]} user=postgres password=${password} application_name=second'
wal_retrieve_retry_interval = '100ms'
synchronous_standby_names = ''
`,
    );
    await cp(join(dirs[primary]!, 'password'), join(dirs[standby]!, 'password'));
    for (const path of [join(dirs[standby]!, 'password'), to]) await ownAll(path);
    servers[standby] = await startPostgres({ dir: dirs[standby]!, port: ports[standby]!, persistent: true });
    if (synchronous)
      await at(primary, async (client) => {
        await client.query(`alter system set synchronous_standby_names = '*'`);
        await client.query('select pg_reload_conf()');
      });
    await until(
      () =>
        at(primary, async (client) => {
          const found = await rows(client, 'select state, sync_state from pg_stat_replication');
          return found.some(
            ({ state, sync_state }) =>
              state === 'streaming' && sync_state === (synchronous ? 'sync' : 'async'),
          );
        }),
      'the second repeats the first',
    );
  }

  async function ownAll(path: string): Promise<void> {
    const { readdir } = await import('node:fs/promises');
    await account.own(path);
    const entries = await readdir(path, { withFileTypes: true, recursive: true }).catch(() => []);
    for (const entry of entries) await account.own(join(entry.parentPath, entry.name));
  }

  await attach();
  return {
    /** both hosts, as DATABASE_URL names them */
    url: both,
    urlOfPrimary: () => urlOf(primary),
    urlOfStandby: () => urlOf(1 - primary),
    attach,
    /** `kill -9` of the one that takes writes. */
    async kill(): Promise<void> {
      const server = servers[primary];
      servers[primary] = null;
      if (!server) throw new Error('none takes writes');
      await killTree(server.pid);
      await server.stop();
    },
    /** The one that takes writes says nothing more, and ends no connection; it is killed by `attach`. */
    silence: () => signalTree(servers[primary]!.pid, 'SIGSTOP'),
    pauseStandby: () => signalTree(servers[1 - primary]!.pid, 'SIGSTOP'),
    resumeStandby: () => signalTree(servers[1 - primary]!.pid, 'SIGCONT'),
    /** Resolves when the second has all that the first has. */
    caughtUp: () =>
      until(
        () =>
          at(primary, async (client) => {
            const [found] = await rows(
              client,
              'select bool_and(replay_lsn >= pg_current_wal_lsn()) as all from pg_stat_replication',
            );
            return found?.all === true;
          }),
        'the second has all',
      ),
    /** From now on the second repeats nothing more, as behind a cut network. */
    async detach(): Promise<void> {
      await at(1 - primary, async (client) => {
        await client.query(`alter system set primary_conninfo = ''`);
        await client.query('select pg_reload_conf()');
      });
      await until(
        () =>
          at(
            primary,
            async (client) => (await rows(client, 'select 1 from pg_stat_replication')).length === 0,
          ),
        'the second is detached',
      );
    },
    /** Lets the second take writes from now on. */
    async promote(): Promise<void> {
      const next = 1 - primary;
      await at(next, (client) => client.query('select pg_promote(true, 60)'));
      await until(
        () => at(next, async (client) => !(await rows(client, 'select pg_is_in_recovery() as is'))[0]?.is),
        'promoted',
      );
      primary = next;
    },
    ask: (sql: string) => at(primary, (client) => rows(client, sql)),
    async stop() {
      await fence();
      await Promise.all(servers.map((server) => server?.stop()));
      await Promise.all(dirs.map((dir) => rm(dir, { recursive: true, force: true })));
    },
  };
}
