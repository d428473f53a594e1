/**
 * What stands above the table, put into the shape the table reader knows: a label, its text beside it. Offices also
 * write label and text into one cell (作成日：R5.4.1) or the text below its label, and call the fields differently.
 */
import { foldLabel } from '../core/fold.js';
import { foldSymbol } from '../core/scale.js';
import type { Irregularity, Sheet, Where } from '../core/sheet.js';
import { filled, type Grid, type GridCell, type GridRow } from './grid.js';
import type { Row } from './table.js';
import { legendOf } from './table-legend.js';

type Field = keyof Sheet['header'];

const LABELS: readonly { readonly field: Field; readonly label: string; readonly pattern: RegExp }[] = [
  { field: 'fiscalYear', label: '年度', pattern: /^((対象|評価|会計|実施)?年度)$/u },
  {
    field: 'department',
    label: '組織名(部)',
    pattern: /^(組織名\(部\)|(所属|担当)?(部局?|区)(等|\(局\)|・区)?名?)$/u,
  },
  {
    field: 'organization',
    label: '組織名(準部・課・機関名)',
    pattern:
      /^(組織名\((?!部\)).*\)|組織名?|所属名?|部署名?|(所属|担当)?(課|室|機関|施設)(等|・?室|\(室\)|・?所|・機関)*名?)$/u,
  },
  {
    field: 'policyIndicators',
    label: '(参考)',
    pattern: /^(\(参考\).*|(関連する)?(総合計画(における|の)?)?政策指標)$/u,
  },
  { field: 'createdOn', label: '作成日', pattern: /^(作成|策定|記入)(年月)?日(\(.*\))?$/u },
  { field: 'evaluatedOn', label: '評価日', pattern: /^評価(年月|基準)?日(\(.*\))?$/u },
];

/** `作成日：R5.4.1`, `課名　建設課` or `【課名】建設課` in one cell. A label of the form never holds a colon itself. */
const LABEL_AND_TEXT = [
  /^([^:：]{1,30})[:：]\s*([\s\S]+)$/u,
  /^[【［[]([^】］\]]{1,20})[】］\]]\s*([\s\S]+)$/u,
  /^(\S{1,20})[ \u3000]+(\S[\s\S]*)$/u,
];

export type Header = {
  readonly rows: readonly Row[];
  readonly notes: readonly Irregularity[];
  /** labels as the office prints them, where the table reader was given its own */
  readonly labels: ReadonlyMap<Field, string>;
};

/** Which field of the header a label names, or null. */
export function headerFieldOf(text: string): Field | null {
  return fieldOf(text)?.field ?? null;
}

const fieldOf = (text: string) =>
  LABELS.find(({ pattern }) => pattern.test(foldLabel(text).replace(/:$/, '')));

function labelAndText(cell: string): { label: string; text: string } | null {
  for (const pattern of LABEL_AND_TEXT) {
    const [label, text] = pattern.exec(cell.trim())?.slice(1) ?? [];
    if (label && text && fieldOf(label)) return { label: label.trim(), text: text.trim() };
  }
  return null;
}

/** The row under this one holds the texts of its labels when the row has nothing but labels. */
function textsBelow(row: GridRow, next: GridRow | undefined): boolean {
  const here = filled(row);
  if (next === undefined || here.length < 2 || here.some(({ cell }) => !fieldOf(cell.text))) return false;
  const below = filled(next);
  return (
    below.length > 0 &&
    below.every(({ column, cell }) => !fieldOf(cell.text) && here.some((label) => label.column === column))
  );
}

type Pair = {
  readonly field: Field;
  readonly label: string;
  readonly text: string;
  readonly address: string;
  readonly labelAddress: string;
};

/** Rows for the table reader: one a pair, then legend lines and loose words. */
export function headerRows(above: readonly GridRow[], grid: Grid): Header {
  const rows: Row[] = [];
  const notes: Irregularity[] = [];
  const labels = new Map<Field, string>();
  const where = (row: GridRow, cell?: string): Where => ({
    file: grid.file,
    ...(grid.tab === null ? {} : { tab: grid.tab }),
    line: row.line,
    ...(cell ? { cell } : {}),
  });
  const emit = (row: GridRow, pairs: readonly Pair[]) => {
    if (pairs.length === 0) return;
    const known = pairs.filter((pair) => !labels.has(pair.field));
    for (const pair of known) labels.set(pair.field, pair.label);
    rows.push({
      cells: known.flatMap((pair) => [LABELS.find((one) => one.field === pair.field)!.label, pair.text]),
      addresses: known.flatMap((pair) => [pair.labelAddress, pair.address]),
      where: where(row),
    });
  };
  const leave = (row: GridRow, cell: GridCell) =>
    notes.push({
      id: 'F12',
      where: where(row, cell.address),
      message: {
        ja: `表の上の「${shorten(cell.text)}」は、何の欄か分からないため取り込みませんでした。`,
        en: `“${shorten(cell.text)}” above the table has no label that Maru knows and was left out.`,
      },
    });
  for (let index = 0; index < above.length; index += 1) {
    const row = above[index]!;
    if (textsBelow(row, above[index + 1])) {
      const below = above[index + 1]!;
      emit(
        row,
        filled(row).map(({ column, cell }) => pair(cell, below.cells[column])),
      );
      index += 1;
      continue;
    }
    const pairs: Pair[] = [];
    const loose: GridCell[] = [];
    const cells = filled(row).map(({ cell }) => cell);
    for (let c = 0; c < cells.length; c += 1) {
      const cell = cells[c]!;
      const next = cells[c + 1];
      const joined = labelAndText(cell.text);
      if (fieldOf(cell.text)) {
        const value = next && !fieldOf(next.text) ? next : undefined;
        pairs.push(pair(cell, value));
        if (value) c += 1;
      } else if (legendOf(cell.text)) {
        rows.push({ cells: [cell.text], addresses: [cell.address], where: where(row, cell.address) });
      } else if (next && foldSymbol(cell.text) !== null && legendOf(`${cell.text}:${next.text}`)) {
        const text = `${cell.text.trim()}:${next.text.trim()}`;
        rows.push({ cells: [text], addresses: [cell.address], where: where(row, cell.address) });
        c += 1;
      } else if (joined) {
        pairs.push(pair({ ...cell, text: joined.label }, { ...cell, text: joined.text }));
      } else loose.push(cell);
    }
    emit(row, pairs);
    // a word alone in its row is kept with the sheet (H16); words among other things are only reported
    if (pairs.length === 0 && loose.length === 1 && cells.length === 1) {
      rows.push({ cells: [loose[0]!.text], addresses: [loose[0]!.address], where: where(row) });
    } else for (const cell of loose) leave(row, cell);
  }
  return { rows, notes, labels };
}

function pair(label: GridCell, value: GridCell | undefined): Pair {
  return {
    field: fieldOf(label.text)!.field,
    label: label.text.trim(),
    text: value?.text.trim() ?? '',
    address: value?.address ?? label.address,
    labelAddress: label.address,
  };
}

function shorten(text: string): string {
  const characters = [...text.replace(/\s+/g, ' ').trim()];
  return characters.length > 20 ? `${characters.slice(0, 20).join('')}…` : characters.join('');
}
