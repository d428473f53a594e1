import { describe, expect, test } from '@jest/globals';
import { onOneLine, sameLineEnds, withoutBeginning, withoutEnd } from '../../../src/core/text/text.js';

describe('texts', () => {
  test('lines end alike whatever ended them', () => {
    expect(sameLineEnds('a\r\nb\rc\u0085d\u2028e\u2029f\n\r\ng')).toBe('a\nb\nc\nd\ne\nf\n\ng');
  });

  test.each([
    ['。。!a。!', '。!', '。。!a'],
    ['!!!', '!', ''],
    ['', '!', ''],
    ['a', '!', 'a'],
  ])('the end of %j without %j', (text, signs, expected) => {
    expect(withoutEnd(text, signs)).toBe(expected);
  });

  test('the beginning without signs', () => {
    expect(withoutBeginning('\r\n\n a\n', '\r\n')).toBe(' a\n');
  });

  test.each([
    ['a \r\n\n  b', 'a b'],
    ['  a  b  ', '  a  b  '],
    ['\n a', ' a'],
    ['a\n', 'a '],
    ['a\n \n \nb\nc', 'a b c'],
  ])('%j on one line', (text, expected) => {
    expect(onOneLine(text)).toBe(expected);
    expect(text.replace(/\s*[\r\n]+\s*/gu, ' ')).toBe(expected);
  });
});
