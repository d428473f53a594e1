/** `maru demo` where the settings name the stores of a service: it takes no record but its own. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Pool } from 'pg';
import { BY_DEMO } from '../../../src/demo/demo.js';
import { MIGRATIONS, migrate } from '../../../src/store/postgres/connection/migrate.js';
import { openPool } from '../../../src/store/postgres/connection/pool.js';
import { begunBy } from '../../../src/store/postgres/ledger/begun-by.js';
import { appendHistory } from '../../../src/store/postgres/ledger/history.js';
import { type By, byCommandLine, entryBy } from '../../../src/store/postgres/ledger/recorded-by.js';
import { freshDatabase, freshRedis, testDir } from '../../support/stores.js';
import { MARU, ran } from '../run-maru.js';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let redis: Awaited<ReturnType<typeof freshRedis>>;
let pool: Pool;

beforeAll(async () => {
  [database, redis] = await Promise.all([freshDatabase(), freshRedis()]);
  pool = openPool(database.url, { warn: () => undefined });
});
afterAll(async () => {
  await pool.end();
  await Promise.all([database.stop(), redis.stop()]);
});

const noted = (by: By) =>
  appendHistory(pool, [
    entryBy(by, new Date(), { action: 'settings_changed', subject: 'settings', after: {} }),
  ]);

test('what another began is left as it is, not even migrated', async () => {
  expect(await begunBy(pool)).toBeNull();
  await migrate(pool, MIGRATIONS.slice(0, -1));
  expect(await begunBy(pool)).toBeNull();
  await noted(byCommandLine('情報政策課'));
  await noted(BY_DEMO);
  const { code, out, err } = await ran([...MARU, 'demo', '--port', '0'], {
    cwd: await testDir(),
    env: { REDIS_URL: redis.url, DATABASE_URL: database.url },
  });
  expect({ code, out, lines: err.trim().split('\n') }).toEqual({
    code: 1,
    out: '',
    lines: [expect.stringMatching(/デモのものでない記録があります.*nothing was changed/u)],
  });
  const { rows } = await pool.query('select count(*)::int as applied from schema_migrations');
  expect(rows).toEqual([{ applied: MIGRATIONS.length - 1 }]);
  expect((await pool.query('select 1 from people')).rowCount).toBe(0);
}, 60_000);
