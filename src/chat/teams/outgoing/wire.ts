/**
 * Messages written straight to the Bot Connector's REST interface (learn.microsoft.com azure/bot-service/rest-api,
 * bot-framework-rest-connector-api-reference). The SDK's client goes through every part of a card by a table of types and
 * through a dozen policies, which takes longer than all of Maru's own work for it.
 */
import { Agent, type Dispatcher, ProxyAgent } from 'undici';
import { sendRequest, TIMED_OUT } from '../../http/request.js';

const CONNECT_TIMEOUT_MS = 5_000;

export type Request = {
  readonly method: 'POST' | 'PUT' | 'DELETE';
  /** behind the service URL */
  readonly path: string;
  readonly body: object | null;
};

/** Sends with this token; gives what was answered, null when that was no JSON. Rejects as the SDK's client does. */
export type Wire = (
  serviceUrl: string,
  token: string,
  request: Request,
  withinMs: number,
) => Promise<unknown>;

/** The path of a conversation's activities, or of one of them. */
export function activityPath(conversation: string, id: string | null = null): string {
  const all = `v3/conversations/${encodeURIComponent(conversation)}/activities`;
  return id === null ? all : `${all}/${encodeURIComponent(id)}`;
}

export function openWire(dispatcher: Dispatcher): Wire {
  return async (serviceUrl, token, { method, path, body }, withinMs) => {
    const { origin, pathname } = new URL(path, serviceUrl.endsWith('/') ? serviceUrl : `${serviceUrl}/`);
    const { status, headers, text } = await sendRequest(
      dispatcher,
      {
        origin,
        path: pathname,
        method,
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/json',
          ...(body === null ? {} : { 'content-type': 'application/json; charset=utf-8' }),
        },
        body: body === null ? null : JSON.stringify(body),
      },
      withinMs,
    ).catch((fault: Error & { code?: string }) => {
      fault.name = fault.code === TIMED_OUT ? 'AbortError' : 'RestError';
      throw fault;
    });
    if (status < 300) return jsonOf(text);
    const response = { headers: { get: (name: string) => only(headers[name]) }, bodyAsText: text };
    throw Object.assign(new Error(`answered ${status}`), { name: 'RestError', statusCode: status, response });
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
