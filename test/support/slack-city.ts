/**
 * A city that works in Slack: the real flow on real stores, with one sheet, its people and an open round, behind an
 * HTTP server, and a local Slack on the other side.
 */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Pictures } from '../../src/chat/pictures.js';
import { placeOfAccount } from '../../src/chat/slack/place.js';
import type { Channels, Home } from '../../src/chat/slack/ports.js';
import { slackSettings } from '../../src/chat/slack/settings.js';
import { createSlack, type Slack } from '../../src/chat/slack/slack.js';
import type { Wait } from '../../src/chat/wait.js';
import { encodeAction } from '../../src/core/cards/action.js';
import type { Card } from '../../src/core/cards/card.js';
import { messageCard, plainButton } from '../../src/core/cards/message.js';
import { noticeCard } from '../../src/core/cards/notices/notice.js';
import { tasksCard } from '../../src/core/cards/tasks.js';
import { emptyDesk } from '../../src/core/draft/drafts.js';
import { makeWork, type Work } from '../../src/flow/effects/work.js';
import { type Handle, makeHandle } from '../../src/flow/handle.js';
import { makeHome } from '../../src/flow/home.js';
import { makeFileMaker } from '../../src/flow/notices/make-file.js';
import type { Drafts, Record } from '../../src/flow/ports.js';
import { openPool } from '../../src/store/postgres/connection/pool.js';
import { byCommandLine } from '../../src/store/postgres/ledger/recorded-by.js';
import { openNotices } from '../../src/store/postgres/notices/notices.js';
import { openRecord } from '../../src/store/postgres/record.js';
import { openUploads } from '../../src/store/postgres/sheets/uploads.js';
import { openRedis, untilReady } from '../../src/store/redis/client.js';
import { openDrafts } from '../../src/store/redis/drafts.js';
import { checkEvidence, fileWriters, readSheets } from '../../src/workbook/worker/chat-files.js';
import { kitaSheets } from '../workbook/fixture-sheets.js';
import { tellsOfAccount } from './bot-connector.js';
import { PATIENCE_MS } from './patience.js';
import { SECRET, slackSender } from './slack-sender.js';
import { startSlackServer } from './slack-server.js';
import { APP_TOKEN, BOT_TOKEN, TEAM } from './slack-workspace.js';
import { freshDatabase, freshRedis, MIGRATED, migratedForApplication } from './stores.js';
import { heldWaits } from './waits.js';

export const STAFF = 'U0STAFF';
export const MANAGER = 'U0CHIEF';
export const COORDINATOR = 'U0COORD';
export const CHANNEL = 'C0SECTION';

export type City = Awaited<ReturnType<typeof startCity>>;

