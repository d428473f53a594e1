/**
 * The Bot Framework SDK, and the only file that knows it: requests authenticated as its CloudAdapter does, clients of the
 * Bot Connector kept one for each service URL. Its successor can take this file's place.
 */
// Its index would load a third more (transcripts, streaming, skills, an HTML parser), and nothing of it is used. Paths
// inside a package may change with a version; this one has seen its last.

import { AsyncLocalStorage } from 'node:async_hooks';
import type { Activity, TurnContext } from 'botbuilder';
import { CloudAdapterBase } from 'botbuilder-core/lib/cloudAdapterBase.js';
import { ConfigurationBotFrameworkAuthentication } from 'botbuilder-core/lib/configurationBotFrameworkAuthentication.js';
import { ConfigurationServiceClientCredentialFactory } from 'botbuilder-core/lib/configurationServiceClientCredentialFactory.js';
import { withoutEnd } from '../../../core/text/text.js';
import type { TeamsSettings } from '../settings.js';
import type { Login } from './login.js';

/** Fetching the keys has no time-out of its own in the SDK, in milliseconds. */
const AUTHENTICATION_TIMEOUT_MS = 8_000;
/** Service URLs there are at most: a few regions of Teams. */
const MOST_CLIENTS = 200;

type Factory = ReturnType<ConfigurationBotFrameworkAuthentication['createConnectorFactory']>;
/** A client of the Bot Connector at one service URL. */
export type Client = Awaited<ReturnType<Factory['create']>>;
type Signed = { signRequest(request: SignedRequest): Promise<SignedRequest> };
type SignedRequest = Parameters<
  Awaited<ReturnType<ConfigurationServiceClientCredentialFactory['createCredentials']>>['signRequest']
>[0];

/** Credentials of the bot's own tenant. Throws when they are not complete. */
class Credentials extends ConfigurationServiceClientCredentialFactory {
  constructor(
    settings: TeamsSettings | null,
    private readonly login: Login | null,
  ) {
    super(
      settings
        ? {
            MicrosoftAppId: settings.MICROSOFT_APP_ID,
            MicrosoftAppType: settings.MICROSOFT_APP_TYPE,
            MicrosoftAppTenantId: settings.MICROSOFT_APP_TENANT_ID,
            ...(settings.MICROSOFT_APP_PASSWORD === ''
              ? {}
              : { MicrosoftAppPassword: settings.MICROSOFT_APP_PASSWORD }),
          }
        : {},
    );
  }

  override async createCredentials(
    ...of: Parameters<ConfigurationServiceClientCredentialFactory['createCredentials']>
  ) {
    const { login } = this;
    if (!login) return super.createCredentials(...of);
    const signed: Signed = {
      async signRequest(request) {
        request.headers.set('authorization', `Bearer ${await login.token()}`);
        return request;
      },
    };
    return signed;
  }
}

type Identity = Parameters<ConfigurationBotFrameworkAuthentication['createConnectorFactory']>[0];
type UserTokens = ReturnType<ConfigurationBotFrameworkAuthentication['createUserTokenClient']>;

/** The clients of the Bot Connector, each kept: making one costs more than a whole turn. */
class Outbound extends ConfigurationBotFrameworkAuthentication {
  private readonly clients = new Map<string, Promise<Client>>();
  private userTokens: UserTokens | null = null;

  override createUserTokenClient(identity: Identity): UserTokens {
    this.userTokens ??= super.createUserTokenClient(identity);
    return this.userTokens;
  }

  client(serviceUrl: string, identity: Identity): Promise<Client> {
    const known = this.clients.get(serviceUrl);
    if (known) return known;
    const making = this.createConnectorFactory(identity).create(serviceUrl, AUDIENCE).then(withoutRetries);
    if (this.clients.size >= MOST_CLIENTS) this.clients.clear();
    this.clients.set(serviceUrl, making);
    making.catch(() => this.clients.delete(serviceUrl));
    return making;
  }
}

type Authenticated = Awaited<ReturnType<ConfigurationBotFrameworkAuthentication['authenticateRequest']>>;

/** A token that was checked is not checked again for this long, and never beyond its own end, in milliseconds. */
const CHECKED_MS = 5 * 60_000;
const MOST_TOKENS = 500;

/**
 * Requests authenticated by the SDK, answered through the clients that are kept. Teams sends one token with many requests,
 * and its signature stays what it was: what is remembered holds for that token, channel and service URL alone.
 */
class Inbound extends ConfigurationBotFrameworkAuthentication {
  private readonly checked = new Map<string, { readonly until: number; readonly as: Authenticated }>();

  constructor(
    private readonly outbound: Outbound,
    ...of: ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>
  ) {
    super(...of);
  }

  override async authenticateRequest(
    ...of: Parameters<ConfigurationBotFrameworkAuthentication['authenticateRequest']>
  ): Promise<Authenticated> {
    const [{ channelId, serviceUrl }, authorization] = of;
    const key = JSON.stringify([channelId, serviceUrl, authorization]);
    const known = this.checked.get(key);
    if (known && known.until > Date.now()) return known.as;
    const result = await super.authenticateRequest(...of);
    const create = (url: string) => this.outbound.client(url, result.claimsIdentity);
    const as = { ...result, connectorFactory: { create } };
    const endsAt = Number(result.claimsIdentity.getClaimValue('exp')) * 1000;
    if (this.checked.size >= MOST_TOKENS) this.checked.clear();
    // Without an end (the demo, which checks nothing) nothing is remembered.
    if (endsAt > Date.now()) this.checked.set(key, { until: Math.min(endsAt, Date.now() + CHECKED_MS), as });
    return as;
  }

