/** Reading the quantities of a target or a result. */
import { memoized } from '../text/memoize.js';
import { fold } from './fold.js';
import { printReading } from './print.js';
import type { Part, Reading } from './reading.js';
import { type ScanContext, scan } from './scan.js';
import { unitOfIndicator } from './units.js';

export type QuantityContext = {
  /** 取組指標 as printed; its last parenthesis gives the unit of a number without one (V01, V02) */
  readonly indicator?: string;
};

/** A target or result on the eight sheets has 14 characters at most; what is longer than this is no quantity. */
export const MAX_CHARACTERS = 500;

const SHARE = /率|割合|比率|パーセント|%/;

/** Target and result have the same indicator, and what stands in a sheet is read for several purposes. */
const MANY_INDICATORS = 1_000;

/** In a share 7/8 is seven of eight; elsewhere it may be the eighth of July. */
const contextOf = memoized(
  (indicator: string) => indicator,
  (indicator): ScanContext => {
    const folded = fold(indicator);
    return { unit: unitOfIndicator(folded), perCent: SHARE.test(folded) };
  },
  MANY_INDICATORS,
);

const scanContext = ({ indicator = '' }: QuantityContext): ScanContext => contextOf(indicator);

/** What a text means in a context follows from these alone. */
const keyOf = (text: string, { perCent, unit }: ScanContext): string =>
  `${perCent} ${unit?.factor ?? ''} ${unit?.unit ?? ''} ${text}`;

function sameParts(a: readonly Part[], b: readonly Part[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** What is said back names its units itself. */
const SAID_BACK: ScanContext = { unit: null, perCent: false };

/**
 * Texts scanned lately: each is scanned again as it is said back, in two languages that mostly say the same, and the
 * sheets of a file repeat their targets.
 */
const scanOnce = memoized(keyOf, scan, 4_000);

/**
 * Reads what a person typed (or a sheet prints) as target or result: numbers with label, unit, comparator and scope
 * (V01–V13, V19; C04, C06), coverage, milestones and notes.
 *
 * Never throws. `certain` is true only when there is at least one part and every character was understood; `unread`
 * says what was not. A part that cannot be said back so that it would be read the same is not read at all, since
 * the person could not check it. Money and counts with 千, 万, 億 are given in the plain unit: 12千円 → 12000 円.
 */
export function readQuantity(text: string, context: QuantityContext = {}): Reading {
  return known(text, scanContext(context));
}

/** Readings kept of what was read lately, mostly targets of sheets that are being reported. */
const MANY_READINGS = 2_000;

const known = memoized(keyOf, read, MANY_READINGS);

/** 現状維持(20団体), 継続:12回: a number that is to be kept */
const KEPT = /^(?:現状|前年度?|昨年度?)?(?:維持|継続)(?:実施)? ?[(:]? ?(\d[\d,.]*[^\d()、・;,\s]{0,12})\)?$/u;
/** 現状の20団体を維持, 現状(20団体)を維持 */
const KEPT_AS_IT_IS =
  /^現状(?:の|値)? ?\(?(\d[\d,.]*[^\d()、・;,\s]{0,12}?)\)? ?(?:を|の)(?:維持|継続)(?:する)?$/u;

/** (5), (1,000人): in accounts a number below zero, elsewhere one in brackets; which of them, the text does not tell. */
const IN_BRACKETS = /^\(\d[\d,.]*[^\d()]{0,12}\)$/u;

/** What both have. */
const SAYS_KEPT = /維持|継続/u;

/** Ways of writing that change nothing of what a number says: a blank before 万 or 千円, a word that says it is to be kept. */
function plain(folded: string): string {
  const joined = folded
    .replace(/(\d) (?=(?:[千百十]?[万億]|[百千](?:円|人|件|t|kWh)))/gu, '$1')
    .replace(/億 (?=\d[\d,]{0,5}万)/gu, '億');
  if (!SAYS_KEPT.test(joined)) return joined;
  const bare = joined.trim();
  return KEPT.exec(bare)?.[1] ?? KEPT_AS_IT_IS.exec(bare)?.[1] ?? joined;
}

function read(text: string, context: ScanContext): Reading {
  if (text.length > MAX_CHARACTERS) return { parts: [], notes: [], certain: false, unread: [text] };
  const folded = plain(fold(text));
  const found = scanOnce(folded, context);
  const notes = [...new Set(found.notes)];
  const bare = folded.trim();
  const unread = [...new Set(IN_BRACKETS.test(bare) ? [...found.unread, bare] : found.unread)];
  const reading: Reading = {
    parts: found.parts,
    notes,
    certain: found.parts.length > 0 && unread.length === 0,
    unread,
  };
  const saidBack = (['ja', 'en'] as const).every((language) => {
    const again = scanOnce(fold(printReading(reading, language)), SAID_BACK);
    return again === found || sameParts(again.parts, found.parts);
  });
  if (saidBack) return reading;
  return { parts: [], notes, certain: false, unread: [bare] };
}

/** What the words behind the numbers of a text say was done: 10件申請しました → 申請. The numbers are read without them. */
export function deedsBehindNumbers(text: string, context: QuantityContext = {}): readonly string[] {
  return text.length > MAX_CHARACTERS ? [] : scan(plain(fold(text)), scanContext(context)).deeds;
}
