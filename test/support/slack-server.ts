/**
 * A local Slack over HTTP: the Web API's calls, its rates, and the faults a test asks for. Every call is
 * in `calls`.
 */
import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { APP_TOKEN, BOT_TOKEN, Refusal, refuse, slackWorkspace } from './slack-workspace.js';

// biome-ignore lint/suspicious/noExplicitAny: arguments and payloads are whatever JSON is
type Json = Record<string, any>;

/** What goes wrong with the next call of a method (in a channel): once, unless `times` says otherwise. */
export type Fault = {
  method: string;
  channel?: string;
  times?: number;
} & (
  | { kind: 'error'; error: string }
  | { kind: 'rate_limited'; retryAfter: number }
  | { kind: 'status'; status: number }
  /** done, and the connection is cut before the answer */
  | { kind: 'lost_reply' }
  /** the connection is cut before anything is done */
  | { kind: 'lost_request' }
  | { kind: 'slow'; ms: number }
  /** done, but not before that */
  | { kind: 'held'; until: Promise<void> }
);

/** docs.slack.dev/interactivity/handling-user-interaction: times one response_url may be used. */
const MOST_ANSWERS = 5;

const RATE_PER_CHANNEL = { perSecond: 1, burst: 4 };
const TIER_PER_MINUTE: Record<string, number> = {
  'chat.update': 50,
  'chat.delete': 50,
  'conversations.history': 50,
  'conversations.replies': 50,
  'conversations.info': 50,
  'conversations.open': 50,
  'users.lookupByEmail': 50,
  'users.info': 100,
  'views.open': 100,
  'views.update': 100,
  'views.publish': 100,
  'files.getUploadURLExternal': 100,
  'files.completeUploadExternal': 100,
  'files.delete': 50,
  'files.info': 100,
};

export type SlackServer = Awaited<ReturnType<typeof startSlackServer>>;

