import { expect, test } from '@jest/globals';
import { channelPlace } from '../../src/chat/channel-place.js';
import { teamsPlace } from '../../src/chat/teams/place.js';

const channel = teamsPlace({ k: 'channel', s: 'https://smba.example/', t: 't', c: '19:x@thread.tacv2' });

test.each([
  ['slack:T0AAAAAAA/C0BBBBBBB', 'slack:T0AAAAAAA:C0BBBBBBB'],
  [' slack:T0AAAAAAA:C0BBBBBBB ', 'slack:T0AAAAAAA:C0BBBBBBB'],
  ['https://app.slack.com/client/T0AAAAAAA/C0BBBBBBB', 'slack:T0AAAAAAA:C0BBBBBBB'],
  [channel, channel],
])('%j is a channel', (typed, place) => {
  expect(channelPlace(typed)).toBe(place);
});

test.each([
  '#建設課',
  'slack:T0AAAAAAA/D0BBBBBBB',
  'slack:T0AAAAAAA/U0BBBBBBB',
  'slack:T0AAAAAAA:D0BBBBBBB',
  'slack:T0AAAAAAA:C0BBBBBBB:1700000000.000100',
  'https://city.slack.com/archives/C0BBBBBBB',
  'https://teams.microsoft.com/l/channel/19%3Ax%40thread.tacv2/general?tenantId=t',
  teamsPlace({ k: 'personal', s: 'https://smba.example/', t: 't', c: 'a:1', a: 'o' }),
  'teams:e30',
])('%j is none', (typed) => {
  expect(channelPlace(typed)).toBeNull();
});
