/** The demo in Microsoft's Agents Playground: the eight sheets, and a page each for the 担当者 and the 課長 of a section. */
import type { App, Stores } from '../app.js';
import type { Platform } from '../chat/platform.js';
import {
  playgroundAccount,
  playgroundChannel,
  startAgentsPlayground,
} from '../chat/teams/agents-playground.js';
import { teamsPlatform } from '../chat/teams/platform.js';
import type { AddressBook } from '../chat/teams/ports.js';
import type { TeamsSettings } from '../chat/teams/settings.js';
import type { Log } from '../flow/log.js';
import type { PostgresRecord } from '../store/postgres/record.js';
import { type DemoClock, openDemoClock } from './clock.js';
import { BY_DEMO, DEMO_START, type DemoRecord, demoSections, prepareDemo } from './demo.js';

/** The section whose channel is shown, and whose pages are opened: who writes, and who decides. */
const SECTION = '建設課';
const CHANNEL = { id: 'channel-kensetsu', name: SECTION };
const STAFF = { person: 'kensetsu-staff1', name: '建設課 担当者1' };
const MANAGER = { person: 'kensetsu-manager', name: '建設課 課長' };

const WHOSE =
  `1つ目は${STAFF.name}、2つ目は${MANAGER.name}のページです。2つ目の左の「${CHANNEL.name}」が、課のチャンネルです。\n` +
  `The first page is a writer's (担当者1), the second the manager's (課長); “${CHANNEL.name}” on its left is the channel.\n`;

/** The ports of the pages; the bot has its own. */
export type TeamsDemoPorts = { readonly staff: number; readonly manager: number };

/**
 * The demo on open, migrated stores, as `demoPlatform`. `open` starts the pages once the app listens, and gives their
 * addresses and a line that says whose they are.
 */
export async function teamsDemoPlatform(parts: {
  readonly stores: Pick<Stores, 'redis'>;
  readonly settings: TeamsSettings;
  readonly pagePorts: TeamsDemoPorts;
  readonly dir: string;
  readonly log: Log;
  /** the playground's own program, when it is not among the packages */
  readonly program?: string;
}): Promise<{
  platform: Platform;
  clock: DemoClock;
  prepare(app: Pick<App, 'record' | 'work'>): Promise<void>;
  open(url: string): Promise<{ urls: readonly string[]; whose: string; stop(): Promise<void> }>;
  close(): Promise<void>;
}> {
  const { stores, settings, pagePorts, dir, log, program } = parts;
  const clock = await openDemoClock(stores.redis, DEMO_START);
  let app: Pick<App, 'record' | 'work'> | null = null;
  const platform = teamsPlatform({
    settings,
    clock,
    log,
    around: (addresses) => linkingChannel(addresses, () => app, { port: pagePorts.manager }),
    unauthenticatedOnLoopback: true,
  });
  return {
    clock,
    platform,
    async prepare(given) {
      app = given;
      await prepareDemo({ record: withoutPlaces(app.record), now: clock.now() });
    },
    open: async (url) => ({
      whose: WHOSE,
      ...(await startAgentsPlayground({
        users: [
          { ...STAFF, port: pagePorts.staff, channel: null },
          { ...MANAGER, port: pagePorts.manager, channel: CHANNEL },
        ],
        botUrl: `${url}/teams/messages`,
        dir,
        ...(program === undefined ? {} : { program }),
      })),
    }),
    close: () => clock.close(),
  };
}

/**
 * The record as the demo fills it, with the accounts of the pages. A page shows only what is sent while it is open, so
 * nobody has a place yet.
 */
function withoutPlaces(record: PostgresRecord): DemoRecord {
  return {
    ...record,
    importRoster: ({ people = [], ...roster }, options) => {
      const onPages = people.map((one) => ({ ...one, accounts: [playgroundAccount(one.id)] }));
      return record.importRoster({ ...roster, people: onPages }, options);
    },
    linkChannel: async () => undefined,
    rememberDirectPlace: async () => undefined,
  };
}

/** The addresses of the demo: with the manager's page its channel is there too, and is linked to the section. */
function linkingChannel(
  addresses: AddressBook,
  app: () => Pick<App, 'record' | 'work'> | null,
  { port }: { port: number },
): AddressBook {
  return {
    ...addresses,
    async rememberDirectPlace(person, place, now, account) {
      await addresses.rememberDirectPlace(person, place, now, account);
      const prepared = app();
      if (!prepared) throw new Error('the demo is not prepared yet');
      const { record, work } = prepared;
      const section = (await demoSections(record)).find(({ name }) => name === SECTION);
      if (person === MANAGER.person && section)
        await record.linkChannel(section.id, playgroundChannel({ port }, CHANNEL.id), BY_DEMO, now);
      work.wake();
    },
  };
}
