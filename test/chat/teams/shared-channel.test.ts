/** Private and shared channels: they have members of their own, and people of another organisation who share one are let in nowhere. */
import { afterEach, expect, test } from '@jest/globals';
import { tellsOfAccount, type User } from '../../support/bot-connector.js';
import { CHANNEL, startTeamsCity, type TeamsCity } from '../../support/teams-city.js';
import { cardOf, shown } from './cards.js';

const ELSEWHERE = 'bbbbbbbb-cccc-4ddd-8eee-ffffffffffff';
const TEAM = '19:team@thread.tacv2';

let city: TeamsCity;
afterEach(() => city.stop());

/** Of another organisation, with the address of the manager: only Teams says where somebody is at home. */
const outsider = (userRole: 'user' | 'guest' = 'user'): User =>
  city.connector.addUser({
    id: '29:outsider',
    aadObjectId: '00000000-0000-4000-8000-0000000000ff',
    name: '社外の人',
    email: 'chief@city.example.jp',
    userRole,
    tenantId: ELSEWHERE,
  });
const texts = (conversation: string) =>
  city.connector.messages
    .filter((one) => one.conversation.startsWith(conversation) && !tellsOfAccount(one.activity))
    .map((one) => shown(cardOf(one)).text);
const links = () =>
  city.send(city.activities.mentioned(city.users.coordinator, CHANNEL, '連携 建設課', '1680000000001'));
/** An activity as Teams sends it from a channel of this kind. */
const within = <A extends { channelData: object }>(
  type: 'standard' | 'private' | 'shared',
  activity: A,
): A => ({
  ...activity,
  channelData: { ...activity.channelData, team: { id: TEAM }, channel: { id: CHANNEL, type } },
});

test('a channel that people of another organisation share is not linked, and is when they have left', async () => {
  city = await startTeamsCity({ limits: false });
  // More than are told at once: the last page counts too.
  const { id } = outsider();
  await links();
  expect(texts(CHANNEL)).toEqual([expect.stringContaining('社外の方がいるチャンネルには連携できません')]);
  city.connector.users.delete(id);
  await links();
  expect(texts(CHANNEL).join('\n')).toContain('の報告先にしました');
});

test('guests of the own directory do not stand in the way of a link', async () => {
  city = await startTeamsCity({ limits: false });
  outsider('guest');
  await links();
  expect(texts(CHANNEL).join('\n')).toContain('の報告先にしました');
});

test.each(['false', 'true'])(
  'who only shares a channel is let in nowhere, with TEAMS_ALLOW_GUESTS=%s, and has the account of nobody',
  async (allowed) => {
    city = await startTeamsCity({ limits: false, settings: { TEAMS_ALLOW_GUESTS: allowed } });
    await links();
    const stranger = outsider();
    const before = texts(CHANNEL).length;
    const said = within('shared', city.activities.mentioned(stranger, CHANNEL, '状況', '1680000000002'));
    expect((await city.send(said)).status).toBe(200);
    expect(texts(CHANNEL).slice(before).join('\n')).not.toContain('No.1');
    expect(city.logged.filter(({ message }) => message === 'refused').map(({ facts }) => facts)).toEqual([
      expect.objectContaining({ why: 'stranger' }),
    ]);
    expect(await city.record.personOfAccount(account(stranger))).toBeNull();
  },
);

test('a guest with an address of the roster is let in where guests may', async () => {
  city = await startTeamsCity({ limits: false, settings: { TEAMS_ALLOW_GUESTS: 'true' } });
  const guest = outsider('guest');
  await city.send(city.activities.said(guest, '状況'));
  expect(await city.record.personOfAccount(account(guest))).toBe('p-chief');
});

test.each([
  ['standard', TEAM],
  ['private', CHANNEL],
  ['shared', CHANNEL],
] as const)('in a %s channel somebody is looked for among its own members', async (type, conversation) => {
  city = await startTeamsCity({ limits: false });
  const asked = () => city.connector.calls.filter(({ on }) => on === 'member').map((one) => one.conversation);
  await city.send(
    within(type, city.activities.mentioned(city.users.chief, CHANNEL, '状況', '1680000000003')),
  );
  expect(asked()).toEqual([conversation]);
});

const account = ({ aadObjectId }: User) => `teams:aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee:${aadObjectId}`;
