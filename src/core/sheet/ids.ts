/**
 * Ids of what the record keeps. They follow from what the thing is, so that the same file read twice, on two
 * machines, gives the same ids; short and safe in an address.
 */
import { createHash } from 'node:crypto';
import { ROUND_KINDS, type RoundKind, roundId } from '../calendar/round.js';
import { foldWidth } from '../text/fold.js';
import { nfkc } from '../text/normal-form.js';
import { matchGoals, matchIndicators } from './match-goals.js';
import type { Goal, Indicator, Sheet } from './sheet.js';

/** A section's id from its canonical key (`sectionKey`): `s` and 12 hexadecimal digits. */
export function sectionIdOf(key: string): string {
  return `s${shortHash(key)}`;
}

/** A post's id from its section, role and title: two posts of one section with one title are one post with two holders. */
export function postIdOf(sectionId: string, role: string, title: string): string {
  return `${sectionId}.${role}.${shortHash(title)}`;
}

export function sheetIdOf(sectionId: string, fiscalYear: number): string {
  return `${sectionId}.${fiscalYear}`;
}

/** The sheet of a goal or an indicator by its id. */
export const sheetOfId = (id: string): string => id.split('.', 2).join('.');

/** ０１, (1), 1., No.1 and 目標1 are 1: a goal's number, as printed, as it is compared with what somebody wrote. */
export function plainNumber(no: string): string {
  const printed = nfkc(no).trim();
  const number = /^(?:目標|no\.?)?[([]?(\d+)[)\]]?\.?$/iu.exec(printed)?.[1] ?? printed;
  return number.replace(/^0+(?=\d)/u, '');
}

/** The highest of these numbers of goals, behind which a goal is numbered on; 0: none is a whole number. */
export const lastNumber = (nos: readonly string[]): number =>
  Math.max(0, ...nos.map((no) => Number(plainNumber(no))).filter(Number.isInteger));

/** The id of a task, and of its report: one goal in one round. */
export function taskIdOf(goalId: string, kind: RoundKind): string {
  return `${goalId}:${kind}`;
}

/** What a task's id names; null when the text is no task's id. */
export function readTaskId(id: string): {
  readonly goalId: string;
  readonly sheetId: string;
  readonly sectionId: string;
  readonly fiscalYear: number;
  readonly kind: RoundKind;
  readonly roundId: string;
} | null {
  const found = /^(([\w-]{1,40})\.(\d{4}))\.[\w-]{1,20}:([a-z]{1,10})$/u.exec(id);
  const kind = ROUND_KINDS.find((one) => one === found?.[4]);
  if (!found || !kind) return null;
  const fiscalYear = Number(found[3]);
  const goalId = id.slice(0, id.lastIndexOf(':'));
  return {
    goalId,
    sheetId: found[1]!,
    sectionId: found[2]!,
    fiscalYear,
    kind,
    roundId: roundId(fiscalYear, kind),
  };
}

/**
 * The ids of a sheet's goals and indicators, in the order of the sheet. Kept with the sheet: when a changed file puts
 * a goal or an indicator before others, these keep their ids, and so the answers given for them.
 */
export type Numbering = readonly {
  readonly goalId: string;
  readonly indicatorIds: readonly string[];
  /** the highest number given in this goal so far, so that the number of a removed indicator is never given again */
  readonly last: number;
  /** a goal that was added in 目標設定 and has no approved plan yet */
  readonly added?: true;
  /** ISO instant at which the plan that went into the sheet was approved; not there where none did, nor of before this was */
  readonly planned?: string;
}[];

/** A sheet as it is in the record when a changed file of it comes. */
export type EarlierSheet = {
  readonly sheet: Sheet;
  readonly numbering: Numbering;
  /** the sheet's version in the record; grows with every change */
  readonly version: number;
  /** ids of the goals that have a report, in whatever state, and of the indicators answered in one */
  readonly reported: ReadonlySet<string>;
};

/**
 * Numbers a sheet. What was there before keeps its ids, known by what it says (see match-goals.ts); an indicator is known
 * by its mere place only where nothing has been reported yet. A goal is named after its No., or after its place where
 * the No. is no plain number or stands twice; one that came with a later version also after that version, so that the
 * id of a removed goal is never given to another.
 */
export function numberSheet(sheetId: string, sheet: Sheet, earlier: EarlierSheet | null): Numbering {
  const numbers = sheet.goals.map(({ no }) => foldWidth(no));
  const known = matchGoals(earlier?.sheet.goals ?? [], sheet.goals);
  return sheet.goals.map((goal, place) => {
    const no = numbers[place]!;
    const plain = /^\d{1,6}(-\d{1,6})?$/u.test(no) && numbers.indexOf(no) === numbers.lastIndexOf(no);
    const at = known.get(place);
    const old = at === undefined ? undefined : earlier?.numbering[at];
    const since = earlier ? `_${earlier.version + 1}` : '';
    const goalId = old?.goalId ?? `${sheetId}.${plain ? no : `p${place + 1}`}${since}`;
    const before = at === undefined ? [] : (earlier?.sheet.goals[at]?.indicators ?? []);
    const same = matchIndicators(before, goal.indicators, !earlier?.reported.has(goalId));
    let last = old?.last ?? 0;
    const indicatorIds = goal.indicators.map((_, row) => {
      const was = same.get(row);
      if (was !== undefined && old) return old.indicatorIds[was]!;
      last += 1;
      return `${goalId}.${last}`;
    });
    const { added, planned } = old ?? {};
    return { goalId, indicatorIds, last, ...(added ? { added } : {}), ...(planned ? { planned } : {}) };
  });
}

/** A goal, or one indicator of it, that has reports and stands nowhere in the changed sheet. */
type Unplaced = { readonly goal: Goal; readonly indicator: Indicator | null };

/** What has reports and would lose them with this numbering, in the order of the sheet before. */
export function unplacedReports(earlier: EarlierSheet, numbering: Numbering): Unplaced[] {
  const kept = new Set(numbering.flatMap(({ goalId, indicatorIds }) => [goalId, ...indicatorIds]));
  const gone = (id: string | undefined) => id !== undefined && earlier.reported.has(id) && !kept.has(id);
  return earlier.sheet.goals.flatMap((goal, place): Unplaced[] => {
    const ids = earlier.numbering[place];
    if (gone(ids?.goalId)) return [{ goal, indicator: null }];
    return goal.indicators.flatMap((indicator, row) =>
      gone(ids?.indicatorIds[row]) ? [{ goal, indicator }] : [],
    );
  });
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
