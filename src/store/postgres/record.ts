/** The record in PostgreSQL: the port that the flow uses, and what the command line and the demo need beside it. */

import type { Pool } from 'pg';
import type { AccountDoubt, AccountLine, Acting, Linked, Met, Seen } from '../../core/account/account.js';
import type { BoardAsked } from '../../core/board/asked.js';
import type { HomeBoard } from '../../core/board/page.js';
import type { CalendarDay } from '../../core/calendar/closures.js';
import type { Round, RoundKind } from '../../core/calendar/round.js';
import { cityDate } from '../../core/calendar/working-days.js';
import type { Place } from '../../core/conversation/input.js';
import type { ChainBreak } from '../../core/decision/chain.js';
import { isAboutEvidence } from '../../core/decision/evidence/evidence-command.js';
import type { Head, SavedHead } from '../../core/decision/head.js';
import type { ChainedEntry } from '../../core/decision/history.js';
import type { Rehearsed } from '../../core/notice/rehearsal.js';
import type { DepartmentAliases } from '../../core/organization/organization-names.js';
import type { ListedSection, Section } from '../../core/organization/people.js';
import type { RosterDifference, RosterInput } from '../../core/organization/roster.js';
import type { LooseEnd } from '../../core/report/loose-ends.js';
import type { Task } from '../../core/report/task.js';
import type { Sheet } from '../../core/sheet/sheet.js';
import type { ReadSheets } from '../../flow/file-ports.js';
import type { Memos } from '../../flow/memos/memos-port.js';
import type { Record } from '../../flow/ports.js';
import type { TimeBudget } from '../../flow/time-budget.js';
import { inTime, REQUEST_BUDGET_MS } from '../time-budget.js';
import { readAccounts, recordLinks } from './accounts/account-list.js';
import { linkByHand, linkOf, meet, unlink } from './accounts/accounts.js';
import { actingWith } from './accounts/acting.js';
import { boardFor } from './board/read-page.js';
import { type Following, type FollowLog, followChanges } from './connection/change-feed.js';
import { COMMANDS_AT_ONCE, makeInTurn } from './connection/in-turn.js';
import { loadContext } from './conversation/load-context.js';
import { makeLoadPersonDay, sectionsOfDay } from './conversation/load-person.js';
import { changedBy, rememberDays } from './conversation/person-cache.js';
import { type EvidenceParts, makeExecuteEvidence } from './evidence/execute.js';
import { openPlanLists, type PlanLists } from './files/plan-list.js';
import {
  type HistoryFilter,
  pagesOfHistory,
  readHead,
  readHistory,
  verifyHistory,
} from './ledger/history.js';
import { noteAct, noteSettings, type OperatorAct } from './ledger/operator-acts.js';
import type { By } from './ledger/recorded-by.js';
import { enterBaseline, type VerifiedRecord, verifyRecord } from './ledger/replay.js';
import { memoShown, openMemos } from './memos/memos.js';
import { readPredecessor } from './notices/handover.js';
import { type Digests, nextOwed, readDigests, rehearseSeason } from './notices/rehearsal.js';
import { holidaysMissing } from './notices/reminder-material.js';
import { readChecks, type SectionChecks } from './reports/checks.js';
import { execute } from './reports/execute-command.js';
import { type ReopenOutcome, reopenReport } from './reports/reopen.js';
import * as addresses from './roster/addresses.js';
import { importRoster, type RosterImportOptions } from './roster/import-roster.js';
import { readDepartmentAliases, type SectionNames, sectionsNamed } from './roster/sections.js';
import { importCalendar, readCalendar } from './rounds/calendar.js';
import {
  type CloseAsked,
  closeRound,
  openRound,
  type RoundOpened,
  type RoundToOpen,
  type RoundWithOverrides,
  readRounds,
} from './rounds/rounds.js';
import { makeExecuteUpload } from './sheets/execute-upload.js';
import { type FinishedOf, finishedAtOnce, yearInQuestion } from './sheets/finished.js';
import { importSheets, type SheetImport, type SheetImportOptions } from './sheets/import-sheets.js';
import { loadSheets } from './sheets/load-sheets.js';
import { type Publication, type Published, publish, readPublications } from './sheets/publish.js';
import { rememberSheets } from './sheets/sheet-cache.js';
import {
  type PersonWithPosts,
  peopleNamed,
  readPeople,
  readSections,
  readSectionTasks,
  readStatus,
  type SectionStatus,
} from './sheets/status.js';

