/** The Bot Framework SDK, which only this file and its keys.ts know: requests authenticated as its CloudAdapter does. */
// Its index would load a third more (transcripts, streaming, skills, an HTML parser), and nothing of it is used. Paths
// inside a package may change with a version; this one has seen its last.

import { AsyncLocalStorage } from 'node:async_hooks';
import type { Activity } from 'botbuilder';
import { CloudAdapterBase } from 'botbuilder-core/lib/cloudAdapterBase.js';
import { ConfigurationBotFrameworkAuthentication } from 'botbuilder-core/lib/configurationBotFrameworkAuthentication.js';
import { ConfigurationServiceClientCredentialFactory } from 'botbuilder-core/lib/configurationServiceClientCredentialFactory.js';
import { withoutEnd } from '../../../core/text/text.js';
import type { TeamsSettings } from '../settings.js';
import { AUDIENCE, AUTHENTICATION_TIMEOUT_MS, ISSUER, type Sdk, type Turned, within } from './contract.js';
import { holdKeys } from './keys.js';

type Authentication = ConfigurationBotFrameworkAuthentication;
type Identity = Parameters<Authentication['createConnectorFactory']>[0];
type Factory = ReturnType<Authentication['createConnectorFactory']>;
type UserTokens = ReturnType<Authentication['createUserTokenClient']>;
type Authenticated = Awaited<ReturnType<Authentication['authenticateRequest']>>;

/** A token that was checked is not checked again for this long, and never beyond its own end, in milliseconds. */
const CHECKED_MS = 5 * 60_000;
const MOST_TOKENS = 500;

/**
 * Requests authenticated by the SDK. Teams sends one token with many requests, and its signature stays what it was: what is
 * remembered holds for that token, channel and service URL alone. A turn gets clients that are made once: making them
 * costs more than the turn, and nothing is asked of them (outgoing/wire.ts).
 */
class Inbound extends ConfigurationBotFrameworkAuthentication {
  private readonly checked = new Map<string, { readonly until: number; readonly as: Authenticated }>();
  private connector: ReturnType<Factory['create']> | null = null;
  private userTokens: UserTokens | null = null;

  override async authenticateRequest(
    ...of: Parameters<Authentication['authenticateRequest']>
  ): Promise<Authenticated> {
    const [{ channelId, serviceUrl }, authorization] = of;
    const key = JSON.stringify([channelId, serviceUrl, authorization]);
    const known = this.checked.get(key);
    if (known && known.until > Date.now()) return known.as;
    const result = await super.authenticateRequest(...of);
    const create = (url: string) => {
      this.connector ??= this.createConnectorFactory(result.claimsIdentity).create(url, AUDIENCE);
      return this.connector;
    };
    const as = { ...result, connectorFactory: { create } };
    const endsAt = Number(result.claimsIdentity.getClaimValue('exp')) * 1000;
    if (this.checked.size >= MOST_TOKENS) this.checked.clear();
    // Without an end (the demo, which checks nothing) nothing is remembered.
    if (endsAt > Date.now()) this.checked.set(key, { until: Math.min(endsAt, Date.now() + CHECKED_MS), as });
    return as;
  }

  override createUserTokenClient(identity: Identity): UserTokens {
    this.userTokens ??= super.createUserTokenClient(identity);
    return this.userTokens;
  }
}

class Adapter extends CloudAdapterBase {
  constructor(private readonly inbound: Inbound) {
    super(inbound);
    // A failed turn must fail: the answer 200 would tell Teams that the input was taken.
    this.onTurnError = async (_context, error) => {
      throw error;
    };
  }

  async turn(authorization: string, activity: object, logic: () => Promise<void>): Promise<Turned> {
    let authenticated: Authenticated;
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

/** Throws when the credentials are not complete. `settings` null: nobody is authenticated at all. */
export function openBotbuilder(settings: TeamsSettings | null): Sdk {
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
  const credentials = new ConfigurationServiceClientCredentialFactory(
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
  holdKeys();
  const inbound = new Inbound(options, credentials, undefined, undefined, throughProxy(settings));
  const adapter = new Adapter(inbound);
  return {
    turn: (authorization, activity, logic) => adapter.turn(authorization, activity, logic),
    async token(anew) {
      const { MICROSOFT_APP_ID = '' } = settings ?? {};
      const of = await credentials.createCredentials(
        MICROSOFT_APP_ID,
        AUDIENCE,
        options.OAuthUrl ?? '',
        true,
      );
      return (of as unknown as { getToken(anew: boolean): Promise<string> }).getToken(anew);
    },
  };
}

/** The SDK puts `http://` before the host where it fetches keys, and takes no account of user and password beside it. */
function throughProxy(settings: TeamsSettings | null): {
  proxySettings?: { host: string; port: number };
} {
  if (!settings || settings.TEAMS_PROXY === '') return {};
  const { hostname, port, protocol, username, password } = new URL(settings.TEAMS_PROXY);
  return {
    proxySettings: {
      host: username === '' ? hostname : `${username}:${password}@${hostname}`,
      port: Number(port || (protocol === 'https:' ? 443 : 80)),
    },
  };
}
