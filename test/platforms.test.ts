/**
 * Slack and Teams at once, as `maru serve` puts them together: the same conversation gives the same record on both,
 * and what is begun on one is finished on the other.
 */

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type App, createApp, openStores, type Stores } from '../src/app.js';
import { slackPlatform } from '../src/chat/slack/platform.js';
import { slackSettings } from '../src/chat/slack/settings.js';
import { teamsPlatform } from '../src/chat/teams/platform.js';
import { teamsSettings } from '../src/chat/teams/settings.js';
import { withoutResults } from '../src/core/sheet/sheet.js';
import { byCommandLine } from '../src/store/postgres/ledger/recorded-by.js';
import { openPages } from '../src/store/redis/pages.js';
import { cardOf, shown } from './chat/teams/cards.js';
import {
  type BotConnector,
  personalChat,
  startBotConnector,
  teamsActivities,
  tellsOfAccount,
  type User,
} from './support/bot-connector.js';
import { PATIENCE_MS, UNHURRIED } from './support/patience.js';
import { SECRET, slackSender } from './support/slack-sender.js';
import { type SlackServer, startSlackServer } from './support/slack-server.js';
import { APP_TOKEN, BOT, BOT_TOKEN, TEAM } from './support/slack-workspace.js';
import { freshDatabase, freshRedis, MIGRATED } from './support/stores.js';
import { heldWaits } from './support/waits.js';
import { kitaSheets } from './workbook/fixture-sheets.js';

const SLACK_STAFF = 'U0STAFF';
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const offset = new Date('2024-04-02T01:00:00Z').getTime() - Date.now();
const clock = { now: () => new Date(Date.now() + offset), move: () => undefined };

let redis: Awaited<ReturnType<typeof freshRedis>>;
let database: Awaited<ReturnType<typeof freshDatabase>>;
let slack: SlackServer;
let connector: BotConnector;
let stores: Stores;
let app: App;
let url: string;
let staff: User;
let sectionId: string;
let sender: ReturnType<typeof slackSender>;
let activities: ReturnType<typeof teamsActivities>;

beforeAll(async () => {
  redis = await freshRedis();
  database = await freshDatabase(MIGRATED);
  slack = await startSlackServer({ rates: 'off' });
  connector = await startBotConnector({ limits: false });
  stores = await openStores({ redisUrl: redis.url, databaseUrl: database.url }, log, PATIENCE_MS);
  const slackPart = slackSettings.parse({
    SLACK_MODE: 'http',
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_APP_TOKEN: APP_TOKEN,
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_TEAM_IDS: TEAM,
    SLACK_API_URL: slack.apiUrl,
  });
  const { wait } = heldWaits();
  app = createApp({
    stores,
    platforms: [
      slackPlatform({ settings: slackPart, clock, log, wait }),
      teamsPlatform({
        settings: teamsSettings.parse(connector.environment()),
        clock,
        log,
        wait,
        pages: openPages(stores.redis),
      }),
    ],
    clock,
    log,
    ...UNHURRIED,
  });
  const done = { by: byCommandLine('事務局'), now: clock.now() };
  const sheet = kitaSheets().find((one) => one.header.organization.text.includes('建設課'))!;
  const [imported] = await app.record.importSheets([withoutResults(sheet)], done);
  sectionId = imported!.sectionId;
  const section = { department: sheet.header.department.text, name: sheet.header.organization.text };
  await app.record.importRoster(
    {
      people: [{ id: 'p-staff', name: '担当者', email: 'staff@city.example.jp' }],
      holdings: [
        { post: { section, role: 'staff', title: '担当者' }, person: 'p-staff', from: '2023-04-01' },
      ],
    },
    done,
  );
  await app.record.openRound(
    { fiscalYear: 2023, kind: 'yearend', opensOn: '2024-03-01', dueOn: '2024-04-12' },
    done,
  );
  slack.addUser({ id: SLACK_STAFF, email: 'staff@city.example.jp' });
  staff = connector.addUser({
    id: '29:user-1',
    aadObjectId: '00000000-0000-4000-8000-000000000001',
    name: '担当者',
    email: 'staff@city.example.jp',
    userRole: 'user',
  });
  url = await app.listen('127.0.0.1', 0);
  sender = slackSender({ url: () => url, server: slack, clock });
  activities = teamsActivities(connector);
}, 60_000);

