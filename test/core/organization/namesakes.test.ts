import { expect, test } from '@jest/globals';
import { behalfOfWhomCard } from '../../../src/core/cards/owner/behalf.js';
import { chooseOwnerCard } from '../../../src/core/cards/owner/owner.js';
import { buttonsOf } from '../../support/conversation.js';

const people = [
  { id: '1021', name: '佐藤 健' },
  { id: '1187', name: '佐藤　健' },
  { id: '1033', name: '鈴木 一郎' },
];

test('who has the name of another is told apart by the number, wherever somebody is chosen', () => {
  const named = ['佐藤 健（1021）', '佐藤　健（1187）', '鈴木 一郎'];
  const owners = chooseOwnerCard({ task: 't', goal: 'No.1', name: null }, people, 'ja');
  const behalf = behalfOfWhomCard('t', 'No.1', people, 'ja');
  for (const card of [owners, behalf]) expect(buttonsOf(card).map(({ title }) => title)).toEqual(named);
});
