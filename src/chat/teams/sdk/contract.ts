/**
 * What Maru needs of Microsoft's SDK: whether a request is from Teams for this bot, and a token where the bot is a managed
 * identity. Everything else is asked of the Bot Connector by `outgoing/wire.ts`.
 */

export type Turned =
  /** authenticated, and the logic ran */
  | { readonly kind: 'done' }
  /** not from Teams, or not for this bot */
  | { readonly kind: 'refused'; readonly reason: string };

export type Sdk = {
  /**
   * Authenticates a request (its Authorization header and activity) and runs `logic`. Rejects with the logic's fault,
   * or when it could not be found out who asks (the keys cannot be had): then Teams is to send again.
   */
  turn(authorization: string, activity: object, logic: () => Promise<void>): Promise<Turned>;
  /** A token of the managed identity for the Bot Connector; `anew`: the last one was refused. Rejects when none is given. */
  token(anew: boolean): Promise<string>;
};

/** The issuer of every request of Teams. The SDKs would also take tokens of their own emulators. */
export const ISSUER = 'https://api.botframework.com';
/** Whom the bot's tokens are for: the Bot Connector. */
export const AUDIENCE = 'https://api.botframework.com';

/** Fetching the keys has no time-out of its own in the SDKs, in milliseconds. */
export const AUTHENTICATION_TIMEOUT_MS = 8_000;

/** Rejects when `promise` has not ended by then. */
export async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
