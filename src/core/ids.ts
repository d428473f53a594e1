/**
 * Ids of what the record keeps. They follow from what the thing is, so that the same file read twice, on two
 * machines, gives the same ids; short and safe in an address.
 */
import { createHash } from 'node:crypto';
import { foldWidth } from './fold.js';
import { type RoundKind, roundId } from './round.js';
import type { Indicator, Sheet } from './sheet.js';

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
  const found = /^(([\w-]{1,40})\.(\d{4}))\.[\w-]{1,20}:(midyear|yearend)$/u.exec(id);
  if (!found) return null;
  const kind = found[4] as RoundKind;
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
 * an indicator before others, these keep their ids, and so the answers given for them.
 */
export type Numbering = readonly {
  readonly goalId: string;
  readonly indicatorIds: readonly string[];
  /** the highest number given in this goal so far, so that the number of a removed indicator is never given again */
  readonly last: number;
}[];

/**
 * Numbers a sheet. A goal is known by its No., or by its place where the No. is no plain number or stands twice; an
 * indicator of an earlier version by its name, then, of those left, by its place.
 */
export function numberSheet(
  sheetId: string,
  sheet: Sheet,
  earlier: { readonly sheet: Sheet; readonly numbering: Numbering } | null,
): Numbering {
  const numbers = sheet.goals.map(({ no }) => foldWidth(no));
  return sheet.goals.map((goal, place) => {
    const no = numbers[place]!;
    const plain = /^\d{1,6}(-\d{1,6})?$/u.test(no) && numbers.indexOf(no) === numbers.lastIndexOf(no);
    const goalId = `${sheetId}.${plain ? no : `p${place + 1}`}`;
    const at = earlier?.numbering.findIndex((numbered) => numbered.goalId === goalId) ?? -1;
    const before = earlier?.sheet.goals[at]?.indicators ?? [];
    const old = earlier?.numbering[at] ?? { indicatorIds: [], last: 0 };
    const known = knownIds(goal.indicators, before, old.indicatorIds);
    let { last } = old;
    const indicatorIds = known.map((id) => {
      if (id !== null) return id;
      last += 1;
      return `${goalId}.${last}`;
    });
    return { goalId, indicatorIds, last };
  });
}

/** The ids that indicators had before: by name, then, of those left, by place; null for what is new. */
function knownIds(
  indicators: readonly Indicator[],
  before: readonly Indicator[],
  ids: readonly string[],
): (string | null)[] {
  const free = new Set(ids.keys());
  const given = new Map<number, string>();
  const take = (place: number, old: number | undefined) => {
    if (old === undefined || !free.delete(old)) return;
    given.set(place, ids[old]!);
  };
  indicators.forEach(({ name }, place) => {
    const same = [...free].filter((old) => before[old]?.name === name);
    take(place, same.includes(place) ? place : same[0]);
  });
  indicators.forEach((_, place) => {
    if (!given.has(place)) take(place, place);
  });
  return indicators.map((_, place) => given.get(place) ?? null);
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
