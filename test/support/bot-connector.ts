/**
 * A local stand-in for what Microsoft runs around a Teams bot: the login server, the keys requests are signed with, and
 * the Bot Connector with its limits and refusals. Source: learn.microsoft.com azure/bot-service/rest-api, microsoftteams/
 * platform/bots/how-to/rate-limit and …/send-proactive-messages. What it is sent stands in `messages`, as in a client.
 */
import { createSign, randomInt, randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Request, type Response } from 'express';
import { rsaKeys } from './rsa-keys.js';

export const APP_ID = '11111111-2222-4333-8444-555555555555';
export const TENANT = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
const SECRET = 'a-client-secret';
const ISSUER = 'https://api.botframework.com';

/** Per bot and conversation: at most so many in so many milliseconds. */
const LIMITS = [
  { most: 7, ms: 1_000 },
  { most: 8, ms: 2_000 },
  { most: 60, ms: 30_000 },
  { most: 1_800, ms: 3_600_000 },
];
/** The same for members looked up. */
const MEMBER_LIMITS = [
  { most: 14, ms: 1_000 },
  { most: 16, ms: 2_000 },
  { most: 120, ms: 30_000 },
  { most: 3_600, ms: 3_600_000 },
];
/** Fewer than may be asked for, so that there is a second page. */
const MEMBERS_AT_ONCE = 4;
/** The documented limit of a message, in bytes of UTF-16. */
const MESSAGE_MAX_BYTES = 100 * 1024;

export type User = {
  readonly id: string;
  readonly aadObjectId: string;
  readonly name: string;
  readonly email: string;
  readonly userRole?: 'user' | 'guest';
  /** another than the bot's: where a guest is at home */
  readonly tenantId?: string;
};

export type Posted = {
  readonly id: string;
  readonly conversation: string;
  activity: { readonly [key: string]: unknown };
  edits: number;
  /** counts up with everything that was posted */
  readonly seq: number;
};

/** What happens to the next call instead of, or after, doing it. */
export type Fault = {
  readonly on: 'post' | 'targeted' | 'edit' | 'open' | 'member';
  readonly status?: number;
  readonly code?: string;
  readonly retryAfter?: string;
  /** the call is carried out and its answer never sent */
  readonly lose?: boolean;
  /** done, but not before that */
  readonly until?: Promise<void>;
};

export type BotConnector = Awaited<ReturnType<typeof startBotConnector>>;

