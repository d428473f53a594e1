/**
 * The way out: one pool of connections kept open, time-outs on every part, through the proxy when there is one. The
 * global fetch of Node costs as much as all of Maru's own work, so requests go through undici's plain interface.
 */
import type { FetchFunction } from '@slack/web-api';
import { Agent, type Dispatcher, EnvHttpProxyAgent, request } from 'undici';
import { type Answered, sendRequest } from '../../http/request.js';

const CONNECT_TIMEOUT_MS = 5_000;
const ANSWER_TIMEOUT_MS = 10_000;
const CONNECTIONS = 32;
/** Below the time after which load balancers drop an idle connection without a word. */
const KEEP_ALIVE_MS = 20_000;

type BodyReadable = Dispatcher.ResponseData['body'];

export type Transport = {
  readonly fetch: FetchFunction;
  /** Posts a form and gives the answer. Rejects with the socket's fault, which has its `code`. */
  post(at: URL, token: string, form: string, withinMs: number): Promise<Answered>;
  /** for WebSockets, which do not keep to the time-outs of a request; null: their own way, without a proxy */
  readonly socketDispatcher: Dispatcher | null;
  /** Uploads bytes; gives the status. */
  put(url: string, bytes: Uint8Array): Promise<number>;
  /** Downloads; `token` goes along as bearer. What is not read of `body` ends with it. */
  get(
    url: string,
    token: string,
  ): Promise<{ readonly status: number; readonly type: string; readonly body: BodyReadable }>;
  close(): Promise<void>;
};

/** A fault keeps the code of what the socket said, wherever it was thrown: it tells whether anything went out. */
async function called(...args: Parameters<typeof request>): ReturnType<typeof request> {
  try {
    return await request(...args);
  } catch (error) {
    const { code, name, message } = error as { code?: unknown; name?: unknown; message?: unknown };
    const known = typeof code === 'string' ? code : String(name ?? 'unknown');
    throw Object.assign(new Error(String(message ?? known)), { code: known });
  }
}

export function openTransport(proxy: string): Transport {
  const options = {
    connections: CONNECTIONS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    headersTimeout: ANSWER_TIMEOUT_MS,
    bodyTimeout: ANSWER_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
  };
  const through = (more: object) =>
    new EnvHttpProxyAgent({ ...more, httpProxy: proxy, httpsProxy: proxy, noProxy: '' });
  const dispatcher: Dispatcher = proxy === '' ? new Agent(options) : through(options);
  const socketDispatcher = proxy === '' ? null : through({});

  return {
    fetch: async (url, init = {}) => {
      if (init.body !== undefined && typeof init.body !== 'string')
        throw new TypeError('only text is sent this way');
      const answer = await called(url, {
        dispatcher,
        method: (init.method ?? 'GET') as Dispatcher.HttpMethod,
        ...(init.headers ? { headers: init.headers } : {}),
        ...(init.body === undefined ? {} : { body: init.body }),
        ...(init.signal ? { signal: init.signal } : {}),
      });
      // Read at once: a body left unread keeps its connection out of the pool.
      const bytes = Buffer.from(await answer.body.arrayBuffer());
      const headers = Object.entries(answer.headers).map(
        ([name, value]) =>
          [name, Array.isArray(value) ? value.join(', ') : (value ?? '')] as [string, string],
      );
      return {
        ok: answer.statusCode >= 200 && answer.statusCode < 300,
        status: answer.statusCode,
        statusText: '',
        url: String(url),
        headers: {
          get: (name) => headers.find(([one]) => one === name.toLowerCase())?.[1] ?? null,
          entries: () => headers.values(),
        },
        arrayBuffer: async () => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
        json: async () => JSON.parse(bytes.toString('utf8')) as unknown,
        text: async () => bytes.toString('utf8'),
      };
    },
    post: ({ origin, pathname }, token, form, withinMs) =>
      sendRequest(
        dispatcher,
        {
          origin,
          path: pathname,
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-www-form-urlencoded' },
          body: form,
        },
        withinMs,
      ),
    socketDispatcher,
    async put(url, bytes) {
      const answer = await request(url, {
        dispatcher,
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
        body: bytes,
      });
      await answer.body.dump();
      return answer.statusCode;
    },
    async get(url, token) {
      const answer = await request(url, {
        dispatcher,
        method: 'GET',
        headers: { authorization: `Bearer ${token}` },
      });
      const type = String(answer.headers['content-type'] ?? '');
      return { status: answer.statusCode, type, body: answer.body };
    },
    close: async () => {
      await Promise.all([dispatcher.destroy(), socketDispatcher?.destroy()]);
    },
  };
}
