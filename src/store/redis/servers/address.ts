/**
 * What REDIS_URL says: one server, Sentinels that name one, or nodes of a Cluster. All of it is in one text, so that
 * whoever connects, and be it another thread, needs nothing else.
 */
import { readFileSync } from 'node:fs';

type Node = { readonly host: string; readonly port: number };

type RedisAddress = {
  /** where to begin: the server, the Sentinels, or some nodes of the Cluster */
  readonly nodes: readonly Node[];
  readonly kind:
    | { readonly of: 'server' }
    | {
        readonly of: 'sentinel';
        /** as the Sentinels call the primary */
        readonly name: string;
        readonly username: string | undefined;
        readonly password: string | undefined;
      }
    | { readonly of: 'cluster' };
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly db: number;
  readonly tls: { readonly ca?: Buffer } | undefined;
  /** how many replicas have to have a commit before it counts */
  readonly replicas: number;
};

const REDIS_PORT = 6379;
const SENTINEL_PORT = 26_379;
const MOST_PORT = 65_535;
const MOST_REPLICAS = 5;

/** One sentence when the part of the address that names several servers is wrong; null when it is not. */
export function severalProblem({ searchParams: said, pathname }: URL): string | null {
  const known = ['cacert', 'cluster', 'sentinel', 'also', 'replicas', 'sentinel_user', 'sentinel_password'];
  const several = said.has('cluster') || said.has('sentinel');
  // Of one server the client knows more by itself.
  const other = [...said.keys()].find((key) => !known.includes(key));
  if (several && other !== undefined)
    return `REDIS_URL の「${other}」は使えません（使えるのは cluster、sentinel、also、replicas、sentinel_user です）。 / REDIS_URL knows cluster, sentinel, also, replicas and sentinel_user, not ${other}.`;
  if (said.has('cluster') && said.has('sentinel'))
    return 'REDIS_URL の cluster と sentinel は、どちらか一つにしてください。 / REDIS_URL names a cluster or a sentinel, not both.';
  if (said.has('cluster') && !/^\/?0?$/u.test(pathname))
    return 'Redis Cluster のデータベースは 0 番だけです。 / A Redis Cluster has database 0 alone.';
  if (said.get('sentinel') === '')
    return 'REDIS_URL の sentinel= に、Sentinel での名前を書いてください（例: ?sentinel=maru）。 / Name the primary as the Sentinels do: ?sentinel=maru.';
  if (said.has('also') && !several)
    return 'REDIS_URL の also は、cluster か sentinel といっしょに使います。 / also in REDIS_URL goes with cluster or sentinel.';
  const wrong = (said.get('also') ?? '').split(',').find((one) => one !== '' && nodeOf(one, 0) === null);
  if (wrong !== undefined)
    return `REDIS_URL の also の「${wrong}」を読み取れません（host:port を , で区切ります）。 / ${wrong} in REDIS_URL is no host:port; write also=host:port,host:port.`;
  const replicas = said.get('replicas') ?? '0';
  if (!/^\d$/u.test(replicas) || Number(replicas) > MOST_REPLICAS)
    return `REDIS_URL の replicas は 0 から ${MOST_REPLICAS} の数にしてください。 / replicas in REDIS_URL is a number from 0 to ${MOST_REPLICAS}.`;
  return null;
}

function nodeOf(text: string, port: number): Node | null {
  // Without a scheme of its own, so that a port is not taken for the usual one and dropped.
  if (!URL.canParse(`redis://${text}`)) return null;
  const { hostname, port: own, username, pathname, search } = new URL(`redis://${text}`);
  const number = own === '' ? port : Number(own);
  if (
    hostname === '' ||
    username !== '' ||
    !['', '/'].includes(pathname) ||
    search !== '' ||
    number > MOST_PORT
  )
    return null;
  return { host: hostname.replace(/^\[|\]$/gu, ''), port: number };
}

/** Reads an address that `addressProblem` has found nothing wrong with. Throws when its `cacert` cannot be read. */
export function readAddress(text: string): RedisAddress {
  const url = new URL(text);
  const said = url.searchParams;
  const part = (value: string | null) => (value === null || value === '' ? undefined : value);
  const sentinel = said.get('sentinel');
  const cacert = said.get('cacert');
  const port = sentinel === null ? REDIS_PORT : SENTINEL_PORT;
  const also = (said.get('also') ?? '').split(',').filter((one) => one !== '');
  const nodes = [url.host, ...also].flatMap((one) => nodeOf(one, port) ?? []);
  const several = said.has('cluster') || sentinel !== null;
  return {
    nodes,
    kind:
      sentinel !== null
        ? {
            of: 'sentinel',
            name: sentinel,
            username: part(said.get('sentinel_user')),
            password: part(said.get('sentinel_password')),
          }
        : { of: said.has('cluster') ? 'cluster' : 'server' },
    username: part(decodeURIComponent(url.username)),
    password: part(decodeURIComponent(url.password)),
    db: Number(url.pathname.slice(1)),
    tls: cacert !== null ? { ca: readFileSync(cacert) } : url.protocol === 'rediss:' ? {} : undefined,
    replicas: Number(said.get('replicas') ?? (several ? 1 : 0)),
  };
}
