/** Settings: the only place that reads the environment. Every key is listed in .env.example. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { yes } from './chat/setting-kinds.js';
import { slackSettingProblems, slackSettings } from './chat/slack/settings.js';
import { teamsSettingProblems, teamsSettings } from './chat/teams/settings.js';
import { GOES_UP_AFTER_WORKING_DAYS } from './core/notice/waiting.js';
import { readEnvFile } from './package/env-file.js';
import { addressProblem, decoded, throughPooler, withOneHost, withSentinel } from './store/addresses.js';
import { FSYNC_POLICIES } from './store/redis/keeping.js';

/** What nobody but the service should read: each may stand in a file, named by the same key with `_FILE` behind it. */
const SECRETS = [
  'REDIS_URL',
  'REDIS_PASSWORD',
  'REDIS_SENTINEL_PASSWORD',
  'DATABASE_URL',
  'DATABASE_PASSWORD',
  'DATABASE_OWNER_URL',
  'DATABASE_OWNER_PASSWORD',
  'SLACK_BOT_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_APP_TOKEN',
  'SLACK_PROXY',
  'MICROSOFT_APP_PASSWORD',
  'TEAMS_PROXY',
  'SEAL_URL',
] as const;
type FileKey = `${(typeof SECRETS)[number]}_FILE`;
const fileSettings = Object.fromEntries(
  SECRETS.map((key) => [`${key}_FILE`, z.string().default('')]),
) as Record<FileKey, z.ZodDefault<z.ZodString>>;

export const configSchema = z.object({
  /** where Redis is: drafts and timed work. Empty: `demo` and `npm test` start their own */
  REDIS_URL: z.string().default(''),
  /** serve with a Redis that may lose what was acknowledged (evicts, or no append-only file): never where people report */
  REDIS_MAY_LOSE_DATA: yes,
  /** how that Redis brings its append-only file to the disk, where it does not say so itself; empty: it says so */
  REDIS_DURABILITY: z.union([z.literal('').transform(() => null), z.enum(FSYNC_POLICIES)]).default(null),
  /** the password of REDIS_URL when it is not in it */
  REDIS_PASSWORD: z.string().default(''),
  /** the password of the Sentinels in REDIS_URL, where they want one */
  REDIS_SENTINEL_PASSWORD: z.string().default(''),
  /** the authority (PEM) that signed the certificate of a rediss:// address; empty: those that Node.js knows */
  REDIS_CA_FILE: z.string().default(''),
  /** where PostgreSQL is: the record */
  DATABASE_URL: z.string().default(''),
  /** the authority (PEM) that signed the certificate of PostgreSQL; with it sslmode is verify-full. Empty: those that Node.js knows */
  DATABASE_CA_FILE: z.string().default(''),
  /** `transaction`: DATABASE_URL (and DATABASE_OWNER_URL) lead to a pooler such as PgBouncer in that mode; empty: to PostgreSQL */
  DATABASE_POOLER: z.enum(['', 'transaction']).default(''),
  /** behind a pooler: host:port of PostgreSQL itself, for the one connection that is told what others change */
  DATABASE_DIRECT_HOST: z.string().trim().default(''),
  /** the same database as the role that owns it, for `migrate` and `restore`; empty: DATABASE_URL is the owner */
  DATABASE_OWNER_URL: z.string().default(''),
  DATABASE_OWNER_PASSWORD: z.string().default(''),
  /** address and port of the HTTP server */
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  /** the password of DATABASE_URL when it is not in it, so that it stands in one place */
  DATABASE_PASSWORD: z.string().default(''),
  /** address and port for the operator alone: /metrics, /healthz, /readyz. Empty: not opened */
  MONITOR_HOST: z.string().default('127.0.0.1'),
  MONITOR_PORT: z
    .union([z.literal('').transform(() => null), z.coerce.number().int().min(0).max(65_535)])
    .default(null),
  /** seconds from the signal to stop until the port closes: meanwhile /readyz says `stopping`, and what comes is answered */
  STOP_DELAY_SECONDS: z.coerce.number().min(0).max(300).default(2),
  /** where the demo keeps its data */
  DATA_DIR: z.string().default('.data'),
  /** the private key (Ed25519, PEM) that signs the head of the history; empty: it is not signed */
  SEAL_KEY_FILE: z.string().default(''),
  /** where signed heads are put: a folder, and an https address below which each is PUT; it may hold a password */
  SEAL_DIR: z.string().default(''),
  SEAL_URL: z.string().default(''),
  /** the id in the roster (職員番号) of the auditor, who is sent each as a message; empty: nobody is */
  SEAL_AUDITOR: z.string().trim().default(''),
  /** public keys (age1…), parted by commas, to which `maru backup` encrypts; empty: it does not */
  BACKUP_RECIPIENTS: z.string().default(''),
  /** where erasures of people are kept outside the record, to be applied by `restore`; empty: nowhere */
  ERASURES_FILE: z.string().default(''),
  /** years after which `maru retention` throws away what is over: `people=5,notices=5`; empty: nothing, never */
  RETENTION: z.string().default(''),
  /** working days after which what waits for an approval goes to the next post, and after as many again to 事務局 */
  APPROVAL_WAITING_DAYS: z.coerce.number().int().min(2).max(60).default(GOES_UP_AFTER_WORKING_DAYS),
  /** megabytes that one file of 根拠資料 may have (20 at most: no file that is sent may have more), and those of a section in a fiscal year together */
  EVIDENCE_FILE_MB: z.coerce.number().int().min(1).max(20).default(10),
  EVIDENCE_SECTION_MB: z.coerce.number().int().min(1).max(2_000).default(200),
  /** who stands in the history for what is done at the command line; empty: the user of the system, with a hint */
  MARU_OPERATOR: z.string().trim().max(100).default(''),
  /** fatal, error, warn, info or debug */
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  ...slackSettings.shape,
  ...teamsSettings.shape,
  ...fileSettings,
});
export type Config = z.infer<typeof configSchema>;

