/** The one way Maru connects to Redis for drafts. (Queues need other settings and make their own connection.) */
import type { Writable } from 'node:stream';
import { Cluster, Redis } from 'ioredis';
import { unreachable } from '../addresses.js';
import { expectReplicas } from './replicas.js';
import { readAddress } from './servers/address.js';
import { clusterOf } from './servers/nodes.js';

/** A platform waits 3 seconds for its answer; a Redis that does not answer within this time must become a 5xx early. */
const COMMAND_TIMEOUT_MS = 300;
/** A connection that owes an answer for this long is dead (cut network, frozen server) and is made anew. */
const SOCKET_TIMEOUT_MS = 1_000;
const CONNECT_TIMEOUT_MS = 2_000;
/** First and longest wait before connecting again: with the connect timeout, back within 5 seconds of Redis. */
const RECONNECT_FIRST_MS = 50;
const RECONNECT_LONGEST_MS = 1_000;
/** How often the map of a Cluster is read anew, besides whenever a node says that it is wrong. */
const SLOTS_EVERY_MS = 2_000;
/** Times that a command follows a slot to another node before it is given up. */
const MOST_REDIRECTIONS = 8;

export type ConnectionLog = {
  warn(details: { readonly error: string }, message: string): void;
  info?(details: { readonly awayMs: number }, message: string): void;
};

/**
 * Connects to Redis so that a command is answered, or rejected within about 0.3 seconds, never queued for later:
 * ioredis by default keeps a command 73 seconds while Redis is away. Commands whose answer was lost are sent once
 * more after the connection is back (within the same 0.3 seconds); every command used on this connection may
 * therefore be carried out twice and has to be harmless then. The returned client is connecting; the first commands
 * wait for `untilReady`.
 *
 * A Cluster is given as the client of one server: a command of one key is the same, and what concerns a server itself is
 * asked of each (nodes.ts).
 *
 * @param url  redis://… or rediss://…, as address.ts reads it
 * @param log  told once when the connection is lost, and once when it is there again
 * @param commandTimeoutMs  longer only where nobody waits for an answer: a busy machine that tests
 */
export function openRedis(url: string, log: ConnectionLog, commandTimeoutMs = COMMAND_TIMEOUT_MS): Redis {
  const redis = connect(url, commandTimeoutMs);
  tellOutages(redis, log);
  return redis;
}

const again = (attempt: number): number =>
  Math.min(RECONNECT_FIRST_MS * 2 ** (attempt - 1), RECONNECT_LONGEST_MS);

