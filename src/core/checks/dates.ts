/** Days outside what is measured, told as done; days that do not exist. */
import type { Check, Compared, Found } from './check.js';
import type { Laid } from './indicator.js';

const REIWA = 2018;
const HEISEI = 1988;
/** 4月 begins a fiscal year */
const FIRST_MONTH = 4;

type Day = { readonly year: number | null; readonly month: number; readonly day: number | null };

const KANJI = '〇一二三四五六七八九';

/** 10, 十, 十二 and 二十日 as number; NaN for anything else. */
function numberOf(text: string): number {
  if (/^[0-9]+$/.test(text)) return Number(text);
  const ten = text.indexOf('十');
  if (ten >= 0)
    return (
      (ten === 0 ? 10 : KANJI.indexOf(text[0]!) * 10) +
      (ten + 1 < text.length ? KANJI.indexOf(text[ten + 1]!) : 0)
    );
  return text.length === 1 && KANJI.includes(text) ? KANJI.indexOf(text) : Number.NaN;
}

const WRITTEN =
  /^(?:(令和|平成|R|H)\s?([0-9]{1,2}|元|[一二三四五六七八九十]{1,3})年(?:度)?|(20[0-9]{2})年(?:度)?)?([0-9]{1,2}|[一二三四五六七八九十]{1,2})月(?:([0-9]{1,2}|[一二三四五六七八九十]{1,3})日)?/u;
const SHORT =
  /^(?:(令和|平成|R|H)\s?([0-9]{1,2}|元)[./]|(20[0-9]{2})[./-])([0-9]{1,2})(?:[./-]([0-9]{1,2}))?/u;
const SLASHED = /^([0-9]{1,2})\/([0-9]{1,2})/;

/** The day that a date names; null for a year alone and for a time. */
function dayOf(text: string): Day | null {
  const found = WRITTEN.exec(text) ?? SHORT.exec(text);
  if (found) {
    const [hit, era, eraYear, year, month = '', day] = found;
    const month_ = numberOf(month);
    const named = year !== undefined ? Number(year) : era === undefined ? null : eraYearOf(era, eraYear!);
    // 令和5年度2月 is in the calendar year behind
    const ofFiscalYear = named !== null && hit.includes('年度') && month_ < FIRST_MONTH ? named + 1 : named;
    return { year: ofFiscalYear, month: month_, day: day === undefined ? null : numberOf(day) };
  }
  const slashed = SLASHED.exec(text);
  return slashed ? { year: null, month: Number(slashed[1]), day: Number(slashed[2]) } : null;
}

/** What was done; behind a date and in its sentence. */
const DONE =
  /(?:実施|開催|行い|行う|開始|着手|完成|完了|供用|設置|整備|配布|発行|訪問|参加|出店|公開|公表|締結|設立|発信|植栽|支援)(?:を|が)?(?:し|いた|され|行い)?(?:まし|て|、|た(?![\p{Script=Han}\p{Script=Katakana}])|済|$)|ました|[したいえれけっ]た(?=$|、|ところ)/u;
/** 令和2年3月に策定した計画: the day is of what the words behind it name */
const ATTRIBUTIVE =
  /^[^、]{0,20}?[しいえれけっん][ただ](?=[\p{Script=Han}\p{Script=Katakana}「『])(?!際|後|結果|上で|時|ところ|折)/u;
/** said of another time, or of what others do */
const OTHER_TIME =
  /予定|予想|見込|見据|向け|決定され|閣議|廃止され|まで|以降|から|以来|締切|改正|施行|時点|比べ|比較|前年|昨年|来年|次年|年度実施事業|候補/;

/** 平成20年10月に開館し、…: what has been since, told in passing */
const LASTING =
  /^に?(?:[^、。]{0,16}[をが])?(?:開館|開園|開校|開業|開設|設立|創設|設置|発足|結成|制定|策定|竣工|供用を?開始|運用を?開始|締結|指定|認定|登録|加入|導入|就航|合併|移転)(?:され|し)(?:て|、)/u;
/** the deed right behind the day */
const OWN_DEED = /^(?!の)(?:に|から)?(?:[^、。]{0,10}[をが])?(\p{Script=Han}{2})(?:し|され|い)/u;