/** Reads the settings; a wrong one is named in one sentence. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  // What is set already stays: a setting of the service's own surroundings counts more than the file.
  if (environment === process.env) loadEnvFile();
  const parsed = configSchema.safeParse(withoutBlanks(withFiles(environment)));
  if (parsed.success) return withAuthorities(withPasswords(withHosts(parsed.data)));
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  throw new Error(`設定を読み取れません（${wrong}）。 / These settings are wrong: ${wrong}`);
}

/** Takes what stands in `.env` into the environment, where there is such a file. */
function loadEnvFile(): void {
  const file = readEnvFile('.env', (key) => key in configSchema.shape && process.env[key] === undefined);
  for (const [key, value] of Object.entries(file)) process.env[key] ??= value ?? '';
}

/** A setting that was left blank is not set: no number, no `true`, and for a server neither every address nor any port. */
const withoutBlanks = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim() !== ''));

/** The settings with what stands in files. */
function withFiles(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const read: NodeJS.ProcessEnv = {};
  const problems: string[] = [];
  for (const key of SECRETS) {
    const file = environment[`${key}_FILE`] ?? '';
    if (file === '') continue;
    // A file that was written with an editor or `echo` ends with a line end, which is no part of the secret.
    const text = contentOf(`${key}_FILE`, file, problems).replace(/\r?\n$/u, '');
    if ((environment[key] ?? '') !== '')
      problems.push(
        `${key} と ${key}_FILE が、どちらも設定されています。片方だけにしてください。 / Set either ${key} or ${key}_FILE, not both.`,
      );
    else if (/[\r\n]/u.test(text))
      problems.push(
        `${key}_FILE: ${file} に2行以上あります（行末の改行は1つだけ書けます）。1行にしてください。 / ${file} has more than one line; at most one line end may follow.`,
      );
    else read[key] = text;
  }
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return { ...environment, ...read };
}

/** What a file of a setting holds; a problem when there is nothing to be read. */
function contentOf(key: string, file: string, problems: string[]): string {
  try {
    const text = readFileSync(file, 'utf8').replace(/^\uFEFF/u, '');
    if (text.trim() === '')
      problems.push(`${key}: ${file} は空です。値を書いてください。 / ${file} is empty.`);
    return text;
  } catch (fault) {
    const { code = '' } = fault as NodeJS.ErrnoException;
    problems.push(
      code === 'ENOENT'
        ? `${key}: ${file} がありません。ファイルの場所を確かめてください。 / There is no ${file}.`
        : `${key}: ${file} を読めません（${code}）。権限を確かめてください。 / Cannot read ${file} (${code}).`,
    );
    return '';
  }
}

/** Everything that is missing or wrong in the settings, one sentence each. */
export function settingProblems(config: Config): string[] {
  const missing = (['REDIS_URL', 'DATABASE_URL'] as const)
    .filter((key) => config[key] === '')
    .map((key) => `${key} が設定されていません。 / ${key} is not set.`);
  const malformed = (['REDIS_URL', 'DATABASE_URL'] as const).flatMap(
    (key) => addressProblem(key, config[key]) ?? [],
  );
  const platforms =
    config.SLACK_MODE === 'off' && config.TEAMS_MODE === 'off'
      ? [
          'つなぐ先がありません。SLACK_MODE か TEAMS_MODE を設定してください。 / Set SLACK_MODE or TEAMS_MODE.',
        ]
      : [...slackSettingProblems(config), ...teamsSettingProblems(config)];
  return [...missing, ...malformed, ...platforms];
}

/** Addresses of PostgreSQL with what is said of its hosts, in the one text that whoever connects is given. */
function withHosts(config: Config): Config {
  const { DATABASE_POOLER: pooler, DATABASE_DIRECT_HOST: direct } = config;
  if (pooler === '' && direct !== '')
    throw new Error(
      'DATABASE_DIRECT_HOST は、DATABASE_POOLER=transaction のときに使います。 / DATABASE_DIRECT_HOST goes with DATABASE_POOLER=transaction.',
    );
  const reached = (address: string) =>
    pooler === '' ? withOneHost(address) : throughPooler(withOneHost(address), direct);
  return {
    ...config,
    DATABASE_URL: reached(config.DATABASE_URL),
    DATABASE_OWNER_URL: reached(config.DATABASE_OWNER_URL),
  };
}

