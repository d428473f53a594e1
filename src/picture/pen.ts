/** Text as outlines of the font that comes with the program: measured exactly, and drawn on a machine without any font. */
import { readFileSync } from 'node:fs';
import opentype, { type Glyph } from 'opentype.js';
import type { Pen } from '../core/cards/picture/svg.js';
import { fromRoot } from '../package/root.js';

/** BIZ UDPゴシック: made for reading small and from afar; SIL Open Font License 1.1, beside it in the package. */
const FONT_FILE = fromRoot(
  'node_modules/@expo-google-fonts/biz-udpgothic/400Regular/BIZUDPGothic_400Regular.ttf',
);
/** Outlines remembered, of some hundred signs: names and words come again with every picture. */
const MANY = 3_000;
/** What printers put where they lack a sign. */
const LACKING = '〓';

/**
 * Reads the font; throws where it is not there. Takes a tenth of a second and 15 MB, so it is done in the painter's thread;
 * with every glyph read at once it would be three tenths and 67 MB.
 */
export function openPen(): Pen {
  const file = readFileSync(FONT_FILE);
  const font = opentype.parse(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength), {
    lowMemory: true,
  });
  const glyphs = new Map<string, Glyph>();
  const glyphOf = (sign: string): Glyph => {
    const known = glyphs.get(sign);
    if (known) return known;
    const found = font.charToGlyph(sign);
    const glyph = found.index === 0 ? font.charToGlyph(LACKING) : found;
    if (glyphs.size >= MANY) glyphs.clear();
    glyphs.set(sign, glyph);
    return glyph;
  };
  const advance = (sign: string, size: number) => (glyphOf(sign).advanceWidth * size) / font.unitsPerEm;
  const outlines = new Map<string, string>();
  const outlineOf = (sign: string, size: number): string => {
    const key = `${size} ${sign}`;
    const known = outlines.get(key);
    if (known !== undefined) return known;
    if (outlines.size >= MANY) outlines.clear();
    const outline = glyphOf(sign).getPath(0, 0, size).toPathData(2);
    outlines.set(key, outline);
    return outline;
  };
  return {
    width: (text, size) => [...text].reduce((sum, sign) => sum + advance(sign, size), 0),
    write(text, x, y, size, colour) {
      let at = x;
      const outlines = [...text].map((sign) => {
        const outline = outlineOf(sign, size);
        const placed =
          outline === '' ? '' : `<path transform="translate(${at.toFixed(2)},${y})" d="${outline}"/>`;
        at += advance(sign, size);
        return placed;
      });
      return `<g fill="${colour}">${outlines.join('')}</g>`;
    },
  };
}
