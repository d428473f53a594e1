/** From a folded text to its parts, notes and what was not understood: one pass from left to right. */
import { dateAt } from './dates.js';
import { notNumberEnd, numberAt } from './number.js';
import { startsNumeral } from './numerals.js';
import { readPrefix } from './prefix.js';
import type { NumberPart, Part, Scope } from './reading.js';
import { stateOf } from './states.js';
import { deedOf, leavesNumberAsItIs } from './suffix.js';
import { type IndicatorUnit, isRestOf, knownUnitAt, scaled } from './units.js';

export type Scan = {
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
  [/^(?:延べ|のべ|延)(?:人数|回数|件数|数)?$/u, 'person_times', '延べ'],
];

function unitAlone(text: string): string | null {
  const found = knownUnitAt(text, 0);
  return found && found.end === text.length ? found.unit : null;
}

export function scan(text: string, context: ScanContext): Scan {
  const parts: Part[] = [];
  const notes: string[] = [];
  const unread: string[] = [];
  const deeds: string[] = [];
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

  const endSegment = () => {
    const segment = words.trim().replace(/:\s+/g, ':');
    const follows = sinceNumber;
    words = '';
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
    if (prefix.sense === 'order' || prefix.sense === 'note' || (year === 'old' && found.isPart)) {
      notes.push(typed);
      return true;
    }
    if (!found.isPart || year === 'year') {
      unread.push(typed);
      return true;
    }
    const twoComparators = prefix.comparator !== null && found.comparator !== null;
    if (found.doubt || prefix.sense === 'unsure' || twoComparators || crowded) unread.push(typed);
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
    };
    if (own === null) unitless = parts.length;
    parts.push(part);
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
      const date = /[A-Za-z0-9,.]$/.test(words) ? null : dateAt(text, at);
      if (date) {
        notes.push(date.text);
        if (date.kind === 'day') dated = true;
        else year = date.kind;
        at = date.end;
      } else if (!takeNumber()) {
        const end = startsNumeral(character) ? Math.max(notNumberEnd(text, at), at + 1) : at + 1;
        words += text.slice(at, end);
        at = end;
      }
    }
  }
  endSegment();
  return { parts, notes, unread, deeds };
}
