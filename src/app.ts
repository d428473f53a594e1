/**
 * Puts the parts together and decides nothing: stores, flow and whatever platforms are switched on. Building opens
 * connections to the stores; `listen` opens the port.
 */
import express from 'express';
import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { makeRoom } from './chat/http/room.js';
import { joinMessengers, platformOf } from './chat/messengers.js';
import type { Flow, Platform } from './chat/platform.js';
import { noticeCard } from './core/cards/notices/notice.js';
import type { EvidenceLimits } from './core/evidence/evidence.js';
import { makeChannels } from './flow/channels.js';
import { makeWork, type Work } from './flow/effects/work.js';
import { inTurn, makeHandle, TURN_WITHIN_MS, WORKED_AT_ONCE } from './flow/handle.js';
import { makeHome } from './flow/home.js';
import { type Log, reasonOf } from './flow/log.js';
import { makeLooking } from './flow/looking.js';
import { makeFindPlace } from './flow/notices/find-place.js';
import { makeFileMaker } from './flow/notices/make-file.js';
import type { Clock, LookAgain, Mark } from './flow/ports.js';
import { withPruning } from './flow/prune.js';
import { type Repeated, repeat } from './flow/repeat.js';
import { lastSealed, withSealing } from './flow/sealing.js';
import { makeTick, type Tick } from './flow/tick.js';
import { openHttpServer } from './http/server.js';
import { warnOfHolidays } from './monitor/holidays.js';
import type { Metrics } from './monitor/metrics.js';
import { makeReadiness, type Readiness } from './monitor/readiness.js';
import { healthRoutes } from './monitor/routes.js';
import { storeCounts } from './monitor/store-counts.js';
import type { Seal } from './seal/seal.js';
import { databaseFault } from './store/addresses.js';
import { againUntilAnswered } from './store/again.js';
import { unrecordedLinks } from './store/postgres/accounts/account-list.js';
import type { Following } from './store/postgres/connection/change-feed.js';
import { openPool, SERVING_STATEMENT_MS } from './store/postgres/connection/pool.js';
import { sendHead } from './store/postgres/notices/head-notice.js';
import { openNotices, type PostgresNotices } from './store/postgres/notices/notices.js';
import { prune } from './store/postgres/prune.js';
import { openRecord, type PostgresRecord } from './store/postgres/record.js';
import { openSchedule } from './store/postgres/rounds/schedule.js';
import { openUploads } from './store/postgres/sheets/uploads.js';
import { openAside } from './store/put-aside.js';
import { openRedis, REDIS_READY_MS, untilReady } from './store/redis/client.js';
import { openDrafts } from './store/redis/drafts.js';
import { makeTimeBudget, REQUEST_BUDGET_MS } from './store/time-budget.js';
import { checkEvidence, fileWriters, readSheets } from './workbook/worker/chat-files.js';

export type Stores = {
  readonly redis: Redis;
  readonly pool: Pool;
  /** how long an answer of a store is waited for; the stores' own short times when not given */
  readonly budgetMs?: number;
  close(): Promise<void>;
};

/**
 * Opens both stores; rejects with one sentence when one does not answer. `budgetMs` is for where no platform waits for
 * an answer, such as tests on a busy machine.
 */
export async function openStores(
  urls: { readonly redisUrl: string; readonly databaseUrl: string },
  log: Log,
  budgetMs?: number,
): Promise<Stores> {
  const redis = openRedis(urls.redisUrl, log, budgetMs);
  const pool = openPool(urls.databaseUrl, log, budgetMs ?? SERVING_STATEMENT_MS);
  const close = async () => {
    redis.disconnect();
    await pool.end();
  };
  try {
    await untilReady(redis, REDIS_READY_MS);
    await pool.query('select 1').catch((fault: unknown) => {
      throw new Error(databaseFault('DATABASE_URL', urls.databaseUrl, fault));
    });
  } catch (error) {
    await close();
    throw error;
  }
  return { redis, pool, close, ...(budgetMs === undefined ? {} : { budgetMs }) };
}

