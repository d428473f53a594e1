/** The arithmetic of a proposal, for people: 「目標200人以上 → 結果190人、95.0％」. */
import Big from 'big.js';
import { printNumber } from '../quantity/index.js';
import { withCommas } from '../quantity/numerals.js';
import { shownPerCent } from '../quantity/per-cent.js';
import type { Words } from '../text/language.js';
import { excess, type Judged, ratioOf } from './compare.js';

/** '48.0' → '48': the pace is a hint and needs no decimals that are none. */
const short = (perCent: string): string => perCent.replace(/\.0$/, '');

/** Digits of a share that is rounded for people; far more than a share of whole numbers on a sheet needs. */
const EXACT_DIGITS = 6;

function shareOf(judged: Judged): string | null {
  const exact = ratioOf(judged, EXACT_DIGITS, 100);
  return exact === null ? null : shownPerCent(new Big(exact));
}

function comment(judged: Judged): Words | null {
  const perCent = shareOf(judged);
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

/** 「目標の48％（年度の50％が経過）」; `elapsed` is a decimal share of the year. null where there is no share. */
export function paceWords(judged: Judged, elapsed: string): Words | null {
  const perCent = shareOf(judged);
  if (perCent === null) return null;
  const elapsedPerCent = shownPerCent(new Big(elapsed).times(100));
  return {
    ja: `目標の${short(perCent)}％（年度の${short(elapsedPerCent)}％が経過）`,
    en: `${short(perCent)}% of the target (${short(elapsedPerCent)}% of the year has passed)`,
  };
}
