/**
 * The first morning: a hundred people whom no platform has told of yet write at once. Platforms are asked who somebody
 * is so often a minute only, and all the same everybody is acknowledged, and answered once.
 */
import { describe, expect, test } from '@jest/globals';
import { type App, createApp, openStores } from '../../src/app.js';
import type { Platform } from '../../src/chat/platform.js';
import { makeRateLimit as slackPace } from '../../src/chat/slack/outgoing/rate-limit.js';
import { slackPlatform } from '../../src/chat/slack/platform.js';
import { slackSettings } from '../../src/chat/slack/settings.js';
import { makeRateLimit as teamsPace } from '../../src/chat/teams/outgoing/rate-limit.js';
import { teamsPlatform } from '../../src/chat/teams/platform.js';
import { teamsSettings } from '../../src/chat/teams/settings.js';
import { withoutResults } from '../../src/core/sheet/sheet.js';
import { migrate } from '../../src/store/postgres/connection/migrate.js';
import { byCommandLine } from '../../src/store/postgres/ledger/recorded-by.js';
import {
  personalChat,
  startBotConnector,
  teamsActivities,
  tellsOfAccount,
} from '../support/bot-connector.js';
import { PATIENCE_MS, UNHURRIED } from '../support/patience.js';
import { SECRET, slackSender } from '../support/slack-sender.js';
import { startSlackServer } from '../support/slack-server.js';
import { APP_TOKEN, BOT, BOT_TOKEN, TEAM } from '../support/slack-workspace.js';
import { freshDatabase, freshRedis, MIGRATED } from '../support/stores.js';
import { heldWaits } from '../support/waits.js';
import { kitaSheets } from '../workbook/fixture-sheets.js';

const MINUTE_MS = 60_000;
/** A minute of the platforms' limits passes in three seconds, for them and for Maru. */
const TIMES_FASTER = 20;
const now = () => performance.now() * TIMES_FASTER;
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms / TIMES_FASTER));
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const PEOPLE = Array.from({ length: 100 }, (_, n) => n);
/** Somebody is asked for again when the machine is held up: those are held, too. */
const MOST_HELD = 10 * PEOPLE.length;
const emailOf = (n: number) => `person${n}@city.example.jp`;

let offset = new Date('2024-04-02T01:00:00Z').getTime() - Date.now();
const clock = {
  now: () => new Date(Date.now() + offset),
  move: (ms: number) => {
    offset += ms;
  },
};

/** A platform on which a hundred people do three things each. */
type Door = {
  platform(): Platform;
  /** all that they do; the statuses they were answered with */
  allAct(url: string): Promise<number[]>;
  /** nobody is told of before that */
  holdLookUps(until: Promise<void>): void;
  lookUps(): number;
  /** how many messages each of them was answered with, but for the card that tells of the account */
  answersTo(n: number): number;
  stop(): Promise<void>;
};

async function slackDoor(): Promise<Door> {
  const slack = await startSlackServer({ now });
  const settings = slackSettings.parse({
    SLACK_MODE: 'http',
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_APP_TOKEN: APP_TOKEN,
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_TEAM_IDS: TEAM,
    SLACK_API_URL: slack.apiUrl,
  });
  const id = (n: number) => `U${String(n).padStart(6, '0')}`;
  for (const n of PEOPLE) slack.addUser({ id: id(n), email: emailOf(n) });
  return {
    platform() {
      const { wait, pass } = heldWaits();
      // Nobody waits long for anything, but the request's own time never runs out on a busy machine.
      pass(1_500);
      return slackPlatform({ settings, clock, log, wait, pace: slackPace(now, sleep) });
    },
    async allAct(url) {
      const sender = slackSender({
        url: () => url,
        server: slack,
        clock: { ...clock, move: () => undefined },
      });
      const answers = await Promise.all(
        PEOPLE.flatMap((n) => [
          sender.says(id(n), 'ヘルプ'),
          sender.opensHome(id(n)),
          sender.command(id(n), '状況').then((one) => [one]),
        ]),
      );
      return answers.flat().map(({ status }) => status);
    },
    holdLookUps: (until) =>
      void slack.faults.push({ method: 'users.info', kind: 'held', until, times: MOST_HELD }),
    lookUps: () => slack.callsOf('users.info').length,
    answersTo: (n) =>
      slack.readBy(id(n)).filter((one) => one.user === BOT && !tellsOfAccount(one)).length +
      (slack.homes.has(id(n)) ? 1 : 0),
    stop: () => slack.stop(),
  };
}

