/** What a service that is started as a process needs: a Redis that keeps, a database as it should be, and a Slack. */
import { startRedis } from '../../src/services/redis.js';
import { SECRET } from './slack-sender.js';
import { startSlackServer } from './slack-server.js';
import { BOT_TOKEN, TEAM } from './slack-workspace.js';
import { freshDatabase, MIGRATED, redisProgram, testDir } from './stores.js';

/** The settings of a service that is in this Slack. */
export const slackSettings = (apiUrl: string) => ({
  SLACK_MODE: 'http',
  SLACK_BOT_TOKEN: BOT_TOKEN,
  SLACK_SIGNING_SECRET: SECRET,
  SLACK_TEAM_IDS: TEAM,
  SLACK_API_URL: apiUrl,
});

export type ServedStores = Awaited<ReturnType<typeof servedStores>>;

export async function servedStores() {
  const [redis, database, slack] = await Promise.all([
    startRedis({ dir: await testDir(), persistent: true, program: redisProgram() }),
    freshDatabase(MIGRATED),
    startSlackServer({ rates: 'off' }),
  ]);
  return {
    redis,
    database,
    slack,
    settings: {
      REDIS_URL: redis.url,
      DATABASE_URL: database.url,
      ...slackSettings(slack.apiUrl),
    } as Readonly<Record<string, string>>,
    async stop() {
      await Promise.all([redis.stop(), database.stop(), slack.stop()]);
    },
  };
}