export type App = Flow & {
  readonly record: PostgresRecord;
  readonly notices: PostgresNotices;
  /** Looks at what the clock has made due and delivers what is owed. */
  readonly tick: Tick;
  /** what /readyz says, also for a port of the operator's own */
  readonly readiness: Readiness;
  /** Opens all connections to the record, and has what every message asks planned on each. */
  warmUp(): Promise<void>;
  /** Opens the port (0: a free one) and starts the platforms; gives the address. */
  listen(host: string, port: number): Promise<string>;
  /**
   * From now on what is due is delivered and the clock ticks: for after `listen` and whatever else keeps the process
   * busy then, since no reply waits for it.
   */
  keepTime(): void;
  /** Takes nothing more, waits for what is under way, and closes everything but the stores. */
  stop(): Promise<void>;
};

/** How often what is due is delivered and what was left behind is taken up. */
const SWEEP_EVERY_MS = 5_000;

/** How often the credentials of the platforms are tried: one call of a kind of which hundreds a minute are allowed. */
const ASK_AGAIN_EVERY_MS = 60_000;

/** How long connections that are not idle may take for their last answer when the service stops. */
const LAST_ANSWERS_MS = 2_000;
/** How long what was taken may take after that: what is left then is kept, and another instance does it. */
const LAST_WORK_MS = 4_000;

/** A start waits no longer until the connections to the record are ready; what is missing then is opened when needed. */
const WARM_UP_MS = 2_000;

