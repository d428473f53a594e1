/** The whole app with the playground and the demo's data, on real stores of its own. */

import { createApp, openStores } from '../../../src/app.js';
import { demoPlatform } from '../../../src/demo/platform.js';
import { openPainter } from '../../../src/picture/painter.js';
import { migrate } from '../../../src/store/postgres/connection/migrate.js';
import { isOfTheMachine, PATIENCE_MS, UNHURRIED } from '../../support/patience.js';
import { freshDatabase, freshRedis, MIGRATED } from '../../support/stores.js';

export type Logged = { readonly level: 'warn' | 'error'; readonly message: string; readonly facts: object };

export type TestDemo = Awaited<ReturnType<typeof startDemo>>;

/**
 * Starts the demo as `npm run demo` does; a second one on the same `stores` is a restart. A request waits `budgetMs` for
 * the stores; what prepares the demo waits as long as the machine needs.
 */
export async function startDemo(stores?: { redisUrl: string; databaseUrl: string }, budgetMs = PATIENCE_MS) {
  const redis = stores ? null : await freshRedis();
  const database = stores ? null : await freshDatabase(MIGRATED);
  const urls = stores ?? { redisUrl: redis!.url, databaseUrl: database!.url };
  const logged: Logged[] = [];
  const logAt = (level: 'warn' | 'error') => (facts: object, message: string) => {
    if (!isOfTheMachine(message)) logged.push({ level, message, facts });
  };
  const log = { info: () => undefined, warn: logAt('warn'), error: logAt('error') };
  const open = { ...(await openStores(urls, log, PATIENCE_MS)), budgetMs };
  await migrate(open.pool);
  const painter = openPainter();
  const demo = await demoPlatform(open, { draw: painter.draw, log });
  const app = createApp({
    stores: open,
    platforms: [demo.platform],
    clock: demo.clock,
    log,
    ...UNHURRIED,
  });
  await demo.prepare(app);
  const url = await app.listen('127.0.0.1', 0);
  app.work.wake();
  await app.work.idle();

  async function stop() {
    await app.stop();
    await demo.close();
    await painter.close();
    await open.close();
  }
  async function endStores() {
    await redis?.stop();
    await database?.stop();
  }
  return {
    app,
    url,
    urls,
    logged,
    clock: demo.clock,
    messenger: demo.platform.messenger,
    /** ends the app and leaves its stores */
    stop,
    endStores,
    async end() {
      await stop();
      await endStores();
    },
  };
}
