/**
 * Notices delivered: what should stand where is compared with what stands there, and posted or edited in place.
 * A crash at any moment leaves a notice that is owed still; a lost answer leaves a doubt that is looked into before
 * anything is posted again.
 */
import type { Log } from './log.js';
import {
  type ClaimedNotice,
  type Clock,
  type MessageRef,
  type Messenger,
  type Notices,
  PlatformError,
} from './ports.js';

/** Longer than any platform's time-out for one send, so that a live sender's lease never runs out under it. */
export const LEASE_MS = 60_000;

/** Tries after a fault before a notice is given up and shown to the coordinator. */
const MAX_ATTEMPTS = 12;
const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 3_600_000;

/** When to look again for the channel of a section that has none yet, or the address of a person who never wrote. */
const NO_PLACE_RETRY_MS = 10 * 60_000;

const BATCH = 50;

type Parts = { notices: Notices; messenger: Messenger; clock: Clock; log: Log };

/** Delivers everything that is due now; gives how many notices were taken. */
export async function deliverDue(parts: Parts): Promise<number> {
  let taken = 0;
  for (;;) {
    const claimed = await parts.notices.claim(parts.clock.now(), LEASE_MS, BATCH);
    if (claimed.length === 0) return taken;
    taken += claimed.length;
    for (const notice of claimed) await deliver(parts, notice);
  }
}

async function deliver({ notices, messenger, clock, log }: Parts, notice: ClaimedNotice): Promise<void> {
  const now = clock.now();
  const { key, place, wanted } = notice;
  if (place === null) {
    await notices.failed(key, 'no_place', new Date(now.getTime() + NO_PLACE_RETRY_MS), false);
    return;
  }
  try {
    const card = await notices.card(notice, now);
    if (!card) return await notices.dropped(key, wanted, now);
    const standing = notice.ref ?? (notice.doubtful ? await found(messenger, notice) : null);
    const ref = standing
      ? await editOrPost(messenger, standing, notice, card)
      : await messenger.post(place, card, { under: notice.under, key });
    await notices.sent(key, wanted, ref, clock.now());
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const platform = error instanceof PlatformError ? error : null;
    if (!platform) log.error({ notice: key, reason }, 'fault while delivering a notice');
    else log.warn({ notice: key, reason, kind: platform.kind }, 'notice not delivered');
    const giveUp = platform?.kind === 'never' || notice.attempts + 1 >= MAX_ATTEMPTS;
    const wait = Math.max(
      platform?.options.retryAfterMs ?? 0,
      Math.min(FIRST_RETRY_MS * 2 ** notice.attempts, LONGEST_RETRY_MS),
    );
    const retryAt = giveUp ? null : new Date(now.getTime() + wait);
    await notices.failed(key, reason, retryAt, platform?.options.doubtful ?? false);
  }
}

/** Where the message stands whose answer was lost. A platform that cannot tell leaves the doubt: nothing is posted twice. */
async function found(messenger: Messenger, notice: ClaimedNotice): Promise<MessageRef | null> {
  const answer = await messenger.find(notice.place ?? '', notice.key, notice.under);
  if (answer === 'unknown')
    throw new PlatformError('it is not known whether an earlier message arrived', 'never', {
      doubtful: true,
    });
  return answer;
}

/** Edits in place; a message that somebody deleted is posted anew. */
async function editOrPost(
  messenger: Messenger,
  ref: MessageRef,
  notice: ClaimedNotice,
  card: Parameters<Messenger['post']>[1],
): Promise<MessageRef> {
  try {
    await messenger.edit(ref, card);
    return ref;
  } catch (error) {
    if (!(error instanceof PlatformError && error.options.gone)) throw error;
    return messenger.post(notice.place ?? ref.place, card, { under: notice.under, key: notice.key });
  }
}
