/**
 * A city's record of one round backed up and restored: how long, how large, how much memory. Run by hand:
 * `node --import ./test/support/typescript.mjs test/bench/backup.bench.ts [sections]`.
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { restoreBackup, writeBackup } from '../../src/backup/backup.js';
import { emptyDesk } from '../../src/core/draft/drafts.js';
import { startServices } from '../../src/services/start.js';
import { migrate } from '../../src/store/postgres/connection/migrate.js';
import { openPool } from '../../src/store/postgres/connection/pool.js';
import { byCommandLine } from '../../src/store/postgres/ledger/recorded-by.js';
import { openRecord } from '../../src/store/postgres/record.js';
import { openRedis, untilReady } from '../../src/store/redis/client.js';
import { openDrafts } from '../../src/store/redis/drafts.js';
import { contentFor } from '../store/postgres/city.js';
import { PATIENCE_MS } from '../support/patience.js';
import { BEGIN, populate } from '../support/year.js';

const sections = Number(process.argv[2] ?? 300);
const quiet = { warn: () => undefined };
const mib = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
const folder = await mkdtemp(join(tmpdir(), 'maru-backup-'));
const now = new Date(BEGIN);

async function stores(name: string) {
  const services = await startServices({ dataDir: join(folder, name), persistent: false });
  const redis = openRedis(services.redisUrl, quiet, PATIENCE_MS);
  await untilReady(redis, PATIENCE_MS);
  const pool = openPool(services.databaseUrl, quiet);
  const stop = async () => {
    redis.disconnect();
    await pool.end();
    await services.stop();
  };
  return { redis, pool, databaseUrl: services.databaseUrl, stop };
}

async function measured<T>(what: string, work: () => Promise<T>): Promise<T> {
  const start = { at: performance.now(), rss: process.memoryUsage.rss() };
  let most = start.rss;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 20);
  try {
    return await work();
  } finally {
    clearInterval(watch);
    const seconds = (performance.now() - start.at) / 1000;
    console.log(`${what}: ${seconds.toFixed(1)} s, ${mib(most - start.rss)} more memory`);
  }
}

const city = await stores('city');
const empty = await stores('empty');
try {
  await migrate(city.pool);
  const record = openRecord(city.pool);
  const desks = await populate(record, { sections, staffPerSection: 9 });
  await record.openRound(
    { fiscalYear: 2023, kind: 'midyear', opensOn: '2023-10-02', dueOn: '2023-10-13' },
    { by: byCommandLine('事務局'), now },
  );
  let n = 0;
  for (const { id, n: section } of desks)
    for (const task of await record.sectionTasks(id, '2023-midyear')) {
      n += 1;
      const content = contentFor(task, '計画どおり実施しました。'.repeat(20));
      const submit = { kind: 'submit', task: task.id, base: 0, content } as const;
      await record.execute(`bench${n}#0`, `staff${section}-1`, 'test:dm', submit, now);
      const approve = { kind: 'approve', report: task.id, version: 1, step: 0 } as const;
      await record.execute(`bench${n}#1`, `chief${section}`, 'test:channel', approve, now);
      await openDrafts(city.redis).commit({
        inputId: `bench${n}`,
        person: `staff${section}-${(n % 9) + 1}`,
        revision: 0,
        desk: emptyDesk,
        effects: [],
        now: now.toISOString(),
      });
    }
  const { rows } = await city.pool.query<{ size: string }>(
    'select pg_database_size(current_database()) as size',
  );
  console.log(
    `${sections} sections, ${n} reports submitted and approved: a database of ${mib(Number(rows[0]?.size))}`,
  );
  const file = join(folder, 'city.maru.gz');
  await measured('backup', () => writeBackup(file, city, { program: 'bench', now }));
  console.log(`a file of ${mib((await stat(file)).size)}`);
  const { rows: restored } = await measured('restore', () =>
    restoreBackup(file, empty, null, async () => undefined),
  );
  console.log(`history of ${restored.history} rows verified`);
} finally {
  await city.stop();
  await empty.stop();
  await rm(folder, { recursive: true, force: true });
}