export async function startSlackServer(
  options: {
    socketUrl?: () => string;
    /** of Enterprise Grid, that the app is installed in as a whole */
    organization?: string;
    /** off: as fast as one likes */
    rates?: 'on' | 'off';
    /** the clock its rates are counted by, and how old a trigger is, in milliseconds */
    now?: () => number;
  } = {},
) {
  const { now = () => performance.now() } = options;
  const workspace = slackWorkspace({
    origin: () => origin(),
    now,
    ...(options.socketUrl ? { socketUrl: options.socketUrl } : {}),
    ...(options.organization ? { organization: options.organization } : {}),
  });
  const calls: { method: string; args: Json; at: number; answer: string }[] = [];
  /** what came to the addresses of presses */
  const answers: { path: string; said: Json; status: number }[] = [];
  const downloads: { path: string; authorization: string }[] = [];
  const faults: Fault[] = [];
  const done = new EventEmitter();
  const stopping = new AbortController();
  const counted = new Map<string, number[]>();

  const within = (key: string, windowMs: number, most: number): boolean => {
    const came = now();
    const times = (counted.get(key) ?? []).filter((at) => came - at < windowMs);
    if (times.length >= most) return false;
    counted.set(key, [...times, came]);
    return true;
  };

  async function bodyOf(request: IncomingMessage): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }

  function faultOf(method: string, args: Json): Fault | undefined {
    const at = faults.findIndex(
      (one) => one.method === method && (!one.channel || one.channel === args.channel),
    );
    const fault = faults[at];
    if (!fault) return undefined;
    fault.times = (fault.times ?? 1) - 1;
    if (fault.times <= 0) faults.splice(at, 1);
    return fault;
  }

  function isTooFast(method: string, args: Json): boolean {
    if (options.rates === 'off') return false;
    if (method === 'chat.postMessage')
      return !within(
        // who is written to by their own id is written to in their direct message
        `channel ${String(args.channel).replace(/^[UW]/, 'D')}`,
        RATE_PER_CHANNEL.burst * 1000,
        RATE_PER_CHANNEL.burst * RATE_PER_CHANNEL.perSecond + RATE_PER_CHANNEL.burst,
      );
    const most = TIER_PER_MINUTE[method];
    return most !== undefined && !within(method, 60_000, most);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const path = request.url ?? '';
    const send = (status: number, data: Json, headers: Json = {}) => {
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
      response.end(JSON.stringify(data));
    };
    if (path.startsWith('/upload/')) {
      const file = workspace.files.get(path.slice('/upload/'.length));
      if (!file) return send(404, {});
      file.bytes = body;
      response.end('OK');
      return;
    }
    if (path.startsWith('/files-pri/')) {
      const file = workspace.files.get(path.slice('/files-pri/'.length));
      const allowed = request.headers.authorization === `Bearer ${BOT_TOKEN}`;
      downloads.push({ path, authorization: request.headers.authorization ?? '' });
      if (!file) return send(404, {});
      response.writeHead(200, { 'content-type': allowed ? 'application/octet-stream' : 'text/html' });
      response.end(allowed ? file.bytes : '<html>log in</html>');
      return;
    }
    if (path.startsWith('/actions/')) {
      const [, , channel = '', ts = ''] = path.split('/');
      const said = JSON.parse(body.toString('utf8')) as Json;
      const fault = faultOf('response_url', { channel });
      const uses = answers.filter((one) => one.path === path).length;
      const status = fault?.kind === 'status' ? fault.status : uses < MOST_ANSWERS ? 200 : 404;
      answers.push({ path, said, status });
      if (status !== 200) return send(status, { ok: false, error: 'expired_url' });
      const message = [
        ...(workspace.channels.get(channel)?.messages ?? []),
        ...workspace.ephemerals.map((one) => one.message),
      ].find((one) => one.ts === ts);
      if (!message || !said.replace_original) return send(404, { ok: false, error: 'no_text' });
      message.text = said.text;
      message.blocks = said.blocks;
      response.end('ok');
      done.emit('response_url');
      return;
    }
    const method = path.replace(/^\/api\//, '');
    // Forms only, as Slack's own client sends them; what stands in for Slack need not read JSON.
    const args: Json = Object.fromEntries(new URLSearchParams(body.toString('utf8')));
    const call = { method, args, at: now(), answer: 'ok' };
    calls.push(call);
    const refused = (error: string) => {
      call.answer = error;
      send(200, { ok: false, error });
    };
    const token = (request.headers.authorization ?? `Bearer ${args.token ?? ''}`).replace(/^Bearer /, '');
    if (token !== (method === 'apps.connections.open' ? APP_TOKEN : BOT_TOKEN))
      return refused('invalid_auth');
    const fault = faultOf(method, args);
    const cut = () => {
      call.answer = fault?.kind ?? 'cut';
      request.socket.destroy();
    };
    switch (fault?.kind) {
      case 'lost_request':
        return cut();
      case 'error':
        return refused(fault.error);
      case 'status':
        call.answer = String(fault.status);
        return send(fault.status, {});
      case 'rate_limited':
        call.answer = 'ratelimited';
        return send(429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(fault.retryAfter) });
      case 'slow':
        await sleep(fault.ms, undefined, { signal: stopping.signal }).catch(() => undefined);
        break;
      case 'held':
        await fault.until;
        break;
      default:
    }
    if (isTooFast(method, args)) {
      call.answer = 'ratelimited';
      return send(429, { ok: false, error: 'ratelimited' }, { 'retry-after': '1' });
    }
    try {
      const perform = workspace.methods[method] ?? refuse('unknown_method');
      const data = perform(args);
      if (fault?.kind === 'lost_reply') return cut();
      send(200, { ok: true, ...data });
      done.emit(method);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      call.answer = error.message;
      const { problems } = error as { problems?: string[] };
      send(200, {
        ok: false,
        error: error.message,
        ...(problems ? { response_metadata: { messages: problems } } : {}),
      });
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      console.error(error);
      request.socket.destroy();
    });
  });
  // On a busy machine a connection would be closed in the moment it is used again.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    ...workspace,
    apiUrl: `${origin()}/api/`,
    calls,
    /** files that were asked for at their private address */
    answers,
    downloads,
    faults,
    /** Resolves when the next call of a method has been done. */
    told: async (method: string) => void (await once(done, method)),
    callsOf: (method: string) => calls.filter((call) => call.method === method),
    stop: () =>
      new Promise<void>((resolve) => {
        stopping.abort();
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
