/** The figures of a text, with what stands around each. Dates, orders and ranges are left out. */
import Big from 'big.js';
import { dateAt } from '../quantity/dates.js';
import { fold } from '../quantity/fold.js';
import { sameUnit } from '../quantity/index.js';
import { digitRunEnd, numeralAt, withCommas } from '../quantity/numerals.js';
import { knownUnitAt, type Unit, unlistedUnitAt } from '../quantity/units.js';
import { withoutEnd } from '../text/text.js';

export type Figure = {
  readonly value: Big;
  readonly unit: string | null;
  /** as written, widths aside: 210人 */
  readonly shown: string;
  readonly at: number;
  readonly end: number;
  /** the words right before it, since the last sign or figure: 参加者は */
  readonly label: string;
  /** what stands before it in its sentence, at most 40 characters */
  readonly before: string;
  /** the end of `before`, from the figure before it on */
  readonly lead: string;
  /** what follows it in its sentence, at most 40 characters */
  readonly after: string;
  readonly sentence: number;
  /** where the bracket around it opens; -1 outside of any */
  readonly bracket: number;
  /** 計, 合計, 全 … stands right before it */
  readonly total: boolean;
  readonly approximate: boolean;
  readonly scope: 'annual' | 'cumulative' | 'person_times';
  /** one side of 80/88 */
  readonly slashed: boolean;
  /** right behind the name of another fiscal year: 令和4年度は9回 */
  readonly otherYear: boolean;
};

export type Text = {
  /** folded: widths are made one */
  readonly folded: string;
  readonly figures: readonly Figure[];
  readonly dates: readonly { readonly text: string; readonly at: number; readonly end: number }[];
};

/** Texts are at most 1,500 characters (MAX_TEXT in core/draft); what files hold beyond that is not looked at. */
const LOOKED_AT = 4_000;
/** The fullest text of the R5 sheets has eleven; each is held against the others, so a text of nothing else is cut off. */
const MOST_FIGURES = 50;
const AROUND = 40;
const SENTENCE_ENDS = '。\n※●■◆';
const LABEL_ENDS = ' 　。、,，・:;()[]「」『』【】/=+\n※~|●■◆';
const LETTER = /[\p{Script=Han}\p{Script=Katakana}A-Za-zー々]/u;
const TOTAL = /(?:計|合計|総計|総数|全|全部で|合わせて|あわせて|トータル)(?:は|で|:)?\s?$/;
const PERSON_TIMES = /(?:延べ|のべ|延)(?:約|およそ)?(?:人数|回数|件数)?(?:は|で|が)?\s?$/;
const APPROXIMATE = /(?:約|およそ|おおよそ|ほぼ|概ね|おおむね)\s?$/;

/** The text with its figures, each once. */
export function readText(text: string, fiscalYear: number): Text {
  const folded = fold(text.slice(0, LOOKED_AT));
  const figures: Figure[] = [];
  const dates: { text: string; at: number; end: number }[] = [];
  const marks = marksOf(folded);
  let at = 0;
  let lastEnd = 0;
  let lastFigure = 0;
  while (at < folded.length && figures.length < MOST_FIGURES) {
    BEGINNING.lastIndex = at;
    at = BEGINNING.exec(folded)?.index ?? folded.length;
    if (at === folded.length) break;
    const date = /[A-Za-z0-9,.]/.test(folded[at - 1] ?? '') ? null : dateAt(folded, at);
    if (date) {
      dates.push({ text: date.text, at, end: date.end });
      at = lastEnd = date.end;
      continue;
    }
    const inKanji = KANJI.includes(folded[at]!);
    if (!/[0-9]/.test(folded[at]!) && !inKanji) {
      at += 1;
      continue;
    }
    const numeral = numeralAt(folded, at);
    if (!numeral) {
      at = Math.max(digitRunEnd(folded, at), at + 1);
      continue;
    }
    const unit: { unit: string | null; end: number } | null = inKanji
      ? countedInKanji(folded, at, numeral.end)
      : unitAt(folded, numeral.end);
    if (!unit) {
      at = numeral.end;
      continue;
    }
    const end = unit.end;
    const from = Math.max(marks.sentenceStart[at]!, at - AROUND);
    const before = folded.slice(from, at);
    const after = folded.slice(end, Math.min(end + AROUND, marks.sentenceEnd[at]!));
    if (!isOrder(before, folded.slice(end, end + 2), unit.unit !== null)) {
      figures.push({
        value: new Big(numeral.value),
        unit: unit.unit,
        shown: folded.slice(at, end).trim(),
        at,
        end,
        label: labelBefore(folded, Math.max(lastEnd, from), at) || dayBefore(dates.at(-1), folded, at),
        before,
        lead: folded.slice(Math.max(lastFigure, from), at),
        after,
        sentence: marks.sentenceStart[at]!,
        bracket: marks.bracket[at]!,
        total: TOTAL.test(before.slice(-8)),
        approximate:
          APPROXIMATE.test(before.slice(-6)) || /^(?:程度|前後|ほど|くらい|ぐらい|弱|強|以上|余)/.test(after),
        scope: /(?:累計|累積|通算)(?:で|は|:)?\s?$/.test(before.slice(-6))
          ? 'cumulative'
          : PERSON_TIMES.test(before.slice(-12))
            ? 'person_times'
            : 'annual',
        slashed: folded[end] === '/' || folded[at - 1] === '/',
        otherYear: isOtherYear(before.slice(-16), fiscalYear),
      });
    }
    at = lastEnd = lastFigure = Math.max(end, at + 1);
  }
  return { folded, figures, dates };
}

