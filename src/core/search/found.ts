/** What a search finds: which sections and words are meant, and goals with what was aimed at and came of it. */

import type { Round } from '../calendar/round.js';
import { nearestNames } from '../organization/nearest-names.js';
import { splitOrganization } from '../organization/organization-names.js';
import type { Section } from '../organization/people.js';
import type { Task } from '../report/task.js';
import { type SheetRecord, sheetTasks } from '../report/tasks-of-sheet.js';
import { printedTarget } from '../report/year/target-change.js';
import { foldSymbol, type RatingCode, type Scale } from '../sheet/scale.js';
import type { Goal } from '../sheet/sheet.js';
import type { SearchAsked } from './asked.js';
import { oneSpelling } from './spelling.js';

/** Goals of a page: with their buttons no more than the smallest message holds. */
export const FOUND_ROWS = 5;

/** A section that who asks may see. */
export type SeenSection = {
  readonly id: string;
  readonly name: string;
  readonly department: string;
  readonly departmentKey: string;
};

/** What an indicator aimed at and came to, texts as typed. */
export type FoundRow = {
  readonly name: string;
  readonly target: string;
  readonly result: string;
  /** null where there is none, or one that the scale does not know: then `symbol`, as printed */
  readonly rating: RatingCode | null;
  readonly symbol: string;
};

/** From where the results are: a report in its state, the sheet as it came, or nothing yet. */
type FoundState = 'approved' | 'submitted' | 'printed' | 'open';

export type FoundGoal = {
  readonly goalId: string;
  readonly goalNo: string;
  readonly goalText: string;
  readonly fiscalYear: number;
  readonly section: { readonly id: string; readonly name: string; readonly department: string };
  readonly scale: Scale;
  readonly state: FoundState;
  /** the results are mid-year's, since there are none of the year's end yet */
  readonly midyear: boolean;
  readonly rows: readonly FoundRow[];
};

type About = {
  /** with the year it means */
  readonly asked: SearchAsked;
  /** names of the sections that were looked at; null: all of the city */
  readonly among: readonly string[] | null;
  /** the section or department that was meant; '' when none */
  readonly meant: string;
};

/** A section that may have been meant, and what else was said. */
type NearSection = { readonly of: string; readonly name: string; readonly said: string };

export type SearchPage =
  | (About & {
      readonly kind: 'found';
      readonly goals: readonly FoundGoal[];
      readonly count: number;
      readonly pages: number;
      /** how many in each year, the latest first */
      readonly years: readonly { readonly fiscalYear: number; readonly count: number }[];
    })
  | (About & {
      readonly kind: 'nothing';
      readonly near: readonly NearSection[];
    })
  /** a goal as it stands: its report, else what its sheet says */
  | {
      readonly kind: 'goal';
      readonly asked: SearchAsked;
      readonly section: Section;
      readonly task: Task | null;
      readonly goal: FoundGoal;
      readonly printed: Goal;
    }
  /** no such goal, or not for who asks */
  | { readonly kind: 'unseen' };

/** What is looked for: in which sections, and with which words. */
type Meant = {
  readonly sections: readonly SeenSection[];
  readonly name: string;
  readonly words: readonly string[];
};

/** Names among the words are sections or departments, the others are looked for in the goals. */
export function meantBy({ said, of, fiscalYear }: SearchAsked, seen: readonly SeenSection[]): Meant {
  let sections = of === '' ? seen : seen.filter(({ id }) => id === of);
  let name = of === '' ? '' : (sections[0]?.name ?? '');
  const words: string[] = [];
  for (const word of said.split(' ').filter(Boolean)) {
    const named = of === '' ? sectionsNamed(word, sections, fiscalYear === 'last') : null;
    if (named === null) words.push(word);
    else {
      sections = named.sections;
      name = [name, named.name].filter(Boolean).join(' ');
    }
  }
  return { sections, name, words };
}

type Named = Pick<Meant, 'sections' | 'name'>;

