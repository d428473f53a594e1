/** The weekly digests: one in each section's channel, one of all sections for 事務局. Counts, never names or ranks (promise 7). */
import { formatMonthDay } from '../../calendar/japanese-dates.js';
import { addDays, cityDate } from '../../calendar/working-days.js';
import type { Task } from '../../report/task.js';
import type { Language } from '../../text/language.js';
import { cardWords, roundName, shortGoal } from '../../wording/cards.js';
import { digestWords } from '../../wording/digest.js';
import { undeliveredWhy } from '../board/undelivered.js';
import type { Card, SummaryView } from '../card.js';
import { messageCard } from '../message.js';
import { bar, countsOf, goalState, sheetRows } from '../summary.js';
import type { NoticeMaterial } from './notice-material.js';

type Week = Extract<NoticeMaterial, { kind: 'week' }>;
type City = Extract<NoticeMaterial, { kind: 'city' }>;

/** Indicators of approved goals shown at most: with them the card fills one screen of a phone, about 640 px high. */
const ROWS_MAX = 3;
/** Sections listed at most for 事務局, and places that could not be reached. */
const SECTIONS_MAX = 40;
const PLACES_MAX = 8;

/** Goals whose approval is of the seven days before a digest's week, or later. */
export function approvedSince(tasks: readonly Task[], week: string): Task[] {
  const from = addDays(week, -7);
  return tasks.filter(({ report }) => {
    const last = report?.approvals.at(-1);
    return report?.state === 'approved' && last !== undefined && cityDate(last.at) >= from;
  });
}

/** A section's digest; null when there is nothing to say: no goals, or all approved longer ago. */
export function digestCard(material: Week, language: Language): Card | null {
  const { section, round, tasks, week, today, workingDays } = material;
  const words = digestWords(language).digest;
  const states = tasks.map((task) => goalState(task));
  const approved = states.filter((state) => state === 'approved').length;
  const fresh = approvedSince(tasks, week);
  if (tasks.length === 0 || round.state === 'closed' || (approved === tasks.length && fresh.length === 0))
    return null;
  const between = cardWords(language).between;
  const left = workingDays < 0 ? words.overdue(-workingDays) : words.left(workingDays);
  const { items, shown } = freshItems(fresh, language);
  const view: SummaryView = {
    title: words.title(section.name),
    subtitle: [
      roundName(round, language),
      cardWords(language).asOf(formatMonthDay(today, language)),
      words.due(formatMonthDay(round.dueOn, language), left),
    ].join(between),
    counts: countsOf(states, language),
    bar: bar(approved, tasks.length, language),
    complete: false,
    items,
    ratings: fresh.length === 0 ? '' : words.approvedThisWeek(fresh.length),
    footer: fresh.length > shown ? words.more(fresh.length - shown) : words.footer,
  };
  return { name: 'summary', language, view };
}

function freshItems(
  fresh: readonly Task[],
  language: Language,
): { items: SummaryView['items']; shown: number } {
  const items: SummaryView['items'] = [];
  let rows = 0;
  for (const task of fresh) {
    const own = sheetRows(task, language);
    if (items.length > 0 && rows + own.length > ROWS_MAX) break;
    rows += own.length;
    items.push({ goal: shortGoal(task), figures: '', state: cardWords(language).state.approved, rows: own });
  }
  return { items, shown: items.length };
}

/** The digest of all sections: totals, a line a section that is not done, what did not arrive, holidays not yet official. */
export function overviewCard(material: City, language: Language): Card | null {
  const { rounds, undelivered, putAside, holidaysUntil, today } = material;
  const shown = rounds.filter(({ sections }) => sections.some((one) => one.approved < one.goals));
  if (shown.length === 0) return null;
  const words = digestWords(language).overview;
  const sections = Math.max(...shown.map((one) => one.sections.length));
  return messageCard(language, words.title(sections), [
    ...shown.flatMap((one) => roundLines(one, today, language)),
    ...undeliveredLines(undelivered, language),
    ...asideLines(putAside, language),
    ...(holidaysUntil === null ? [] : [words.holidays(endOfYear(holidaysUntil, language))]),
  ]);
}

function endOfYear(date: string, language: Language): string {
  return language === 'ja' ? `${date.slice(0, 4)}年末` : `the end of ${date.slice(0, 4)}`;
}

type Counts = City['rounds'][number]['sections'][number];

function roundLines(
  { round, sections }: City['rounds'][number],
  today: string,
  language: Language,
): string[] {
  const words = digestWords(language).overview;
  const { between, asOf, due } = cardWords(language);
  const under = sections.filter((one) => one.approved < one.goals);
  const total = sections.reduce(
    (sum, one) => ({
      name: '',
      goals: sum.goals + one.goals,
      approved: sum.approved + one.approved,
      submitted: sum.submitted + one.submitted,
      returned: sum.returned + one.returned,
      correcting: sum.correcting + one.correcting,
      open: sum.open + one.open,
    }),
    { name: '', goals: 0, approved: 0, submitted: 0, returned: 0, correcting: 0, open: 0 },
  );
  const done = sections.length - under.length;
  return [
    [
      roundName(round, language),
      asOf(formatMonthDay(today, language)),
      due(formatMonthDay(round.dueOn, language)),
    ].join(between),
    countsLine(total, language),
    ...under.slice(0, SECTIONS_MAX).map((one) => `・${words.section(one.name, countsLine(one, language))}`),
    ...(under.length > SECTIONS_MAX ? [words.more(under.length - SECTIONS_MAX)] : []),
    ...(done > 0 ? [words.allDone(done)] : []),
  ];
}

function countsLine(
  { approved, goals, submitted, returned, correcting, open }: Counts,
  language: Language,
): string {
  const { state, between } = cardWords(language);
  return [
    digestWords(language).overview.total(approved, goals),
    ...(submitted > 0 ? [`${state.submitted} ${submitted}`] : []),
    ...(returned > 0 ? [`${state.returned} ${returned}`] : []),
    ...(correcting > 0 ? [`${state.correcting} ${correcting}`] : []),
    ...(open > 0 ? [`${state.open} ${open}`] : []),
  ].join(between);
}

function undeliveredLines(undelivered: City['undelivered'], language: Language): string[] {
  if (undelivered.length === 0) return [];
  const words = digestWords(language).overview;
  return [
    words.undelivered(undelivered.length),
    ...undelivered.slice(0, PLACES_MAX).map((place) => `・${undeliveredWhy(place, language)}`),
  ];
}

/** What is not begun any more, so that the coordinator can have it tried again. */
function asideLines(putAside: City['putAside'], language: Language): string[] {
  if (putAside.length === 0) return [];
  const words = digestWords(language).overview;
  return [
    words.putAside(putAside.length),
    ...putAside.slice(0, PLACES_MAX).map(({ kind, name, reason }) => {
      const why = reason === 'never_ended' ? words.asideNeverEnded : words.asideFailed(reason);
      return `・${words.asideLine(words.asideOf(words.aside[kind], name), why)}`;
    }),
  ];
}
