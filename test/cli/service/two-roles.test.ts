/** The owner migrates, and the service runs as the role that `maru migrate` made. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Running, startRedis } from '../../../src/services/redis.js';
import { startService } from '../../support/service.js';
import { SECRET } from '../../support/slack-sender.js';
import { startSlackServer } from '../../support/slack-server.js';
import { BOT_TOKEN, TEAM } from '../../support/slack-workspace.js';
import { freshDatabase, redisProgram, testDir } from '../../support/stores.js';

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

test('the service warns only when it runs as the owner', async () => {
  const application = new URL(database.url);
  // The name that `freshDatabase` drops with it.
  application.username = `app_${application.pathname.slice(1)}`;
  application.password = 'a-secret';
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
