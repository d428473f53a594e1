/**
 * Between the commit of a submission or an approval to Redis and its transaction in PostgreSQL: the person reads
 * 「記録しています」, a second press does no harm, and only what PostgreSQL has is told as done. On both platforms and in
 * the playground, with a PostgreSQL that hangs and then is gone.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { directPlace } from '../../../src/chat/playground/places.js';
import { playgroundMessages } from '../../../src/chat/playground/playground.js';
import { messageCard } from '../../../src/core/cards/message.js';
import { makeRecording } from '../../../src/flow/effects/recording.js';
import type { Messenger } from '../../../src/flow/ports.js';
import { openRedis, untilReady } from '../../../src/store/redis/client.js';
import { effectsLeft } from '../../../src/store/redis/effects.js';
import { cardOf, shown } from '../../chat/teams/cards.js';
import { personalChat } from '../../support/bot-connector.js';
import { PATIENCE_MS } from '../../support/patience.js';
import { freshDatabase, freshRedis } from '../../support/stores.js';
import { startTeamsCity, type TeamsCity } from '../../support/teams-city.js';
import { CHANNEL, MANAGER, STAFF, startWatchedCity, type WatchedCity } from '../../support/watched-city.js';

const LONG_MS = 120_000;
/** Beyond the time after which what could not be done is taken up again. */
const RETRIED_MS = 45_000;

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const giveUp = Date.now() + LONG_MS / 2;
  while (!(await holds())) {
    if (Date.now() > giveUp) throw new Error('did not come about');
    await pause(50);
  }
}

const open: pg.Client[] = [];
afterEach(async () => {
  for (const client of open.splice(0)) await client.end().catch(() => undefined);
});

/** A record that can be read and not written: whoever writes waits. Then it is gone, and then it is there again. */
async function hanging(databaseUrl: string) {
  const admin = new URL(databaseUrl);
  const name = admin.pathname.slice(1);
  admin.pathname = '/postgres';
  const [holder, other] = [
    new pg.Client({ connectionString: databaseUrl, application_name: 'holder' }),
    new pg.Client({ connectionString: admin.href }),
  ];
  for (const client of [holder, other]) client.on('error', () => undefined);
  open.push(holder, other);
  await Promise.all([holder.connect(), other.connect()]);
  await holder.query('begin; lock table history in exclusive mode');
  return {
    async submissions(): Promise<number> {
      const { rows } = await holder.query('select count(*)::int as n from report_versions');
      return rows[0].n;
    },
    /** Whoever writes waits until the record gives up: that time is over. */
    async givesUp(): Promise<void> {
      await until(async () => {
        const { rows } = await other.query(
          `select pg_cancel_backend(pid) from pg_stat_activity where datname = $1 and wait_event_type = 'Lock'`,
          [name],
        );
        return rows.length > 0;
      });
    },
    async goes(): Promise<void> {
      await other.query(`alter database "${name}" allow_connections false`);
      // Who holds the lock goes last, or what waits for it could still be committed.
      for (const last of [false, true])
        await other.query(
          `select pg_terminate_backend(pid, $3) from pg_stat_activity where datname = $1 and (application_name = 'holder') = $2`,
          [name, last, PATIENCE_MS],
        );
    },
    async comesBack(): Promise<void> {
      await other.query(`alter database "${name}" allow_connections true`);
    },
  };
}

const RECORDING = '記録しています';
const drafts = { amend: async () => undefined };
const clock = { now: () => new Date() };

describe('in Slack', () => {
  let redis: Awaited<ReturnType<typeof freshRedis>>;
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let city: WatchedCity;
  beforeAll(async () => {
    [redis, database] = await Promise.all([freshRedis(), freshDatabase()]);
    city = await startWatchedCity({ redisUrl: redis.url, databaseUrl: database.url });
    await city.link();
    await city.says(STAFF, '状況');
    await city.press(STAFF, '始める');
    await city.answerAll('実績');
  }, LONG_MS);
  afterAll(async () => {
    await city.stop();
    await city.server.stop();
    await Promise.all([redis.stop(), database.stop()]);
  });

  const chat = (user: string) => city.server.directOf(user).messages.map((one) => JSON.stringify(one));
  const saying = (user: string, text: string) => chat(user).filter((one) => one.includes(text));
  const announced = () =>
    city.server.callsOf('chat.postMessage').filter(({ args }) => JSON.stringify(args).includes(RECORDING))
      .length;

  async function throughAnOutage(user: string, title: string, channel: string | undefined, done: string) {
    const record = await hanging(database.url);
    const before = saying(user, done).length;
    const announcedBefore = announced();
    for (const press of ['first', 'again']) {
      const kept = await effectsLeft(city.stores.redis);
      const attempts = await city.sender.press(user, title, channel);
      expect([attempts].flat().map(({ status }) => status)).toEqual([200]);
      await until(async () => (await effectsLeft(city.stores.redis)) > kept);
      if (press === 'first') await record.givesUp();
      await until(() => saying(user, RECORDING).length === 1);
    }
    const [standing] = saying(user, RECORDING);
    expect(standing).toContain('"type":"button"');
    expect(saying(user, done)).toHaveLength(before);
    await record.goes();
    await city.settled();
    expect(saying(user, RECORDING)).toHaveLength(1);
    expect(saying(user, done)).toHaveLength(before);
    await record.comesBack();
    await until(async () => {
      city.clock.move(RETRIED_MS);
      await city.app.work.sweep();
      await city.settled();
      return saying(user, done).length > before;
    });
    await city.settled();
    expect(saying(user, RECORDING)).toEqual([]);
    // It goes out behind what is awaited: whether it was announced once is seen when all is over.
    expect(announced() - announcedBefore).toBe(1);
  }

  test('a submission', () => throughAnOutage(STAFF, '提出', undefined, '提出しました'), LONG_MS);
  test(
    'an approval',
    async () => {
      // Who comes for the first time is linked by the record: without it nobody knows who they are.
      await city.says(MANAGER, '状況');
      await throughAnOutage(MANAGER, '承認', CHANNEL, '承認しました');
    },
    LONG_MS,
  );

  test('each was entered once', async () => {
    const { rows } = await city.stores.pool.query(
      `select action, count(*)::int as n from history where action in ('submitted', 'approved') group by 1 order by 1`,
    );
    expect(rows).toEqual([
      { action: 'approved', n: 1 },
      { action: 'submitted', n: 1 },
    ]);
  });
});

