/** Requests to the path of Teams. */
import { type BotConnector, TENANT, teamsActivities } from '../../support/bot-connector.js';
import { EVERYBODY } from '../who-may/people.js';
import type { Target } from '../who-may/table.js';
import { TEAMS_CHANNEL, teamsUser } from '../who-may/world.js';
import { hostilePayload, oddBody } from './payloads.js';
import type { Random } from './random.js';
import type { Crafted } from './request.js';
import { teamsShapes } from './shapes.js';

const PATH = '/teams/messages';
const ROOT = '1690000000000';
const TYPE = 'application/json';
/** Above the largest body that is read, in bytes. */
const OVERSIZED = 1024 * 1024;

export function teamsRequests(
  random: Random,
  targets: Readonly<Record<Target, string>>,
  connector: BotConnector,
) {
  const activities = teamsActivities(connector);
  const now = Math.floor(Date.now() / 1000);
  // A token of Teams is good for an hour; making one takes a millisecond.
  const good = `Bearer ${connector.token({ exp: now + 24 * 3600 })}`;
  const unsigned = (token: string) => `${token.split('.').slice(0, 2).join('.')}.`;
  const tokens = [
    '',
    'Bearer',
    'Bearer x',
    'Basic dXNlcjpwYXNz',
    `Bearer ${'a.'.repeat(3000)}`,
    `${good}x`,
    ...[
      connector.token({}, {}, 'stranger'),
      connector.token({}, { kid: 'key-2' }),
      connector.token({}, { kid: undefined }),
      unsigned(connector.token({}, { alg: 'none' })),
      unsigned(connector.token()),
      connector.token({}, { alg: 'none' }),
      connector.token({}, { alg: 'HS256' }),
      connector.token({ exp: now - 4000, nbf: now - 8000 }),
      connector.token({ nbf: now + 4000 }),
      connector.token({ exp: 'never' }),
      connector.token({ aud: '99999999-2222-4333-8444-555555555555' }),
      connector.token({ aud: undefined }),
      connector.token({ aud: ['x'] }),
      connector.token({ iss: 'https://login.example.com' }),
      connector.token({ iss: `https://sts.windows.net/${TENANT}/` }),
      connector.token({ iss: undefined }),
      connector.token({ serviceurl: 'https://smba.trafficmanager.net/jp/' }),
      connector.token({ serviceurl: undefined }),
      connector.token({ serviceurl: 5 }),
    ].map((token) => `Bearer ${token}`),
  ];
  const crafted = (
    kind: Crafted['kind'],
    what: string,
    body: Buffer,
    authorization: string,
    more: Partial<Crafted> = {},
  ): Crafted => ({
    what: `Teams: ${what}`,
    kind,
    method: 'POST',
    path: PATH,
    headers: { 'content-type': TYPE, ...(authorization === '' ? {} : { authorization }) },
    body,
    ...more,
  });
  const json = (value: object) => Buffer.from(JSON.stringify(value));
  const harmless = () => {
    const user = teamsUser(random.pick(EVERYBODY));
    return random.chance(50)
      ? activities.said(user, '状況')
      : activities.executed(user, { action: '{"do":"status"}' });
  };
  const outside: (() => Crafted)[] = [
    () => {
      const token = random.pick(tokens);
      return crafted('outside', `token ${token.slice(0, 40)}`, json(harmless()), token);
    },
    () => {
      const other = random.pick(['12345678-bbbb-4ccc-8ddd-eeeeeeeeeeee', '', '../', TENANT.slice(1)]);
      const one = JSON.parse(JSON.stringify(harmless()).replaceAll(TENANT, other)) as object;
      return crafted('outside', `another tenant: ${other}`, json(one), good);
    },
    () => {
      const serviceUrl = random.pick([
        'https://example.com/',
        'http://127.0.0.1:1/connector/',
        'file:///etc/passwd',
        `${connector.serviceUrl().replace('127.0.0.1', '127.0.0.1.example.com')}`,
        `https://a@${new URL(connector.serviceUrl()).host}/connector/`,
      ]);
      return crafted(
        'outside',
        `another service URL: ${serviceUrl}`,
        json({ ...harmless(), serviceUrl }),
        good,
      );
    },
    () => crafted('outside', 'cut off', json(harmless()), good, { missing: 1 + random.int(500) }),
    () =>
      crafted('outside', 'another method', json(harmless()), good, {
        method: random.pick(['GET', 'PUT', 'DELETE', 'PATCH']),
      }),
    () => {
      const made = crafted('outside', 'another content type', json(harmless()), good);
      const type = random.pick(['text/plain', 'application/xml', 'multipart/form-data; boundary=x']);
      return { ...made, headers: { ...made.headers, 'content-type': type } };
    },
  ];
  const oversized = () =>
    crafted('outside', 'oversized', json({ ...harmless(), text: 'x'.repeat(OVERSIZED) }), good);
  /** Of somebody's account in the directory, by an id that is not listed there. */
  const ofNobodyListed = () =>
    json(activities.said({ ...teamsUser(random.pick(EVERYBODY)), id: '29:not-listed' }, '状況'));
  const odd = (): Crafted => {
    const user = teamsUser(random.pick(EVERYBODY));
    if (random.chance(2)) return crafted('odd', 'of nobody listed', ofNobodyListed(), good);
    const data = { action: '{"do":"status"}' };
    const base = random.pick([
      () => activities.said(user, random.text().slice(0, 300)),
      () => activities.executed(user, data),
      () => activities.submitted(user, data),
      () => activities.task(user, 'task/fetch', data),
      () => activities.consented(user, '1', random.value(), null),
      () => activities.members(user, 'membersAdded'),
      () => ({ ...activities.executed(user, data), name: random.text().slice(0, 50) }),
    ])();
    return crafted('odd', 'of an odd shape', oddBody(random, base), good);
  };
  const press = (): Crafted => {
    const { who, action, fields } = hostilePayload(random, targets);
    const user = teamsUser(who);
    const data = { action, ...fields };
    const activity = random.pick([
      () => activities.executed(user, data),
      () => activities.executedIn(user, TEAMS_CHANNEL, ROOT, data),
      () => activities.submitted(user, data),
      () => activities.task(user, random.pick(['task/fetch', 'task/submit'] as const), data),
      () => activities.taskIn(user, TEAMS_CHANNEL, ROOT, 'task/submit', data),
    ])();
    return crafted('pressed', `${action.slice(0, 300)} by ${who.id}`, json(activity), good);
  };
  /** Every hostile shape, signed and with a token that only claims to be of Teams. */
  const shapes = (): Crafted[] =>
    teamsShapes(activities.said(teamsUser(EVERYBODY[0]!), '状況')).flatMap(({ what, body }) => [
      crafted('odd', `signed, ${what}`, Buffer.from(body), good),
      crafted('outside', `forged, ${what}`, Buffer.from(body), `${good.slice(0, -342)}${'A'.repeat(342)}`),
    ]);
  return { outside: () => (random.chance(0.5) ? oversized() : random.pick(outside)()), odd, press, shapes };
}
