/** What came from Teams as what a person did: whose it is, the files of it put aside, and where that person alone reads. */
import type { Input } from '../../../core/conversation/input.js';
import type { Uploads } from '../../../flow/file-ports.js';
import type { Clock } from '../../../flow/ports.js';
import type { TimeBudget } from '../../../flow/time-budget.js';
import { keepFiles } from '../../sent-files.js';
import type { Speaker } from '../../standing.js';
import type { TeamsActivity } from '../activity.js';
import type { Files } from '../outgoing/files.js';
import type { People } from './authorize.js';
import type { Incoming } from './translate.js';

/** `chatKnown`: false where the aside is a person whose personal chat is not known. */
type InputAs = (
  activity: TeamsActivity,
  came: Extract<Incoming, { kind: 'input' }>,
  speaker: Extract<Speaker, { status: 'known' }>,
  budget: TimeBudget | undefined,
) => Promise<{ readonly input: Input; readonly chatKnown: boolean }>;

export function makeInputAs(parts: {
  readonly people: Pick<People, 'aside'>;
  readonly files: Pick<Files, 'fetchFile'>;
  readonly uploads: () => Uploads;
  readonly clock: Clock;
}): InputAs {
  const { people, files, uploads, clock } = parts;
  return async (activity, { input: partial, files: sent = [] }, { person, acting }, budget) => {
    const aside =
      partial.surface === 'channel'
        ? await people.aside(activity, person, budget)
        : { place: partial.place, known: true };
    const kept =
      sent.length === 0
        ? {}
        : {
            files: await keepFiles(
              uploads(),
              { id: partial.id, person, now: clock.now() },
              sent.map((file) => ({ name: file.name, link: file.link, fetch: () => files.fetchFile(file) })),
              budget,
            ),
          };
    return {
      input: { ...partial, ...kept, person, acting, aside: aside.place } as Input,
      chatKnown: aside.known,
    };
  };
}
