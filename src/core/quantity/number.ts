/** One number with all that belongs to it: sign, unit, fraction, range, 以上. The words before it are `prefix.ts`. */
import Big from 'big.js';
import { digitRunEnd, numeralAt, startsNumeral } from './numerals.js';
import { type Fraction, fractionAt, fractionBehindPerCent, perCentOf, wariAt } from './ratio-part.js';
import type { Comparator } from './reading.js';
import { suffixAt } from './suffix.js';
import { eachAt, knownUnitAt, sameUnit, scaleBehind, scaled, unitEndsAt, unlistedUnitAt } from './units.js';

type NumberAt = {
  readonly value: string;
  readonly fraction: Fraction | null;
  readonly unit: string | null;
  readonly comparator: Comparator | null;
  readonly approximate: boolean;
  /** the end of a range, both inclusive */
  readonly upTo?: string;
  readonly end: number;
  /** why it is no certain number: a range, what may be a date, a contradiction */
  readonly doubt: boolean;
  /** false for what is no single number at all (10~15人, 10/18) */
  readonly isPart: boolean;
};

const KANJI_NUMERALS = /[〇零一壱二弐三参四五六七八九十拾百千万億兆]+/y;
const RANGE = /\s?(?:~|-|から)\s?約?(?=[0-9])/y;
/** 3分の2, and not 3分 */
const PARTS = /分の(\d{1,4})(?![\d,.分])/y;
const KANJI_WORD_ENDS = /(?:実施|開催|参加|達成)?/y;
/** 十分 is a word (enough) and 一部 too (a part) */
const WORDS = /一部|十分|五分五分|一人ひとり|一人一人|千葉|四街道|二人三脚|一点張/y;

/** The end of a run of 漢数字, to be taken as a word. */
function kanjiRunEnd(text: string, at: number): number {
  KANJI_NUMERALS.lastIndex = at;
  return at + (KANJI_NUMERALS.exec(text)?.[0].length ?? 1);
}

/** The end of a word or code that begins like a numeral and is none. */
export function notNumberEnd(text: string, at: number): number {
  if (/[0-9]/.test(text[at] ?? '')) return digitRunEnd(text, at);
  WORDS.lastIndex = at;
  return Math.max(kanjiRunEnd(text, at), at + (WORDS.exec(text)?.[0].length ?? 0));
}

/** A number in 漢数字 counts only with a listed counter that ends there, or alone (三千五百). */
function kanjiStands(text: string, at: number, end: number, alone: boolean, unmistakable: boolean): boolean {
  WORDS.lastIndex = at;
  if (WORDS.test(text)) return false;
  if (text[end] === '割') return true;
  const unit = knownUnitAt(text, end);
  if (!unit) return alone && unmistakable && /^(?:[\s\p{P}]|以[上下内]|未満|$)/u.test(text.slice(end));
  KANJI_WORD_ENDS.lastIndex = unit.end;
  const done = KANJI_WORD_ENDS.exec(text)?.[0].length ?? 0;
  return unitEndsAt(text, unit.end) || done > 0;
}

function unitAt(text: string, at: number): { unit: string; end: number } | null {
  const adjacent = knownUnitAt(text, at) ?? unlistedUnitAt(text, at);
  if (adjacent) return adjacent;
  if (text[at] !== ' ') return null;
  const spaced = knownUnitAt(text, at + 1);
  return spaced && unitEndsAt(text, spaced.end) && text[spaced.end] !== ':' ? spaced : null;
}

type RangeBeginning = Pick<NumberAt, 'value' | 'unit' | 'fraction' | 'comparator' | 'approximate'> & {
  readonly end: number;
};

/**
 * A range whose two ends are read with certainty and count the same, the smaller first: 10~20件, 10件~20件.
 * A 千円 or 万人 behind the second end counts for both (5~10万円) where the first is then the smaller (not in 500~2千人).
 */
