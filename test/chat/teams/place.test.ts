import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  conversationOf,
  isTeamsPlace,
  readTeamsPlace,
  splitConversation,
  teamsAccount,
  teamsPlace,
} from '../../../src/chat/teams/place.js';

const text = fc.string({ unit: 'grapheme' });
const facts = fc.oneof(
  fc.record({ k: fc.constant('personal' as const), s: text, t: text, c: text, a: text }),
  fc.record({ k: fc.constant('person' as const), s: text, t: text, u: text, a: text }),
  fc.record(
    { k: fc.constant('channel' as const), s: text, t: text, c: text, m: text },
    { requiredKeys: ['k', 's', 't', 'c'] },
  ),
);

describe('places', () => {
  test('what is made is read back, and made again it is the same text', () => {
    fc.assert(
      fc.property(facts, (at) => {
        const place = teamsPlace(at);
        const read = readTeamsPlace(place);
        expect(read).not.toBeNull();
        expect(teamsPlace(read!)).toBe(place);
        expect(isTeamsPlace(place)).toBe(true);
      }),
    );
  });

  test('the same chat is the same place, however the service URL and ids are written', () => {
    const of = (s: string, a: string) => teamsPlace({ k: 'personal', s, t: 'T', c: 'a:1', a });
    expect(of('https://smba.trafficmanager.net/jp', 'ABC')).toBe(
      of('https://smba.trafficmanager.net/jp/', 'abc'),
    );
  });

  test('nothing else is a place of Teams', () => {
    fc.assert(fc.property(text, (other) => void expect(readTeamsPlace(other)).toBeNull()));
    for (const other of ['slack:T1:C1', 'teams:', 'teams:e30', 'teams:bm90IGpzb24'])
      expect(readTeamsPlace(other)).toBeNull();
    const place = teamsPlace({ k: 'personal', s: 'https://x/', t: 't', c: 'c', a: 'a' });
    expect(readTeamsPlace(`${place}=`)).toBeNull();
  });

  test('a thread is the channel and its root message', () => {
    expect(splitConversation('19:x@thread.tacv2;messageid=17')).toEqual({
      channel: '19:x@thread.tacv2',
      root: '17',
    });
    const channel = { k: 'channel', s: 'https://x/', t: 't', c: '19:x' } as const;
    expect(conversationOf(channel)).toBe('19:x');
    expect(conversationOf({ ...channel, m: '17' })).toBe('19:x;messageid=17');
  });

  test('an account is of a tenant', () => {
    expect(teamsAccount('T-1', 'A-1')).toBe('teams:t-1:a-1');
  });
});
