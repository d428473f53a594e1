/** Notes in a result: a day of this year may stand there; every other note may change what the number says. */
import { dateAt } from '../quantity/dates.js';
import type { Reading } from '../quantity/index.js';
import { numeralAt } from '../quantity/numerals.js';
import type { Doubt } from './align.js';
import { besideOwnYear } from './years.js';

export type Round = 'midyear' | 'yearend';

/** A year in a note may be another one than the sheet's: R4, 令和6年度, 2024/3/31. */
const HAS_YEAR = /(?:明治|大正|昭和|平成|令和|[MTSHR](?=\d|元))|(?:19|20)\d{2}/;
/** the number stands for a stretch of time or its end, not for one event */
const AS_OF = /時点|現在|末|まで|から|より|~|-|比|値/;
const YEAR_END = /^(?:3月(?:末日?|31日)?|3\/31)(?:の?(?:時点|現在|末))?(?:まで)?$/;
const WHOLE_YEAR = /^4(?:月(?:1日)?|\/1)\s?(?:~|-|から)\s?(?:3月(?:末日?|31日)?|3\/31)(?:まで)?$/;
const FROM_APRIL = /^4(?:月|\/1)/;
const MONTH = /([^\s~\-/月]{1,3})月|(\d{1,2})\/\d{1,2}/g;
/** 4月:100人 may be the count of that month alone */
const ONE_MONTH = /^[^~日末]{1,3}月$/;
/** 前年度90人: the number of the year before, beside the one of this year */
const YEAR_BEFORE = /^[前昨]年度?(?:の?実績値?)?(?:は|:)?\s?[\d,.]+\s?[^\d\s]{0,8}$/u;
/** 10月18日実施: what was done on a day that stands as a note of its own */
const HELD = /^(?:に|の)?(?:実施|開催)(?:しました|した|済み?)?$/;
/** 令和5年度末, 令和5年度末時点 */
const OWN_END = /^末(?:時点|現在)?$/;
/** 4月 to 9月: what has passed at mid-year */
const FIRST_HALF = { from: 4, to: 9 } as const;

function monthsOf(note: string): readonly number[] {
  return [...note.matchAll(MONTH)].map((found) => {
    const written = (found[1] ?? found[2])!.replace(/^.*[^0-9〇一二三四五六七八九十]/, '');
    return Number(numeralAt(written, 0)?.value ?? Number.NaN);
  });
}

function isPlainDay(note: string, round: Round): boolean {
  const date = dateAt(note, 0);
  if (date?.kind !== 'day' || date.end !== note.length || HAS_YEAR.test(note)) return false;
  if (round === 'yearend') return !AS_OF.test(note) || YEAR_END.test(note) || WHOLE_YEAR.test(note);
  const range = /~|-|から|より/.test(note);
  if (/比|値/.test(note) || (range && !FROM_APRIL.test(note))) return false;
  return monthsOf(note).every((month) => month >= FIRST_HALF.from && month <= FIRST_HALF.to);
}

/** (R5), (令和5年度末), (R6.3.31現在) on a sheet of that year, with the day that the round asks for. */
function isOwnYear(note: string, round: Round, fiscalYear: number | undefined): boolean {
  const beside = besideOwnYear(note, fiscalYear);
  if (beside === null || beside === '') return beside === '';
  return round === 'yearend' ? OWN_END.test(beside) || YEAR_END.test(beside) : isPlainDay(beside, round);
}

/** The first note of a result that a person must weigh, else null. */
export function noteDoubt(result: Reading, round: Round, fiscalYear?: number): Doubt | null {
  const held = result.notes.some((note) => HELD.test(note));
  const words = result.notes.find(
    (note) =>
      !HELD.test(note) &&
      !isOwnYear(note, round, fiscalYear) &&
      !YEAR_BEFORE.test(note) &&
      (!isPlainDay(note, round) || (!held && ONE_MONTH.test(note))),
  );
  if (words === undefined) return null;
  return {
    rule: 'ask-note-in-result',
    why: {
      ja: `結果に注記「${words}」があります。今年度の確定した数か確かめてください`,
      en: `the result has the note "${words}". Please check that the number is final and of this year`,
    },
  };
}

/** A part or a condition of the target that stands in a note: うち新規5件, ※毎月実施. H29年度数値 and days are none. */
export function targetNoteDoubt(target: Reading): Doubt | null {
  const words = target.notes.find((note) => {
    if (/^(?:うち|内)/.test(note)) return true;
    if (!note.startsWith('※')) return false;
    const said = note.slice(1).trim();
    return dateAt(said, 0)?.end !== said.length && !/^(?:前年度?|昨年度?|現状値?|基準値?|参考)/.test(said);
  });
  if (words === undefined) return null;
  return {
    rule: 'ask-note-in-target',
    why: {
      ja: `目標に「${words}」とあります。それも満たしているか確かめてください`,
      en: `the target says "${words}". Please check that this is met too`,
    },
  };
}

/**
 * 目標200人 or 最低200人 in a result is the target written again or a bound; +200人 may be the growth alone, and 継続 what was
 * there before, unless target and result are both written so. Folded texts.
 */
export function aimDoubt(result: string, target: string): Doubt | null {
  const sign = /(?:^|[^\d])(\+)\s?\d/;
  const word =
    /目標(?!設定|達成|管理)値?|目指す|最低|最大で|最高で|[とに]する/.exec(result)?.[0] ??
    (/継続/.test(target) ? undefined : /継続/.exec(result)?.[0]) ??
    (sign.test(target) ? undefined : sign.exec(result)?.[1]);
  if (word === undefined && sign.test(target) && !sign.test(result)) {
    return {
      rule: 'ask-growth-target',
      why: {
        ja: '目標に「+」とあります。増えた数か、全体の数か確かめてください',
        en: 'the target says "+". Please check whether the result is the growth or the whole',
      },
    };
  }
  if (word === undefined) return null;
  return {
    rule: 'ask-aim-in-result',
    why: {
      ja: `結果に「${word}」とあります。実際の数か確かめてください`,
      en: `the result says "${word}". Please check that it is what was reached`,
    },
  };
}
