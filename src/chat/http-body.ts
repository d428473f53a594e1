/** Bodies of requests, read whole and within limits. */
import type { IncomingMessage } from 'node:http';

const READ_TIMEOUT_MS = 5_000;

/** The body of a request, or why there is none: more than `maxBytes`, or not all of it came in time. Never rejects. */
export function bodyOf(request: IncomingMessage, maxBytes: number): Promise<Buffer | 'too_large' | 'cut'> {
  return new Promise((resolve) => {
    if (Number(request.headers['content-length'] ?? 0) > maxBytes) {
      request.resume();
      return resolve('too_large');
    }
    const chunks: Buffer[] = [];
    let size = 0;
    const timer = setTimeout(() => finish('cut'), READ_TIMEOUT_MS);
    const finish = (result: Buffer | 'too_large' | 'cut') => {
      clearTimeout(timer);
      request.removeAllListeners('data');
      if (!Buffer.isBuffer(result)) request.resume();
      resolve(result);
    };
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) return finish('too_large');
      chunks.push(chunk);
    });
    request.once('end', () => finish(Buffer.concat(chunks)));
    request.once('error', () => finish('cut'));
    request.once('close', () => finish('cut'));
  });
}
