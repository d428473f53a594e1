/** What goes on behind the answers to Teams: cards shown, given files and edits that no request waits for. */
import type { Card } from '../../core/cards/card.js';
import { messageCard } from '../../core/cards/message.js';
import type { Place } from '../../core/conversation/input.js';
import { fileWords } from '../../core/wording/files.js';
import { interviewWords } from '../../core/wording/interview.js';
import type { FoldedCard } from '../../flow/handle.js';
import { type Log, reasonOf } from '../../flow/log.js';
import { type Clock, type MessageRef, PlatformError } from '../../flow/ports.js';
import type { TeamsActivity } from './activity.js';
import { inputOf, placeOf } from './incoming/translate.js';
import type { TeamsMessenger } from './outgoing/messenger.js';
import { teamsAccount, teamsPlace } from './place.js';
import type { AddressBook } from './ports.js';
import { languageOf } from './words.js';

/** Somebody whose messages fail again and again is told so once in this time, in milliseconds. */
const FAULT_TOLD_MS = 60_000;
/** People remembered for that. */
const MANY_TOLD = 1_000;

export function makeBehind(parts: {
  readonly messenger: TeamsMessenger;
  readonly addresses: AddressBook;
  readonly clock: Clock;
  readonly log: Log;
}) {
  const { messenger, addresses, clock, log } = parts;
  const faultTold = new Map<Place, number>();
  const underWay = new Set<Promise<unknown>>();

  /** What is waited for before stopping. */
  function behind(doing: Promise<unknown>): void {
    underWay.add(doing);
    void doing.finally(() => underWay.delete(doing));
  }

  function say(place: Place, card: Card, input?: string): void {
    behind(
      messenger.post(place, card, { under: null, key: null }).catch((error: unknown) => {
        if (error instanceof PlatformError) log.warn({ input, reason: error.message }, 'card not shown');
        else log.error({ input, reason: reasonOf(error) }, 'fault while showing a card');
      }),
    );
  }

  return {
    say,

    /** Tells the record something about a person's address. */
    aboutPerson(
      at: { t: string; a: string },
      tell: (person: string, account: string) => Promise<void>,
    ): void {
      const telling = async () => {
        const account = teamsAccount(at.t, at.a);
        const person = await addresses.personOfAccount(account);
        if (person !== null) await tell(person, account);
      };
      behind(
        telling().catch((error: unknown) =>
          log.warn({ reason: reasonOf(error) }, 'address of a person not kept'),
        ),
      );
    },

    /** What is not folded here is when the goal is submitted. */
    fold(ref: MessageRef, { card, done }: FoldedCard, input: string): void {
      behind(
        messenger
          .edit(ref, card)
          .then(() => done(ref.id))
          .catch((error: unknown) => log.warn({ input, reason: reasonOf(error) }, 'card not folded')),
      );
    },

    giveFile(place: Place, giving: Promise<unknown>): void {
      behind(
        giving.catch((error: unknown) => {
          log.warn({ reason: reasonOf(error) }, 'file not given');
          const { title, line } = {
            title: fileWords('ja').cannotMake,
            line: fileWords('ja').cannotPostLine,
          };
          say(place, messageCard('ja', title, [line, fileWords('en').cannotPostLine]));
        }),
      );
    },

    /** The person is told in one sentence; Teams sends the message again meanwhile. */
    tellFault(activity: TeamsActivity): void {
      const at = activity.type === 'message' ? placeOf(activity) : null;
      if (at?.k !== 'personal') return;
      const place = teamsPlace(at);
      const now = clock.now().getTime();
      if (now - (faultTold.get(place) ?? Number.NEGATIVE_INFINITY) < FAULT_TOLD_MS) return;
      if (faultTold.size > MANY_TOLD) faultTold.clear();
      faultTold.set(place, now);
      const language = languageOf(activity.locale);
      const { title, line } = interviewWords(language).fault;
      say(place, messageCard(language, title, [line]), inputOf(activity));
    },

    /** Resolves when nothing is under way. */
    async idle(): Promise<void> {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
