/** A section whose manager has a wrong address in the roster, on Slack or on Teams, as `maru serve` puts them together. */
import { createApp, openStores } from '../../src/app.js';
import { slackPlatform } from '../../src/chat/slack/platform.js';
import { slackSettings } from '../../src/chat/slack/settings.js';
import { teamsPlatform } from '../../src/chat/teams/platform.js';
import { teamsSettings } from '../../src/chat/teams/settings.js';
import { encodeAction } from '../../src/core/cards/action.js';
import { withoutResults } from '../../src/core/sheet/sheet.js';
import type { Metrics } from '../../src/monitor/metrics.js';
import type { Seal } from '../../src/seal/seal.js';
import { byCommandLine } from '../../src/store/postgres/ledger/recorded-by.js';
import { contentFor } from '../store/postgres/city.js';
import {
  personalChat,
  startBotConnector,
  TENANT,
  teamsActivities,
  type User,
} from '../support/bot-connector.js';
import { PATIENCE_MS, UNHURRIED } from '../support/patience.js';
import { SECRET, slackSender } from '../support/slack-sender.js';
import { startSlackServer } from '../support/slack-server.js';
import { APP_TOKEN, BOT, BOT_TOKEN, type SlackUser, TEAM } from '../support/slack-workspace.js';
import { freshDatabase, freshRedis, MIGRATED } from '../support/stores.js';
import { heldWaits } from '../support/waits.js';
import { kitaSheets } from '../workbook/fixture-sheets.js';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
export const MINUTE_MS = 60_000;

/** What somebody does on a platform, by a number of theirs. */
export type Door = {
  account(no: number): string;
  /** makes them, or changes what they are */
  user(no: number, email: string, more?: 'guest' | 'unconfirmed' | 'silent' | 'elsewhere'): void;
  /** the next look-up of somebody is not answered before that */
  hold(until: Promise<void>): void;
  lookUps(): number;
  says(no: number, text: string): Promise<void>;
  /** in the channel, unless said `direct` */
  presses(no: number, action: string, where?: 'direct'): Promise<void>;
  /** all that Maru wrote to them, and answered their buttons with */
  told(no: number): string;
};

