import type { HistoryEntry } from '../../../core/decision/history.js';

/** Who does something: named in the history. */
export type By = {
  /** null: who runs the service, at the command line */
  readonly personId: string | null;
  readonly name: string;
  readonly post: string;
  /** the platform's name, or `command-line` */
  readonly source: string;
  readonly account?: string;
};

/** Through which platform, and with which account. */
export type Door = Pick<By, 'source' | 'account'>;

/** Who runs the service, at the command line. */
export const byCommandLine = (name: string): By => ({
  personId: null,
  name,
  post: '',
  source: 'command-line',
});

/** Nobody did it: its day has come. */
export const BY_CLOCK: By = { personId: null, name: 'Maru', post: '', source: 'clock' };

/** A person in a post, through a door. */
export const inPost = (
  actor: { readonly id: string; readonly name: string },
  post: string,
  door: Door,
): By => ({ personId: actor.id, name: actor.name, post, ...door });

/** An entry of the history, in nobody else's name; of no section, no version and nothing before where that is not said. */
export const entryBy = (
  by: By,
  now: Date,
  said: Pick<HistoryEntry, 'action' | 'subject' | 'after'> & Partial<HistoryEntry>,
): HistoryEntry => ({
  ...by,
  at: now.toISOString(),
  actingFor: null,
  sectionId: null,
  version: 0,
  before: null,
  ...said,
});
