/**
 * A town on both platforms, to be broken: real stores, a local Slack and a local Bot Connector, and a door before each
 * of them. Every section has one person who writes and one who approves, each with an account on both platforms; the
 * channels of every other section are in Teams. Nothing of Maru runs here: the service comes to it (`settings`).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { slackAccount, slackPlace } from '../../src/chat/slack/place.js';
import { teamsAccount, teamsPlace } from '../../src/chat/teams/place.js';
import { noticeCard } from '../../src/core/cards/notices/notice.js';
import { withoutResults } from '../../src/core/sheet/sheet.js';
import { withOneHost } from '../../src/store/addresses.js';
import { openPool } from '../../src/store/postgres/connection/pool.js';
import { byCommandLine } from '../../src/store/postgres/ledger/recorded-by.js';
import { openNotices } from '../../src/store/postgres/notices/notices.js';
import { openRecord } from '../../src/store/postgres/record.js';
import { openRedis, untilReady } from '../../src/store/redis/client.js';
import { openDrafts } from '../../src/store/redis/drafts.js';
import { startBotConnector, TENANT, type User } from '../support/bot-connector.js';
import { PATIENCE_MS } from '../support/patience.js';
import { SECRET } from '../support/slack-sender.js';
import { startSlackServer } from '../support/slack-server.js';
import { APP_TOKEN, BOT_TOKEN, TEAM } from '../support/slack-workspace.js';
import { freshDatabase, freshRedis, MIGRATED } from '../support/stores.js';
import { kitaSheets } from '../workbook/fixture-sheets.js';
import { type Fate, httpNamer, type Moment, openDoor, postgresNamer, redisNamer } from './door.js';

/** A database that fails over is back by then. */
const LOOKED_FOR_MS = 60_000;
const LOOK_EVERY_MS = 50;

export const ROUND = '2023-yearend';
/** A Tuesday in the open round, ten o'clock in the city. */
const BEGIN = new Date('2024-04-02T01:00:00Z');

export type Platform = 'slack' | 'teams';
export type Person = { readonly id: string; readonly slack: string; readonly teams: User };
export type Section = {
  /** from 1 */
  readonly n: number;
  readonly id: string;
  /** where its cards go */
  readonly on: Platform;
  readonly channel: string;
  readonly staff: Person;
  readonly chief: Person;
  /** the report of a goal by its number */
  readonly reports: ReadonlyMap<string, string>;
};

export type Town = Awaited<ReturnType<typeof buildTown>>;