  override createUserTokenClient(identity: Identity): UserTokens {
    return this.outbound.createUserTokenClient(identity);
  }
}

const AUDIENCE = 'https://api.botframework.com';
/** The issuer of every request of Teams. The SDK would also take tokens made for its emulator. */
export const ISSUER = 'https://api.botframework.com';

/**
 * The client's pipeline posts again when an answer is lost, which is a second message. It offers no option for that,
 * so the policy is taken out; redirects would carry the token elsewhere.
 */
function withoutRetries(client: Client): Client {
  const { pipeline } = (client as unknown as { client: { pipeline: Pipeline } }).client;
  for (const name of ['defaultRetryPolicy', 'redirectPolicy'])
    if (pipeline.removePolicy({ name }).length === 0)
      throw new Error(`the SDK's client has no ${name} any more`);
  return client;
}
type Pipeline = { removePolicy(of: { name: string }): unknown[] };

export type Turned =
  /** authenticated, and the logic ran */
  | { readonly kind: 'done' }
  /** not from Teams, or not for this bot */
  | { readonly kind: 'refused'; readonly reason: string };

export type Sdk = {
  /**
   * Authenticates a request (its Authorization header and activity) and runs `logic`. Rejects with the logic's fault,
   * or when it could not be found out who asks (the keys cannot be had): then Teams is to send again.
   */
  turn(authorization: string, activity: object, logic: () => Promise<void>): Promise<Turned>;
  /** The client for a service URL, acting as the bot. */
  client(serviceUrl: string): Promise<Client>;
};

class Adapter extends CloudAdapterBase {
  constructor(
    private readonly inbound: Inbound,
    private readonly outbound: Outbound,
    private readonly appId: string,
  ) {
    super(inbound);
    // A failed turn must fail: the answer 200 would tell Teams that the input was taken.
    this.onTurnError = async (_context, error) => {
      throw error;
    };
  }

  async turn(
    authorization: string,
    activity: object,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<Turned> {
    let authenticated: Awaited<ReturnType<Inbound['authenticateRequest']>>;
    try {
      authenticated = await within(
        AUTHENTICATION_TIMEOUT_MS,
        quiet.run(true, () => this.inbound.authenticateRequest(activity as Activity, authorization)),
      );
    } catch (error) {
      if (isRefusal(error)) return { kind: 'refused', reason: error.message };
      throw error;
    }
    await this.processActivity(authenticated, activity as Activity, logic);
    return { kind: 'done' };
  }

  connector(serviceUrl: string): Promise<Client> {
    return this.outbound.client(serviceUrl, this.createClaimsIdentity(this.appId));
  }
}

/**
 * The SDK writes to the console about every forged token, with the keys it was held against: anybody could fill the log
 * so. What was wrong is in what it throws, and is told by us.
 */
const quiet = new AsyncLocalStorage<true>();
const { error: written } = console;
console.error = (...said: unknown[]) => quiet.getStore() ?? written.apply(console, said);

/** Only a bad token is a refusal. A login server or key server that does not answer is a fault. */
function isRefusal(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  if (['JsonWebTokenError', 'TokenExpiredError', 'NotBeforeError'].includes(error.name)) return true;
  return 'statusCode' in error && (error.statusCode === 401 || error.statusCode === 403);
}

/**
 * The SDK with the bot's credentials. Throws when they are missing. `login` null: managed identity. `settings` null:
 * nobody is authenticated at all, for the demo on loopback only.
 */
export function openSdk(settings: TeamsSettings | null, login: Login | null): Sdk {
  const options = settings
    ? {
        ToChannelFromBotLoginUrl: `${withoutEnd(settings.TEAMS_LOGIN_URL, '/')}/${settings.MICROSOFT_APP_TENANT_ID}`,
        ToChannelFromBotOAuthScope: AUDIENCE,
        ToBotFromChannelTokenIssuer: ISSUER,
        OAuthUrl: AUDIENCE,
        ToBotFromChannelOpenIdMetadataUrl: settings.TEAMS_OPENID_URL,
        ToBotFromEmulatorOpenIdMetadataUrl: settings.TEAMS_OPENID_URL,
        ValidateAuthority: true,
      }
    : {};
  const credentials = new Credentials(settings, login);
  const proxy = settings && settings.TEAMS_PROXY !== '' ? new URL(settings.TEAMS_PROXY) : null;
  const port = Number(proxy?.port || (proxy?.protocol === 'https:' ? 443 : 80));
  const through = (host: string) => (proxy ? { proxySettings: { host, port, ...userOf(proxy) } } : {});
  // The SDK puts `http://` before the host where it fetches keys, and wants it there already where it sends.
  const rest = [options, credentials, undefined, undefined] as const;
  const outbound = new Outbound(...rest, through(`${proxy?.protocol}//${proxy?.hostname}`));
  const inbound = new Inbound(outbound, ...rest, through(proxy?.hostname ?? ''));
  const adapter = new Adapter(inbound, outbound, settings?.MICROSOFT_APP_ID ?? '');
  return {
    turn: (authorization, activity, logic) => adapter.turn(authorization, activity, logic),
    client: (serviceUrl) => adapter.connector(serviceUrl),
  };
}

function userOf({ username, password }: URL): { username?: string; password?: string } {
  return {
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
  };
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`not authenticated within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
