/** The playground as a platform of the app, with the demo's own clock. */
import type { App, Stores } from '../app.js';
import type { Platform } from '../chat/platform.js';
import { placeOfAccount } from '../chat/playground/places.js';
import { createPlayground, playgroundMessages } from '../chat/playground/playground.js';
import type { Log } from '../flow/log.js';
import type { Draw } from '../flow/ports.js';
import { type DemoClock, openDemoClock } from './clock.js';
import { DEMO_START, demoPeople, demoSections, prepareDemo } from './demo.js';
import { FIRST_PERSON } from './roster.js';

/** What of the app the demo is filled by and asks. */
type Prepared = Pick<App, 'record' | 'notices'>;

/**
 * The demo on open, migrated stores: its platform, the clock the app is to be given, and `prepare`, which enters what
 * is shown and comes before `listen`. To be closed after the app has stopped and before the stores are closed.
 */
export async function demoPlatform(
  stores: Pick<Stores, 'redis'>,
  pictures?: { readonly draw: Draw; readonly log: Log },
): Promise<{
  platform: Platform;
  clock: DemoClock;
  prepare(app: Prepared): Promise<void>;
  close(): Promise<void>;
}> {
  const clock = await openDemoClock(stores.redis, DEMO_START);
  const { messages, messenger } = playgroundMessages(stores.redis, clock, pictures);
  let prepared: Prepared | null = null;
  const app = (): Prepared => {
    if (!prepared) throw new Error('the demo is not prepared yet');
    return prepared;
  };
  return {
    clock,
    platform: {
      name: 'playground',
      messenger,
      placeOfAccount,
      connect({ handle, looking, work, uploads, log }) {
        const playground = createPlayground({
          handle,
          looking,
          work,
          people: () => demoPeople(app().record, clock.now()),
          firstPerson: FIRST_PERSON,
          sections: () => demoSections(app().record),
          clock: { ...clock, nextDue: () => nextDue(app(), clock.now()) },
          messages,
          uploads,
          log,
        });
        return {
          mount: (server) => void server.use(playground.router),
          quiet: async () => playground.close(),
        };
      },
    },
    async prepare(given) {
      prepared = given;
      await prepareDemo({ record: given.record, now: clock.now() });
    },
    close: () => clock.close(),
  };
}

/** When something is next sent: what is owed already, or what the calendar will make owed. */
async function nextDue({ record, notices }: Prepared, now: Date): Promise<Date | null> {
  const found = await Promise.all([record.nextOwed(now), notices.nextDue(now)]);
  return found.reduce((first, one) => (first === null || (one !== null && one < first) ? one : first), null);
}