/** Puts an app together on open stores. */
export function createApp(parts: {
  stores: Stores;
  platforms: readonly Platform[];
  clock: Clock;
  log: Log;
  /** milliseconds between sweeps; null: only when asked to */
  sweepEveryMs?: number | null;
  /** milliseconds after which it is announced that the record takes its time */
  announceAfterMs?: number;
  /** milliseconds between ticks of the clock; without it every sweep ticks (a moved clock) */
  tickEveryMs?: number;
  /** counts what goes through; without it nothing is counted */
  metrics?: Metrics;
  /** whether Redis still keeps what it is given; without it that is not asked */
  keeps?: () => Promise<boolean>;
  /** told what the process is at, for its watchdog */
  mark?: Mark;
  /** signs the head of the history and puts it away; without it that is not done */
  seal?: Seal | null;
  /** working days after which what waits for an approval goes up; the usual number when not given */
  goesUpAfter?: number;
  /** of 根拠資料; the usual ones when not given */
  limits?: EvidenceLimits;
}): App {
  const { stores, platforms, clock, log, tickEveryMs, metrics, keeps, seal, goesUpAfter, limits } = parts;
  const { sweepEveryMs = SWEEP_EVERY_MS, mark = () => undefined } = parts;
  const { stops, tell: tellAside } = openAside(stores, clock, log);
  const budget = () => makeTimeBudget(stores.budgetMs ?? REQUEST_BUDGET_MS);
  const refused = () =>
    new Map(
      platforms.map(({ name }, i) => {
        const refuses = connected[i]?.areRefused?.() ?? false;
        metrics?.accepted(name, !refuses);
        return [name, refuses];
      }),
    );
  const readiness = makeReadiness({ ...stores, keeps }, stores.budgetMs, { log, refused });
  const looks = { check: checkEvidence, ...(limits ? { limits } : {}) };
  const unmeasured = openRecord(stores.pool, readSheets, stores.budgetMs, goesUpAfter, looks);
  const record = metrics?.record(unmeasured) ?? unmeasured;
  const uploads = openUploads(stores.pool, stores.budgetMs);
  const kept = openDrafts(stores.redis, log, (effects) => work.start(effects));
  const drafts = metrics?.drafts(kept) ?? kept;
  const notices = openNotices(stores.pool, noticeCard, {
    mark,
    goesUpAfter,
    placeOfAccount: (account) =>
      platforms.find(({ name }) => name === platformOf(account))?.placeOfAccount?.(account) ?? null,
  });
  const joined = joinMessengers(Object.fromEntries(platforms.map(({ name, messenger: one }) => [name, one])));
  const messenger = metrics?.messenger(joined) ?? joined;
  const looking = makeLooking({ mark, stops });
  const turns = makeRoom(WORKED_AT_ONCE);
  const step = inTurn(makeHandle({ drafts, record, clock, budget, looking }), () =>
    turns.take(1, stores.budgetMs ?? TURN_WITHIN_MS),
  );
  const handle = metrics?.handle(step) ?? step;
  const makeFile = makeFileMaker({ record, uploads, ...fileWriters(stores.pool) });
  const findPlace = makeFindPlace(platforms, record);
  const lookAgain: LookAgain = async (account, place) =>
    (await platforms.find(({ name }) => name === platformOf(account))?.lookAgain?.(account, place)) ?? null;
  const takeArrival = async (account: string, body: unknown) => {
    const take = connected[platforms.findIndex(({ name }) => name === platformOf(account))]?.takeArrival;
    if (!take) throw new Error(`no platform takes what ${platformOf(account)} sent: it is switched off`);
    await take(body);
  };
  const inner = { drafts, record, notices, messenger, makeFile, findPlace, lookAgain, takeArrival };
  const delivering = makeWork({ ...inner, clock, log, mark, announceAfterMs: parts.announceAfterMs });
  const schedule = openSchedule(stores.pool, { mark, stops, goesUpAfter });
  const upkept = withPruning(makeTick({ schedule, work: delivering, clock, log }), {
    prune: (now, limit) => prune(stores.pool, now, limit),
    links: { unrecorded: (limit) => unrecordedLinks(stores.pool, limit), lookAgain },
    clock,
    log,
  });
  const sealed = lastSealed(clock);
  const sealing = seal
    ? withSealing(upkept, {
        head: () => record.head(),
        seal: (head, now) => seal(head, now, sendHead(stores.pool)),
        saved: sealed.saved,
        clock,
        log,
      })
    : upkept;
  const tick = metrics?.tick(sealing) ?? sealing;
  metrics?.platforms(platforms);
  metrics?.watch(storeCounts(stores, clock, seal ? sealed.last : null));
  const tickFailed = (error: unknown) => log.error({ reason: reasonOf(error) }, 'tick failed');
  const work: Work =
    tickEveryMs === undefined
      ? {
          ...delivering,
          async sweep() {
            await tick().catch(tickFailed);
            await delivering.sweep();
          },
        }
      : delivering;
  const channels = makeChannels(record, () => work.wake());
  const home = makeHome({ drafts, record });
  const flow: Flow = {
    handle,
    looking,
    budget,
    work,
    addressBook: record,
    uploads,
    channels,
    home,
    clock,
    log,
  };
  const connected = platforms.map((platform) => platform.connect(flow));

  const web = express();
  web.disable('x-powered-by');
  // Mounted first: health checks are answered while the server closes, too.
  web.use(healthRoutes(readiness));
  const door = openHttpServer(web, log);
  for (const { direct } of connected)
    for (const path of direct?.paths ?? []) door.direct(path, direct!.listener);
  for (const platform of connected) platform.mount?.(web);
  const repeated: Repeated[] = [];
  let following: Following | null = null;

  return {
    ...flow,
    record,
    notices,
    tick,
    readiness,
    async warmUp() {
      const patient = openRecord(stores.pool, readSheets, WARM_UP_MS);
      const nobody = { person: '', from: null, named: null };
      const asked = await Promise.allSettled(
        Array.from({ length: stores.pool.options.max }, () => patient.context(nobody, clock.now())),
      );
      const late = asked.find((one) => one.status === 'rejected');
      if (late) log.warn({ reason: String(late.reason) }, 'the record is slow to begin');
    },
    async listen(host, port) {
      await againUntilAnswered(() => stops.refresh(), REDIS_READY_MS);
      const url = await door.listen(host, port);
      for (const platform of connected) await platform.start?.();
      await warnOfHolidays(record, log);
      following = unmeasured.follow(log);
      return url;
    },
    keepTime() {
      const failed = (error: unknown) => log.error({ reason: reasonOf(error) }, 'sweep failed');
      const askAgain = () => Promise.all(connected.map((platform) => platform.askAgain?.()));
      if (sweepEveryMs !== null)
        repeated.push(
          repeat(sweepEveryMs, () => work.sweep().then(tellAside), failed),
          repeat(sweepEveryMs, readiness.check, failed),
          repeat(ASK_AGAIN_EVERY_MS, askAgain, failed),
        );
      if (tickEveryMs !== undefined) repeated.push(repeat(tickEveryMs, tick, tickFailed));
    },
    async stop() {
      readiness.stopping();
      const over = repeated.map((one) => one.stop());
      // Before anything is waited for: requests that are still coming go to another instance.
      const answered = door.close(LAST_ANSWERS_MS);
      await Promise.all(connected.map((platform) => platform.quiet?.()));
      // A sweep under way may still start effects; it is over before they are waited for.
      await Promise.all([answered, ...over]);
      await work.stop(LAST_WORK_MS);
      for (const platform of connected) await platform.stop?.();
      await following?.close();
    },
  };
}
