/** Bodies of requests, read whole and within limits. */
import type { IncomingMessage } from 'node:http';

const READ_TIMEOUT_MS = 5_000;
/**
 * How long a body that is too large is still taken in and thrown away: an answer given while it is being sent, and the
 * connection closed behind it, would not be read by whoever sends.
 */
const LINGER_MS = 2_000;

/** The body of a request, or why there is none: more than `maxBytes`, or not all of it came in time. Never rejects. */
export function bodyOf(request: IncomingMessage, maxBytes: number): Promise<Buffer | 'too_large' | 'cut'> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let tooLarge = false;
    let timer = setTimeout(() => finish('cut'), READ_TIMEOUT_MS);
    const finish = (result: Buffer | 'too_large' | 'cut') => {
      clearTimeout(timer);
      request.removeAllListeners('data');
      if (!Buffer.isBuffer(result)) request.resume();
      resolve(result);
    };
    const linger = () => {
      tooLarge = true;
      chunks.length = 0;
      clearTimeout(timer);
      timer = setTimeout(() => finish('too_large'), LINGER_MS);
    };
    if (Number(request.headers['content-length'] ?? 0) > maxBytes) linger();
    request.on('data', (chunk: Buffer) => {
      if (tooLarge) return;
      size += chunk.length;
      if (size > maxBytes) linger();
      else chunks.push(chunk);
    });
    request.once('end', () => finish(tooLarge ? 'too_large' : Buffer.concat(chunks)));
    request.once('error', () => finish('cut'));
    request.once('close', () => finish('cut'));
  });
}
