/** From a folded text to its parts, notes and what was not understood: one pass from left to right. */
import Big from 'big.js';
import { dateAt, mayHoldDate } from './dates.js';
import { notNumberEnd, numberAt } from './number.js';
import { startsNumeral } from './numerals.js';
import { readPrefix } from './prefix.js';
import type { NumberPart, Part, Scope } from './reading.js';
import { stateOf } from './states.js';
import { deedOf, leavesNumberAsItIs } from './suffix.js';
import { type IndicatorUnit, isRestOf, knownUnitAt, sameUnit, scaled } from './units.js';

type Scan = {
  readonly parts: readonly Part[];
  readonly notes: readonly string[];
  readonly unread: readonly string[];
  /** what was done, as the words behind a number say it: 10件申請しました → 申請 */
  readonly deeds: readonly string[];
};

export type ScanContext = {
  readonly unit: IndicatorUnit | null;
  /** the indicator is a share: 7/8 is no date */
  readonly perCent: boolean;
};

const SEPARATOR = /[\n;。、,!|●■◆▪•‣◦◇□☆★\u2460-\u24FF\u2776-\u2793\u3251-\u325F\u32B1-\u32BF]/u;
const ANY_OPEN = /[([{「『【〔〈《]/;
const ANY_CLOSE = /[)\]}」』】〕〉》]/;

/** 50件(累計), (延べ)364人: a parenthesis that only says what kind of count the number is */
const SCOPE_ALONE: readonly (readonly [RegExp, Scope, string])[] = [
  [/^(?:累計|累積|通算)値?$/u, 'cumulative', '累計'],
  [/^(?:年間)?(?:延べ|のべ|延)(?:人数|回数|件数|数)?$/u, 'person_times', '延べ'],
];

/** 500人(5年間), 500人(5か年合計): the number is of so many years together */
const YEARS_TOGETHER = /^(\d{1,2})(?:年間?|[かヵカヶケ]年間?)(?:の?(?:合計|累計|計|総数))?$/u;
const MONTHS_OF_A_YEAR = 12;
/** 5年間で500人, 5か年計500人: the same before the number */
const YEARS_BEFORE =
  /(\d{1,2})(?:年間|年(?=で)|[かヵカヶケ]年間?)(?:の?(?:合計|累計|計|総数))?[でに]?(?=\s?(?:延べ|のべ)?\s?\d)/uy;
/** (年間), (毎年): of the year, as every number is; (現状維持): the number is to be kept */
const SAYS_NOTHING_NEW =
  /^(?:年|年間|毎年|毎年度|1年|1年間|年度|各年度?|単年度?|通年)(?:合計|計)?$|^(?:現状)?(?:維持|継続)(?:実施)?$/u;
/** 12回(年12回), 12回(月1回): the same count said in another way, or how it comes about */
const SAME_IN_A_YEAR = /^([年月])に?(\d{1,4})([\p{L}]{1,3})$/u;

/** 5年, 1, 200人, 2、3回: the digits are not the number, or not all of it */
const NO_NUMBER_YET = /^(?:[かヵカヶケ]?年|[,、]\s?\d)/u;

function isSameInAYear(text: string, counted: NumberPart): boolean {
  const found = SAME_IN_A_YEAR.exec(text);
  if (!found || !sameUnit(found[3]!, counted.unit)) return false;
  return new Big(found[2]!).times(found[1] === '月' ? MONTHS_OF_A_YEAR : 1).eq(counted.value);
}

function unitAlone(text: string): string | null {
  const found = knownUnitAt(text, 0);
  return found && found.end === text.length ? found.unit : null;
}

