/** A morning in a watched city: what the operator sees of it, and what the log must never hold. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openMonitor } from '../../src/monitor/routes.js';
import { buttonsIn } from '../support/slack-sender.js';
import { BOT_TOKEN } from '../support/slack-workspace.js';
import { freshDatabase, freshRedis, MIGRATED } from '../support/stores.js';
import {
  CHANNEL,
  MANAGER,
  STAFF,
  startWatchedCity,
  VERSION,
  type WatchedCity,
} from '../support/watched-city.js';

const MARK = '秘密の作業名ゑゐ';

let redis: Awaited<ReturnType<typeof freshRedis>>;
let database: Awaited<ReturnType<typeof freshDatabase>>;
let city: WatchedCity;
let monitor: Awaited<ReturnType<typeof openMonitor>>;
let atStart: Map<string, number>;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

beforeAll(async () => {
  redis = await freshRedis();
  database = await freshDatabase(MIGRATED);
  city = await startWatchedCity({ redisUrl: redis.url, databaseUrl: database.url });
  const { metrics, app } = city;
  monitor = await openMonitor(
    { host: '127.0.0.1', port: 0 },
    { metrics, readiness: app.readiness, log: quiet },
  );
  atStart = await samples();
}, 60_000);
afterAll(async () => {
  await city.stop();
  await monitor.stop();
  await city.server.stop();
  await redis.stop();
  await database.stop();
});

/** The samples as Prometheus would read them: `name{labels}` to value. */
async function samples(): Promise<Map<string, number>> {
  const response = await fetch(`${monitor.url}/metrics`);
  expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [
      line.slice(0, line.lastIndexOf(' ')),
      Number(line.slice(line.lastIndexOf(' ') + 1)),
    ]),
  );
}

