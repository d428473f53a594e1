/** A real Redis Cluster of three masters with a replica each, and a primary with replicas under three Sentinels. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { type Leashed, startChildServer } from '../../src/services/child-server.js';
import { freePort } from '../../src/services/free-port.js';
import { type Running, startRedis } from '../../src/services/redis.js';
import { PATIENCE_MS } from './patience.js';
import { redisProgram, testDir } from './stores.js';

/** What a Redis or a Sentinel is told about its certificate; a port beside that of the tests' own clients is TLS. */
export type Secured = Readonly<Record<string, string>>;

/** A server of several, with a client of the test's own. */
export type Member = {
  readonly admin: Redis;
  /** of the Cluster's own */
  id: string;
  server: Running;
  /** where the others and Maru reach it: of TLS where that is used */
  readonly port: number;
  /** Starts it again where it was, after it was killed. */
  restart(): Promise<void>;
};

const SLOTS = 16_384;
const MASTERS = 3;
/** Low, so that a fail-over is soon over, and longer than a busy machine pauses: none begins that nobody asked for. */
const NODE_TIMEOUT_MS = 4_000;
const LOOK_MS = 20;
const COMMON = {
  appendonly: 'yes',
  // The disk is not what these tests break, and nine servers on one wait for it.
  appendfsync: 'everysec',
  'min-replicas-to-write': '1',
  'repl-diskless-sync-delay': '0',
};

/** Waits for what the servers themselves say. Rejects with what was said last. */
export async function untilSaid(
  what: string,
  holds: () => Promise<boolean>,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const giveUp = Date.now() + patienceMs;
  for (;;) {
    if (await holds().catch(() => false)) return;
    if (Date.now() > giveUp) throw new Error(`${what} did not come about`);
    await pause(LOOK_MS);
  }
}

async function member(own: Record<string, string>, secured?: Secured): Promise<Member> {
  const dir = join(await testDir(), 'redis');
  const tlsPort = secured ? await freePort() : null;
  const settings = { ...own, ...secured, ...(tlsPort ? { 'tls-port': String(tlsPort) } : {}) };
  const start = (port?: number) =>
    startRedis({ dir, persistent: false, program: redisProgram(), settings, ...(port ? { port } : {}) });
  const server = await start();
  const admin = new Redis(server.port, '127.0.0.1', { retryStrategy: () => 50 });
  admin.on('error', () => undefined);
  const one: Member = {
    ...{ server, admin, id: '', port: tlsPort ?? server.port },
    async restart() {
      one.server = await start(server.port);
    },
  };
  return one;
}

async function stopAll(members: readonly Member[]): Promise<void> {
  for (const { admin } of members) admin.disconnect();
  await Promise.all(members.map(({ server }) => server.stop()));
}

export type TestCluster = Awaited<ReturnType<typeof startCluster>>;

