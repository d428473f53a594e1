/** Digits as the number formats [DBNum1] to [DBNum3] show them. */

/** 1 一二三, 2 壱弐参, 3 １２３ */
export type Numerals = '1' | '2' | '3';

const DIGITS = {
  '1': '〇一二三四五六七八九',
  '2': '零壱弐参四伍六七八九',
  '3': '０１２３４５６７８９',
} as const;

/** A text with its digits in these. */
export const inDigits = (text: string, numerals: Numerals): string =>
  text.replace(/\d/g, (digit) => [...DIGITS[numerals]][Number(digit)]!);

/** 123 as 百二十三: whole numbers below a 京 alone. */
export function inKanji(value: number): string | null {
  if (!Number.isInteger(value) || value < 0 || value >= 1e16) return null;
  if (value === 0) return '〇';
  let text = '';
  for (const [scale, name] of [
    [1e12, '兆'],
    [1e8, '億'],
    [1e4, '万'],
    [1, ''],
  ] as const) {
    const four = Math.floor(value / scale) % 10_000;
    if (four === 0) continue;
    for (const [small, word] of [
      [1000, '千'],
      [100, '百'],
      [10, '十'],
      [1, ''],
    ] as const) {
      const digit = Math.floor(four / small) % 10;
      if (digit > 0) text += `${digit === 1 && small > 1 ? '' : DIGITS['1'][digit]}${word}`;
    }
    text += name;
  }
  return text;
}
