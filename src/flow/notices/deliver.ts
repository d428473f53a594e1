/**
 * Notices delivered: what should stand where is compared with what stands there, and posted or edited in place. Where
 * nothing can be edited, a new message says what is decisive, once (`postedAnew`).
 * A crash at any moment leaves a notice that is owed still; a lost answer leaves a doubt that is looked into before
 * anything is posted again.
 */
import { createHash } from 'node:crypto';
import { fiscalYearOfRound } from '../../core/calendar/round.js';
import { newsOf } from '../../core/cards/news.js';
import { NewerRow } from '../../core/text/stored-json.js';
import { ENDS_WITHIN_MS, endsWithin } from '../ends-within.js';
import type { MakeFile } from '../file-ports.js';
import { type Log, reasonOf } from '../log.js';
import {
  type ClaimedNotice,
  type Clock,
  type FindPlace,
  type LookAgain,
  type Mark,
  type MessageRef,
  type Messenger,
  PlatformError,
} from '../ports.js';
import { notTold } from './not-told.js';
import type { Leases, Notices } from './notices-port.js';

/** Longer than any platform takes for one post, the wait for its turn with it: a post begins with a lease of its own. */
const LEASE_MS = 60_000;

/** Tries after a fault before a notice is given up and shown to the coordinator. */
const MAX_ATTEMPTS = 12;
const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 3_600_000;

/** When to look again for the channel of a section that has none yet, or the address of a person who never wrote. */
const NO_PLACE_RETRY_MS = 10 * 60_000;
/** When to ask again for a person whom the platform was too busy to find. */
const FIND_AGAIN_MS = 60_000;

/** Few, so that the last of them is sent well within the lease of all. */
const BATCH = 16;

/** Places written to at once: a platform answers in tenths of a second, and fewer would leave a morning waiting on that. */
const PLACES_AT_ONCE = 8;

/** A notice whose turn comes later than this is given back: what is left of its lease would not do. */
const LATEST_START_MS = LEASE_MS / 2;

type Parts = {
  notices: Notices;
  messenger: Messenger;
  makeFile: MakeFile;
  /** finds people who never wrote; without it they are waited for */
  findPlace?: FindPlace;
  /** asks what an account is by now; without it what was known last is believed */
  lookAgain?: LookAgain;
  clock: Clock;
  log: Log;
  /** told what the process is at, for its watchdog */
  mark?: Mark;
  /** aborted when the service stops: notices that were claimed and not begun are given back */
  signal?: AbortSignal;
};

/** `leases`: see Notices */
type Leased = Parts & { readonly leases: Leases };

/**
 * Delivers everything that is due now; gives how many notices were taken. Several places are written to at once, each
 * in the order in which its notices were claimed. Rejects for a fault of the record, when nothing is under way any more.
 */
export async function deliverDue(parts: Parts): Promise<number> {
  let taken = 0;
  for (;;) {
    const since = parts.clock.now().getTime();
    const claimed = await parts.notices.claim(new Date(since), LEASE_MS, BATCH);
    if (claimed.length === 0) return taken;
    taken += claimed.length;
    const lines = linesOf(claimed);
    const leases = [new Date(since + LEASE_MS)];
    const workers = Array.from({ length: Math.min(PLACES_AT_ONCE, lines.length) }, async () => {
      for (let line = lines.shift(); line; line = lines.shift())
        for (const [at, notice] of line.entries()) {
          if (parts.signal?.aborted || parts.clock.now().getTime() - since >= LATEST_START_MS) {
            const unbegun = line.slice(at).map(({ key }) => key);
            await parts.notices.release(unbegun, leases);
            break;
          }
          await deliver({ ...parts, leases }, notice);
        }
    });
    const ended = await Promise.allSettled(workers);
    const fault = ended.find((one) => one.status === 'rejected');
    if (fault) throw fault.reason;
    if (parts.signal?.aborted) return taken;
  }
}

