/** PNG with a palette of 16 colours: a chart takes a quarter of what it takes in full colour, and one message has room for it. */
import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const MOST = 16;

type Colour = readonly [red: number, green: number, blue: number];

function colourOf(hex: string): Colour {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 0xff, value & 0xff];
}

/** The colours, and each but the ground mixed with white by half: for the edges of letters that is enough. */
function paletteOf(colours: readonly string[]): Colour[] {
  const plain = colours.map(colourOf);
  return [...plain, ...plain.slice(1).map(([r, g, b]): Colour => [half(r), half(g), half(b)])].slice(0, MOST);
}

const half = (value: number) => Math.round((value + 255) / 2);

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}

/**
 * An image of opaque pixels.
 *
 * @param rgba  four bytes a pixel, line by line
 * @param colours  what was drawn with (#rrggbb), the ground first; at most 16
 */
export function palettePng(
  rgba: Uint8Array,
  width: number,
  height: number,
  colours: readonly string[],
): Buffer {
  const palette = paletteOf(colours);
  const pixels = new Uint32Array(rgba.buffer, rgba.byteOffset, width * height);
  const places = new Map<number, number>();
  const nearest = (at: number): number => {
    const [red, green, blue] = [rgba[at * 4]!, rgba[at * 4 + 1]!, rgba[at * 4 + 2]!];
    let [best, least] = [0, Number.POSITIVE_INFINITY];
    for (const [place, [r, g, b]] of palette.entries()) {
      const far = (red - r) ** 2 + (green - g) ** 2 + (blue - b) ** 2;
      if (far < least) [best, least] = [place, far];
    }
    return best;
  };
  const stride = 1 + Math.ceil(width / 2);
  // Each line begins with the filter it uses: none.
  const lines = Buffer.alloc(stride * height);
  // Most of a picture is its ground: a pixel like the one before needs no look-up.
  let [last, place] = [pixels[0]!, nearest(0)];
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 1) {
      const pixel = pixels[at]!;
      if (pixel !== last) {
        place = places.get(pixel) ?? nearest(at);
        places.set(pixel, place);
        last = pixel;
      }
      if (place === 0) continue;
      const byte = y * stride + 1 + (x >> 1);
      lines[byte] = lines[byte]! | (x % 2 === 0 ? place << 4 : place);
    }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 4 bits a pixel, of a palette
  header.set([4, 3, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Uint8Array.from(palette.flat())),
    chunk('IDAT', deflateSync(lines)),
    chunk('IEND', new Uint8Array()),
  ]);
}