export type PostgresRecord = Record & {
  /**
   * From now on what is read of a person is remembered until PostgreSQL tells that it has changed. To be closed before
   * the pool.
   */
  follow(log: FollowLog): Following;

  /** who an account of a platform belongs to; null when nobody's */
  personOfAccount(account: string, budget?: TimeBudget): Promise<string | null>;
  linkOf(account: string, budget?: TimeBudget): Promise<Linked | null>;
  /** enters what a platform says of an account */
  meet(account: string, seen: Seen, now: Date, budget?: TimeBudget): Promise<Met>;
  /** makes an account the only one of its platform of a person, whoever's it was */
  linkAccount(account: string, personId: string, who: { by: By; now: Date }): Promise<void>;
  /** why nothing is decided with an account; null when it may be */
  doubtOf(by: { person: string; acting: Acting }, now: Date): Promise<AccountDoubt | null>;
  /** whose it was; null when nobody's */
  unlinkAccount(account: string, who: { by: By; now: Date }): Promise<string | null>;
  /** of all (''), or of those whose name holds this */
  accounts(name: string): Promise<readonly AccountLine[]>;
  /** enters into the history, while it has no baseline, what links of an older version are not in it; how many */
  recordLinks(now: Date): Promise<number>;
  rememberDirectPlace(personId: string, place: Place, now: Date, account?: string): Promise<void>;
  directPlaceOf(personId: string, budget?: TimeBudget): Promise<Place | null>;
  markUnreachable(personId: string, place: Place, reason: 'blocked' | 'removed', now: Date): Promise<void>;
  linkChannel(sectionId: string, place: Place, by: By, now: Date): Promise<void>;
  /** null when it is nobody's channel, or that of several sections */
  sectionOfPlace(place: Place): Promise<string | null>;

  importSheets(sheets: readonly Sheet[], options: SheetImportOptions): Promise<SheetImport[]>;
  importRoster(roster: RosterInput, options: RosterImportOptions): Promise<RosterDifference[]>;
  openRound(round: RoundToOpen, who: { by: By; now: Date }): Promise<RoundOpened>;
  /** null when there is no such round. `agreed`: what is open and may be passed over, as it was shown */
  closeRound(
    roundId: string,
    who: { by: By; now: Date; agreed?: readonly LooseEnd[] },
  ): Promise<Round | CloseAsked | null>;
  rounds(): Promise<RoundWithOverrides[]>;
  /** reopens a report by the id of its task: with a reason, by the coordinator */
  reopen(taskId: string, reason: string, who: { by: By; now: Date }): Promise<ReopenOutcome>;
  /** how many days are new or different */
  importCalendar(days: readonly CalendarDay[], who: { by: By; now: Date }): Promise<number>;
  calendar(): Promise<CalendarDay[]>;
  readonly plans: PlanLists;
  readonly memos: Memos;
  /** the last day whose holidays are official, when an open round reaches beyond it; else null */
  holidaysMissing(): Promise<string | null>;
  /** what will be sent from now on in a year's rounds if nobody does anything; `planned`: as if that round were opened, too */
  rehearse(fiscalYear: number, now: Date, planned?: RoundToOpen | null): Promise<Rehearsed[]>;
  /** what this week's digests of a year's open rounds are made from: by section, and of all; null: no coordinator */
  digests(fiscalYear: number, now: Date): Promise<Digests>;
  /** when the clock next makes something owed; null when nothing is in sight */
  nextOwed(now: Date): Promise<Date | null>;

  /** a page of 事務局's board; null for anybody else */
  board(person: string, asked: BoardAsked, now: Date): Promise<HomeBoard | null>;

  status(fiscalYear: number): Promise<SectionStatus[]>;
  sections(): Promise<ListedSection[]>;
  /** the sections of these names, however spelt; null for one that the record does not know */
  sectionsNamed(names: readonly SectionNames[]): Promise<readonly (Section | null)[]>;
  departmentAliases(): Promise<DepartmentAliases>;
  people(now: Date): Promise<PersonWithPosts[]>;
  /** the goals of a section in a round, in the order of its sheet, each with its latest report */
  sectionTasks(sectionId: string, roundId: string): Promise<Task[]>;
  /** the sheets of a year as imported, by section */
  sheets(
    fiscalYear: number,
  ): Promise<{ readonly id: string; readonly section: Section; readonly sheet: Sheet }[]>;

  /** the official sheets with the year-end reports in them: of these sections (null: of all) */
  finished(year: number, sectionIds: readonly string[] | null, kind?: RoundKind): Promise<FinishedOf[]>;
  /** the 確認事項 of a round in every section that has said something, looked at as of today */
  checks(fiscalYear: number, kind: RoundKind, now: Date): Promise<SectionChecks[]>;
  /** the year that is meant when nobody names one; null when these sections (null: all) have no sheet */
  yearInQuestion(sectionIds: readonly string[] | null, now: Date): Promise<number | null>;

  /** enters that the sheets of these sections (null: of all) are published, when all of them are finished */
  publish(
    fiscalYear: number,
    sectionIds: readonly string[] | null,
    options: { by: By; now: Date; dryRun?: boolean; agreed?: readonly LooseEnd[]; reason?: string },
  ): Promise<Published>;
  /** oldest first */
  publications(fiscalYear: number): Promise<Publication[]>;

  history(filter: HistoryFilter): Promise<ChainedEntry[]>;
  /** the same, a page at a time, whatever its length */
  historyPages(filter: HistoryFilter, size?: number): AsyncGenerator<readonly ChainedEntry[]>;
  /** everybody who has this id, or this name whatever its blanks */
  peopleNamed(said: string): Promise<readonly { readonly id: string; readonly name: string }[]>;
  /** the chain, held against heads that were saved, and the record held against it */
  verifyRecord(saved?: readonly SavedHead[]): Promise<VerifiedRecord>;
  /** how many entries the history has, and the hash of the last */
  head(): Promise<Head>;
  /** enters an act of the operator's that changes nothing of the record */
  note(act: OperatorAct, who: { by: By; now: Date }): Promise<void>;
  /** enters the settings that matter when they are not those that the history has last */
  noteSettings(settings: object, who: { by: By; now: Date }): Promise<void>;
  /** enters the baseline where there is none yet; whether it was */
  enterBaseline(who: { by: By; now: Date }): Promise<boolean>;
  /** the first place where the history was tampered with; null when all is well */
  verifyHistory(): Promise<ChainBreak | null>;
};

