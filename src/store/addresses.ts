/** Addresses of the stores: what is wrong with one as it is written, and why nobody lets us in there. */
import { severalProblem } from './redis/servers/address.js';

const KINDS = {
  REDIS_URL: { begins: ['redis://', 'rediss://'], as: 'redis://maru@host:6379', apart: 'REDIS_PASSWORD' },
  DATABASE_URL: {
    begins: ['postgresql://', 'postgres://'],
    as: 'postgresql://maruapp@host:5432/maru',
    apart: 'DATABASE_PASSWORD',
  },
  DATABASE_OWNER_URL: {
    begins: ['postgresql://', 'postgres://'],
    as: 'postgresql://maru@host:5432/maru',
    apart: 'DATABASE_OWNER_PASSWORD',
  },
} as const;
type AddressKey = keyof typeof KINDS;

/** One sentence when the value of this setting is no address of its store; null when it is one, or empty. */
export function addressProblem(key: AddressKey, address: string): string | null {
  if (address === '') return null;
  const { begins, as, apart } = KINDS[key];
  const begin = begins.find((one) => address.startsWith(one));
  if (begin === undefined)
    return `${key} は ${begins.join(' か ')} で始まるアドレスにしてください（例: ${as}）。 / ${key} has to begin with ${begins.join(' or ')}, such as ${as}.`;
  const signs = `${key} を読み取れません。パスワードの記号（/ ? # % など）は %2F のように書くか、${apart} に分けて書いてください。ポートは数字です。 / ${key} cannot be read: encode signs in the password like %2F or set ${apart} instead; a port is a number.`;
  const rest = address.slice(begin.length);
  const end = ['/', '?', '#'].map((sign) => rest.indexOf(sign)).filter((at) => at >= 0);
  const host = rest.slice(0, Math.min(rest.length, ...end));
  // A sign of the password has ended what looks like the host.
  if (!host.includes('@') && rest.includes('@') && host.includes(':')) return signs;
  if (host === '' || host.endsWith('@')) {
    // PostgreSQL's own way to name the folder of its socket.
    if (key !== 'REDIS_URL' && rest.includes('host=')) return null;
    return `${key} にホスト名がありません（例: ${as}）。 / ${key} names no host; write it like ${as}.`;
  }
  if (!URL.canParse(address)) return signs;
  const { username, password, pathname } = new URL(address);
  if (decoded(username) === null || decoded(password) === null) return signs;
  if (key === 'REDIS_URL' && !/^\/?\d{0,9}$/u.test(pathname))
    return `REDIS_URL の「${pathname}」はデータベースの番号ではありません（例: ${as}/0）。 / ${pathname} in REDIS_URL is no number of a database.`;
  return key === 'REDIS_URL' ? severalProblem(new URL(address)) : null;
}

/** What an address of PostgreSQL says beside the first host (libpq knows no such words): the other hosts, that a pooler
 * is at them, and where the server itself is. */
const [HOSTS, POOLER, DIRECT] = ['otherhosts', 'pooler', 'directhost'] as const;

/**
 * The address of a database with several hosts (`postgresql://maru@db1:5432,db2:5432/maru`, as libpq has it), made one
 * that every reader of addresses can read: the first host in its place, the others behind it. Others are left as they are.
 */
export function withOneHost(address: string): string {
  const begin = address.indexOf('://') + 3;
  const ends = ['/', '?', '#'].map((sign) => address.indexOf(sign, begin)).filter((at) => at >= 0);
  const end = Math.min(address.length, ...ends);
  const at = begin + address.slice(begin, end).lastIndexOf('@') + 1;
  const [before, after] = [address.slice(0, at), address.slice(end)];
  const [first, ...others] = address.slice(at, end).split(',');
  if (others.length === 0 || !URL.canParse(`${before}${first}${after}`)) return address;
  const url = new URL(`${before}${first}${after}`);
  url.searchParams.set(HOSTS, others.join(','));
  return url.href;
}

/** The address, reached through a pooler in transaction mode; `direct`: `host:port` of the server itself, or ''. */
export function throughPooler(address: string, direct: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  url.searchParams.set(POOLER, 'transaction');
  if (direct !== '') url.searchParams.set(DIRECT, direct);
  return url.href;
}

