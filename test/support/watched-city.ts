/**
 * The whole app as `maru serve` puts it together, with its metrics and its own log, in front of a local Slack: one
 * sheet, a writer, a manager and a coordinator, an open round.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { createApp, openStores } from '../../src/app.js';
import { slackPlatform } from '../../src/chat/slack/platform.js';
import { slackSettings } from '../../src/chat/slack/settings.js';
import { withoutResults } from '../../src/core/sheet/sheet.js';
import { openLog } from '../../src/log.js';
import { openMetrics } from '../../src/monitor/metrics.js';
import { migrate } from '../../src/store/postgres/connection/migrate.js';
import { byCommandLine } from '../../src/store/postgres/ledger/recorded-by.js';
import type { PostgresRecord } from '../../src/store/postgres/record.js';
import { kitaSheets } from '../workbook/fixture-sheets.js';
import { PATIENCE_MS, UNHURRIED } from './patience.js';
import { buttonsIn, SECRET, slackSender } from './slack-sender.js';
import { startSlackServer } from './slack-server.js';
import { APP_TOKEN, BOT, BOT_TOKEN, TEAM } from './slack-workspace.js';
import { heldWaits } from './waits.js';

export const STAFF = 'U0STAFF';
export const MANAGER = 'U0CHIEF';
export const COORDINATOR = 'U0COORD';
export const CHANNEL = 'C0SECTION';
export const VERSION = '9.8.7';

export type LogLine = Readonly<{ level: string; msg: string; input?: string; [fact: string]: unknown }>;
export type WatchedCity = Awaited<ReturnType<typeof startWatchedCity>>;

/**
 * Starts it on these stores, empty or already filled by an earlier one; `slack` of the earlier one goes on when given.
 * Stopping leaves the stores.
 */
export async function startWatchedCity(
  urls: { redisUrl: string; databaseUrl: string },
  options: {
    slack?: Awaited<ReturnType<typeof startSlackServer>>;
    secrets?: readonly string[];
  } = {},
) {
  const server = options.slack ?? (await startSlackServer({ rates: 'off' }));
  const lines: string[] = [];
  const log = openLog('debug', options.secrets ?? [BOT_TOKEN, SECRET], {
    write: (line) => void lines.push(line),
  });
  let offset = new Date('2024-04-02T01:00:00Z').getTime() - Date.now();
  const clock = {
    now: () => new Date(Date.now() + offset),
    move: (ms: number) => {
      offset += ms;
    },
  };
  const metrics = openMetrics(VERSION, clock.now);
  const stores = await openStores(urls, log, PATIENCE_MS);
  await migrate(stores.pool);
  const settings = slackSettings.parse({
    SLACK_MODE: 'http',
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_APP_TOKEN: APP_TOKEN,
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_TEAM_IDS: TEAM,
    SLACK_API_URL: server.apiUrl,
  });
  const app = createApp({
    stores,
    platforms: [slackPlatform({ settings, clock, log, meter: metrics.meter, wait: heldWaits().wait })],
    clock,
    log,
    ...UNHURRIED,
    metrics,
  });
  if ((await app.record.sections()).length === 0) await settle(app.record, clock.now());
  if (!options.slack) {
    server.addUser({ id: STAFF, email: 'staff@city.example.jp' });
    server.addUser({ id: MANAGER, email: 'chief@city.example.jp' });
    server.addUser({ id: COORDINATOR, email: 'coord@city.example.jp' });
    server.addUser({ id: 'U0NOBODY', email: 'nobody@city.example.jp' });
    server.addChannel({ id: CHANNEL });
  }
  const url = await app.listen('127.0.0.1', 0);
  const sender = slackSender({ url: () => url, server, clock });

  async function settled(): Promise<void> {
    for (let round = 0; round < 3; round += 1) await app.work.idle();
  }
  const shown = (user: string) =>
    server
      .directOf(user)
      .messages.filter((one) => one.user === BOT)
      .at(-1);
  // Notices go out as soon as the record changes, and it does when a goal is begun.
  const asked = () =>
    server
      .directOf(STAFF)
      .messages.filter((one) => one.user === BOT && !(one.text ?? '').includes('アカウント：'))
      .at(-1);
  const taken = (attempts: { status: number } | { status: number }[]) =>
    expect([attempts].flat().map(({ status }) => status)).toEqual([200]);
  async function says(user: string, text: string): Promise<void> {
    taken(await sender.says(user, text));
    await settled();
  }
  async function press(user: string, title: string, channel?: string): Promise<void> {
    taken(await sender.press(user, title, channel));
    await settled();
  }

  return {
    app,
    server,
    stores,
    metrics,
    clock,
    url,
    sender,
    settled,
    says,
    press,
    /** Links the channel: on a busy machine that goes on behind the answer, and reminders follow it. */
    async link(): Promise<void> {
      taken(await sender.command(COORDINATOR, '連携 建設課', CHANNEL));
      const giveUp = Date.now() + PATIENCE_MS;
      while (!server.channels.get(CHANNEL)?.messages.length && Date.now() < giveUp) await pause(10);
      await settled();
    },
    /** the latest card in a direct message */
    shown: (user: string) => shown(user)?.text ?? '',
    /** as they were written, one JSON each */
    written: () => lines.join(''),
    log: (): LogLine[] => lines.map((line) => JSON.parse(line) as LogLine),
    /** Answers whatever is asked until the review stands there; each answer holds `mark`. */
    async answerAll(mark: string): Promise<void> {
      for (let i = 0; i < 40 && !(asked()?.text ?? '').includes('この内容でシートに載ります'); i += 1) {
        const { text, blocks } = asked()!;
        if (text.includes('現在の結果')) await says(STAFF, `${mark}のとおり達成`);
        else if (text.includes('評価を選んで'))
          await press(STAFF, buttonsIn(blocks).find((one) => one.text.text.startsWith('○'))?.text.text ?? '');
        else if (text.includes('評価の理由')) await says(STAFF, `${mark}に基づくため`);
        else if (text.includes('目標達成状況')) await says(STAFF, `${mark}を実施した。`);
        else if (text.includes('今後の方針')) await says(STAFF, `来年度も${mark}を続けます。`);
        else throw new Error(`what is asked? ${text}`);
      }
    },
    async stop() {
      await app.stop();
      await stores.close();
    },
  };
}

async function settle(record: PostgresRecord, now: Date): Promise<void> {
  const done = { by: byCommandLine('事務局'), now };
  const sheet = kitaSheets().find((one) => one.header.organization.text.includes('建設課'))!;
  await record.importSheets([withoutResults(sheet)], done);
  const section = { department: sheet.header.department.text, name: sheet.header.organization.text };
  const holding = (role: 'staff' | 'section_manager' | 'coordinator', title: string, person: string) => ({
    post: { section, role, title },
    person,
    from: '2023-04-01',
  });
  await record.importRoster(
    {
      people: [
        { id: 'p-staff', name: '担当者', email: 'staff@city.example.jp' },
        { id: 'p-chief', name: '課長', email: 'chief@city.example.jp' },
        { id: 'p-coord', name: '事務局', email: 'coord@city.example.jp' },
      ],
      holdings: [
        holding('staff', '担当者', 'p-staff'),
        holding('section_manager', '課長', 'p-chief'),
        holding('coordinator', '事務局', 'p-coord'),
      ],
    },
    done,
  );
  await record.openRound(
    { fiscalYear: 2023, kind: 'yearend', opensOn: '2024-03-01', dueOn: '2024-04-12' },
    done,
  );
}
