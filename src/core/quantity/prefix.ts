/**
 * What stands before a number: its label, 累計 or 延べ, 約, a comparator sign, or words that make it no count at all.
 */
import type { Comparator, Scope } from './reading.js';

type Prefix = {
  readonly label: string | null;
  readonly scope: Scope;
  readonly approximate: boolean;
  readonly comparator: Comparator | null;
  /** ¥1,000 */
  readonly yen: boolean;
  /**
   * `count` a quantity · `note` a figure that explains another one (前年度85人, うち書面1回) ·
   * `order` an ordinal (第3回) · `unsure` something that changes its meaning (見込み200人, 月1回, 数10人)
   */
  readonly sense: 'count' | 'note' | 'order' | 'unsure';
};

const SIGNS: Readonly<Record<string, Comparator>> = {
  '≥': 'gte',
  '≧': 'gte',
  '⩾': 'gte',
  '>=': 'gte',
  '=>': 'gte',
  '>': 'gt',
  '≤': 'lte',
  '≦': 'lte',
  '⩽': 'lte',
  '<=': 'lte',
  '=<': 'lte',
  '<': 'lt',
};
const SIGN = /(>=|=>|<=|=<|[≥≧⩾>≤≦⩽<])\s*$/;
const ENGLISH_COMPARATORS: readonly (readonly [RegExp, Comparator])[] = [
  [/(?:^|\s)at least$/i, 'gte'],
  [/(?:^|\s)(?:no more than|at most|up to)$/i, 'lte'],
  [/(?:^|\s)(?:more than|over)$/i, 'gt'],
  [/(?:^|\s)(?:less than|fewer than|under)$/i, 'lt'],
];
const APPROXIMATE =
  /(?:約|およそ|おおよそ|おおむね|概ね|ほぼ|だいたい|(?:^|\s)(?:about|around|approximately))$/i;
const CUMULATIVE_END = /(?:累計|累積|通算|(?:^|\s)cumulative)$/i;
const PERSON_TIMES_END = /(?:延べ|のべ|延|(?:^|\s)person-times)$/i;
const CUMULATIVE_START = /^(?:累計|累積|通算)/;
const PERSON_TIMES_START = /^(?:延べ|のべ)/;
/** words that add nothing to a number of this year */
const NEUTRAL =
  /(?:^|\s)(?:年間|各年度|単年度|年|全|実人数|実人員|実数|実|目標値?|結果|実績値?|実施回数|回数|人数|件数|最低)$/;
const PARTICLE = /[:はがで]$/;
const NOTE = /^(?:うち|内訳?|(?:対)?(?:前年度?|昨年度?|前回|前期)(?!度?比)|基準値?|現状値?|当初値?|参考値?)/;
const UNSURE =
  /^[数約]|^ー+$|マイナス|各$|^また$|または|又は|もしくは|若しくは|(?:^|\s)or$|\s数$|[何幾第毎]$|^(?:毎|隔)[年月週日]|(?:ごと|毎)に?$|(?:あたり|当たり)$|[〇一二三四五六七八九十百千万億]$|(?:^|毎|各)(?:月|週|日|地区|校|班|係|課)$|[^\s]?\d|予定|見込|目指|中止|延期|以上|以下|未満|以内|ため|から|より|ました|[をへ]/;
const LABEL = /^[\p{L}\p{M}々ー・()]+(?: [\p{L}\p{M}々ー・()]+)*$/u;
const MAX_LABEL = 40;

/**
 * Reads the folded text before a number. `kanji`: the number is in 漢数字, so that 数 before it belongs to it
 * (参加者数十人 is no ten people).
 */
export function readPrefix(text: string, kanji = false): Prefix {
  let rest = text.replace(/\s+/g, ' ').trim();
  let scope: Scope = 'annual';
  let approximate = false;
  let comparator: Comparator | null = null;
  let yen = false;
  const strip = (pattern: RegExp): boolean => {
    const shorter = rest.replace(pattern, '').trim();
    if (shorter === rest) return false;
    rest = shorter;
    return true;
  };
  let changed = true;
  while (changed && rest !== '') {
    changed = false;
    const sign = SIGN.exec(rest)?.[1];
    if (sign !== undefined && comparator === null) {
      comparator = SIGNS[sign]!;
      changed = strip(SIGN);
      continue;
    }
    const english = ENGLISH_COMPARATORS.find(([pattern]) => pattern.test(rest));
    if (english && comparator === null) {
      comparator = english[1];
      changed = strip(english[0]);
      continue;
    }
    if (strip(/[¥\\]$/)) changed = yen = true;
    else if (strip(APPROXIMATE)) changed = approximate = true;
    else if (scope !== 'person_times' && strip(CUMULATIVE_END)) {
      scope = 'cumulative';
      changed = true;
    } else if (scope !== 'cumulative' && strip(PERSON_TIMES_END)) {
      scope = 'person_times';
      changed = true;
    } else if (strip(NEUTRAL) || strip(PARTICLE)) changed = true;
  }
  if (scope === 'annual' && strip(CUMULATIVE_START)) scope = 'cumulative';
  else if (scope === 'annual' && strip(PERSON_TIMES_START)) scope = 'person_times';
  rest = rest.replace(/^(?:人数|回数|件数)$/, '');
  const head = { scope, approximate, comparator, yen };
  if (/第$|^注$/.test(rest)) return { ...head, label: null, sense: 'order' };
  if (NOTE.test(rest)) return { ...head, label: null, sense: 'note' };
  if (rest === '') return { ...head, label: null, sense: 'count' };
  if (UNSURE.test(rest) || (kanji && rest.endsWith('数')) || rest.length > MAX_LABEL || !LABEL.test(rest)) {
    return { ...head, label: null, sense: 'unsure' };
  }
  return { ...head, label: rest, sense: 'count' };
}
