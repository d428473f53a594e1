/** What the steps of entering a roster share. */
import type { HistoryEntry } from '../../../core/decision/history.js';
import type { RosterDifference } from '../../../core/organization/roster.js';
import type { Words } from '../../../core/text/language.js';
import type { Db } from '../connection/pool.js';
import type { By } from '../ledger/recorded-by.js';

export type RosterWork = {
  readonly db: Db;
  readonly differences: RosterDifference[];
  /** for the history, behind that of the roster */
  readonly entries: HistoryEntry[];
  readonly now: Date;
  readonly by: By;
  /** ISO date from which the roster holds */
  readonly asOf: string;
};

/** The record has changed since the differences were shown. */
export class RosterMoved extends Error {
  override readonly name = 'RosterMoved';
}

/** A roster that does not fit the record, or itself; its message is for people and says what is to be changed. */
export class RosterRefused extends Error {
  override readonly name = 'RosterRefused';

  /** Its message in both languages, which stand one behind the other in it. */
  get words(): Words {
    const [ja = '', en] = this.message.split('。 / ');
    return en === undefined ? { ja, en: ja } : { ja: `${ja}。`, en };
  }
}
