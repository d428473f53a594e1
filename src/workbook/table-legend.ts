/** The printed legend: ○:達成 △:一部未達成 ×:未達成 (H15). The scale is read from the sheet, not assumed. */
import { foldSymbol } from '../core/scale.js';
import type { LegendLine } from '../core/sheet.js';
import type { Row } from './table.js';

const LEGEND_LINE = /^(\S{1,2})\s*[:：]\s*(\S.*)$/u;

/** True when every filled cell of the row is a legend line, e.g. ○: 達成. A cell may hold several lines. */
export function isLegendRow(row: Row): boolean {
  const lines = linesOf(row);
  return lines.length > 0 && lines.every((line) => legendLine(line) !== null);
}

/** The legend lines of a row for which `isLegendRow` holds, each as printed. */
export function readLegend(row: Row): LegendLine[] {
  return linesOf(row).flatMap((line) => legendLine(line) ?? []);
}

function linesOf(row: Row): string[] {
  return row.cells
    .flatMap((cell) => cell.split(/\r?\n/u))
    .flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
}

function legendLine(line: string): LegendLine | null {
  const found = LEGEND_LINE.exec(line);
  const symbol = found && foldSymbol(found[1] ?? '');
  return found && symbol ? { symbol, meaning: (found[2] ?? '').trim(), text: line } : null;
}
