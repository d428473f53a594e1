/** How far a tab reaches, measured on its XML before anything is built from it. */
import { LIMITS } from '../cells/limits.js';
import type { Refused } from '../cells/problem.js';
import { refusals } from '../cells/refusals.js';

/** What the tabs of a workbook hold together so far. */
export type Extent = { cells: number; slots: number; tabs: number };

/** Formatted cells without a value reach to the last row of many a real form; they say nothing, but where those behind them stand. */
const BLANK_CELL = /<(?:\w+:)?c\b(?=[^<>]*\sr\s*=)[^<>]*\/>|<((?:\w+:)?c)\b(?=[^<>]*\sr\s*=)[^<>]*><\/\1>/g;
/** Readings of kanji (ruby) inside a cell's own text are no part of the text. */
const RUBY = /<((?:\w+:)?rPh)\b[^<>]*>(?:(?!<\/?(?:\w+:)?rPh\b)[\s\S])*?<\/\1>/g;
/** Zeros are not shown in a tab whose view hides them: formulas over blank cells fill such forms. */
const NO_ZEROS = /<(?:\w+:)?sheetView\b[^<>]*\sshowZeros\s*=\s*["'](?:0|false)["']/;
const ZERO =
  /(<(?:\w+:)?c\b([^<>]*)>)(?:<(?:\w+:)?f\b[^<>]*>(?:[^<>]*<\/(?:\w+:)?f>)?)?<(?:\w+:)?v>-?0(?:\.0+)?<\/(?:\w+:)?v>/g;
const withoutZeros = (xml: string): string =>
  xml.replace(ZERO, (all, open: string, attributes: string) =>
    /\st\s*=\s*["'](?!n["'])/.test(attributes) ? all : open,
  );
const ROW_OR_CELL = /<(?:\w+:)?(row|c)\b([^<>]*)>/g;
const REFERENCE = /(?:^|\s)r\s*=\s*["'](?:([A-Za-z]{1,3})(\d{1,7})|(\d{1,7}))["']/;

function columnNumber(letters: string): number {
  let column = 0;
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  return column;
}

type Reach = {
  readonly rows: number;
  readonly columns: number;
  readonly cells: number;
  /** the row that is begun and not ended */
  readonly open?: number;
};

/** The last row and column, from 1, that hold a value. */
function reach(xml: string): Reach {
  let row = 0;
  let column = 0;
  let begun: number | null = null;
  const last = { rows: 0, columns: 0, cells: 0 };
  for (const match of xml.matchAll(ROW_OR_CELL)) {
    const reference = REFERENCE.exec(match[2] ?? '');
    if (match[1] === 'row') {
      row = reference?.[3] ? Number(reference[3]) : row + 1;
      column = 0;
      begun = match[2]?.endsWith('/') ? null : match.index;
      continue;
    }
    column = reference?.[1] ? columnNumber(reference[1]) : column + 1;
    if (reference?.[2]) row = Number(reference[2]);
    last.cells += 1;
    last.rows = Math.max(last.rows, row);
    last.columns = Math.max(last.columns, column);
  }
  const ended = begun === null || /<\/(?:\w+:)?row\s*>/.test(xml.slice(begun));
  return ended ? last : { ...last, open: row };
}

const ROOT = /<((?:\w+:)?(?:worksheet|sst|styleSheet|workbook))\b[^<>]*>/;

/** Whether a part ends before what it began with does: tabs, texts, styles and the list of tabs are looked at. */
export function breaksOff(xml: string): boolean {
  const [tag, name] = ROOT.exec(xml.slice(0, 4096)) ?? [];
  if (tag === undefined) return false;
  const end = xml.trimEnd();
  return !end.endsWith(`</${name}>`) && !(tag.endsWith('/>') && end.endsWith(tag));
}

/** The XML of a tab without blank cells, or a refusal when it holds more than any goal sheet could. */
export function slimTab(xml: string, file: string, part: string, seen: Extent): string | Refused {
  const count = (pattern: RegExp): number => {
    let found = 0;
    while (pattern.test(xml)) found += 1;
    return found;
  };
  seen.tabs += 1;
  if (seen.tabs > LIMITS.tabs) return refusals.tooMuch(file, 'タブ', LIMITS.tabs);
  if (count(/<(?:\w+:)?mergeCell\s/g) > LIMITS.mergesPerTab) {
    return refusals.tooMuch(file, 'セルの結合', LIMITS.mergesPerTab, part);
  }
  if (count(/<(?:\w+:)?col\s/g) > LIMITS.columnDefinitionsPerTab) {
    return refusals.tooMuch(file, '列の定義', LIMITS.columnDefinitionsPerTab, part);
  }
  const seenZeros = NO_ZEROS.test(xml) ? withoutZeros(xml) : xml;
  const slim = seenZeros.replace(BLANK_CELL, '').replace(RUBY, '');
  const { rows, columns, cells, open } = reach(slim);
  seen.cells += cells;
  seen.slots += rows * columns;
  if (rows > LIMITS.rowsPerTab) return refusals.tooMuch(file, '行', LIMITS.rowsPerTab, part);
  if (columns > LIMITS.columnsPerTab) return refusals.tooMuch(file, '列', LIMITS.columnsPerTab, part);
  if (seen.cells > LIMITS.cells) return refusals.tooMuch(file, 'セル', LIMITS.cells);
  if (seen.slots > LIMITS.gridSlots) return refusals.tooMuch(file, 'セル', LIMITS.gridSlots);
  return open !== undefined || breaksOff(slim) ? refusals.cutOff(file, open, part) : slim;
}
