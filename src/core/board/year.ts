/**
 * 年間予定 of 事務局: what is to do in which month of a fiscal year and the spring behind it, what is done, and what comes next.
 * The months are the organisation's own where earlier rounds and publications tell them.
 */
import { fiscalYearEnd, fiscalYearOf, fiscalYearStart } from '../calendar/japanese-dates.js';
import type { Round } from '../calendar/round.js';
import { defaultAsOf } from '../calendar/round.js';
import { addDays } from '../calendar/working-days.js';
import { folded } from '../sheet/scale.js';
import { mayBeCommand } from '../text/text.js';

/** targets: the sheets of the year, 目標設定 · closing a year-end is 確定 */
export type YearWhat =
  | 'roster'
  | 'retention'
  | 'targets'
  | 'midyear_open'
  | 'midyear_close'
  | 'yearend_open'
  | 'yearend_close'
  | 'publish';

export type YearItem = {
  readonly what: YearWhat;
  /** whose sheets, rounds or roster it is about */
  readonly fiscalYear: number;
  /** when it is to do, ISO dates, both included */
  readonly from: string;
  readonly until: string;
  /** 基準日 of a round */
  readonly asOf?: string;
  /** the round that is there already */
  readonly roundId?: string;
  /** passed: its time is over and it may be left out */
  readonly state: 'done' | 'late' | 'now' | 'ahead' | 'passed';
  /** ISO date; null: not done, or nobody knows since when */
  readonly doneOn: string | null;
};

/** What the record tells of the years; days are ISO dates in the city, the latest last. */
export type YearFacts = {
  readonly today: string;
  readonly rounds: readonly Round[];
  /** on which day each round was closed last, by its id */
  readonly closedOn: ReadonlyMap<string, string>;
  readonly rosterOn: readonly string[];
  readonly disposedOn: readonly string[];
  /** when the sheets of a year were first there */
  readonly sheetsOn: ReadonlyMap<number, string>;
  /** when the sheets of a year were first published */
  readonly publishedOn: ReadonlyMap<number, string>;
};

export type YearPlan = {
  readonly fiscalYear: number;
  readonly items: readonly YearItem[];
  readonly next: YearItem | null;
};

/** Months after the first of the fiscal year (4月 is 0) in which the eight sheets of the city are at work. */
const USUAL = {
  targets: 0,
  midyear_open: 5,
  midyear_close: 6,
  yearend_open: 10,
  yearend_close: 12,
  publish: 12,
} as const;
/** A roster of April is often entered before it. In days. */
const BEFORE_APRIL = 31;
/** What was missed so long ago is not the next thing to do any more. In days. */
const REMEMBERED = 60;

const monthOf = (fiscalYear: number, offset: number): Pick<YearItem, 'from' | 'until'> => {
  const first = (months: number) => {
    const at = 3 + months;
    return `${fiscalYear + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}-01`;
  };
  return { from: first(offset), until: addDays(first(offset + 1), -1) };
};

/** Months between the first of a fiscal year and a day. */
const offsetOf = (fiscalYear: number, day: string): number =>
  (Number(day.slice(0, 4)) - fiscalYear) * 12 + Number(day.slice(5, 7)) - 4;

/** What is to do in a fiscal year, seen from the record as it is. */
export function yearPlan(facts: YearFacts, fiscalYear = fiscalYearOf(facts.today)): YearPlan {
  const before = fiscalYear - 1;
  const wasAtWork = facts.sheetsOn.has(before) || facts.rounds.some((round) => round.fiscalYear === before);
  const items = [
    ...(wasAtWork ? closing(facts, before) : []),
    rosterItem(facts, fiscalYear),
    withState(facts, {
      what: 'retention',
      fiscalYear,
      ...monthOf(fiscalYear, 0),
      doneOn: firstIn(facts.disposedOn, fiscalYearStart(fiscalYear), fiscalYearEnd(fiscalYear)),
    }),
    targetsItem(facts, fiscalYear),
    opening(facts, fiscalYear, 'midyear'),
    ending(facts, fiscalYear, 'midyear'),
    opening(facts, fiscalYear, 'yearend'),
    ...closing(facts, fiscalYear),
    rosterItem(facts, fiscalYear + 1),
    targetsItem(facts, fiscalYear + 1),
  ];
  const sorted = items
    .map((item, at) => ({ item, at }))
    .sort((a, b) => a.item.from.localeCompare(b.item.from) || a.at - b.at)
    .map(({ item }) => item);
  return { fiscalYear, items: sorted, next: nextOf(sorted, facts.today) };
}

/** What is to do now, else what was missed not long ago, else what comes. */
function nextOf(items: readonly YearItem[], today: string): YearItem | null {
  const wanted = items.filter(({ what }) => what !== 'retention');
  return (
    wanted.find(({ state }) => state === 'now') ??
    wanted.find(({ state, until }) => state === 'late' && until >= addDays(today, -REMEMBERED)) ??
    wanted.find(({ state }) => state === 'ahead') ??
    null
  );
}

function withState(
  { today }: Pick<YearFacts, 'today'>,
  item: Omit<YearItem, 'state'>,
  isDone = item.doneOn !== null,
): YearItem {
  const over = item.what === 'retention' ? 'passed' : 'late';
  const state = isDone ? 'done' : today < item.from ? 'ahead' : today > item.until ? over : 'now';
  return { ...item, state };
}

