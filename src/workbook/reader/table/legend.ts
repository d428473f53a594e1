/**
 * The printed legend: ○:達成 △:一部未達成 ×:未達成 (H15), each on its own line or all in one, with colons or without.
 * The scale is read from the sheet, not assumed.
 */
import { foldSymbol, scales } from '../../../core/sheet/scale.js';
import type { LegendLine } from '../../../core/sheet/sheet.js';

/** What offices write before the first of several: 【評価】, 凡例:. */
const LEAD = /^[【[(（]?(?:評価|達成度|判定)?(?:基準|区分)?の?(?:凡例)?[】\])）]?\s*[:：]?\s*/u;
const NEXT = /(?<![\s、，,／/・|])[\s、，,／/・|]+(?=[◎○〇◯●△▲×✕✖](?:\s*[:：=＝…]+)?\s*\S)/u;
const COLON = /^(\S{1,2})\s*[:：]\s*(\S.*)$/u;
const LOOSE = /^(\S)(?:\s*[:：=＝…]+)?\s*(\S[\s\S]*)$/u;

const WORDS: ReadonlySet<string> = new Set(
  Object.values(scales).flatMap((scale) => scale.steps.map((step) => step.word.ja)),
);

/** The legend that a text is, each line as printed; null when the text is anything else. */
export function legendOf(text: string): LegendLine[] | null {
  const lines = text.split(/\r?\n/u).filter((line) => line.trim() !== '');
  const read = lines.map((line) => linesIn(line.trim()));
  return read.length > 0 && read.every((one) => one !== null) ? read.flat() : null;
}

function linesIn(line: string): LegendLine[] | null {
  const whole = line.split(NEXT);
  const alone = whole.length === 1 ? legendLine(line, COLON) : null;
  if (alone) return [alone];
  const read = line
    .replace(LEAD, '')
    .split(NEXT)
    .map((piece) => legendLine(piece.trim(), LOOSE));
  const found = read.filter((one) => one !== null);
  if (found.length < read.length) return null;
  // one symbol before words may be anything (○月○日現在): it takes a colon, or a word that rates
  return found.length > 1 || WORDS.has(found[0]?.meaning ?? '') ? found : null;
}

function legendLine(piece: string, pattern: RegExp): LegendLine | null {
  const [symbol, meaning] = pattern.exec(piece)?.slice(1) ?? [];
  const known = foldSymbol(symbol ?? '');
  return known && meaning ? { symbol: known, meaning: meaning.trim(), text: piece } : null;
}