/** One address for each host of a database, and whether they are those of a pooler. */
export function hostsOf(address: string): {
  readonly addresses: readonly string[];
  readonly isPooled: boolean;
} {
  const one = withOneHost(address);
  if (!URL.canParse(one)) return { addresses: [one], isPooled: false };
  const url = new URL(one);
  const others = (url.searchParams.get(HOSTS) ?? '').split(',').filter((host) => host !== '');
  return {
    addresses: [url.host, ...others].map((host) => (host === url.host ? one : atHost(one, host))),
    isPooled: url.searchParams.has(POOLER),
  };
}

/** Where notifications of this database can be waited for; null when only a pooler is known. */
export function listeningAddress(address: string): string | null {
  if (!URL.canParse(address) || !new URL(address).searchParams.has(POOLER)) return address;
  const direct = new URL(address).searchParams.get(DIRECT);
  if (direct === null) return null;
  const [first = '', ...others] = direct.split(',');
  const url = new URL(atHost(address, first));
  for (const word of [POOLER, DIRECT, HOSTS]) url.searchParams.delete(word);
  if (others.length > 0) url.searchParams.set(HOSTS, others.join(','));
  return url.href;
}

function atHost(address: string, host: string): string {
  const url = new URL(address);
  url.port = '';
  url.host = host;
  return url.href;
}

/** A part of an address without its `%…`; null where these are none. */
export function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

/** Why a host does not answer, in Japanese and English; null when it is something else. */
export function unreachable(
  fault: { readonly code?: string | undefined; readonly message: string },
  at: string,
): readonly [ja: string, en: string] | null {
  switch (fault.code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return [`${at} というホストが見つかりません`, `no host ${at}`];
    case 'ECONNREFUSED':
      return [`${at} では何も待っていません`, `nothing listens at ${at}`];
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return [`${at} から返事がありません`, `no answer from ${at}`];
    default:
      return /timeout|timed out/iu.test(fault.message)
        ? [`${at} から返事がありません`, `no answer from ${at}`]
        : null;
  }
}

/** What PostgreSQL says of whom it does not let in (errcodes-appendix), and the driver of a server that asks for more. */
function refusal(
  { code = '', message }: { readonly code?: string; readonly message: string },
  key: AddressKey,
): readonly [ja: string, en: string] | null {
  if (message.includes('password must be a') || message.includes('no password supplied'))
    return [
      `パスワードがありません。${KINDS[key].apart} に書いてください`,
      `no password; set ${KINDS[key].apart}`,
    ];
  if (code === '28P01') return ['ユーザー名かパスワードが違います', 'wrong user or password'];
  if (code === '28000') return [`このユーザーは入れません: ${message}`, message];
  if (code === '3D000') return [`そのデータベースはありません: ${message}`, message];
  if (message.includes('does not support SSL'))
    return ['PostgreSQL が TLS を使えません', 'PostgreSQL has no TLS there'];
  return null;
}

/** What PgBouncer says to whoever brings settings for a session. */
const asPooler = ({ message }: { readonly message: string }): readonly [ja: string, en: string] | null =>
  message.includes('unsupported startup parameter')
    ? [
        'プーラー（PgBouncer など）越しのようです。DATABASE_POOLER=transaction にしてください',
        'it seems to be a pooler; set DATABASE_POOLER=transaction',
      ]
    : null;

/** One sentence for a PostgreSQL that does not let us in at the address of this setting. */
export function databaseFault(key: AddressKey, address: string, fault: unknown): string {
  const said = fault as { readonly code?: string; readonly message: string };
  const { hostname = '', port = '' } = URL.canParse(address) ? new URL(address) : {};
  const at = said.code === 'ENOTFOUND' ? hostname : `${hostname}:${port === '' ? '5432' : port}`;
  const [ja, en] = asPooler(said) ??
    unreachable(said, at) ??
    refusal(said, key) ?? [said.message, said.message];
  return `${key} の PostgreSQL につながりません（${ja}）。 / Cannot reach PostgreSQL (${en}); check ${key}.`;
}

/** An address that names Sentinels with their password, so that whoever connects has all in one text. */
export function withSentinel(address: string, password: string): string {
  if (password === '' || !URL.canParse(address)) return address;
  const url = new URL(address);
  if (url.searchParams.has('sentinel')) url.searchParams.set('sentinel_password', password);
  return url.href;
}
