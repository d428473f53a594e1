/**
 * Who is speaking: the person of the roster an account is linked to, as long as it is a member's. What is last known of
 * that is kept in the record; the platform is asked again before a decision when it was known longer ago than five
 * minutes, and before anything after an hour.
 */
import {
  type Acting,
  ANSWERS_WITHIN_MS,
  DECIDES_WITHIN_MS,
  isKnownWithin,
  type Linked,
  type NoMember,
  type Seen,
} from '../core/account/account.js';
import { type Log, reasonOf } from '../flow/log.js';
import { type Clock, PlatformError } from '../flow/ports.js';
import type { TimeBudget } from '../flow/time-budget.js';
import type { AccountBook } from './address-book.js';
import { realWait, type Wait, within } from './wait.js';

export type Speaker =
  | { readonly status: 'known'; readonly person: string; readonly acting: Acting }
  /** not in the roster, or with a second account */
  | { readonly status: 'unknown' | 'second' }
  | { readonly status: 'refused'; readonly why: NoMember };

type Known = Extract<Speaker, { status: 'known' }>;

/**
 * Does something as who is speaking. Where the record says that the account is not theirs, though it was a minute ago, it is
 * asked anew whose it is, once: nobody's, or another's, as whom it is done then. Gives who that is, and what came of it.
 */
export async function actAs<T extends { readonly status: string }>(
  speaker: () => Promise<Speaker>,
  forget: () => void,
  act: (speaker: Known) => Promise<T>,
): Promise<{ readonly speaker: Exclude<Speaker, Known> } | { readonly done: T }> {
  const first = await speaker();
  if (first.status !== 'known') return { speaker: first };
  const done = await act(first);
  if (done.status !== 'stranger') return { done };
  forget();
  const second = await speaker();
  return second.status === 'known' ? { done: await act(second) } : { speaker: second };
}

/** What somebody wants: an answer to a question, which is kept in any case, or something that may decide. */
export type Wants = 'answer' | 'decide';

/**
 * The account is nobody's yet, and the platform does not say at once whose it is: on a first morning all ask together,
 * and platforms are asked so often a minute only. What came is to be kept until it is known.
 */
export class NotKnownYet extends PlatformError {
  constructor(
    readonly account: string,
    cause?: PlatformError,
  ) {
    super(
      cause?.message ?? 'the platform has not said yet who it is',
      cause?.kind ?? 'retry',
      cause?.options,
    );
    this.name = 'NotKnownYet';
  }
}

/**
 * How long the platform's turn is waited for: `soon` as long as a request may, `long` as long as it takes for somebody
 * never seen before, `at_once` not at all, for those who said nothing and are to be written to.
 */
export type Patience = 'soon' | 'long' | 'at_once';

/** Asks the platform about an account; `long` unless nobody waits for the answer so long. */
type AskStanding = (patience: Patience) => Promise<Seen>;

type Standing = {
  /**
   * `ask`: what the platform says. It is waited for as long as `wants` allows; then it goes on, and nothing is decided
   * with what is not known. Throws when the record does not answer, and NotKnownYet when the platform does not for somebody
   * never seen before.
   */
  speaker(
    account: string,
    ask: AskStanding,
    wants: Wants,
    budget?: TimeBudget,
    patience?: Patience,
  ): Promise<Speaker>;
  /**
   * What an account is by now that did nothing, before it is written to; null when the platform does not say it at once.
   * Throws when the record does not answer.
   */
  again(account: string, ask: AskStanding): Promise<Speaker | null>;
  /** Whose an account is by the record, and as what its platform last knew it; nothing is asked of the platform. */
  asRecorded(account: string): Promise<Speaker>;
  /** Forgets what was remembered of an account: the record says otherwise. */
  forget(account: string): void;
};

/** An answer waits no longer for the platform, in milliseconds: hundreds answer in the minutes after a reminder. */
const ANSWER_WAITS_MS = 800;
/** Who wants to decide waits so long, and is then asked to press again. */
const DECISION_WAITS_MS = 2_000;
/** A notice waits so long: eight at once, so that a season goes out as fast as a platform takes it. */
const NOTICE_WAITS_MS = 500;
/** Somebody never seen before is waited for so long; then what they sent is kept, and acknowledged. */
const UNMET_WAITS_MS = 1_500;
/** An answer follows the last one without the record being asked who it is, for so long. */
const SPEAKING_MS = 60_000;
const MANY = 20_000;

