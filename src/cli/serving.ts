/** The service itself: loaded only when it is to run, because the platforms' libraries take a while. */
import { join } from 'node:path';
import { createApp, openStores, type Platform, type Stores } from '../app.js';
import { readTemplates } from '../chat/render.js';
import type { Pace } from '../chat/slack/pace.js';
import { slackSettingProblems } from '../chat/slack/settings.js';
import { teamsSettingProblems } from '../chat/teams/settings.js';
import { type Config, readConfig, secretsOf } from '../config.js';
import type { Log } from '../flow/log.js';
import type { Meter } from '../flow/meter.js';
import type { Clock } from '../flow/ports.js';
import { openLog, takeConsole } from '../log.js';
import { openMonitor } from '../monitor/routes.js';
import { untilStopped } from '../services/stop-signal.js';
import { migrate, schemaProblem } from '../store/postgres/migrate.js';
import { type Keeping, keepingOf } from '../store/redis/keeping.js';
import { openPages } from '../store/redis/pages.js';
import { VERSION } from '../version.js';
import type { CommandIo } from './io.js';
import { Mistake } from './mistake.js';
import { withRecord } from './record.js';

/** Within this time after it was told to, the process has ended, whatever hangs: orchestrators kill soon after ten seconds. */
const STOPPED_WITHIN_MS = 9_000;
/** How often each instance looks at what the clock has made due: a message may come this long after its minute. */
const TICK_EVERY_MS = 60_000;
const systemClock: Clock = { now: () => new Date() };

/** What tests change: the clock, the pace of what is sent to Slack, and milliseconds between sweeps and for a store's answer. */
export type Hurry = {
  readonly clock?: Clock;
  readonly slackPace?: Pace;
  readonly sweepEveryMs?: number;
  readonly patienceMs?: number;
};

/** Serves the platforms that are switched on until it is told to stop. */
export async function serve(
  io: CommandIo,
  { clock = systemClock, sweepEveryMs, slackPace, patienceMs }: Hurry = {},
): Promise<void> {
  const config = readConfig();
  const log = openLog(config.LOG_LEVEL, secretsOf(config));
  takeConsole(log);
  const problems = settingProblems(config);
  if (problems.length > 0) throw new Mistake(problems.join('\n'));
  const stopped = untilStopped();
  const urls = { redisUrl: config.REDIS_URL, databaseUrl: config.DATABASE_URL };
  const stores = await openStores(urls, log, patienceMs);
  try {
    const unfit = (await schemaProblem(stores.pool)) ?? (await redisProblem(stores.redis, config, log));
    if (unfit !== null) throw new Mistake(unfit);
    const watched = await watchedAt(config);
    const platforms = await configuredPlatforms(
      config,
      stores,
      clock,
      log,
      watched?.metrics.meter,
      slackPace,
    );
    const app = createApp({
      stores,
      platforms,
      clock,
      log,
      tickEveryMs: TICK_EVERY_MS,
      ...(watched ? { metrics: watched.metrics } : {}),
      ...(sweepEveryMs === undefined ? {} : { sweepEveryMs }),
    });
    // Before anybody asks: whoever came first would wait for it.
    await Promise.all([
      app.warmUp(),
      config.SLACK_MODE === 'off' ? null : readTemplates('slack'),
      config.TEAMS_MODE === 'off' ? null : readTemplates('teams'),
    ]);
    const url = await app.listen(config.HOST, config.PORT).catch(portMistake('PORT', config.PORT));
    const monitor =
      watched === null
        ? null
        : await openMonitor(watched, { metrics: watched.metrics, readiness: app.readiness, log }).catch(
            async (fault: unknown) => {
              await app.stop();
              return portMistake('MONITOR_PORT', watched.port)(fault);
            },
          );
    log.info(
      { url, monitor: monitor?.url, platforms: platforms.map(({ name }) => name), version: VERSION },
      'Maru is serving',
    );
    io.out(`Maru が動き始めました（${url}）。 / Maru is serving.\n`);
    app.keepTime();
    await stopped;
    // What is not done by then is kept in the stores, and another instance does it: nothing is lost, so it is no failure.
    setTimeout(() => {
      log.warn({}, 'stopped without waiting any longer');
      process.exit(0);
    }, STOPPED_WITHIN_MS).unref();
    await app.stop();
    await monitor?.stop();
  } finally {
    await stores.close();
  }
}

/** Everything that is missing or wrong in the settings, one sentence each. */
function settingProblems(config: Config): string[] {
  const missing = (['REDIS_URL', 'DATABASE_URL'] as const)
    .filter((key) => config[key] === '')
    .map((key) => `${key} が設定されていません。 / ${key} is not set.`);
  const platforms =
    config.SLACK_MODE === 'off' && config.TEAMS_MODE === 'off'
      ? [
          'つなぐ先がありません。SLACK_MODE か TEAMS_MODE を設定してください。 / Set SLACK_MODE or TEAMS_MODE.',
        ]
      : [...slackSettingProblems(config), ...teamsSettingProblems(config)];
  return [...missing, ...platforms];
}

/** Why drafts would not be safe in this Redis, in one sentence; null when they are, or when that is allowed. */
async function redisProblem(redis: Stores['redis'], config: Config, log: Log): Promise<string | null> {
  const keeping = await keepingOf(redis);
  const problem = keepingWords(keeping);
  if (problem === null) return null;
  if (keeping.kind !== 'unknown' && !config.REDIS_MAY_LOSE_DATA) return problem;
  log.warn({ redis: keeping }, problem);
  return null;
}

