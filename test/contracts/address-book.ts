/** What every adapter of the address book must keep: who an account is, and where that person is reached. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { AddressBook } from '../../src/chat/address-book.js';
import type { Seen, Standing } from '../../src/core/account/account.js';

const NOW = new Date('2023-10-02T01:00:00Z');
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
const CHIEF = { status: 'known', person: 'chief' };
const seen = (more: Partial<Seen> = {}): Seen => ({
  standing: 'member',
  emails: ['chief@city.example.jp'],
  unconfirmed: false,
  ...more,
});

/** The accounts of a platform and places of people there, by a number. */
export type Numbered = { account(no: number): string; direct(no: number): string };

/** A book whose roster has `chief` with the address chief@city.example.jp. */
export type Kept = {
  readonly book: AddressBook;
  /** nobody is linked any more, and nobody’s place is known */
  empty(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Declares the suite for the accounts of a platform; `elsewhere`: another platform, on which a person may have an account
 * as well.
 */
export function addressBookContract(
  name: string,
  { account, direct }: Numbered,
  elsewhere: Numbered,
  open: () => Promise<Kept>,
): void {
  describe(`AddressBook: ${name}`, () => {
    let kept: Kept;
    let book: AddressBook;
    beforeAll(async () => {
      kept = await open();
      book = kept.book;
    }, 60_000);
    beforeEach(() => kept.empty());
    afterAll(() => kept.stop());

    test('an account that nobody has met is nobody’s', async () => {
      expect(await book.linkOf(account(1))).toBeNull();
      expect(await book.personOfAccount(account(1))).toBeNull();
      expect(await book.directPlaceOf('chief')).toBeNull();
    });

    test('a member with the confirmed address of the roster is that person, and when that was known is kept', async () => {
      for (const at of [NOW, later(5)]) {
        expect(await book.meet(account(1), seen(), at)).toEqual(CHIEF);
        const known = { person: 'chief', standing: 'member', knownAt: at.toISOString() };
        expect(await book.linkOf(account(1))).toEqual(known);
      }
      expect(await book.personOfAccount(account(1))).toBe('chief');
      expect(await book.linkOf(account(2))).toBeNull();
    });

    test('who is in no roster is unknown, and nobody becomes somebody by an address that is not confirmed', async () => {
      expect(await book.meet(account(1), seen({ emails: ['else@city.example.jp'] }), NOW)).toEqual({
        status: 'unknown',
      });
      expect(await book.meet(account(2), seen({ emails: [], unconfirmed: true }), NOW)).toEqual({
        status: 'refused',
        why: 'unconfirmed',
      });
      expect(await book.linkOf(account(2))).toBeNull();
    });

    test.each(['guest', 'stranger', 'closed'] as const)(
      '%s is turned away, and who becomes one is kept as such',
      async (standing) => {
        const refused = { status: 'refused', why: standing };
        expect(await book.meet(account(1), seen({ standing }), NOW)).toEqual(refused);
        expect(await book.linkOf(account(1))).toBeNull();
        await book.meet(account(1), seen(), later(1));
        expect(await book.meet(account(1), seen({ standing }), later(2))).toEqual(refused);
        expect((await book.linkOf(account(1)))?.standing satisfies Standing | null | undefined).toBe(
          standing,
        );
      },
    );

    test('one account of a platform is a person’s: a second is refused; on another platform they may have one', async () => {
      expect(await book.meet(account(1), seen(), NOW)).toEqual(CHIEF);
      expect(await book.meet(account(2), seen(), later(1))).toEqual({ status: 'second' });
      expect(await book.personOfAccount(account(2))).toBeNull();
      expect(await book.meet(elsewhere.account(1), seen(), later(2))).toEqual(CHIEF);
      expect(await book.personOfAccount(account(1))).toBe('chief');
    });

    test('an account whose address is another’s by now is not this person’s any more', async () => {
      await book.meet(account(1), seen(), NOW);
      await book.rememberDirectPlace('chief', direct(1), NOW, account(1));
      expect(await book.meet(account(1), seen({ emails: ['else@city.example.jp'] }), later(1))).toEqual({
        status: 'unknown',
      });
      expect(await book.personOfAccount(account(1))).toBeNull();
      expect(await book.directPlaceOf('chief')).toBeNull();
    });

    test('a place is remembered of an account that is linked to the person, and of no other', async () => {
      await book.rememberDirectPlace('chief', direct(1), NOW);
      expect(await book.directPlaceOf('chief')).toBeNull();
      await book.meet(account(1), seen(), NOW);
      await book.rememberDirectPlace('chief', direct(2), NOW, account(2));
      await book.rememberDirectPlace('chief', elsewhere.direct(1), NOW);
      expect(await book.directPlaceOf('chief')).toBeNull();
      await book.rememberDirectPlace('chief', direct(1), NOW, account(1));
      expect(await book.directPlaceOf('chief')).toBe(direct(1));
    });

    test('people are written to where they wrote last; a place where the bot was blocked is forgotten, and only that', async () => {
      await book.meet(account(1), seen(), NOW);
      await book.meet(elsewhere.account(1), seen(), NOW);
      for (const place of [direct(1), elsewhere.direct(1), direct(2), direct(2)]) {
        await book.rememberDirectPlace('chief', place, NOW);
        expect(await book.directPlaceOf('chief')).toBe(place);
      }
      await book.markUnreachable('chief', direct(1), 'removed', later(1));
      expect(await book.directPlaceOf('chief')).toBe(direct(2));
      for (const _again of [1, 2]) await book.markUnreachable('chief', direct(2), 'blocked', later(1));
      expect(await book.directPlaceOf('chief')).toBeNull();
      await book.rememberDirectPlace('chief', direct(2), later(2));
      expect(await book.directPlaceOf('chief')).toBe(direct(2));
    });
  });
}
