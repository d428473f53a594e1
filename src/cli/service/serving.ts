/** The service itself: loaded only when it is to run, because the platforms' libraries take a while. */
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { createApp, openStores, type Stores } from '../../app.js';
import type { Platform } from '../../chat/platform.js';
import { readTemplates } from '../../chat/render/render.js';
import type { RateLimit } from '../../chat/slack/outgoing/rate-limit.js';
import { type Config, readConfig, secretsOf, settingProblems, settingsThatMatter } from '../../config.js';
import { BYTES_OF_MB } from '../../core/evidence/evidence.js';
import type { Log } from '../../flow/log.js';
import type { MetricsPort } from '../../flow/metrics-port.js';
import type { Clock, Draw } from '../../flow/ports.js';
import { openLog, takeConsole } from '../../log.js';
import { watchClock } from '../../monitor/clocks.js';
import { watchDurability } from '../../monitor/durability.js';
import type { Readiness } from '../../monitor/readiness.js';
import { type MonitorServer, openMonitor } from '../../monitor/routes.js';
import { makeWatchdog } from '../../monitor/watchdog.js';
import { VERSION } from '../../package/version.js';
import { openPictureAddresses } from '../../picture/addresses.js';
import { openPainter } from '../../picture/painter.js';
import { SealRefused } from '../../seal/key.js';
import { openSeal, sealSettingProblems } from '../../seal/seal.js';
import { untilStopped } from '../../services/stop-signal.js';
import { againUntilAnswered } from '../../store/again.js';
import { migrate, schemaProblem } from '../../store/postgres/connection/migrate.js';
import { ownsRecord } from '../../store/postgres/connection/roles.js';
import { erasuresProblem } from '../../store/postgres/people/erasures-due.js';
import { openRecord } from '../../store/postgres/record.js';
import { REDIS_READY_MS } from '../../store/redis/client.js';
import { openPages } from '../../store/redis/pages.js';
import type { CommandIo } from '../io.js';
import { Mistake } from '../mistake.js';
import { admitOwnRole, operatorName, withRecord } from '../record.js';
import { portMistake } from './port-mistake.js';

/**
 * Within this time after STOP_DELAY_SECONDS the process has ended, whatever hangs: with the usual two seconds that is nine
 * from the signal on, since orchestrators kill soon after ten.
 */
const STOPPED_WITHIN_MS = 7_000;
/** How often each instance looks at what the clock has made due: a message may come this long after its minute. */
const TICK_EVERY_MS = 60_000;
/** A start that failed has closed what it opened within this time, or closes it by ending a moment later. */
const CLOSED_WITHIN_MS = 5_000;
const FAILED_WITHIN_MS = 1_000;
/**
 * Answers of the platforms are read by a parser in WebAssembly. V8 would compile it a second time, for speed, with the
 * first few of them: 11 MB for as long as the process lives, and no less time in a request.
 */
const COMPILED_ONCE = '--wasm-tiering-budget=2000000000';
const systemClock: Clock = { now: () => new Date() };

/** What tests change: the clock, the pace of what is sent to Slack, and milliseconds between sweeps and looks and for a store's answer. */
export type Hurry = {
  readonly clock?: Clock;
  readonly slackPace?: RateLimit;
  readonly sweepEveryMs?: number;
  readonly tickEveryMs?: number;
  readonly budgetMs?: number;
  /** processor time after which a loop is taken to never end */
  readonly busyMs?: number;
};

/**
 * Serves the platforms that are switched on until it is told to stop. Whatever ends it, also in the middle of its start,
 * closes all that was opened; a fault of the start is thrown behind that.
 */
