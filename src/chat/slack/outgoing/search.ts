/** Where the bot's own messages stand: each carries its key as metadata, by which it is found again. */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type Clock, PlatformError } from '../../../flow/ports.js';
import type { Call } from './client.js';

export const EVENT_TYPE = 'maru_message';

/** How far back a message whose answer was lost is looked for. */
const LOOK_BACK_MS = 3 * 24 * 60 * 60 * 1000;
const PAGE_SIZE = 200;
const MOST_PAGES = 10;
/** When to look at once for a message whose answer was lost. */
const LOOK_AGAIN_MS = [500, 1_500] as const;

const listed = z.object({
  messages: z.array(
    z.looseObject({
      ts: z.string(),
      metadata: z
        .looseObject({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) })
        .optional(),
    }),
  ),
  has_more: z.boolean().optional(),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

/** A thread, or the conversation itself, as the Web API names it. */
export type Spot = { readonly team: string; readonly channel: string; readonly thread: string | null };
export type Mark = { readonly key: string; readonly page: number };

/** `wait` waits between looking again; tests do not. */
export function makeSearch(parts: { call: Call; clock: Clock; wait?: (ms: number) => Promise<unknown> }) {
  const { call, clock, wait = (ms) => sleep(ms) } = parts;

  /** The messages of a key where they stand, by page; `all` false when there was more than was looked through. */
  async function standing(
    spot: Spot,
    key: string,
    mostPages = MOST_PAGES,
  ): Promise<{ pages: Map<number, string>; all: boolean }> {
    const pages = new Map<number, string>();
    let cursor = '';
    for (let read = 0; read < mostPages; read += 1) {
      const answer = listed.parse(
        await call(
          spot.thread === null ? 'conversations.history' : 'conversations.replies',
          {
            channel: spot.channel,
            ...(spot.thread === null
              ? { oldest: String((clock.now().getTime() - LOOK_BACK_MS) / 1000) }
              : { ts: spot.thread }),
            include_all_metadata: true,
            limit: PAGE_SIZE,
            ...(cursor === '' ? {} : { cursor }),
          },
          { channel: spot.channel },
        ),
      );
      for (const { ts, metadata } of answer.messages) {
        if (metadata?.event_type !== EVENT_TYPE || metadata.event_payload.key !== key) continue;
        const page = Number(metadata.event_payload.page);
        if (!pages.has(page)) pages.set(page, ts);
      }
      cursor = answer.response_metadata?.next_cursor ?? '';
      if (cursor === '') return { pages, all: true };
    }
    return { pages, all: false };
  }

  /** After a lost answer: the message is looked for before anybody thinks of posting it again. */
  async function lookAtOnce(spot: Spot, mark: Mark): Promise<string | null> {
    for (const ms of LOOK_AGAIN_MS) {
      await wait(ms);
      try {
        const { pages } = await standing(spot, mark.key, 1);
        const ts = pages.get(mark.page);
        if (ts !== undefined) return ts;
      } catch (error) {
        if (!(error instanceof PlatformError)) throw error;
      }
    }
    return null;
  }

  return { standing, lookAtOnce };
}
