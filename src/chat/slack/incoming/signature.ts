/**
 * Whether a request comes from Slack (docs.slack.dev/authentication/verifying-requests-from-slack): `v0=` and the
 * HMAC-SHA256 of `v0:<time>:<raw body>`. bolt's own check accepts times in the future, so it is not used.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** As the documentation says; kept in both directions. */
const MAX_SKEW_SECONDS = 5 * 60;

type Headers = {
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
  readonly now: Date;
};

/** Why a request is none that Slack signed just now, as its headers tell. */
export type Unsigned = {
  readonly reason: string;
  /** how far our clock is ahead of the time in the request */
  readonly aheadSeconds?: number;
};

/** Why it is not worth reading the body; null when the headers look like those of a request that Slack signed just now. */
export function whyUnsigned({ timestamp, signature, now }: Headers): Unsigned | null {
  if (timestamp === undefined || signature === undefined) return { reason: 'no signature' };
  if (!/^\d{1,12}$/u.test(timestamp)) return { reason: 'its time is no number' };
  const aheadSeconds = Math.round(now.getTime() / 1000 - Number(timestamp));
  if (Math.abs(aheadSeconds) > MAX_SKEW_SECONDS)
    return {
      reason: 'signed at another time: replayed, or the clock of this machine is wrong',
      aheadSeconds,
    };
  return /^v0=[0-9a-f]{64}$/u.test(signature) ? null : { reason: 'not a signature of version v0' };
}

/** Why a request whose headers are well-formed is refused after all: neither can be told from the other. */
export const NOT_SIGNED_SO =
  'the signature does not match: another SLACK_SIGNING_SECRET, or a body that was rewritten on its way';

/** Checks a signature against every secret (two while one is rotated), in constant time. */
export function isSigned(
  request: Headers & { readonly secrets: readonly string[]; readonly body: Buffer },
): boolean {
  if (whyUnsigned(request)) return false;
  const { secrets, timestamp, signature = '', body } = request;
  const given = Buffer.from(signature.slice(3), 'hex');
  return (
    secrets.filter(
      (secret) =>
        secret !== '' &&
        timingSafeEqual(given, createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest()),
    ).length > 0
  );
}
