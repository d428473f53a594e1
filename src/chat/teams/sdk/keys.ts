/**
 * The keys Teams signs with, held by the Bot Framework SDK. Its own way of asking for them asks once for each request that
 * waits, takes an answer that was cut off for keys that hold for an hour, and after a day looks at none that it has.
 */
// Comes with botbuilder-core, in the version of that.
import { OpenIdMetadata } from 'botframework-connector/lib/auth/openIdMetadata.js';
import { within } from './contract.js';

const HOUR_MS = 3_600_000;
/** An answer that stops in its midst never ends. Less than a request waits, so that its next one asks anew. */
const ASKED_MS = 5_000;
/** A key that is not among them is asked for at most so often: anybody can name one. */
const UNKNOWN_MS = HOUR_MS;
/** Microsoft: keys are to be asked for anew every 24 hours. */
const RENEWED_MS = 24 * HOUR_MS;
/** While they cannot be had, those of before are good for so long: one that was withdrawn must end. */
const KEPT_MS = 7 * 24 * HOUR_MS;

type Found = Awaited<ReturnType<OpenIdMetadata['getKey']>>;
/** What its types keep to themselves. */
type Held = {
  readonly url: string;
  readonly proxySettings: ConstructorParameters<typeof OpenIdMetadata>[1];
  keys?: readonly unknown[];
  lastUpdated: number;
  findKey(id: string): Found;
  refreshCache(): Promise<void>;
};

const asking = new WeakMap<Held, Promise<void>>();

/** Asks once for all who wait; rejects, with the keys of before left as they are, when none came. */
function renew(held: Held): Promise<void> {
  const pending = asking.get(held);
  if (pending) return pending;
  const asked = within(ASKED_MS, ask(held)).finally(() => asking.delete(held));
  asking.set(held, asked);
  return asked;
}

async function ask(held: Held): Promise<void> {
  const fresh = new OpenIdMetadata(held.url, held.proxySettings) as unknown as Held;
  await fresh.refreshCache();
  const { keys } = fresh;
  if (!Array.isArray(keys) || keys.length === 0) throw new Error('answered without keys');
  Object.assign(held, { keys, lastUpdated: Date.now() });
}

async function keyOf(held: Held, id: string): Promise<Found> {
  const ageMs = Date.now() - held.lastUpdated;
  const known = held.findKey(id);
  if (known && ageMs < KEPT_MS) {
    if (ageMs > RENEWED_MS) renew(held).catch(() => undefined);
    return known;
  }
  if (held.keys && ageMs < UNKNOWN_MS) return null;
  await renew(held);
  return held.findKey(id);
}

/** Has the SDK look for its keys here. */
export function holdKeys(): void {
  OpenIdMetadata.prototype.getKey = function (id) {
    return keyOf(this as unknown as Held, id);
  };
}
