/**
 * A number through a number format (ECMA-376 18.8.31) as Excel and LibreOffice show it: words of its own, sections,
 * conditions, colours, elapsed time and 漢数字, in which the library errs.
 */
import { shownThrough } from './library.js';

type Token =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'general' }
  /** 0 # ? , . and %; h m s */
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'elapsed'; readonly unit: 'h' | 'm' | 's' }
  /** @ */
  | { readonly kind: 'value' };

type Section = {
  readonly tokens: readonly Token[];
  readonly condition: { readonly sign: string; readonly than: number } | null;
  /** [DBNum1]: 1 一二三, 2 壱弐参, 3 １２３ */
  readonly numerals: '1' | '2' | '3' | null;
  /** a bracket whose meaning is not known here */
  readonly unknown: boolean;
  /** it has signs of a date (y d g e a) */
  readonly dated: boolean;
  /** its text without brackets, and without what only keeps room */
  readonly source: string;
};

const TOKEN =
  /"([^"]*)"|\\([\s\S])|_[\s\S]|\*[\s\S]|\[([^\]]*)\]|(General|G\/標準)|(AM\/PM|A\/P)|(@)|([0#?.,%]+|[hms]+|[Ee][+-]?)|([\s\S])/giu;
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
  for (const found of text.matchAll(TOKEN)) {
    const [all, quoted, escaped, bracket, general, noon, value, code, other] = found;
    if (bracket !== undefined) {
      const compared = CONDITION.exec(bracket);
      const currency = /^\$([^-]*)(?:-.*)?$/u.exec(bracket)?.[1];
      const kanji = /^DBNum([123])$/i.exec(bracket)?.[1];
      const elapsed = /^([hms])\1*$/i.exec(bracket)?.[1]?.toLowerCase();
      if (compared) condition = { sign: compared[1]!, than: Number(compared[2]) };
      else if (currency !== undefined) tokens.push({ kind: 'text', text: currency });
      else if (kanji) numerals = kanji as Section['numerals'];
      else if (elapsed) tokens.push({ kind: 'elapsed', unit: elapsed as 'h' });
      else if (!COLOUR.test(bracket)) unknown = true;
    } else if (general !== undefined) tokens.push({ kind: 'general' });
    else if (noon !== undefined) unknown = true;
    else if (value !== undefined) tokens.push({ kind: 'value' });
    else if (code !== undefined) tokens.push({ kind: 'code', text: code });
    else if (all.startsWith('_') || all.startsWith('*')) continue;
    else {
      dated ||= other !== undefined && /[ydgea]/i.test(other);
      tokens.push({ kind: 'text', text: quoted ?? escaped ?? other ?? '' });
    }
  }
  const source = text.replace(PIECES, (piece) => (/^(?:[_*]|\[.)/su.test(piece) ? '' : piece));
  return { tokens, condition, numerals, unknown, dated, source };
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

const KANJI = {
  '1': '〇一二三四五六七八九',
  '2': '零壱弐参四伍六七八九',
  '3': '０１２３４５６７８９',
} as const;
const inDigits = (text: string, digits: string): string =>
  text.replace(/\d/g, (digit) => [...digits][Number(digit)]!);

/** 123 as 百二十三: whole numbers below a 京 alone. */
function inKanji(value: number): string | null {
  if (!Number.isInteger(value) || value < 0 || value >= 1e16) return null;
  if (value === 0) return '〇';
  let text = '';
  for (const [scale, name] of [
    [1e12, '兆'],
    [1e8, '億'],
    [1e4, '万'],
    [1, ''],
  ] as const) {
    const four = Math.floor(value / scale) % 10_000;
    if (four === 0) continue;
    for (const [small, word] of [
      [1000, '千'],
      [100, '百'],
      [10, '十'],
      [1, ''],
    ] as const) {
      const digit = Math.floor(four / small) % 10;
      if (digit > 0) text += `${digit === 1 && small > 1 ? '' : KANJI['1'][digit]}${word}`;
    }
    text += name;
  }
  return text;
}

const SECONDS_PER_DAY = 86_400;

/** Time of day, and time that has passed ([h]:mm) for a number of days. */
function inTime({ tokens }: Section, value: number): string | null {
  if (value < 0) return null;
  const all = Math.round(value * SECONDS_PER_DAY);
  const parts = {
    h: Math.floor(all / 3600),
    m: Math.floor(all / 60),
    s: all,
  };
  const two = (n: number, width: number) => String(n).padStart(width > 1 ? 2 : 1, '0');
  let text = '';
  for (const token of tokens) {
    switch (token.kind) {
      case 'text':
        text += token.text;
        break;
      case 'elapsed':
        text += String(parts[token.unit]);
        break;
      case 'code': {
        const unit = token.text[0]!.toLowerCase();
        if (!/^([hms])\1*$/i.test(token.text)) return null;
        text += two(unit === 'h' ? parts.h % 24 : parts[unit as 'm' | 's'] % 60, token.text.length);
        break;
      }
      default:
        return null;
    }
  }
  return text;
}

/**
 * What a cell with this format shows of a number; null where that is not known here.
 *
 * @param general  a number as General shows it
 */
export function numberThrough(
  format: string,
  value: number,
  general: (value: number) => string,
): string | null {
  const chosen = choose(sectionsOf(format).map(read), value);
  if (!chosen || chosen.section.unknown) return null;
  const { section } = chosen;
  if (section.dated) return shownThrough(format, value);
  if (timed(section)) return inTime(section, chosen.value)?.trim() ?? null;
  // What is left of the format in one piece goes through the library; its words are put in afterwards.
  const codes = section.tokens.filter(
    (one) => one.kind === 'code' || one.kind === 'general' || one.kind === 'value',
  );
  const size = Math.abs(chosen.value);
  if (codes.length === 0) return textOf(section.tokens, () => '').trim();
  if (codes.length === 1) {
    const [code] = codes;
    const shown = code!.kind === 'code' ? shownThrough(code!.text, size) : general(size);
    const written = numeralsOf(section, code!, shown, size);
    if (written === null) return null;
    const whole = textOf(section.tokens, () => written).trim();
    return chosen.value < 0 && /[1-9一二三四五六七八九壱弐参伍１-９十百千]/u.test(written)
      ? `-${whole}`
      : whole;
  }
  // digits apart (0.00E+00, # ?/?, 000-0000): as the library does, which takes some signs in quotation marks for its own
  const quotes = [...section.source.matchAll(PIECES)].some(([piece]) => /^["\\].*[/%.e]/isu.test(piece));
  if (section.numerals !== null || quotes) return null;
  const shown = shownThrough(section.source, size).trim();
  return chosen.value < 0 && /[1-9]/.test(shown) ? `-${shown}` : shown;
}

/** Whether a format shows a time alone, of the day or passed, and no date. */
export function isTimeAlone(format: string): boolean {
  const sections = sectionsOf(format).map(read);
  return sections.every(({ dated }) => !dated) && timed(sections[0]);
}

const timed = (section: Section | undefined): boolean =>
  section?.tokens.some((one) => one.kind === 'elapsed' || (one.kind === 'code' && /[hs]/i.test(one.text))) ===
  true;

function numeralsOf({ numerals }: Section, { kind }: Token, shown: string, size: number): string | null {
  if (numerals === null) return shown;
  if (kind === 'code') return inDigits(shown, KANJI[numerals]);
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
