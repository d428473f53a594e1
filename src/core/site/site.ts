/** What pages are made of: the published sheets of a section over the years, and each of its indicators. */
import { createHash } from 'node:crypto';
import { cityDate } from '../calendar/working-days.js';
import type { Section } from '../organization/people.js';
import { readQuantity } from '../quantity/read.js';
import type { Erratum } from '../report/errata.js';
import type { FinishedSheet } from '../report/finished-sheet.js';
import { trendPlaces } from '../report/trend.js';
import type { Numbering } from '../sheet/ids.js';
import type { RatingCode, Scale } from '../sheet/scale.js';
import type { PublicEvidence } from './evidence.js';
import { type PlanKey, plansOfGoal } from './plan.js';

/** A section's sheet of one year out of the record. */
export type SourceSheet = {
  readonly fiscalYear: number;
  readonly sheet: FinishedSheet;
  readonly numbering: Numbering;
  readonly scale: Scale;
  /** results of the approved mid-year reports, by indicator */
  readonly midyear: ReadonlyMap<string, string>;
  /** targets that were changed during the year, by indicator, as they are in force: the print says what they were before, too */
  readonly changedTargets: ReadonlyMap<string, string>;
  /** ISO instants of its publications, oldest first; of a plan, of its own */
  readonly publishedAt: readonly string[];
  /** it went out as the year's plan, and has no results yet */
  readonly isPlan?: true;
  /** ISO instants at which a finished sheet had gone out as a plan before, oldest first */
  readonly plannedAt?: readonly string[];
  /** whether it goes out; another is there for the ids alone */
  readonly isPublic: boolean;
  /** 根拠資料 that goes out with it; not there where there is none */
  readonly evidence?: readonly PublicEvidence[];
  /** the head of the history at the last decision about it, as files carry it, and its instant (ISO; null: none is known) */
  readonly head: { readonly seq: number; readonly hash: string; readonly at: string | null };
};

export type SourceSection = { readonly section: Section; readonly sheets: readonly SourceSheet[] };

/** A number that a text says alone, with its unit. */
export type Figure = { readonly value: string; readonly unit: string | null };

/** An indicator in one year, texts as printed. */
export type IndicatorYear = {
  /** of the indicator in this year */
  readonly id: string;
  /** of a plan: what came of it is told later */
  readonly isPlan: boolean;
  readonly fiscalYear: number;
  readonly goalNo: string;
  readonly goal: string;
  readonly plans: readonly PlanKey[];
  readonly name: string;
  readonly target: string;
  readonly midyear: string;
  readonly result: string;
  readonly rating: string;
  readonly ratingCode: RatingCode | null;
  /** the word of the rating in the legend of that year */
  readonly meaning: string;
  readonly initiative: string;
  readonly overview: string;
  readonly status: string;
  readonly nextPolicy: string;
  readonly figures: {
    readonly target: Figure | null;
    readonly midyear: Figure | null;
    readonly result: Figure | null;
  };
  /** ISO date of its latest 訂正; null where there is none */
  readonly correctedOn: string | null;
  /** ISO date of the first publication in the record; null for a year that was published before */
  readonly publishedOn: string | null;
};

export type SiteIndicator = {
  /** that of its first year in the record, the same in all years */
  readonly id: string;
  /** the earliest first */
  readonly years: readonly IndicatorYear[];
};

export type SiteSection = {
  readonly id: string;
  readonly name: string;
  readonly department: string;
  readonly departmentId: string;
  /** the public ones, the earliest first */
  readonly sheets: readonly SourceSheet[];
  readonly indicators: readonly SiteIndicator[];
};

/** A department by its name, safe in an address. */
const departmentIdOf = (name: string): string =>
  `d${createHash('sha256').update(name).digest('hex').slice(0, 12)}`;

export function siteSection({ section, sheets }: SourceSection): SiteSection {
  const indicators = trendPlaces(sheets.map(({ sheet }) => sheet)).flatMap((places): SiteIndicator[] => {
    const years = places
      .filter((place) => sheets[place.sheet]!.isPublic)
      .map(({ sheet, goal, indicator }) => indicatorYear(sheets[sheet]!, goal, indicator));
    const first = places[0]!;
    const id = sheets[first.sheet]!.numbering[first.goal]!.indicatorIds[first.indicator]!;
    return years.length === 0 ? [] : [{ id, years }];
  });
  return {
    id: section.id,
    name: section.name,
    department: section.department,
    departmentId: departmentIdOf(section.department),
    sheets: sheets.filter(({ isPublic }) => isPublic),
    indicators,
  };
}

function indicatorYear(source: SourceSheet, goalAt: number, at: number): IndicatorYear {
  const { sheet, numbering, scale, midyear, changedTargets, publishedAt, fiscalYear } = source;
  const goal = sheet.goals[goalAt]!;
  const one = goal.indicators[at]!;
  const id = numbering[goalAt]!.indicatorIds[at]!;
  const said = midyear.get(id) ?? '';
  const corrected = (sheet.errata ?? []).filter((erratum) => isAbout(erratum, goal.no, at)).at(-1);
  return {
    id,
    isPlan: source.isPlan === true,
    fiscalYear,
    goalNo: goal.no,
    goal: goal.text,
    plans: plansOfGoal(goal)[at]!,
    name: one.name,
    target: one.target,
    midyear: said,
    result: one.result,
    rating: one.rating,
    ratingCode: scale.steps.find(({ symbol }) => symbol === one.rating)?.code ?? null,
    meaning: meaningOf(sheet, one.rating),
    initiative:
      goal.indicators.slice(0, at + 1).findLast(({ initiativeCell }) => initiativeCell !== '')
        ?.initiativeCell ?? '',
    overview: one.overview,
    status: one.status,
    nextPolicy: goal.nextPolicy ?? '',
    figures: {
      target: figureIn(changedTargets.get(id) ?? one.target, one.name),
      midyear: figureIn(said, one.name),
      result: figureIn(one.result, one.name),
    },
    correctedOn: corrected?.correctedOn ?? null,
    publishedOn: publishedAt[0] === undefined ? null : cityDate(publishedAt[0]),
  };
}

/** Whether an erratum is of this indicator, or of all its goal. */
const isAbout = ({ goalNo, row }: Erratum, no: string, at: number): boolean =>
  goalNo === no && (row === null || row === at);

const meaningOf = ({ legend }: Pick<FinishedSheet, 'legend'>, symbol: string): string =>
  legend.find((line) => line.symbol === symbol)?.meaning ?? '';

/** The number that a text says alone; null where it says none, several, or a range. */
function figureIn(text: string, indicator: string): Figure | null {
  if (text === '') return null;
  const { parts, certain } = readQuantity(text, { indicator });
  const [part] = parts;
  if (!certain || parts.length !== 1 || part?.kind !== 'number' || part.upTo !== undefined) return null;
  return { value: part.value, unit: part.unit };
}

/** The figures of a year that may stand on one scale: of one unit, none below nought. */
export function comparable(figures: readonly (Figure | null)[]): boolean {
  const there = figures.flatMap((figure) => figure ?? []);
  const [first] = there;
  return there.every(({ unit, value }) => unit === first?.unit && Number(value) >= 0);
}
