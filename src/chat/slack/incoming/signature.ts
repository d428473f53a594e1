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

/** Whether it is worth reading the body: the headers of a request that Slack signed just now look like this. */
export function looksSigned({ timestamp, signature, now }: Headers): boolean {
  if (timestamp === undefined || !/^\d{1,12}$/u.test(timestamp)) return false;
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > MAX_SKEW_SECONDS) return false;
  return signature !== undefined && /^v0=[0-9a-f]{64}$/u.test(signature);
}

/** Checks a signature against every secret (two while one is rotated), in constant time. */
export function isSigned(
  request: Headers & { readonly secrets: readonly string[]; readonly body: Buffer },
): boolean {
  if (!looksSigned(request)) return false;
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
