/**
 * Socket Mode: this server calls Slack and keeps a WebSocket open, for networks nothing can come into. An envelope is
 * acknowledged like a request: only after the commit; one that is not comes again.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import bolt from '@slack/bolt';
import type { Log } from '../../../flow/log.js';
import type { Credentials } from '../../credentials.js';
import { isTooDeep } from '../../http/nesting.js';
import { clientOptions, loggerOf } from '../outgoing/client.js';
import { refusalOf } from '../outgoing/errors.js';
import type { Transport } from '../outgoing/transport.js';
import type { SlackSettings } from '../settings.js';
import type { Dispatch } from './dispatch.js';

const APP_TOKEN = 'SLACK_APP_TOKEN';
const FIRST_RECONNECT_MS = 250;
const LONGEST_RECONNECT_MS = 30_000;
/** Starting waits no longer than this for the first connection. */
const START_PATIENCE_MS = 10_000;
/** A connection that stood this long counts as good. */
const GOOD_MS = 10_000;

type Envelope = {
  readonly ack: (reply?: unknown) => Promise<void>;
  readonly type: string;
  readonly body: unknown;
  readonly retry_num?: number;
  readonly retry_reason?: string;
};

type Socket = { start(): Promise<void>; stop(): Promise<void> };

/**
 * Keeps a connection until stopped. The library's own reconnecting gives up on a network fault with a rejection that
 * nobody can catch, so it is off and done here.
 */
export function makeSocket(parts: {
  dispatch: Dispatch;
  settings: SlackSettings;
  transport: Transport;
  log: Log;
  credentials?: Credentials;
}): Socket {
  const { dispatch, settings, transport, log, credentials } = parts;
  const { client } = new bolt.SocketModeReceiver({
    appToken: settings.SLACK_APP_TOKEN,
    logger: loggerOf(log),
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: clientOptions(settings, transport, log) },
    ...(transport.socketDispatcher ? { dispatcher: transport.socketDispatcher as never } : {}),
  });
  const stopped = new AbortController();
  let running: Promise<void> | null = null;

  // The library reads an envelope in a promise that nobody takes: one that is malformed would end the process.
  const [read] = client.listeners('ws_message');
  client.removeAllListeners('ws_message');
  client.on('ws_message', (...message: unknown[]) => {
    Promise.resolve(read?.(...message)).catch((error: unknown) => {
      log.warn({ reason: reasonOf(error) }, 'malformed envelope of Slack');
    });
  });

  client.on('slack_event', (envelope: Envelope) => {
    take(envelope).catch((error: unknown) => {
      log.warn({ reason: reasonOf(error) }, 'not acknowledged; Slack sends again');
    });
  });

  async function take({ ack, type, body, retry_num: num, retry_reason: reason }: Envelope): Promise<void> {
    if (typeof body !== 'object' || body === null || isTooDeep(body)) return ack();
    const answer = await dispatch(
      { ...body } as Record<string, unknown>,
      num ? { num, reason: reason ?? '' } : undefined,
    );
    switch (answer.status) {
      case 200:
        return ack(answer.body === '' ? undefined : answer.body);
      case 403:
      case 404:
        log.warn({ type, status: answer.status }, 'acknowledged without being taken');
        return ack();
      case 500:
      case 503:
        return;
      default:
        return answer satisfies never;
    }
  }

  /** Until the connection ends. */
  async function oneConnection(): Promise<void> {
    await client.start();
    await new Promise<void>((resolve) => client.once('disconnected', () => resolve()));
  }

  async function keepConnected(): Promise<void> {
    let wait = FIRST_RECONNECT_MS;
    while (!stopped.signal.aborted) {
      const began = performance.now();
      try {
        await oneConnection();
      } catch (error) {
        const refusal = refusalOf(error);
        if (refusal !== null) turnedAway(refusal);
        else log.warn({ reason: reasonOf(error) }, 'no connection to Slack');
      }
      if (performance.now() - began > GOOD_MS) wait = FIRST_RECONNECT_MS;
      await sleep(wait, undefined, { signal: stopped.signal }).catch(() => undefined);
      wait = Math.min(wait * 2, LONGEST_RECONNECT_MS);
    }
  }

  let toldRefused: (reason: string) => void = () => undefined;
  function turnedAway(reason: string): void {
    credentials?.refused(APP_TOKEN, reason);
    toldRefused(reason);
  }
  client.on('connected', () => credentials?.accepted(APP_TOKEN));

  return {
    async start() {
      const refused = new Promise<string>((resolve) => {
        toldRefused = resolve;
      });
      const connected = new Promise<void>((resolve) => client.once('connected', () => resolve()));
      running = keepConnected();
      const budget = sleep(START_PATIENCE_MS, 'late' as const, { ref: false });
      const first = await Promise.race([connected, budget, refused.then((reason) => ({ reason }))]);
      if (typeof first === 'object')
        throw new Error(`Slack: SLACK_APP_TOKEN が使えません / the token was not accepted (${first.reason})`);
      if (first === 'late')
        log.error({ mode: 'socket' }, 'no connection to Slack yet; it is tried on and on');
    },
    async stop() {
      stopped.abort();
      await client.disconnect();
      await running;
    },
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'the connection was closed';
}
