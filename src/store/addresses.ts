/** Addresses of the stores: what is wrong with one as it is written, and why nobody lets us in there. */

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
export type AddressKey = keyof typeof KINDS;

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
  return null;
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

/** One sentence for a PostgreSQL that does not let us in at the address of this setting. */
export function databaseFault(key: AddressKey, address: string, fault: unknown): string {
  const said = fault as { readonly code?: string; readonly message: string };
  const { hostname = '', port = '' } = URL.canParse(address) ? new URL(address) : {};
  const at = said.code === 'ENOTFOUND' ? hostname : `${hostname}:${port === '' ? '5432' : port}`;
  const [ja, en] = unreachable(said, at) ?? refusal(said, key) ?? [said.message, said.message];
  return `${key} の PostgreSQL につながりません（${ja}）。 / Cannot reach PostgreSQL (${en}); check ${key}.`;
}
