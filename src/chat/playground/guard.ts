/** Who may ask at all: a page of this very address, on this very machine. There is no account behind the playground. */
import type { RequestHandler } from 'express';

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);
const LOOPBACK_ADDRESS = /^(?:127\.|::1$|::ffff:127\.)/u;

/**
 * The page brings everything itself; no script and no picture comes from elsewhere. Both libraries set styles on
 * elements, which has to be allowed.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Refuses requests from other machines, under other names (a foreign name that was made to point here, DNS
 * rebinding), and changes asked for by pages of other addresses.
 */
export const guard: RequestHandler = (request, response, next) => {
  response.set({
    'Content-Security-Policy': POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Resource-Policy': 'same-origin',
  });
  const host = request.headers.host ?? '';
  const refused =
    !LOOPBACK_ADDRESS.test(request.socket.remoteAddress ?? '') ||
    !isLoopbackHost(host) ||
    (request.method !== 'GET' && request.method !== 'HEAD' && isFromElsewhere(request.headers, host));
  if (!refused) return next();
  response.status(403).json({
    message:
      'このデモは、動いているパソコンのブラウザからだけ使えます。 / The demo can only be used from a browser on the machine it runs on.',
  });
};

function isLoopbackHost(host: string): boolean {
  return LOOPBACK_NAMES.has(host.replace(/:\d{1,5}$/u, '').toLowerCase());
}

/** A page of another address cannot send JSON or plain bytes without asking first, and its browser names it in `Origin`. */
function isFromElsewhere(headers: Readonly<Record<string, unknown>>, host: string): boolean {
  const { origin, 'sec-fetch-site': site, 'content-type': type } = headers;
  if (typeof type !== 'string' || !/^application\/(?:json|octet-stream)\b/u.test(type)) return true;
  if (site !== undefined && site !== 'same-origin') return true;
  return origin !== undefined && origin !== `http://${host}`;
}
