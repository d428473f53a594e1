/**
 * What is asked of the Bot Connector, straight by its REST interface (learn.microsoft.com azure/bot-service/rest-api,
 * bot-framework-rest-connector-api-reference). The SDK's client goes through every part of a card by a table of types and
 * through a dozen policies, which takes longer than all of Maru's own work for it; it also posts again when an answer is
 * lost, and follows redirects with the token.
 */
import { Agent, type Dispatcher, ProxyAgent } from 'undici';
import { sendRequest, TIMED_OUT } from '../../http/request.js';

const CONNECT_TIMEOUT_MS = 5_000;

export type Request = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** behind the service URL, with its query */
  readonly path: string;
  readonly body: object | null;
};

/** The Bot Connector's answer is a refusal. */
export class Answered extends Error {
  constructor(
    readonly status: number,
    /** the header, as it came */
    readonly retryAfter: string | undefined,
    readonly text: string,
  ) {
    super(`answered ${status}`);
  }
}

/** There was no answer, or none that could be read to its end. */
export class Unanswered extends Error {}

/**
 * Sends with this token (null: without one); gives what was answered, null when that was no JSON. Rejects with
 * `Answered` or `Unanswered`.
 */
export type Wire = (
  serviceUrl: string,
  token: string | null,
  request: Request,
  withinMs: number,
) => Promise<unknown>;

/** The path of a conversation. */
export const conversationPath = (conversation: string): string =>
  `v3/conversations/${encodeURIComponent(conversation)}`;

/** The path of a conversation's activities, or of one of them. */
export function activityPath(conversation: string, id: string | null = null): string {
  const all = `${conversationPath(conversation)}/activities`;
  return id === null ? all : `${all}/${encodeURIComponent(id)}`;
}

export function openWire(dispatcher: Dispatcher): Wire {
  return async (serviceUrl, token, { method, path, body }, withinMs) => {
    const { origin, pathname, search } = new URL(
      path,
      serviceUrl.endsWith('/') ? serviceUrl : `${serviceUrl}/`,
    );
    const { status, headers, text } = await sendRequest(
      dispatcher,
      {
        origin,
        path: `${pathname}${search}`,
        method,
        headers: {
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          accept: 'application/json',
          ...(body === null ? {} : { 'content-type': 'application/json; charset=utf-8' }),
        },
        body: body === null ? null : JSON.stringify(body),
      },
      withinMs,
    ).catch(({ code }: { code?: string }) => {
      throw new Unanswered(code === TIMED_OUT ? 'timed out' : (code ?? 'no answer'));
    });
    if (status < 300) return jsonOf(text);
    throw new Answered(status, only(headers['retry-after']), text);
  };
}

function only(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

/** A text read as JSON; null when it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Connections to Microsoft, through a proxy where there is one. */
export function dispatcherOf(proxy: string): Dispatcher {
  const connect = { timeout: CONNECT_TIMEOUT_MS };
  return proxy === '' ? new Agent({ connect }) : new ProxyAgent({ uri: proxy, requestTls: connect });
}
