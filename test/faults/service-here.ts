/** The service of a town in this process, put together as `maru serve` does, for faults that need no kill. */
import { createApp, openStores } from '../../src/app.js';
import { slackPlatform } from '../../src/chat/slack/platform.js';
import { slackSettings } from '../../src/chat/slack/settings.js';
import { teamsPlatform } from '../../src/chat/teams/platform.js';
import { teamsSettings } from '../../src/chat/teams/settings.js';
import { openPages } from '../../src/store/redis/pages.js';
import { PATIENCE_MS } from '../support/patience.js';
import { heldWaits } from '../support/waits.js';
import type { Town } from './town.js';

const SWEEP_EVERY_MS = 300;

export type ServiceHere = Awaited<ReturnType<typeof serveHere>>;

export async function serveHere(town: Town) {
  const { clock, settings } = town;
  const said: { readonly level: 'warn' | 'error'; readonly message: string; readonly facts: object }[] = [];
  const log = {
    info: () => undefined,
    warn: (facts: object, message: string) => void said.push({ level: 'warn', message, facts }),
    error: (facts: object, message: string) => void said.push({ level: 'error', message, facts }),
  };
  const urls = { redisUrl: settings.REDIS_URL, databaseUrl: settings.DATABASE_URL };
  const stores = await openStores(urls, log, PATIENCE_MS);
  const pace = { acquire: async () => undefined, hold: () => undefined };
  const { wait } = heldWaits();
  const app = createApp({
    stores,
    platforms: [
      slackPlatform({ settings: slackSettings.parse(settings), clock, log, pace, wait }),
      teamsPlatform({
        settings: teamsSettings.parse(settings),
        clock,
        log,
        wait,
        pages: openPages(stores.redis),
      }),
    ],
    clock,
    log,
    sweepEveryMs: SWEEP_EVERY_MS,
  });
  const url = await app.listen(settings.HOST, Number(settings.PORT));
  app.keepTime();
  return {
    app,
    said,
    url: () => url,
    up: async () => undefined,
    async stop() {
      await app.stop();
      await stores.close();
    },
  };
}
