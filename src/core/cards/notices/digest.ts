/** The weekly digests: one in each section's channel, one of all sections for 事務局. Counts, never names or ranks (promise 7). */
import { type Board, departmentsOf, type Total, totalOf } from '../../board/board.js';
import { formatMonthDay } from '../../calendar/japanese-dates.js';
import { addDays, cityDate } from '../../calendar/working-days.js';
import { isPrivateRoute } from '../../organization/route.js';
import type { Task } from '../../report/task.js';
import type { Language } from '../../text/language.js';
import { boardWords } from '../../wording/board.js';
import { boardActWords } from '../../wording/board-acts.js';
import { cardWords, roundName } from '../../wording/cards.js';
import { digestWords } from '../../wording/digest.js';
import { encodeAction } from '../action.js';
import { changes } from '../board/counts.js';
import { undeliveredWhy } from '../board/undelivered.js';
import type { Card, SummaryView } from '../card.js';
import { messageCard, plainButton } from '../message.js';
import { bar, countsOf, goalState, roundRows } from '../summary.js';
import { approvedOf, boardLines, withChart } from './board-lines.js';
import type { NoticeMaterial } from './notice-material.js';

type Week = Extract<NoticeMaterial, { kind: 'week' }>;
type City = Extract<NoticeMaterial, { kind: 'city' }>;

/** Indicators of approved goals shown at most: with them the card fills one screen of a phone, about 640 px high. */
const ROWS_MAX = 3;
/** Departments listed at most for 事務局, and places that could not be reached. */
const DEPARTMENTS_MAX = 40;
const PLACES_MAX = 8;

/** Goals whose approval is of the days before a digest's week: what comes on its own day is of the next. */
function approvedSince({ tasks, since, week }: Week): Task[] {
  return tasks.filter(({ report }) => {
    const last = report?.approvals.at(-1);
    return (
      report?.state === 'approved' &&
      last !== undefined &&
      cityDate(last.at) >= since &&
      cityDate(last.at) < week
    );
  });
}

/** A section's digest; null when there is nothing to say: no goals, or all approved longer ago. */
export function digestCard(material: Week, language: Language): Card | null {
  const { section, round, tasks, since, week, today, workingDays, promises = 0 } = material;
  const words = digestWords(language).digest;
  const states = tasks.map((task) => goalState(task));
  const approved = states.filter((state) => state === 'approved').length;
  const fresh = approvedSince(material);
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
    columns: [...cardWords(language).columns],
    items,
    ratings:
      fresh.length === 0
        ? ''
        : words.approvedThen(
            formatMonthDay(since, language),
            formatMonthDay(addDays(week, -1), language),
            fresh.length,
          ),
    footer: [
      ...(promises > 0 ? [words.promises(promises)] : []),
      fresh.length > shown
        ? words.more(fresh.length - shown)
        : words[isPrivateRoute(section.route) ? 'footerPrivately' : 'footer'],
    ].join(between),
  };
  return { name: 'summary', language, view };
}

function freshItems(
  fresh: readonly Task[],
  language: Language,
): { items: SummaryView['items']; shown: number } {
  const items: SummaryView['items'] = [];
  let shown = 0;
  for (const task of fresh) {
    const own = roundRows(task, 'approved', language);
    if (shown > 0 && items.length + own.length > ROWS_MAX) break;
    items.push(...own);
    shown += 1;
  }
  return { items, shown };
}

/** The digest of all sections: totals, a line a department that is not done, what did not arrive, holidays not yet official. */
export function overviewCard(material: City, language: Language): Card | null {
  const { boards, undelivered, putAside, holidaysUntil } = material;
  const shown = boards.filter(({ sections }) => sections.some((one) => isUnderWay(totalOf([one]))));
  if (shown.length === 0) return null;
  const words = digestWords(language).overview;
  const sections = Math.max(...shown.map((one) => one.sections.length));
  const [first] = shown;
  const card = messageCard(
    language,
    words.title(sections),
    [
      ...shown.flatMap((one) => roundLines(one, language)),
      ...undeliveredLines(undelivered, language),
      ...asideLines(putAside, language),
      ...(holidaysUntil === null ? [] : [words.holidays(endOfYear(holidaysUntil, language))]),
    ],
    [plainButton('status', boardActWords(language).toBoard, encodeAction('status'))],
  );
  return first ? withChart(card, first, false, language) : card;
}

function endOfYear(date: string, language: Language): string {
  return language === 'ja' ? `${date.slice(0, 4)}年末` : `the end of ${date.slice(0, 4)}`;
}

function roundLines(board: Board, language: Language): string[] {
  const words = digestWords(language).overview;
  const { between } = cardWords(language);
  const { sections } = board;
  const total = totalOf(sections);
  const departments = departmentsOf(sections)
    .map((one) => ({ ...one, total: totalOf(one.sections) }))
    .filter((one) => isUnderWay(one.total));
  return [
    ...boardLines(board, total, language),
    ...departments.slice(0, DEPARTMENTS_MAX).map((one) => {
      const name = boardWords(language).ofSections(one.name, one.total.sections);
      const own = changes(one.total, language).join(between);
      const line = approvedOf(one.total, language);
      return `・${words.section(name, own === '' ? line : `${line}${between}${boardWords(language).moved(own)}`)}`;
    }),
    ...(departments.length > DEPARTMENTS_MAX ? [words.more(departments.length - DEPARTMENTS_MAX)] : []),
    ...(total.done > 0 ? [words.allDone(total.done)] : []),
  ];
}

/** Something is not approved, or approved before the as-of date and not confirmed since. */
const isUnderWay = ({ done, sections, unconfirmed = 0 }: Total): boolean =>
  done < sections || unconfirmed > 0;

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
