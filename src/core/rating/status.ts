/** Does 目標達成状況 agree with the result? Hints only; prose is never a source of numbers for a rating. */
import Big from 'big.js';
import { dateAt, nextBeginning } from '../quantity/dates.js';
import { fold } from '../quantity/fold.js';
import { type NumberPart, sameUnit } from '../quantity/index.js';
import { digitRunEnd, numeralAt, withCommas } from '../quantity/numerals.js';
import { perCentOf, saysSamePerCent } from '../quantity/ratio-part.js';
import { knownUnitAt } from '../quantity/units.js';
import type { Words } from '../text/language.js';

export type Warning = { readonly id: string; readonly message: Words };

type ProseNumber = { readonly value: string; readonly unit: string | null; readonly before: string };

/** The numbers of a text with their units and the 16 characters before them. Dates, 約 and 延べ are left out. */
function numbersIn(text: string): ProseNumber[] {
  const found: ProseNumber[] = [];
  let at = 0;
  while (at < text.length) {
    at = nextBeginning(text, at);
    if (at === text.length) break;
    const date = /[A-Za-z0-9,.]/.test(text[at - 1] ?? '') ? null : dateAt(text, at);
    if (date) {
      at = date.end;
      continue;
    }
    if (!/[0-9]/.test(text[at]!)) {
      at += 1;
      continue;
    }
    const numeral = numeralAt(text, at);
    if (!numeral) {
      at = Math.max(digitRunEnd(text, at), at + 1);
      continue;
    }
    const before = text.slice(Math.max(0, at - 16), at);
    const unit = knownUnitAt(text, numeral.end);
    if (!/(?:約|延べ?|のべ|第|[A-Za-z/~-])$/.test(before)) {
      found.push({ value: numeral.value, unit: unit?.unit ?? null, before });
    }
    at = unit?.end ?? numeral.end;
  }
  return found;
}

const TOTAL_BEFORE = /(?:計|合計|全|共)$/;
const SUBJECT = /([\p{Script=Han}\p{Script=Katakana}ー]{2,12}?)数?(?:は|が|も|:)$/u;

function sum(numbers: readonly ProseNumber[]): Big {
  return numbers.reduce((total, number) => total.plus(number.value), new Big(0));
}

function contradiction(
  numbers: readonly ProseNumber[],
  results: readonly NumberPart[],
  indicator: string,
): Warning | null {
  const unit = results[0]!.unit;
  const counted = numbers.filter((number) => sameUnit(number.unit, unit));
  const isResult = (number: ProseNumber) => results.some((part) => new Big(part.value).eq(number.value));
  if (counted.length === 0 || results.some((part) => sum(counted).eq(part.value))) return null;
  const other = counted.some(isResult)
    ? counted.find((number) => {
        const subject = SUBJECT.exec(number.before)?.[1];
        return subject !== undefined && indicator.includes(subject) && !isResult(number);
      })
    : counted[0];
  if (!other) return null;
  const said = `${withCommas(other.value)}${other.unit ?? ''}`;
  const result = `${withCommas(results[0]!.value)}${unit ?? ''}`;
  return {
    id: 'V17',
    message: {
      ja: `目標達成状況に「${said}」とあり、結果「${result}」と違います。どちらの数か確認してください。`,
      en: `The status says "${said}" and the result "${result}". Please check which one is meant.`,
    },
  };
}

/** 「計39回」 after 5回, 15回 …: the parts should come to the total. */
function brokenSum(numbers: readonly ProseNumber[], results: readonly NumberPart[]): Warning | null {
  const unit = results[0]!.unit;
  const counted = numbers.filter((number) => sameUnit(number.unit, unit));
  const at = counted.findIndex(
    (number) =>
      TOTAL_BEFORE.test(number.before) && results.some((part) => new Big(part.value).eq(number.value)),
  );
  const parts = counted.slice(0, Math.max(at, 0));
  const total = counted[at];
  if (!total || parts.length < 2 || sum(parts).eq(total.value)) return null;
  return {
    id: 'V18',
    message: {
      ja: `目標達成状況の内訳の合計は${withCommas(sum(parts).toFixed())}${unit ?? ''}で、計${withCommas(total.value)}${unit ?? ''}と違います。`,
      en: `The figures in the status add up to ${withCommas(sum(parts).toFixed())}${unit ?? ''}, not to ${withCommas(total.value)}${unit ?? ''}.`,
    },
  };
}

function roundedPerCent(status: string, results: readonly NumberPart[]): Warning | null {
  const result = results[0]!;
  if (result.unit !== '%' || result.fraction) return null;
  for (const found of status.matchAll(/(?<![\d/.,])(\d{1,9})\s?\/\s?(\d{1,9})(?![\d/])/g)) {
    const fraction = { numerator: found[1]!, denominator: found[2]! };
    if (/^0/.test(fraction.denominator) || !saysSamePerCent(fraction, result.value)) continue;
    const exact = new Big(perCentOf(fraction));
    if (exact.eq(result.value)) continue;
    const ratio = `${fraction.numerator}/${fraction.denominator}`;
    return {
      id: 'V09',
      message: {
        ja: `結果「${result.value}％」は${ratio}を丸めた数です。${ratio}と入力すると、丸めずに比べます。`,
        en: `The result "${result.value}%" is ${ratio} rounded. Entered as ${ratio} it is compared unrounded.`,
      },
    };
  }
  return null;
}

/** V09, V17, V18 and V22 for a status text; `results` are the judged result numbers, `indicator` is folded. */
export function statusWarnings(status: string, results: readonly NumberPart[], indicator: string): Warning[] {
  const text = fold(status);
  const warnings: Warning[] = [];
  if (results.length > 0) {
    const numbers = numbersIn(text);
    for (const warning of [
      roundedPerCent(text, results),
      results[0]!.unit === null || results[0]!.unit === '%'
        ? null
        : contradiction(numbers, results, indicator),
      brokenSum(numbers, results),
    ]) {
      if (warning) warnings.push(warning);
    }
  }
  if (/候補\s?\d/.test(text)) {
    warnings.push({
      id: 'V22',
      message: {
        ja: '目標達成状況に候補の数があります。来年度の分が結果に入っていないか確認してください。',
        en: 'The status counts candidates. Please check that the result holds nothing of next year.',
      },
    });
  }
  return warnings;
}