/** `shares`: how many slots each master has; the rest goes to the last. */
export async function startCluster(shares: readonly number[] = [5_461, 5_461], secured?: Secured) {
  const join = async () =>
    member(
      {
        ...COMMON,
        'cluster-enabled': 'yes',
        'cluster-config-file': 'nodes.conf',
        'cluster-node-timeout': String(NODE_TIMEOUT_MS),
        'cluster-port': String(await freePort()),
        'cluster-replica-validity-factor': '0',
        ...(secured ? { 'tls-cluster': 'yes' } : {}),
      },
      secured,
    );
  const members = await Promise.all(Array.from({ length: 2 * MASTERS }, join));
  const stop = () => stopAll(members);
  try {
    const [first] = members as [Member, ...Member[]];
    for (const one of members) one.id = String(await one.admin.cluster('MYID'));
    for (const [i, { admin }] of members.entries()) await admin.call('CLUSTER', 'SET-CONFIG-EPOCH', i + 1);
    let from = 0;
    for (let i = 0; i < MASTERS; i += 1) {
      const to = i === MASTERS - 1 ? SLOTS : from + (shares[i] ?? 0);
      if (to > from) await members[i]!.admin.call('CLUSTER', 'ADDSLOTSRANGE', from, to - 1);
      from = to;
    }
    const bus = async ({ admin }: Member) => ((await admin.config('GET', 'cluster-port')) as string[])[1]!;
    for (const one of members.slice(1))
      await first.admin.call('CLUSTER', 'MEET', '127.0.0.1', one.port, await bus(one));
    const saysOf = async (one: Member) => String(await one.admin.cluster('NODES'));
    await untilSaid('a Cluster that knows itself', async () =>
      (await Promise.all(members.map(saysOf))).every(
        (said) => members.every(({ id }) => said.includes(id)) && !said.includes('handshake'),
      ),
    );
    for (let i = 0; i < MASTERS; i += 1)
      await members[MASTERS + i]!.admin.call('CLUSTER', 'REPLICATE', members[i]!.id);
    await untilSaid('a Cluster with replicas', async () => {
      const infos = await Promise.all(members.map(({ admin }) => admin.cluster('INFO')));
      const linked = await Promise.all(
        members.map(async ({ admin }, i) => {
          const said = await admin.info('replication');
          return i < MASTERS ? said.includes('state=online') : said.includes('master_link_status:up');
        }),
      );
      const known = await Promise.all(members.map(saysOf));
      const agreed = known.every((said) => said.split('slave ').length === MASTERS + 1);
      return (
        agreed && linked.every(Boolean) && infos.every((said) => String(said).includes('cluster_state:ok'))
      );
    });
  } catch (fault) {
    await stop();
    throw fault;
  }
  const masterOfSlot = async (slot: number): Promise<Member> => {
    const some = await anyOf(members).admin.cluster('SLOTS');
    const found = some.find(([low, high]) => Number(low) <= slot && slot <= Number(high));
    const port = Number((found?.[2] as [string, number] | undefined)?.[1]);
    const at = members.find(({ server }) => server.port === port);
    if (!at) throw new Error(`nobody has slot ${slot}`);
    return at;
  };
  return {
    members,
    url: `${secured ? 'rediss' : 'redis'}://127.0.0.1:${members[0]!.port}?cluster&also=127.0.0.1:${members[1]!.port},127.0.0.1:${members[4]!.port}`,
    masterOfSlot,
    /**
     * Kills the master of a slot; resolves when its replica has the slot, and the killed one, started again, is a replica
     * of that: with one replica a master, nothing is on a second server before.
     */
    async failOver(slot: number): Promise<Member> {
      const old = await masterOfSlot(slot);
      process.kill(old.server.pid, 'SIGKILL');
      const rest = members.filter((one) => one !== old);
      await untilSaid('another master', async () => {
        const said = await Promise.all(rest.map(({ admin }) => admin.cluster('INFO')));
        const next = await nextOf(rest, slot);
        return next !== null && said.every((one) => String(one).includes('cluster_state:ok'));
      });
      await old.restart();
      const next = await nextOf(rest, slot);
      await untilSaid('the killed one as a replica', async () =>
        ((await next?.admin.info('replication')) ?? '').includes('state=online'),
      );
      return old;
    },
    stop,
  };
}

async function nextOf(rest: readonly Member[], slot: number): Promise<Member | null> {
  const slots = await rest[0]!.admin.cluster('SLOTS');
  const found = slots.find(([low, high]) => Number(low) <= slot && slot <= Number(high));
  const port = Number((found?.[2] as [string, number] | undefined)?.[1]);
  return rest.find(({ server }) => server.port === port) ?? null;
}

function anyOf(members: readonly Member[]): Member {
  const ready = members.find(({ admin }) => admin.status === 'ready');
  if (!ready) throw new Error('no member answers');
  return ready;
}

/** Moves a slot with what is in it, as redis-cli --cluster reshard does. `between` is run while it is on its way. */
export async function moveSlot(
  cluster: TestCluster,
  slot: number,
  to: Member,
  between: () => Promise<void> = async () => undefined,
): Promise<void> {
  const from = await cluster.masterOfSlot(slot);
  await to.admin.call('CLUSTER', 'SETSLOT', slot, 'IMPORTING', from.id);
  await from.admin.call('CLUSTER', 'SETSLOT', slot, 'MIGRATING', to.id);
  await between();
  for (;;) {
    const keys = (await from.admin.call('CLUSTER', 'GETKEYSINSLOT', slot, 50)) as string[];
    if (keys.length === 0) break;
    await from.admin.call('MIGRATE', '127.0.0.1', to.server.port, '', 0, 5_000, 'KEYS', ...keys);
  }
  for (const { admin } of [to, from]) await admin.call('CLUSTER', 'SETSLOT', slot, 'NODE', to.id);
}