/** `own`: an empty database that the service is to reach as it is, with whatever breaks there; else one behind a door. */
export async function buildTown(
  count: number,
  own: { readonly url: string; stop(): Promise<void> } | null = null,
) {
  const redisServer = await freshRedis();
  const database = own ?? (await freshDatabase(MIGRATED));
  if (own) await MIGRATED.fill(own.url);
  const slack = await startSlackServer({ rates: 'off' });
  const connector = await startBotConnector({ limits: false });

  let fate: (moment: Moment) => Fate = () => 'pass';
  const doorTo = (name: string, url: string, namer: typeof httpNamer) =>
    openDoor({ name, port: Number(new URL(url).port), namer, fate: (moment) => fate(moment) });
  const doors = {
    redis: await doorTo('redis', redisServer.url, redisNamer),
    postgres: await doorTo('postgres', withOneHost(database.url), postgresNamer),
    slack: await doorTo('slack', slack.apiUrl, httpNamer),
    teams: await doorTo('teams', connector.serviceUrl(), httpNamer),
  };
  const through = (url: string, door: { port: number }) => {
    const changed = new URL(url);
    changed.port = String(door.port);
    return changed.href;
  };
  const serviceUrl = through(connector.serviceUrl(), doors.teams);

  let offset = BEGIN.getTime() - Date.now();
  const told = new Set<(offset: number) => void>();
  const clock = {
    now: () => new Date(Date.now() + offset),
    /** Moves time on for everybody, the service too. */
    move(ms: number) {
      offset += ms;
      for (const tell of told) tell(offset);
    },
    offset: () => offset,
    told,
  };

  const redis = openRedis(redisServer.url, { warn: () => undefined }, PATIENCE_MS);
  await untilReady(redis, PATIENCE_MS);
  const pool = openPool(database.url, { warn: () => undefined });
  const record = openRecord(pool, async () => ({ kind: 'refused', problems: [] }), PATIENCE_MS);
  const sections = await populate();
  if (own) lookPatiently(pool);

  async function populate(): Promise<Section[]> {
    const sheet = kitaSheets().find((one) => one.header.organization.text.includes('建設課'))!;
    const by = { by: byCommandLine('事務局'), now: clock.now() };
    const numbers = Array.from({ length: count }, (_, i) => i + 1);
    const names = numbers.map((n) => ({ department: '市役所', name: `第${n}課` }));
    const sheets = names.map(({ department, name }) => ({
      ...withoutResults(sheet),
      header: {
        ...sheet.header,
        department: { ...sheet.header.department, text: department },
        organization: { ...sheet.header.organization, text: name },
      },
    }));
    const on = (n: number): Platform => (n % 2 === 0 ? 'teams' : 'slack');
    const channel = (n: number) => (on(n) === 'teams' ? `19:section${n}@thread.tacv2` : `C0SECTION${n}`);
    const place = (n: number) =>
      on(n) === 'teams'
        ? teamsPlace({ k: 'channel', s: serviceUrl, t: TENANT, c: channel(n) })
        : slackPlace(TEAM, channel(n));
    const person = (kind: 'staff' | 'chief', n: number): Person => {
      const digits = `${kind === 'staff' ? 1 : 2}${String(n).padStart(11, '0')}`;
      return {
        id: `${kind}${n}`,
        slack: `U0${kind.toUpperCase()}${n}`,
        teams: {
          id: `29:${kind}${n}`,
          aadObjectId: `00000000-0000-4000-8000-${digits}`,
          name: `${kind}${n}`,
          email: `${kind}${n}@city.example.jp`,
        },
      };
    };
    const people = numbers.map((n) => ({ staff: person('staff', n), chief: person('chief', n) }));
    await record.importRoster(
      {
        sections: names.map((name, i) => ({ ...name, channel: place(i + 1) })),
        people: people
          .flatMap(({ staff, chief }) => [staff, chief])
          .map(({ id, slack: user, teams }) => ({
            id,
            name: id,
            email: teams.email,
            accounts: [slackAccount(TEAM, user), teamsAccount(TENANT, teams.aadObjectId)],
          })),
        holdings: people.flatMap(({ staff, chief }, i) => [
          {
            post: { section: names[i]!, role: 'staff', title: '担当者' },
            person: staff.id,
            from: '2023-04-01',
          },
          {
            post: { section: names[i]!, role: 'section_manager', title: '課長' },
            person: chief.id,
            from: '2023-04-01',
          },
        ]),
      },
      by,
    );
    const imported = await record.importSheets(sheets, by);
    await record.openRound(
      { fiscalYear: 2023, kind: 'yearend', opensOn: '2024-03-01', dueOn: '2024-04-12' },
      by,
    );
    for (const { staff, chief } of people)
      for (const one of [staff, chief]) {
        slack.addUser({ id: one.slack, email: one.teams.email });
        connector.addUser(one.teams);
      }
    return Promise.all(
      people.map(async ({ staff, chief }, i) => {
        const n = i + 1;
        const { sectionId } = imported[i]!;
        if (on(n) === 'slack') slack.addChannel({ id: channel(n) });
        const tasks = await record.sectionTasks(sectionId, ROUND);
        const reports = new Map(tasks.map((task) => [task.goalNo, task.id]));
        return { n, id: sectionId, on: on(n), channel: channel(n), staff, chief, reports };
      }),
    );
  }

  return {
    slack,
    connector,
    serviceUrl,
    sections,
    clock,
    record,
    pool,
    redis,
    drafts: openDrafts(redis),
    notices: openNotices(pool, noticeCard),
    /** the environment of a service of this town, everything through the doors */
    settings: {
      ...connector.environment(),
      TEAMS_SERVICE_URLS: serviceUrl,
      SLACK_MODE: 'http',
      SLACK_BOT_TOKEN: BOT_TOKEN,
      SLACK_APP_TOKEN: APP_TOKEN,
      SLACK_SIGNING_SECRET: SECRET,
      SLACK_TEAM_IDS: TEAM,
      SLACK_API_URL: through(slack.apiUrl, doors.slack),
      REDIS_URL: through(redisServer.url, doors.redis),
      DATABASE_URL: own ? own.url : through(database.url, doors.postgres),
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'warn',
      // What is killed here is the service, not its stores.
      REDIS_MAY_LOSE_DATA: 'true',
    },
    /** Decides from now on what becomes of every request and answer. */
    decideBy(deciding: (moment: Moment) => Fate) {
      fate = deciding;
    },
    cutAll() {
      for (const door of Object.values(doors)) door.cutAll();
    },
    async close() {
      fate = () => 'pass';
      for (const door of Object.values(doors)) await door.close();
      await slack.stop();
      await connector.stop();
      redis.disconnect();
      await pool.end();
      await redisServer.stop();
      await database.stop();
    },
  };
}

/** Whoever looks on asks again until the database is back. */
function lookPatiently(pool: Pool): void {
  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<unknown>;
  pool.query = (async (...args: unknown[]) => {
    for (const giveUpAt = Date.now() + LOOKED_FOR_MS; ; await sleep(LOOK_EVERY_MS))
      try {
        return await query(...args);
      } catch (fault) {
        if (Date.now() > giveUpAt) throw fault;
      }
  }) as typeof pool.query;
}