/**
 * The record on a migrated database. Closing the pool is the caller's. `readSheets`: needed where files are sent.
 * `goesUpAfter`: see SectionRound. `budgetMs`: how long anything is waited for that a request may need before it is answered.
 */
export function openRecord(
  pool: Pool,
  readSheets: ReadSheets = noReader,
  budgetMs = REQUEST_BUDGET_MS,
  goesUpAfter?: number,
  evidence: Partial<EvidenceParts> = {},
): PostgresRecord {
  const soon = <T>(ask: () => Promise<T>, budget?: TimeBudget) => inTime(budgetMs, 'the record', ask, budget);
  const days = rememberDays(sectionsOfDay);
  const inTurn = makeInTurn(COMMANDS_AT_ONCE);
  const upload = makeExecuteUpload(pool, readSheets);
  const aboutEvidence = makeExecuteEvidence(pool, evidence);
  let following: Following | null = null;
  const remembered = () => following && { days, since: following.trueSince() };
  const loadPersonDay = makeLoadPersonDay(rememberSheets(), remembered);
  return {
    follow(log) {
      following = followChanges(pool, days.forget, log);
      return following;
    },
    context: (of, now, budget) => soon(() => loadContext(pool, loadPersonDay, of, now, goesUpAfter), budget),
    predecessor: (person, other, task, now) => readPredecessor(pool, person, other, task, now),
    async execute(effectId, person, source, command, now, acting) {
      const entered = { person, source, now, acting };
      try {
        if (isAboutEvidence(command)) return await aboutEvidence(effectId, { ...entered, command });
        if ('upload' in command) return await upload(effectId, { ...entered, command });
        return await inTurn(() => execute(pool, effectId, { ...entered, command, limits: evidence.limits }));
      } finally {
        // The notification of it may still be on its way when the same person goes on.
        days.forget(changedBy(command));
      }
    },

    personOfAccount: async (account, budget) =>
      (await soon(() => linkOf(pool, account), budget))?.person ?? null,
    linkOf: (account, budget) => soon(() => linkOf(pool, account), budget),
    meet: (account, seen, now, budget) => soon(() => meet(pool, account, seen, now), budget),
    doubtOf: async ({ person, acting }, now) =>
      (await actingWith(pool, { person, source: acting.account, command: null, now, acting })).doubt,
    linkAccount: (account, personId, { by, now }) => linkByHand(pool, account, personId, by, now),
    unlinkAccount: (account, { by, now }) => unlink(pool, account, by, now),
    accounts: async (name) => (await readAccounts(pool, name, null)).lines,
    recordLinks: (now) => recordLinks(pool, now),
    rememberDirectPlace: (personId, place, now, account) =>
      soon(() => addresses.rememberDirectPlace(pool, personId, place, now, account)),
    directPlaceOf: (personId, budget) => soon(() => addresses.directPlaceOf(pool, personId), budget),
    markUnreachable: (personId, place, reason, now) =>
      soon(() => addresses.markUnreachable(pool, personId, place, reason, now)),
    linkChannel: (sectionId, place, by, now) => addresses.linkChannel(pool, sectionId, place, by, now),
    sectionOfPlace: (place) => soon(() => addresses.sectionOfPlace(pool, place)),

    importSheets: (sheets, options) => importSheets(pool, sheets, options),
    importRoster: (roster, options) => importRoster(pool, roster, options),
    openRound: (round, who) => openRound(pool, round, who),
    closeRound: (roundId, who) => closeRound(pool, roundId, who),
    rounds: () => readRounds(pool),
    reopen: (taskId, reason, who) => reopenReport(pool, taskId, reason, who),
    importCalendar: (days, who) => importCalendar(pool, days, who),
    calendar: () => readCalendar(pool),
    plans: openPlanLists(pool),
    memos: openMemos(pool),
    memoShown: (memo, person, ref) => memoShown(pool, memo, person, ref),
    holidaysMissing: async () =>
      holidaysMissing(
        pool,
        (await readRounds(pool)).filter(({ state }) => state === 'open'),
      ),
    rehearse: (fiscalYear, now, planned) => rehearseSeason(pool, fiscalYear, now, planned, goesUpAfter),
    digests: (fiscalYear, now) => readDigests(pool, fiscalYear, now),
    nextOwed: (now) => nextOwed(pool, now, goesUpAfter),

    board: (person, asked, now) => boardFor(pool, person, asked, now),

    status: (fiscalYear) => readStatus(pool, fiscalYear),
    sections: () => soon(() => readSections(pool)),
    sectionsNamed: (names) => sectionsNamed(pool, names),
    departmentAliases: () => readDepartmentAliases(pool),
    people: (now) => readPeople(pool, cityDate(now)),
    sectionTasks: (sectionId, roundId) => readSectionTasks(pool, sectionId, roundId),
    sheets: async (fiscalYear) =>
      (await loadSheets(pool, null, { fiscalYear })).map(({ id, section, sheet }) => ({
        id,
        section,
        sheet,
      })),

    finished: (year, sectionIds, kind) => finishedAtOnce(pool, year, sectionIds, kind),
    checks: (fiscalYear, kind, now) => readChecks(pool, fiscalYear, kind, cityDate(now)),
    yearInQuestion: (sectionIds, now) => yearInQuestion(pool, sectionIds, cityDate(now)),

    publish: (fiscalYear, sectionIds, options) => publish(pool, fiscalYear, sectionIds, options),
    publications: (fiscalYear) => readPublications(pool, fiscalYear),

    history: (filter) => readHistory(pool, filter),
    historyPages: (filter, size) => pagesOfHistory(pool, filter, size),
    peopleNamed: (said) => peopleNamed(pool, said),
    verifyRecord: (saved) => verifyRecord(pool, saved),
    head: () => readHead(pool),
    note: (act, { by, now }) => noteAct(pool, act, by, now),
    noteSettings: (settings, { by, now }) => noteSettings(pool, settings, by, now),
    enterBaseline: ({ by, now }) => enterBaseline(pool, by, now),
    verifyHistory: () => verifyHistory(pool),
  };
}

const noReader: ReadSheets = () =>
  Promise.reject(new Error('this record was opened without a reader of files'));
