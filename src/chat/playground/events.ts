/** Server-sent events: what is posted or edited reaches the pages that show its conversation. */
import type { Response } from 'express';
import type { Messages } from './messages.js';
import { conversationPlace, readPlace } from './places.js';
import { shownMessage } from './shown.js';

/** Proxies and browsers give up on silent connections after about a minute. */
const KEEP_ALIVE_MS = 25_000;
/** How soon a page connects again, in milliseconds. */
const RECONNECT_MS = 1_000;

type Events = {
  /** Keeps a response open and sends it the messages of these conversations. */
  add(response: Response, conversations: readonly string[]): void;
  /** Sends an event to every page. */
  send(name: string, data: object): void;
  close(): void;
};

/** Streams to pages, fed by the messages of this process. */
export function openEvents(messages: Messages): Events {
  const pages = new Map<Response, readonly string[]>();
  let closed = false;
  const keepAlive = setInterval(() => {
    for (const page of pages.keys()) page.write(':\n\n');
  }, KEEP_ALIVE_MS);
  keepAlive.unref();

  const stop = messages.follow((message) => {
    const place = readPlace(message.place);
    if (!place) return;
    const conversation = conversationPlace(place.conversation);
    const watching = [...pages].filter(([, conversations]) => conversations.includes(conversation));
    if (watching.length === 0) return;
    const text = eventText('message', shownMessage(message));
    for (const [page] of watching) page.write(text);
  });

  return {
    add(response, conversations) {
      if (closed) {
        // A page connects again by itself; it must not hold the server that is stopping.
        response.writeHead(503, { Connection: 'close' }).end();
        return;
      }
      response.writeHead(200, {
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'no-store',
        'X-Accel-Buffering': 'no',
      });
      response.write(`retry: ${RECONNECT_MS}\n\n`);
      pages.set(response, conversations);
      response.on('close', () => pages.delete(response));
    },
    send(name, data) {
      const text = eventText(name, data);
      for (const page of pages.keys()) page.write(text);
    },
    close() {
      closed = true;
      clearInterval(keepAlive);
      stop();
      for (const page of pages.keys()) page.end();
      pages.clear();
    },
  };
}

function eventText(name: string, data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