function keepingWords(keeping: Keeping): string | null {
  const unless = '試すだけなら REDIS_MAY_LOSE_DATA=true で動きます。 / ';
  switch (keeping.kind) {
    case 'keeps':
      return null;
    case 'may_evict':
      return `この Redis は、いっぱいになると下書きを消すことがあります（maxmemory-policy ${keeping.policy}）。noeviction にしてください。${unless}This Redis may evict drafts; set maxmemory-policy to noeviction.`;
    case 'nothing_on_disk':
      return `この Redis は、ディスクに何も保存しません。appendonly yes にしてください。${unless}This Redis keeps nothing on disk; set appendonly to yes.`;
    case 'unknown':
      return 'Redis の設定を確かめられませんでした。maxmemory-policy が noeviction で、ディスクに保存する設定になっていることを、管理画面で確かめてください。 / The settings of Redis could not be checked: see that it does not evict and that it keeps data on disk.';
    default:
      return keeping satisfies never;
  }
}

/** A port that somebody else has is a Mistake saying so. */
const portMistake =
  (key: 'PORT' | 'MONITOR_PORT', port: number) =>
  (fault: unknown): never => {
    if ((fault as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw fault;
    throw new Mistake(
      `ポート ${port} は別のプログラムが使っています。${key} を変えてください。 / Port ${port} is in use; set ${key}.`,
    );
  };

/** The operator's own port and what is read there. Where it is not opened nothing is counted, since nobody could look. */
async function watchedAt({ MONITOR_HOST: host, MONITOR_PORT: port }: Config) {
  if (port === null) return null;
  const { openMetrics } = await import('../monitor/metrics.js');
  return { host, port, metrics: openMetrics(VERSION) };
}

/** The platforms that are switched on. Nothing is loaded of the others. */
async function configuredPlatforms(
  config: Config,
  stores: Stores,
  clock: Clock,
  log: Log,
  meter: Meter | undefined,
  pace: Pace | undefined,
): Promise<Platform[]> {
  const platforms: Platform[] = [];
  const own = { settings: config, clock, log, ...(meter ? { meter } : {}) };
  if (config.SLACK_MODE !== 'off') {
    const { slackPlatform } = await import('../chat/slack/platform.js');
    platforms.push(slackPlatform({ ...own, ...(pace ? { pace } : {}) }));
  }
  if (config.TEAMS_MODE !== 'off') {
    const { teamsPlatform } = await import('../chat/teams/platform.js');
    platforms.push(teamsPlatform({ ...own, pages: openPages(stores.redis) }));
  }
  return platforms;
}

type DemoOptions = { readonly port?: string; readonly teams?: boolean };

/** The eight sheets, in the playground or in Microsoft's Agents Playground, until it is told to stop. */
export async function demo(options: DemoOptions, io: CommandIo): Promise<void> {
  const config = readConfig();
  const log = openLog(config.LOG_LEVEL, secretsOf(config));
  const stopped = untilStopped();
  // Each demo has places of its own, so each keeps its data apart.
  const dataDir = options.teams ? join(config.DATA_DIR, 'teams') : config.DATA_DIR;
  const { startServices } = await import('../services/start.js');
  const services = await startServices({
    dataDir,
    persistent: true,
    redisUrl: config.REDIS_URL,
    databaseUrl: config.DATABASE_URL,
  });
  try {
    const stores = await openStores(services, log, DEMO_PATIENCE_MS);
    try {
      await migrate(stores.pool);
      const { demoPlatform } = await import('../demo/platform.js');
      const shown = options.teams
        ? await inTeams(config, stores, dataDir, log)
        : {
            ...(await demoPlatform(stores)),
            open: async (url: string) => ({ urls: [url], whose: '', stop: async () => undefined }),
          };
      const { platform, clock, prepare, open, close } = shown;
      const app = createApp({ stores, platforms: [platform], clock, log, sweepEveryMs: DEMO_SWEEP_EVERY_MS });
      await prepare(app.record);
      // The page has no accounts, so nobody but this machine may reach it.
      const port = options.port === undefined ? config.PORT : Number(options.port);
      const url = await app.listen('127.0.0.1', port).catch(portMistake('PORT', port));
      app.keepTime();
      const pages = await open(url);
      io.out(
        `\nMaru のデモを始めました。ブラウザーで ${pages.urls.join(' と ')} を開いてください。終わるときは Ctrl-C を押します。\n` +
          `The demo is running: open ${pages.urls.join(' and ')} in a browser, Ctrl-C ends it.\n${pages.whose}\n`,
      );
      await stopped;
      await pages.stop();
      await app.stop();
      await close();
    } finally {
      await stores.close();
    }
  } finally {
    await services.stop();
  }
}

/** The pages of Microsoft's Agents Playground, each on a free port of its own. */
async function inTeams(config: Config, stores: Stores, dataDir: string, log: Log) {
  const { teamsDemoPlatform } = await import('../demo/teams.js');
  const { freePort } = await import('../services/free-port.js');
  const pagePorts = { staff: await freePort(), manager: await freePort() };
  return teamsDemoPlatform({ stores, settings: config, pagePorts, dir: join(dataDir, 'pages'), log });
}

/** No page of the demo sends again what was answered with a failure, so a busy machine is waited for. */
const DEMO_PATIENCE_MS = 10_000;
/** A visitor who moves the clock should not wait. */
const DEMO_SWEEP_EVERY_MS = 1_000;

/** Brings the database up to date. */
export async function bringUpToDate(io: CommandIo): Promise<void> {
  const done = await withRecord(
    async ({ pool }) => {
      const applied = await migrate(pool);
      const problem = await schemaProblem(pool);
      if (problem !== null) throw new Mistake(problem);
      return applied;
    },
    { migrating: true },
  );
  io.out(
    done.length === 0
      ? 'データベースは最新です。\n'
      : `データベースを最新にしました（${done.join('、')}）。\n`,
  );
}
