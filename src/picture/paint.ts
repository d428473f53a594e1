/** A picture drawn: its SVG, and that as PNG. Takes a tenth of a second, so the service has it done in a thread (painter.ts). */
import { Resvg } from '@resvg/resvg-js';
import type { Picture } from '../core/cards/card.js';
import { COLOURS, type Pen, svgOf } from '../core/cards/picture/svg.js';
import { palettePng } from './palette-png.js';
import { openPen } from './pen.js';

let pen: Pen | null = null;

/**
 * PNG. Throws where the font is not there.
 *
 * @param zoom  pixels for each of a phone's
 */
export function paint(picture: Picture, zoom: number): Buffer {
  pen ??= openPen();
  const drawn = new Resvg(svgOf(picture, pen), {
    fitTo: { mode: 'zoom', value: zoom },
    font: { loadSystemFonts: false },
  }).render();
  return palettePng(drawn.pixels, drawn.width, drawn.height, COLOURS);
}
