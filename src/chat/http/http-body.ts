/** Bodies of requests, read whole and within limits: of one, and of all that are held at the same time. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { makeRoom } from './room.js';

const READ_TIMEOUT_MS = 5_000;
/**
 * How long a body that is too large is still taken in and thrown away: an answer given while it is being sent, and the
 * connection closed behind it, would not be read by whoever sends.
 */
const LINGER_MS = 2_000;

/** Bodies of messages, presses and nearly all forms are smaller; so few of the larger ones cannot keep these out. */
const SMALL_BYTES = 64 * 1024;
/** What all bodies together may take, from their first byte until they are answered, in bytes. */
const ROOM_BYTES = { small: 16 * 1024 * 1024, large: 8 * 1024 * 1024 } as const;
/** A platform gives up after three seconds: who finds no room by then is told to come again. */
const ROOM_WITHIN_MS = 2_000;

/** Of the whole process: its memory is one, however many doors it has. */
const rooms = { small: makeRoom(ROOM_BYTES.small), large: makeRoom(ROOM_BYTES.large) };

/** `too_large`: more than may be; `cut`: not all of it came in time; `busy`: too much is held already. */
export type Unread = 'too_large' | 'cut' | 'busy';

/**
 * The body of a request, or why there is none. It counts as held until `response` is over; while too much is held it is
 * left unread, so that whoever sends has to wait. Never rejects.
 */
export async function bodyOf(
  request: IncomingMessage,
  response: ServerResponse,
  maxBytes: number,
): Promise<Buffer | Unread> {
  const named = request.headers['content-length'];
  if (Number(named ?? 0) > maxBytes) return await discard(request, 'too_large');
  // Who does not say how much it is may send all that is allowed.
  const most = named === undefined ? maxBytes : Number(named);
  const place = await rooms[most <= SMALL_BYTES ? 'small' : 'large'].take(most, ROOM_WITHIN_MS);
  if (place === null) return 'busy';
  if (response.closed || request.destroyed) place.leave();
  else response.on('close', () => place.leave());
  const body = await read(request, maxBytes);
  place.shrink(Buffer.isBuffer(body) ? body.length : 0);
  return body === 'too_large' ? await discard(request, body) : body;
}

function read(request: IncomingMessage, maxBytes: number): Promise<Buffer | 'too_large' | 'cut'> {
  return new Promise((resolve) => {
    let chunks: Buffer[] = [];
    let size = 0;
    let isOver = false;
    const finish = (result: Buffer | 'too_large' | 'cut') => {
      isOver = true;
      chunks = [];
      clearTimeout(timer);
      resolve(result);
    };
    const cut = () => {
      if (!isOver) finish('cut');
    };
    const timer = setTimeout(cut, READ_TIMEOUT_MS);
    // Its listeners stay, and throw away what still comes: to take them off costs every request as much as its signature.
    request.on('data', (chunk: Buffer) => {
      if (isOver) return;
      size += chunk.length;
      if (size > maxBytes) finish('too_large');
      else chunks.push(chunk);
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
