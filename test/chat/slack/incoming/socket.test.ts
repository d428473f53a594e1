/** Socket Mode: the same work over a WebSocket, acknowledged only after the commit, connected again whatever happens. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Drafts } from '../../../../src/flow/ports.js';
import { PATIENCE_MS } from '../../../support/patience.js';
import { type City, STAFF, startCity } from '../../../support/slack-city.js';
import { startSlackSocket } from '../../../support/slack-socket.js';

let socket: Awaited<ReturnType<typeof startSlackSocket>>;
let city: City;
let failures = 0;
const commits: string[] = [];

beforeAll(async () => {
  socket = await startSlackSocket();
  city = await startCity({
    settings: { SLACK_MODE: 'socket' },
    socketUrl: socket.url,
    wrapDrafts: (drafts): Drafts => ({
      ...drafts,
      commit: async (turn) => {
        if (failures > 0) {
          failures -= 1;
          throw new Error('Redis is away');
        }
        const answer = await drafts.commit(turn);
        commits.push(answer);
        return answer;
      },
    }),
  });
  await city.slack.start();
}, 60_000);
afterAll(async () => {
  await city.stop();
  await socket.stop();
});

const reconnected = async (count: number) => {
  const giveUp = Date.now() + PATIENCE_MS;
  while (!(socket.connections() >= count && socket.connected()) && Date.now() < giveUp)
    await new Promise((resolve) => setTimeout(resolve, 20));
  expect(socket.connections()).toBeGreaterThanOrEqual(count);
  await new Promise((resolve) => setTimeout(resolve, 100));
};

test('nothing is listened to over HTTP', () => {
  expect(city.slack.listener).toBeNull();
});

test('a message is taken, acknowledged and answered', async () => {
  expect(await socket.deliver('events_api', city.sender.messageEvent(STAFF, '状況'))).toEqual({});
  await city.settled();
  expect(city.lastTo(STAFF)?.text).toContain('No.1');
});

test('one that could not be committed is not acknowledged, and taken once when it comes again', async () => {
  failures = 1;
  commits.length = 0;
  const event = city.sender.messageEvent(STAFF, 'ヘルプ');
  expect(await socket.deliver('events_api', event, 0, 400)).toBeNull();
  expect(await socket.deliver('events_api', event, 1)).toEqual({});
  expect(await socket.deliver('events_api', event, 2)).toEqual({});
  expect(commits).toEqual(['ok', 'seen']);
});

test('a slash command gets its private answer with the acknowledgement', async () => {
  const answer = await socket.deliver('slash_commands', {
    command: '/maru',
    text: '状況',
    user_id: STAFF,
    team_id: 'T0CITY',
    channel_id: 'C0SECTION',
    trigger_id: city.server.newTrigger(),
  });
  expect(answer).toMatchObject({ response_type: 'ephemeral' });
});

test('another workspace is not taken', async () => {
  commits.length = 0;
  await socket.deliver('events_api', { ...city.sender.messageEvent(STAFF, '状況'), team_id: 'T0OTHER' });
  expect(commits).toEqual([]);
});

test('a malformed envelope ends nothing, and what comes after it is taken', async () => {
  const deep: unknown = JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`);
  const none = { toString: 1 };
  const told = () => city.logged.filter(({ message }) => message === 'malformed envelope of Slack').length;
  const malformed = [null, {}, { event: null }, { event: { type: none } }];
  for (const payload of malformed) await socket.deliver('events_api', payload as never, 0, 0);
  commits.length = 0;
  // What is read as an envelope and holds nothing of ours is acknowledged, so that it does not come again.
  for (const payload of [
    { ...city.sender.messageEvent(STAFF, '状況'), event_id: none },
    { ...city.sender.messageEvent(STAFF, '状況'), more: deep },
  ])
    expect(await socket.deliver('events_api', payload)).toEqual({});
  for (const payload of [null, 5, { type: none, team_id: 'T0CITY' }, { trigger_id: none, team_id: 'T0CITY' }])
    expect(await socket.deliver('interactive', payload as never)).toEqual({});
  expect(told()).toBe(malformed.length);
  expect(await socket.deliver('events_api', city.sender.messageEvent(STAFF, '状況'))).toEqual({});
  expect(commits).toEqual(['ok']);
});

test('a connection that Slack renews, and one that is cut, is made again', async () => {
  socket.renew();
  await reconnected(2);
  expect(await socket.deliver('events_api', city.sender.messageEvent(STAFF, '状況'))).toEqual({});
  socket.cut();
  await reconnected(3);
  expect(await socket.deliver('events_api', city.sender.messageEvent(STAFF, '状況'))).toEqual({});
}, 20_000);

test('Slack refusing to connect for a while ends nothing', async () => {
  city.server.faults.push(
    { method: 'apps.connections.open', kind: 'status', status: 503 },
    { method: 'apps.connections.open', kind: 'lost_request' },
  );
  socket.cut();
  await reconnected(4);
  expect(await socket.deliver('events_api', city.sender.messageEvent(STAFF, '状況'))).toEqual({});
}, 30_000);
