/** Bodies of requests, read whole and within limits. */
import type { IncomingMessage } from 'node:http';

const READ_TIMEOUT_MS = 5_000;

/**
 * The body of a request, or why there is none: more than `maxBytes`, or not all of it came in time. What is too much is
 * read to its end all the same and thrown away: whoever still sends does not hear an answer. Never rejects.
 */
export function bodyOf(request: IncomingMessage, maxBytes: number): Promise<Buffer | 'too_large' | 'cut'> {
  return new Promise((resolve) => {
    let tooLarge = Number(request.headers['content-length'] ?? 0) > maxBytes;
    const chunks: Buffer[] = [];
    let size = 0;
    const finish = (result: Buffer | 'too_large' | 'cut') => {
      clearTimeout(timer);
      request.removeAllListeners('data');
      if (!Buffer.isBuffer(result)) request.resume();
      resolve(result);
    };
    const timer = setTimeout(() => finish(tooLarge ? 'too_large' : 'cut'), READ_TIMEOUT_MS);
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) tooLarge = true;
      if (tooLarge) chunks.length = 0;
      else chunks.push(chunk);
    });
    request.once('end', () => finish(tooLarge ? 'too_large' : Buffer.concat(chunks)));
    request.once('error', () => finish('cut'));
    request.once('close', () => finish('cut'));
  });
}
