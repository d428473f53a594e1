/** `maru demo`, loaded only when it is to run. */
import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createApp, openStores, type Stores } from '../../app.js';
import { type Config, readConfig, secretsOf } from '../../config.js';
import { fileFault } from '../../core/text/file-faults.js';
import type { Log } from '../../flow/log.js';
import { openLog } from '../../log.js';
import { openPainter } from '../../picture/painter.js';
import { untilStopped } from '../../services/stop-signal.js';
import { addressProblem } from '../../store/addresses.js';
import { migrate } from '../../store/postgres/connection/migrate.js';
import { begunBy } from '../../store/postgres/ledger/begun-by.js';
import type { CommandIo } from '../io.js';
import { Mistake } from '../mistake.js';
import { portMistake } from './port-mistake.js';

type DemoOptions = { readonly port?: string; readonly teams?: boolean };

/** The eight sheets, in the playground or in Microsoft's Agents Playground, until it is told to stop. */
export async function demo(options: DemoOptions, io: CommandIo): Promise<void> {
  const config = readConfig();
  const log = openLog(config.LOG_LEVEL, secretsOf(config));
  const stopped = untilStopped();
  // Each demo has places of its own, so each keeps its data apart.
  const dataDir = options.teams ? join(config.DATA_DIR, 'teams') : config.DATA_DIR;
  // The port of the page, before anything is started for it.
  const port = options.port === undefined ? config.PORT : portOf(options.port);
  for (const [key, address] of [
    ['REDIS_URL', config.REDIS_URL],
    ['DATABASE_URL', config.DATABASE_URL],
  ] as const) {
    const wrong = addressProblem(key, address);
    if (wrong !== null) throw new Mistake(wrong);
  }
  await mkdir(dataDir, { recursive: true })
    .then(() => access(dataDir, constants.W_OK))
    .catch((fault: unknown) => {
      throw new Mistake(fileFault(`DATA_DIR: ${dataDir}`, 'write', fault));
    });
  const { startServices } = await import('../../services/start.js');
  const services = await startServices({
    dataDir,
    persistent: true,
    redisUrl: config.REDIS_URL,
    databaseUrl: config.DATABASE_URL,
  });
  try {
    const stores = await openStores(services, log, DEMO_PATIENCE_MS);
    const painter = openPainter();
    try {
      await refuseOthers(stores);
      await migrate(stores.pool);
      const { demoPlatform } = await import('../../demo/platform.js');
      const shown = options.teams
        ? await inTeams(config, stores, dataDir, log)
        : {
            ...(await demoPlatform(stores, { draw: painter.draw, log })),
            open: async (url: string) => ({ urls: [url], whose: '', stop: async () => undefined }),
          };
      const { platform, clock, prepare, open, close } = shown;
      const app = createApp({ stores, platforms: [platform], clock, log, sweepEveryMs: DEMO_SWEEP_EVERY_MS });
      await prepare(app);
      // The page has no accounts, so nobody but this machine may reach it.
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
      await painter.close();
      await stores.close();
    }
  } finally {
    await services.stop();
  }
}

/** The demo fills a record with fictional people and takes its places: only a new one, or one that a demo began. */
async function refuseOthers({ pool }: Stores): Promise<void> {
  const { BY_DEMO } = await import('../../demo/demo.js');
  const source = await begunBy(pool);
  if (source !== null && source !== BY_DEMO.source)
    throw new Mistake(
      'DATABASE_URL に、デモのものでない記録があります。デモは架空の職員とシートを入れるため、何も変えずに終わりました。DATABASE_URL と REDIS_URL を空にすると、デモ自身のデータベースで動きます。 / DATABASE_URL holds a record that no demo began, and the demo would fill it with fictional people: nothing was changed. With DATABASE_URL and REDIS_URL empty it has stores of its own.',
    );
}

function portOf(text: string): number {
  const port = Number(text);
  if (text.trim() === '' || !Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Mistake(
      `--port: 「${text}」はポートではありません（0〜65535）。 / ${text} is no port (0 to 65535).`,
    );
  return port;
}

/** The pages of Microsoft's Agents Playground, each on a free port of its own. */
async function inTeams(config: Config, stores: Stores, dataDir: string, log: Log) {
  const { teamsDemoPlatform } = await import('../../demo/teams.js');
  const { freePort } = await import('../../services/free-port.js');
  const pagePorts = { staff: await freePort(), manager: await freePort() };
  return teamsDemoPlatform({ stores, settings: config, pagePorts, dir: join(dataDir, 'pages'), log });
}

/** No page of the demo sends again what was answered with a failure, so a busy machine is waited for. */
const DEMO_PATIENCE_MS = 10_000;
/** A visitor who moves the clock should not wait. */
const DEMO_SWEEP_EVERY_MS = 1_000;
