/** A tab of a workbook as a grid of shown texts. */
import type { Irregularity, Where } from '../../core/sheet/sheet.js';
import { columnLetters, type Grid, type GridCell, type GridRow } from '../cells/grid.js';
import { LIMITS } from '../cells/limits.js';
import { type Refused, shorten } from '../cells/problem.js';
import { refusals } from '../cells/refusals.js';
import type { Merge as Range, Tab } from './library.js';
import { shownText } from './shown/display.js';

/** Characters read so far in all tabs; shared between calls. */
export type Budget = { characters: number };

type GridRead =
  | { readonly kind: 'grid'; readonly grid: Grid; readonly notes: readonly Irregularity[] }
  | Refused;

type Merge = { readonly across: number; readonly down: number };
/** By row × columns + column: where merges begin, and what lies under them, with where those begin. */
type Merges = {
  readonly origins: ReadonlyMap<number, Merge>;
  readonly covered: ReadonlyMap<number, Pick<Range, 'startRow' | 'startCol'>>;
};

function mergesOf(tab: Tab, rows: number, columns: number): Merges {
  const origins = new Map<number, Merge>();
  const covered = new Map<number, Range>();
  let slots = 0;
  for (const merge of tab.merges ?? []) {
    const endRow = Math.min(merge.endRow, rows - 1);
    const endColumn = Math.min(merge.endCol, columns - 1);
    if (merge.startRow > endRow || merge.startCol > endColumn) continue;
    const size = (endRow - merge.startRow + 1) * (endColumn - merge.startCol + 1);
    slots += size;
    // ranges may not overlap, so more slots than the tab has are a forged file; the rest is left unmerged
    if (!Number.isFinite(size) || slots > rows * columns) break;
    const { startRow, startCol } = merge;
    if (startRow >= 0 && startCol >= 0)
      origins.set(startRow * columns + startCol, {
        across: endColumn - startCol + 1,
        down: endRow - startRow + 1,
      });
    for (let r = Math.max(0, startRow); r <= endRow; r += 1) {
      for (let c = Math.max(0, startCol); c <= endColumn; c += 1) {
        if (r !== startRow || c !== startCol) covered.set(r * columns + c, merge);
      }
    }
  }
  return { origins, covered };
}

/**
 * The cells of a tab as shown, with notes on hidden rows, errors and formulas that were never calculated.
 *
 * @param from1904  the workbook counts its days from 1904
 */
export function gridOf(tab: Tab, file: string, budget: Budget, from1904: boolean): GridRead {
  const notes: Irregularity[] = [];
  const columns = tab.rows.reduce((widest, row) => Math.max(widest, row.length), 0);
  const { origins, covered } = mergesOf(tab, tab.rows.length, columns);
  const letters = Array.from({ length: columns }, (_, c) => columnLetters(c));
  const note = (id: string, cell: string, ja: string, en: string) =>
    notes.push({ id, where: { file, tab: tab.name, cell }, message: { ja, en } });
  const rows: GridRow[] = [];
  const hidden: number[] = [];
  for (const [r, values] of tab.rows.entries()) {
    const cells: GridCell[] = [];
    for (let c = 0; c < columns; c += 1) {
      const slot = r * columns + c;
      const address = `${letters[c]}${r + 1}`;
      const cell = tab.cells?.get(`${r},${c}`);
      const shown = shownText(values[c] ?? null, cell, from1904);
      if (shown.text.length > LIMITS.cellCharacters) {
        return refusals.tooMuch(file, `セル ${address} の文字`, LIMITS.cellCharacters, tab.name);
      }
      budget.characters += shown.text.length;
      if (budget.characters > LIMITS.totalCharacters)
        return refusals.tooMuch(file, '文字', LIMITS.totalCharacters);
      if (shown.kind === 'unknown') return refusals.format(file, tab.name, address, shown.text);
      if (shown.struck !== undefined) {
        note(
          'F17',
          address,
          `取り消し線の引かれた「${shorten(shown.struck)}」は、読みませんでした。`,
          `“${shorten(shown.struck)}” is struck through and was not read.`,
        );
      }
      if (shown.raised !== undefined) {
        note(
          'F19',
          address,
          `数のあとの上付きの「${shorten(shown.raised)}」は、注の番号とみて読みませんでした。数の一部なら書き直してください。`,
          `The raised “${shorten(shown.raised)}” behind a number was taken for the number of a note and not read. Correct it if it belongs to the number.`,
        );
      }
      if (shown.kind === 'error') {
        note(
          'F08',
          address,
          `セルが「${shown.text}」のエラーになっています。`,
          `The cell shows the error ${shown.text}.`,
        );
      }
      if (cell?.formula !== undefined && shown.kind === 'blank') {
        note(
          'F06',
          address,
          '式の計算結果が保存されていないため、空として読みました。Excel で開いて保存し直してください。',
          'The formula has no saved result and was read as blank. Open and save it in Excel.',
        );
      }
      const merge = origins.get(slot);
      const under = covered.get(slot);
      const above =
        under && under.startRow < r && under.startCol === c ? rows[under.startRow]?.cells[c] : null;
      const read: GridCell = {
        text: under || shown.kind === 'error' ? '' : shown.text,
        address,
        across: merge?.across ?? 1,
        down: merge?.down ?? 1,
        covered: under !== undefined,
        fromAbove: under !== undefined && under.startRow < r,
      };
      const dated = shown.kind === 'date' ? { ...read, date: true } : read;
      cells.push(above && /\S/u.test(above.text) ? { ...dated, above } : dated);
    }
    if (tab.rowDefs?.get(r)?.hidden && cells.some((cell) => cell.text.trim() !== '')) hidden.push(r + 1);
    rows.push({ line: r + 1, cells });
  }
  const columnsHidden = letters.filter(
    (_, c) => tab.columns?.[c]?.hidden && rows.some(({ cells }) => /\S/u.test(cells[c]?.text ?? '')),
  );
  const told = (what: 'row' | 'column', names: readonly string[], where: Where) =>
    names.length > 0 &&
    notes.push({
      id: 'F04',
      where: { file, tab: tab.name, ...where },
      message: {
        ja: `表示されていない${what === 'row' ? '行' : '列'}（${names.slice(0, 10).join('・')}${names.length > 10 ? '…' : ''}${what === 'row' ? '行目' : '列'}）も読みました。`,
        en: `Hidden ${what}s (${names.slice(0, 10).join(', ')}) were read too.`,
      },
    });
  told('row', hidden.map(String), { line: hidden[0] ?? 0 });
  told('column', columnsHidden, {});
  return { kind: 'grid', grid: { file, tab: tab.name, rows }, notes };
}
