/** The record in PostgreSQL: the port that the flow uses, and what the command line and the demo need beside it. */
import type { Pool } from 'pg';
import type { ChainedEntry, findBreak } from '../../core/history.js';
import type { Place } from '../../core/input.js';
import type { Person, Section } from '../../core/people.js';
import type { RosterDifference, RosterInput } from '../../core/roster.js';
import type { Round } from '../../core/round.js';
import type { Sheet } from '../../core/sheet.js';
import type { Task } from '../../core/task.js';
import { cityDate } from '../../core/working-days.js';
import type { Record } from '../../flow/ports.js';
import * as addresses from './addresses.js';
import type { By } from './by.js';
import { loadContext } from './context.js';
import { execute } from './execute.js';
import { type HistoryFilter, readHistory, verifyHistory } from './history.js';
import { importRoster, type RosterImportOptions } from './import-roster.js';
import { importSheets, type SheetImport, type SheetImportOptions } from './import-sheets.js';
import { within } from './pool.js';
import {
  type PersonWithPosts,
  readPeople,
  readSections,
  readSectionTasks,
  readStatus,
  type SectionStatus,
} from './progress.js';
import {
  closeRound,
  openRound,
  type RoundOpened,
  type RoundToOpen,
  type RoundWithOverrides,
  readRounds,
} from './rounds.js';
import { loadSheets } from './sheet-records.js';

/** A platform waits 3 seconds at most and must be told in good time to send again; a context comes within this. */
const CONTEXT_TIMEOUT_MS = 400;

export type PostgresRecord = Record & {
  /** who an account of a platform belongs to; null when nobody's */
  personOfAccount(account: string): Promise<string | null>;
  linkAccount(account: string, personId: string, now: Date): Promise<void>;
  personByEmail(email: string): Promise<Person | null>;
  rememberDirectPlace(personId: string, place: Place, now: Date): Promise<void>;
  linkChannel(sectionId: string, place: Place, by: By, now: Date): Promise<void>;
  /** null when it is nobody's channel, or that of several sections */
  sectionOfPlace(place: Place): Promise<string | null>;

  importSheets(sheets: readonly Sheet[], options: SheetImportOptions): Promise<SheetImport[]>;
  importRoster(roster: RosterInput, options: RosterImportOptions): Promise<RosterDifference[]>;
  openRound(round: RoundToOpen, who: { by: By; now: Date }): Promise<RoundOpened>;
  /** null when there is no such round */
  closeRound(roundId: string, who: { by: By; now: Date }): Promise<Round | null>;
  rounds(): Promise<RoundWithOverrides[]>;

  status(fiscalYear: number): Promise<SectionStatus[]>;
  sections(): Promise<Section[]>;
  people(now: Date): Promise<PersonWithPosts[]>;
  /** the goals of a section in a round, in the order of its sheet, each with its latest report */
  sectionTasks(sectionId: string, roundId: string): Promise<Task[]>;
  /** the sheets of a year as imported, by section */
  sheets(
    fiscalYear: number,
  ): Promise<{ readonly id: string; readonly section: Section; readonly sheet: Sheet }[]>;

  history(filter: HistoryFilter): Promise<ChainedEntry[]>;
  /** the first place where the history was tampered with; null when all is well */
  verifyHistory(): Promise<ReturnType<typeof findBreak>>;
};

/** The record on a migrated database. Closing the pool is the caller's. */
export function openRecord(pool: Pool): PostgresRecord {
  return {
    context: (of, now) => within(CONTEXT_TIMEOUT_MS, 'reading the record', loadContext(pool, of, now)),
    execute: (effectId, person, source, command, now) =>
      execute(pool, effectId, { person, source, command, now }),

    personOfAccount: (account) => addresses.personOfAccount(pool, account),
    linkAccount: (account, personId, now) => addresses.linkAccount(pool, account, personId, now),
    personByEmail: (email) => addresses.personByEmail(pool, email),
    rememberDirectPlace: (personId, place, now) => addresses.rememberDirectPlace(pool, personId, place, now),
    linkChannel: (sectionId, place, by, now) => addresses.linkChannel(pool, sectionId, place, by, now),
    sectionOfPlace: (place) => addresses.sectionOfPlace(pool, place),

    importSheets: (sheets, options) => importSheets(pool, sheets, options),
    importRoster: (roster, options) => importRoster(pool, roster, options),
    openRound: (round, who) => openRound(pool, round, who),
    closeRound: (roundId, who) => closeRound(pool, roundId, who),
    rounds: () => readRounds(pool),

    status: (fiscalYear) => readStatus(pool, fiscalYear),
    sections: () => readSections(pool),
    people: (now) => readPeople(pool, cityDate(now)),
    sectionTasks: (sectionId, roundId) => readSectionTasks(pool, sectionId, roundId),
    sheets: async (fiscalYear) =>
      (await loadSheets(pool, null, { fiscalYear })).map(({ id, section, sheet }) => ({
        id,
        section,
        sheet,
      })),

    history: (filter) => readHistory(pool, filter),
    verifyHistory: () => verifyHistory(pool),
  };
}
