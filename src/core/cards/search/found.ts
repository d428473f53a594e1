/** What 検索 and 前年度 found: a row for each goal with target → result and rating, and a goal as it stands. */
import { fiscalYearShort } from '../../calendar/japanese-dates.js';
import { type SearchAsked, searchArgument } from '../../search/asked.js';
import type { FoundGoal, FoundRow, SearchPage } from '../../search/found.js';
import { ratingLabel, type Scale } from '../../sheet/scale.js';
import type { Language } from '../../text/language.js';
import { shorten } from '../../text/shorten.js';
import { boardWords } from '../../wording/board.js';
import { cardWords, shortGoal } from '../../wording/cards.js';
import { searchWords } from '../../wording/city/search.js';
import { encodeAction } from '../action.js';
import type { BoardView, Button, Card } from '../card.js';
import { messageCard, plainButton } from '../message.js';

type Found = Extract<SearchPage, { kind: 'found' }>;
type OneGoal = Extract<SearchPage, { kind: 'goal' }>;

/** Indicators of a goal in the list, and how much of their texts: five goals stay readable on a phone. */
const ROWS_MAX = 3;
const NAME_MAX = 40;
const FIGURE_MAX = 30;
/** Sections named of those looked at, and years offered. */
const NAMES_MAX = 3;
const YEARS_MAX = 5;

/** The card of a page; of a goal that is reported the conversation shows the report itself. */
export function searchCard(page: SearchPage, language: Language): Card {
  const words = searchWords(language);
  switch (page.kind) {
    case 'found':
      return foundCard(page, language);
    case 'nothing': {
      const { near, among } = page;
      const lines =
        among?.length === 0
          ? [words.nobody]
          : [amongLine(among, language), ...(near.length > 0 ? [words.near] : words.hints)];
      const buttons = near.map(({ of, name, said }) =>
        searchButton({ ...page.asked, of, said, page: 0 }, `near-${of}`, name),
      );
      return messageCard(language, words.nothing(whatFor(page, language)), lines, buttons);
    }
    case 'goal':
      return printedCard(page, language);
    case 'unseen':
      return messageCard(language, words.unseen, [words.unseenLine]);
    default:
      return page satisfies never;
  }
}

/** A button that opens a page of a search. */
function searchButton(asked: SearchAsked, id: string, title: string): Button {
  return plainButton(id, title, encodeAction('search', '', asked.page, searchArgument(asked)));
}

function whatFor({ asked, meant }: Pick<Found, 'asked' | 'meant'>, language: Language): string {
  const words = searchWords(language);
  return [
    ...(typeof asked.fiscalYear === 'number' ? [words.year(asked.fiscalYear)] : []),
    ...(asked.said === '' ? [meant || words.all] : [words.said(asked.said)]),
  ].join(' ');
}

function amongLine(among: Found['among'], language: Language): string {
  const words = searchWords(language);
  const [first = '', ...others] = among ?? [];
  if (among === null) return words.among(words.everywhere);
  return words.among(among.length > NAMES_MAX ? words.more(first, others.length) : among.join(words.comma));
}

function foundCard(page: Found, language: Language): Card {
  const words = searchWords(language);
  const { next, previous, page: pageOf } = boardWords(language);
  const { asked, goals, count, pages, years, among } = page;
  const to = (more: Partial<SearchAsked>, id: string, title: string) =>
    searchButton({ ...asked, page: 0, ...more }, id, title);
  const view: BoardView = {
    title: words.title(whatFor(page, language), count),
    bar: '',
    lines: [amongLine(among, language), ...(pages > 1 ? [pageOf(asked.page + 1, pages)] : [])],
    items: goals.map((goal) => foundItem(goal, asked, language)),
    buttons: [
      ...(asked.page + 1 < pages ? [to({ page: asked.page + 1 }, 'next', next)] : []),
      ...(asked.page > 0 ? [to({ page: asked.page - 1 }, 'previous', previous)] : []),
      ...(years.length > 1
        ? years
            .slice(0, YEARS_MAX)
            .map((one) =>
              to(
                { fiscalYear: one.fiscalYear },
                `year-${one.fiscalYear}`,
                words.countOf(yearName(one.fiscalYear, language), one.count),
              ),
            )
        : []),
      ...(asked.fiscalYear === null ? [] : [to({ fiscalYear: null }, 'years', words.allYears)]),
    ],
  };
  return { name: 'board', language, view };
}

