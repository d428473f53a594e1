/** Linking a channel to a section from the channel itself: by the coordinator, entered in the history. */
import type { AccountDoubt, Acting } from '../core/account/account.js';
import type { Place } from '../core/conversation/input.js';
import { type NamedSection, nameSection } from '../core/organization/find-section.js';
import type { ListedSection } from '../core/organization/people.js';
import type { Record } from './ports.js';

export type Channels = {
  /** Finds a section by its name or the beginning of it, for a person who holds the coordinator's post today. */
  sectionNamed(person: string, name: string, now: Date): Promise<NamedSection>;
  /** The section's cards go to this place from now on, and history says who decided so. Harmless to repeat. */
  linkChannel(sectionId: string, place: Place, by: Linker, now: Date): Promise<void>;
  /** Why nothing is decided with the account; null when it may be. */
  doubtOf(by: Linker, now: Date): Promise<AccountDoubt | null>;
};

/** Who links, and with which account. */
export type Linker = { readonly person: string; readonly acting: Acting };

type LinkRecord = Pick<Record, 'context'> & {
  sections(): Promise<ListedSection[]>;
  linkChannel(
    sectionId: string,
    place: Place,
    by: { personId: string | null; name: string; post: string; source: string; account?: string },
    now: Date,
  ): Promise<void>;
  doubtOf(by: Linker, now: Date): Promise<AccountDoubt | null>;
};

/** `changed` is called after a link, so that waiting cards go out to the new channel. */
export function makeChannels(record: LinkRecord, changed: () => void): Channels {
  const actorOf = async (person: string, now: Date) =>
    (await record.context({ person, from: null, named: null }, now))?.actor ?? null;
  return {
    async sectionNamed(person, name, now) {
      const actor = await actorOf(person, now);
      return actor
        ? nameSection(actor, await record.sections(), name)
        : { ok: false, language: 'ja', reason: 'not_coordinator', names: [] };
    },
    doubtOf: (by, now) => record.doubtOf(by, now),
    async linkChannel(sectionId, place, { person, acting }, now) {
      const actor = await actorOf(person, now);
      // Asked again: the post may have ended since the section was named.
      const post = actor?.posts.find(({ role }) => role === 'coordinator');
      if (!actor || !post) throw new Error('only a coordinator links channels');
      const source = place.slice(0, Math.max(place.indexOf(':'), 0));
      await record.linkChannel(
        sectionId,
        place,
        { personId: actor.id, name: actor.name, post: post.title, source, account: acting.account },
        now,
      );
      changed();
    },
  };
}
