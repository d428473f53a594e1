/**
 * From a checked payload to the answer Slack gets. bolt acknowledges an event before its listeners run; here its
 * acknowledgement is held back until they are done, and a listener that failed means no acknowledgement at all.
 */
import type { App } from '@slack/bolt';
import type { Log } from '../../../flow/log.js';
import { type MetricsPort, noMetrics } from '../../../flow/metrics-port.js';
import { realWait, type Wait, within } from '../../wait.js';
import type { Translate } from './translate/translate.js';
import type { Workspaces } from './workspaces.js';

/** Slack waits three seconds; after this much it is told to come again. */
const DEADLINE_MS = 2_700;

type Answer =
  | { readonly status: 200; readonly body: unknown }
  /** another workspace: not to be sent again */
  | { readonly status: 403 }
  /** nothing listens for it */
  | { readonly status: 404 }
  /** not taken, or not in time: to be sent again */
  | { readonly status: 500 | 503 };

export type Dispatch = (
  body: Readonly<Record<string, unknown>>,
  retry?: { num: number; reason: string },
) => Promise<Answer>;

export function makeDispatch(parts: {
  app: () => Pick<App, 'processEvent'>;
  translate: Translate;
  teams: Workspaces;
  log: Log;
  meter?: MetricsPort;
  wait?: Wait;
}): Dispatch {
  const { app, translate, teams, log, meter = noMetrics, wait = realWait } = parts;

  async function answer(
    body: Readonly<Record<string, unknown>>,
    retry?: { num: number; reason: string },
  ): Promise<Answer> {
    if (body.type === 'url_verification') return { status: 200, body: { challenge: body.challenge } };
    if (body.type === 'app_rate_limited') {
      log.warn({ minute: body.minute_rate_limited }, 'Slack holds events back: too many in an hour');
      return { status: 200, body: '' };
    }
    if (!(await teams.admits(body))) {
      log.warn({ input: inputOf(body) }, 'refused: another workspace');
      return { status: 403 };
    }
    // Shapes that are none of Slack's would be faults within bolt, and sent again and again.
    if (translate(body).kind === 'nothing') return { status: 200, body: '' };
    let acknowledged = false;
    let reply: unknown = '';
    await app().processEvent({
      body,
      ack: async (given: unknown) => {
        acknowledged = true;
        reply = given ?? '';
      },
      ...(retry ? { retryNum: retry.num, retryReason: retry.reason } : {}),
    });
    return acknowledged ? { status: 200, body: reply } : { status: 404 };
  }

  /** The id of the input this would be; what is none, or cannot be read, is named by what Slack calls it. */
  function inputOf(body: Readonly<Record<string, unknown>>): string {
    try {
      const incoming = translate(body);
      if (incoming.kind === 'input') return incoming.input.id;
    } catch {
      // Whoever takes it meets the same, and tells it.
    }
    const names = [body.event_id, body.trigger_id, body.type, body.command];
    return names.find((name) => typeof name === 'string') ?? '';
  }

  return async (body, retry) => {
    const began = performance.now();
    if (retry) log.info({ input: inputOf(body), ...retry }, 'sent again by Slack');
    const answering = answer(body, retry).catch((error: unknown): Answer => {
      log.error({ input: inputOf(body), reason: reasonOf(error) }, 'not taken; Slack sends again');
      return { status: 500 };
    });
    const inTime = await within(answering, DEADLINE_MS, null, wait);
    if (!inTime) log.warn({ input: inputOf(body) }, 'not answered in time; Slack sends again');
    const given: Answer = inTime ?? { status: 503 };
    if (given.status === 403) meter.input('slack', 'refused');
    if (given.status >= 500) meter.input('slack', 'failed');
    meter.acknowledged('slack', performance.now() - began);
    return given;
  };
}

/** What bolt wrapped, once or as one of several, is what counts. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { original, originals } = error as { original?: unknown; originals?: unknown };
  const [inner = original] = Array.isArray(originals) ? (originals as unknown[]) : [];
  return inner instanceof Error ? reasonOf(inner) : error.message;
}
