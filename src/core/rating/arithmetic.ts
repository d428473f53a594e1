/** The arithmetic of a proposal, for people: 「目標200人以上 → 結果190人、95.0％」. */
import Big from 'big.js';
import { printNumber } from '../quantity/index.js';
import { withCommas } from '../quantity/numerals.js';
import type { Words } from '../text/language.js';
import { excess, type Judged, ratioOf } from './compare.js';

/** '48.0' → '48': the pace is a hint and needs no decimals that are none. */
const short = (perCent: string): string => perCent.replace(/\.0$/, '');

/** Digits compared when rounding for people; far more than a share of whole numbers on a sheet needs. */
const EXACT_DIGITS = 6;

/**
 * A share in per cent with one decimal, rounded as a spreadsheet does; but a whole per cent that was not reached is
 * never shown (99.96 → 99.9, 79.99 → 79.9), because the rules turn on whole per cents.
 */
function shownPerCent(judged: Judged): string | null {
  const exact = ratioOf(judged, EXACT_DIGITS, 100);
  if (exact === null) return null;
  const rounded = new Big(exact).round(1, Big.roundHalfUp);
  const reached = rounded.lte(exact) || !rounded.round(0, Big.roundDown).eq(rounded);
  return reached ? rounded.toFixed(1) : ratioOf(judged, 1, 100);
}

function comment(judged: Judged): Words | null {
  const perCent = shownPerCent(judged);
  if (judged.direction === 'higher') {
    return perCent === null ? null : { ja: `${perCent}％`, en: `${perCent}%` };
  }
  if (judged.met) return { ja: '目標内', en: 'within the limit' };
  const share = perCent === null ? null : { ja: `目標÷結果 ${perCent}％`, en: `target ÷ result ${perCent}%` };
  const over = excess(judged);
  if (judged.result.fraction || judged.target.fraction || over === '0') {
    return share ?? { ja: '目標外', en: 'not within the limit' };
  }
  const unit = judged.target.unit ?? '';
  const sign = unit === '%' ? 'ポイント' : unit;
  const ja = `目標を${withCommas(over)}${sign}超過`;
  const en = `${withCommas(over)}${unit === '%' ? ' points' : unit} over the limit`;
  return share ? { ja: `${ja}（${share.ja}）`, en: `${en} (${share.en})` } : { ja, en };
}

function one(judged: Judged): Words {
  const said = comment(judged);
  const words = (['ja', 'en'] as const).map((language) => {
    const target = printNumber(judged.target, language);
    const result = printNumber(judged.result, language);
    return language === 'ja'
      ? `目標${target} → 結果${result}${said ? `、${said.ja}` : ''}`
      : `target ${target} → result ${result}${said ? `, ${said.en}` : ''}`;
  });
  return { ja: words[0]!, en: words[1]! };
}

/** All pairs with their shares in per cent, one decimal. */
export function arithmetic(judged: readonly Judged[]): Words {
  const all = judged.map(one);
  return { ja: all.map((words) => words.ja).join('／'), en: all.map((words) => words.en).join('; ') };
}

/** 「目標の48％（年度の50％が経過）」; `elapsedPerCent` is cut to one decimal by the caller. null where there is no share. */
export function paceWords(judged: Judged, elapsedPerCent: string): Words | null {
  const perCent = ratioOf(judged, 1, 100);
  if (perCent === null) return null;
  return {
    ja: `目標の${short(perCent)}％（年度の${short(elapsedPerCent)}％が経過）`,
    en: `${short(perCent)}% of the target (${short(elapsedPerCent)}% of the year has passed)`,
  };
}
