import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  accountOf,
  channelPlace,
  conversationPlace,
  directPlace,
  placeOfAccount,
  readPlace,
  threadPlace,
} from '../../../src/chat/playground/places.js';

const id = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => !/\p{Surrogate}/u.test(text));

describe('places of the playground', () => {
  test('what was made can be read, whatever the ids hold', () => {
    fc.assert(
      fc.property(id, id, fc.boolean(), (owner, message, direct) => {
        const conversation = direct ? directPlace(owner) : channelPlace(owner);
        const kind = direct ? { kind: 'dm', person: owner } : { kind: 'channel', section: owner };
        expect(readPlace(conversation)).toEqual({ conversation: kind, thread: null });
        const thread = readPlace(threadPlace(conversation, message));
        expect(thread).toEqual({ conversation: kind, thread: message });
        expect(conversationPlace(thread!.conversation)).toBe(conversation);
        expect(placeOfAccount(accountOf(owner))).toBe(directPlace(owner));
      }),
    );
  });

  test.each([
    '',
    'playground',
    'playground:dm',
    'playground:dm:',
    'playground:dm:a:',
    'playground:dm:a:b:c',
    'playground:dm:%',
    'other:dm:a',
  ])('%p is none', (place) => expect(readPlace(place)).toBeNull());

  test('any text is read or refused, and never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void readPlace(`playground:dm:${text}`)));
    expect(placeOfAccount('other:a')).toBeNull();
    expect(placeOfAccount('playground:')).toBeNull();
  });
});
