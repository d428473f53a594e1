/** Slack as a platform of the app. */
import type { Log } from '../../flow/log.js';
import type { MetricsPort } from '../../flow/metrics-port.js';
import type { Clock } from '../../flow/ports.js';
import { PICTURE, type Pictures } from '../pictures.js';
import type { Flow, Platform } from '../platform.js';
import type { Wait } from '../wait.js';
import { METHODS } from './outgoing/methods.js';
import type { RateLimit } from './outgoing/rate-limit.js';
import { placeOfAccount } from './place.js';
import type { SlackSettings } from './settings.js';
import { createSlack } from './slack.js';

/** Slack, to be connected to the flow. Throws when a setting it needs is missing. `pace` and `wait` are given by tests alone. */
export function slackPlatform(parts: {
  settings: SlackSettings;
  clock: Clock;
  log: Log;
  meter?: MetricsPort;
  pace?: RateLimit;
  wait?: Wait;
  pictures?: Pictures;
}): Platform {
  let connected: Flow | null = null;
  const flow = (): Flow => {
    if (!connected) throw new Error('the flow is not connected yet');
    return connected;
  };
  const slack = createSlack({
    ...parts,
    handle: (input, budget) => flow().handle(input, budget),
    looking: (...asked) => flow().looking(...asked),
    budget: () => flow().budget(),
    work: () => flow().work,
    addresses: {
      linkOf: (...asked) => flow().addressBook.linkOf(...asked),
      meet: (...asked) => flow().addressBook.meet(...asked),
    },
    channels: {
      sectionNamed: (...named) => flow().channels.sectionNamed(...named),
      linkChannel: (...link) => flow().channels.linkChannel(...link),
      doubtOf: (...asked) => flow().channels.doubtOf(...asked),
    },
    home: (person, now) => flow().home(person, now),
    uploads: () => flow().uploads,
  });
  const { listener, paths } = slack;
  return {
    name: 'slack',
    messenger: slack.messenger,
    methods: [...Object.keys(METHODS), PICTURE],
    accountByEmail: (email) => slack.accountByEmail(email),
    placeOfAccount,
    lookAgain: (account) => slack.lookAgain(account),
    connect(given) {
      connected = given;
      return {
        ...(listener ? { direct: { paths, listener } } : {}),
        takeArrival: (body) => slack.takeArrival(body),
        start: () => slack.start(),
        areRefused: () => slack.areRefused(),
        askAgain: () => slack.askAgain(),
        quiet: () => slack.quiet(),
        stop: () => slack.stop(),
      };
    },
  };
}
