/** Nothing comes in but what Teams signed for this bot, from a tenant that may; and nothing brings the process down. */
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { teamsSettings } from '../../../../src/chat/teams/settings.js';
import { type BotConnector, startBotConnector, TENANT, type User } from '../../../support/bot-connector.js';
import { FORGED } from '../forged-tokens.js';
import { type SmallBot, startSmallBot } from '../small-bot.js';

let connector: BotConnector;
let bot: SmallBot;
let user: User;
beforeAll(async () => {
  // The SDK writes to the console about every forged token.
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
  connector = await startBotConnector();
  user = connector.addUser({
    id: '29:a',
    aadObjectId: '00000000-0000-4000-8000-000000000001',
    name: '担当者',
    email: 'a@city.example.jp',
  });
  bot = await startSmallBot(connector);
});
afterAll(async () => {
  await bot.stop();
  await connector.stop();
});
beforeEach(() => {
  bot.inputs.length = 0;
  bot.counted.length = 0;
  bot.logged.length = 0;
});

/** An activity with a value that would end the stack of whoever writes or copies it. */
const withDeep = (activity: object) =>
  JSON.stringify({ ...activity, value: 'deep' }).replace(
    '"deep"',
    `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
  );

const said = () => bot.activities.said(user, '続き');
const send = (activity: object, token: string | null) =>
  bot.post(
    JSON.stringify(activity),
    token === null ? { authorization: '' } : { authorization: `Bearer ${token}` },
  );

test('a message signed by Teams comes in', async () => {
  const activity = said();
  expect(await send(activity, connector.token())).toEqual({ status: 200, text: '' });
  expect(bot.inputs).toHaveLength(1);
  expect(bot.inputs[0]).toMatchObject({ kind: 'said', text: '続き', surface: 'direct' });
  expect(bot.inputs[0]?.id).toBe(`teams:${activity.conversation.id}:${activity.id}`);
});

describe('tokens', () => {
  const forged: readonly (readonly [string, (of: BotConnector) => string | null])[] = [
    ...FORGED,
    ['none', () => null],
    ['an empty one', () => ''],
    [
      'the emulator as issuer',
      (of) =>
        of.token({
          iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/',
          appid: '11111111-2222-4333-8444-555555555555',
          ver: '1.0',
        }),
    ],
    ['no end', (of) => of.token({ exp: undefined })],
  ];
  test.each(forged)('%s: 401', async (_name, token) => {
    expect(await send(said(), token(connector))).toEqual({ status: 401, text: '{"message":"unauthorized"}' });
    expect(bot.counted).toEqual(['teams refused', 'teams acknowledged']);
    expect(bot.inputs).toEqual([]);
  });

  test('a token that was good a moment ago is good for itself and its service URL alone', async () => {
    const token = connector.token();
    for (const _again of [1, 2]) expect((await send(said(), token)).status).toBe(200);
    const elsewhere = { ...said(), serviceUrl: `${connector.serviceUrl()}elsewhere/` };
    expect((await send(elsewhere, token)).status).toBe(401);
    const [header, payload, signature = ''] = token.split('.');
    const other = `${header}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    expect((await send(said(), other)).status).toBe(401);
    expect((await send(said(), token)).status).toBe(200);
    expect(bot.inputs).toHaveLength(3);
  });

  test('keys that cannot be had are a fault: Teams is to send again', async () => {
    const other = await startBotConnector();
    other.addUser(user);
    other.keysDown = true;
    const second = await startSmallBot(other);
    const body = JSON.stringify(second.activities.said(user, '続き'));
    expect((await second.post(body)).status).toBe(503);
    other.keysDown = false;
    expect((await second.post(body)).status).toBe(200);
    await second.stop();
    await other.stop();
  });

  test('while it cannot be found out who asks, nobody is told anything, whatever was sent', async () => {
    const other = await startBotConnector();
    other.addUser(user);
    other.keysDown = true;
    const second = await startSmallBot(other);
    const token = FORGED.find(([name]) => name === 'another signature')![1](other);
    const { id: _id, ...message } = second.activities.said(user, '続き');
    for (const sent of [message, { ...message, entities: [1] }]) {
      const body = JSON.stringify(sent);
      expect((await second.post(body, { authorization: `Bearer ${token}` })).status).toBe(503);
    }
    const deep = await second.post(withDeep(message), { authorization: `Bearer ${token}` });
    expect(deep.status).toBe(400);
    await second.teams.idle();
    expect([other.messages, other.calls]).toEqual([[], []]);
    expect(second.logged.filter(({ level }) => level === 'error')).toMatchObject([
      { message: 'request of Teams failed' },
      { message: 'request of Teams failed' },
    ]);
    other.keysDown = false;
    expect((await second.post(JSON.stringify(message))).status).toBe(200);
    await second.stop();
    await other.stop();
  });

  test('a forged token is refused before anything but where it goes is looked at', async () => {
    const token = FORGED.find(([name]) => name === 'another signature')![1](connector);
    // Each member of such a list would be told of: that takes the most of a second.
    for (const list of ['entities', 'membersAdded', 'attachments']) {
      const answer = await send({ ...said(), [list]: Array(60_000).fill(1) }, token);
      expect([list, answer.status]).toEqual([list, 401]);
    }
  });
});