const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export function findInDates(laid: Laid): Found {
  const { said, goal } = laid;
  const window = windowOf(laid);
  const checks: Omit<Check, 'indicator'>[] = [];
  for (const [place, date] of said.dates.entries()) {
    const day = dayOf(date.text);
    if (!day || Number.isNaN(day.month)) continue;
    const beginning = sentenceStart(said.folded, date.at);
    const rest = said.folded.slice(date.end, endOf(laid, place));
    const clause = Math.max(
      beginning,
      said.folded.lastIndexOf('、', date.at - 1) + 1,
      said.dates[place - 1]?.end ?? 0,
    );
    const around = said.folded.slice(clause, date.end) + rest;
    const exists =
      day.month >= 1 &&
      day.month <= 12 &&
      (day.day === null || (day.day >= 1 && day.day <= DAYS_IN_MONTH[day.month - 1]!));
    if (!exists) {
      checks.push({
        kind: 'date',
        texts: [{ of: 'status', text: date.text }],
        message: {
          ja: `「${date.text}」という日はありません。確かめてください。`,
          en: `There is no such day as 「${date.text}」. Please check.`,
        },
      });
      continue;
    }
    if (/[~-]/.test(date.text) || ATTRIBUTIVE.test(rest)) continue;
    // what the indicator itself is about: 令和3年10月2日から運行を開始しました
    const own = OWN_DEED.exec(rest)?.[1];
    const named = own !== undefined && laid.called.includes(own);
    if (!named && (!DONE.test(rest) || LASTING.test(rest))) continue;
    if (OTHER_TIME.test(named ? around.replaceAll('から', '') : around)) continue;
    const iso = isoOf({ ...day, year: day.year ?? yearBefore(laid, place, day.month) }, goal.fiscalYear);
    const future = iso > goal.today.slice(0, iso.length);
    if (iso >= window.from.slice(0, iso.length) && iso <= window.to.slice(0, iso.length) && !future) continue;
    const texts: Compared[] = [
      { of: 'status', text: date.text },
      { of: 'today', text: future ? goal.today : `${window.from}~${window.to}` },
    ];
    checks.push({
      kind: 'date',
      texts,
      message:
        future && iso <= window.to.slice(0, iso.length)
          ? {
              ja: `「${date.text}」は、まだ先の日です。済んだことか確かめてください。`,
              en: `「${date.text}」 is still to come. Please check whether it is done.`,
            }
          : {
              ja: `「${date.text}」は、${window.ja}の外です。日付か年度を確かめてください。`,
              en: `「${date.text}」 is outside ${window.en}. Please check the day and the year.`,
            },
    });
  }
  return { checks: checks.slice(0, 2) };
}

/** 令和3年度の12月: the calendar year of the month, where the fiscal year stands right before it; null elsewhere. */
function yearBefore({ said }: Laid, place: number, month: number): number | null {
  const [before, date] = [said.dates[place - 1], said.dates[place]!];
  if (!before || !/^の?$/.test(said.folded.slice(before.end, date.at))) return null;
  const found = FISCAL_YEAR.exec(before.text);
  if (!found) return null;
  const year = eraYearOf(found[1]!, found[2]!);
  return month < FIRST_MONTH ? year + 1 : year;
}

const FISCAL_YEAR = /^(令和|平成|R|H)\s?([0-9]{1,2}|元|[一二三四五六七八九十]{1,3})年度$/u;

function eraYearOf(era: string, year: string): number {
  return (era === 'R' || era === '令和' ? REIWA : HEISEI) + (year === '元' ? 1 : numberOf(year));
}

/** Where what is said of a date ends: with its sentence, or before the next date that is not one of the same list. */
function endOf({ said }: Laid, place: number): number {
  const date = said.dates[place]!;
  const end = sentenceEnd(said.folded, date.end);
  let last = date.end;
  for (const next of said.dates.slice(place + 1)) {
    if (next.at >= end) break;
    if (!/^[、,・\s]?(?:と|及び)?$/.test(said.folded.slice(last, next.at))) return next.at;
    last = next.end;
  }
  return end;
}

/** 令和5年10月18日 as 2023-10-18, 10月 as 2023-10: within the fiscal year where no year is written. */
function isoOf({ year, month, day }: Day, fiscalYear: number): string {
  const calendar = year ?? (month >= FIRST_MONTH ? fiscalYear : fiscalYear + 1);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${calendar}-${two(month)}${day === null ? '' : `-${two(day)}`}`;
}

type Window = { readonly from: string; readonly to: string; readonly ja: string; readonly en: string };

/** What is measured: the year up to the day of the round, and less where the indicator's name says so. */
function windowOf({ goal, called }: Laid): Window {
  const { fiscalYear: year, asOf } = goal;
  if (/上半期|前期/.test(called))
    return {
      from: `${year}-04-01`,
      to: `${year}-09-30`,
      ja: '指標の期間（上半期）',
      en: 'the first half of the year, which the indicator covers',
    };
  if (/下半期|後期/.test(called))
    return {
      from: `${year}-10-01`,
      to: `${year + 1}-03-31`,
      ja: '指標の期間（下半期）',
      en: 'the second half of the year, which the indicator covers',
    };
  const midyear = goal.round === 'midyear';
  return {
    from: `${year}-04-01`,
    to: asOf,
    ja: midyear ? '報告する期間（中間）' : 'この年度',
    en: midyear ? 'what is reported at mid-year' : 'this fiscal year',
  };
}

function sentenceStart(text: string, at: number): number {
  return Math.max(text.lastIndexOf('。', at - 1), text.lastIndexOf('\n', at - 1)) + 1;
}

function sentenceEnd(text: string, at: number): number {
  const ends = [text.indexOf('。', at), text.indexOf('\n', at)].filter((end) => end >= 0);
  return ends.length === 0 ? text.length : Math.min(...ends);
}
