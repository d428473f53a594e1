/** The picture of the city: what it counts, says and draws, whatever the names. */
import { expect, test } from '@jest/globals';
import type { BoardSection } from '../../../../src/core/board/board.js';
import { CHART_ROWS, chartOf } from '../../../../src/core/board/chart.js';
import { pictureOf } from '../../../../src/core/cards/picture/of-board.js';
import { COLOURS, type Pen, svgOf } from '../../../../src/core/cards/picture/svg.js';
import { boardOf } from '../../../support/sample-boards.js';

const board = boardOf(100, 9);
const none = { approved: 0, submitted: 0, returned: 0, correcting: 0, open: 0 };
const [sample] = board.sections;
const section = (counts: Partial<BoardSection['counts']>): BoardSection => {
  const all = { ...none, ...counts };
  return { ...sample!, counts: all, goals: Object.values(all).reduce((sum, one) => sum + one, 0) };
};
/** Every sign as wide as high, and what is written as text. */
const pen: Pen = {
  width: (text, size) => [...text].length * size,
  write: (text, x, y, size) => `<text x="${x}" y="${y}" font-size="${size}">${text}</text>`,
};

test.each([
  [{ open: 3 }, 'open'],
  [{ open: 2, approved: 1 }, 'drafting'],
  [{ open: 2, submitted: 1 }, 'drafting'],
  [{ submitted: 1, approved: 2 }, 'submitted'],
  [{ approved: 3 }, 'approved'],
  [{ approved: 2, returned: 1 }, 'returned'],
  [{ open: 2, correcting: 1 }, 'returned'],
] as const)('a section with %j is %s', (counts, part) => {
  const { of, rows } = chartOf([section(counts)], false);
  expect([of, rows[0]!.parts]).toEqual([
    'sections',
    { open: 0, drafting: 0, submitted: 0, returned: 0, approved: 0, [part]: 1 },
  ]);
});
test('a department is told by its sections’ goals', () => {
  const { of, rows } = chartOf(
    [section({ open: 1, submitted: 2, returned: 1, correcting: 1, approved: 4 })],
    true,
  );
  expect([of, rows[0]!.parts]).toEqual([
    'goals',
    { open: 1, drafting: 0, submitted: 2, returned: 2, approved: 4 },
  ]);
});
test('no section is lost: what is beyond a phone’s length is one row', () => {
  const { rows } = chartOf(board.sections, true);
  const sum = (of: readonly { readonly parts: object }[]) =>
    of.flatMap(({ parts }) => Object.values(parts) as number[]).reduce((all, one) => all + one, 0);
  expect([rows.length, sum(rows)]).toEqual([
    CHART_ROWS,
    board.sections.reduce((all, one) => all + one.goals, 0),
  ]);
  expect(chartOf(board.sections, false).rows.reduce((all, { parts }) => all + parts.open, 0)).toBe(
    board.sections.filter((one) => one.counts.open === one.goals).length,
  );
});
test.each(['ja', 'en'] as const)('all its numbers are in its words (%s)', (language) => {
  const chart = chartOf(board.sections, false);
  const picture = pictureOf(chart, '全体の状況', board.scale, language)!;
  expect(picture.alt.length).toBeLessThanOrEqual(1_000);
  for (const { name, figures, ratings } of picture.rows)
    expect(picture.alt).toContain([name, figures, ratings].join(' '));
  expect(pictureOf({ ...chart, rows: [] }, '', board.scale, language)).toBeUndefined();
});

const picture = pictureOf(chartOf(board.sections, false), '全体の状況', board.scale, 'ja')!;
test('each state has a pattern of its own, and each row is as long as the picture', () => {
  const svg = svgOf(picture, pen);
  const patterns = [...svg.matchAll(/<pattern id="p(\d)"[^>]*>(.*?)<\/pattern>/gu)].map(([, , shape]) =>
    shape!.replace(/#[0-9a-f]{6}/gu, ''),
  );
  expect([patterns.length, new Set(patterns).size]).toEqual([5, 5]);
  const bars = [...svg.matchAll(/<rect x="([\d.]+)" y="(\d+)" width="([\d.]+)" height="14"/gu)];
  const widths = new Map<string, number>();
  for (const [, , y, width] of bars) widths.set(y!, (widths.get(y!) ?? 0) + Number(width));
  expect(widths.size).toBe(picture.rows.length);
  for (const width of widths.values()) expect(Math.abs(width - 352)).toBeLessThan(1);
});
test('no text runs over another or out of the picture, however long', () => {
  const long = '部'.repeat(300);
  const svg = svgOf(
    {
      ...picture,
      title: long,
      rows: [{ name: long, parts: [1, 0, 0, 0, 1], figures: long, ratings: '○ 123456' }],
    },
    pen,
  );
  const texts = [...svg.matchAll(/<text x="([\d.]+)" y="(\d+)" font-size="([\d.]+)">([^<]*)<\/text>/gu)].map(
    ([, x, y, size, text]) => ({ x: Number(x), y, end: Number(x) + pen.width(text!, Number(size)), text }),
  );
  for (const one of texts) expect(one.end).toBeLessThanOrEqual(380 - 13);
  const [name, ratings] = texts
    .filter(({ y }) => texts.filter((other) => other.y === y).length === 2)
    .slice(-2);
  expect(name!.end).toBeLessThan(ratings!.x);
  expect([name!.text!.endsWith('…'), ratings!.text]).toEqual([true, '○ 123456']);
});
test('every colour is told from its ground', () => {
  const luminance = (hex: string) => {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  };
  for (const colour of COLOURS.slice(1)) expect(1.05 / (luminance(colour) + 0.05)).toBeGreaterThan(4.5);
});
