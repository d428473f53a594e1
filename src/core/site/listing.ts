/** What the pages that list things keep of each section, so that a whole city never stands in memory at once. */
import { cityDate } from '../calendar/working-days.js';
import type { ErratumField } from '../report/errata.js';
import { SITE_WORDS } from '../wording/city/site.js';
import type { PublicEvidence } from './evidence.js';
import type { PlanKey } from './plan.js';
import type { SiteSection, SourceSheet } from './site.js';

export type ListedSection = {
  readonly id: string;
  readonly name: string;
  readonly department: string;
  readonly departmentId: string;
  /** with a public sheet, the earliest first */
  readonly years: readonly number[];
  /** of the published year; 0 where it has no sheet then */
  readonly goals: number;
  /** how often each rating stands in the published year, '' for none, `PLANNED` where none can be yet */
  readonly ratings: Readonly<Record<string, number>>;
};

/** An indicator of the published year. */
export type ListedIndicator = {
  readonly id: string;
  readonly section: ListedSection;
  readonly plans: readonly PlanKey[];
  readonly goalNo: string;
  readonly name: string;
  readonly target: string;
  readonly result: string;
  readonly rating: string;
  readonly meaning: string;
};

/** A publication of a sheet, or a text that was corrected after one. Days are ISO dates in the city. */
export type ListedChange = {
  readonly kind: 'planned' | 'published' | 'published_again' | 'corrected';
  readonly fiscalYear: number;
  readonly section: ListedSection;
  /** of the publication; of a correction the day of its approval */
  readonly day: string;
  /** the indicator over the years; '' where it is about the goal, or is a publication */
  readonly indicatorId: string;
  readonly goalNo: string;
  readonly indicator: string;
  readonly field: string;
  readonly before: string;
  readonly after: string;
  readonly reason: string;
};

export type ListedEvidence = PublicEvidence & { readonly section: ListedSection };

export type Listing = {
  readonly sections: ListedSection[];
  readonly indicators: ListedIndicator[];
  readonly changes: ListedChange[];
  readonly evidence: ListedEvidence[];
  /** legend lines of the published year, each once */
  readonly legend: { readonly symbol: string; readonly meaning: string }[];
  /** the latest of all heads */
  head: SourceSheet['head'] | null;
};

export const newListing = (): Listing => ({
  sections: [],
  indicators: [],
  changes: [],
  evidence: [],
  legend: [],
  head: null,
});

const FIELDS: Readonly<Record<Exclude<ErratumField, 'sheet'>, string>> = {
  result: SITE_WORDS.result.ja,
  rating: SITE_WORDS.rating.ja,
  status: SITE_WORDS.status.ja,
  policy: SITE_WORDS.nextPolicy.ja,
};

/** In the place of a rating: of a sheet that is out as the year's plan. */
export const PLANNED = 'planned';

/** Adds a section to what was listed before it. `fiscalYear`: the one that is published. */
export function list(listing: Listing, section: SiteSection, fiscalYear: number): void {
  const { id, name, department, departmentId, sheets, indicators } = section;
  const now = sheets.find((one) => one.fiscalYear === fiscalYear);
  const ratings: Record<string, number> = {};
  for (const { rating } of now?.sheet.goals.flatMap((goal) => goal.indicators) ?? []) {
    const key = now?.isPlan ? PLANNED : rating;
    ratings[key] = (ratings[key] ?? 0) + 1;
  }
  const listed: ListedSection = {
    id,
    name,
    department,
    departmentId,
    years: sheets.map((one) => one.fiscalYear),
    goals: now?.sheet.goals.length ?? 0,
    ratings,
  };
  listing.sections.push(listed);
  for (const { id: indicator, years } of indicators) {
    const year = years.find((one) => one.fiscalYear === fiscalYear);
    if (!year) continue;
    const { plans, goalNo, name: called, target, result, rating, meaning } = year;
    listing.indicators.push({
      ...{ id: indicator, section: listed, plans, goalNo, name: called },
      ...{ target, result, rating, meaning },
    });
  }
  for (const { symbol, meaning } of now?.sheet.legend ?? [])
    if (symbol !== '' && !listing.legend.some((one) => one.symbol === symbol && one.meaning === meaning))
      listing.legend.push({ symbol, meaning });
  for (const sheet of sheets) {
    if (listing.head === null || sheet.head.seq > listing.head.seq) listing.head = sheet.head;
    listing.changes.push(...changesOf(sheet, listed, indicators));
    listing.evidence.push(...(sheet.evidence ?? []).map((one) => ({ ...one, section: listed })));
  }
}

function changesOf(
  { sheet, publishedAt, plannedAt = [], isPlan, fiscalYear, numbering }: SourceSheet,
  section: ListedSection,
  indicators: SiteSection['indicators'],
): ListedChange[] {
  const nothing = {
    indicatorId: '',
    goalNo: '',
    indicator: '',
    field: '',
    before: '',
    after: '',
    reason: '',
  };
  const published = (isPlan ? [] : publishedAt).map((at, times) => ({
    kind: times === 0 ? ('published' as const) : ('published_again' as const),
    ...{ fiscalYear, section, day: cityDate(at), ...nothing },
  }));
  const planned = (isPlan ? publishedAt : plannedAt).map((at) => ({
    kind: 'planned' as const,
    ...{ fiscalYear, section, day: cityDate(at), ...nothing },
  }));
  const corrected = (sheet.errata ?? []).map((one): ListedChange => {
    const goal = sheet.goals.findIndex(({ no }) => no === one.goalNo);
    const id = one.row === null ? undefined : numbering[goal]?.indicatorIds[one.row];
    return {
      kind: 'corrected',
      ...{ fiscalYear, section, day: one.correctedOn, goalNo: one.goalNo, indicator: one.indicator },
      indicatorId: indicators.find(({ years }) => years.some((year) => year.id === id))?.id ?? '',
      field: one.field === 'sheet' ? (one.word ?? '') : FIELDS[one.field],
      ...{ before: one.before, after: one.after, reason: one.reason },
    };
  });
  return [...planned, ...published, ...corrected];
}

/** The ratings that stand somewhere, best first, and those without one last. */
export const RATINGS = ['◎', '○', '△', '×', '', PLANNED] as const;

export function ratingsTogether(sections: readonly ListedSection[]): Readonly<Record<string, number>> {
  const all: Record<string, number> = {};
  for (const { ratings } of sections)
    for (const [symbol, count] of Object.entries(ratings)) all[symbol] = (all[symbol] ?? 0) + count;
  return all;
}
