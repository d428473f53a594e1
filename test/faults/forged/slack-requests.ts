/** Requests to Slack's three paths. */
import { createHmac } from 'node:crypto';
import { SECRET } from '../../support/slack-sender.js';
import { BOT, TEAM } from '../../support/slack-workspace.js';
import { EVERYBODY } from '../who-may/people.js';
import type { Target } from '../who-may/table.js';
import { SLACK_CHANNEL, slackUser } from '../who-may/world.js';
import { hostilePayload, oddBody, type Payload } from './payloads.js';
import type { Random } from './random.js';
import type { Crafted } from './request.js';
import { slackShapes } from './shapes.js';

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';
const PATHS = ['/slack/events', '/slack/interactivity', '/slack/commands'];
const MINUTE_MS = 60_000;
/** Above the largest body that is read, in bytes. */
const OVERSIZED = 2 * 1024 * 1024 + 1;

let count = 0;
const next = () => {
  count += 1;
  return count;
};

const by = (who: Payload['who']) => ({
  team: { id: TEAM, domain: 'city' },
  user: { id: slackUser(who), team_id: TEAM },
  api_app_id: 'A0MARU',
  token: 'unused',
});

function pressed({ who, action, fields }: Payload, channel: string): object {
  const ts = `1700000000.${String(next()).padStart(6, '0')}`;
  return {
    type: 'block_actions',
    ...by(who),
    trigger_id: `t${next()}`,
    container: { type: 'message', message_ts: ts, channel_id: channel },
    channel: { id: channel },
    message: { ts, text: '' },
    state: {
      values: Object.fromEntries(Object.entries(fields).map(([id, value]) => [id, { field: { value } }])),
    },
    actions: [{ type: 'button', action_id: 'maru:x', block_id: 'b', value: action, action_ts: ts }],
  };
}

function filled({ who, action, fields }: Payload, type: string): object {
  const place = `slack:${TEAM}:${SLACK_CHANNEL}`;
  return {
    type,
    ...by(who),
    trigger_id: `t${next()}`,
    view: {
      id: `V${next()}`,
      type: 'modal',
      callback_id: 'maru_form',
      private_metadata: JSON.stringify({ action, place, surface: 'channel' }),
      state: {
        values: Object.fromEntries(Object.entries(fields).map(([id, value]) => [id, { field: { value } }])),
      },
    },
  };
}

const said = (who: Payload['who'], text: string) => ({
  type: 'event_callback',
  team_id: TEAM,
  event_id: `Ev${next()}`,
  authorizations: [{ team_id: TEAM, enterprise_id: null, user_id: BOT, is_bot: true }],
  event: {
    type: 'message',
    channel: `D${slackUser(who).slice(1)}`,
    channel_type: 'im',
    user: slackUser(who),
    text,
    ts: `1700000001.${String(next()).padStart(6, '0')}`,
  },
});

const form = (payload: object | string) =>
  Buffer.from(
    new URLSearchParams({
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    }).toString(),
  );

