/** The service itself: loaded only when it is to run, because the platforms' libraries take a while. */
import { join } from 'node:path';
import { createApp, openStores, type Platform, type Stores } from '../app.js';
import { readTemplates } from '../chat/render.js';
import { type Config, readConfig } from '../config.js';
import type { Log } from '../flow/log.js';
import type { Clock } from '../flow/ports.js';
import { openLog } from '../log.js';
import { freePort } from '../services/free-port.js';
import { startServices } from '../services/start.js';
import { untilStopped } from '../services/stop-signal.js';
import { migrate, missingMigrations } from '../store/postgres/migrate.js';
import { openPages } from '../store/redis/pages.js';
import type { CommandIo } from './io.js';
import { Mistake } from './mistake.js';
import { withRecord } from './record.js';

/** Serves the platforms that are switched on until it is told to stop. */
export async function serve(io: CommandIo): Promise<void> {
  const config = readConfig();
  const log = openLog(config.LOG_LEVEL);
  for (const key of ['REDIS_URL', 'DATABASE_URL'] as const)
    if (config[key] === '') throw new Mistake(`${key} が設定されていません。 / ${key} is not set.`);
  const clock = { now: () => new Date() };
  const stopped = untilStopped();
  const stores = await openStores({ redisUrl: config.REDIS_URL, databaseUrl: config.DATABASE_URL }, log);
  try {
    if ((await missingMigrations(stores.pool)).length > 0)
      throw new Mistake(
        'データベースの形が古いか、まだ作られていません。先に maru migrate を実行してください。 / Run maru migrate first.',
      );
    const platforms = await configuredPlatforms(config, stores, clock, log);
    const app = createApp({ stores, platforms, clock, log, minuteUrl: config.REDIS_URL });
    const url = await app.listen(config.HOST, config.PORT).catch(portMistake(config.PORT));
    log.info({ url, platforms: platforms.map(({ name }) => name) }, 'Maru is serving');
    io.out(`Maru が動き始めました（${url}）。 / Maru is serving.\n`);
    if (config.SLACK_MODE !== 'off') await readTemplates('slack');
    if (config.TEAMS_MODE !== 'off') await readTemplates('teams');
    await stopped;
    await app.stop();
  } finally {
    await stores.close();
  }
}

/** A port that somebody else has is a Mistake saying so. */
const portMistake =
  (port: number) =>
  (fault: unknown): never => {
    if ((fault as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw fault;
    throw new Mistake(
      `ポート ${port} は別のプログラムが使っています。PORT を変えてください。 / Port ${port} is in use; set PORT.`,
    );
  };

/** The platforms that are switched on; a missing setting is a Mistake naming it. Nothing is loaded of the others. */
async function configuredPlatforms(
  config: Config,
  stores: Stores,
  clock: Clock,
  log: Log,
): Promise<Platform[]> {
  const platforms: Platform[] = [];
  try {
    if (config.SLACK_MODE !== 'off') {
      const { slackPlatform } = await import('../chat/slack/platform.js');
      platforms.push(slackPlatform({ settings: config, clock, log }));
    }
    if (config.TEAMS_MODE !== 'off') {
      const { teamsPlatform } = await import('../chat/teams/platform.js');
      platforms.push(teamsPlatform({ settings: config, clock, log, pages: openPages(stores.redis) }));
    }
    if (platforms.length > 0) return platforms;
  } catch (fault) {
    throw new Mistake(fault instanceof Error ? fault.message : String(fault));
  }
  throw new Mistake(
    'つなぐ先がありません。SLACK_MODE か TEAMS_MODE を設定してください。 / Set SLACK_MODE or TEAMS_MODE.',
  );
}

type DemoOptions = { readonly port?: string; readonly teams?: boolean };

/** The eight sheets, in the playground or in Microsoft's Agents Playground, until it is told to stop. */
export async function demo(options: DemoOptions, io: CommandIo): Promise<void> {
  const config = readConfig();
  const log = openLog(config.LOG_LEVEL);
  const stopped = untilStopped();
  // Each demo has places of its own, so each keeps its data apart.
  const dataDir = options.teams ? join(config.DATA_DIR, 'teams') : config.DATA_DIR;
  const services = await startServices({
    dataDir,
    persistent: true,
    redisUrl: config.REDIS_URL,
    databaseUrl: config.DATABASE_URL,
  });
  try {
    const stores = await openStores(services, log);
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
      const url = await app.listen('127.0.0.1', port).catch(portMistake(port));
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
  const pagePorts = { staff: await freePort(), manager: await freePort() };
  return teamsDemoPlatform({ stores, settings: config, pagePorts, dir: join(dataDir, 'pages'), log });
}

/** A visitor who moves the clock should not wait. */
const DEMO_SWEEP_EVERY_MS = 1_000;

/** Brings the database up to date. */
export async function bringUpToDate(io: CommandIo): Promise<void> {
  const done = await withRecord(({ pool }) => migrate(pool), { migrating: true });
  io.out(
    done.length === 0
      ? 'データベースは最新です。\n'
      : `データベースを最新にしました（${done.join('、')}）。\n`,
  );
}
