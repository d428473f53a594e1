/** The years that stand with a number: the sheet's own, which says nothing new, or another one, which a person weighs. */
import { parseFiscalYear } from '../calendar/japanese-dates.js';
import { fold } from '../quantity/fold.js';
import type { Reading } from '../quantity/index.js';
import type { Doubt } from './align.js';

const YEAR =
  /^(?:(明治|大正|昭和|平成|令和|[MTSHR])\s?(元|\d{1,2})|((?:19|20)\d{2}))(年度|年|[./-](?=\d)|)\s?/u;
const MONTH = /^(\d{1,2})(?=[月./-])/u;
const LAST_MONTH = 3;
/** a figure that was reached once explains the target: 1,000人 H29年度数値 */
const EXPLAINS = /^の?(?:実績値?|結果|数値|値|時点|現在|末?(?:時点|現在))/u;
const OWN_FIGURE = /^の?(?:目標値?|実績値?|結果|数値|値)?$/u;

/** The fiscal year that a folded text begins with, and what follows it: R6.3.31現在 → 2023 and 3.31現在. */
function yearOf(text: string): { readonly fiscalYear: number; readonly rest: string } | null {
  const found = YEAR.exec(text);
  if (!found) return null;
  const year = found[3] === undefined ? parseFiscalYear(`${found[1]}${found[2]}年度`) : Number(found[3]);
  if (year === null) return null;
  const rest = text.slice(found[0].length);
  const month = found[4] === '年度' ? null : MONTH.exec(rest)?.[1];
  return { fiscalYear: month && Number(month) <= LAST_MONTH ? year - 1 : year, rest };
}

/**
 * What a note says beside the sheet's own year: '' for (R5) and 令和5年度実績, 3月31日現在 for R6.3.31現在, 末 for R5年度末. null for
 * what is no note of that year. Folded text.
 */
export function besideOwnYear(note: string, fiscalYear: number | undefined): string | null {
  const year = fiscalYear === undefined ? null : yearOf(note);
  if (year === null || year.fiscalYear !== fiscalYear) return null;
  return OWN_FIGURE.test(year.rest) ? '' : year.rest.replace(/^(\d{1,2})[./-](\d{1,2})/, '$1月$2日');
}

const BEFORE_NUMBER = /^(?:の?(?:目標値?|実績値?|結果))?\s?[:\s]\s?(?=[\d約延の累])/u;

/** The text without the sheet's own year before its number: 令和5年度:100人 → 100人; any other text as it is. */
export function withoutOwnYear(text: string, fiscalYear: number | undefined): string {
  if (fiscalYear === undefined) return text;
  const folded = fold(text).trim();
  // the blank behind the year is what parts it from the number
  const year = yearOf(folded.replace(/^([^\s:]+)\s*[:\s]\s*/u, '$1:'));
  if (year === null || year.fiscalYear !== fiscalYear) return text;
  const before = BEFORE_NUMBER.exec(year.rest)?.[0];
  return before === undefined ? text : year.rest.slice(before.length);
}

/** A target of another year than the sheet's: 100人(R8). What was reached once (H29年度数値) only explains it. */
export function targetYearDoubt(target: Reading, fiscalYear: number | undefined): Doubt | null {
  if (fiscalYear === undefined) return null;
  const note = target.notes.find((words) => {
    const year = yearOf(words);
    if (year === null) return false;
    return year.fiscalYear > fiscalYear || (year.fiscalYear < fiscalYear && !EXPLAINS.test(year.rest));
  });
  if (note === undefined) return null;
  return {
    rule: 'ask-target-of-other-year',
    why: {
      ja: `目標は「${note}」のもので、この年度のものではありません`,
      en: `the target is of "${note}", not of this year`,
    },
  };
}