afterAll(async () => {
  await app.stop();
  await stores.close();
  await slack.stop();
  await connector.stop();
  await redis.stop();
  await database.stop();
});

async function settled(): Promise<void> {
  for (let round = 0; round < 3; round += 1) await app.work.idle();
}

/** A direct message in Slack; gives what Maru said last. */
async function inSlack(text: string): Promise<string> {
  const attempts = await sender.says(SLACK_STAFF, text);
  expect(attempts.map(({ status }) => status)).toEqual([200]);
  await settled();
  const said = slack.directOf(SLACK_STAFF).messages.filter((one) => one.user === BOT && !tellsOfAccount(one));
  return said.at(-1)?.text ?? '';
}

/** A message in the personal chat of Teams; gives what Maru said last. */
async function inTeams(text: string): Promise<string> {
  const response = await fetch(`${url}/teams/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${connector.token()}` },
    body: JSON.stringify(activities.said(staff, text)),
  });
  expect(response.status).toBe(200);
  await settled();
  const said = connector.messages.filter(
    (one) => one.conversation === personalChat(staff.id) && !tellsOfAccount(one.activity),
  );
  return shown(cardOf(said.at(-1))).text;
}

const ANSWERS = [
  '6',
  '○',
  '前期・後期に3回ずつ実施しました。\n<!channel> *太字* も & そのまま',
  '今後も続けます。',
];

test('who never wrote is found by e-mail address, once, and reminded in a direct message', async () => {
  // Found with the first delivery, told with the next.
  for (let round = 0; round < 3; round += 1) {
    await app.work.sweep();
    await settled();
  }
  const standing = slack.directOf(SLACK_STAFF).messages.map(({ text }) => text.split('\n')[0]);
  expect(standing.toSorted()).toEqual([
    'このアカウントを「担当者」さんとして登録しました',
    '令和5年度 期末報告の入力をお願いします',
  ]);
  expect(await app.record.personOfAccount(`slack:${TEAM}:${SLACK_STAFF}`)).toBe('p-staff');
  expect(slack.callsOf('users.lookupByEmail')).toHaveLength(1);
});

test('the same conversation gives the same record on both', async () => {
  // What the clock owes by now comes first, so that the last message is always the answer.
  await inSlack('ヘルプ');
  await inTeams('ヘルプ');
  await app.work.sweep();
  await settled();
  const contents = [];
  for (const [no, say] of [
    ['3', inSlack],
    ['1', inTeams],
  ] as const) {
    await say(`${no}番`);
    for (const answer of no === '1' ? ['200人', ...ANSWERS.slice(1)] : ANSWERS) await say(answer);
    expect(await say('提出')).toContain(`No.${no} を提出しました`);
    const tasks = await app.record.sectionTasks(sectionId, '2023-yearend');
    const report = tasks.find((task) => task.goalNo === no)?.report;
    contents.push({
      state: report?.state,
      writer: report?.writer.personId,
      policy: report?.content.nextPolicy,
      answers: report?.content.answers.map(({ rating, reason, status }) => ({ rating, reason, status })),
    });
  }
  expect(contents[0]).toEqual({
    state: 'submitted',
    writer: 'p-staff',
    policy: ANSWERS[3],
    answers: [{ rating: 'achieved', reason: '', status: ANSWERS[2] }],
  });
  expect(contents[1]).toEqual(contents[0]);
});

test('a goal begun in Slack is finished in Teams, and the history names both doors', async () => {
  expect(await inSlack('4番')).toContain('工事発注率');
  expect(await inSlack('91%')).toContain('達成');
  expect(await inTeams('続き')).toContain('91%');
  for (const answer of ['○', '80本を発注しました。']) await inTeams(answer);
  expect(await inSlack('引き続き早期発注に努めます。')).toContain('80本を発注しました。');
  expect(await inTeams('提出')).toContain('No.4 を提出しました');
  const entries = await app.record.history({});
  expect(entries.filter((one) => one.action === 'submitted').map((one) => one.source)).toEqual([
    'slack',
    'teams',
    'teams',
  ]);
  expect(await app.record.verifyHistory()).toBeNull();
});

test('who wrote in both is written to where they wrote last', async () => {
  await inSlack('状況');
  expect(await app.record.directPlaceOf('p-staff')).toMatch(/^slack:/u);
  await inTeams('状況');
  expect(await app.record.directPlaceOf('p-staff')).toMatch(/^teams:/u);
});
