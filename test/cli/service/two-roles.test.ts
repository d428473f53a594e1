/** The owner migrates, and the service runs as the role that `maru migrate` made. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { type Running, startRedis } from '../../../src/services/redis.js';
import { startService } from '../../support/service.js';
import { SECRET } from '../../support/slack-sender.js';
import { startSlackServer } from '../../support/slack-server.js';
import { BOT_TOKEN, TEAM } from '../../support/slack-workspace.js';
import { freshDatabase, MIGRATED, redisProgram, testDir } from '../../support/stores.js';

let redis: Running;
let database: Awaited<ReturnType<typeof freshDatabase>>;
let slack: Awaited<ReturnType<typeof startSlackServer>>;

beforeAll(async () => {
  [redis, database, slack] = await Promise.all([
    startRedis({ dir: await testDir(), persistent: true, program: redisProgram() }),
    freshDatabase(),
    startSlackServer({ rates: 'off' }),
  ]);
});
afterAll(() => Promise.all([redis.stop(), database.stop(), slack.stop()]));

const forApplication = (url: string): URL => {
  const application = new URL(url);
  // The name that `freshDatabase` drops with it.
  application.username = `app_${application.pathname.slice(1)}`;
  application.password = 'a-secret';
  return application;
};

test('making tables as the application says whose role is needed', async () => {
  const [empty, full] = [await freshDatabase(), await freshDatabase(MIGRATED)];
  const file = join(await testDir(), 'full.maru.gz');
  const settings = { REDIS_URL: redis.url, MARU_OPERATOR: '事務局' };
  try {
    const application = forApplication(empty.url);
    const owner = new pg.Client({ connectionString: empty.url });
    await owner.connect();
    await owner.query(`create role ${application.username} login password '${application.password}'`);
    await owner.end();
    const backup = await startService({ ...settings, DATABASE_URL: full.url }, ['backup', '--out', file]);
    expect((await backup.ended).code).toBe(0);
    for (const words of [['migrate'], ['restore', file]])
      for (const named of ['', application.href]) {
        const making = await startService(
          { ...settings, DATABASE_URL: application.href, DATABASE_OWNER_URL: named },
          words,
        );
        expect([words, (await making.ended).code]).toEqual([words, 1]);
        expect(making.said.err).toContain('set DATABASE_OWNER_URL to the role that owns them');
        expect(making.said.err).not.toContain('permission denied');
      }
  } finally {
    await Promise.all([empty.stop(), full.stop()]);
  }
}, 120_000);

test('the service warns only when it runs as the owner', async () => {
  const application = forApplication(database.url);
  const settings = {
    REDIS_URL: redis.url,
    DATABASE_URL: application.href,
    LOG_LEVEL: 'warn',
    MARU_OPERATOR: '事務局',
    SLACK_MODE: 'http',
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_TEAM_IDS: TEAM,
    SLACK_API_URL: slack.apiUrl,
  };
  const migrating = await startService({ ...settings, DATABASE_OWNER_URL: database.url }, ['migrate']);
  expect([(await migrating.ended).code, migrating.said.err]).toEqual([0, '']);
  for (const [url, warns] of [
    [application.href, false],
    [database.url, true],
  ] as const) {
    const service = await startService({ ...settings, DATABASE_URL: url });
    await service.url;
    service.kill('SIGTERM');
    expect((await service.ended).code).toBe(0);
    expect(service.said.err.includes('Serving as the owner')).toBe(warns);
  }
}, 120_000);
