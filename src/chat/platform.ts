/**
 * What a chat platform is: what it is given of Maru, and what it answers with. A new one is a folder beside slack/ and
 * teams/ with a `Platform`, and a line in each of the tables of test/contracts/.
 */
import type { Express } from 'express';
import type { Channels } from '../flow/channels.js';
import type { Work } from '../flow/effects/work.js';
import type { Uploads } from '../flow/file-ports.js';
import type { Handle } from '../flow/handle.js';
import type { Home } from '../flow/home.js';
import type { Log } from '../flow/log.js';
import type { Looking } from '../flow/looking.js';
import type { Directory } from '../flow/notices/find-place.js';
import type { Clock, Messenger } from '../flow/ports.js';
import type { TimeBudget } from '../flow/time-budget.js';
import type { Listener } from '../http/server.js';
import type { AddressBook } from './address-book.js';

/** What a platform is given: the door in, the work behind it, what it may ask and tell of people and places, clock and log. */
export type Flow = {
  /** an input goes in here; the platform may be told that it was taken when this resolves, and not before */
  readonly handle: Handle;
  /** how anything typed is looked at before that */
  readonly looking: Looking;
  /** what a request that just came may wait for stores in all */
  readonly budget: () => TimeBudget;
  /** `start` is given the effects of each input taken; what it shows comes back through the platform's messenger */
  readonly work: Work;
  /** who an account is, and where people are written to */
  readonly addressBook: AddressBook;
  /** where an adapter puts files aside that came with a message */
  readonly uploads: Uploads;
  /** which channel belongs to which section */
  readonly channels: Channels;
  /** わたしの報告 */
  readonly home: Home;
  readonly clock: Clock;
  readonly log: Log;
};

/** A platform once it is connected to the flow. */
type Connected = {
  /** answers by itself what is asked at these paths */
  readonly direct?: { readonly paths: readonly string[]; readonly listener: Listener };
  /** adds its routes */
  mount?(server: Express): void;
  /** Takes what was kept (`work.keep`), and waits until it is known who sent it. Throws as `TakeArrival`. */
  takeArrival?(body: unknown): Promise<void>;
  start?(): Promise<void>;
  /** Whether the platform refuses our credentials. */
  areRefused?(): boolean;
  /** Tries the credentials, so that those that were revoked are noticed though nobody writes. Never rejects. */
  askAgain?(): Promise<void>;
  /** Takes nothing more; what was taken goes on, and what follows from it is still sent. */
  quiet?(): Promise<void>;
  stop?(): Promise<void>;
};

/**
 * A platform: its name as it begins its places and accounts, how it sends (a messenger says of itself what it cannot do:
 * edit, take a file, look a message up), and whom it finds by e-mail address.
 */
export type Platform = Directory & {
  readonly name: string;
  readonly messenger: Messenger;
  /** its own words for the calls that are counted when they fail */
  readonly methods?: readonly string[];
  connect(flow: Flow): Connected;
};
