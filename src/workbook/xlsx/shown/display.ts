/** What a cell of a workbook shows: its value through its number format, as a person saw it on the screen. */
import { foldWidth } from '../../../core/text/fold.js';
import { textOfFile } from '../../../core/text/text.js';
import { type CellValue, daysOf, type TabCell } from '../library.js';
import { daysOfIso } from './date-format.js';
import { isDated, numberThrough, type ShownNumber, textThrough } from './number-format.js';

/** A number as Excel's General shows it: no noise of binary fractions (0.1+0.2), at most 11 digits. */
function plainNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value);
  return String(Number(value.toPrecision(11)));
}

function shownNumber(value: number, format: string | undefined, from1904: boolean): ShownNumber | null {
  const plain = format === undefined || /^(General|G\/標準|@)$/i.test(format.trim());
  if (plain) return { text: plainNumber(value), day: false };
  // numbers of the official form, of which there are most
  if (format === '0' && Number.isSafeInteger(value)) return { text: String(value), day: false };
  return numberThrough(format, value, plainNumber, from1904);
}

type Shown = {
  readonly text: string;
  readonly kind: 'text' | 'number' | 'date' | 'error' | 'blank' | 'unknown';
  /** what of the cell is struck through, and so no text of it */
  readonly struck?: string;
  /** raised digits behind a number, which are no digits of it */
  readonly raised?: string;
};

/** A text without what is struck through in it and without numbers of notes, as a person reads it on paper. */
function standing(value: string, cell: TabCell | undefined): Pick<Shown, 'text' | 'struck' | 'raised'> {
  const whole = cell?.style?.font?.strikethrough ?? false;
  const runs = cell?.richText;
  if (!runs && whole) return value === '' ? { text: '' } : { text: '', struck: value };
  // a run without a font of its own has the cell's
  const isStruck = ({ font }: { font?: { strikethrough?: boolean } }) => (font ? font.strikethrough : whole);
  if (!runs?.some((run) => isStruck(run) || run.font?.vertAlign)) return { text: value };
  const found = { text: '', struck: '', raised: '' };
  for (const run of runs) {
    const { text, font } = run;
    if (isStruck(run)) found.struck += text;
    else if (
      font?.vertAlign === 'superscript' &&
      /^[\d(（]/u.test(text) &&
      /\d$/u.test(foldWidth(found.text))
    )
      found.raised += text;
    else found.text += text;
  }
  const { text, struck, raised } = found;
  return { text, ...(struck === '' ? {} : { struck }), ...(raised === '' ? {} : { raised }) };
}

/** A day as strict workbooks write it (ECMA-376 18.18.11 d), where others count. */
const ISO_DAY = /^\d{4}-\d\d-\d\d(?:T[\d:.]{5,12}Z?)?$/;

/**
 * What a cell shows. `cell` carries its number format when the library read styles.
 *
 * @param from1904  the workbook counts its days from 1904
 */
export function shownText(value: CellValue, cell: TabCell | undefined, from1904: boolean): Shown {
  if (value === null) return { text: '', kind: 'blank' };
  const format = cell?.style?.numFmt;
  if (value instanceof Date) return shownDay(daysOf(value));
  if (typeof value === 'number') return shownDay(value);
  if (typeof value === 'boolean') return { text: value ? 'TRUE' : 'FALSE', kind: 'text' };
  if (cell?.type === 'error') return { text: value, kind: 'error' };
  if (ISO_DAY.test(value) && format !== undefined && isDated(format))
    return shownDay(daysOfIso(value, from1904));
  // Excel ends lines with LF; CR LF comes from pasted text and is one break
  const read = standing(value, cell);
  const text = textOfFile(read.text);
  return { ...read, text: format === undefined ? text : textThrough(format, text), kind: 'text' };

  function shownDay(count: number): Shown {
    const shown = Number.isFinite(count) ? shownNumber(count, format, from1904) : null;
    if (shown === null) return { text: format ?? '', kind: 'unknown' };
    return { kind: shown.day ? 'date' : 'number', ...standing(shown.text, cell) };
  }
}