/** @param beginning  whether the beginning of one name alone is that name */
function sectionsNamed(word: string, seen: readonly SeenSection[], beginning: boolean): Named | null {
  const wanted = oneSpelling(word);
  const is = (name: string) => oneSpelling(name) === wanted;
  const whole = seen.filter(({ name }) => is(name) || is(splitOrganization(name).sub ?? ''));
  const department = seen.filter((one) => is(one.department) || is(one.departmentKey));
  // The own office of a 部 has its name: the 部 is meant.
  if (department.length > 0) return { sections: department, name: department[0]!.department };
  if (whole.length > 0) return { sections: whole, name: whole[0]!.name };
  const begun = beginning ? seen.filter(({ name }) => oneSpelling(name).startsWith(wanted)) : [];
  return begun.length === 1 ? { sections: begun, name: begun[0]!.name } : null;
}

/** A word that names a section, or was meant to. */
const ORGANIZATION = /(?:[部課局室所館園校署院班係場区]|センター|section|division|office)$/iu;

/** The three nearest sections, where a word may have been meant as one. */
export function nearSections(
  { words }: Meant,
  { fiscalYear }: SearchAsked,
  seen: readonly SeenSection[],
): NearSection[] {
  const said =
    words.find((word) => ORGANIZATION.test(word)) ?? (fiscalYear === 'last' ? words[0] : undefined);
  if (said === undefined) return [];
  return nearestNames(said, seen, ({ name }) => name).map(({ id, name, department }) => ({
    of: id,
    said: words.filter((word) => word !== said).join(' '),
    name: seen.filter((one) => one.name === name).length > 1 ? `${department} ${name}` : name,
  }));
}

/** A goal as it stands, by its id; null where the sheet has none of that. */
export function goalFound(
  record: SheetRecord & { readonly rounds: readonly Round[] },
  goalId: string,
): { readonly goal: FoundGoal; readonly task: Task | null; readonly printed: Goal } | null {
  const place = record.numbering.findIndex((one) => one.goalId === goalId);
  const printed = record.sheet.goals[place];
  if (!printed) return null;
  const reported = sheetTasks(record, record.rounds).filter((one) => one.goalId === goalId && one.report);
  // A plan has no results: it is shown where nothing else was reported.
  const results = reported.filter(({ round }) => round.kind !== 'targets');
  const [result = null] = results;
  const latest = results.find(({ round }) => round.kind === 'yearend') ?? result;
  const task = latest ?? reported[0] ?? null;
  const said = [latest, ...results].find(
    (one) => one?.report?.state === 'approved' || one?.report?.state === 'submitted',
  );
  const isPrinted = printed.indicators.some(({ result, rating }) => result !== '' || rating !== '');
  // What the sheet says of the year's end is more than mid-year's report.
  const from = said && (said.round.kind === 'yearend' || !isPrinted) ? said : null;
  const { id, name, department } = record.section;
  return {
    task,
    printed,
    goal: {
      goalId,
      goalNo: printed.no,
      goalText: printed.text,
      fiscalYear: record.sheet.fiscalYear,
      section: { id, name, department },
      scale: record.scale,
      state: from ? (from.report!.state as 'approved' | 'submitted') : isPrinted ? 'printed' : 'open',
      midyear: from?.round.kind === 'midyear',
      rows: printed.indicators.map((one, at): FoundRow => {
        const answer = from?.report?.content.answers.find(
          ({ indicatorId }) => indicatorId === record.numbering[place]!.indicatorIds[at],
        );
        const symbol = foldSymbol(one.rating) ?? one.rating;
        return {
          name: one.name,
          target: printedTarget(from?.indicators[at]?.target ?? one.target, from?.indicators[at]?.changed),
          result: from ? (answer?.result ?? '') : one.result,
          rating: from
            ? (answer?.rating ?? null)
            : (record.scale.steps.find((step) => step.symbol === symbol)?.code ?? null),
          symbol: from ? '' : one.rating,
        };
      }),
    },
  };
}
