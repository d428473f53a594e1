import { afterEach, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { nfc, nfkc } from '../../../src/core/text/normal-form.js';

afterEach(() => void jest.restoreAllMocks());

const MARKS = ['\u0301', '\u0316', '\u3099', '\u0334', '\uff9e', '\u0344'];

test('what people write comes out as Unicode has it, with as many marks as any writing has', () => {
  expect(nfkc('ｶﾞｽ １，０００人（％）か\u3099は\u309a')).toBe('ガス 1,000人(%)がぱ');
  expect(nfc('か\u3099 ｶﾞ ① Z\u0351\u036b\u0343')).toBe('か\u3099 ｶﾞ ① Z\u0351\u036b\u0343'.normalize('NFC'));
  const sign = fc.nat(0x10ffff).map((code) => String.fromCodePoint(code));
  const signs = fc.array(fc.oneof(sign, fc.constantFrom('か', 'は', 'a'), fc.constantFrom(...MARKS)), {
    maxLength: 25,
  });
  fc.assert(
    fc.property(signs, (parts) => {
      const text = parts.join('');
      expect(nfkc(text)).toBe(text.normalize('NFKC'));
      expect(nfc(text)).toBe(text.normalize('NFC'));
    }),
  );
});

test('no run of marks comes to the platform’s own form whole, in whichever order and of whichever kind they are', () => {
  const runsIn = (text: unknown) => String(text).match(/[\p{M}\uff9e\uff9f]+/gu) ?? [];
  for (const form of [nfc, nfkc])
    for (const text of [
      `a${'\u0301'.repeat(500)}${'\u0316'.repeat(500)}`,
      `${'\u0316\u0301'.repeat(500)}後`,
      `${'あ'.repeat(100)}${'\uff9e'.repeat(100)}\u0301${'\u{1d165}\u0301'.repeat(100)}`,
    ]) {
      const platforms = jest.spyOn(String.prototype, 'normalize');
      const found = form(text);
      const lengths = platforms.mock.contexts.flatMap(runsIn).map((run) => [...run].length);
      expect(Math.max(...lengths)).toBe(30);
      jest.restoreAllMocks();
      // Nothing is lost: put in order as a whole, both are one text.
      expect(found.normalize('NFKD')).toBe(text.normalize('NFKD'));
      expect(form(found)).toHaveLength(found.length);
    }
});
