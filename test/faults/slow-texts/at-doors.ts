/** The running service with its three doors on real stores: said to it, and done with what follows. */
import { SAID_MAX } from '../../../src/chat/playground/requests.js';
import { LIMITS } from '../../../src/chat/render/limits.js';
import { doorsOf } from '../who-may/doors.js';
import { EVERYBODY, MANAGER } from '../who-may/people.js';
import { startWorld } from '../who-may/world.js';
import type { Doing } from './judge.js';

/** What each door takes at most, in UTF-16 units. */
const MOST = {
  slack: LIMITS.slack.typedText,
  teams: LIMITS.teams.typedText,
  playground: SAID_MAX,
} as const;

/** Looks at the doors of a service that is started for it. */
export async function atDoors(look: (doings: readonly Doing[]) => Promise<void>): Promise<void> {
  const world = await startWorld();
  try {
    const who = EVERYBODY.find(({ id }) => id === MANAGER)!;
    await look(
      doorsOf(world).flatMap((door) =>
        (['direct', 'channel'] as const).map((at) => ({
          name: `said in ${door.name}, ${at}`,
          most: MOST[door.name],
          run: async (text: string) => {
            await door.say(who, text, at);
            await world.settled();
          },
        })),
      ),
    );
  } finally {
    await world.stop();
  }
}