/** `now`: the clock its limits are counted by, in milliseconds. */
export async function startBotConnector(options: { limits?: boolean; now?: () => number } = {}) {
  const { now = () => performance.now() } = options;
  const [keys, strangerKeys] = [rsaKeys('connector'), rsaKeys('stranger')];
  let count = 0;
  const seq = () => {
    count += 1;
    return count;
  };
  const messages: Posted[] = [];
  /** what one person alone sees in a channel */
  const targeted: (Posted & { readonly to: string })[] = [];
  const calls: {
    readonly on: string;
    readonly conversation: string;
    readonly at: number;
    readonly status: number;
  }[] = [];
  const faults: Fault[] = [];
  const users = new Map<string, User>();
  const blocked = new Set<string>();
  const tokens = new Set<string>();
  const times = new Map<string, number[]>();
  const pictures = new Map<string, Buffer>();
  let keysServed = 0;
  let tokensServed = 0;
  let keysDown = false;
  let keysAre: string | null = null;
  let revoked = false;
  const app = express();
  app.use(express.json({ limit: '1mb' }));
  app.use(express.urlencoded({ extended: false }));

  app.get('/openid', (_request, response) => {
    if (keysDown) return void response.status(500).end();
    response.json({ issuer: ISSUER, jwks_uri: `${base()}/keys` });
  });
  app.get(['/keys', '/v1/.well-known/keys'], (_request, response) => {
    if (keysDown) return void response.status(500).end();
    keysServed += 1;
    if (keysAre === 'cut') return void response.write('{"keys"', () => response.socket?.destroy());
    if (keysAre !== null) return void response.type('json').send(keysAre);
    const jwk = keys.publicKey.export({ format: 'jwk' });
    response.json({ keys: [{ ...jwk, kid: 'key-1', use: 'sig', endorsements: ['msteams'] }] });
  });
  app.post('/login/:tenant/oauth2/v2.0/token', (request, response) => {
    const {
      client_id: id,
      client_secret: secret,
      scope,
      grant_type: grant,
    } = request.body as Record<string, string>;
    const right =
      request.params.tenant === TENANT &&
      id === APP_ID &&
      secret === SECRET &&
      !revoked &&
      scope === `${ISSUER}/.default` &&
      grant === 'client_credentials';
    if (!right) return void response.status(401).json({ error: 'invalid_client' });
    tokensServed += 1;
    const token = `token-${randomUUID()}`;
    tokens.add(token);
    response.json({ token_type: 'Bearer', expires_in: 3599, access_token: token });
  });

  const connector = express.Router();
  connector.use((request, response, next) => {
    const token = /^Bearer (.+)$/u.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined || !tokens.has(token)) return refuse(response, 401, 'Unauthorized');
    next();
  });
  connector.get('/v3/attachments/:id/views/original', (request, response) => {
    const picture = pictures.get(request.params.id ?? '');
    return picture ? void response.type('image/*').send(picture) : refuse(response, 404, 'NotFound');
  });
  connector.post('/v3/conversations', (request, response) => {
    const body = request.body as { members?: { id: string }[]; tenantId?: string };
    const user = body.members?.[0]?.id ?? '';
    carryOut('open', user, request, response, () => {
      if (!users.has(user)) return { status: 404, code: 'ConversationNotFound' };
      if (blocked.has(user)) return { status: 403, code: 'BotNotInConversationRoster' };
      return { id: personalChat(user) };
    });
  });
  connector.post('/v3/conversations/:conversation/activities', (request, response) => {
    const conversation = request.params.conversation ?? '';
    if (request.query.isTargetedActivity === 'true') {
      carryOut('targeted', conversation, request, response, () => {
        const { recipient } = request.body as { recipient?: { id?: string; isTargeted?: boolean } };
        if (!recipient?.id || recipient.isTargeted !== true) return { status: 400, code: 'BadArgument' };
        if ([...users.values()].some(({ id }) => personalChat(id) === conversation))
          return { status: 400, code: 'BadArgument' };
        if (!users.has(recipient.id)) return { status: 403, code: 'MemberNotFoundInConversation' };
        const id = `targeted-${targeted.length}`;
        const activity = request.body as Posted['activity'];
        targeted.push({ id, conversation, activity, edits: 0, seq: seq(), to: recipient.id });
        return { id };
      });
      return;
    }
    carryOut('post', conversation, request, response, () => {
      const owner = [...users.values()].find(({ id }) => personalChat(id) === conversation);
      if (owner && blocked.has(owner.id)) return { status: 403, code: 'MessageWritesBlocked' };
      const id = `${1_700_000_000_000 + messages.length}`;
      messages.push({ id, conversation, activity: request.body as Posted['activity'], edits: 0, seq: seq() });
      return { id };
    });
  });
  connector.put('/v3/conversations/:conversation/activities/:id', (request, response) => {
    const conversation = request.params.conversation ?? '';
    carryOut('edit', conversation, request, response, () => {
      const message = messages.find(({ id }) => id === request.params.id);
      if (!message) return { status: 404, code: 'ActivityNotFoundInConversation' };
      message.activity = request.body as Posted['activity'];
      message.edits += 1;
      return { id: message.id };
    });
  });
  connector.delete('/v3/conversations/:conversation/activities/:id', (request, response) => {
    const at = messages.findIndex(({ id }) => id === request.params.id);
    if (at < 0) return refuse(response, 404, 'ActivityNotFoundInConversation');
    messages.splice(at, 1);
    response.status(200).end();
  });
  connector.get('/v3/conversations/:conversation/members/:user', (request, response) => {
    carryOut('member', request.params.conversation ?? '', request, response, () => {
      const user = users.get(request.params.user ?? '');
      return user ? memberOf(user) : { status: 404, code: 'MemberNotFoundInConversation' };
    });
  });
  // Of a personal chat the person, of any other conversation everybody.
  connector.get('/v3/conversations/:conversation/pagedmembers', (request, response) => {
    const conversation = request.params.conversation ?? '';
    carryOut('member', conversation, request, response, () => {
      const all = [...users.values()];
      const person = all.filter(({ id }) => personalChat(id) === conversation);
      const listed = person.length > 0 ? person : all;
      const from = Number(request.query.continuationToken ?? 0);
      const to = from + Math.min(Number(request.query.pageSize), MEMBERS_AT_ONCE);
      return {
        members: listed.slice(from, to).map(memberOf),
        ...(to < listed.length ? { continuationToken: String(to) } : {}),
      };
    });
  });
  app.use('/connector', connector);

  const memberOf = (user: User) => ({
    id: user.id,
    aadObjectId: user.aadObjectId,
    name: user.name,
    email: user.email,
    userPrincipalName: user.email,
    tenantId: user.tenantId ?? TENANT,
    userRole: user.userRole ?? 'user',
  });

  function carryOut(
    on: Fault['on'],
    conversation: string,
    request: Request,
    response: Response,
    act: () => { status: number; code: string } | { [key: string]: string | object[] },
  ): void {
    const answered = (status: number) => calls.push({ on, conversation, at: now(), status });
    const fault = faults[0]?.on === on ? faults.shift() : undefined;
    if (fault?.until) {
      void fault.until.then(() => carryOut(on, conversation, request, response, act));
      return;
    }
    if (fault?.status !== undefined) {
      answered(fault.status);
      return void refuse(response, fault.status, fault.code ?? '', fault.retryAfter);
    }
    const counted = on === 'member' ? `member ${conversation}` : conversation.split(';')[0]!;
    if (options.limits !== false && isTooFast(counted, on === 'member' ? MEMBER_LIMITS : LIMITS)) {
      answered(429);
      return void refuse(response, 429, 'Throttled', '1');
    }
    if (JSON.stringify(request.body ?? {}).length * 2 > MESSAGE_MAX_BYTES) {
      answered(413);
      return void refuse(response, 413, 'MessageSizeTooBig');
    }
    const outcome = act();
    if (fault?.lose) {
      answered(0);
      return void response.socket?.destroy();
    }
    if ('status' in outcome && typeof outcome.status === 'number') {
      answered(outcome.status);
      return void refuse(response, outcome.status, String(outcome.code ?? ''));
    }
    const status = on === 'member' ? 200 : 201;
    answered(status);
    response.status(status).json(outcome);
  }

  function isTooFast(conversation: string, limits: typeof LIMITS): boolean {
    const came = now();
    const all = times.get(conversation) ?? [];
    all.push(came);
    times.set(conversation, all);
    return limits.some(({ most, ms }) => all.filter((at) => at > came - ms).length > most);
  }

  const server: Server = await new Promise((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
    // On a busy machine a connection would be closed in the moment it is used again.
    listening.keepAliveTimeout = 60_000;
  });
  const base = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const serviceUrl = () => `${base()}/connector/`;

  /** A token as Teams signs it; `claims` and `header` replace parts, `key` forges. */
  function token(
    claims: Record<string, unknown> = {},
    header: Record<string, unknown> = {},
    key: 'ours' | 'stranger' = 'ours',
  ): string {
    const now = Math.floor(Date.now() / 1000);
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const head = part({ alg: 'RS256', typ: 'JWT', kid: 'key-1', ...header });
    const body = part({
      iss: ISSUER,
      aud: APP_ID,
      serviceurl: serviceUrl(),
      nbf: now - 10,
      exp: now + 3600,
      ...claims,
    });
    const { privateKey } = key === 'ours' ? keys : strangerKeys;
    const signature = createSign('RSA-SHA256')
      .update(`${head}.${body}`)
      .sign(privateKey)
      .toString('base64url');
    return `${head}.${body}.${signature}`;
  }

  return {
    messages,
    targeted,
    /** what lies at the connector, by its id */
    pictures,
    calls,
    faults,
    users,
    blocked,
    token,
    serviceUrl,
    get keysServed() {
      return keysServed;
    },
    get tokensServed() {
      return tokensServed;
    },
    set keysDown(down: boolean) {
      keysDown = down;
    },
    /** the keys are answered with this instead; `cut`: not to the end; null: as they are */
    set keysAre(text: string | null) {
      keysAre = text;
    },
    /** no token given before is good any more */
    forgetTokens: () => tokens.clear(),
    /** the bot's secret is good no more, and neither is any token; `false`: it is again */
    revoke(now = true) {
      revoked = now;
      tokens.clear();
    },
    /** the settings of a bot that lives here, as they stand in the environment */
    environment: () => ({
      TEAMS_MODE: 'on',
      MICROSOFT_APP_ID: APP_ID,
      MICROSOFT_APP_TYPE: 'SingleTenant',
      MICROSOFT_APP_TENANT_ID: TENANT,
      MICROSOFT_APP_PASSWORD: SECRET,
      TEAMS_SERVICE_URLS: serviceUrl(),
      TEAMS_OPENID_URL: `${base()}/openid`,
      TEAMS_LOGIN_URL: `${base()}/login`,
    }),
    addUser(user: User) {
      users.set(user.id, user);
      return user;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The card that tells of an account comes when it comes: tests that count answers leave it out. */
export const tellsOfAccount = (said: object): boolean =>
  JSON.stringify(said).includes('わたしではありません');

/** The id of the personal chat between a user and the bot. */
export function personalChat(user: string): string {
  return `a:${user.replace(/^29:/u, '')}-chat`;
}

function refuse(response: Response, status: number, code: string, retryAfter?: string): void {
  if (retryAfter !== undefined) response.set('retry-after', retryAfter);
  response.status(status).json(code === '' ? {} : { error: { code, message: code } });
}

/** Activities as Teams sends them. `from` in its personal chat with the bot, or in a channel. */
export function teamsActivities(connector: Pick<BotConnector, 'serviceUrl'>, tenant: string = TENANT) {
  // No id comes twice, also not after a restore: each sender begins somewhere else.
  let count = randomInt(100_000) * 1_000;
  const next = () => {
    count += 1;
    return `${1_690_000_000_000 + count}`;
  };
  const common = (user: User) => ({
    channelId: 'msteams',
    serviceUrl: connector.serviceUrl(),
    from: { id: user.id, aadObjectId: user.aadObjectId, name: user.name },
    recipient: { id: `28:${APP_ID}`, name: 'Maru' },
    channelData: { tenant: { id: tenant } },
    locale: 'ja-JP',
  });
  const personal = (user: User) => ({
    ...common(user),
    conversation: { id: personalChat(user.id), conversationType: 'personal', tenantId: tenant },
  });
  const inChannel = (user: User, channel: string, root: string) => ({
    ...common(user),
    conversation: {
      id: `${channel};messageid=${root}`,
      conversationType: 'channel',
      isGroup: true,
      tenantId: tenant,
    },
  });
  return {
    said: (user: User, text: string) => ({
      ...personal(user),
      type: 'message',
      id: next(),
      text,
      textFormat: 'plain',
    }),
    /** files in a personal chat, with where to get their bytes */
    sentFiles: (user: User, text: string, files: readonly { name: string; url: string }[]) => ({
      ...personal(user),
      type: 'message',
      id: next(),
      text,
      textFormat: 'plain',
      attachments: files.map(({ name, url }) => ({
        contentType: 'application/vnd.microsoft.teams.file.download.info',
        contentUrl: `https://city-my.sharepoint.com/personal/${name}`,
        name,
        content: { downloadUrl: url, uniqueId: randomUUID(), fileType: 'xlsx' },
      })),
    }),
    /** a picture that was pasted, or sent from a phone; it lies at `url` */
    pasted: (user: User, text: string, url: string) => ({
      ...personal(user),
      type: 'message',
      id: next(),
      text,
      textFormat: 'plain',
      attachments: [
        { contentType: 'image/*', contentUrl: url },
        { contentType: 'text/html', content: '<p><img src="x"></p>' },
      ],
    }),
    /** the answer to a card that offers a file */
    consented: (user: User, card: string, context: unknown, uploadInfo: object | null) => ({
      ...personal(user),
      type: 'invoke',
      name: 'fileConsent/invoke',
      id: `f:${randomUUID()}`,
      replyToId: card,
      value: {
        type: 'fileUpload',
        action: uploadInfo ? 'accept' : 'decline',
        context,
        ...(uploadInfo ? { uploadInfo } : {}),
      },
    }),
    mentioned(user: User, channel: string, text: string, root: string = next()) {
      return {
        ...inChannel(user, channel, root),
        type: 'message',
        id: next(),
        text: `<at>Maru</at> ${text}\n`,
        entities: [
          { type: 'mention', text: '<at>Maru</at>', mentioned: { id: `28:${APP_ID}`, name: 'Maru' } },
        ],
      };
    },
    /** Action.Execute in a personal chat */
    executed: (user: User, data: object) => ({
      ...personal(user),
      type: 'invoke',
      name: 'adaptiveCard/action',
      id: `f:${randomUUID()}`,
      value: { action: { type: 'Action.Execute', verb: 'maru', data }, trigger: 'manual' },
    }),
    executedIn: (user: User, channel: string, root: string, data: object) => ({
      ...inChannel(user, channel, root),
      type: 'invoke',
      name: 'adaptiveCard/action',
      id: `f:${randomUUID()}`,
      value: { action: { type: 'Action.Execute', verb: 'maru', data }, trigger: 'manual' },
    }),
    /** a message action, and the form that followed, called in any chat (`composeExtension/…`) */
    onMessage: (
      user: User,
      conversation: { id: string; type: 'personal' | 'groupChat' | 'channel' },
      name: 'composeExtension/fetchTask' | 'composeExtension/submitAction',
      value: object,
    ) => ({
      ...common(user),
      conversation: { id: conversation.id, conversationType: conversation.type, tenantId: tenant },
      type: 'invoke',
      name,
      id: `f:${randomUUID()}`,
      value: { commandId: 'memo', commandContext: 'message', context: { theme: 'default' }, ...value },
    }),
    /** Action.Submit: a message without text */
    submitted: (user: User, value: object) => ({ ...personal(user), type: 'message', id: next(), value }),
    task: (user: User, name: 'task/fetch' | 'task/submit', data: object) => ({
      ...personal(user),
      type: 'invoke',
      name,
      id: `f:${randomUUID()}`,
      value: { data, context: { theme: 'default' } },
    }),
    taskIn: (
      user: User,
      channel: string,
      root: string,
      name: 'task/fetch' | 'task/submit',
      data: object,
    ) => ({
      ...inChannel(user, channel, root),
      type: 'invoke',
      name,
      id: `f:${randomUUID()}`,
      value: { data, context: { theme: 'default' } },
    }),
    installation: (user: User, action: string) => ({
      ...personal(user),
      type: 'installationUpdate',
      id: `f:${randomUUID()}`,
      action,
    }),
    members: (user: User, change: 'membersAdded' | 'membersRemoved') => ({
      ...personal(user),
      type: 'conversationUpdate',
      id: `f:${randomUUID()}`,
      [change]: [{ id: `28:${APP_ID}` }],
    }),
  };
}
