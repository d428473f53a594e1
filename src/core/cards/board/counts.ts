/** Counts of a part of the city in words: states, what moved, ratings. */
import { STATES, type Total } from '../../board/board.js';
import { ratingLabel, type Scale } from '../../sheet/scale.js';
import type { Language } from '../../text/language.js';
import { boardWords } from '../../wording/board.js';
import { cardWords } from '../../wording/cards.js';
import { forecastWords } from '../../wording/year/forecast.js';

/** 承認済 12 ・ 承認待ち 3 ・ 未提出 15: every state that occurs. */
export function countsLine(
  { counts, unconfirmed = 0 }: Pick<Total, 'counts' | 'unconfirmed'>,
  language: Language,
  but: readonly string[] = [],
): string {
  const { state, between } = cardWords(language);
  return [
    ...STATES.filter((one) => counts[one] > 0 && !but.includes(one)).map(
      (one) => `${state[one]} ${counts[one]}`,
    ),
    ...(unconfirmed > 0 ? [forecastWords(language).count(unconfirmed)] : []),
  ].join(between);
}

/** What is more or less than it was, state by state. */
export function changes(
  { counts, before, after = counts }: Pick<Total, 'counts' | 'before' | 'after'>,
  language: Language,
): string[] {
  const { state } = cardWords(language);
  const { change } = boardWords(language);
  return STATES.filter((one) => after[one] !== before[one]).map((one) =>
    change(state[one], after[one] - before[one]),
  );
}

/** How often each step of the scale was given; '' when nothing is rated yet. */
export function ratingCounts(
  ratings: Total['ratings'],
  scale: Scale,
  outlook: boolean,
  language: Language,
): string {
  if (Object.values(ratings).every((count) => count === 0)) return '';
  return scale.steps
    .map(({ code }) => `${ratingLabel(scale, code, language, outlook)} ${ratings[code]}`)
    .join(cardWords(language).between);
}
