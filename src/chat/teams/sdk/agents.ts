/**
 * @microsoft/agents-hosting, the successor of the Bot Framework SDK, and the only file that knows it. It is no part of an
 * installation until it is wanted: TEAMS_SDK=agents names it, and how to install it.
 */
import { createRequire } from 'node:module';
import type { AuthConfiguration } from '@microsoft/agents-hosting';
import { z } from 'zod';
import type { TeamsSettings } from '../settings.js';
import { AUDIENCE, AUTHENTICATION_TIMEOUT_MS, ISSUER, type Sdk, type Turned, within } from './contract.js';
import { AGENTS_PACKAGE } from './installed.js';

type Hosting = typeof import('@microsoft/agents-hosting');

/** What jsonwebtoken says when the keys could not be asked for, and what jwks-rsa says when they have none of this name. */
const NO_KEYS = 'error in secret or public key callback';
const NO_SUCH_KEY = 'Unable to find a signing key';

const claims = z.looseObject({ serviceurl: z.string() });
const header = z.looseObject({ kid: z.string() });
const issued = z.looseObject({ iss: z.literal(ISSUER) });
const asked = z.looseObject({ serviceUrl: z.string() });

/** Whether the package is here is asked with the settings. */
export function openAgents(settings: TeamsSettings): Sdk {
  const { authorizeJWT, MsalTokenProvider }: Hosting = createRequire(import.meta.url)(AGENTS_PACKAGE);
  const bot: AuthConfiguration = {
    clientId: settings.MICROSOFT_APP_ID,
    tenantId: settings.MICROSOFT_APP_TENANT_ID,
    authType: 'UserManagedIdentity',
    issuers: [ISSUER],
    validateIssuer: true,
  };
  const authorize = authorizeJWT({ ...bot, connections: new Map([['maru', bot]]) });
  const identity = new MsalTokenProvider(bot);

  return {
    async turn(authorization, activity, logic) {
      const wrong = wrongBefore(authorization);
      if (wrong !== null) return refused(wrong);
      const request: Parameters<typeof authorize>[0] = { method: 'POST', headers: { authorization } };
      const response = new Answer();
      let passed = false;
      await within(
        AUTHENTICATION_TIMEOUT_MS,
        authorize(request, response, () => {
          passed = true;
        }),
      );
      if (!passed) {
        const { why } = response;
        if (why.startsWith(NO_KEYS) && !why.includes(NO_SUCH_KEY)) throw new Error(why);
        return refused(why);
      }
      // The SDK does not compare them: a token made for another region would be good here.
      const told = claims.safeParse(request.user);
      if (told.data?.serviceurl !== asked.parse(activity).serviceUrl) return refused('service URL');
      await logic();
      return { kind: 'done' };
    },
    async token(anew) {
      if (anew) MsalTokenProvider.clearSharedCaches();
      return identity.getAccessToken(`${AUDIENCE}/.default`);
    },
  };
}

const refused = (reason: string): Turned => ({ kind: 'refused', reason });

/**
 * What the SDK would not see: where there is one key only it takes a token that names none, and for another issuer it asks
 * elsewhere for the keys.
 */
function wrongBefore(authorization: string): string | null {
  const [, head = '', payload = ''] = /^Bearer ([\w-]+)\.([\w-]+)\./u.exec(authorization) ?? [];
  if (!header.safeParse(partOf(head)).success) return 'the token names no key';
  return issued.safeParse(partOf(payload)).success ? null : 'issuer';
}

function partOf(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

const said = z.looseObject({ 'jwt-auth-error': z.string() });

/** Takes what the SDK would answer: Teams is answered by us. */
class Answer {
  why = '';
  headersSent = false;
  writableEnded = false;
  status(): this {
    return this;
  }
  setHeader(): this {
    return this;
  }
  send(body?: unknown): this {
    this.why = said.safeParse(body).data?.['jwt-auth-error'] ?? 'unauthorized';
    return this;
  }
  end(): this {
    return this;
  }
}
