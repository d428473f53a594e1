/** H11–H14: how dates are written, and when sheets are made and evaluated. */
import {
  fiscalYearEnd,
  fiscalYearStart,
  formatMonthDay,
  parseEraDate,
  weekdayJa,
} from '../../calendar/japanese-dates.js';
import type { LaidOutSheet, Say } from './rows.js';

const KANJI_ERA = /(?:明治|大正|昭和|平成|令和)(?:元|[0-9０-９]+)年/u;
const LETTER_ERA = /(?<![A-Za-z])[MTSHR](?:元|\d{1,2})(?:年|\.\d|\/\d|目標|結果|実績)[^\s。、]{0,4}/u;

/** Goals are set in April; a sheet made later than 30 April runs into May (H14). */
const GOALS_SET_BY = '-04-30';

export function findInDates({ sheet, layout, texts }: LaidOutSheet, say: Say): void {
  const kanji = firstHit(KANJI_ERA, texts);
  const letter = kanji === null ? null : firstHit(LETTER_ERA, texts);
  if (kanji !== null && letter !== null)
    say(
      'H11',
      layout.header.fiscalYear,
      `元号の書き方が二通りあります(「${kanji}」と「${letter}」)。どちらも読み、印刷のとおりに残します。`,
      `Eras are written in two ways (「${kanji}」 and 「${letter}」). Both are read; the print is kept.`,
    );
  const year = sheet.fiscalYear;
  for (const field of ['createdOn', 'evaluatedOn'] as const) {
    const { label, text } = sheet.header[field];
    const where = layout.header[field];
    if (text === '') continue;
    const date = parseEraDate(text);
    if (!date) {
      say(
        'H11',
        where,
        `${label}「${text}」を日付として読み取れません。文字のまま残します。`,
        `${label} 「${text}」 is no date that exists. It is kept as text.`,
      );

      continue;
    }
    const weekday = weekdayJa(date.iso);
    if (weekday === '土' || weekday === '日') {
      say(
        'H13',
        where,
        `${label} ${formatMonthDay(date.iso, 'ja')}は休日です。様式上の日付として、そのまま残します。`,
        `${label} ${formatMonthDay(date.iso, 'en')} is no working day. It is kept as a nominal date.`,
      );
    }
    if (field === 'evaluatedOn' && date.iso < fiscalYearEnd(year)) {
      say(
        'H12',
        where,
        `評価日 ${text} は年度末より前です。結果は途中のものとして、年度末に確かめてください。`,
        `The evaluation date ${text} is before the end of the fiscal year. The results are provisional.`,
      );
    }
    if (field === 'createdOn' && (date.iso > `${year}${GOALS_SET_BY}` || date.iso < fiscalYearStart(year))) {
      say(
        'H14',
        where,
        `作成日 ${text} は4月ではありません。そのまま残します。`,
        `The date of making, ${text}, is not in April. It is kept.`,
      );
    }
  }
}

function firstHit(pattern: RegExp, texts: readonly string[]): string | null {
  for (const text of texts) {
    const hit = pattern.exec(text);
    if (hit) return hit[0];
  }
  return null;
}