const firstIn = (days: readonly string[], from: string, until: string): string | null =>
  days.find((day) => day >= from && day <= until) ?? null;

function rosterItem(facts: YearFacts, fiscalYear: number): YearItem {
  const since = addDays(fiscalYearStart(fiscalYear), -BEFORE_APRIL);
  const doneOn = firstIn(facts.rosterOn, since, fiscalYearEnd(fiscalYear));
  return withState(facts, { what: 'roster', fiscalYear, ...monthOf(fiscalYear, 0), doneOn });
}

/** A round of the year that is neither at mid-year nor at its end is that of 目標設定. */
function targetsItem(facts: YearFacts, fiscalYear: number): YearItem {
  const others = facts.rounds.filter(({ kind }) => kind !== 'midyear' && kind !== 'yearend');
  const round = others.find((one) => one.fiscalYear === fiscalYear);
  const doneOn = facts.sheetsOn.get(fiscalYear) ?? null;
  const months = usualMonth(others, fiscalYear, (one) => one.opensOn) ?? USUAL.targets;
  const { from } = round ? { from: round.opensOn } : monthOf(fiscalYear, months);
  const until = round ? round.dueOn : monthOf(fiscalYear, months + 1).until;
  const isDone = round ? round.state === 'closed' : doneOn !== null;
  return withState(
    facts,
    {
      what: 'targets',
      fiscalYear,
      from,
      until,
      ...(round ? { roundId: round.id } : {}),
      doneOn: round ? (facts.closedOn.get(round.id) ?? null) : doneOn,
    },
    isDone,
  );
}

type OfYear = 'midyear' | 'yearend';

const roundOf = ({ rounds }: YearFacts, fiscalYear: number, kind: OfYear) =>
  rounds.find((one) => one.fiscalYear === fiscalYear && one.kind === kind);

/** The month of the latest earlier one, as it lies in its fiscal year; null where there is none. */
function usualMonth(
  rounds: readonly Round[],
  fiscalYear: number,
  dayOf: (round: Round) => string,
): number | null {
  const [last] = rounds
    .filter((round) => round.fiscalYear < fiscalYear)
    .sort((a, b) => b.fiscalYear - a.fiscalYear);
  return last ? offsetOf(last.fiscalYear, dayOf(last)) : null;
}

const asOfNext = (facts: YearFacts, fiscalYear: number, kind: OfYear): string =>
  roundOf(facts, fiscalYear, kind)?.asOf ?? defaultAsOf(fiscalYear, kind);

function opening(facts: YearFacts, fiscalYear: number, kind: OfYear): YearItem {
  const round = roundOf(facts, fiscalYear, kind);
  const earlier = facts.rounds.filter((one) => one.kind === kind);
  const months = usualMonth(earlier, fiscalYear, (one) => one.opensOn) ?? USUAL[`${kind}_open`];
  const when = round ? { from: round.opensOn, until: round.opensOn } : monthOf(fiscalYear, months);
  return withState(facts, {
    what: `${kind}_open`,
    fiscalYear,
    ...when,
    asOf: asOfNext(facts, fiscalYear, kind),
    ...(round ? { roundId: round.id } : {}),
    doneOn: round && round.opensOn <= facts.today ? round.opensOn : null,
  });
}

/** What was asked for is confirmed and the round closed, in the month of its deadline. */
function ending(facts: YearFacts, fiscalYear: number, kind: OfYear): YearItem {
  const round = roundOf(facts, fiscalYear, kind);
  const earlier = facts.rounds.filter((one) => one.kind === kind);
  const months = usualMonth(earlier, fiscalYear, (one) => one.dueOn) ?? USUAL[`${kind}_close`];
  const usual = monthOf(fiscalYear, round ? offsetOf(fiscalYear, round.dueOn) : months);
  return withState(
    facts,
    {
      what: `${kind}_close`,
      fiscalYear,
      from: round ? round.dueOn : usual.from,
      until: usual.until,
      asOf: asOfNext(facts, fiscalYear, kind),
      ...(round ? { roundId: round.id } : {}),
      doneOn: (round && facts.closedOn.get(round.id)) ?? null,
    },
    round?.state === 'closed',
  );
}

/** The year-end and what follows it in the next spring. */
function closing(facts: YearFacts, fiscalYear: number): YearItem[] {
  const published = [...facts.publishedOn].filter(([year]) => year < fiscalYear).sort(([a], [b]) => b - a)[0];
  const months = published ? offsetOf(published[0], published[1]) : USUAL.publish;
  const end = ending(facts, fiscalYear, 'yearend');
  const usual = monthOf(fiscalYear, months);
  return [
    end,
    withState(facts, {
      what: 'publish',
      fiscalYear,
      // Nothing is published before its reports are in.
      from: end.from > usual.from ? end.from : usual.from,
      until: end.until > usual.until ? end.until : usual.until,
      doneOn: facts.publishedOn.get(fiscalYear) ?? null,
    }),
  ];
}

const WORDS = new Set([
  '年間予定',
  '年間の予定',
  '年間スケジュール',
  '一年の予定',
  'yearplan',
  'calendaroftheyear',
  'theyear',
]);

/** 「年間予定」 of 事務局; 「カレンダー」 is the file of days of rest. */
export function meansYear(text: string): boolean {
  return mayBeCommand(text) && WORDS.has(folded(text).replaceAll(' ', ''));
}