/** The notices of each place by themselves, in order; one without a place stands alone. */
function linesOf(claimed: readonly ClaimedNotice[]): ClaimedNotice[][] {
  const lines = new Map<string, ClaimedNotice[]>();
  for (const notice of claimed) {
    const line = notice.place ?? `no place: ${notice.unmet?.id ?? notice.key}`;
    lines.set(line, [...(lines.get(line) ?? []), notice]);
  }
  return [...lines.values()];
}

async function deliver(parts: Leased, notice: ClaimedNotice): Promise<void> {
  const place = notice.place ?? (await placeFound(parts, notice));
  if (place === null) return;
  const not = await notTold(parts, notice, place);
  if (not === null) return deliverTo(parts, { ...notice, place }, place);
  parts.log.info({ notice: notice.key, reason: not.why }, 'notice held');
  const again = new Date(parts.clock.now().getTime() + not.againMs);
  await parts.notices.failed(notice.key, not.why, again, false, parts.leases);
}

/** Where a person is written to who never wrote; null when that is not known yet, which is entered. */
async function placeFound(parts: Leased, { key, unmet }: ClaimedNotice): Promise<string | null> {
  const { notices, findPlace, clock, log, leases } = parts;
  let againMs = NO_PLACE_RETRY_MS;
  try {
    const place = unmet && findPlace ? await findPlace(unmet, clock.now()) : null;
    if (place !== null) return place;
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    log.warn({ notice: key, reason: error.message }, 'person not looked for');
    againMs = Math.max(error.options.retryAfterMs ?? 0, FIND_AGAIN_MS);
  }
  await notices.failed(key, 'no_place', new Date(clock.now().getTime() + againMs), false, leases);
  return null;
}

async function deliverTo(parts: Leased, notice: ClaimedNotice, place: string): Promise<void> {
  const { notices, clock, log } = parts;
  const now = clock.now();
  const { key, wanted } = notice;
  let posting = false;
  const leases = [...parts.leases];
  const beforePost: BeforePost = async (content) => {
    const until = new Date(clock.now().getTime() + LEASE_MS);
    // Before it is asked for: it may hold though the answer is lost.
    leases.push(until);
    if (!(await notices.posting(key, now, place, content, leases, until)))
      throw new PlatformError('somebody else is at it by now', 'retry');
    posting = true;
  };
  const send = async () => {
    const card = await notices.card(notice, now);
    if (!card) return await notices.dropped(key, wanted, now);
    parts.mark?.(`notice ${key}`);
    const { ref, content } =
      (await postedFile(parts, notice, place, now, beforePost)) ??
      (await standingCard(parts, notice, place, card, beforePost));
    await notices.sent(key, wanted, ref, clock.now(), {
      to: place,
      ...(content === null ? {} : { content }),
    });
  };
  try {
    await endsWithin(ENDS_WITHIN_MS, send());
  } catch (error) {
    const reason = reasonOf(error);
    const platform = error instanceof PlatformError ? error : null;
    if (!platform) log.error({ notice: key, reason }, 'fault while delivering a notice');
    else log.warn({ notice: key, reason, kind: platform.kind }, 'notice not delivered');
    const isLastTry = notice.attempts + 1 >= MAX_ATTEMPTS && !(error instanceof NewerRow);
    const giveUp = platform?.kind === 'never' || isLastTry;
    const wait = Math.max(
      platform?.options.retryAfterMs ?? 0,
      Math.min(FIRST_RETRY_MS * 2 ** notice.attempts, LONGEST_RETRY_MS),
    );
    const retryAt = giveUp ? null : new Date(now.getTime() + wait);
    // Anything that failed after a post began, and was no answer of the platform, may have left a message there.
    const doubtful = platform ? (platform.options.doubtful ?? false) : posting;
    await notices.failed(key, reason, retryAt, doubtful, leases);
  } finally {
    parts.mark?.('');
  }
}

type Shown = Parameters<Messenger['post']>[1];
type BeforePost = (content: string | null) => Promise<void>;
/** What stands in a place now, and what stands for what it says; null: that need not be known. */
type Standing = { readonly ref: MessageRef; readonly content: string | null };

/**
 * Edits what stands there; posts what does not, or was deleted by somebody: after a doubt the one in its place may stand
 * already, and is looked for first.
 */