/** What a figure, a date or a time can begin with. */
const BEGINNING = /[\d〇一二三四五六七八九十百千明大昭平令MTSHR午]/gu;
const KANJI = '〇一二三四五六七八九十百千万';
/** What is counted in 漢数字; 十分, 三者, 一部 and 百年 are words. */
const COUNTED_IN_KANJI = new Set(
  '回 件 人 名 団体 か所 箇所 ヶ所 カ所 校 社 台 本 基 棟 世帯 冊 戸 店舗 施設 地区 組織 枚 会場 講座 事業 園 橋'.split(
    ' ',
  ),
);
/** and in one sign, where 一人 and 三者 are words, too */
const COUNTED_IN_ONE = new Set('回 件 団体 か所 箇所 ヶ所 カ所 校 世帯 社 施設 地区 会場'.split(' '));
const BEFORE_KANJI = /[全計約延の内中]$/;

/** 十二回, 千三百人: a number in 漢数字 only where a counter follows and no word goes on; null for anything else. */
function countedInKanji(text: string, at: number, end: number): Unit | null {
  const before = text[at - 1] ?? '';
  if ((before !== '' && KANJI.includes(before)) || (LETTER.test(before) && !BEFORE_KANJI.test(before)))
    return null;
  const unit = knownUnitAt(text, end);
  if (!unit || !COUNTED_IN_KANJI.has(unit.unit)) return null;
  const next = text[unit.end] ?? '';
  if (end - at > 1) return /[一二三四五六七八九十]/.test(next) ? null : unit;
  if ('十百千'.includes(text[at]!)) return LETTER.test(next) ? null : unit;
  return COUNTED_IN_ONE.has(unit.unit) && !/[り忌一]/.test(next) ? unit : null;
}

const FIRST_YEAR_OF_REIWA = 2019;
/** 令和6年2月 is still of the fiscal year that began in 令和5年 */
const YEAR_NAMED = /(?:令和|R)\s?([0-9]{1,2}|元)(?:(?:年\s?|[./])([1-3])(?:月|[./]))?/g;

function isOtherYear(before: string, fiscalYear: number): boolean {
  const found = [...before.matchAll(YEAR_NAMED)].at(-1);
  if (!found) return false;
  const [, named, month] = found;
  const year = FIRST_YEAR_OF_REIWA - 1 + (named === '元' ? 1 : Number(named));
  return (month === undefined ? year : year - 1) !== fiscalYear;
}

/** 第3回, 3回目, No.3, A-3, 10~20人, 65歳, 1位: no count. */
function isOrder(before: string, after: string, counted: boolean): boolean {
  if (/(?:第|No\.?\s?|[~-]|[0-9]\s?\.)$/i.test(before.slice(-5))) return true;
  // A3, FM2; but SNS15件
  if (/[A-Za-z]$/.test(before) && !(counted && /[A-Za-z]{2}$/.test(before.slice(-2)))) return true;
  return /^(?:目|~|位|番|号|歳|才|年|丁目|代(?![理表替わ金]))/.test(after);
}