/** Addresses with the passwords that were given apart from them. */
function withPasswords(config: Config): Config {
  const joined = (given: string, password: string): string => {
    if (given === '' || password === '' || !URL.canParse(given)) return given;
    const url = new URL(given);
    if (url.password === '') url.password = encodeURIComponent(password);
    return url.href;
  };
  return {
    ...config,
    REDIS_URL: withSentinel(joined(config.REDIS_URL, config.REDIS_PASSWORD), config.REDIS_SENTINEL_PASSWORD),
    DATABASE_URL: joined(config.DATABASE_URL, config.DATABASE_PASSWORD),
    DATABASE_OWNER_URL: joined(config.DATABASE_OWNER_URL, config.DATABASE_OWNER_PASSWORD),
  };
}

/**
 * Addresses with the authorities their certificates are checked against, so that whoever connects, and be it another
 * thread, has all in one text: `sslrootcert` is PostgreSQL's own word, `cacert` that of redis-cli.
 */
function withAuthorities(config: Config): Config {
  const { REDIS_CA_FILE, DATABASE_CA_FILE } = config;
  const problems: string[] = [];
  for (const key of ['REDIS_CA_FILE', 'DATABASE_CA_FILE'] as const) {
    if (config[key] === '') continue;
    const text = contentOf(key, config[key], problems);
    if (text.trim() !== '' && !text.includes('-----BEGIN CERTIFICATE-----'))
      problems.push(
        `${key}: ${config[key]} は PEM 形式の証明書ではありません。 / ${config[key]} holds no certificate in PEM.`,
      );
  }
  const redis = REDIS_CA_FILE !== '' && URL.canParse(config.REDIS_URL) ? new URL(config.REDIS_URL) : null;
  if (redis && redis.protocol !== 'rediss:')
    problems.push(
      'REDIS_CA_FILE があるときは、REDIS_URL を rediss:// で始めてください。 / With REDIS_CA_FILE begin REDIS_URL with rediss://.',
    );
  redis?.searchParams.set('cacert', REDIS_CA_FILE);
  const verified = (key: 'DATABASE_URL' | 'DATABASE_OWNER_URL'): string => {
    if (DATABASE_CA_FILE === '' || !URL.canParse(config[key])) return config[key];
    const url = new URL(config[key]);
    if ((url.searchParams.get('sslmode') ?? 'verify-full') !== 'verify-full')
      problems.push(
        `DATABASE_CA_FILE があるときは、${key} の sslmode は verify-full にしてください。 / With DATABASE_CA_FILE the sslmode of ${key} has to be verify-full.`,
      );
    url.searchParams.set('sslmode', 'verify-full');
    url.searchParams.set('sslrootcert', DATABASE_CA_FILE);
    return url.href;
  };
  const urls = { DATABASE_URL: verified('DATABASE_URL'), DATABASE_OWNER_URL: verified('DATABASE_OWNER_URL') };
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return { ...config, REDIS_URL: redis?.href ?? config.REDIS_URL, ...urls };
}

/** The settings that decide who may report and decide, what may be lost, and what is sealed: a change of them is known. */
export function settingsThatMatter(config: Config): object {
  const { SLACK_MODE, SLACK_TEAM_IDS, SLACK_ALLOW_GUESTS, TEAMS_MODE, TEAMS_TENANT_IDS, TEAMS_ALLOW_GUESTS } =
    config;
  const { REDIS_MAY_LOSE_DATA, REDIS_DURABILITY, SEAL_KEY_FILE, SEAL_DIR, SEAL_URL, SEAL_AUDITOR } = config;
  return {
    SLACK_MODE,
    SLACK_TEAM_IDS,
    SLACK_ALLOW_GUESTS,
    TEAMS_MODE,
    TEAMS_TENANT_IDS,
    TEAMS_ALLOW_GUESTS,
    REDIS_MAY_LOSE_DATA,
    REDIS_DURABILITY,
    SEAL_KEY_FILE,
    SEAL_DIR,
    // Without the password that may be in it.
    SEAL_URL: URL.canParse(SEAL_URL) ? new URL(SEAL_URL).host : SEAL_URL,
    SEAL_AUDITOR,
  };
}

/** Every value that must never be seen in a log: tokens, secrets, passwords, also those inside addresses. */
export function secretsOf(config: Config): string[] {
  const secrets = Object.entries(config).flatMap(([key, value]): string[] => {
    if (key.endsWith('_FILE')) return [];
    if (/TOKEN|SECRET|PASSWORD/u.test(key)) return [value ?? ''].flat().map(String);
    if (typeof value !== 'string' || !/URL|PROXY/u.test(key) || !URL.canParse(value)) return [];
    const { password } = new URL(value);
    return password === '' ? [] : [password, decoded(password) ?? password];
  });
  return [...new Set(secrets.filter((one) => one !== ''))];
}
