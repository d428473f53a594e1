/** Who is written to in private is a member still, as their platform said within the hour. */
import { ANSWERS_WITHIN_MS, isKnownWithin, type Standing } from '../../core/account/account.js';
import type { Place } from '../../core/conversation/input.js';
import type { ClaimedNotice, Clock, LookAgain } from '../ports.js';

/** When to ask again what the platform did not say at once. */
const ASK_AGAIN_MS = 60_000;

/** These are told themselves that nothing is accepted from them; who is not of the house any more is not written to. */
const IN_THE_HOUSE: ReadonlySet<Standing> = new Set(['guest', 'unconfirmed']);

/**
 * Why a notice is not for its reader now, and when to look again: they are no member any more, or the account is not
 * theirs; null: they are written to. The platform is asked when that was known longer ago than an hour. What it does not
 * say at once holds up no season of notices: then what was known last counts.
 */
export async function notTold(
  { lookAgain, clock }: { readonly lookAgain?: LookAgain; readonly clock: Clock },
  { about, reader }: ClaimedNotice,
  place: Place,
): Promise<{ readonly why: 'no_member' | 'no_place'; readonly againMs: number } | null> {
  if (!reader) return null;
  const { person, account, standing, knownAt } = reader;
  const isOld = !isKnownWithin(knownAt, clock.now(), ANSWERS_WITHIN_MS);
  const asked = isOld ? ((await lookAgain?.(account, place)) ?? null) : null;
  const is = asked?.status === 'refused' ? asked.why : asked ? 'member' : (standing ?? 'member');
  if (is === 'member') {
    const isTheirs = asked === null || (asked.status === 'known' && asked.person === person);
    return isTheirs ? null : { why: 'no_place', againMs: ANSWERS_WITHIN_MS };
  }
  if (about.kind === 'turned_away' && about.of === person && IN_THE_HOUSE.has(is)) return null;
  return { why: 'no_member', againMs: isOld && asked === null ? ASK_AGAIN_MS : ANSWERS_WITHIN_MS };
}
