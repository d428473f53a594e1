/**
 * The bot's own token, by the client-credentials grant of its tenant (learn.microsoft.com entra/identity-platform/
 * v2-oauth2-client-creds-grant-flow). The SDK's own way has no time-out, knows no proxy, and asks once for every
 * message that is waiting when a token has run out.
 */

import type { Dispatcher } from 'undici';
import { request } from 'undici';
import { z } from 'zod';
import { withoutEnd } from '../../../core/text/text.js';
import type { Credentials } from '../../credentials.js';
import { type Sdk, within } from '../sdk/contract.js';
import type { TeamsSettings } from '../settings.js';

/** The audience of the Bot Connector. */
const SCOPE = 'https://api.botframework.com/.default';
/** A token is renewed this much before it runs out, in milliseconds. */
const EARLY_MS = 5 * 60_000;
const TIMEOUT_MS = 10_000;
const SECRET_SETTING = 'MICROSOFT_APP_PASSWORD';

const granted = z.looseObject({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });

/** The login server said no to the secret, the application or the tenant, as opposed to not answering. */
export class LoginRefused extends Error {
  override readonly name = 'LoginRefused';
}

/** Words of OAuth 2.0 (RFC 6749, 4.1.2.1 and 5.2) by which a server says that it is its own fault. */
const OWN_FAULTS = new Set(['server_error', 'temporarily_unavailable']);

export type Login = {
  /** A token that is still good. Throws when none is given: wrong secret, wrong tenant, no answer. */
  token(): Promise<string>;
  /** This token was refused: the next one is a new one. */
  forget(token: string): void;
};

/** How this bot gets its token: with its secret, or as the managed identity that it is. */
export function loginOf(
  settings: TeamsSettings,
  parts: {
    readonly sdk: Pick<Sdk, 'token'>;
    readonly dispatcher: Dispatcher;
    readonly credentials: Credentials;
  },
): Login {
  const { sdk, dispatcher, credentials } = parts;
  if (settings.MICROSOFT_APP_TYPE === 'UserAssignedMSI') {
    let anew = false;
    return {
      async token() {
        const token = await within(TIMEOUT_MS, sdk.token(anew));
        anew = false;
        return token;
      },
      forget() {
        anew = true;
      },
    };
  }
  return makeLogin({
    endpoint: settings.TEAMS_LOGIN_URL,
    tenant: settings.MICROSOFT_APP_TENANT_ID,
    appId: settings.MICROSOFT_APP_ID,
    secret: settings.MICROSOFT_APP_PASSWORD,
    dispatcher,
    now: () => performance.now(),
    credentials,
  });
}

/** `endpoint` is the address of the login server, e.g. https://login.microsoftonline.com. */
function makeLogin(parts: {
  readonly endpoint: string;
  readonly tenant: string;
  readonly appId: string;
  readonly secret: string;
  readonly dispatcher: Dispatcher;
  readonly now: () => number;
  readonly credentials?: Credentials;
}): Login {
  const { endpoint, tenant, appId, secret, dispatcher, now, credentials } = parts;
  const url = `${withoutEnd(endpoint, '/')}/${encodeURIComponent(tenant)}/oauth2/v2.0/token`;
  let kept: { readonly token: string; readonly until: number } | null = null;
  let asking: Promise<string> | null = null;

  async function ask(): Promise<string> {
    const answer = await request(url, {
      dispatcher,
      method: 'POST',
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: appId,
        client_secret: secret,
        scope: SCOPE,
      }).toString(),
    });
    const body: unknown = await answer.body.json().catch(() => null);
    const read = granted.safeParse(body);
    if (answer.statusCode !== 200 || !read.success) {
      // `error` is a word like invalid_client; the description may name the application.
      const why = z.looseObject({ error: z.string() }).safeParse(body).data?.error ?? '';
      const told = `no token from the login server: ${answer.statusCode} ${why}`.trim();
      if (![400, 401].includes(answer.statusCode) || why === '' || OWN_FAULTS.has(why)) throw new Error(told);
      credentials?.refused(SECRET_SETTING, why);
      throw new LoginRefused(told);
    }
    credentials?.accepted(SECRET_SETTING);
    const lasts = read.data.expires_in * 1000;
    kept = { token: read.data.access_token, until: now() + Math.max(lasts - EARLY_MS, lasts / 2) };
    return kept.token;
  }

  return {
    token() {
      if (kept && kept.until > now()) return Promise.resolve(kept.token);
      asking ??= ask().finally(() => {
        asking = null;
      });
      return asking;
    },
    forget(token) {
      if (kept?.token === token) kept = null;
    },
  };
}