const SENTINELS = 3;
const NAME = 'maru';
const DOWN_AFTER_MS = 3_000;

export type TestSentinels = Awaited<ReturnType<typeof startSentinels>>;

export async function startSentinels(secured?: Secured) {
  const first = await member(COMMON, secured);
  const replica = { ...COMMON, replicaof: `127.0.0.1 ${first.port}` };
  const members = [first, ...(await Promise.all([1, 2].map(() => member(replica, secured))))];
  const watching: { port: number; admin: Redis; process: Leashed }[] = [];
  const stop = async () => {
    for (const { admin } of watching) admin.disconnect();
    await Promise.all(watching.map(({ process }) => process.stop()));
    await stopAll(members);
  };
  try {
    await untilSaid('a primary with replicas', async () =>
      (await first.admin.info('replication')).includes('connected_slaves:2'),
    );
    for (let i = 0; i < SENTINELS; i += 1) watching.push(await sentinel(first.port, secured));
    await untilSaid('Sentinels that know each other', async () => {
      const said = await Promise.all(
        watching.map(({ admin }) => admin.call('SENTINEL', 'MASTER', NAME) as Promise<unknown>),
      );
      return said.every((one) => {
        const facts = JSON.stringify(one);
        return (
          facts.includes('"num-other-sentinels","2"') &&
          facts.includes('"num-slaves","2"') &&
          facts.includes('"flags","master"')
        );
      });
    });
  } catch (fault) {
    await stop();
    throw fault;
  }
  const [one, ...others] = watching.map(({ port }) => `127.0.0.1:${port}`);
  const primaryPort = async (): Promise<number> => {
    const said = (await watching[0]!.admin.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', NAME)) as string[];
    return Number(said[1]);
  };
  return {
    members,
    /** clients of the Sentinels themselves */
    sentinels: watching.map(({ admin }) => admin),
    url: `${secured ? 'rediss' : 'redis'}://${one}?sentinel=${NAME}&also=${others.join(',')}`,
    async primary(): Promise<Member> {
      const port = await primaryPort();
      return members.find((one) => one.port === port)!;
    },
    /** Kills the primary; resolves when another has its place and its replica. */
    async failOver(): Promise<Member> {
      const old = await this.primary();
      process.kill(old.server.pid, 'SIGKILL');
      await untilSaid('another primary', async () => {
        const next = await this.primary();
        if (next === old) return false;
        return (await next.admin.info('replication')).includes('state=online');
      });
      return old;
    },
    stop,
  };
}

async function sentinel(
  primary: number,
  secured?: Secured,
): Promise<{ port: number; admin: Redis; process: Leashed }> {
  const dir = join(await testDir(), 'sentinel');
  await mkdir(dir, { recursive: true });
  const port = await freePort();
  const tlsPort = secured ? await freePort() : null;
  const file = join(dir, 'sentinel.conf');
  const lines = [
    ...Object.entries(secured ?? {}).map((setting) => setting.join(' ')),
    ...(tlsPort ? [`tls-port ${tlsPort}`] : []),
    `port ${port}`,
    'bind 127.0.0.1',
    `dir ${dir}`,
    `sentinel monitor ${NAME} 127.0.0.1 ${primary} 2`,
    `sentinel down-after-milliseconds ${NAME} ${DOWN_AFTER_MS}`,
    `sentinel failover-timeout ${NAME} 5000`,
  ];
  await writeFile(file, `${lines.join('\n')}\n`);
  const process = await startChildServer({
    command: [redisProgram(), file, '--sentinel'],
    signal: 'TERM',
    logFile: join(dir, 'sentinel.log'),
    removeDir: dir,
  });
  const admin = new Redis(port, '127.0.0.1', { retryStrategy: () => 50 });
  admin.on('error', () => undefined);
  await untilSaid('a Sentinel', async () => (await admin.ping()) === 'PONG');
  return { port: tlsPort ?? port, admin, process };
}