function rangeAt(text: string, first: RangeBeginning, alone: boolean): NumberAt | null {
  RANGE.lastIndex = first.end;
  const sign = RANGE.exec(text)?.[0];
  if (sign === undefined || /-|約/.test(sign) || first.comparator !== null) return null;
  const from = first.end + sign.length;
  const second = numberAt(text, from, false, false);
  if (!second?.isPart || second.doubt || second.upTo !== undefined) return null;
  if (first.fraction || second.fraction || first.approximate || second.approximate) return null;
  if (second.comparator !== null) return null;
  // without a unit it may be months or days, but where nothing else is written
  if (second.unit === null && !(alone && second.end === text.length)) return null;
  if (first.unit !== null && !sameUnit(first.unit, second.unit)) return null;
  const written = text.slice(from, second.end);
  const factor = first.unit === null ? scaleBehind(written) : '1';
  if (first.unit === null && factor === '1' && /[十百千万億割]/.test(written)) return null;
  const value = scaled(first.value, factor);
  if (new Big(value).lt(0) || new Big(value).gte(second.value)) return null;
  return { ...second, value, upTo: second.value };
}

/**
 * The number at `at` of a folded text; null when the characters there are none, and then they belong to a word.
 * `alone`: nothing but separators stands before it. `perCent`: the indicator is a share, so 7/8 is no date.
 */
export function numberAt(text: string, at: number, alone: boolean, perCent: boolean): NumberAt | null {
  const sign = /[-△▲]/.test(text[at] ?? '') ? '-' : '';
  const start = /[-+△▲]/.test(text[at] ?? '') ? at + 1 : at;
  if (!startsNumeral(text[start])) return null;
  const numeral = numeralAt(text, start);
  if (!numeral) return null;
  if (numeral.kanji && (sign || !kanjiStands(text, start, numeral.end, alone, numeral.unmistakable)))
    return null;
  let value = sign && numeral.value !== '0' ? `-${numeral.value}` : numeral.value;
  let end = numeral.end;
  let unit: string | null = null;
  let doubt = false;
  let fraction: Fraction | null = null;
  const wari = wariAt(text, value, end);
  PARTS.lastIndex = end;
  const numerator = PARTS.exec(text)?.[1];
  if (numerator !== undefined && !sign && !/[.]/.test(value) && value !== '0') {
    fraction = { numerator: new Big(numerator).toFixed(), denominator: value };
    value = perCentOf(fraction);
    unit = '%';
    end += '分の'.length + numerator.length;
  } else if (wari) {
    unit = '%';
    value = wari.value;
    end = wari.end;
  } else {
    const found = unitAt(text, end);
    if (found) {
      const each = eachAt(text, found.end);
      unit = found.unit + each.unit;
      end = each.end;
    }
    const ratio =
      unit === '%' && !sign
        ? fractionBehindPerCent(text, value, end)
        : sign || numeral.kanji
          ? null
          : fractionAt(text, value, unit, end);
    if (ratio) {
      if (ratio.contradiction !== null) doubt = true;
      if (!ratio.certain && !perCent) {
        return {
          value,
          fraction,
          unit,
          comparator: null,
          approximate: false,
          end: ratio.end,
          doubt: true,
          isPart: false,
        };
      }
      fraction = ratio.fraction;
      value = perCentOf(fraction);
      unit = '%';
      end = ratio.end;
    }
  }
  const suffix = suffixAt(text, end);
  end = suffix.end;
  const together = sign === '' ? rangeAt(text, { value, unit, fraction, ...suffix }, alone) : null;
  if (together !== null) return together;
  RANGE.lastIndex = end;
  const range = RANGE.exec(text)?.[0];
  if (range !== undefined) {
    const second = numberAt(text, end + range.length, false, false);
    return {
      value,
      fraction,
      unit,
      comparator: null,
      approximate: true,
      end: second?.end ?? notNumberEnd(text, end + range.length),
      doubt: true,
      isPart: false,
    };
  }
  // △10%以内 says how far it may go in one direction; which one, the words do not tell
  if (sign && suffix.comparator !== null && suffix.comparator !== 'gte') doubt = true;
  return {
    value,
    fraction,
    unit,
    comparator: suffix.comparator,
    approximate: suffix.approximate,
    end,
    doubt,
    isPart: true,
  };
}
