/** `maru serve`, `maru demo`, `maru migrate`: the service itself. */
import type { Command } from 'commander';
import { createApp, openStores } from '../app.js';
import { readConfig } from '../config.js';
import { demoPlatform } from '../demo/platform.js';
import { openLog } from '../log.js';
import { startServices } from '../services/start.js';
import { untilStopped } from '../services/stop-signal.js';
import { migrate } from '../store/postgres/migrate.js';
import type { CommandIo } from './io.js';
import { answering } from './mistake.js';
import { withRecord } from './record.js';

/** Adds `serve`, `demo` and `migrate` to the program. */
export function addServeCommands(program: Command, io: CommandIo): void {
  program
    .command('demo')
    .description('アカウントなしで試す。ページを1つ開きます (try it without any account)')
    .option('--port <port>', '使うポート。0 なら空いているポート')
    .action((options: { readonly port?: string }) => answering(io, () => demo(options, io)));
  program
    .command('migrate')
    .description('データベースの形を最新にする (bring the database up to date)')
    .action(() => answering(io, () => bringUpToDate(io)));
}

async function demo(options: { readonly port?: string }, io: CommandIo): Promise<void> {
  const config = readConfig();
  const log = openLog(config.LOG_LEVEL);
  const stopped = untilStopped();
  const services = await startServices({
    dataDir: config.DATA_DIR,
    persistent: true,
    redisUrl: config.REDIS_URL,
    databaseUrl: config.DATABASE_URL,
  });
  try {
    const stores = await openStores(services, log);
    try {
      await migrate(stores.pool);
      const { platform, clock, prepare, close } = await demoPlatform(stores);
      const app = createApp({ stores, platforms: [platform], clock, log, sweepEveryMs: DEMO_SWEEP_EVERY_MS });
      await prepare(app.record);
      // The page has no accounts, so nobody but this machine may reach it.
      const url = await app.listen(
        '127.0.0.1',
        options.port === undefined ? config.PORT : Number(options.port),
      );
      io.out(
        `\nMaru のデモを始めました。ブラウザーで ${url} を開いてください。終わるときは Ctrl-C を押します。\n` +
          `The demo is running: open ${url} in a browser, Ctrl-C ends it.\n\n`,
      );
      await stopped;
      await app.stop();
      await close();
    } finally {
      await stores.close();
    }
  } finally {
    await services.stop();
  }
}

/** A visitor who moves the clock should not wait. */
const DEMO_SWEEP_EVERY_MS = 1_000;

async function bringUpToDate(io: CommandIo): Promise<void> {
  const done = await withRecord(({ pool }) => migrate(pool), { migrating: true });
  io.out(
    done.length === 0
      ? 'データベースは最新です。\n'
      : `データベースを最新にしました（${done.join('、')}）。\n`,
  );
}
