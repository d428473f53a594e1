/**
 * Units and counters: which words after a number are one (V01, V02), which of them mean the same, and what the last
 * parenthesis of an indicator's name says.
 */
import Big from 'big.js';
import { fold } from './fold.js';

/** Counters of the eight sheets and of other offices; the longest that fits wins. */
const COUNTERS = (
  '人 名 回 件 か所 箇所 カ所 ヶ所 ケ所 ヵ所 個所 地区 本 冊 部 台 枚 世帯 団体 校 園 店舗 店 施設 日 日間 時間 分 ' +
  '円 個 点 社 者 組 組織 避難所 事業 事業者 事業所 講座 教室 種類 種 品目 品 路線 橋 基 か国 ヶ国 カ国 市町村 自治会 ' +
  '町内会 コミュニティ協議会 会場 会 戸 棟 区画 区間 か月 ヶ月 カ月 ヵ月 票 通 便 頭 羽 匹 株 床 室 席 軒 隊 班 チーム クラブ ' +
  'グループ コース サークル 項目 事例 議題 案 案件 提案 ポイント 倍 アクセス ページ 語 言語 曲 作品 つ 筆 部会 箱 袋 食 ' +
  '人日 人・日 人泊 人・泊 人時 位 人回 延べ人 企業 法人 大学 病院 医療機関 トン キロ メートル 平米 平方メートル ヘクタール パーセント 課 係 地域 集落 経営体 農家 ' +
  '隻 艘 区 駅 公園 河川 °C ブース 号機 セット 試合 大会 公演 展示 ㎡ ㎥ ㎢ %'
).split(' ');
const LATIN_UNITS = [
  't-CO2|t-CO₂|tCO2|kg-CO2|kg-CO₂|ha|km2|km|m2|m3|cm|mm|mg/L|mg/l|mg|mL|kL|kl|L|m|kg|g|t|MWh|GWh|kWh|MW|kW|ppm|dB|PV|GB|MB|pt',
  'people|persons|person|times|time|cases|case|yen|percent|days|day|hours|hour|places|groups|sites',
].join('|');
const KNOWN_UNIT = new RegExp(
  `(?:${[...new Set(COUNTERS)].sort((a, b) => b.length - a.length).join('|')})|(?:${LATIN_UNITS})(?![A-Za-z0-9])`,
  'y',
);
/** A run that may be a counter nobody has listed: 120鉢. Not when it tells of a change, an order, a date or a plan. */
const UNLISTED_UNIT =
  /[\p{Script=Han}\p{Script=Katakana}ー々]{1,6}?(?=以[上下内]|未満|超|程度|前後|[^\p{Script=Han}\p{Script=Katakana}ー々]|$)/uy;
const NO_UNIT =
  /[一二三四五六七八九十百千万億〇第増減未不約超目番位号期次級歳才月年時代余弱強中比割分率]|予定|見込|中止|延期|以|程度|前後|累計|延|実施|開催|参加|達成/;

const SAME: readonly (readonly string[])[] = [
  ['人', '名', 'people', 'persons', 'person'],
  ['か所', '箇所', 'カ所', 'ヶ所', 'ケ所', 'ヵ所', '個所', 'places', 'sites'],
  ['か国', 'ヶ国', 'カ国'],
  ['か月', 'ヶ月', 'カ月', 'ヵ月'],
  ['回', 'times', 'time'],
  ['件', 'cases', 'case'],
  ['円', 'yen'],
  ['%', 'パーセント', 'percent'],
  ['ポイント', 'pt'],
  ['日', '日間', 'days', 'day'],
  ['時間', 'hours', 'hour'],
  ['団体', 'groups'],
  ['㎡', 'm2', '平米', '平方メートル'],
  ['㎥', 'm3'],
  ['㎢', 'km2'],
  ['ha', 'ヘクタール'],
  ['km', 'キロ'],
  ['m', 'メートル'],
  ['t', 'トン'],
  ['t-CO2', 't-CO₂', 'tCO2'],
  ['kg-CO2', 'kg-CO₂'],
  ['mg/L', 'mg/l'],
  ['kL', 'kl'],
  ['人日', '人・日'],
  ['人泊', '人・泊'],
];
const CANONICAL = new Map(SAME.flatMap((words) => words.map((word) => [word, words[0]!] as const)));

/** A unit followed by something that ends it. */
const ENDS = /[\s\p{P}\p{S}]|$|以|未満|超|程度|前後|くらい|ぐらい|ほど|[をはがにでの]/uy;

export type Unit = { readonly unit: string; readonly end: number };

/** The listed unit at `at` of a folded text; the spelling is kept but for %. */
export function knownUnitAt(text: string, at: number): Unit | null {
  KNOWN_UNIT.lastIndex = at;
  const found = KNOWN_UNIT.exec(text)?.[0];
  if (found === undefined) return null;
  const end = at + found.length;
  return { unit: CANONICAL.get(found) === '%' ? '%' : found, end };
}

