/** Bodies of requests, read whole and within limits: of one, and of all that are held at the same time. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { makeHolding } from './holding.js';

const READ_TIMEOUT_MS = 5_000;
/**
 * How long a body that is too large is still taken in and thrown away: an answer given while it is being sent, and the
 * connection closed behind it, would not be read by whoever sends.
 */
const LINGER_MS = 2_000;

/** Bodies of messages, presses and nearly all forms are smaller; so few of the larger ones cannot keep these out. */
const SMALL_BYTES = 64 * 1024;
/** What all small bodies of a door together may take, from their first byte until they are answered, in bytes. */
const SMALL_ROOM_BYTES = 8 * 1024 * 1024;
/** The larger ones have room for so many of the largest, and as much as the small ones at least. */
const LARGEST_AT_ONCE = 12;
/** What a piece takes beside its bytes: a body may be sent in pieces of one byte each. */
const PIECE_BYTES = 256;

/** `too_large`: more than may be; `cut`: not all of it came in time; `busy`: it had to make room for others. */
export type Unread = 'too_large' | 'cut' | 'busy';

/**
 * For a door: gives the body of a request, or why there is none. A body counts as held from its first byte until
 * `response` is over. Never rejects. Each door has room of its own: while one cannot find out who sent what it holds, the
 * others go on.
 */
export function makeBodyOf(
  maxBytes: number,
): (request: IncomingMessage, response: ServerResponse) => Promise<Buffer | Unread> {
  const small = makeHolding(SMALL_ROOM_BYTES);
  const large = makeHolding(Math.max(SMALL_ROOM_BYTES, LARGEST_AT_ONCE * maxBytes));
  return async (request, response) => {
    const named = request.headers['content-length'];
    if (Number(named ?? 0) > maxBytes) return await discard(request, 'too_large');
    // Who does not say how much it is may send all that is allowed.
    const most = named === undefined ? maxBytes : Number(named);
    const body = await read(request, response, maxBytes, most <= SMALL_BYTES ? small : large);
    return body === 'too_large' ? await discard(request, body) : body;
  };
}

function read(
  request: IncomingMessage,
  response: ServerResponse,
  maxBytes: number,
  room: ReturnType<typeof makeHolding>,
): Promise<Buffer | Unread> {
  return new Promise((resolve) => {
    let chunks: Buffer[] = [];
    let size = 0;
    let isOver = false;
    const finish = (result: Buffer | Unread) => {
      isOver = true;
      chunks = [];
      clearTimeout(timer);
      held.whole();
      if (!Buffer.isBuffer(result) || response.closed) held.leave();
      else response.once('close', held.leave);
      resolve(result);
    };
    const held = room.begin(() => finish('busy'));
    const cut = () => {
      if (!isOver) finish('cut');
    };
    const timer = setTimeout(cut, READ_TIMEOUT_MS);
    // Its listeners stay, and throw away what still comes: to take them off costs every request as much as its signature.
    request.on('data', (chunk: Buffer) => {
      if (isOver) return;
      size += chunk.length;
      if (size > maxBytes) return finish('too_large');
      chunks.push(chunk);
      held.add(chunk.length + PIECE_BYTES);
    });
    request.on('end', () => {
      if (!isOver) finish(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks));
    });
    request.on('error', cut);
    request.on('close', cut);
    if (request.destroyed) cut();
  });
}

/** Takes in the rest and throws it away, not for ever; then gives `reason`. */
function discard<Reason extends Unread>(request: IncomingMessage, reason: Reason): Promise<Reason> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      resolve(reason);
    };
    const timer = setTimeout(finish, LINGER_MS);
    for (const event of ['end', 'error', 'close']) request.once(event, finish);
    request.resume();
    if (request.readableEnded || request.destroyed) finish();
  });
}

/**
 * For what is answered without its body: what is still being sent is thrown away while it comes, so that the answer is
 * read, and who sends longer than that has no connection any more.
 */
export function leaveUnread(request: IncomingMessage): void {
  void discard(request, 'too_large').then(() => {
    if (!request.complete) request.destroy();
  });
}
