/** How the cells of the official form look: font, borders, alignment, and numbers that stay numbers. */
import { TITLE_EXTRA } from './layout/heights.js';
import type { Look } from './layout/laid-cell.js';
import type { CellStyle, CellValue, TabCell } from './library.js';

/** On every Windows of an office; narrower and lower than 游ゴシック, so texts fit wherever either is present. */
export const FONT = 'ＭＳ Ｐゴシック';

/** Points by which a rating is larger than the texts beside it. */
const RATING_EXTRA = 3;

const THIN = { style: 'thin', color: { rgb: '000000' } } as const;
const BORDER = { top: THIN, right: THIN, bottom: THIN, left: THIN };
const SHADE = { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'EDEDED' } } as const;

const styles = new Map<string, CellStyle>();

/** The style of a look with a font of `size` points; one object each, however many cells have it. */
export function styleOf(look: Look, size: number): CellStyle {
  const key = `${look} ${size}`;
  const known = styles.get(key) ?? makeStyle(look, size);
  styles.set(key, known);
  return known;
}

function makeStyle(look: Look, size: number): CellStyle {
  const font = { name: FONT, size };
  const middle = { vertical: 'center', wrapText: true } as const;
  // A goal may be higher than a page: what stands in its middle would be cut through by the end of the page.
  const top = { vertical: 'top', wrapText: true } as const;
  switch (look) {
    case 'title':
      return {
        font: { name: FONT, size: size + TITLE_EXTRA, bold: true },
        alignment: { ...middle, horizontal: 'center' },
      };
    case 'label':
    case 'heading':
      return { font, fill: SHADE, border: BORDER, alignment: { ...middle, horizontal: 'center' } };
    case 'value':
      return { font, border: BORDER, alignment: { ...middle, horizontal: 'left' } };
    case 'line':
      return { font, alignment: { ...middle, horizontal: 'left' } };
    case 'text':
      return { font, border: BORDER, alignment: { ...top, horizontal: 'left' } };
    case 'rating':
      return {
        font: { name: FONT, size: size + RATING_EXTRA },
        border: BORDER,
        alignment: { ...top, horizontal: 'center' },
      };
    case 'centre':
      return { font, border: BORDER, alignment: { ...top, horizontal: 'center' } };
    default: {
      const never: never = look;
      return never;
    }
  }
}

/** A cell's content as the library takes it. */
type Content = Pick<TabCell, 'richText'> & { value: CellValue; numFmt?: string };

const WHOLE_NUMBER = /^(0|[1-9]\d{0,14})$/;
const GROUPED_NUMBER = /^[1-9]\d{0,2}(,\d{3}){1,4}$/;
const ERROR_WORD = /^#[A-Z0-9_/]+[!?]?$/;
/** XML 1.0 §2.2 knows no such characters, and Excel refuses the whole file: written as `_xHHHH_` (ECMA-376 22.9.2.19). */
const NOT_IN_XML = /[\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

function escapeForXml(text: string): string {
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(NOT_IN_XML, (unit) => `_x${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`);
}

/**
 * A text as the content of a cell. Plain whole numbers become numbers shown exactly as typed, so that the office
 * can calculate with them; everything else is text, also when it begins with = + - @, and never a formula.
 */
export function contentOf(text: string): Content {
  if (text === '') return { value: null };
  if (WHOLE_NUMBER.test(text)) return { value: Number(text), numFmt: '0' };
  if (GROUPED_NUMBER.test(text)) return { value: Number(text.replaceAll(',', '')), numFmt: '#,##0' };
  const safe = escapeForXml(text);
  return ERROR_WORD.test(text) ? { value: safe, richText: [{ text: safe }] } : { value: safe };
}
