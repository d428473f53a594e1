/** What a file says became of sections: each row held against the sections there are, and against the other rows. */
import { formatEraDate } from '../../calendar/japanese-dates.js';
import { foldWidth } from '../../text/fold.js';
import type { Words } from '../../text/language.js';
import { sectionsCalled } from '../find-section.js';
import { nearestNames } from '../nearest-names.js';
import type { ListedSection, Section } from '../people.js';
import { reorganisationProblems as say } from './problems.js';
import { endedSections, type Reorganisation, type Succession } from './succession.js';

/** A row of such a file, as read. */
export type ReorganisationRow = {
  readonly line: number;
  /** 旧課 and 新課: a name, with its 部 before it where two are called alike, or the id of a known one */
  readonly former: string;
  readonly next: string;
  /** 新部; '': that of the former section */
  readonly department: string;
  /** 施行日, ISO date */
  readonly on: string;
  readonly kind: Reorganisation;
  /** of a division: the Nos. of the goals that go there; none: all */
  readonly goals: readonly string[];
};

/** `id` null: a section that is new. */
export type NextSection = { readonly id: string | null; readonly department: string; readonly name: string };

export type ReorganisationStep =
  | {
      readonly kind: 'rename';
      readonly section: Section;
      readonly department: string;
      readonly name: string;
    }
  | {
      readonly kind: 'succeed';
      readonly section: Section;
      readonly into: NextSection;
      readonly how: Succession['kind'];
      readonly on: string;
      readonly goals: readonly string[] | null;
    };

export type ReorganisationPlan =
  | {
      readonly ok: true;
      readonly steps: readonly ReorganisationStep[];
      /** the last 施行日 that is still to come; null: all have come */
      readonly notBefore: string | null;
    }
  | { readonly ok: false; readonly problems: readonly Words[] };

type ReorganisationFacts = {
  readonly sections: readonly ListedSection[];
  readonly successions: readonly Succession[];
  /** by which a section is found, whatever its spelling */
  readonly keyOf: (names: { readonly department: string; readonly name: string }) => string;
  /** the Nos. of the goals of a section's latest sheet on a day */
  readonly goalsOf: (sectionId: string, on: string) => readonly string[];
  /** ISO date in the city */
  readonly today: string;
};

type Known = { readonly row: ReorganisationRow; readonly section: Section; readonly into: NextSection };

/** What is to be done, or all that is wrong, each with its row. `file`: as its sender named it. */
export function planReorganisation(
  file: string,
  rows: readonly ReorganisationRow[],
  facts: ReorganisationFacts,
): ReorganisationPlan {
  const problems: Words[] = [];
  const wrong = ({ line }: ReorganisationRow, column: string, words: Words) =>
    void problems.push(say.at(file, line, column, words));
  const { sections, successions } = facts;
  const nameOf = (one: Section) => `${one.department}${one.name}`;
  const near = (said: string) => nearestNames(said, sections, nameOf).map(nameOf);
  const known = rows.flatMap((row): Known[] => {
    const found = sectionsCalled(row.former, sections);
    const [section, ...others] = found;
    if (!section) wrong(row, '旧課', say.unknown(row.former, near(row.former)));
    else if (others.length > 0) wrong(row, '旧課', say.several(row.former, found.map(nameOf)));
    const department = row.department || section?.department || '';
    const called = sectionsCalled(row.next, sections);
    const here = called.filter((one) => facts.keyOf({ department, name: one.name }) === facts.keyOf(one));
    // One of another 部 that is called alike is another section; only where nothing else can be meant is it this one.
    const within = here.length > 0 || row.department !== '' || row.kind === 'rename' ? here : called;
    const [next] = within;
    if (within.length > 1) wrong(row, '新課', say.several(row.next, within.map(nameOf)));
    if (!section || others.length > 0 || within.length > 1) return [];
    const into = next
      ? { id: next.id, department: next.department, name: next.name }
      : { id: null, department, name: row.next };
    return [{ row, section, into }];
  });
  const ended = new Set(endedSections(successions).map(({ sectionId }) => sectionId));
  const same = ({ id, department, name }: NextSection) => id ?? facts.keyOf({ department, name });
  const steps = known.flatMap(({ row, section, into }): ReorganisationStep[] => {
    const of = known.filter((one) => one.section.id === section.id);
    const to = known.filter((one) => same(one.into) === same(into));
    const refuse = (column: string, words: Words): ReorganisationStep[] => {
      wrong(row, column, words);
      return [];
    };
    if (of.some((one) => one.row.kind !== row.kind || one.row.on !== row.on))
      return refuse('種別', say.twoWays(section.name));
    const before = successions.filter(({ from, to: other }) => from === section.id && other !== from);
    const isDone = before.some(({ to: id, on }) => id === into.id && (ended.has(section.id) || on >= row.on));
    if (ended.has(section.id) && !isDone && into.id !== section.id)
      return refuse('旧課', say.alreadyEnded(section.name));
    if (into.id !== null && into.id !== section.id && ended.has(into.id))
      return refuse('新課', say.alreadyEnded(into.name));
    switch (row.kind) {
      case 'rename': {
        if (of.length > 1) return refuse('旧課', say.twice(section.name));
        if (into.id !== null && into.id !== section.id) return refuse('新課', say.nameTaken(into.name));
        const department = row.department || section.department;
        // Found by a name of before, and called otherwise now: it is done already.
        const name = into.id === section.id && row.next !== section.name ? section.name : row.next;
        return [{ kind: 'rename', section, department, name }];
      }
      case 'merge':
        if (into.id === section.id) return [];
        if (of.length > 1) return refuse('旧課', say.twice(section.name));
        if (to.length === 1 && into.id === null)
          return known.some((one) => one.row !== row && one.row.next === row.next)
            ? refuse('新部', say.whichDepartment(row.next))
            : refuse('種別', say.onlyOne(into.name));
        return [{ kind: 'succeed', section, into, how: 'merge', on: row.on, goals: null }];
      case 'split': {
        // What went there then, and what goes now, are Nos. of different sheets.
        if (!isDone && into.id !== section.id && before.some(({ to: id }) => id === into.id))
          return refuse('新課', say.dividedBefore(section.name, into.name));
        if (of.length === 1 && !isDone) return refuse('種別', say.onlyInto(section.name));
        const there = facts.goalsOf(section.id, row.on);
        const unknown = row.goals.filter((no) => !there.includes(foldWidth(no)));
        if (unknown.length > 0) return refuse('目標', say.noSuchGoal(section.name, unknown, there));
        const said = of.flatMap((one) => one.row.goals.map(foldWidth));
        const twice = row.goals.filter((no) => said.filter((one) => one === foldWidth(no)).length > 1);
        if (twice.length > 0) return refuse('目標', say.goalTwice(twice));
        const left = there.filter((no) => !said.includes(no));
        if (said.length > 0 && left.length > 0 && of[0]!.row === row)
          return refuse('目標', say.goalsLeft(section.name, left));
        const goals = said.length === 0 ? null : row.goals.map(foldWidth);
        return [{ kind: 'succeed', section, into, how: 'split', on: row.on, goals }];
      }
      default:
        return row.kind satisfies never;
    }
  });
  if (rows.length === 0) problems.push(say.empty(file));
  if (problems.length > 0) return { ok: false, problems };
  const notBefore =
    rows
      .map(({ on }) => on)
      .filter((on) => on > facts.today)
      .sort()
      .at(-1) ?? null;
  return { ok: true, steps, notBefore };
}

/** 施行日 is still to come: shown, and not entered before. */
export const notYet = (on: string): Words => say.notYet(formatEraDate(on, 'kanji'), on);
