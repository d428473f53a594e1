/**
 * A picture as SVG: plain data to a string. On white with a frame, so that it reads the same in light and dark; as wide as a
 * phone, so that nothing in it has to be enlarged; each part has a pattern of its own beside its colour, and its number in
 * words below.
 */
import { shorten } from '../../text/shorten.js';
import type { Picture } from '../card.js';

/** Writes text in a font: SVG has no way to measure one, and a font that is not there draws nothing. */
export type Pen = {
  /** in pixels, at a height of the font in pixels */
  width(text: string, size: number): number;
  /** SVG of the text, its first sign beginning at `x` on the line `y` */
  write(text: string, x: number, y: number, size: number, colour: string): string;
};

/** In pixels of a phone. */
const WIDTH = 380;
const PADDING = 14;
const ROOM = WIDTH - 2 * PADDING;
const TITLE = 15;
const NAME = 13;
const SMALL = 11.5;
const LINE = 18;
const BAR = 14;
const ROW = 60;
const SWATCH = 16;
const INK = '#111827';
/** One for each part, told from white by at least 3:1 (JIS X 8341-3, 1.4.11), and how it is filled. */
const PARTS = [
  { colour: '#4b5563', fill: 'none' },
  { colour: '#6b4fa0', fill: 'dots' },
  { colour: '#1d5fa8', fill: 'stripes' },
  { colour: '#b3420a', fill: 'grid' },
  { colour: '#0b6e4f', fill: 'plain' },
] as const;

/** Every colour that is drawn with; what lies between is their blend with white. */
export const COLOURS: readonly string[] = ['#ffffff', INK, ...PARTS.map(({ colour }) => colour)];

/** The text, cut with … where it is wider than that. */
function fitted(pen: Pen, text: string, size: number, room: number): string {
  // In hundredths: `shorten` counts in whole numbers no smaller than UTF-16 units.
  const measure = (one: string) => Math.max(Math.ceil(pen.width(one, size) * 100), one.length);
  return shorten(text, Math.floor(room * 100), '…', measure);
}

const patterns = PARTS.map(({ colour, fill }, at) => {
  const shape =
    fill === 'plain'
      ? `<rect width="6" height="6" fill="${colour}"/>`
      : fill === 'dots'
        ? `<circle cx="3" cy="3" r="1.5" fill="${colour}"/>`
        : fill === 'stripes'
          ? `<path d="M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2" stroke="${colour}" stroke-width="2"/>`
          : fill === 'grid'
            ? `<path d="M0,0 l6,6 M6,0 l-6,6" stroke="${colour}" stroke-width="1.3"/>`
            : '';
  return `<pattern id="p${at}" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#ffffff"/>${shape}</pattern>`;
}).join('');

function box(part: number, x: number, y: number, width: number, height: number): string {
  return `<rect x="${x.toFixed(2)}" y="${y}" width="${width.toFixed(2)}" height="${height}" fill="url(#p${part})" stroke="${PARTS[part]!.colour}" stroke-width="1"/>`;
}

/** What each pattern means, in as many lines as it takes; `height` is theirs together. */
function legendOf(pen: Pen, legend: readonly string[], top: number): { svg: string; height: number } {
  let [x, y] = [PADDING, top];
  const pieces = legend.map((word, part) => {
    const width = SWATCH + 5 + pen.width(word, SMALL) + 12;
    if (x > PADDING && x + width > WIDTH - PADDING) [x, y] = [PADDING, y + LINE];
    const at = x;
    x += width;
    return box(part, at, y - 10, SWATCH, 12) + pen.write(word, at + SWATCH + 5, y, SMALL, INK);
  });
  return { svg: pieces.join(''), height: y - top + LINE };
}

function rowOf(pen: Pen, { name, parts, figures, ratings }: Picture['rows'][number], y: number): string {
  const own = fitted(pen, ratings, NAME, ROOM / 2);
  const ownWidth = pen.width(own, NAME);
  const whole = parts.reduce((sum, part) => sum + part, 0);
  let x = PADDING;
  const bars = parts.map((part, at) => {
    if (part === 0 || PARTS[at] === undefined) return '';
    const width = (ROOM * part) / whole;
    const drawn = box(at, x, y + 7, width, BAR);
    x += width;
    return drawn;
  });
  return [
    pen.write(fitted(pen, name, NAME, ROOM - ownWidth - 8), PADDING, y, NAME, INK),
    pen.write(own, WIDTH - PADDING - ownWidth, y, NAME, INK),
    ...bars,
    pen.write(fitted(pen, figures, SMALL, ROOM), PADDING, y + BAR + 20, SMALL, INK),
  ].join('');
}

/** The picture; its width and height are in pixels of a phone. */
export function svgOf({ title, legend, rows }: Picture, pen: Pen): string {
  const above = legendOf(pen, legend, PADDING + TITLE + LINE);
  const first = PADDING + TITLE + LINE + above.height + 6;
  const height = first + rows.length * ROW - 10;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}">`,
    `<defs>${patterns}</defs>`,
    `<rect x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" fill="#ffffff" stroke="#4b5563"/>`,
    pen.write(fitted(pen, title, TITLE, ROOM), PADDING, PADDING + TITLE, TITLE, INK),
    above.svg,
    ...rows.map((row, at) => rowOf(pen, row, first + at * ROW)),
    '</svg>',
  ].join('');
}
