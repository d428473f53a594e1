/** 年間予定 of 事務局: month by month, with buttons to what is to do now. */
import type { YearItem, YearPlan } from '../../board/year.js';
import { fiscalYearName, fiscalYearStart, formatMonthDay } from '../../calendar/japanese-dates.js';
import type { Language } from '../../text/language.js';
import { cardWords } from '../../wording/cards.js';
import { yearWords } from '../../wording/year/calendar.js';
import { encodeAction } from '../action.js';
import type { Button, Card } from '../card.js';
import { messageCard, plainButton } from '../message.js';
import { roundsButton } from './rounds-button.js';

const yearName = (year: number, language: Language) =>
  language === 'ja' ? fiscalYearName(year) : `FY${year}`;

/** Opens the calendar of the year. */
export function yearButton(language: Language): Button {
  return plainButton('year', yearWords(language).button, encodeAction('rounds', '', 0, 'year'));
}

/** The card of a year. */
export function yearCard(plan: YearPlan, language: Language): Card {
  const words = yearWords(language);
  const { fiscalYear, items, next } = plan;
  const now = items.filter(
    (item) => item !== next && (item.state === 'now' || item.state === 'late') && item.what !== 'retention',
  );
  const how = [...(next ? [next] : []), ...now].flatMap(({ what, state }) =>
    state !== 'ahead' && (what === 'roster' || what === 'targets') ? [words.how[what]] : [],
  );
  return messageCard(
    language,
    words.title(yearName(fiscalYear, language)),
    [
      next ? nextLine(next, language) : words.nothing,
      ...new Set(how),
      ...items.map((item) => itemLine(item, fiscalYear, language)),
      words.months,
      words.own,
    ],
    [
      ...(next ? buttonOf(next, next.state === 'ahead' ? 'default' : 'primary', language) : []),
      ...now.flatMap((item) => buttonOf(item, 'default', language)),
      roundsButton(language),
    ],
  );
}

/** 「次にすること：…」 alone. */
export function nextLine(item: YearItem, language: Language): string {
  const words = yearWords(language);
  const when =
    item.state === 'ahead' ? words.month(Number(item.from.slice(5, 7)), false) : words.state[item.state];
  return words.next(nameOf(item, language), typeof when === 'string' ? when : '');
}

function nameOf({ what, fiscalYear }: YearItem, language: Language, within?: number): string {
  const words = yearWords(language);
  return within === fiscalYear
    ? words.what[what]
    : words.ofYear(words.what[what], yearName(fiscalYear, language));
}

function itemLine(item: YearItem, fiscalYear: number, language: Language): string {
  const words = yearWords(language);
  const { between } = cardWords(language);
  const day = (date: string) => formatMonthDay(date, language);
  const state =
    item.state === 'done'
      ? words.state.done(item.doneOn === null ? '' : day(item.doneOn))
      : words.state[item.state];
  const spring = item.from >= fiscalYearStart(fiscalYear + 1);
  const month = words.month(Number(item.from.slice(5, 7)), spring);
  const asOf = item.asOf === undefined ? [] : [words.asOf(day(item.asOf))];
  return words.line(month, [nameOf(item, language, fiscalYear), ...asOf].join(between), state);
}

/** The form or list that there is for it. */
function buttonOf(item: YearItem, style: Button['style'], language: Language): Button[] {
  const { what, fiscalYear, roundId } = item;
  const title = nameOf(item, language);
  const button = (action: string): Button[] => [plainButton(`${what}-${fiscalYear}`, title, action, style)];
  switch (what) {
    case 'midyear_open':
    case 'yearend_open':
      return button(encodeAction('open_round_form', roundId ?? ''));
    case 'midyear_close':
    case 'yearend_close':
      return roundId === undefined ? [] : button(encodeAction('close_round', roundId));
    case 'publish':
      return button(encodeAction('publish_year', `${fiscalYear}-yearend`));
    case 'targets':
      return roundId === undefined ? [] : button(encodeAction('open_round_form', roundId));
    case 'roster':
    case 'retention':
      return [];
    default:
      return what satisfies never;
  }
}