describe('in Teams', () => {
  let city: TeamsCity;
  beforeAll(async () => {
    city = await startTeamsCity({ limits: false });
  }, LONG_MS);
  afterAll(() => city.stop());

  const texts = () =>
    city.connector.messages
      .filter(({ conversation }) => conversation === personalChat(city.users.staff.id))
      .map((one) => shown(cardOf(one)));
  const saying = (text: string) => texts().filter((one) => one.text.includes(text));

  test(
    'a submission',
    async () => {
      const { staff } = city.users;
      await city.send(city.activities.said(staff, '続き'));
      for (
        let i = 0;
        i < 40 &&
        !texts()
          .at(-1)!
          .buttons.some(({ title }) => title === '提出する');
        i += 1
      ) {
        const card = texts().at(-1)!;
        const rating = card.buttons.find(({ title }) => title.startsWith('○'));
        await city.send(
          rating
            ? city.activities.executed(staff, rating.data)
            : city.activities.said(staff, '予定のとおり100%実施した。'),
        );
      }
      const record = await hanging(city.databaseUrl);
      const { data } = texts().at(-1)!.button('提出する');
      const answers = [];
      for (const _press of ['first', 'again']) {
        answers.push(await city.sendOnly(city.activities.executed(staff, data)));
        await until(() => saying(RECORDING).length === 1);
      }
      for (const { body } of answers)
        expect(body).toMatchObject({ value: expect.stringContaining(RECORDING) });
      expect(saying(RECORDING)[0]!.buttons.map(({ title }) => title)).toEqual(['提出する']);
      expect(await record.submissions()).toBe(0);
      expect(saying('No.1 を提出しました')).toEqual([]);
      await record.goes();
      await city.settled();
      expect(saying(RECORDING)).toHaveLength(1);
      await record.comesBack();
      await until(async () => {
        city.clock.move(RETRIED_MS);
        await city.work.sweep();
        await city.settled();
        return saying('No.1 を提出しました').length > 0;
      });
      expect(saying(RECORDING)).toEqual([]);
      expect(saying('No.1 を提出しました')).toHaveLength(1);
    },
    LONG_MS,
  );
});

test('in the playground the same card becomes the outcome', async () => {
  const server = await freshRedis();
  const redis = openRedis(server.url, { warn: () => undefined }, PATIENCE_MS);
  await untilReady(redis, PATIENCE_MS);
  try {
    const { messages, messenger } = playgroundMessages(redis, { now: () => new Date() });
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const recording = makeRecording({ messenger, drafts, clock, log });
    const place = directPlace('p1');
    const command = { kind: 'withdraw', report: 'r', version: 1 } as const;
    const kept = { id: 'i#0', person: 'p1', effect: { kind: 'record', place, command }, at: '' } as const;
    const away = () => Promise.reject(new Error('away'));
    for (const _try of ['first', 'second'])
      await expect(recording.during(kept, away)).rejects.toThrow('away');
    const stands = async () => JSON.stringify(await messages.latest(place, 9));
    await until(async () => (await stands()).includes(RECORDING));
    expect(await recording.replaced('i#0!#0', place, messageCard('ja', '取り下げました', []))).toBe(true);
    expect(await messages.latest(place, 9)).toHaveLength(1);
    expect(await stands()).toContain('取り下げました');
  } finally {
    redis.disconnect();
    await server.stop();
  }
});

test('where nothing can be edited, what came of it is a message of its own below', async () => {
  const said: string[] = [];
  const messenger: Messenger = {
    async post(place, card) {
      said.push(card.name === 'message' ? card.view.title : '');
      return { place, id: String(said.length) };
    },
    edit: async () => 'cannot_edit',
    postFile: async () => 'no_files',
    find: async () => null,
  };
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const recording = makeRecording({ messenger, drafts, clock, log });
  const command = { kind: 'withdraw', report: 'r', version: 1 } as const;
  const effect = { kind: 'record', place: 'test:dm', command } as const;
  for (const id of ['shown', 'silent']) {
    const kept = { id: `${id}#0`, person: id, effect, at: '' };
    await expect(recording.during(kept, () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    if (id === 'shown')
      await recording.replaced(`${id}#0!#0`, 'test:dm', messageCard('ja', '取り下げました', []));
    await recording.done(kept, true);
  }
  expect(said).toEqual([RECORDING, '取り下げました', RECORDING, expect.stringContaining('記録しました')]);
});