function unitAt(text: string, at: number): { unit: string | null; end: number } {
  const blank = text[at] === ' ' ? 1 : 0;
  const known = knownUnitAt(text, at + blank);
  // 3 人 is three people; 4 長浦 is not four of something
  if (known && (blank === 0 || !LETTER.test(text[known.end] ?? ''))) return known;
  const unlisted = unlistedUnitAt(text, at);
  if (unlisted) return unlisted;
  const next = text[at] ?? '';
  return { unit: LETTER.test(next) ? `?${next}` : null, end: at };
}

/** 4月: the month that a figure is of. */
function dayBefore(date: { text: string; end: number } | undefined, folded: string, at: number): string {
  return date && /^[:\s]?$/.test(folded.slice(date.end, at)) ? date.text : '';
}

function labelBefore(text: string, from: number, at: number): string {
  let start = at;
  while (start > from && !LABEL_ENDS.includes(text[start - 1]!)) start -= 1;
  // 回数: 岡方4 – a colon or a blank right before the figure is no end of its words
  if (start === at && start > from && ' :'.includes(text[start - 1]!)) {
    start -= 1;
    while (start > from && !LABEL_ENDS.includes(text[start - 1]!)) start -= 1;
  }
  return withoutEnd(text.slice(start, at), ' :\t').trim();
}

type Marks = { sentenceStart: Int32Array; sentenceEnd: Int32Array; bracket: Int32Array };

/** Of every place: where its sentence begins and ends, and where the bracket around it opens. */
function marksOf(text: string): Marks {
  const sentenceStart = new Int32Array(text.length + 1);
  const sentenceEnd = new Int32Array(text.length + 1);
  const bracket = new Int32Array(text.length + 1);
  const open: number[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at += 1) {
    sentenceStart[at] = start;
    bracket[at] = open.at(-1) ?? -1;
    const sign = text[at];
    if (sign !== undefined && SENTENCE_ENDS.includes(sign)) start = at + 1;
    if (sign === '(' || sign === '[') open.push(at);
    else if (sign === ')' || sign === ']') open.pop();
  }
  let end = text.length;
  for (let at = text.length; at >= 0; at -= 1) {
    if (at < text.length && SENTENCE_ENDS.includes(text[at]!)) end = at;
    sentenceEnd[at] = end;
  }
  return { sentenceStart, sentenceEnd, bracket };
}

const ELSEWHERE =
  /前年|昨年|前回|目標(?![をに])|計画(?![をに])|平均|各|毎|ごと|あたり|当たり|定員|予定|来年|次年|今後|全国|コロナ前|満足|共$|除[くいけ]|含め|場合/;
/** 計画した24戸の改修を完了しました: what was planned is what was done */
const ENDED = /^[^。、]{0,20}(?:を|が)(?:全て|すべて)?(?:完了|終え|終了|達成)(?!でき)/;
const PART = /うち/;
const CHANGE =
  /^(?:の)?(?:増|減|多|少な|上回|下回|及ば|及び|届[かき]|足り|不足|短縮|縮減|削減|追加|改善|ずつ|ごと|のうち|中|の内(?!訳)|の目標|の定員|前後|未満|余|以内|より|を目標|を予定|倍)/;

/** Whether a figure may be a count of this year by itself: not of another year, a target, a difference or a whole. */
export function isPlain(figure: Figure): boolean {
  const lead = figure.lead.slice(-14);
  return (
    !figure.slashed &&
    !figure.otherYear &&
    !figure.approximate &&
    (!ELSEWHERE.test(lead) || (/(?:予定|計画)した$/.test(lead) && ENDED.test(figure.after))) &&
    !PART.test(figure.before.slice(-14)) &&
    !CHANGE.test(figure.after)
  );
}

/** Whether two figures count in the same unit. */
export function alike(a: { readonly unit: string | null }, b: { readonly unit: string | null }): boolean {
  return sameUnit(a.unit, b.unit);
}

/** Numbers as a sum is written: 9 + 21. */
export function written(value: Big): string {
  return value.toFixed();
}

/** Numbers as they are read: 7,557. */
export function spoken(value: Big): string {
  return withCommas(value.toFixed());
}

export function total(values: readonly { readonly value: Big }[]): Big {
  return values.reduce((sum, { value }) => sum.plus(value), new Big(0));
}
