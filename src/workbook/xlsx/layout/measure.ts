/**
 * How much room a text needs in a cell. Excel fits the height of a row to its text only when nothing in it is
 * merged, so an official form, which is merged throughout, needs its heights computed.
 */

/** Pixels of one unit of column width: the digit 0 in ＭＳ Ｐゴシック 11 pt at 96 dpi. */
const PIXELS_PER_WIDTH_UNIT = 8;

/** Height of a line as a multiple of the font size. ＭＳ Ｐゴシック needs 1.25, its substitutes (Noto, ヒラギノ) 1.45. */
const LINE_HEIGHT = 1.48;

/** Points above and below the text of a cell. */
const CELL_PADDING = 5;

/** East Asian Width of one code point in half-width units: 2 for full-width and ambiguous (○, ①, ・), else 1. */
function unitsOf(codePoint: number): 0 | 1 | 2 {
  if (codePoint < 0x20 || codePoint === 0x200b || codePoint === 0xfeff) return 0;
  if (codePoint < 0x7f) return 1;
  if (codePoint >= 0xff61 && codePoint <= 0xff9f) return 1;
  if (codePoint >= 0x300 && codePoint <= 0x36f) return 0;
  return 2;
}

/** Width of a text in half-width units, line breaks not counted. */
export function textUnits(text: string): number {
  let units = 0;
  for (const character of text) units += unitsOf(character.codePointAt(0) ?? 0);
  return units;
}

/**
 * Lines that a wrapped text takes. `width` in units of column width, `size` of the font in points. On the
 * generous side: characters that may not begin a line (、。」) take one with them to the next, so lines are reckoned
 * short and long texts get one line in 100 more; a run of half-width letters is not broken.
 */
function linesOf(text: string, width: number, size: number): number {
  const pixels = width * PIXELS_PER_WIDTH_UNIT;
  const capacity = Math.max(2, pixels / (((size / 72) * 96) / 2) - 1);
  let lines = 1;
  let used = 0;
  let word = 0;
  const place = (units: number) => {
    if (used > 0 && used + units > capacity) {
      lines += 1;
      used = 0;
    }
    const extra = units > capacity ? Math.ceil(units / capacity) - 1 : 0;
    lines += extra;
    used += units - extra * capacity;
  };
  const endWord = () => {
    if (word > 0) place(word);
    word = 0;
  };
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code > 0x20 && code < 0x7f) word += 1;
    else {
      endWord();
      if (code === 0x0a) {
        lines += 1;
        used = 0;
      } else place(unitsOf(code));
    }
  }
  endWord();
  return lines < 5 ? lines : Math.ceil(lines * 1.01);
}

/** Points of height that a wrapped text needs, padding included. `width` and `size` as for `linesOf`. */
export function heightOf(text: string, width: number, size: number): number {
  return Math.ceil(linesOf(text, width, size) * size * LINE_HEIGHT + CELL_PADDING);
}