describe('a goal reported and approved through the signed door', () => {
  test('with a fault of the platform and one of the roster on the way', async () => {
    await city.link();
    await city.says(STAFF, '状況');
    await city.press(STAFF, '始める');
    city.server.faults.push({ method: 'chat.postMessage', kind: 'status', status: 500 });
    await city.answerAll(MARK);
    await city.press(STAFF, '提出');
    const asked = city.server.channels.get(CHANNEL)!.messages.flatMap((message) =>
      buttonsIn(message.blocks)
        .filter((button) => button.text.text.includes('承認'))
        .map((button) => ({ message, button })),
    )[0]!;
    await city.press(MANAGER, '承認', CHANNEL);
    // Once more, on a screen that has not been drawn anew: late, and refused.
    await city.sender.interaction(city.sender.pressOn(MANAGER, CHANNEL, asked.message, asked.button));
    await city.settled();
    const [task] = await city.app.record.sectionTasks(
      (await city.app.record.sections())[0]!.id,
      '2023-yearend',
    );
    expect(task?.report?.state).toBe('approved');
    expect(JSON.stringify(task?.report?.content)).toContain(MARK);

    await city.says('U0NOBODY', `${MARK} 名簿にない人`);
    const body = JSON.stringify(city.sender.messageEvent(STAFF, `${MARK} ${BOT_TOKEN}`));
    const unsigned = await fetch(`${city.url}/slack/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(unsigned.status).toBe(401);
  }, 60_000);

  test('and with a Redis that takes no more', async () => {
    const event = city.sender.messageEvent(STAFF, MARK);
    await city.stores.redis.config('SET', 'maxmemory', '1kb');
    try {
      const attempts = await city.sender.deliver(event);
      expect(new Set(attempts.map(({ status }) => status))).toEqual(new Set([500]));
    } finally {
      await city.stores.redis.config('SET', 'maxmemory', '0');
    }
    const line = city.log().find(({ msg }) => /not taken/.test(msg));
    expect(line?.input).toBe(`slack:${event.event_id}`);
  }, 60_000);
});

describe('the log', () => {
  test('holds no text and no token', () => {
    expect(city.written()).not.toBe('');
    expect(city.written()).not.toContain(MARK);
    expect(city.written()).not.toContain(BOT_TOKEN);
    expect(city.written()).not.toMatch(/xox[a-z]-/u);
  });

  test('each line about an input names it', () => {
    const about = city.log().filter(({ msg }) => !ABOUT_NO_INPUT.test(msg));
    expect(about.length).toBeGreaterThan(2);
    expect(about.filter(({ input }) => !/^slack:/u.test(input ?? ''))).toEqual([]);
  });
});

/** Lines of the service itself: accounts, deliveries (named by their notice), stores. */
const ABOUT_NO_INPUT =
  /^(account linked|notice not delivered|fault while delivering|looked at the agenda|effects not struck|home not|delivery stopped|standing not checked|request turned away)/u;

describe('the metrics', () => {
  test('have had every series of theirs from the start, at 0', async () => {
    const counted = (seen: Map<string, number>) =>
      [...seen].filter(([name]) => /^maru_\w+_(?:total|bucket|count|sum)\b/u.test(name));
    expect(counted(atStart).filter(([, value]) => value !== 0)).toEqual([]);
    const after = counted(await samples());
    expect(after.filter(([, value]) => value > 0).length).toBeGreaterThan(15);
    expect(after.filter(([name]) => !atStart.has(name))).toEqual([]);
  });

  test('count what came in, by platform and outcome', async () => {
    const seen = await samples();
    const of = (outcome: string) => seen.get(`maru_inputs_total{platform="slack",outcome="${outcome}"}`) ?? 0;
    expect(of('taken')).toBeGreaterThan(5);
    expect(of('stranger')).toBe(1);
    expect(of('refused')).toBe(1);
    expect(of('failed')).toBe(4);
    expect(seen.get('maru_commits_total{answer="ok"}')).toBeGreaterThan(5);
    expect(seen.get('maru_commits_total{answer="failed"}')).toBe(of('failed'));
    expect(seen.get('maru_commands_total{command="submit",outcome="ok"}')).toBe(1);
    expect(seen.get('maru_commands_total{command="approve",outcome="ok"}')).toBe(1);
    expect(seen.get('maru_commands_total{command="approve",outcome="refused"}')).toBe(1);
    expect(seen.get('maru_refusals_total{reason="already_decided"}')).toBe(1);
  });

  test('count what comes twice', async () => {
    const event = city.sender.messageEvent(STAFF, '状況');
    const name = 'maru_inputs_total{platform="slack",outcome="seen"}';
    const before = (await samples()).get(name) ?? 0;
    await city.sender.deliver(event);
    await city.sender.deliver(event);
    await city.settled();
    expect((await samples()).get(name)).toBe(before + 1);
  });

  test('name the platform’s error by method and kind, and time every way', async () => {
    const seen = await samples();
    expect(
      seen.get('maru_platform_errors_total{platform="slack",method="chat.postMessage",kind="doubtful"}'),
    ).toBe(1);
    for (const name of [
      'maru_acknowledge_seconds_count{platform="slack"}',
      'maru_step_seconds_count{platform="slack"}',
      'maru_deliver_seconds_count{platform="slack",method="post"}',
    ])
      expect(seen.get(name)).toBeGreaterThan(0);
    expect(seen.get(`maru_info{version="${VERSION}"}`)).toBe(1);
    expect(seen.has('nodejs_eventloop_lag_p99_seconds')).toBe(true);
    expect(seen.get('process_resident_memory_bytes')).toBeGreaterThan(0);
  });

  test('show notices by state and the age of the oldest owed, from the record', async () => {
    await city.app.tick();
    await city.settled();
    const calm = await samples();
    expect(calm.get('maru_notices{state="owed"}')).toBe(0);
    expect(calm.get('maru_last_tick_timestamp_seconds')).toBeCloseTo(city.clock.now().getTime() / 1000, -2);
    const due = new Date(city.clock.now().getTime() - 600_000);
    const { pool } = city.stores;
    const add = (key: string, columns: string, values: string) =>
      pool.query(
        `insert into notices (key, kind, about, to_kind, to_id, due_at, ${columns})
         values ($1, 'approved', '{}', 'person', 'p-staff', $2, ${values})`,
        [key, due],
      );
    await add('t-owed', 'attempts', '0');
    await add('t-doubt', 'doubtful', 'true');
    await add('t-gone', 'given_up', 'true');
    await add('t-homeless', 'reason', `'no_place'`);
    await pool.query(
      `insert into notices (key, kind, about, to_kind, to_id, due_at, sending_until)
       values ('t-sending', 'approved', '{}', 'person', 'p-staff', $1, $2)`,
      [due, new Date(city.clock.now().getTime() + 600_000)],
    );
    const seen = await samples();
    for (const state of ['owed', 'doubtful', 'given_up', 'no_place', 'sending']) {
      const name = `maru_notices{state="${state}"}`;
      expect([state, seen.get(name)]).toEqual([state, (calm.get(name) ?? 0) + 1]);
    }
    expect(seen.get('maru_notice_oldest_owed_seconds')).toBeGreaterThanOrEqual(600);
    expect(seen.get('maru_notice_oldest_owed_seconds')).toBeLessThan(700);
    await pool.query(`delete from notices where key like 't-%'`);
  });

  test('no sample holds a text or a person', async () => {
    const text = await (await fetch(`${monitor.url}/metrics`)).text();
    expect(text).not.toContain(MARK);
    expect(text).not.toMatch(/p-staff|U0STAFF/u);
  });

  test('are not on the address the platforms reach; the health is', async () => {
    expect((await fetch(`${city.url}/metrics`)).status).toBe(404);
    expect(await (await fetch(`${city.url}/healthz`)).json()).toEqual({ alive: true });
    expect(await (await fetch(`${city.url}/readyz`)).json()).toEqual({ ready: true, notReady: [] });
    expect((await fetch(`${monitor.url}/readyz`)).status).toBe(200);
  });
});
