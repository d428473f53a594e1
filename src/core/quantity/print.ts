/** Saying a reading back to the person who typed it. */
import Big from 'big.js';
import type { Language } from '../text/language.js';
import { withCommas } from './numerals.js';
import { perCentExactly, shownPerCent } from './per-cent.js';
import type { Comparator, NumberPart, Part, Reading } from './reading.js';

const COMPARATORS: Readonly<Record<Comparator, Readonly<Record<Language, string>>>> = {
  gte: { ja: '以上', en: 'at least ' },
  gt: { ja: '超', en: 'more than ' },
  lte: { ja: '以下', en: 'at most ' },
  lt: { ja: '未満', en: 'less than ' },
};
const SCOPES = {
  annual: { ja: '', en: '' },
  cumulative: { ja: '累計', en: 'cumulative ' },
  person_times: { ja: '延べ', en: 'person-times ' },
} as const;

/** 7557 人 → 「7,557人」, 80/88 → 「80/88（90.9％）」: number and unit without label. */
function amount(part: NumberPart, language: Language): string {
  const percentSign = language === 'ja' ? '％' : '%';
  if (part.fraction) {
    const { numerator, denominator } = part.fraction;
    const perCent = `${shownPerCent(perCentExactly(new Big(numerator), new Big(denominator)))}${percentSign}`;
    const ratio = `${withCommas(numerator)}/${withCommas(denominator)}`;
    return language === 'ja' ? `${ratio}（${perCent}）` : `${ratio} (${perCent})`;
  }
  const unit = part.unit === '%' ? percentSign : (part.unit ?? '');
  const gap = /^[A-Za-z]/.test(unit) ? ' ' : '';
  const upTo = part.upTo === undefined ? '' : `${language === 'ja' ? '～' : '~'}${withCommas(part.upTo)}`;
  return `${withCommas(part.value)}${upTo}${gap}${unit}`;
}

/** One number as it is said back: 「累計14避難所」, 「委員会2回」, 'at least 200人'. */
export function printNumber(part: NumberPart, language: Language): string {
  const scope = SCOPES[part.scope][language];
  const comparator = part.comparator === null ? '' : COMPARATORS[part.comparator][language];
  const figure = amount(part, language);
  const years =
    part.years === undefined ? '' : language === 'ja' ? `（${part.years}年間）` : ` (${part.years}年間)`;
  if (language === 'en') {
    const label = part.label === null ? '' : `${part.label}: `;
    return `${label}${scope}${part.approximate ? 'about ' : ''}${comparator}${figure}${years}`;
  }
  const head = `${part.label ?? ''}${scope}${part.approximate ? '約' : ''}`;
  // a minus or a digit directly behind a letter would be read as a hyphen or a code (A4)
  const gap = head !== '' && (figure.startsWith('-') || /[A-Za-z]$/.test(head)) ? ' ' : '';
  return `${head}${gap}${figure}${comparator}${years}`;
}

function printPart(part: Part, language: Language): string {
  switch (part.kind) {
    case 'number':
      return printNumber(part, language);
    case 'coverage':
      return part.text;
    case 'milestone': {
      const colon = language === 'ja' ? '：' : ': ';
      return part.label === null ? part.state : `${part.label}${colon}${part.state}`;
    }
    default: {
      const never: never = part;
      return never;
    }
  }
}

/**
 * The reading in words: 「3避難所・累計14避難所」. Reading it again gives the same parts. '' when there is no part;
 * the caller then says what stands in `unread`.
 */
export function printReading(reading: Reading, language: Language): string {
  const numbersOnly = reading.parts.every((part) => part.kind === 'number');
  const joint = language === 'en' ? '; ' : numbersOnly ? '・' : '、';
  return reading.parts.map((part) => printPart(part, language)).join(joint);
}