/** Signs the head with the ticks of its clock, counts, or calls the platform as fast as it can. */
export async function startWorld(
  platform: 'slack' | 'teams',
  { pace, ...more }: { readonly seal?: Seal | null; readonly metrics?: Metrics; readonly pace?: 'none' } = {},
) {
  const redis = await freshRedis();
  const database = await freshDatabase(MIGRATED);
  const slack = await startSlackServer({ rates: 'off' });
  const connector = await startBotConnector({ limits: false });
  const stores = await openStores({ redisUrl: redis.url, databaseUrl: database.url }, log, PATIENCE_MS);
  let offset = new Date('2024-04-02T01:00:00Z').getTime() - Date.now();
  const clock = { now: () => new Date(Date.now() + offset), move: () => undefined };
  const settings = slackSettings.parse({
    SLACK_MODE: 'http',
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_APP_TOKEN: APP_TOKEN,
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_TEAM_IDS: TEAM,
    SLACK_API_URL: slack.apiUrl,
  });
  const { wait, pass } = heldWaits();
  const unpaced = pace === 'none' ? { pace: { acquire: async () => undefined, hold: () => undefined } } : {};
  const app = createApp({
    stores,
    platforms: [
      platform === 'slack'
        ? slackPlatform({ settings, clock, log, wait, ...unpaced })
        : teamsPlatform({
            settings: teamsSettings.parse(connector.environment()),
            clock,
            log,
            wait,
            ...unpaced,
          }),
    ],
    clock,
    log,
    ...UNHURRIED,
    ...more,
  });
  const by = { by: byCommandLine('事務局'), now: clock.now() };
  const sheet = kitaSheets().find((one) => one.header.organization.text.includes('建設課'))!;
  const section = { department: sheet.header.department.text, name: sheet.header.organization.text };
  const [imported] = await app.record.importSheets([withoutResults(sheet)], by);
  const since = '2023-04-01';
  const post = (role: 'staff' | 'section_manager' | 'coordinator', title: string) => ({
    section,
    role,
    title,
  });
  await app.record.importRoster(
    {
      people: [
        { id: 'staff', name: '担当者', email: 'staff@city.example.jp' },
        { id: 'chief', name: '課長', email: 'wrong@city.example.jp' },
        { id: 'coord', name: '事務局', email: 'coord@city.example.jp' },
      ],
      holdings: [
        { post: post('staff', '担当者'), person: 'staff', from: since },
        { post: post('section_manager', '課長'), person: 'chief', from: since },
        { post: post('coordinator', '事務局'), person: 'coord', from: since },
      ],
    },
    by,
  );
  await app.record.openRound(
    { fiscalYear: 2023, kind: 'yearend', opensOn: '2024-03-01', dueOn: '2024-04-12' },
    by,
  );
  const sectionId = imported!.sectionId;
  const tasks = () => app.record.sectionTasks(sectionId, '2023-yearend');
  for (const task of await tasks())
    await app.record.execute(
      `set up ${task.id}`,
      'staff',
      'test:set-up',
      { kind: 'submit', task: task.id, base: 0, content: contentFor(task, '実施しました。') },
      clock.now(),
    );
  const url = await app.listen('127.0.0.1', 0);

  async function settled(): Promise<void> {
    for (let round = 0; round < 3; round += 1) {
      await app.work.sweep();
      await app.work.idle();
    }
  }

  const slackDoor = (): Door => {
    const sender = slackSender({ url: () => url, server: slack, clock });
    const id = (no: number) => `U${String(no).padStart(6, '0')}`;
    slack.addChannel({ id: 'C0SECTION' });
    return {
      account: (no) => `slack:${TEAM}:${id(no)}`,
      user: (no, email, more) =>
        slack.addUser({
          id: id(no),
          email,
          ...(more === 'guest' ? { restricted: true } : {}),
          ...(more === 'unconfirmed' ? { emailConfirmed: false } : {}),
          ...(more === 'silent' ? { emailConfirmed: null } : {}),
          ...(more === 'elsewhere' ? { team: 'T0OTHER' } : {}),
        } satisfies SlackUser),
      hold: (until) => void slack.faults.push({ method: 'users.info', kind: 'held', until }),
      lookUps: () => slack.callsOf('users.info').length,
      async says(no, text) {
        await sender.says(id(no), text);
        await settled();
      },
      async presses(no, action, where) {
        const message = { ts: slack.nextTs(), user: BOT, text: '', blocks: [] };
        const channel = where === 'direct' ? slack.directOf(id(no)).id : 'C0SECTION';
        await sender.interaction(
          sender.pressOn(id(no), channel, message, { action_id: 'maru:x', value: action }),
        );
        await settled();
      },
      told: (no) =>
        slack
          .readBy(id(no))
          .filter(({ user }) => user === BOT)
          .map(({ text }) => text)
          .join('\n'),
    };
  };

  const teamsDoor = (): Door => {
    const activities = teamsActivities(connector);
    const users = new Map<number, User>();
    const answers = new Map<number, string[]>();
    const id = (no: number) => `00000000-0000-4000-8000-${String(no).padStart(12, '0')}`;
    async function send(no: number, activity: object): Promise<void> {
      const response = await fetch(`${url}/teams/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${connector.token()}` },
        body: JSON.stringify(activity),
      });
      answers.set(no, [...(answers.get(no) ?? []), await response.text()]);
      await settled();
    }
    return {
      account: (no) => `teams:${TENANT}:${id(no)}`,
      user: (no, email, more) => {
        const user: User = {
          id: `29:user-${no}`,
          aadObjectId: id(no),
          name: email,
          email,
          userRole: more === 'guest' ? 'guest' : 'user',
          ...(more === 'elsewhere' ? { tenantId: '12345678-bbbb-4ccc-8ddd-eeeeeeeeeeee' } : {}),
        };
        users.set(no, connector.addUser(user));
      },
      hold: (until) => void connector.faults.push({ on: 'member', until }),
      lookUps: () => connector.calls.filter(({ on }) => on === 'member').length,
      says: (no, text) => send(no, activities.said(users.get(no)!, text)),
      presses: (no, action, where) =>
        send(
          no,
          where === 'direct'
            ? activities.executed(users.get(no)!, { action })
            : activities.executedIn(users.get(no)!, '19:section@thread.tacv2', '1690000000000', { action }),
        ),
      told: (no) =>
        [
          ...(answers.get(no) ?? []),
          ...[
            ...connector.messages.filter(
              ({ conversation }) => conversation === personalChat(users.get(no)!.id),
            ),
            ...connector.targeted.filter(({ to }) => to === users.get(no)!.id),
          ]
            .sort((a, b) => a.seq - b.seq)
            .map(({ activity }) => JSON.stringify(activity)),
        ].join('\n'),
    };
  };

  const door = platform === 'slack' ? slackDoor() : teamsDoor();
  return {
    app,
    pool: stores.pool,
    databaseUrl: database.url,
    door,
    settled,
    tasks,
    passes(ms: number) {
      offset += ms;
    },
    /** What happens while the platform, asked about somebody, has not answered for so many milliseconds. */
    async unanswered(ms: number, doing: () => Promise<void>): Promise<void> {
      let answer = () => {};
      door.hold(
        new Promise((resolve) => {
          answer = resolve;
        }),
      );
      pass(ms);
      try {
        await doing();
      } finally {
        pass(0);
        answer();
      }
    },
    /** The roster with another address of the manager's. */
    corrected: (email: string | null) =>
      app.record.importRoster(
        { people: [{ id: 'chief', name: '課長', email }] },
        { by: byCommandLine('事務局'), now: clock.now() },
      ),
    /** 承認 of the nth goal, from 1. */
    async approval(n: number): Promise<string> {
      const report = (await tasks())[n - 1]!.report!;
      return encodeAction('approve', report.id, report.version, '0');
    },
    async stateOf(n: number) {
      return (await tasks())[n - 1]!.report!.state;
    },
    async accountsIn(action: 'account_linked' | 'account_unlinked') {
      const entries = await app.record.history({});
      return entries.flatMap((entry) => (entry.action === action ? [entry.account] : []));
    },
    clock,
    async stop() {
      await app.stop();
      await stores.close();
      await slack.stop();
      await connector.stop();
      await redis.stop();
      await database.stop();
    },
  };
}