async function teamsDoor(): Promise<Door> {
  const connector = await startBotConnector({ now });
  const activities = teamsActivities(connector);
  const users = PEOPLE.map((n) =>
    connector.addUser({
      id: `29:user-${n}`,
      aadObjectId: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      name: emailOf(n),
      email: emailOf(n),
    }),
  );
  return {
    platform() {
      const { wait, pass } = heldWaits();
      pass(1_500);
      const settings = teamsSettings.parse(connector.environment());
      return teamsPlatform({ settings, clock, log, wait, pace: teamsPace(now, sleep) });
    },
    async allAct(url) {
      const send = async (activity: object) => {
        const response = await fetch(`${url}/teams/messages`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${connector.token()}` },
          body: JSON.stringify(activity),
        });
        await response.text();
        return response.status;
      };
      const action = JSON.stringify({ do: 'status', of: '', v: 0, with: '' });
      // The keys are there, as they are all day: before that the SDK asks for them with each request that comes.
      await send({ ...activities.said(users[0]!, ''), type: 'typing' });
      // In one channel first: who its members are is asked for in one conversation.
      return Promise.all([
        ...users.map((user) => send(activities.mentioned(user, '19:all@thread.tacv2', 'ヘルプ'))),
        ...users.map((user) => send(activities.said(user, 'ヘルプ'))),
        ...users.map((user) => send(activities.executed(user, { action }))),
      ]);
    },
    holdLookUps: (until) =>
      void connector.faults.push(
        ...Array.from({ length: MOST_HELD }, () => ({ on: 'member', until }) as const),
      ),
    lookUps: () => connector.calls.filter(({ on, status }) => on === 'member' && status === 200).length,
    answersTo: (n) =>
      connector.messages.filter(
        ({ conversation, activity }) =>
          conversation === personalChat(users[n]!.id) && !tellsOfAccount(activity),
      ).length + connector.targeted.filter(({ to }) => to === users[n]!.id).length,
    stop: () => connector.stop(),
  };
}

describe.each([
  ['slack', slackDoor],
  ['teams', teamsDoor],
] as const)('on %s', (_name, openDoor) => {
  /** Doings on a city of a hundred people whom nobody has met, with as many instances one after another as are asked for. */
  async function inCity(doing: (door: Door, start: () => Promise<Instance>) => Promise<void>): Promise<void> {
    const door = await openDoor();
    const redis = await freshRedis();
    const database = await freshDatabase(MIGRATED);
    const urls = { redisUrl: redis.url, databaseUrl: database.url };
    const instances: Instance[] = [];
    const start = async () => {
      const stores = await openStores(urls, log, PATIENCE_MS);
      if (instances.length === 0) await migrate(stores.pool);
      const app = createApp({ stores, platforms: [door.platform()], clock, log, ...UNHURRIED });
      if (instances.length === 0) await enterPeople(app);
      const url = await app.listen('127.0.0.1', 0);
      let ended = false;
      const instance: Instance = {
        app,
        url,
        async kill() {
          ended = true;
          stores.redis.disconnect();
          await stores.pool.end();
        },
        async end() {
          await app.stop();
          if (!ended) await stores.close();
        },
      };
      instances.push(instance);
      return instance;
    };
    try {
      await doing(door, start);
    } finally {
      for (const instance of instances) await instance.end();
      await door.stop();
      await redis.stop();
      await database.stop();
    }
  }

  /** Time passes until everybody is answered; never while something is under way, which would count as left behind. */
  async function answered(door: Door, { app }: Instance): Promise<number[]> {
    for (;;) {
      await app.work.sweep();
      await app.work.idle();
      if (PEOPLE.every((n) => door.answersTo(n) >= 3)) return PEOPLE.map((n) => door.answersTo(n));
      clock.move(MINUTE_MS);
      await sleep(5_000);
    }
  }

  test('a hundred people nobody has met do three things each: all are taken, and each is answered once', async () => {
    await inCity(async (door, start) => {
      const instance = await start();
      const statuses = await door.allAct(instance.url);
      expect(statuses.filter((status) => status !== 200)).toEqual([]);
      expect(await answered(door, instance)).toEqual(PEOPLE.map(() => 3));
      // Once a person, whatever they did; a few were asked too early where this machine was held up.
      expect(door.lookUps()).toBeLessThan(PEOPLE.length * 1.3);
    });
  }, 300_000);

  test('what was acknowledged is answered though the process is killed before anybody is known', async () => {
    await inCity(async (door, start) => {
      let release = () => {};
      door.holdLookUps(new Promise((resolve) => (release = resolve)));
      const first = await start();
      const statuses = await door.allAct(first.url);
      expect(statuses.filter((status) => status !== 200)).toEqual([]);
      expect(PEOPLE.filter((n) => door.answersTo(n) > 0)).toEqual([]);
      await first.kill();
      release();
      const second = await start();
      clock.move(MINUTE_MS);
      expect(await answered(door, second)).toEqual(PEOPLE.map(() => 3));
    });
  }, 300_000);
});

type Instance = {
  readonly app: App;
  readonly url: string;
  /** as a process ends that is killed: nothing it does reaches the stores any more */
  kill(): Promise<void>;
  end(): Promise<void>;
};

async function enterPeople(app: App): Promise<void> {
  const by = { by: byCommandLine('事務局'), now: clock.now() };
  const sheet = kitaSheets().find((one) => one.header.organization.text.includes('建設課'))!;
  const section = { department: sheet.header.department.text, name: sheet.header.organization.text };
  await app.record.importSheets([withoutResults(sheet)], by);
  await app.record.importRoster(
    {
      people: PEOPLE.map((n) => ({ id: `p${n}`, name: `担当者${n}`, email: emailOf(n) })),
      holdings: PEOPLE.map((n) => ({
        post: { section, role: 'staff' as const, title: `担当者${n}` },
        person: `p${n}`,
        from: '2023-04-01',
      })),
    },
    by,
  );
}
