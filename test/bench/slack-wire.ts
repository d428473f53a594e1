/** A local Slack that does no more than it must: it takes messages, says so, and tells the load who was answered. */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { encodeAction } from '../../src/core/cards/action.js';
import { APP, SECRET } from '../support/slack-sender.js';
import { BOT, BOT_TOKEN, TEAM } from '../support/slack-workspace.js';
import { type City, type Person, type Said, serveEnvironment } from './city.js';
import type { Wire } from './load.js';
import { type Server, startServer } from './server.js';

export type SlackWire = Wire & {
  readonly apiUrl: string;
  /** how often each method was called */
  readonly calls: Map<string, number>;
  stop(): Promise<void>;
};

export async function openSlackWire(people: readonly Person[]): Promise<SlackWire> {
  const told = new Map<string, (seen: string) => void>();
  const calls = new Map<string, number>();
  const directs = new Map(people.map(({ user, direct }) => [user, direct]));
  const emails = new Map(people.map(({ user, id }) => [user, `${id}@example.jp`]));
  let events = 0;
  let messages = 0;

  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function answer(method: string, body: string): object {
    calls.set(method, (calls.get(method) ?? 0) + 1);
    switch (method) {
      case 'chat.postMessage': {
        // The form is not read as a whole, since that would cost the load more than the rest.
        const to = /(?:^|&)channel=([^&]+)/u.exec(body)?.[1] ?? '';
        messages += 1;
        // The further pages of a card that takes several messages answer nothing.
        const page = /%22page%22%3A(\d+)/u.exec(body)?.[1] ?? '1';
        if (page === '1') told.get(to)?.('');
        // Written to a person (that something went wrong, say) it stands in the direct message, and answers nothing.
        return {
          ok: true,
          channel: directs.get(to) ?? to,
          ts: `1700000000.${String(messages).padStart(6, '0')}`,
          message: {},
        };
      }
      case 'auth.test':
        return { ok: true, team_id: TEAM, user_id: BOT, bot_id: 'B0MARU', url: 'https://city.slack.com/' };
      case 'users.info': {
        const user = new URLSearchParams(body).get('user') ?? '';
        return {
          ok: true,
          user: { id: user, team_id: TEAM, is_email_confirmed: true, profile: { email: emails.get(user) } },
        };
      }
      // a file goes anywhere: everything that is no method is answered with 200
      case 'files.getUploadURLExternal':
        return { ok: true, upload_url: `${origin()}/upload`, file_id: 'F1' };
      case 'files.completeUploadExternal':
        told.get(new URLSearchParams(body).get('channel_id') ?? '')?.('file');
        return { ok: true, files: [] };
      default:
        return { ok: false, error: 'unknown_method' };
    }
  }

  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const data = JSON.stringify(
        answer((request.url ?? '').replace(/^\/api\//u, ''), Buffer.concat(chunks).toString('latin1')),
      );
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': data.length });
      response.end(data);
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    apiUrl: `${origin()}/api/`,
    calls,
    path: '/slack/events',
    told,
    addressOf: ({ direct }) => direct,
    request(person: Person, said: Said) {
      events += 1;
      const now = Math.floor(Date.now() / 1000);
      const id = `${process.pid}${String(events).padStart(8, '0')}`;
      const ts = `${now}.${String(events % 1_000_000).padStart(6, '0')}`;
      const body =
        said.text === ''
          ? `payload=${encodeURIComponent(JSON.stringify(press(person, said, id, ts)))}`
          : JSON.stringify(message(person, said.text, id, ts));
      const signature = createHmac('sha256', SECRET).update(`v0:${now}:${body}`).digest('hex');
      return {
        body,
        headers: {
          'content-type': said.text === '' ? 'application/x-www-form-urlencoded' : 'application/json',
          'x-slack-request-timestamp': String(now),
          'x-slack-signature': `v0=${signature}`,
        },
      };
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function message({ direct, user }: Person, text: string, id: string, ts: string): object {
  return {
    token: 'unused',
    team_id: TEAM,
    api_app_id: APP,
    type: 'event_callback',
    event_id: `Ev${id}`,
    event_time: Number.parseInt(ts, 10),
    authorizations: [
      { enterprise_id: null, team_id: TEAM, user_id: BOT, is_bot: true, is_enterprise_install: false },
    ],
    event: { type: 'message', channel: direct, channel_type: 'im', user, text, ts, event_ts: ts },
  };
}

function press({ direct, user }: Person, said: Said, id: string, ts: string): object {
  return {
    type: 'block_actions',
    team: { id: TEAM, domain: 'city' },
    user: { id: user, username: user, team_id: TEAM },
    api_app_id: APP,
    token: 'unused',
    trigger_id: `${id}.1`,
    container: { type: 'message', message_ts: ts, channel_id: direct },
    channel: { id: direct, name: 'directmessage' },
    message: { ts, text: '' },
    state: { values: {} },
    actions: [
      {
        type: 'button',
        action_id: `maru:${said.do}`,
        block_id: 'b',
        value: encodeAction(said.do, said.task),
        action_ts: ts,
      },
    ],
  };
}

export function slackEnvironment(city: City, wire: SlackWire): Record<string, string> {
  return {
    ...serveEnvironment(city),
    SLACK_MODE: 'http',
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_TEAM_IDS: TEAM,
    SLACK_API_URL: wire.apiUrl,
  };
}

/** The built service as `maru serve` runs it, its pacing on a fast clock. */
export function serveSlack(city: City, wire: SlackWire, cores?: number | string | null): Promise<Server> {
  return startServer({
    name: 'maru',
    args: ['--import', './test/bench/servers/unpaced.mjs', 'dist/cli.js', 'serve'],
    environment: slackEnvironment(city, wire),
    ...(cores === undefined ? {} : { cores }),
  });
}

export type SlackRival = 'default' | 'tuned' | 'acked' | 'chat-sdk';

/** A bare bolt (servers/bolt.mjs), or the Chat SDK (servers/chat-sdk.mjs). */
export function serveRival(city: City, wire: SlackWire, rival: SlackRival): Promise<Server> {
  return startServer({
    ...(rival === 'chat-sdk'
      ? { name: 'Chat SDK', args: ['test/bench/servers/chat-sdk.mjs'] }
      : { name: `bolt, ${rival}`, args: ['test/bench/servers/bolt.mjs'] }),
    environment: {
      BENCH_VARIANT: rival,
      BENCH_TOKEN: BOT_TOKEN,
      BENCH_SECRET: SECRET,
      SLACK_API_URL: wire.apiUrl,
      REDIS_URL: city.redisUrl,
    },
  });
}