export function scan(text: string, context: ScanContext): Scan {
  const parts: Part[] = [];
  const notes: string[] = [];
  const unread: string[] = [];
  const deeds: string[] = [];
  const mayBeDated = mayHoldDate(text);
  let at = 0;
  /** words since the last number or separator */
  let words = '';
  /** what stands between the last number and here; null when a separator does */
  let sinceNumber = null as 'nothing' | 'blank' | null;
  let year = null as 'old' | 'year' | null;
  /** a day stands in this segment, so that 実施 tells of the day */
  let dated = false;
  let inParenthesis = false;
  /** the index in `parts` of the last number when it has no unit of its own */
  let unitless = null as number | null;
  /** 5年間で, before the number that it belongs to */
  let together = null as { readonly years: string; readonly words: string } | null;

  const endSegment = () => {
    const segment = words.trim().replace(/:\s+/g, ':');
    const follows = sinceNumber;
    words = '';
    if (together) unread.push(together.words);
    together = null;
    if (segment === '') return;
    sinceNumber = null;
    if (follows !== null && leavesNumberAsItIs(segment)) {
      const deed = deedOf(segment);
      if (deed !== null) deeds.push(deed);
      return;
    }
    if (year !== null || (dated && leavesNumberAsItIs(segment))) {
      notes.push(segment);
      return;
    }
    const pieces = segment.split(/\s+/);
    const states = pieces.map((piece) => stateOf(piece));
    const fits = follows === null || (follows === 'blank' && pieces.every((piece) => piece.includes(':')));
    for (const [index, piece] of pieces.entries()) {
      const state = fits ? states[index] : null;
      if (state) parts.push(state);
      else unread.push(piece);
    }
  };
  const separate = (length: number) => {
    endSegment();
    sinceNumber = null;
    year = null;
    dated = false;
    at += length;
  };

  const takeNumber = (): boolean => {
    const character = text[at]!;
    const isSign = /[-+△▲]/.test(character);
    if (!startsNumeral(isSign ? text[at + 1] : character)) return false;
    if (/[-+]/.test(character) && (sinceNumber === 'nothing' || !/(?:^|[\s:])$/.test(words))) return false;
    if (/[A-Za-z0-9._\-/×*]$/.test(words) && !isSign) return false;
    const found = numberAt(text, at, words.trim() === '', context.perCent);
    if (!found) return false;
    const typed = (words + text.slice(at, found.end)).trim();
    const prefix = readPrefix(words, !/[0-9+△▲-]/.test(character));
    const blankBefore = sinceNumber;
    const last = parts.at(-1);
    const crowded =
      (unitless !== null && blankBefore === 'blank' && words.trim() === '') ||
      (blankBefore !== null &&
        last?.kind === 'number' &&
        isRestOf(found.unit, `${last.unit ?? ''}${words.trim()}`));
    words = '';
    at = found.end;
    sinceNumber = 'nothing';
    const before = unitless;
    unitless = null;
    if (
      (prefix.sense === 'order' && found.unit !== '位') ||
      prefix.sense === 'note' ||
      (year === 'old' && found.isPart)
    ) {
      notes.push(typed);
      return true;
    }
    if (!found.isPart || year === 'year') {
      unread.push(typed);
      return true;
    }
    const twoComparators = prefix.comparator !== null && found.comparator !== null;
    const cut = found.unit === null && NO_NUMBER_YET.test(text.slice(at));
    const eachDay = blankBefore === 'nothing' && prefix.label === '平均';
    if (found.doubt || prefix.sense === 'unsure' || twoComparators || crowded || cut || eachDay)
      unread.push(typed);
    else if (inParenthesis && before === null && prefix.label === null && prefix.scope === 'annual') {
      // 200人(190人): which of the two is meant?
      const main = parts.at(-1);
      if (main?.kind === 'number' && main.scope === 'annual') unread.push(typed);
    } else if (inParenthesis && before !== null && prefix.label === null && prefix.scope === 'annual') {
      unread.push(typed);
    }
    const own = found.unit ?? (prefix.yen ? '円' : null);
    const given = own === null ? context.unit : null;
    const part: NumberPart = {
      kind: 'number',
      label: prefix.label,
      value: given ? scaled(found.value, given.factor) : found.value,
      fraction: found.fraction,
      unit: own ?? given?.unit ?? null,
      comparator: found.comparator ?? prefix.comparator,
      scope: prefix.scope,
      approximate: found.approximate || prefix.approximate,
      ...(found.upTo === undefined ? {} : { upTo: given ? scaled(found.upTo, given.factor) : found.upTo }),
    };
    if (own === null) unitless = parts.length;
    parts.push(together && together.years !== '1' ? { ...part, years: together.years } : part);
    together = null;
    return true;
  };

  const takeYears = (): boolean => {
    if (together || !/\d/.test(text[at]!) || /[A-Za-z0-9.\-/第約数]$/.test(words)) return false;
    YEARS_BEFORE.lastIndex = at;
    const found = YEARS_BEFORE.exec(text);
    if (!found) return false;
    together = { years: new Big(found[1]!).toFixed(), words: found[0] };
    at += found[0].length;
    return true;
  };

  const takeParenthesis = () => {
    const close = text.slice(at + 1).search(ANY_CLOSE);
    const inside = close < 0 ? text.slice(at + 1) : text.slice(at + 1, at + 1 + close);
    const after = at + 1 + inside.length + (close < 0 ? 0 : 1);
    const trimmed = inside.trim();
    const date = dateAt(trimmed, 0);
    if (date && date.end === trimmed.length) {
      notes.push(trimmed);
      at = after;
      return;
    }
    const counted = parts.at(-1);
    const scoped = SCOPE_ALONE.find(([pattern]) => pattern.test(trimmed));
    if (scoped && words.trim() === '' && sinceNumber === null) {
      words = scoped[2];
      at = after;
      return;
    }
    if (scoped && words.trim() === '' && counted?.kind === 'number' && counted.scope === 'annual') {
      parts[parts.length - 1] = { ...counted, scope: scoped[1] };
      at = after;
      return;
    }
    if (counted?.kind === 'number' && words.trim() === '' && sinceNumber !== null && close >= 0) {
      const years = YEARS_TOGETHER.exec(trimmed)?.[1];
      if (years !== undefined && years !== '1') parts[parts.length - 1] = { ...counted, years };
      if (years !== undefined || SAYS_NOTHING_NEW.test(trimmed) || isSameInAYear(trimmed, counted)) {
        at = after;
        return;
      }
    }
    const unit = unitAlone(trimmed);
    const bare = unitless === null ? undefined : parts[unitless];
    if (unit !== null && words.trim() === '' && sinceNumber !== null && bare?.kind === 'number') {
      parts[unitless!] = { ...bare, unit };
      unitless = null;
      at = after;
      return;
    }
    if (
      words.trim() !== '' &&
      sinceNumber === null &&
      close >= 0 &&
      !/\d/.test(inside) &&
      !ANY_OPEN.test(inside)
    ) {
      words += `(${trimmed})`;
      at = after;
      return;
    }
    if (sinceNumber !== null) separate(1);
    else {
      words += ' ';
      at += 1;
    }
    inParenthesis = true;
  };

  while (at < text.length) {
    const character = text[at]!;
    if (character === '※') {
      const line = /^[^\n]*/.exec(text.slice(at))![0];
      separate(line.length);
      notes.push(line.trim());
    } else if (character === '・' && (words.trim() === '' || /\s$/.test(words))) separate(1);
    else if (character === '.' && words.trim() === '' && sinceNumber === 'nothing') separate(1);
    else if (character === '-' && words.trim() === '' && /\s/.test(text[at + 1] ?? '')) separate(1);
    else if (SEPARATOR.test(character)) separate(1);
    else if (character === '?') {
      separate(1);
      unread.push(character);
    } else if (ANY_OPEN.test(character)) takeParenthesis();
    else if (ANY_CLOSE.test(character)) {
      separate(1);
      inParenthesis = false;
    } else if (/\s/.test(character)) {
      if (words !== '') words += ' ';
      else if (sinceNumber === 'nothing') sinceNumber = 'blank';
      at += 1;
    } else {
      const date = !mayBeDated || /[A-Za-z0-9,.]$/.test(words) ? null : dateAt(text, at);
      if (date) {
        notes.push(date.text);
        if (date.kind === 'day') dated = true;
        else year = date.kind;
        at = date.end;
      } else if (!takeYears() && !takeNumber()) {
        const end = startsNumeral(character) ? Math.max(notNumberEnd(text, at), at + 1) : at + 1;
        words += text.slice(at, end);
        at = end;
      }
    }
  }
  endSegment();
  return { parts, notes, unread, deeds };
}
