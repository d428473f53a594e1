/** A memo as it is typed: 「メモ 1番 木崎地区でワークショップ、32人」, and the number that counts on: 「+12」. */
import { isIsoDate, parseEraDate } from '../calendar/japanese-dates.js';
import { addDays } from '../calendar/working-days.js';
import { readText } from '../checks/figures.js';
import { fold } from '../quantity/fold.js';
import { readQuantity, sameUnit } from '../quantity/index.js';
import { folded } from '../sheet/scale.js';
import { forNext } from './for-next.js';
import { isOneNumber, MEMO_MAX } from './memo.js';

/** The longer first. */
const WORDS = ['実績メモ', 'メモ', 'memo', 'note'];
const BLANK = /[\s\u3000、,：:]/u;

type TypedMemo = {
  /** No. of the goal as typed, without zeros before it; '' when none was named */
  readonly goalNo: string;
  /** ISO date; null: none was named */
  readonly day: string | null;
  readonly text: string;
  readonly link: string;
};

/** What a message says behind the word メモ; null when it does not begin with it. `today`: ISO date in the city. */
export function readTypedMemo(typed: string, today: string): TypedMemo | null {
  const text = typed.trim();
  const word = WORDS.find((one) => folded(text.slice(0, one.length)) === one);
  if (word === undefined) return null;
  const rest = text.slice(word.length);
  // 「メモリ」 and 「notes」 are other words.
  if (rest !== '' && !BLANK.test(rest[0]!)) return null;
  let left = withoutBlanks(rest);
  let goalNo = '';
  let day: string | null = null;
  for (;;) {
    const [head, after] = firstWord(left);
    const no: string | null = goalNo === '' ? goalIn(head, word === 'memo' || word === 'note') : null;
    const named: string | null = no === null && day === null ? pastDay(head, today) : null;
    if (no === null && named === null) break;
    goalNo = no ?? goalNo;
    day = named ?? day;
    left = after;
  }
  const link = linkIn(left);
  return { goalNo, day, text: left, link };
}

const withoutBlanks = (text: string): string => {
  let at = 0;
  while (at < text.length && BLANK.test(text[at]!)) at += 1;
  return text.slice(at);
};

function firstWord(text: string): readonly [string, string] {
  let end = 0;
  while (end < text.length && !BLANK.test(text[end]!)) end += 1;
  return [text.slice(0, end), withoutBlanks(text.slice(end))];
}

/** 1番, 1番目, No.1, #1; in English 1 alone, too (`bare`): in Japanese that may be a number of people. */
function goalIn(word: string, bare: boolean): string | null {
  if (bare && /^\d{1,3}$/u.test(word)) return String(Number(word));
  const found = /^(?:(?:no\.?|#)(\d{1,3})|(\d{1,3})番目?の?)$/u.exec(folded(word).replaceAll(' ', ''));
  const no = found?.[1] ?? found?.[2];
  return no === undefined ? null : String(Number(no));
}

/** 今日, 昨日, 6月12日, 6/12, 2024-06-12, R6.6.12: the last such day until `today`; null for anything else. */
export function pastDay(word: string, today: string): string | null {
  const said = folded(word);
  if (['今日', '本日', 'today'].includes(said)) return today;
  if (['昨日', 'きのう', 'yesterday'].includes(said)) return addDays(today, -1);
  if (isIsoDate(said)) return said;
  const found = /^(\d{1,2})(?:\/|月)(\d{1,2})日?$/u.exec(said);
  if (!found) return /\d/u.test(said) ? (parseEraDate(word)?.iso ?? null) : null;
  const [, month = '', date = ''] = found;
  const year = Number(today.slice(0, 4));
  const days = [year, year - 1].map((one) => `${one}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`);
  return days.find((one) => isIsoDate(one) && one <= today) ?? null;
}

function linkIn(text: string): string {
  const at = text.search(/https?:\/\//u);
  if (at < 0) return '';
  const [link = ''] = text.slice(at).split(/[\s\u3000、。「」<>|]/u, 1);
  return link.length > MEMO_MAX.link || !URL.canParse(link) ? '' : link;
}

/**
 * The number of a memo's text, as it is read back: the only one of this unit, else the one that is called a total; with
 * no unit the only one there is. '' when there is none, or it is not certain which is meant; and of what is only planned.
 */
export function numberIn(text: string, fiscalYear: number, unit: string | null): string {
  if (forNext(text) !== null) return '';
  const figures = readText(text, fiscalYear).figures.filter(
    (one) =>
      !one.slashed &&
      !one.otherYear &&
      one.scope !== 'cumulative' &&
      one.unit !== null &&
      (unit === null || sameUnit(one.unit, unit)) &&
      isOneNumber(one.shown),
  );
  const total = figures.filter((one) => one.total);
  const [found, ...others] = total.length > 0 ? total : figures;
  return found && others.length === 0 ? found.shown : '';
}

/** 「+12」「＋12人」: the number that counts on, as it is read back; null for anything else. */
export function quickNumber(text: string): string | null {
  if (text.length > MEMO_MAX.number) return null;
  const said = fold(text).trim();
  if (!said.startsWith('+')) return null;
  const number = said.slice(1).trim();
  if (!/^\d/u.test(number) || !isOneNumber(number)) return null;
  const [part] = readQuantity(number).parts;
  return part?.kind === 'number' && !part.fraction && part.unit !== '%' ? number : null;
}