describe('activities', () => {
  const changed: [string, number, (activity: ReturnType<typeof said>) => object][] = [
    ['without a type', 400, ({ type: _type, ...rest }) => rest],
    ['with an empty type', 400, (activity) => ({ ...activity, type: '' })],
    ['with a type that is no text', 400, (activity) => ({ ...activity, type: 1 })],
    ['without a conversation', 400, ({ conversation: _conversation, ...rest }) => rest],
    ['without a sender', 400, ({ from: _from, ...rest }) => rest],
    ['without a service URL', 400, ({ serviceUrl: _serviceUrl, ...rest }) => rest],
    ['with a text that is none', 400, (activity) => ({ ...activity, text: { a: 1 } })],
    ['of another channel', 403, (activity) => ({ ...activity, channelId: 'webchat' })],
    ['to another service URL', 403, (activity) => ({ ...activity, serviceUrl: 'https://example.com/' })],
    [
      'of another tenant',
      403,
      (activity) => ({
        ...activity,
        conversation: { ...activity.conversation, tenantId: '12345678-bbbb-4ccc-8ddd-eeeeeeeeeeee' },
        channelData: {},
      }),
    ],
    [
      'of two tenants',
      403,
      (activity) => ({
        ...activity,
        channelData: { tenant: { id: '12345678-bbbb-4ccc-8ddd-eeeeeeeeeeee' } },
      }),
    ],
    [
      'of no tenant',
      403,
      (activity) => ({
        ...activity,
        conversation: { id: 'a:1', conversationType: 'personal' },
        channelData: {},
      }),
    ],
  ];
  test.each(changed)('%s: %d', async (_name, status, change) => {
    const answer = await send(change(said()), connector.token());
    expect(answer.status).toBe(status);
    expect(answer.text).not.toMatch(/zod|stack|tenant|Error/u);
    expect(bot.inputs).toEqual([]);
  });

  test.each([
    ['entities', { type: 'mention' }],
    ['membersAdded', { id: '29:x' }],
    ['membersRemoved', { id: '29:x' }],
    ['attachments', {}],
  ])('a list of %s that is longer than what Teams sends is malformed', async (list, one) => {
    const of = (length: number) => ({ ...said(), [list]: Array(length).fill(one) });
    expect((await send(of(1_001), connector.token())).status).toBe(400);
    expect((await send(of(1_000), connector.token())).status).toBe(200);
  });

  test('what is nested more deeply than Teams ever does is malformed, also without an id', async () => {
    const { id: _id, ...message } = said();
    expect((await bot.post(withDeep(message))).status).toBe(400);
    expect(bot.inputs).toEqual([]);
    expect((await send(message, connector.token())).status).toBe(200);
  });

  test.each([
    ['no JSON', '{', 400],
    ['not an object', '[]', 400],
    ['null', 'null', 400],
    ['nothing', '', 400],
    ['only a text', '{"text":"x"}', 400],
  ])('%s: 400', async (_name, body, status) => {
    expect((await bot.post(body)).status).toBe(status);
  });

  test('another content type: 415', async () => {
    expect((await bot.post(JSON.stringify(said()), { 'content-type': 'text/plain' })).status).toBe(415);
  });

  test('a huge body: 413', async () => {
    const body = JSON.stringify({ ...said(), text: 'あ'.repeat(200_000) });
    expect((await bot.post(body)).status).toBe(413);
  });

  test('whatever is sent is answered, and never with 5xx', async () => {
    const base = said();
    await fc.assert(
      fc.asyncProperty(
        fc.object({
          maxDepth: 2,
          key: fc.constantFrom(...Object.keys(base), 'value', 'name', 'entities', '__proto__'),
        }),
        async (parts) => {
          const { status } = await send({ ...base, ...parts }, connector.token());
          expect(status).toBeLessThan(500);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('whom Teams itself does not know is nobody, and Teams is not asked to send again', async () => {
    const unknown: User = { ...user, id: '29:nobody', aadObjectId: '00000000-0000-4000-8000-000000000009' };
    const sent = await send(bot.activities.said(unknown, '続き'), connector.token());
    expect(sent.status).toBe(200);
    expect(bot.inputs).toEqual([]);
  });

  test('ids with a sign that no id holds are refused: the record would fail on them', async () => {
    const { from, ...rest } = said();
    const sent = await send({ ...rest, from: { ...from, aadObjectId: 'a\u0000' } }, connector.token());
    expect(sent.status).toBe(400);
    const pressed = bot.activities.executed(user, { action: '{"do":"withdraw","of":"a\\u0000","v":1}' });
    expect((await send(pressed, connector.token())).text).toContain('このボタンは使えません');
    expect(bot.inputs).toEqual([]);
  });

  test('what comes without an id is taken, and known again when it is sent again', async () => {
    const { id: _said, ...message } = said();
    const { id: _pressed, ...invoke } = bot.activities.executed(user, { action: '{"do":"status"}' });
    for (const activity of [message, message, invoke, { ...message, text: '状況' }])
      expect((await send(activity, connector.token())).status).toBe(200);
    expect(bot.inputs.map(({ kind }) => kind)).toEqual(['said', 'said', 'pressed', 'said']);
    const [first, again, ...others] = bot.inputs.map(({ id }) => id);
    expect(again).toBe(first);
    expect(new Set([first, ...others]).size).toBe(3);
  });

  test('a text beside a value that is no button of ours is read; without a text it is nothing', async () => {
    await send({ ...said(), value: { other: 1 } }, connector.token());
    expect(bot.inputs).toMatchObject([{ kind: 'said', text: '続き' }]);
    await send({ ...said(), text: '', value: { other: 1 } }, connector.token());
    expect(bot.inputs).toHaveLength(1);
  });

  test('in a channel people are looked up among the members of the team, who are those of a thread', async () => {
    const { channelData, ...mentioned } = bot.activities.mentioned(
      { ...user, id: '29:nobody', aadObjectId: '00000000-0000-4000-8000-000000000009' },
      '19:section@thread.tacv2',
      '状況',
    );
    await send(
      { ...mentioned, channelData: { ...channelData, team: { id: '19:team@thread.tacv2' } } },
      connector.token(),
    );
    await send({ ...mentioned, channelData }, connector.token());
    const asked = connector.calls.filter(({ on }) => on === 'member').slice(-2);
    expect(asked.map(({ conversation }) => conversation)).toEqual([
      '19:team@thread.tacv2',
      '19:section@thread.tacv2',
    ]);
  });

  test('a person without an object id in the directory is nobody', async () => {
    const { from, ...rest } = said();
    await send({ ...rest, from: { id: from.id, name: from.name } }, connector.token());
    expect(bot.inputs).toEqual([]);
  });
});

describe('when nothing could be committed', () => {
  test('Teams is told to send again, and then it is taken', async () => {
    const activity = said();
    bot.answers(async () => {
      throw new Error('redis does not answer');
    });
    const failed = await send(activity, connector.token());
    expect(failed).toEqual({ status: 503, text: '{"message":"please send again"}' });
    expect(bot.counted).toContain('teams failed');
    const line = bot.logged.find(({ level }) => level === 'error');
    expect(line?.facts).toMatchObject({ input: bot.inputs[0]?.id });
    await bot.teams.idle();
    expect(JSON.stringify(connector.messages.at(-1)?.activity)).toContain('処理できませんでした');
    bot.answers(async () => ({ status: 'taken', reply: null, effects: [] }));
    expect((await send(activity, connector.token())).status).toBe(200);
    expect(new Set(bot.inputs.map(({ id }) => id)).size).toBe(1);
  });

  test('seen before is 200', async () => {
    bot.answers(async () => ({ status: 'seen', reply: null }));
    expect((await send(said(), connector.token())).status).toBe(200);
  });
});

test('invokes: one of ours is answered, a foreign action is told so, another name is 501', async () => {
  bot.answers(async () => ({ status: 'taken', reply: null, effects: [] }));
  const ours = await bot.post(JSON.stringify(bot.activities.executed(user, { action: '{"do":"help"}' })));
  expect(JSON.parse(ours.text)).toEqual({
    statusCode: 200,
    type: 'application/vnd.microsoft.activity.message',
    value: '受け付けました。',
  });
  const foreign = await bot.post(JSON.stringify(bot.activities.executed(user, { action: 'rm' })));
  expect(foreign.text).toContain('このボタンは使えません');
  const data = { action: '{"do":"help"}', text: 'あ'.repeat(14_001) };
  const long = bot.activities.executed(user, data);
  expect((await bot.post(JSON.stringify(long))).text).toContain('入力が長すぎるため、受け取っていません');
  const english = { ...long, name: 'task/submit', value: { data }, locale: 'en-US' };
  expect(JSON.parse((await bot.post(JSON.stringify(english))).text)).toEqual({
    task: {
      type: 'message',
      value: 'What was entered is too long and was not taken. Please shorten it, then try again.',
    },
  });
  const other = { ...bot.activities.executed(user, {}), name: 'composeExtension/query' };
  expect((await bot.post(JSON.stringify(other))).status).toBe(501);
  expect(bot.inputs).toHaveLength(1);
});

describe('without credentials', () => {
  test.each([
    [{ MICROSOFT_APP_ID: '' }, 'MICROSOFT_APP_ID'],
    [{ MICROSOFT_APP_PASSWORD: '' }, 'MICROSOFT_APP_PASSWORD'],
    [{ MICROSOFT_APP_TENANT_ID: '' }, 'MICROSOFT_APP_TENANT_ID'],
    [{ MICROSOFT_APP_TYPE: 'UserAssignedMSI' }, 'MICROSOFT_APP_PASSWORD'],
    [{ TEAMS_MODE: 'off', MICROSOFT_APP_ID: '' }, 'MICROSOFT_APP_ID'],
  ])('it does not start: %j', async (settings, named) => {
    await expect(startSmallBot(connector, { settings: settings as Record<string, string> })).rejects.toThrow(
      named,
    );
  });

  test('a multi-tenant bot is no choice', () => {
    expect(() => teamsSettings.parse({ MICROSOFT_APP_TYPE: 'MultiTenant' })).toThrow();
  });

  test('the demo takes requests of this machine only', async () => {
    const demo = await startSmallBot(connector, {
      settings: { MICROSOFT_APP_ID: '' },
      unauthenticatedOnLoopback: true,
    });
    const body = JSON.stringify(demo.activities.said(user, '続き'));
    expect((await demo.post(body, { authorization: '' })).status).not.toBe(403);
    const { request } = await import('undici');
    const rebound = await request(demo.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', host: 'evil.example.com' },
      body,
    });
    expect(rebound.statusCode).toBe(403);
    await demo.stop();
  });
});

test.each([
  'https://smba.trafficmanager.net.example.com/',
  'https://smba.trafficmanager.net@example.com/',
  'https://user@smba.trafficmanager.net/',
  'http://smba.trafficmanager.net/',
  'https://smba.trafficmanager.net:8443/',
])('%s only looks like Teams: 403', async (serviceUrl) => {
  const second = await startSmallBot(connector, {
    settings: { TEAMS_SERVICE_URLS: 'https://smba.trafficmanager.net' },
  });
  const answers = await Promise.all(
    [serviceUrl, 'https://smba.trafficmanager.net/jp/'].map((url) =>
      second.post(JSON.stringify({ ...second.activities.said(user, 'x'), serviceUrl: url })),
    ),
  );
  // The other one gets further: its token is for another service URL.
  expect(answers.map(({ status }) => status)).toEqual([403, 401]);
  await second.stop();
});

test('the tenants named in the settings replace the own one', async () => {
  const other = '12345678-bbbb-4ccc-8ddd-eeeeeeeeeeee';
  const second = await startSmallBot(connector, { settings: { TEAMS_TENANT_IDS: other } });
  expect((await second.post(JSON.stringify(second.activities.said(user, 'x')))).status).toBe(403);
  const activity = JSON.parse(JSON.stringify(second.activities.said(user, 'x')).replaceAll(TENANT, other));
  expect((await second.post(JSON.stringify(activity))).status).toBe(200);
  await second.stop();
});
