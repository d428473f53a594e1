/** Teams as a platform of the app. */
import type { Log } from '../../flow/log.js';
import type { MetricsPort } from '../../flow/metrics-port.js';
import type { Clock } from '../../flow/ports.js';
import { PICTURE, type Pictures } from '../pictures.js';
import type { Flow, Platform } from '../platform.js';
import type { Wait } from '../wait.js';
import { CALLS } from './outgoing/connector.js';
import type { Pages } from './outgoing/messenger.js';
import type { RateLimit } from './outgoing/rate-limit.js';
import type { AddressBook } from './ports.js';
import type { TeamsSettings } from './settings.js';
import { createTeams } from './teams.js';

/**
 * Teams, to be connected to the flow. Throws when a setting it needs is missing. `unauthenticatedOnLoopback` is for the
 * demo alone, whose server nobody but this machine reaches.
 */
export function teamsPlatform(parts: {
  settings: TeamsSettings;
  clock: Clock;
  log: Log;
  meter?: MetricsPort;
  pages?: Pages;
  /** Teams' own pace unless told otherwise */
  pace?: RateLimit;
  /** how long what somebody did waits: the wall clock's, unless told otherwise */
  wait?: Wait;
  /** what the demo puts before the address book of the record */
  around?: (addresses: AddressBook) => AddressBook;
  unauthenticatedOnLoopback?: boolean;
  /** without it cards go without pictures */
  pictures?: Pictures;
}): Platform {
  let connected: Flow | null = null;
  const flow = (): Flow => {
    if (!connected) throw new Error('the flow is not connected yet');
    return connected;
  };
  const kept = () => flow().addressBook;
  const own: AddressBook = {
    personOfAccount: (...asked) => kept().personOfAccount(...asked),
    linkOf: (...asked) => kept().linkOf(...asked),
    meet: (...asked) => kept().meet(...asked),
    directPlaceOf: (...asked) => kept().directPlaceOf(...asked),
    rememberDirectPlace: (...asked) => kept().rememberDirectPlace(...asked),
    markUnreachable: (person, place, reason, now) => kept().markUnreachable(person, place, reason, now),
  };
  const around = parts.around ?? ((addresses) => addresses);
  let book: AddressBook | null = null;
  const addresses = (): AddressBook => {
    book ??= around(own);
    return book;
  };
  const teams = createTeams({
    ...parts,
    flow,
    budget: () => flow().budget(),
    addresses: {
      personOfAccount: (...asked) => addresses().personOfAccount(...asked),
      linkOf: (...asked) => addresses().linkOf(...asked),
      meet: (...asked) => addresses().meet(...asked),
      directPlaceOf: (...asked) => addresses().directPlaceOf(...asked),
      rememberDirectPlace: (...asked) => addresses().rememberDirectPlace(...asked),
      markUnreachable: (...asked) => addresses().markUnreachable(...asked),
    },
    channels: {
      sectionNamed: (...named) => flow().channels.sectionNamed(...named),
      linkChannel: (...link) => flow().channels.linkChannel(...link),
      doubtOf: (...asked) => flow().channels.doubtOf(...asked),
    },
  });
  const { pictures } = parts;
  return {
    name: 'teams',
    messenger: teams.messenger,
    methods: [...CALLS, PICTURE],
    lookAgain: (account, place) => teams.lookAgain(account, place),
    connect(given) {
      connected = given;
      return {
        direct: { paths: [teams.path], listener: teams.listener },
        mount: (server) => pictures?.addresses?.mount(server),
        takeArrival: (body) => teams.takeArrival(body),
        start: () => teams.start(),
        areRefused: () => teams.areRefused(),
        askAgain: () => teams.askAgain(),
        stop: () => teams.stop(),
      };
    },
  };
}
