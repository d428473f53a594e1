/**
 * The gate: what is not a well-formed request of Teams to this bot, from a tenant that may, is turned away here and
 * never reaches the SDK, which checks neither the channel nor the tenant. What it is told is the same for all.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { makeBodyOf } from '../../http/http-body.js';
import { isTooDeep } from '../../http/nesting.js';
import { BODY_UNREAD } from '../../http/turned-away.js';
import { activitySchema, envelopeSchema, type TeamsActivity, tenantOf } from '../activity.js';
import { ISSUER } from '../sdk/contract.js';
import { allowedTenants, isAllowed, type TeamsSettings } from '../settings.js';

/** Teams sends at most about 100 KB (format-your-bot-messages); with room to spare, in bytes. */
const BODY_MAX_BYTES = 256 * 1024;
const bodyOf = makeBodyOf(BODY_MAX_BYTES);

/** What the body holds, or with which status it is turned away and why. */
export async function readJson(
  request: IncomingMessage,
  response: ServerResponse,
): Promise<{ readonly json: unknown } | { readonly status: number; readonly reason: string }> {
  const raw = await bodyOf(request, response);
  if (!Buffer.isBuffer(raw)) return BODY_UNREAD[raw];
  try {
    const json: unknown = JSON.parse(raw.toString('utf8'));
    return isTooDeep(json) ? { status: 400, reason: 'its body is nested too deep' } : { json };
  } catch {
    return { status: 400, reason: 'its body is no JSON' };
  }
}

export type Refused = {
  readonly ok: false;
  readonly status: 400 | 401 | 403 | 415;
  readonly reason: string;
};

type Gate = {
  /** Whether it is worth reading the body of a request with these headers; null when it is. */
  readonly headers: (request: IncomingMessage) => Refused | null;
  /** Whether it is worth finding out who sent a body: for a bot of Teams, of a tenant that may; null when it is. */
  readonly body: (body: unknown) => Refused | null;
};

const refused = (status: Refused['status'], reason: string): Refused => ({ ok: false, status, reason });

/** `settings` null: the demo without authentication, for requests of this machine only. */
export function makeGate(settings: TeamsSettings | null): Gate {
  const tenants = settings ? allowedTenants(settings) : null;
  return {
    headers(request) {
      if (!settings && !isLoopback(request)) return refused(403, 'not from this machine');
      const { authorization = '', 'content-encoding': encoding = 'identity' } = request.headers;
      if (settings && !isIssuedByTeams(authorization)) return refused(401, 'issuer');
      if (!isJson(request) || encoding !== 'identity') return refused(415, 'content type');
      return null;
    },
    body(body) {
      const parsed = envelopeSchema.safeParse(body);
      if (!parsed.success) return misshapen(parsed.error);
      const envelope = parsed.data;
      if (envelope.channelId !== 'msteams') return refused(403, 'channel');
      const tenant = tenantOf(envelope);
      if (tenant === null || (tenants && !tenants.includes(tenant))) return refused(403, 'tenant');
      const { serviceUrl } = envelope;
      if (!(settings ? isAllowed(serviceUrl, settings.TEAMS_SERVICE_URLS) : isLocal(serviceUrl)))
        return refused(403, 'service URL');
      return null;
    },
  };
}

/** The whole of a body, once it is known that Teams sent it. */
export function activityIn(body: unknown): { readonly ok: true; readonly activity: TeamsActivity } | Refused {
  const parsed = activitySchema.safeParse(body);
  return parsed.success ? { ok: true, activity: parsed.data } : misshapen(parsed.error);
}

const misshapen = ({ issues }: z.ZodError): Refused =>
  refused(400, `shape: ${issues[0]?.path.join('.') ?? ''}`);

function isJson({ headers }: IncomingMessage): boolean {
  return /^application\/json(?:\s*;|$)/iu.test(headers['content-type']?.trim() ?? '');
}

const issuedByTeams = z.looseObject({ iss: z.literal(ISSUER), serviceurl: z.string(), exp: z.number() });

/**
 * Whether a token claims the issuer of Teams, and an end. Its signature is checked afterwards; the emulator's issuers, and
 * a token that would be good for ever, end here.
 */
function isIssuedByTeams(authorization: string): boolean {
  const payload = /^Bearer [\w-]+\.([\w-]+)\.[\w-]+$/u.exec(authorization)?.[1];
  if (payload === undefined) return false;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return issuedByTeams.safeParse(claims).success;
  } catch {
    return false;
  }
}

function isLocal(address: string): boolean {
  return LOCAL_HOSTS.has(new URL(address).hostname);
}

const LOCAL_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);
const LOCAL_ADDRESSES = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** A page of the web open in a browser of this machine is not this machine: its Host would be another name. */
function isLoopback(request: IncomingMessage): boolean {
  const address = `http://${request.headers.host ?? ''}`;
  const host = URL.canParse(address) ? new URL(address).hostname : '';
  return LOCAL_ADDRESSES.has(request.socket.remoteAddress ?? '') && LOCAL_HOSTS.has(host);
}
