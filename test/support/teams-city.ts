/**
 * A city that works in Teams: the real flow on real stores, with one sheet, its people and an open round, behind an
 * HTTP server, and a local stand-in for Microsoft on the other side.
 */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { AddressBook, Channels } from '../../src/chat/teams/ports.js';
import { teamsSettings } from '../../src/chat/teams/settings.js';
import { createTeams } from '../../src/chat/teams/teams.js';
import { noticeCard } from '../../src/core/cards/notices/notice.js';
import { makeWork, type Work } from '../../src/flow/effects/work.js';
import { makeHandle } from '../../src/flow/handle.js';
import { makeFileMaker } from '../../src/flow/notices/make-file.js';
import type { Drafts } from '../../src/flow/ports.js';
import { openPool } from '../../src/store/postgres/connection/pool.js';
import { byCommandLine } from '../../src/store/postgres/ledger/recorded-by.js';
import { openNotices } from '../../src/store/postgres/notices/notices.js';
import { openRecord } from '../../src/store/postgres/record.js';
import { openUploads } from '../../src/store/postgres/sheets/uploads.js';
import { openRedis, untilReady } from '../../src/store/redis/client.js';
import { openDrafts } from '../../src/store/redis/drafts.js';
import { checkEvidence, fileWriters, readSheets } from '../../src/workbook/worker/chat-files.js';
import { kitaSheets } from '../workbook/fixture-sheets.js';
import { startBotConnector, teamsActivities, type User } from './bot-connector.js';
import { PATIENCE_MS } from './patience.js';
import { freshDatabase, freshRedis, MIGRATED, migratedForApplication } from './stores.js';
import { heldWaits } from './waits.js';

export const CHANNEL = '19:section@thread.tacv2';

export type TeamsCity = Awaited<ReturnType<typeof startTeamsCity>>;

/** `wrapDrafts` puts faults around the store of drafts; `limits: false` lets the Bot Connector take any number of messages. */
export async function startTeamsCity(
  options: {
    settings?: { [key: string]: string };
    wrapDrafts?: (drafts: Drafts) => Drafts;
    limits?: boolean;
  } = {},
) {
  const connector = await startBotConnector({ limits: options.limits ?? true });
  const activities = teamsActivities(connector);
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
  const notices = openNotices(pool, noticeCard);

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
  const holding = (role: 'staff' | 'section_manager' | 'coordinator', title: string, person: string) => ({
    post: { section: of, role, title },
    person,
    from: '2023-04-01',
  });
  await record.importRoster(
    {
      people: [
        { id: 'p-staff', name: '担当者', email: 'Staff@city.example.jp' },
        { id: 'p-chief', name: '課長', email: 'chief@city.example.jp' },
        { id: 'p-coord', name: '事務局', email: 'coord@city.example.jp' },
      ],
      holdings: [
        holding('staff', '担当者', 'p-staff'),
        holding('section_manager', '課長', 'p-chief'),
        holding('coordinator', '事務局', 'p-coord'),
      ],
    },
    { by, now },
  );
  await record.openRound(
    { fiscalYear: 2023, kind: 'yearend', opensOn: '2024-03-01', dueOn: '2024-04-12' },
    { by, now },
  );
  const person = (n: number, name: string, email: string, userRole: 'user' | 'guest' = 'user'): User =>
    connector.addUser({
      id: `29:user-${n}`,
      aadObjectId: `00000000-0000-4000-8000-00000000000${n}`,
      name,
      email,
      userRole,
    });
  const users = {
    staff: person(1, '担当者', 'staff@city.example.jp'),
    chief: person(2, '課長', 'chief@city.example.jp'),
    coordinator: person(3, '事務局', 'coord@city.example.jp'),
    nobody: person(4, '名簿にない人', 'nobody@city.example.jp'),
    guest: person(5, 'ゲスト', 'chief@city.example.jp', 'guest'),
  };

  const unreachable: { person: string; reason: string }[] = [];
  const addresses: AddressBook = {
    personOfAccount: (account) => record.personOfAccount(account),
    linkOf: (account) => record.linkOf(account),
    meet: (account, seen, at) => record.meet(account, seen, at),
    rememberDirectPlace: (...asked) => record.rememberDirectPlace(...asked),
    async directPlaceOf(id) {
      const { rows } = await pool.query<{ place: string }>(
        'select place from direct_places where person_id = $1',
        [id],
      );
      return rows[0]?.place ?? null;
    },
    async markUnreachable(id, place, reason) {
      unreachable.push({ person: id, reason });
      await pool.query('delete from direct_places where person_id = $1 and place = $2', [id, place]);
    },
  };
  const channels: Channels = {
    async sectionNamed(id, name, at) {
      const context = await record.context({ person: id, from: null, named: null }, at);
      const language = context?.actor.language ?? 'ja';
      if (!context?.actor.posts.some(({ role }) => role === 'coordinator'))
        return { ok: false, language, reason: 'not_coordinator', names: [] };
      const sections = await record.sections();
      const [found] = sections.filter((one) => name !== '' && one.name.includes(name));
      return found
        ? { ok: true, language, id: found.id, name: found.name }
        : { ok: false, language, reason: 'not_found', names: sections.map((one) => one.name) };
    },
    doubtOf: (by, at) => record.doubtOf(by, at),
    async linkChannel(sectionId, place, { person: id }, at) {
      await record.linkChannel(
        sectionId,
        place,
        { personId: id, name: '事務局', post: '事務局', source: 'teams' },
        at,
      );
      work.wake();
    },
  };
  let work!: Work;
  const uploads = openUploads(pool, PATIENCE_MS);
  const handle = makeHandle({ drafts, record, clock });
  const teams = createTeams({
    settings: teamsSettings.parse({ ...connector.environment(), TEAMS_TARGETED: 'off', ...options.settings }),
    flow: () => ({ handle, work, uploads }),
    addresses,
    channels,
    clock,
    log,
    wait: heldWaits().wait,
  });
  work = makeWork({
    drafts,
    record,
    notices,
    messenger: teams.messenger,
    makeFile: makeFileMaker({ record, uploads, ...fileWriters(pool) }),
    takeArrival: (_account, body) => teams.takeArrival(body),
    clock,
    log,
  });

  const web = express().use(teams.path, teams.listener);
  const http = createServer(web);
  // Node.js' five seconds end a connection in the moment that a busy machine takes it up again.
  http.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/teams/messages`;

  /** Posts an activity as Teams does, and waits for what follows from it. */
  async function send(activity: object, headers: Record<string, string> = {}) {
    const answer = await sendOnly(activity, headers);
    await settled();
    return answer;
  }

  /** Posts an activity as Teams does, and waits for nothing but the answer. */
  async function sendOnly(activity: object, headers: Record<string, string> = {}) {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${connector.token()}`,
        ...headers,
      },
      body: JSON.stringify(activity),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text === '' ? null : (JSON.parse(text) as { [key: string]: unknown }),
    };
  }

  async function settled() {
    for (let round = 0; round < 3; round += 1) {
      await teams.idle();
      await work.idle();
    }
  }

  return {
    settled,
    connector,
    activities,
    users,
    record,
    work,
    teams,
    section,
    clock,
    logged,
    unreachable,
    url,
    databaseUrl: database.url,
    send,
    sendOnly,
    async stop() {
      await work.idle();
      await new Promise<void>((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      });
      await teams.stop();
      await connector.stop();
      redis.disconnect();
      await pool.end();
      await redisServer.stop();
      await database.stop();
    },
  };
}
