/** What every adapter must keep of its places and accounts: opaque texts that it alone makes and reads. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { platformOf } from '../../src/chat/messengers.js';
import type { Place } from '../../src/core/conversation/input.js';

export type Places<Facts> = {
  /** as its places and accounts begin */
  readonly name: string;
  /** every address of the platform: direct messages, channels, and threads where it has them */
  readonly facts: fc.Arbitrary<Facts>;
  readonly make: (facts: Facts) => Place;
  /** null for what was not made by `make` */
  readonly read: (place: Place) => Facts | null;
  readonly accounts: fc.Arbitrary<string>;
  /** where to write to an account first; null for others' accounts. Not there: the platform cannot write first */
  readonly placeOfAccount?: (account: string) => Place | null;
};

/** Declares the suite; `foreign`: places and accounts of the other platforms. */
export function placesContract<Facts>(of: Places<Facts>, foreign: readonly string[]): void {
  describe(`Places: ${of.name}`, () => {
    test('what is made is read back, and made again it is the same text', () => {
      fc.assert(
        fc.property(of.facts, (facts) => {
          const place = of.make(facts);
          const read = of.read(place);
          expect(read).not.toBeNull();
          expect(of.make(read!)).toBe(place);
          expect(of.read(of.make(read!))).toEqual(read);
        }),
      );
    });

    test('two addresses are never one place', () => {
      fc.assert(
        fc.property(of.facts, of.facts, (a, b) => {
          if (of.make(a) === of.make(b)) expect(of.read(of.make(a))).toEqual(of.read(of.make(b)));
        }),
      );
    });

    test('a place and an account begin with the name of the platform, and PostgreSQL takes them', () => {
      fc.assert(
        fc.property(of.facts, of.accounts, (facts, account) => {
          for (const text of [of.make(facts), account]) {
            expect(platformOf(text)).toBe(of.name);
            expect(text).not.toMatch(/\0/u);
            expect(text).not.toMatch(/\p{Surrogate}/u);
          }
        }),
      );
    });

    test('any other text is refused and never throws, cut or lengthened ones among them', () => {
      for (const other of foreign) expect(of.read(other)).toBeNull();
      fc.assert(
        fc.property(of.facts, fc.string({ unit: 'binary' }), fc.nat(), (facts, text, cut) => {
          const place = of.make(facts);
          for (const other of [
            text,
            `${of.name}:${text}`,
            place.slice(0, cut % place.length),
            `${place}${text}`,
          ]) {
            const read = of.read(other);
            // What can be read is spelt as it is made: places are compared as texts.
            if (read !== null) expect(of.make(read)).toBe(other);
          }
        }),
      );
    });

    const { placeOfAccount } = of;
    if (placeOfAccount)
      test('an account has one place to write to first, and another platform’s has none', () => {
        for (const other of foreign) expect(placeOfAccount(other)).toBeNull();
        fc.assert(
          fc.property(of.accounts, fc.string(), (account, text) => {
            expect(of.read(placeOfAccount(account) ?? '')).not.toBeNull();
            expect(placeOfAccount(account)).toBe(placeOfAccount(account));
            const other = placeOfAccount(`${of.name}:${text}`);
            if (other !== null) expect(of.read(other)).not.toBeNull();
          }),
        );
      });
  });
}