/** What a number may be of each: 円/人, 回/月. 件/年 is the number of the year itself and read without it. */
const EACH =
  /\/(?:(人)[・/]?([日月年回])|(名)|(?:人|件|回|月|週|日|世帯|戸|台|校|園|施設|団体|区|㎡|m2|10a|a|ha|km2|km|t|時間))/y;

/** The `/人` behind a unit that ends there: g/人・日, g/人/日 and g/人日 are one. '' without one, which ends where it began. */
export function eachAt(text: string, at: number): Unit {
  EACH.lastIndex = at;
  const found = EACH.exec(text);
  const end = at + (found?.[0].length ?? 0);
  if (!found || !unitEndsAt(text, end)) return { unit: '', end: at };
  const unit = found[3] === undefined ? found[0] : '/人';
  return { unit: found[1] === undefined ? unit : `/${found[1]}${found[2]!}`, end };
}

/** A unit that is not listed, only where it stands alone behind the number. */
export function unlistedUnitAt(text: string, at: number): Unit | null {
  UNLISTED_UNIT.lastIndex = at;
  const found = UNLISTED_UNIT.exec(text)?.[0];
  if (found === undefined || NO_UNIT.test(found) || !unitEndsAt(text, at + found.length)) return null;
  return { unit: found, end: at + found.length };
}

export function unitEndsAt(text: string, at: number): boolean {
  ENDS.lastIndex = at;
  return ENDS.test(text);
}

/** True when two units count the same thing: 人 and 名, か所 and 箇所. 人 and 件 do not; null equals only null. */
export function sameUnit(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return a === b;
  return (CANONICAL.get(a) ?? a) === (CANONICAL.get(b) ?? b);
}

/** Units that say the rest of a number in a bigger one: 2時間30分, 1年6か月, 1km500m are one quantity in two numbers. */
const RESTS: readonly (readonly [bigger: string, smaller: readonly string[]])[] = [
  ['年', ['か月', '日']],
  ['か月', ['日']],
  ['日', ['時間']],
  ['時間', ['分', '秒']],
  ['分', ['秒']],
  ['km', ['m']],
  ['m', ['cm']],
  ['t', ['kg']],
  ['kg', ['g']],
];

/** True when a number of `unit` right behind one of `bigger` belongs to it. */
export function isRestOf(unit: string | null, bigger: string): boolean {
  return RESTS.some(
    ([whole, parts]) => sameUnit(whole, bigger) && parts.some((part) => sameUnit(part, unit)),
  );
}

/** 人泊, 人日: every stay and day of every person is counted, whether 延べ is written or not. */
export const countsEveryTime = (unit: string | null): boolean =>
  ['人日', '人泊', '人時', '人回'].includes(CANONICAL.get(unit ?? '') ?? unit ?? '');

/** Numbers of this unit add up over the year; per cent, points and multiples do not. */
export function addsUp(unit: string | null): boolean {
  if (unit === null) return true;
  return !unit.includes('/') && !['%', 'ポイント', '倍', '位'].includes(CANONICAL.get(unit) ?? unit);
}

/** What a number without a unit of its own counts: `factor` is 1000 for (千円). */
export type IndicatorUnit = { readonly unit: string; readonly factor: string };

const SCALES: Readonly<Record<string, string>> = {
  十: '10',
  百: '100',
  千: '1000',
  万: '10000',
  十万: '100000',
  百万: '1000000',
  千万: '10000000',
  億: '100000000',
};

/**
 * The unit that an indicator's name gives in its last parenthesis: 取組み地区数(地区) → 地区. Only listed counters count
 * (V02): (発注本数/当初計画本数), (避難所数) and (回数) are none; (参加人数) is a measure of people → 人.
 */
export function unitOfIndicator(name: string): IndicatorUnit | null {
  const inside = /\(([^()]*)\)\s*$/
    .exec(fold(name))?.[1]
    ?.trim()
    .replace(/^単位\s*:?\s*/, '');
  if (!inside) return null;
  if (/^[^/・、,]{0,12}(?:人数|者数)$/u.test(inside)) return { unit: '人', factor: '1' };
  const scale = /^(?:十万|百万|千万|[十百千万億])(?=.)/u.exec(inside)?.[0] ?? '';
  const found = knownUnitAt(inside, scale.length);
  if (!found || found.end !== inside.length) return null;
  return { unit: found.unit, factor: SCALES[scale] ?? '1' };
}

/** 千 or 百万 behind the digits of a numeral that has nothing else: 1,500千 → '1000'; '1' for any other. */
export function scaleBehind(numeral: string): string {
  return SCALES[/^[\d,.]+([十百千]万|[百千万億])(?![十百千万億兆\d])/u.exec(numeral)?.[1] ?? ''] ?? '1';
}

/** A value in the unit of the indicator as an exact decimal: 103 (千円) → 103000. */
export function scaled(value: string, factor: string): string {
  return new Big(value).times(factor).toFixed();
}
