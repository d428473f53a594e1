/**
 * A number through a number format (ECMA-376 18.8.31) as Excel and LibreOffice show it: words of its own, sections,
 * conditions, colours, dates and 漢数字, in which the library errs.
 */
import Big from 'big.js';
import { shownThrough } from '../library.js';
import { dateThrough } from './date-format.js';
import { inDigits, inKanji, type Numerals } from './numerals.js';

type Token =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'general' }
  /** 0 # ? , . and % */
  | { readonly kind: 'code'; readonly text: string }
  /** @ */
  | { readonly kind: 'value' };

type Section = {
  readonly tokens: readonly Token[];
  readonly condition: { readonly sign: string; readonly than: number } | null;
  /** [DBNum1] */
  readonly numerals: Numerals | null;
  /** a bracket whose meaning is not known here */
  readonly unknown: boolean;
  /** it shows a date or a time */
  readonly dated: boolean;
  /** its text without brackets, and without what only keeps room */
  readonly source: string;
  readonly whole: string;
};

const TOKEN =
  /"([^"]*)"|\\([\s\S])|_[\s\S]|\*[\s\S]|\[([^\]]*)\]|(General|G\/標準)|(@)|([0#?.,%]+|E[+-])|(AM\/PM|A\/P|[ymdhsgae])|([\s\S])/giu;
/** Signs of dates that only some programs or languages know: the Buddhist year, weekdays, quarters, weeks. */
const ELSEWHERE = /[bnqrw]/i;
const COLOUR =
  /^(?:black|blue|cyan|green|magenta|red|white|yellow|color ?\d+|黒|青|水|緑|紫|赤|白|黄|色 ?\d+)$/i;
const CONDITION = /^(<=|>=|<>|=|<|>)\s?(-?\d+(?:\.\d+)?)$/;

/** What stands in quotation marks or brackets, or behind a sign that speaks of the next one, is one piece. */
const PIECES = /"[^"]*"|\\[\s\S]|_[\s\S]|\*[\s\S]|\[[^\]]*\]|[\s\S]/gu;

/** The sections of a format, split at the semicolons that stand in no quotation. */
function sectionsOf(format: string): string[] {
  const sections = [''];
  for (const [piece] of format.matchAll(PIECES))
    if (piece === ';') sections.push('');
    else sections[sections.length - 1] += piece;
  return sections;
}