/** `wrap` puts faults around the stores. */
export async function startCity(
  options: {
    settings?: { [key: string]: string };
    wrapDrafts?: (drafts: Drafts) => Drafts;
    wrapRecord?: (record: Record) => Record;
    socketUrl?: () => string;
    /** of Enterprise Grid, that the app is installed in as a whole */
    organization?: string;
    /** real: paced as Slack wants it, by a server that insists; else as fast as one likes */
    pace?: 'real';
    /** with it cards have pictures, and the home is the service's own with the board */
    pictures?: Pictures;
    /** by whose time waits are over; never, unless told */
    wait?: Wait;
  } = {},
) {
  const server = await startSlackServer({
    ...(options.socketUrl ? { socketUrl: options.socketUrl } : {}),
    ...(options.organization ? { organization: options.organization } : {}),
    rates: options.pace === 'real' ? 'on' : 'off',
  });
  const redisServer = await freshRedis();
  const database = await freshDatabase(MIGRATED);
  const logged: { level: string; facts: object; message: string }[] = [];
  const logAt = (level: string) => (facts: object, message: string) =>
    void logged.push({ level, facts, message });
  const log = { info: logAt('info'), warn: logAt('warn'), error: logAt('error') };
  let offset = new Date('2024-04-02T01:00:00Z').getTime() - Date.now();
  const clock = {
    now: () => new Date(Date.now() + offset),
    move: (ms: number) => {
      offset += ms;
    },
  };

  const redis = openRedis(redisServer.url, { warn: () => undefined }, PATIENCE_MS);
  await untilReady(redis, PATIENCE_MS);
  // As a city runs it: as a role that may alter nothing.
  const pool = openPool(await migratedForApplication(database.url), { warn: () => undefined });
  const drafts = (options.wrapDrafts ?? ((one) => one))(openDrafts(redis));
  const record = openRecord(pool, readSheets, PATIENCE_MS, undefined, { check: checkEvidence });
  const notices = openNotices(pool, noticeCard, { placeOfAccount });

  const sheet = kitaSheets().find((one) => one.header.organization.text.includes('建設課'));
  if (!sheet) throw new Error('no sheet of 建設課');
  const goals = sheet.goals.map((goal) => ({
    ...goal,
    nextPolicy: '',
    indicators: goal.indicators.map((one) => ({ ...one, result: '', rating: '' as const, status: '' })),
  }));
  const by = byCommandLine('事務局');
  const now = clock.now();
  const [imported] = await record.importSheets([{ ...sheet, goals }], { by, now });
  const section = (await record.sections()).find(({ id }) => id === imported?.sectionId);
  if (!section) throw new Error('no section');
  const of = { department: section.department, name: section.name };
  const post = (role: 'staff' | 'section_manager' | 'coordinator', title: string) => ({
    section: of,
    role,
    title,
  });
  await record.importRoster(
    {
      people: [
        { id: 'p-staff', name: '担当者', email: 'Staff@city.example.jp' },
        { id: 'p-chief', name: '課長', email: 'chief@city.example.jp' },
        { id: 'p-coord', name: '事務局', email: 'coord@city.example.jp' },
      ],
      holdings: [
        { post: post('staff', '担当者'), person: 'p-staff', from: '2023-04-01' },
        { post: post('section_manager', '課長'), person: 'p-chief', from: '2023-04-01' },
        { post: post('coordinator', '事務局'), person: 'p-coord', from: '2023-04-01' },
      ],
    },
    { by, now },
  );
  const opening = await record.openRound(
    { fiscalYear: 2023, kind: 'yearend', opensOn: '2024-03-01', dueOn: '2024-04-12' },
    { by, now },
  );

  server.addUser({ id: STAFF, email: 'staff@city.example.jp' });
  server.addUser({ id: MANAGER, email: 'chief@city.example.jp' });
  server.addUser({ id: COORDINATOR, email: 'coord@city.example.jp' });
  server.addChannel({ id: CHANNEL });

  const channels: Channels = {
    async sectionNamed(person, name, at) {
      const context = await record.context({ person, from: null, named: null }, at);
      const language = context?.actor.language ?? 'ja';
      if (!context?.actor.posts.some(({ role }) => role === 'coordinator'))
        return { ok: false, language, reason: 'not_coordinator', names: [] };
      const sections = await record.sections();
      const [found, ...others] = sections.filter((one) => name !== '' && one.name.includes(name));
      if (!found) return { ok: false, language, reason: 'not_found', names: sections.map((one) => one.name) };
      if (others.length > 0)
        return { ok: false, language, reason: 'several', names: [found, ...others].map((one) => one.name) };
      return { ok: true, language, id: found.id, name: found.name };
    },
    doubtOf: (by, at) => record.doubtOf(by, at),
    async linkChannel(sectionId, place, { person }, at) {
      const context = await record.context({ person, from: null, named: null }, at);
      const name = context?.actor.name ?? '';
      await record.linkChannel(
        sectionId,
        place,
        { personId: person, name, post: '事務局', source: 'slack' },
        at,
      );
      work.wake();
    },
  };
  const own: Home = async (person, at) => {
    const context = await record.context({ person, from: null, named: null }, at);
    if (!context) return null;
    const { desk } = await drafts.load(person).catch(() => ({ desk: emptyDesk }));
    const { tasks, actor, today } = context;
    const cards: Card[] = [
      tasksCard({ tasks, drafting: Object.keys(desk.drafts), today, language: actor.language }),
    ];
    if (actor.posts.some(({ role }) => role === 'section_manager')) {
      const waiting = (await record.sectionTasks(section.id, opening.round.id)).filter(
        ({ report }) => report?.state === 'submitted',
      );
      cards.push(
        messageCard(
          actor.language,
          '承認待ち',
          [`${waiting.length}件`],
          waiting.map(({ goalNo, report }) =>
            plainButton(
              `approve-${goalNo}`,
              `No.${goalNo} を承認`,
              encodeAction('approve', report?.id ?? '', report?.version ?? 0),
            ),
          ),
        ),
      );
    }
    return cards;
  };

  const handle: Handle = makeHandle({
    drafts,
    record: (options.wrapRecord ?? ((one) => one))(record),
    clock,
  });
  let work!: Work;
  const slack: Slack = createSlack({
    settings: slackSettings.parse({
      SLACK_MODE: 'http',
      SLACK_BOT_TOKEN: BOT_TOKEN,
      SLACK_APP_TOKEN: APP_TOKEN,
      SLACK_SIGNING_SECRET: SECRET,
      SLACK_TEAM_IDS: TEAM,
      SLACK_API_URL: server.apiUrl,
      ...options.settings,
    }),
    handle,
    work: () => work,
    addresses: record,
    channels,
    home: options.pictures ? makeHome({ drafts, record: openRecord(pool, readSheets, PATIENCE_MS) }) : own,
    uploads: () => openUploads(pool, PATIENCE_MS),
    clock,
    log,
    wait: options.wait ?? heldWaits().wait,
    ...(options.pictures ? { pictures: options.pictures } : {}),
    ...(options.pace === 'real' ? {} : { pace: { acquire: async () => undefined, hold: () => undefined } }),
  });
  work = makeWork({
    drafts,
    record,
    notices,
    messenger: slack.messenger,
    makeFile: makeFileMaker({
      record,
      uploads: openUploads(pool, PATIENCE_MS),
      ...fileWriters(pool),
    }),
    takeArrival: (_account, body) => slack.takeArrival(body),
    clock,
    log,
  });

  const http = createServer((request, response) => {
    if (slack.listener && slack.paths.includes(request.url ?? '')) void slack.listener(request, response);
    else response.writeHead(404).end();
  });
  // Node.js' five seconds end a connection in the moment that a busy machine takes it up again.
  http.keepAliveTimeout = PATIENCE_MS;
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const sender = slackSender({ url: () => url, server, clock });

  const settled = async () => {
    for (let round = 0; round < 3; round += 1) {
      await slack.idle();
      await work.idle();
    }
  };

  return {
    server,
    slack,
    record,
    drafts,
    work,
    clock,
    logged,
    section,
    url,
    sender,
    settled,
    /** What stands in a conversation, latest last. */
    messages: (conversation: string) => server.channels.get(conversation)?.messages ?? [],
    direct: (user: string) => server.readBy(user).filter((one) => !tellsOfAccount(one)),
    /** What Maru said last, but for the card that tells of an account and the day's reminder: they come when they come. */
    lastTo: (user: string) =>
      server
        .readBy(user)
        .filter(
          (one) => one.user === 'U0MARU' && !tellsOfAccount(one) && !/の入力をお願いします/u.test(one.text),
        )
        .at(-1),
    async stop() {
      await slack.stop();
      await settled();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await server.stop();
      redis.disconnect();
      await pool.end();
      await redisServer.stop();
      await database.stop();
    },
  };
}
