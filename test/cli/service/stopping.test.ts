/** Stopping behind a load balancer: /readyz says so for a set time, in which what comes is answered, before the port closes. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { type ServedStores, servedStores } from '../../support/served-stores.js';
import { type Service, startService } from '../../support/service.js';
import { slackRequest } from '../../support/slack-sender.js';

const CHILD_MS = 90_000;
/** Longer than a start is waited for here; the server of the tests keeps its promise of an answer until then. */
const HANGS_MS = 20_000;
/** A signal within this time after the first is taken for the same wish. */
const SAME_WISH_MS = 2_000;
let stores: ServedStores;
let settings: Readonly<Record<string, string>>;
let service: Service | null = null;

beforeAll(async () => {
  stores = await servedStores();
  settings = { ...stores.settings, MONITOR_PORT: '0' };
}, CHILD_MS);
afterEach(async () => {
  service?.kill('SIGKILL');
  await service?.ended;
  service = null;
});
afterAll(() => stores.stop());

/** The status and body of an answer, over a connection of its own as a load balancer's probe makes; null from a closed port. */
async function asked(url: string, init: RequestInit = {}): Promise<{ status: number; body: string } | null> {
  try {
    const response = await fetch(url, { ...init, headers: { ...init.headers, connection: 'close' } });
    return { status: response.status, body: await response.text() };
  } catch {
    return null;
  }
}

/** What Slack sends of somebody, again as Slack does where a store was late; null from a closed port. */
async function says(url: string, id: string) {
  for (;;) {
    const answer = await asked(`${url}/slack/events`, slackRequest(id));
    if (answer === null || answer.status === 200) return answer;
    await pause(50);
  }
}

const STOPPING = { status: 503, body: '{"ready":false,"notReady":["stopping"]}' };

/** Asks until it is not ready any more; gives what it says then. */
async function stoppingAt(url: string) {
  for (;;) {
    const answer = await asked(`${url}/readyz`);
    if (answer?.status !== 200) return answer;
    await pause(20);
  }
}

test(
  'not ready at once, still answering, and closed when the time is over',
  async () => {
    service = await startService({ ...settings, STOP_DELAY_SECONDS: '10' });
    const url = await service.url;
    const monitor = /"monitor":"([^"]+)"/u.exec(service.said.err)?.[1] ?? '';
    expect((await asked(`${url}/readyz`))?.status).toBe(200);
    const told = performance.now();
    service.kill('SIGTERM');
    expect(await stoppingAt(url)).toEqual(STOPPING);
    expect(await asked(`${monitor}/readyz`)).toEqual(STOPPING);
    expect((await asked(`${url}/healthz`))?.status).toBe(200);
    expect((await says(url, 'Ev1'))?.status).toBe(200);
    const { code } = await service.ended;
    expect(code).toBe(0);
    expect(performance.now() - told).toBeGreaterThanOrEqual(10_000);
    expect(await asked(`${url}/readyz`)).toBeNull();
    // What came meanwhile was answered like any other.
    expect(stores.slack.calls.some(({ method }) => method === 'users.info')).toBe(true);
  },
  CHILD_MS,
);

test(
  'without the setting it is two seconds; a start that was under way waits for nothing',
  async () => {
    service = await startService(settings);
    const url = await service.url;
    const told = performance.now();
    service.kill('SIGTERM');
    expect(await stoppingAt(url)).toEqual(STOPPING);
    expect(await service.ended).toEqual({ code: 0, signal: null });
    expect(performance.now() - told).toBeGreaterThanOrEqual(2_000);

    stores.slack.faults.push({ method: 'auth.test', kind: 'slow', ms: HANGS_MS });
    const before = stores.slack.calls.length;
    service = await startService({ ...settings, STOP_DELAY_SECONDS: '300' });
    while (!stores.slack.calls.slice(before).some(({ method }) => method === 'auth.test')) await pause(50);
    service.kill('SIGTERM');
    expect(await service.ended).toEqual({ code: 0, signal: null });
    stores.slack.faults.splice(0);
  },
  CHILD_MS,
);

test(
  'a second signal ends it at once',
  async () => {
    service = await startService({ ...settings, STOP_DELAY_SECONDS: '300' });
    const url = await service.url;
    service.kill('SIGTERM');
    // Ctrl-C under npm comes twice: that is one wish.
    await pause(100);
    service.kill('SIGTERM');
    expect(await stoppingAt(url)).toEqual(STOPPING);
    await pause(SAME_WISH_MS + 100);
    service.kill('SIGTERM');
    expect(await service.ended).toEqual({ code: 130, signal: null });
  },
  CHILD_MS,
);

test(
  'no number of seconds is refused',
  async () => {
    for (const wrong of ['soon', '-1', '301']) {
      service = await startService({ ...settings, STOP_DELAY_SECONDS: wrong });
      expect((await service.ended).code).toBe(1);
      expect(service.said.err.trim().split('\n')).toEqual([expect.stringContaining('STOP_DELAY_SECONDS')]);
    }
  },
  CHILD_MS,
);
