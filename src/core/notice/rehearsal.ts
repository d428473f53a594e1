/**
 * A season rehearsed: the same looks the tick makes, one after the other, with every message taken as delivered at
 * once and nobody doing anything. So it says who gets what, and when, if nothing changes.
 */
import type { RehearsedDay } from '../board/rounds.js';
import { cityDate } from '../calendar/working-days.js';
import type { PostTerms } from '../organization/terms.js';
import type { Call } from './call.js';
import { type OwedNotice, roundOfNotice } from './notice.js';
import {
  type AlreadySent,
  type CityRound,
  type NoticePlan,
  planCityNotices,
  planNotices,
} from './plan-notices.js';
import type { SectionRound } from './section-round.js';

export type Season = {
  readonly sections: readonly SectionRound[];
  readonly city: readonly CityRound[];
  readonly coordinators: readonly PostTerms[];
  /** what was told before the rehearsal begins */
  readonly told: AlreadySent;
};

/** A message of the season. */
export type Rehearsed = {
  /** ISO instant */
  readonly at: string;
  readonly notice: OwedNotice;
  /** why, for a message to a person */
  readonly calls: readonly Call[];
};

/** More looks than any season has: ten years of working mornings. A guard against looking for ever. */
const MOST_LOOKS = 2_600;

/**
 * The messages of a season, in the order in which they go out.
 *
 * @param from   ISO instant at which the clock stands
 * @param until  ISO instant at which the rehearsal ends
 */
export function* rehearse(season: Season, from: string, until: string): Generator<Rehearsed> {
  const reminded = new Map<string, string>();
  const sent = new Set<string>();
  const told: AlreadySent = {
    reminded: (personId) => reminded.get(personId) ?? season.told.reminded(personId),
    sent: (key) => sent.has(key) || season.told.sent(key),
    // A card that is drawn anew is no message.
    drawn: () => null,
  };
  const looks = [
    ...season.sections.map((one) => (now: string) => planNotices(one, season.coordinators, told, now)),
    ...season.city.map((one) => (now: string) => planCityNotices(one, season.coordinators, told, now)),
  ].map((look) => ({ look, next: from as string | null }));
  for (let count = 0; count < MOST_LOOKS; count += 1) {
    const now = looks.reduce<string | null>(
      (first, { next }) => (next !== null && (first === null || next < first) ? next : first),
      null,
    );
    if (now === null || now > until) return;
    const found: NoticePlan[] = [];
    for (const one of looks) {
      if (one.next !== now) continue;
      const look = one.look(now);
      found.push(look);
      one.next = look.next;
    }
    const callsTo = new Map<string, Call[]>();
    for (const call of found.flatMap((look) => look.calls)) {
      const beside = callsTo.get(call.personId);
      if (beside) beside.push(call);
      else callsTo.set(call.personId, [call]);
    }
    for (const notice of new Map(found.flatMap(({ owed }) => owed).map((one) => [one.key, one])).values()) {
      const { to } = notice;
      sent.add(notice.key);
      if (notice.about.kind === 'reminder') reminded.set(notice.about.personId, cityDate(now));
      yield {
        at: now,
        notice,
        calls:
          notice.about.kind === 'reminder' && to.kind === 'person' ? (callsTo.get(to.personId) ?? []) : [],
      };
    }
  }
}

/** How many messages of a round go out on which day: those about it, and those to people for it. Weekly digests are of all rounds. */
export function messagesByDay(season: Iterable<Rehearsed>, round: string): RehearsedDay[] {
  const days = new Map<string, { channels: number; people: number }>();
  for (const { at, notice, calls } of season) {
    if (roundOfNotice(notice.about) !== round && !calls.some(({ roundId }) => roundId === round)) continue;
    const day = cityDate(at);
    const { channels, people } = days.get(day) ?? { channels: 0, people: 0 };
    const toChannel = notice.to.kind === 'channel';
    days.set(day, { channels: channels + (toChannel ? 1 : 0), people: people + (toChannel ? 0 : 1) });
  }
  return [...days].map(([day, counts]) => ({ day, ...counts }));
}