function read(text: string): Section {
  const tokens: Token[] = [];
  let condition: Section['condition'] = null;
  let numerals: Section['numerals'] = null;
  let unknown = false;
  let dated = false;
  for (const [all, quoted, escaped, bracket, general, value, code, date, other] of text.matchAll(TOKEN)) {
    if (bracket !== undefined) {
      const compared = CONDITION.exec(bracket);
      const currency = /^\$([^-]*)(?:-.*)?$/u.exec(bracket)?.[1];
      const kanji = /^DBNum([123])$/i.exec(bracket)?.[1];
      if (compared) condition = { sign: compared[1]!, than: Number(compared[2]) };
      else if (currency !== undefined) tokens.push({ kind: 'text', text: currency });
      else if (kanji) numerals = kanji as Numerals;
      else if (/^([hms])\1*$/i.test(bracket)) dated = true;
      else if (!COLOUR.test(bracket)) unknown = true;
    } else if (general !== undefined) tokens.push({ kind: 'general' });
    else if (value !== undefined) tokens.push({ kind: 'value' });
    else if (code !== undefined) tokens.push({ kind: 'code', text: code });
    else if (date !== undefined) dated = true;
    else if (other !== undefined && ELSEWHERE.test(other)) unknown = true;
    else if (!all.startsWith('_') && !all.startsWith('*'))
      tokens.push({ kind: 'text', text: quoted ?? escaped ?? other ?? '' });
  }
  const source = text.replace(PIECES, (piece) => (/^(?:[_*]|\[.)/su.test(piece) ? '' : piece));
  return { tokens, condition, numerals, unknown, dated, source, whole: text };
}

function holds({ sign, than }: NonNullable<Section['condition']>, value: number): boolean {
  switch (sign) {
    case '<':
      return value < than;
    case '<=':
      return value <= than;
    case '>':
      return value > than;
    case '>=':
      return value >= than;
    case '=':
      return value === than;
    default:
      return value !== than;
  }
}

/** A section under which only numbers below zero fall shows them without their sign: △0. */
const onlyBelowZero = ({ sign, than }: NonNullable<Section['condition']>): boolean =>
  (sign === '<' && than <= 0) || ((sign === '<=' || sign === '=') && than < 0);

type Chosen = { readonly section: Section; readonly value: number };

function choose(sections: readonly Section[], value: number): Chosen | null {
  const numbers = sections.slice(0, 3);
  if (numbers.some(({ condition }) => condition !== null)) {
    const first = numbers.find(({ condition }) => condition !== null && holds(condition, value));
    const section = first ?? numbers.findLast(({ condition }) => condition === null);
    if (!section) return null;
    const bare = section.condition !== null && onlyBelowZero(section.condition);
    return { section, value: bare ? Math.abs(value) : value };
  }
  const [positive, negative, zero] = numbers;
  if (!positive) return null;
  if (value < 0 && negative) return { section: negative, value: -value };
  if (value === 0 && zero) return { section: zero, value };
  return { section: positive, value };
}

export type ShownNumber = {
  readonly text: string;
  /** it shows a day */
  readonly day: boolean;
};

/**
 * What a cell with this format shows of a number; null where that is not known here.
 *
 * @param general   a number as General shows it
 * @param from1904  the days of dates are counted from 1904, not from 1900
 */
export function numberThrough(
  format: string,
  value: number,
  general: (value: number) => string,
  from1904: boolean,
): ShownNumber | null {
  const chosen = choose(sectionsOf(format).map(read), value);
  if (!chosen || chosen.section.unknown) return null;
  if (chosen.section.dated) return dateThrough(chosen.section.whole, { count: chosen.value, from1904 });
  const text = plainThrough(chosen, general);
  return text === null ? null : { text: value < 0 ? withSign(text, chosen) : text, day: false };
}

/** A digit that makes a number other than zero. */
const NONZERO = /[1-9一二三四五六七八九壱弐参伍１-９十百千]/u;
/** What says by itself that a number is below zero. */
const SIGNED = /[-−－‐△▲▽▼]|マイナス|減|負/u;
const BRACKETED = /^[(（]([^()（）]+)[)）]/u;

/** A number below zero that its format shows in brackets or by its colour alone (数値: (1,234) or a red 1,234), with a sign. */
function withSign(text: string, { section, value }: Chosen): string {
  if (value < 0 || SIGNED.test(text) || !NONZERO.test(text)) return text;
  if (BRACKETED.test(text)) return text.replace(BRACKETED, '-$1');
  const pieces = [...section.whole.matchAll(PIECES)].map(([piece]) => piece);
  const coloured = pieces.some((piece) => piece.startsWith('[') && COLOUR.test(piece.slice(1, -1)));
  return coloured ? `-${text}` : text;
}

/** Excel keeps so many decimal digits of a number, and rounds what they say. */
const DIGITS = 15;

/** A number rounded half up to what a code shows of it: 0.285 through 0% is 29%, though its binary fraction is a little less. */
function roundedFor(code: string, size: number): number {
  const lengthOf = (pattern: RegExp) => pattern.exec(code)?.[1]?.length ?? 0;
  const decimals = lengthOf(/\.([0#?]*)/u);
  const perCents = code.split('%').length - 1;
  const thousands = lengthOf(/[0#?.](,+)%*$/u);
  const places = decimals + 2 * perCents - 3 * thousands;
  return new Big(size.toPrecision(DIGITS)).round(places, Big.roundHalfUp).toNumber();
}

function plainThrough({ section, value }: Chosen, general: (value: number) => string): string | null {
  // What is left of the format in one piece goes through the library; its words are put in afterwards.
  const codes = section.tokens.filter(({ kind }) => kind !== 'text');
  const size = Math.abs(value);
  if (codes.length === 0) return textOf(section.tokens, () => '').trim();
  if (codes.length === 1) {
    const [code] = codes;
    const shown =
      code!.kind === 'code' ? shownThrough(code!.text, roundedFor(code!.text, size)) : general(size);
    const written = numeralsOf(section, code!, shown, size);
    if (written === null) return null;
    const whole = textOf(section.tokens, () => written).trim();
    return value < 0 && NONZERO.test(written) ? `-${whole}` : whole;
  }
  // digits apart (0.00E+00, # ?/?, 000-0000): as the library does, which takes some signs in quotation marks for its own
  const quotes = [...section.source.matchAll(PIECES)].some(([piece]) => /^["\\].*[/%.e]/isu.test(piece));
  if (section.numerals !== null || quotes) return null;
  const shown = shownThrough(section.source, size).trim();
  return value < 0 && /[1-9]/.test(shown) ? `-${shown}` : shown;
}

/** Whether a format shows a number as a day or a time. */
export const isDated = (format: string): boolean => sectionsOf(format).some((one) => read(one).dated);

function numeralsOf({ numerals }: Section, { kind }: Token, shown: string, size: number): string | null {
  if (numerals === null) return shown;
  if (kind === 'code') return inDigits(shown, numerals);
  return numerals === '1' ? inKanji(size) : null;
}

const textOf = (tokens: readonly Token[], shown: () => string): string =>
  tokens.map((one) => (one.kind === 'text' ? one.text : shown())).join('');

/** What a cell with this format shows of a text: its fourth section, or one with an @; '' where it hides texts. */
export function textThrough(format: string, text: string): string {
  const sections = sectionsOf(format);
  const section =
    sections[3] ?? sections.find((one) => read(one).tokens.some(({ kind }) => kind === 'value'));
  return section === undefined ? text : textOf(read(section).tokens, () => text);
}
