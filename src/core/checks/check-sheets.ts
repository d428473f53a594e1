/** The goals of whole sheets as they are looked through: with last year's beside them, and what any other goal says alike. */
import { fiscalYearEnd } from '../calendar/japanese-dates.js';
import { canonicalOrganization } from '../organization/organization-names.js';
import type { Direction } from '../sheet/direction.js';
import { matchGoals, matchIndicators } from '../sheet/match-goals.js';
import { foldSymbol, scaleOf } from '../sheet/scale.js';
import type { Goal, Indicator, Sheet } from '../sheet/sheet.js';
import type { Findings, GoalTexts } from './check.js';
import { findChecks } from './find.js';
import { bare } from './texts.js';

export type SheetChecks = {
  readonly sheet: Sheet;
  /** in the order of its goals */
  readonly goals: readonly { readonly goal: Goal; readonly found: Findings }[];
};

type Options = {
  /** ISO date */
  readonly today: string;
  /** sheets of the years before, with what was reported in them, that are not among those looked through */
  readonly earlier?: readonly Sheet[];
  /** which way an indicator counts, where a person has said so */
  readonly directionOf?: (sheet: Sheet, goal: number, indicator: number) => Direction | null;
};

/**
 * Looks through the year-end reports of sheets. A sheet of the year before of the same section, where it is among them
 * or `earlier`, is what this year's is compared with.
 */
export function checkSheets(sheets: readonly Sheet[], options: Options): SheetChecks[] {
  return [...checkEach(sheets, options)];
}

/** The same, one sheet at a time: a file of a whole city is looked through for seconds, and others want an answer meanwhile. */
export function* checkEach(
  sheets: readonly Sheet[],
  { today, directionOf, earlier = [] }: Options,
): Generator<SheetChecks> {
  const said = textsOf(sheets);
  const byYear = new Map([...earlier, ...sheets].map((sheet) => [yearKey(sheet, sheet.fiscalYear), sheet]));
  for (const sheet of sheets) {
    const last = byYear.get(yearKey(sheet, sheet.fiscalYear - 1)) ?? null;
    const matches = last ? matchGoals(last.goals, sheet.goals) : null;
    const scale = scaleOf(sheet.legend);
    yield {
      sheet,
      goals: sheet.goals.map((goal, place) => {
        const before = matches?.get(place);
        const old = last && before !== undefined ? last.goals[before]! : null;
        const rows = old ? matchIndicators(old.indicators, goal.indicators, true) : null;
        const texts: GoalTexts = {
          fiscalYear: sheet.fiscalYear,
          round: 'yearend',
          scale,
          asOf: fiscalYearEnd(sheet.fiscalYear),
          today,
          indicators: goal.indicators.map((one, at) => ({
            ...printed(one),
            rating: scale.steps.find(({ symbol }) => symbol === foldSymbol(one.rating))?.code ?? null,
            direction: directionOf?.(sheet, place, at) ?? null,
            lastYear: beforeOf(old?.indicators[rows?.get(at) ?? -1]),
          })),
          policy: goal.nextPolicy ?? '',
          lastPolicy: old?.nextPolicy ?? '',
          others: alike(said, sheet, goal),
        };
        return { goal, found: findChecks(texts) };
      }),
    };
  }
}

function printed({ name, target, result, status, overview }: Indicator) {
  return { name, target, result, status, overview, reason: '', midyear: null };
}

function beforeOf(row: Indicator | undefined): GoalTexts['indicators'][number]['lastYear'] {
  return row && (row.result !== '' || row.status !== '') ? { result: row.result, status: row.status } : null;
}

/** 北区 and 北区役所 are one department (H07). */
function yearKey({ header }: Sheet, year: number): string {
  const department = canonicalOrganization(header.department.text).replace(/役所$/u, '');
  return `${year} ${department}/${canonicalOrganization(header.organization.text)}`;
}

type Said = ReadonlyMap<
  string,
  readonly { readonly sheet: Sheet; readonly goal: Goal; readonly text: string }[]
>;

/** Who says what, by the text alone: so that a city of a thousand sheets is looked through once. */
function textsOf(sheets: readonly Sheet[]): Said {
  const said = new Map<string, { sheet: Sheet; goal: Goal; text: string }[]>();
  for (const sheet of sheets)
    for (const goal of sheet.goals)
      for (const text of writtenIn(goal)) {
        const key = `${sheet.fiscalYear} ${bare(text)}`;
        said.set(key, [...(said.get(key) ?? []).slice(0, 3), { sheet, goal, text }]);
      }
  return said;
}

const writtenIn = (goal: Goal): string[] =>
  [...goal.indicators.map(({ status }) => status), goal.nextPolicy ?? ''].filter((text) => text !== '');

function alike(said: Said, sheet: Sheet, goal: Goal): GoalTexts['others'] {
  return writtenIn(goal).flatMap((text) =>
    (said.get(`${sheet.fiscalYear} ${bare(text)}`) ?? [])
      .filter((one) => one.goal !== goal)
      .map((one) => ({
        where:
          one.sheet === sheet
            ? `No.${one.goal.no}`
            : `${one.sheet.header.organization.text} No.${one.goal.no}`,
        texts: [one.text],
      })),
  );
}