async function standingCard(
  parts: Parts,
  notice: ClaimedNotice,
  place: string,
  card: Shown,
  beforePost: BeforePost,
): Promise<Standing> {
  const { messenger } = parts;
  const news = newsOf(card);
  const content = news === null ? null : digestOf(news);
  const post = async (key: string) => {
    await beforePost(content);
    return { ref: await messenger.post(place, card, { under: notice.under, key }), content };
  };
  const ref = notice.ref ?? (notice.doubtful ? await found(messenger, notice, notice.key) : null);
  if (!ref) return post(notice.key);
  try {
    if ((await messenger.edit(ref, card)) === 'edited') return { ref, content };
  } catch (error) {
    if (!(error instanceof PlatformError && error.options.gone)) throw error;
    const anew = notice.doubtful ? await found(messenger, notice, notice.key) : null;
    if (anew === null || anew.id === ref.id) return post(notice.key);
    return standingCard(parts, { ...notice, ref: anew, doubtful: false }, place, card, beforePost);
  }
  return postedAnew(messenger, notice, { ref, content }, post);
}

/**
 * Where a message cannot be edited: a new one when the card says something decisive that was not said yet, else what
 * stands there stays. What was said is kept with the notice and the new message has a key of its own, so that the same
 * is never said twice, however often it is wanted.
 */
async function postedAnew(
  messenger: Messenger,
  notice: ClaimedNotice,
  { ref, content }: Standing,
  post: (key: string) => Promise<Standing>,
): Promise<Standing> {
  if (content === null || content === notice.content) return { ref, content: null };
  const key = keyOf(notice, content);
  const earlier = notice.ref && notice.doubtful ? await found(messenger, notice, key) : null;
  return earlier ? { ref: earlier, content } : post(key);
}

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');

/** The key of a further message of a notice: the same on a second try, another after each, since a correction may bring back what stood before. */
function keyOf(notice: ClaimedNotice, content: string): string {
  return `${notice.key}/${digestOf(`${content} ${notice.ref?.id ?? ''}`).slice(0, 16)}`;
}

/**
 * The message with the file of a notice that is one; null for any other notice, and where files cannot be put: its card
 * says so then. A file is not edited: what changed in it is posted as a message of its own, with a key of its own, and
 * what did not change (two approvals at one moment) is not posted again.
 */
async function postedFile(
  { messenger, makeFile }: Parts,
  notice: ClaimedNotice,
  place: string,
  now: Date,
  beforePost: BeforePost,
): Promise<Standing | null> {
  const { about, under, language } = notice;
  if (about.kind !== 'finished_file') return null;
  const made = await makeFile(
    {
      kind: 'sheets',
      fiscalYear: fiscalYearOfRound(about.roundId),
      sectionIds: [about.sectionId],
      named: null,
      format: 'xlsx',
      ...(about.roundId.endsWith('-targets') ? { round: 'targets' as const } : {}),
      language,
    },
    now,
  );
  if (made.kind === 'told') throw new Error(`no file for ${notice.key}`);
  const { content, file } = made;
  if (notice.ref && notice.content === content) return { ref: notice.ref, content };
  const key = keyOf(notice, content);
  // In doubt before the first one stands is what it says with the notice: another was never posted.
  const isOther = notice.ref === null && notice.content !== null && notice.content !== content;
  const standing = notice.doubtful && !isOther ? await found(messenger, notice, key, 'file') : null;
  if (standing) return { ref: standing, content };
  await beforePost(content);
  const ref = await messenger.postFile(place, file, { under, key });
  return ref === 'no_files' ? null : { ref, content };
}

/** Where the message stands whose answer was lost; a person may have gone to another platform since. A platform that cannot tell leaves the doubt: nothing is posted twice. */
async function found(
  messenger: Messenger,
  notice: ClaimedNotice,
  key: string,
  what?: 'file',
): Promise<MessageRef | null> {
  const answer = await messenger.find(notice.doubtAt ?? notice.place ?? '', key, notice.under, what);
  if (answer === 'unknown')
    throw new PlatformError('it is not known whether an earlier message arrived', 'never', {
      doubtful: true,
    });
  return answer;
}