function connect(url: string, commandTimeoutMs: number): Redis {
  const common = {
    maxRetriesPerRequest: 1,
    commandTimeout: commandTimeoutMs,
    socketTimeout: Math.max(SOCKET_TIMEOUT_MS, commandTimeoutMs),
    connectTimeout: CONNECT_TIMEOUT_MS,
    // Without it a command whose connection is lost stays pending until its timeout, though Redis may be back.
    autoResendUnfulfilledCommands: true,
  };
  const { nodes, kind, username, password, db, tls, replicas } = readAddress(url);
  const secured = tls ? { tls } : {};
  const login = {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
  };
  const alone = { ...common, enableOfflineQueue: false, retryStrategy: again };
  let redis: Redis;
  switch (kind.of) {
    case 'server':
      redis = new Redis(serverOnly(url), {
        ...secured,
        ...alone,
        // After a fail-over the old primary answers READONLY until the connection is made anew; 2: and send it again.
        reconnectOnError: ({ message }) => (message.startsWith('READONLY') ? 2 : false),
      });
      break;
    case 'sentinel':
      redis = new Redis({
        ...{ sentinels: [...nodes], name: kind.name, db, ...login, ...secured, ...alone },
        ...(kind.username === undefined ? {} : { sentinelUsername: kind.username }),
        ...(kind.password === undefined ? {} : { sentinelPassword: kind.password }),
        ...(tls ? { sentinelTLS: tls, enableTLSForSentinelMode: true } : {}),
        sentinelRetryStrategy: again,
        sentinelCommandTimeout: CONNECT_TIMEOUT_MS,
        // A primary that has lost its replicas may be one no more: the Sentinels are asked anew.
        reconnectOnError: ({ message }) =>
          message.startsWith('READONLY') ? 2 : message.startsWith('NOREPLICAS'),
      });
      break;
    case 'cluster': {
      const cluster = new Cluster([...nodes], {
        redisOptions: { ...common, ...login, ...secured },
        enableOfflineQueue: false,
        clusterRetryStrategy: again,
        slotsRefreshInterval: SLOTS_EVERY_MS,
        slotsRefreshTimeout: CONNECT_TIMEOUT_MS,
        maxRedirections: MOST_REDIRECTIONS,
        retryDelayOnFailover: RECONNECT_FIRST_MS,
        retryDelayOnClusterDown: RECONNECT_FIRST_MS,
        retryDelayOnTryAgain: RECONNECT_FIRST_MS,
      });
      endLooking(cluster);
      cluster.on('+node', (node: Redis) => node.on('connect', () => gatherWrites(node.stream)));
      redis = cluster as unknown as Redis;
      break;
    }
    default:
      return kind satisfies never;
  }
  if (kind.of !== 'cluster') redis.on('connect', () => gatherWrites(redis.stream));
  expectReplicas(redis, replicas);
  return redis;
}

/** Asked for the slots while it is closed, the client would ask again for ever, and keep the process from its end. */
function endLooking(cluster: Cluster): void {
  const refresh = cluster.refreshSlotsCache.bind(cluster);
  cluster.refreshSlotsCache = (then) =>
    refresh((...said) => {
      if (cluster.status !== 'end' && cluster.status !== 'disconnecting') then?.(...said);
    });
}

/** The address without what Maru alone reads in it. */
function serverOnly(url: string): string {
  if (!URL.canParse(url)) return url;
  const address = new URL(url);
  for (const own of ['cacert', 'replicas']) address.searchParams.delete(own);
  return address.href;
}

/** A line when it is gone and one when it is back, however often it is tried in between; and one when Redis says no. */
function tellOutages(redis: Redis, log: ConnectionLog): void {
  let why = 'closed by the other side';
  let since: number | null = null;
  let refused = false;
  // Without a listener a lost connection would end the process.
  redis.on('error', (error: Error) => {
    why = error.message;
    if (error.name === 'ReplyError' && !refused)
      log.warn({ error: why }, 'Redis が接続を断りました。 / Redis refused the connection');
    refused ||= error.name === 'ReplyError';
  });
  redis.on('reconnecting', () => {
    if (since === null) log.warn({ error: why }, 'Redis の接続が切れました。 / Redis connection lost');
    since ??= performance.now();
  });
  redis.on('ready', () => {
    if (since !== null)
      log.info?.(
        { awayMs: Math.round(performance.now() - since) },
        'Redis につながりました。 / Redis is connected again',
      );
    [why, since, refused] = ['closed by the other side', null, false];
  });
}

/** What Node.js and OpenSSL say of a certificate that is not one of the authority, not of this host, or out of date. */
const CERTIFICATE = /CERT|UNABLE_TO_(?:GET|VERIFY|DECRYPT)|SELF_SIGNED/u;

/**
 * What is asked within one turn of the event loop goes to Redis in one write: a system call costs more than a command,
 * and on a busy morning there are several a turn. Each command stays one of its own, with its own answer and time.
 */
function gatherWrites(stream: Writable): void {
  const write = stream.write.bind(stream) as (...args: unknown[]) => boolean;
  let gathering = false;
  stream.write = (...args: unknown[]) => {
    if (!gathering) {
      gathering = true;
      stream.cork();
      setImmediate(() => {
        gathering = false;
        stream.uncork();
      });
    }
    return write(...args);
  };
}

