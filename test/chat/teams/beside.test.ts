/** Answers where it was pressed, as targeted messages; in private where Teams refuses; and buttons that are sent as messages only. */
import { afterEach, expect, test } from '@jest/globals';
import { type Posted, personalChat, tellsOfAccount, type User } from '../../support/bot-connector.js';
import { CHANNEL, startTeamsCity, type TeamsCity } from '../../support/teams-city.js';
import { cardOf, shown } from './cards.js';

let city: TeamsCity;
afterEach(() => city.stop());

/** A section whose first goal waits for its approval. */
async function open(settings: { [key: string]: string }) {
  city = await startTeamsCity({ limits: false, settings });
  const { coordinator, staff, chief } = city.users;
  await city.send(city.activities.mentioned(coordinator, CHANNEL, '連携 建設課'));
  await city.send(city.activities.said(chief, '状況'));
  for (const text of ['2番', 'すべて供用開始', '○', '供用開始しました。', '続けます。', '提出'])
    await city.send(city.activities.said(staff, text));
  await city.settled();
}
const inChat = (user: User): Posted[] =>
  city.connector.messages.filter(
    (one) => one.conversation === personalChat(user.id) && !tellsOfAccount(one.activity),
  );
const approval = () =>
  city.connector.messages.findLast(
    (one) =>
      one.conversation.startsWith(CHANNEL) &&
      shown(cardOf(one)).buttons.some(({ title }) => title.startsWith('承認')),
  )!;
const rootOf = ({ conversation }: Posted) => /;messageid=(.+)$/u.exec(conversation)?.[1] ?? '';

async function approves(by: 'execute' | 'submit') {
  const { chief } = city.users;
  const card = approval();
  const { data } = shown(cardOf(card)).button('承認');
  const pressed = city.activities.executedIn(chief, CHANNEL, rootOf(card), data);
  const { name: _invoke, ...message } = pressed;
  const answer = await city.send(
    by === 'execute' ? pressed : { ...message, type: 'message', value: data, replyToId: card.id },
  );
  await city.settled();
  return answer;
}

test('an approval in the thread is answered in the thread, to who approved alone', async () => {
  await open({ TEAMS_TARGETED: 'on' });
  const before = inChat(city.users.chief).length;
  const at = approval().conversation;
  await approves('execute');
  const [told] = city.connector.targeted;
  expect([told?.conversation, told?.to]).toEqual([at, city.users.chief.id]);
  expect(told?.activity.recipient).toEqual({ id: city.users.chief.id, isTargeted: true });
  expect(shown(cardOf(told)).text).toContain('No.2 を承認しました');
  expect(inChat(city.users.chief)).toHaveLength(before);
  // A button in it is answered there as well.
  const undo = shown(cardOf(told)).button('取り消す').data;
  await city.send(city.activities.executedIn(city.users.chief, CHANNEL, rootOf(told!), undo));
  await city.settled();
  expect(shown(cardOf(city.connector.targeted.at(-1))).text).toContain('No.2 の承認を取り消しました');
});

test('what is written in the thread is answered there as well, to who wrote it alone', async () => {
  await open({ TEAMS_TARGETED: 'on' });
  const { chief } = city.users;
  const before = inChat(chief).length;
  const at = approval();
  await city.send(city.activities.mentioned(chief, CHANNEL, '2番 了解', rootOf(at)));
  await city.settled();
  const [told, ...others] = city.connector.targeted;
  expect([told?.conversation, told?.to, others]).toEqual([at.conversation, chief.id, []]);
  expect(shown(cardOf(told)).buttons.map(({ title }) => title)).toContain('承認');
  expect(inChat(chief)).toHaveLength(before);
});

test.each([
  ['refused', { status: 403, code: 'TargetedMessagesNotSupported' }],
  ['not known there', { status: 400, code: 'BadArgument' }],
])('where a targeted message is %s the answer comes in private', async (_why, refusal) => {
  await open({ TEAMS_TARGETED: 'on' });
  const before = inChat(city.users.chief).length;
  city.connector.faults.push({ on: 'targeted', ...refusal });
  await approves('execute');
  expect(city.connector.targeted).toEqual([]);
  expect(inChat(city.users.chief)).toHaveLength(before + 1);
  expect(shown(cardOf(inChat(city.users.chief).at(-1))).text).toContain('No.2 を承認しました');
});

test('with TEAMS_TARGETED=off it always comes in private', async () => {
  await open({ TEAMS_TARGETED: 'off' });
  const before = inChat(city.users.chief).length;
  await approves('execute');
  expect(city.connector.calls.filter(({ on }) => on === 'targeted')).toEqual([]);
  expect(inChat(city.users.chief)).toHaveLength(before + 1);
});

test('with TEAMS_ACTIONS=submit no card waits for an answer: each press is a message, its card is edited, and who presses sees what came of it', async () => {
  await open({ TEAMS_ACTIONS: 'submit', TEAMS_TARGETED: 'off' });
  const { chief, staff } = city.users;
  const before = inChat(chief).length;
  const card = approval();
  expect((await approves('submit')).status).toBe(200);
  // the card of the channel says so to everybody
  expect(shown(cardOf(city.connector.messages.find(({ id }) => id === card.id))).text).toContain('承認済');
  expect(inChat(chief)).toHaveLength(before + 1);
  expect(shown(cardOf(inChat(chief).at(-1))).text).toContain('No.2 を承認しました');
  // a question of the interview becomes its line
  await city.send(city.activities.said(staff, '3番'));
  await city.send(city.activities.said(staff, '6回'));
  const rating = inChat(staff).at(-1)!;
  const sent = city.activities.submitted(staff, shown(cardOf(rating)).button('○ 達成').data);
  await city.send({ ...sent, replyToId: rating.id });
  await city.settled();
  const edited = shown(cardOf(inChat(staff).find(({ id }) => id === rating.id)));
  expect(edited.text.trim()).toBe('3番 研修発表実施数(回)：○ 達成');
  expect(edited.buttons).toEqual([]);
  expect(shown(cardOf(inChat(staff).at(-1))).text).toContain('目標達成状況を教えてください');
  const all = JSON.stringify(city.connector.messages.map(({ activity }) => activity));
  expect(all).not.toContain('Action.Execute');
  expect(all).toContain('"Action.Submit"');
});