export function slackRequests(random: Random, targets: Readonly<Record<Target, string>>, now: () => Date) {
  /** Signed as it stands there, byte by byte. */
  const headersOf = (body: Buffer, type: string, at = now(), secret = SECRET) => {
    const timestamp = String(Math.floor(at.getTime() / 1000));
    const hash = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex');
    return {
      'content-type': type,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${hash}`,
    };
  };
  const crafted = (
    kind: Crafted['kind'],
    what: string,
    body: Buffer,
    headers: Record<string, string>,
    more: Partial<Crafted> = {},
  ): Crafted => ({
    what: `Slack: ${what}`,
    kind,
    method: 'POST',
    path: random.pick(PATHS),
    headers,
    body,
    ...more,
  });
  const harmless = () => {
    const who = random.pick(EVERYBODY);
    return random.chance(50)
      ? { body: Buffer.from(JSON.stringify(said(who, '状況'))), type: JSON_TYPE }
      : {
          body: form(pressed({ who, action: '{"do":"status"}', fields: {} }, SLACK_CHANNEL)),
          type: FORM_TYPE,
        };
  };

  const outside: (() => Crafted)[] = [
    () => crafted('outside', 'unsigned', harmless().body, { 'content-type': JSON_TYPE }),
    () => {
      const { body, type } = harmless();
      return crafted('outside', 'another secret', body, headersOf(body, type, now(), random.hex(32)));
    },
    () => {
      const { body, type } = harmless();
      const at = new Date(now().getTime() - (6 + random.int(10_000)) * MINUTE_MS);
      return crafted('outside', 'replayed later', body, headersOf(body, type, at));
    },
    () => {
      const { body, type } = harmless();
      const at = new Date(now().getTime() + (6 + random.int(10_000)) * MINUTE_MS);
      return crafted('outside', 'future-dated', body, headersOf(body, type, at));
    },
    () => {
      const [one, other] = [harmless(), harmless()];
      return crafted('outside', 'signed for another body', one.body, headersOf(other.body, one.type));
    },
    () => {
      const { body, type } = harmless();
      const headers = { ...headersOf(body, type) };
      const key = random.pick(['x-slack-signature', 'x-slack-request-timestamp'] as const);
      const value = random.pick([
        '',
        'v0=',
        'v1=00',
        'NaN',
        '-1',
        '1e9',
        `v0=${random.hex(64)}`,
        ' ',
        '0x10',
      ]);
      return crafted('outside', `${key}: ${value}`, body, { ...headers, [key]: value });
    },
    () => {
      const { body, type } = harmless();
      const missing = 1 + random.int(500);
      return crafted('outside', 'cut off', body, headersOf(body, type), { missing });
    },
    () => {
      const { body, type } = harmless();
      return crafted('outside', 'another method', body, headersOf(body, type), {
        method: random.pick(['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']),
      });
    },
  ];
  const oversized = () => {
    const body = Buffer.alloc(OVERSIZED, 'x');
    return crafted('outside', 'oversized', body, headersOf(body, JSON_TYPE));
  };
  /** Slack vouches for people of a workspace of ours within any organisation: these are other accounts of theirs. */
  const ofAnotherOrganisation = (): Crafted => {
    const { authorizations: _, ...one } = said(random.pick(EVERYBODY), '状況');
    const body = Buffer.from(JSON.stringify({ ...one, enterprise_id: 'E0ANOTHER' }));
    return crafted('odd', 'of another organisation', body, headersOf(body, JSON_TYPE), {
      path: '/slack/events',
    });
  };
  const odd = (): Crafted => {
    const who = random.pick(EVERYBODY);
    if (random.chance(2)) return ofAnotherOrganisation();
    const base = random.pick([
      () => said(who, random.text().slice(0, 300)),
      () => pressed({ who, action: '{"do":"status"}', fields: {} }, SLACK_CHANNEL),
      () => filled({ who, action: '{"do":"status"}', fields: {} }, 'view_submission'),
      () => filled({ who, action: '{"do":"status"}', fields: {} }, 'view_closed'),
    ])();
    const raw = oddBody(random, base);
    const asForm = random.chance(50);
    const body = asForm ? form(raw.toString('utf8')) : raw;
    const type = random.chance(85)
      ? asForm
        ? FORM_TYPE
        : JSON_TYPE
      : random.pick(['text/plain', 'multipart/form-data', 'application/xml', '']);
    return crafted('odd', 'signed, of an odd shape', body, headersOf(body, type));
  };
  const press = (): Crafted => {
    const payload = hostilePayload(random, targets);
    const body = form(
      random.pick([
        () => pressed(payload, random.chance(50) ? SLACK_CHANNEL : `D${slackUser(payload.who).slice(1)}`),
        () => filled(payload, 'view_submission'),
        () => filled(payload, 'view_closed'),
      ])(),
    );
    const what = `${payload.action.slice(0, 300)} by ${payload.who.id}`;
    return crafted('pressed', what, body, headersOf(body, FORM_TYPE));
  };
  /** Every hostile shape, as JSON and in a form, sent for the first time and again, signed and not. */
  const shapes = (): Crafted[] =>
    slackShapes(TEAM, slackUser(EVERYBODY[0]!)).flatMap(({ what, body: text }) =>
      [
        { body: Buffer.from(text), type: JSON_TYPE },
        { body: form(text), type: FORM_TYPE },
      ].flatMap(({ body, type }) => {
        const again = { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_error' };
        const signed = headersOf(body, type);
        return [
          crafted('odd', `signed, ${what}`, body, signed),
          crafted('odd', `signed, ${what}, again`, body, { ...signed, ...again }),
          crafted('outside', `with another secret, ${what}`, body, headersOf(body, type, now(), 'another')),
        ];
      }),
    );
  return { outside: () => (random.chance(0.5) ? oversized() : random.pick(outside)()), odd, press, shapes };
}
