/** What the digests of 事務局 and of a 部長・区長 say first of a round, and their picture. */
import { type Board, STATES, type Total } from '../../board/board.js';
import { chartOf } from '../../board/chart.js';
import { formatMonthDay } from '../../calendar/japanese-dates.js';
import type { Language } from '../../text/language.js';
import { boardWords } from '../../wording/board.js';
import { cardWords, roundName } from '../../wording/cards.js';
import { digestWords } from '../../wording/digest.js';
import { forecastWords } from '../../wording/year/forecast.js';
import { changes, ratingCounts } from '../board/counts.js';
import type { Card } from '../card.js';
import { pictureOf } from '../picture/of-board.js';

/** The round with its deadline, how far all of it is (`total`), what has changed, and how it is rated. */
export function boardLines(
  { round, since, until, today, scale }: Board,
  total: Total,
  language: Language,
): string[] {
  const { between, asOf, due } = cardWords(language);
  const words = boardWords(language);
  const moved = changes(total, language).join(between) || words.unchanged;
  const ratings = ratingCounts(total.ratings, scale, round.kind === 'midyear', language);
  return [
    [
      roundName(round, language),
      asOf(formatMonthDay(today, language)),
      due(formatMonthDay(round.dueOn, language)),
    ].join(between),
    approvedOf(total, language),
    until === undefined
      ? words.since(formatMonthDay(since, language), moved)
      : words.during(formatMonthDay(since, language), formatMonthDay(until, language), moved),
    ...(ratings === '' ? [] : [words.ratings(ratings)]),
  ];
}

/** The card with the picture of a round: a row for each section, or for each department. */
export function withChart(
  card: Card,
  { sections, round, scale }: Board,
  bySection: boolean,
  language: Language,
): Card {
  if (card.name !== 'message') return card;
  const picture = pictureOf(chartOf(sections, bySection), roundName(round, language), scale, language);
  return { ...card, view: { ...card.view, picture } };
}

/** 「承認済 3/12 ・ 承認待ち 2 ・ 未提出 7 ・ 未確定の見込み 3」 */
export function approvedOf(
  { counts, goals, unconfirmed = 0 }: Pick<Total, 'counts' | 'goals' | 'unconfirmed'>,
  language: Language,
): string {
  const { state, between } = cardWords(language);
  return [
    digestWords(language).overview.total(counts.approved, goals),
    ...STATES.filter((one) => one !== 'approved' && counts[one] > 0).map(
      (one) => `${state[one]} ${counts[one]}`,
    ),
    ...(unconfirmed > 0 ? [forecastWords(language).count(unconfirmed)] : []),
  ].join(between);
}
