/** Settings: the only place that reads the environment. Every key is listed in .env.example. */
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { yes } from './chat/setting-kinds.js';
import { slackSettingProblems, slackSettings } from './chat/slack/settings.js';
import { teamsSettingProblems, teamsSettings } from './chat/teams/settings.js';
import { FSYNC_POLICIES } from './store/redis/keeping.js';

export const configSchema = z.object({
  /** where Redis is: drafts and timed work. Empty: `demo` and `npm test` start their own */
  REDIS_URL: z.string().default(''),
  /** serve with a Redis that may lose what was acknowledged (evicts, or no append-only file): never where people report */
  REDIS_MAY_LOSE_DATA: yes,
  /** how that Redis brings its append-only file to the disk, where it does not say so itself; empty: it says so */
  REDIS_DURABILITY: z.union([z.literal('').transform(() => null), z.enum(FSYNC_POLICIES)]).default(null),
  /** where PostgreSQL is: the record */
  DATABASE_URL: z.string().default(''),
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
  /** where the demo keeps its data */
  DATA_DIR: z.string().default('.data'),
  /** fatal, error, warn, info or debug */
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  ...slackSettings.shape,
  ...teamsSettings.shape,
});
export type Config = z.infer<typeof configSchema>;

/** Reads the settings; a wrong one is named in one sentence. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  // What is set already stays: a setting of the service's own surroundings counts more than the file.
  if (environment === process.env && existsSync('.env')) process.loadEnvFile('.env');
  const parsed = configSchema.safeParse(environment);
  if (parsed.success) return withPassword(parsed.data);
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  throw new Error(`設定を読み取れません（${wrong}） / These settings are wrong: ${wrong}`);
}

const ADDRESSES = [
  { key: 'REDIS_URL', begins: /^rediss?:/u, as: 'redis://host:6379' },
  { key: 'DATABASE_URL', begins: /^postgres(?:ql)?:/u, as: 'postgresql://user@host:5432/name' },
] as const;

/** Everything that is missing or wrong in the settings, one sentence each. */
export function settingProblems(config: Config): string[] {
  const missing = (['REDIS_URL', 'DATABASE_URL'] as const)
    .filter((key) => config[key] === '')
    .map((key) => `${key} が設定されていません。 / ${key} is not set.`);
  const malformed = ADDRESSES.flatMap(({ key, begins, as }) => {
    const given = config[key];
    if (given === '' || (URL.canParse(given) && begins.test(given))) return [];
    return `${key} はアドレスではありません。${as} の形で書いてください（パスワードの記号は %40 のように書きます）。 / ${key} is no address; write it as ${as}, with signs in the password encoded like %40.`;
  });
  const platforms =
    config.SLACK_MODE === 'off' && config.TEAMS_MODE === 'off'
      ? [
          'つなぐ先がありません。SLACK_MODE か TEAMS_MODE を設定してください。 / Set SLACK_MODE or TEAMS_MODE.',
        ]
      : [...slackSettingProblems(config), ...teamsSettingProblems(config)];
  return [...missing, ...malformed, ...platforms];
}

/** DATABASE_URL with the password that was given apart from it. */
function withPassword(config: Config): Config {
  const { DATABASE_URL: given, DATABASE_PASSWORD: password } = config;
  if (given === '' || password === '' || !URL.canParse(given)) return config;
  const url = new URL(given);
  if (url.password === '') url.password = encodeURIComponent(password);
  return { ...config, DATABASE_URL: url.href };
}

/** Every value that must never be seen in a log: tokens, secrets, passwords, also those inside addresses. */
export function secretsOf(config: Config): string[] {
  const secrets = Object.entries(config).flatMap(([key, value]): string[] => {
    if (/TOKEN|SECRET|PASSWORD/u.test(key)) return [value ?? ''].flat().map(String);
    if (typeof value !== 'string' || !/URL|PROXY/u.test(key) || !URL.canParse(value)) return [];
    const { password } = new URL(value);
    return password === '' ? [] : [password, decodeURIComponent(password)];
  });
  return [...new Set(secrets.filter((one) => one !== ''))];
}