export async function serve(io: CommandIo, hurry: Hurry = {}): Promise<void> {
  setFlagsFromString(COMPILED_ONCE);
  const config = readConfig();
  const log = openLog(config.LOG_LEVEL, secretsOf(config));
  takeConsole(log);
  const problems = [...settingProblems(config), ...sealSettingProblems(config)];
  if (problems.length > 0) throw new Mistake(problems.join('\n'));
  const stopped = untilStopped();
  const opened = new Opened();
  const starting = start(config, log, io, opened, hurry);
  try {
    // `first` is the signal when it came in the middle of the start.
    const first = await Promise.race([starting, stopped]);
    if (first === undefined) await stopped;
    // What is not done by then is kept in the stores, and another instance does it: nothing is lost, so it is no failure.
    const delayMs = first === undefined ? config.STOP_DELAY_SECONDS * 1_000 : 0;
    endWithin(delayMs + STOPPED_WITHIN_MS, 0, () => log.warn({}, 'stopped without waiting any longer'));
    log.info({ signal: await stopped }, 'stopping');
    // Whoever hands out requests looks at /readyz now and then, and sends them here until it has seen this.
    opened.readiness?.stopping();
    await sleep(delayMs);
    await opened.close();
    log.info({}, 'stopped');
    // A start that was under way may hold the process open.
    if (first !== undefined) process.exit(0);
  } catch (fault) {
    await Promise.race([opened.close(), sleep(CLOSED_WITHIN_MS)]);
    // What a library still holds open must not keep alive what says it has failed.
    endWithin(FAILED_WITHIN_MS, 1);
    throw fault;
  }
}

/** What was opened, to be closed in the opposite order; what is opened too late is closed at once. */
class Opened {
  /** once it is served */
  readiness: Readiness | null = null;
  readonly #closers: (() => Promise<void>)[] = [];
  #closed = false;

