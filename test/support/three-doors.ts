/**
 * The whole service with all of its doors at once: Slack and Teams as `maru serve` has them and the playground as the
 * demo has it, on one record. What is on the other side of Slack and Teams is told by address, so that it can run in a
 * process of its own.
 */
import { createApp, openStores } from '../../src/app.js';
import type { Pictures } from '../../src/chat/pictures.js';
import type { Platform } from '../../src/chat/platform.js';
import { openMessages } from '../../src/chat/playground/messages.js';
import { placeOfAccount } from '../../src/chat/playground/places.js';
import { createPlayground, playgroundMessages } from '../../src/chat/playground/playground.js';
import { slackPlatform } from '../../src/chat/slack/platform.js';
import { slackSettings } from '../../src/chat/slack/settings.js';
import { teamsPlatform } from '../../src/chat/teams/platform.js';
import { teamsSettings } from '../../src/chat/teams/settings.js';
import type { Log } from '../../src/flow/log.js';
import type { Mark } from '../../src/flow/ports.js';
import { migrate } from '../../src/store/postgres/connection/migrate.js';
import { openPages } from '../../src/store/redis/pages.js';
import { PATIENCE_MS, UNHURRIED } from './patience.js';
import { SECRET } from './slack-sender.js';
import { APP_TOKEN, BOT_TOKEN, TEAM } from './slack-workspace.js';
import { heldWaits } from './waits.js';

/** What the doors need to know of the world around them; plain data. */
export type Surroundings = {
  readonly redisUrl: string;
  readonly databaseUrl: string;
  readonly slackApiUrl: string;
  /** the settings of the Teams bot, as they stand in the environment */
  readonly teams: Readonly<Record<string, string>>;
  /** ISO instant: what the clock shows at the beginning */
  readonly begin: string;
};

export type Doors = Awaited<ReturnType<typeof openDoors>>;

/** As fast as one likes: what stands on the other side counts nothing. */
const unpaced = { acquire: async () => undefined, hold: () => undefined };

type Clock = { now(): Date; move(ms: number): void };

function clockFrom(begin: string): Clock {
  const offset = Date.parse(begin) - Date.now();
  return { now: () => new Date(Date.now() + offset), move: () => undefined };
}

/**
 * `playground: false` leaves its door out, as where a city runs the service; `clock`: one that the caller moves, else it
 * goes on from the beginning; `mark` is told what a watchdog would be; `pictures`: cards go with theirs.
 */
export async function openDoors(
  around: Surroundings,
  log: Log,
  {
    playground: withPlayground = true,
    clock = clockFrom(around.begin),
    mark = () => undefined,
    pictures,
  }: { playground?: boolean; clock?: Clock; mark?: Mark; pictures?: Pictures } = {},
) {
  const stores = await openStores(around, log, PATIENCE_MS);
  await migrate(stores.pool);
  const { wait } = heldWaits();
  const drawn = pictures ? { pictures } : {};
  const slack = slackPlatform({
    settings: slackSettings.parse({
      SLACK_MODE: 'http',
      SLACK_BOT_TOKEN: BOT_TOKEN,
      SLACK_APP_TOKEN: APP_TOKEN,
      SLACK_SIGNING_SECRET: SECRET,
      SLACK_TEAM_IDS: TEAM,
      SLACK_API_URL: around.slackApiUrl,
    }),
    clock,
    log,
    pace: unpaced,
    wait,
    ...drawn,
  });
  const teams = teamsPlatform({
    settings: teamsSettings.parse(around.teams),
    clock,
    log,
    pages: openPages(stores.redis),
    pace: unpaced,
    wait,
    ...drawn,
  });
  const { messages, messenger } = playgroundMessages(stores.redis, clock);
  const playground: Platform = {
    name: 'playground',
    messenger,
    placeOfAccount,
    connect({ handle, looking, work, uploads }) {
      const made = createPlayground({
        handle,
        looking,
        work,
        people: () => app.record.people(clock.now()),
        sections: () => app.record.sections(),
        clock: { ...clock, moveTo: async () => undefined, nextDue: async () => null },
        messages,
        uploads,
        log,
      });
      return { mount: (server) => void server.use(made.router), stop: async () => made.close() };
    },
  };
  const platforms = [slack, teams, ...(withPlayground ? [playground] : [])];
  const app = createApp({ stores, platforms, clock, log, mark, ...UNHURRIED });
  const url = await app.listen('127.0.0.1', 0);
  return {
    app,
    clock,
    stores,
    url,
    /** what stands in the playground */
    messages: openMessages(stores.redis),
    async settled() {
      for (let round = 0; round < 3; round += 1) await app.work.idle();
    },
    async stop() {
      await app.stop();
      await stores.close();
    },
  };
}