/** One sentence when the user of Redis may not do what is asked; null for any other fault. */
export function noRights(message: string): string | null {
  if (!message.startsWith('NOPERM')) return null;
  return `Redis のユーザーの権限が足りません（${message}）。docs/operating.md の「Redis のユーザー」のとおりにしてください。 / The user in REDIS_URL may not do what is needed; see docs/operating.md, A user of Redis.`;
}

/** One sentence when Redis does not let us in; null when this is something else, which may pass. */
function refusal(message: string, hasPassword: boolean): string | null {
  if (message.includes('DB index'))
    return 'Redis に、REDIS_URL の番号のデータベースがありません。 / Redis has no database of the number in REDIS_URL.';
  if (message.startsWith('NOPERM')) return noRights(message);
  if (!/WRONGPASS|NOAUTH/u.test(message)) return null;
  return hasPassword
    ? 'Redis が接続を断りました。REDIS_URL のユーザー名とパスワードを確かめてください。 / Redis refused the connection; check user and password in REDIS_URL.'
    : 'Redis にパスワードが要ります。REDIS_PASSWORD に書いてください（REDIS_URL に書いてもかまいません）。 / Redis wants a password: set REDIS_PASSWORD, or write it into REDIS_URL.';
}

type Fault = NodeJS.ErrnoException & {
  readonly address?: string;
  readonly port?: number;
  /** of a Cluster: what the last node said that was asked */
  readonly lastNodeError?: Fault;
};

/** So long, in milliseconds, a start or a command waits for Redis, which may just be failing over. */
export const REDIS_READY_MS = 10_000;

/**
 * Waits until a client of `openRedis` is ready for commands.
 *
 * @throws Error in plain words when it is not within `timeoutMs`
 */
export function untilReady(redis: Redis, timeoutMs: number): Promise<void> {
  if (redis.status === 'ready') return Promise.resolve();
  return new Promise((resolve, reject) => {
    const over = () => {
      clearTimeout(timer);
      redis.off('ready', ready);
      redis.off('error', failed);
      redis.off('node error', failed);
    };
    const ready = () => {
      over();
      resolve();
    };
    let why: readonly [ja: string, en: string] | null = null;
    const failed = (given: Fault) => {
      const fault = given.lastNodeError ?? given;
      const { message, code = '' } = fault;
      const { host = fault.address ?? '', port = fault.port ?? '' } = clusterOf(redis) ? {} : redis.options;
      if (message.startsWith('All sentinels are unreachable'))
        why = ['Sentinel が答えないか、その名前を知りません', 'no Sentinel answers, or knows the name'];
      why = unreachable(fault, code === 'ENOTFOUND' ? host : `${host}:${port}`) ?? why;
      if (CERTIFICATE.test(code)) {
        over();
        reject(
          new Error(
            `Redis の証明書を確かめられません（${code}）。REDIS_CA_FILE と、REDIS_URL のホスト名を確かめてください。 / The certificate of Redis is not trusted; check REDIS_CA_FILE and the host in REDIS_URL.`,
          ),
        );
      }
      // ioredis says null where none was given.
      const { password } = clusterOf(redis)?.options.redisOptions ?? redis.options;
      const said = refusal(message, (password ?? '') !== '');
      if (said === null) return;
      over();
      reject(new Error(said));
    };
    const timer = setTimeout(() => {
      over();
      reject(
        new Error(
          `Redis につながりません${why ? `（${why[0]}）` : ''}。REDIS_URL を確かめてください。 / Cannot reach Redis${why ? ` (${why[1]})` : ''}; check REDIS_URL.`,
        ),
      );
    }, timeoutMs);
    redis.once('ready', ready);
    redis.on('error', failed);
    // What a node of a Cluster says is told apart.
    redis.on('node error', failed);
  });
}