  async add(close: () => Promise<void>): Promise<void> {
    if (!this.#closed) return void this.#closers.push(close);
    await close();
    throw new Error('it was told to stop');
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (let next = this.#closers.pop(); next; next = this.#closers.pop()) await next();
  }
}

function endWithin(ms: number, code: number, say: () => void = () => undefined): void {
  setTimeout(() => {
    say();
    process.exit(code);
  }, ms).unref();
}

/** Opens everything, each part entered in `opened` as soon as it is there; throws a sentence when one cannot be. */
async function start(
  config: Config,
  log: Log,
  io: CommandIo,
  opened: Opened,
  { clock = systemClock, sweepEveryMs, tickEveryMs = TICK_EVERY_MS, slackPace, budgetMs, busyMs }: Hurry,
): Promise<void> {
  const urls = { redisUrl: config.REDIS_URL, databaseUrl: config.DATABASE_URL };
  const stores = await openStores(urls, log, budgetMs);
  await opened.add(stores.close);
  const watchdog = makeWatchdog({ redisUrl: urls.redisUrl, ...(busyMs === undefined ? {} : { busyMs }) });
  const watched = await watchedAt(config);
  const metrics = watched?.metrics;
  const durability = watchDurability({
    redis: stores.redis,
    declared: config.REDIS_DURABILITY,
    mayLose: config.REDIS_MAY_LOSE_DATA,
    log,
    ...(metrics ? { metrics } : {}),
  });
  const unfit =
    (await schemaProblem(stores.pool)) ??
    (await erasuresProblem(stores.pool)) ??
    (await againUntilAnswered(() => durability.problem(), REDIS_READY_MS));
  if (unfit !== null) throw new Mistake(unfit);
  if (await ownsRecord(stores.pool))
    log.warn(
      {},
      'DATABASE_URL のロールは表の持ち主です。DATABASE_OWNER_URL に持ち主を書き、DATABASE_URL は別のロールにしてください（docs/operating.md）。 / Serving as the owner of the tables: set DATABASE_OWNER_URL for the owner and another role in DATABASE_URL',
    );
  const seal = await openSeal(config).catch((fault: unknown) => {
    throw fault instanceof SealRefused ? new Mistake(fault.message) : fault;
  });
  const by = { personId: null, name: operatorName(config.MARU_OPERATOR), post: '', source: 'serve' };
  await openRecord(stores.pool).noteSettings(settingsThatMatter(config), { by, now: clock.now() });
  const painter = openPainter();
  await opened.add(painter.close);
  const platforms = await configuredPlatforms(
    config,
    stores,
    painter.draw,
    clock,
    log,
    metrics?.meter,
    slackPace,
  );
  const app = createApp({
    stores,
    platforms,
    clock,
    log,
    tickEveryMs,
    keeps: durability.holds,
    mark: watchdog.mark,
    seal,
    goesUpAfter: config.APPROVAL_WAITING_DAYS,
    limits: {
      fileBytes: config.EVIDENCE_FILE_MB * BYTES_OF_MB,
      sectionBytes: config.EVIDENCE_SECTION_MB * BYTES_OF_MB,
    },
    ...(metrics ? { metrics } : {}),
    ...(sweepEveryMs === undefined ? {} : { sweepEveryMs }),
  });
  let monitor: MonitorServer | null = null;
  // The operator's port stays open longest: there one reads that it is stopping.
  await opened.add(async () => {
    await app.stop();
    await monitor?.stop();
  });
  // Before anybody asks: whoever came first would wait for it.
  await Promise.all([
    app.warmUp(),
    config.SLACK_MODE === 'off' ? null : readTemplates('slack'),
    config.TEAMS_MODE === 'off' ? null : readTemplates('teams'),
  ]);
  const url = await app.listen(config.HOST, config.PORT).catch(portMistake('PORT', config.PORT, config.HOST));
  watchdog.start();
  await opened.add(watchdog.stop);
  if (watched)
    monitor = await openMonitor(watched, { metrics: watched.metrics, readiness: app.readiness, log }).catch(
      portMistake('MONITOR_PORT', watched.port, watched.host),
    );
  log.info(
    { url, monitor: monitor?.url, platforms: platforms.map(({ name }) => name), version: VERSION },
    'Maru is serving',
  );
  opened.readiness = app.readiness;
  io.out(`Maru が動き始めました（${url}）。 / Maru is serving.\n`);
  app.keepTime();
  const watching = watchClock(stores.pool, log);
  // Nobody waits for a comparison that a silent PostgreSQL holds.
  await opened.add(async () => void watching.stop());
}

/** The operator's own port and what is read there. Where it is not opened nothing is counted, since nobody could look. */
async function watchedAt({ MONITOR_HOST: host, MONITOR_PORT: port }: Config) {
  if (port === null) return null;
  const { openMetrics } = await import('../../monitor/metrics.js');
  return { host, port, metrics: openMetrics(VERSION) };
}

/** The platforms that are switched on. Nothing is loaded of the others. */
async function configuredPlatforms(
  config: Config,
  stores: Stores,
  draw: Draw,
  clock: Clock,
  log: Log,
  meter: MetricsPort | undefined,
  pace: RateLimit | undefined,
): Promise<Platform[]> {
  const platforms: Platform[] = [];
  const own = { settings: config, clock, log, ...(meter ? { meter } : {}) };
  if (config.SLACK_MODE !== 'off') {
    const { slackPlatform } = await import('../../chat/slack/platform.js');
    platforms.push(slackPlatform({ ...own, pictures: { draw }, ...(pace ? { pace } : {}) }));
  }
  if (config.TEAMS_MODE !== 'off') {
    const { teamsPlatform } = await import('../../chat/teams/platform.js');
    const url = config.TEAMS_PUBLIC_URL;
    const addresses = url === '' ? {} : { addresses: openPictureAddresses(stores.redis, url, clock) };
    const pictures = { draw, ...addresses };
    platforms.push(teamsPlatform({ ...own, pages: openPages(stores.redis), pictures }));
  }
  return platforms;
}

/** Brings the database up to date. */
export async function bringUpToDate(io: CommandIo): Promise<void> {
  const done = await withRecord(
    async ({ pool, record, by }) => {
      const applied = await migrate(pool);
      await admitOwnRole(pool);
      const problem = await schemaProblem(pool);
      if (problem !== null) throw new Mistake(problem);
      const now = new Date();
      await record.recordLinks(now);
      await record.enterBaseline({ by, now });
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