/**
 * `turnedAwayMs`: who was turned away is looked at again after so long; they may have become a member, or been entered
 * into the roster.
 */
export function makeStanding(parts: {
  book: AccountBook;
  turnedAwayMs: number;
  clock: Clock;
  log: Log;
  wait?: Wait;
}): Standing {
  const { book, turnedAwayMs, clock, log, wait = realWait } = parts;
  /** who spoke lately; for answers, and for those who were turned away */
  const lately = new Map<string, { until: number; speaker: Speaker }>();
  const underWay = new Map<string, Promise<Speaker>>();

  function remember(account: string, speaker: Speaker): Speaker {
    const now = clock.now().getTime();
    if (lately.size > MANY) for (const [old, { until }] of lately) if (until <= now) lately.delete(old);
    lately.set(account, {
      until: now + (speaker.status === 'known' ? SPEAKING_MS : turnedAwayMs),
      speaker,
    });
    return speaker;
  }

  /** Asks the platform, once for all who ask at the same time, and enters what it says. */
  function look(account: string, ask: AskStanding, patience: Patience): Promise<Speaker> {
    const asked = underWay.get(account);
    if (asked) return asked;
    const looking = (async () => {
      const seen = await ask(patience);
      const now = clock.now();
      const met = await book.meet(account, seen, now);
      if (met.status !== 'known') return remember(account, met);
      return remember(account, { ...met, acting: { account, knownAt: now.toISOString() } });
    })().finally(() => underWay.delete(account));
    underWay.set(account, looking);
    return looking;
  }

  async function unmet(account: string, ask: AskStanding, patience: Patience): Promise<Speaker> {
    try {
      const looking = look(account, ask, 'long');
      const found = await (patience === 'long' ? looking : within(looking, UNMET_WAITS_MS, null, wait));
      if (found) return found;
    } catch (error) {
      throw error instanceof PlatformError ? new NotKnownYet(account, error) : error;
    }
    throw new NotKnownYet(account);
  }

  function notChecked(error: unknown): null {
    log.warn({ reason: reasonOf(error) }, 'standing not checked');
    return null;
  }

  return {
    async speaker(account, ask, wants, budget, patience = 'soon') {
      const now = clock.now();
      const kept = lately.get(account);
      const last = kept && kept.until > now.getTime() ? kept.speaker : null;
      if (
        last?.status === 'known' &&
        wants === 'answer' &&
        isKnownWithin(last.acting.knownAt, now, ANSWERS_WITHIN_MS)
      )
        return last;
      const turnedAway = last?.status === 'known' ? null : last;
      const link = await book.linkOf(account, budget);
      if (!link) return turnedAway ?? unmet(account, ask, patience);
      const { person, standing, knownAt } = link;
      const lastsMs = wants === 'answer' ? ANSWERS_WITHIN_MS : DECIDES_WITHIN_MS;
      if (standing === 'member' && isKnownWithin(knownAt, now, lastsMs))
        return remember(account, { status: 'known', person, acting: { account, knownAt } });
      if (turnedAway && standing !== null && standing !== 'member') return turnedAway;
      const waits = wants === 'answer' ? ANSWER_WAITS_MS : DECISION_WAITS_MS;
      const looked = await within(look(account, ask, 'soon').catch(notChecked), waits, null, wait);
      if (looked) return looked;
      return speakerOf(account, link);
    },
    again(account, ask) {
      const asked = look(account, ask, 'at_once').catch((error: unknown) => {
        if (!(error instanceof PlatformError)) throw error;
        log.info({ reason: error.message }, 'standing not checked before a notice');
        return null;
      });
      return within(asked, NOTICE_WAITS_MS, null, wait);
    },
    async asRecorded(account) {
      const link = await book.linkOf(account);
      return link ? speakerOf(account, link) : { status: 'unknown' };
    },
    forget: (account) => void lately.delete(account),
  };
}

const speakerOf = (account: string, { person, standing, knownAt }: Linked): Speaker =>
  standing === null || standing === 'member'
    ? { status: 'known', person, acting: { account, knownAt } }
    : { status: 'refused', why: standing };
