/** Pictures drawn: as PNG with every sign in it, in a thread of their own, and a failure that is told. */
import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { afterEach, expect, test } from '@jest/globals';
import opentype from 'opentype.js';
import { chartOf } from '../../src/core/board/chart.js';
import type { Picture } from '../../src/core/cards/card.js';
import { pictureOf } from '../../src/core/cards/picture/of-board.js';
import { fromRoot } from '../../src/package/root.js';
import { paint } from '../../src/picture/paint.js';
import { openPainter, type Painter } from '../../src/picture/painter.js';
import { openPen } from '../../src/picture/pen.js';
import { boardOf } from '../support/sample-boards.js';

const board = boardOf(100, 9);
const picture = pictureOf(chartOf(board.sections, false), '全体の状況', board.scale, 'ja')!;
const THREAD = fromRoot('dist/picture/painter-thread.js');
let painter: Painter | null = null;
afterEach(() => painter?.close());

const titled = (title: string): Picture => ({ ...picture, title, rows: [] });

/** The size, and the place in the palette of each pixel. */
function read(png: Uint8Array) {
  const bytes = Buffer.from(png);
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    chunks.set(bytes.toString('latin1', at + 4, at + 8), bytes.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  const header = chunks.get('IHDR')!;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const lines = inflateSync(chunks.get('IDAT')!);
  const stride = 1 + Math.ceil(width / 2);
  const pixel = (x: number, y: number) => {
    const byte = lines[y * stride + 1 + (x >> 1)]!;
    return x % 2 === 0 ? byte >> 4 : byte & 15;
  };
  let ink = 0;
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) if (pixel(x, y) === 1) ink += 1;
  return { width, height, colours: chunks.get('PLTE')!.length / 3, ink };
}

test('a PNG of 16 colours at most, twice as fine where asked, with its texts in it', () => {
  const [fine, plain] = [read(paint(picture, 2)), read(paint(picture, 1))];
  expect([fine.width, plain.width, fine.height]).toEqual([760, 380, plain.height * 2]);
  expect(fine.colours).toBeLessThanOrEqual(16);
  expect(read(paint(titled('全体の状況'), 2)).ink).toBeGreaterThan(read(paint(titled(''), 2)).ink + 500);
});
test('a sign that the font lacks is 〓, those of names are there', () => {
  const drawn = (title: string) => Buffer.from(paint(titled(title), 1));
  expect(drawn('𠮷田')).toEqual(drawn('〓田'));
  for (const sign of '髙﨑濵①㈱○△×◎') expect(drawn(sign)).not.toEqual(drawn('〓'));
  expect(drawn('a<b>&"c')).not.toEqual(drawn(''));
});
test('in a thread beside this one, the same', async () => {
  painter = openPainter({ thread: THREAD });
  const both = await Promise.all([painter.draw(picture, 1), painter.draw(titled('別'), 2)]);
  expect(both.map((one) => Buffer.from(one))).toEqual([paint(picture, 1), paint(titled('別'), 2)]);
});
const FONT = fromRoot('node_modules/@expo-google-fonts/biz-udpgothic/400Regular/BIZUDPGothic_400Regular.ttf');
function wholeFont() {
  const file = readFileSync(FONT);
  return opentype.parse(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength));
}
function processorMs(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
test('a hundred sections take less than half the processor time of reading the font, and the replies’ thread waits meanwhile', async () => {
  painter = openPainter({ thread: THREAD });
  // The first finds neither thread nor font.
  await painter.draw(picture, 2);
  const took: number[] = [];
  const busy: number[] = [];
  // The least of some: what else the machine does costs a thread its caches, but no thread draws faster than it can.
  for (let n = 0; n < 5; n += 1) {
    const [before, loop] = [process.cpuUsage(), performance.eventLoopUtilization()];
    await painter.draw(picture, 2);
    took.push(processorMs(before));
    busy.push(performance.eventLoopUtilization(loop).utilization);
  }
  const reading = [1, 2].map(() => {
    const before = process.cpuUsage();
    wholeFont();
    return processorMs(before);
  });
  expect(Math.min(...took)).toBeLessThan(Math.min(...reading) / 2);
  expect(Math.min(...busy)).toBeLessThan(0.5);
});
test('glyphs that are read when they are wanted are those of the whole font', () => {
  const font = wholeFont();
  const pen = openPen();
  for (const sign of '健康福祉課（1）髙﨑濵①㈱○△×◎〓ー') {
    const outline = font.charToGlyph(sign).getPath(0, 0, 16).toPathData(2);
    expect(pen.write(sign, 0, 0, 16, '#000')).toContain(`d="${outline}"`);
  }
});
test('whoever waits for a thread that fails, ends or never answers is told, and the next picture is drawn anew', async () => {
  const threads: [string, RegExp, number?][] = [
    ['throw new Error("no font")', /no font/u],
    ['process.exit(3)', /ended with 3/u],
    ['for (;;);', /no picture within 100 ms/u, 100],
  ];
  for (const [code, why, pictureMs] of threads) {
    const thread = new URL(`data:text/javascript,${encodeURIComponent(code)}`);
    painter = openPainter({ thread, ...(pictureMs === undefined ? {} : { pictureMs }) });
    await expect(painter.draw(picture, 1)).rejects.toThrow(why);
    await expect(painter.draw(picture, 1)).rejects.toThrow(why);
    await painter.close();
  }
  painter = openPainter({ thread: THREAD });
  const broken = { ...picture, rows: null } as unknown as Picture;
  await expect(painter.draw(broken, 1)).rejects.toThrow(/null/u);
  expect((await painter.draw(picture, 1)).length).toBeGreaterThan(1_000);
});
