/** Slack as a platform of the app. */
import type { Flow, Platform } from '../../app.js';
import type { Log } from '../../flow/log.js';
import type { Clock } from '../../flow/ports.js';
import type { Pace } from './pace.js';
import { placeOfAccount } from './place.js';
import type { SlackSettings } from './settings.js';
import { createSlack } from './slack.js';

/** Slack, to be connected to the flow. Throws when a setting it needs is missing. */
export function slackPlatform(parts: {
  settings: SlackSettings;
  clock: Clock;
  log: Log;
  /** Slack's own pace unless told otherwise */
  pace?: Pace;
}): Platform {
  let connected: Flow | null = null;
  const flow = (): Flow => {
    if (!connected) throw new Error('the flow is not connected yet');
    return connected;
  };
  const slack = createSlack({
    ...parts,
    handle: (input) => flow().handle(input),
    work: () => flow().work,
    addresses: {
      personOfAccount: (account) => flow().record.personOfAccount(account),
      personByEmail: (email) => flow().record.personByEmail(email),
      linkAccount: (account, person, now) => flow().record.linkAccount(account, person, now),
    },
    channels: {
      sectionNamed: (...named) => flow().channels.sectionNamed(...named),
      linkChannel: (...link) => flow().channels.linkChannel(...link),
    },
    home: (person, now) => flow().home(person, now),
    uploads: () => flow().uploads,
  });
  const { listener, paths } = slack;
  return {
    name: 'slack',
    messenger: slack.messenger,
    placeOfAccount,
    connect(given) {
      connected = given;
      return {
        mount: (server) => {
          if (listener) server.use([...paths], listener);
        },
        start: () => slack.start(),
        stop: () => slack.stop(),
      };
    },
  };
}
