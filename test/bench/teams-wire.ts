/** A local Bot Connector that does no more than it must, and Teams' side of the wire: cards answered by their buttons. */
import { createSign, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { encodeAction } from '../../src/core/cards/action.js';
import { APP_ID, TENANT } from '../support/bot-connector.js';
import { type City, type Person, type Said, serveEnvironment } from './city.js';
import type { Wire } from './load.js';
import { type Server, startServer } from './server.js';

const ISSUER = 'https://api.botframework.com';
const BOT_TOKEN = 'a-token-of-the-bot';
/** Different tokens in use at a time, so that more than one is to be checked. */
const TOKENS = 64;

export type TeamsWire = Wire & { readonly origin: string; stop(): Promise<void> };

export async function openTeamsWire(): Promise<TeamsWire> {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const told = new Map<string, (seen: string) => void>();
  let messages = 0;
  let activities = 0;

  function answer(path: string, body: string): object {
    const conversation = /^\/connector\/v3\/conversations\/([^/]+)\/activities/u.exec(path)?.[1];
    if (conversation !== undefined) {
      messages += 1;
      // The turn that the card's buttons carry: what the next press has to name.
      told.get(decodeURIComponent(conversation))?.(/\\"v\\":([1-9]\d*)/u.exec(body)?.[1] ?? '0');
      return { id: String(1_700_000_000_000 + messages) };
    }
    const member = /\/members\/([^/?]+)/u.exec(path)?.[1];
    if (member !== undefined) {
      const aadObjectId = decodeURIComponent(member).replace(/^29:/u, '');
      return { id: `29:${aadObjectId}`, aadObjectId, tenantId: TENANT, userRole: 'user' };
    }
    if (path === '/openid') return { issuer: ISSUER, jwks_uri: `${origin}/keys` };
    // The newer SDK asks at the second, which is Microsoft's own.
    if (path === '/keys' || path === '/v1/.well-known/keys') {
      const jwk = keys.publicKey.export({ format: 'jwk' });
      return { keys: [{ ...jwk, kid: 'key-1', use: 'sig', endorsements: ['msteams'] }] };
    }
    if (path.endsWith('/oauth2/v2.0/token'))
      return { token_type: 'Bearer', expires_in: 3599, access_token: BOT_TOKEN };
    throw new Error(`nothing at ${path}`);
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const data = JSON.stringify(answer(request.url ?? '', Buffer.concat(chunks).toString('latin1')));
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': data.length });
      response.end(data);
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const serviceUrl = `${origin}/connector/`;

  const tokens = Array.from({ length: TOKENS }, (_, i) => {
    const now = Math.floor(Date.now() / 1000);
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const signed = `${part({ alg: 'RS256', typ: 'JWT', kid: 'key-1' })}.${part({
      iss: ISSUER,
      aud: APP_ID,
      serviceurl: serviceUrl,
      nbf: now - 10 - i,
      exp: now + 36_000,
    })}`;
    return `${signed}.${createSign('RSA-SHA256').update(signed).sign(keys.privateKey).toString('base64url')}`;
  });

  return {
    origin,
    path: '/teams/messages',
    told,
    addressOf: conversationOf,
    request(person, said, seen) {
      activities += 1;
      return {
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${tokens[activities % TOKENS]}`,
        },
        body: JSON.stringify({
          channelId: 'msteams',
          serviceUrl,
          from: { id: `29:${person.objectId}`, aadObjectId: person.objectId, name: person.id },
          recipient: { id: `28:${APP_ID}`, name: 'Maru' },
          channelData: { tenant: { id: TENANT } },
          locale: 'ja-JP',
          conversation: { id: conversationOf(person), conversationType: 'personal', tenantId: TENANT },
          type: 'invoke',
          name: 'adaptiveCard/action',
          id: `f:${process.pid}-${activities}`,
          value: {
            action: { type: 'Action.Execute', verb: 'maru', data: pressed(said, Number(seen || 0)) },
            trigger: 'manual',
          },
        }),
      };
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const conversationOf = ({ objectId }: Person) => `a:${objectId}-chat`;

/** What the button of a card sends, with what was typed beside it. */
function pressed(said: Said, turn: number): object {
  switch (said.do) {
    case 'begin':
    case 'site_file':
      return { action: encodeAction(said.do, said.task) };
    case 'answer':
      return { action: encodeAction('answer', said.task, turn), text: said.text };
    case 'rate':
      return { action: encodeAction('rate', said.task, turn, 'achieved') };
    default:
      return said.do satisfies never;
  }
}

export function teamsEnvironment(wire: TeamsWire): Record<string, string> {
  return {
    TEAMS_MODE: 'on',
    MICROSOFT_APP_ID: APP_ID,
    MICROSOFT_APP_TENANT_ID: TENANT,
    MICROSOFT_APP_PASSWORD: 'unused',
    TEAMS_SERVICE_URLS: `${wire.origin}/connector/`,
    TEAMS_OPENID_URL: `${wire.origin}/openid`,
    TEAMS_LOGIN_URL: `${wire.origin}/login`,
  };
}

/** The built service as `maru serve` runs it, its pacing on a fast clock. */
export function serveTeams(city: City, wire: TeamsWire): Promise<Server> {
  return startServer({
    name: 'maru',
    args: ['--import', './test/bench/servers/unpaced.mjs', 'dist/cli.js', 'serve'],
    environment: { ...serveEnvironment(city), ...teamsEnvironment(wire) },
  });
}

/** A bare CloudAdapter of one of the two SDKs (servers/botbuilder.mjs, servers/agents.mjs) that sends this card. */
export function serveRival(wire: TeamsWire, sdk: 'botbuilder' | 'agents', card: object): Promise<Server> {
  return startServer({
    name: sdk === 'agents' ? 'agents-hosting' : sdk,
    args: [`test/bench/servers/${sdk}.mjs`],
    environment: {
      BENCH_APP_ID: APP_ID,
      BENCH_TENANT: TENANT,
      BENCH_OPENID: `${wire.origin}/openid`,
      BENCH_TOKEN: BOT_TOKEN,
      BENCH_CARD: JSON.stringify(card),
    },
  });
}