function yearName(year: number, language: Language): string {
  return language === 'ja' ? fiscalYearShort(year) : String(year);
}

function foundItem(goal: FoundGoal, asked: SearchAsked, language: Language): BoardView['items'][number] {
  const words = searchWords(language);
  const { open, openLabel } = boardWords(language);
  const more = goal.rows.length - ROWS_MAX;
  const name = [yearName(goal.fiscalYear, language), goal.section.name].join(' ');
  return {
    title: `${name} ${shortGoal(goal)}`,
    bar: '',
    detail: [
      stateLine(goal, language),
      ...goal.rows.slice(0, ROWS_MAX).map((row) => `・${rowLine(row, goal, language)}`),
      ...(more > 0 ? [words.moreRows(more)] : []),
    ]
      .filter((line) => line !== '')
      .join('\n'),
    open: {
      ...plainButton(
        `open-${goal.goalId}`,
        open,
        encodeAction('found_goal', goal.goalId, asked.page, searchArgument(asked)),
      ),
      label: shorten(openLabel(`${name} No.${goal.goalNo}`), 75),
    },
  };
}

function stateLine({ state, midyear }: FoundGoal, language: Language): string {
  const words = searchWords(language);
  const { state: states, between } = cardWords(language);
  const own = state === 'printed' ? '' : state === 'open' ? words.notYet : states[state];
  return [...(midyear ? [words.midyear] : []), own].filter(Boolean).join(between);
}

/** 受診者数 120人 → 131人 ○ 達成 */
function rowLine(row: FoundRow, goal: FoundGoal, language: Language): string {
  const { became } = cardWords(language);
  const target = shorten(row.target, FIGURE_MAX);
  const figures = row.result === '' ? target : became(target, shorten(row.result, FIGURE_MAX));
  return [shorten(row.name, NAME_MAX), figures, ratingOf(row, goal, goal.scale, language)]
    .filter(Boolean)
    .join(' ');
}

function ratingOf(
  { rating, symbol }: FoundRow,
  { midyear }: FoundGoal,
  scale: Scale,
  language: Language,
): string {
  return rating === null ? symbol : ratingLabel(scale, rating, language, midyear);
}

/** The way back to where a goal was found. */
export function backToFound(asked: SearchAsked, language: Language): Button {
  return searchButton(asked, 'found', searchWords(language).back);
}

/** A goal of which the record has the sheet alone: what is printed there. */
function printedCard({ asked, goal, printed }: OneGoal, language: Language): Card {
  const words = searchWords(language);
  const { target, result } = cardWords(language);
  const lines = printed.indicators.flatMap((one, at) => {
    const row = goal.rows[at]!;
    return [
      `・${one.name}`,
      target(one.target),
      ...(row.result === ''
        ? []
        : [result([row.result, ratingOf(row, goal, goal.scale, language)].filter(Boolean).join(' '))]),
      ...(one.planReference === '' ? [] : [words.plan(one.planReference)]),
      ...(one.status === '' ? [] : [words.status(one.status)]),
    ];
  });
  return messageCard(
    language,
    [words.year(goal.fiscalYear), goal.section.name].join(' '),
    [
      `No.${goal.goalNo} ${goal.goalText}`,
      ...(goal.state === 'open' ? [words.notYet] : []),
      ...lines,
      ...(printed.nextPolicy ? [words.policy(printed.nextPolicy)] : []),
    ],
    [backToFound(asked, language)],
  );
}
