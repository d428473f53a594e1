/** What every chat platform is to the app: what it is given, and what it answers with. */
import type { Express } from 'express';
import type { Channels } from '../flow/channels.js';
import type { Work } from '../flow/effects/work.js';
import type { Uploads } from '../flow/file-ports.js';
import type { Handle } from '../flow/handle.js';
import type { Home } from '../flow/home.js';
import type { Log } from '../flow/log.js';
import type { Directory } from '../flow/notices/find-place.js';
import type { Clock, Messenger } from '../flow/ports.js';
import type { TimeBudget } from '../flow/time-budget.js';
import type { Listener } from '../http/server.js';
import type { PostgresNotices } from '../store/postgres/notices/notices.js';
import type { PostgresRecord } from '../store/postgres/record.js';

/** What a platform is given: the handler of inputs, the work behind it, the record, and its clock and log. */
export type Flow = {
  readonly handle: Handle;
  /** what a request that just came may wait for stores in all */
  readonly budget: () => TimeBudget;
  readonly work: Work;
  readonly record: PostgresRecord;
  readonly notices: PostgresNotices;
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
export type Connected = {
  /** answers by itself what is asked at these paths */
  readonly direct?: { readonly paths: readonly string[]; readonly listener: Listener };
  /** adds its routes */
  mount?(server: Express): void;
  start?(): Promise<void>;
  /** Whether the platform refuses our credentials. */
  areRefused?(): boolean;
  /** Tries the credentials, so that those that were revoked are noticed though nobody writes. Never rejects. */
  askAgain?(): Promise<void>;
  /** Takes nothing more; what was taken goes on, and what follows from it is still sent. */
  quiet?(): Promise<void>;
  stop?(): Promise<void>;
};

/** A platform: its name as it begins its places, how it sends, and what it needs of the flow. */
export type Platform = Directory & {
  readonly name: string;
  readonly messenger: Messenger;
  connect(flow: Flow): Connected;
};
