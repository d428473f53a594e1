/** The card of an answered question folded to one line in Teams: by the answer to the press, and for good when the goal is submitted. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Posted, personalChat, tellsOfAccount } from '../../support/bot-connector.js';
import { startTeamsCity, type TeamsCity } from '../../support/teams-city.js';
import { cardOf, shown } from './cards.js';

let city: TeamsCity;
beforeEach(async () => {
  city = await startTeamsCity({ limits: false });
}, 60_000);
afterEach(() => city.stop());

const messages = (): Posted[] =>
  city.connector.messages.filter(
    (one) => one.conversation === personalChat(city.users.staff.id) && !tellsOfAccount(one.activity),
  );
const texts = () => messages().map((one) => shown(cardOf(one)).text);
const asking = () =>
  messages().filter((one) => {
    const { text, buttons } = shown(cardOf(one));
    return buttons.length > 0 && /教えてください|選んでください|この内容でシートに/u.test(text);
  });
const say = (text: string) => city.send(city.activities.said(city.users.staff, text));
const buttonOf = (message: Posted | undefined, title: string) => shown(cardOf(message)).button(title).data;
const LINE = '2番 新崎駅自由通路における南口及び北口エレベーターの完成供用：○ 達成';

async function toRating() {
  await say('2番');
  await say('すべて供用開始');
}
async function toSubmitted() {
  await say('南口と北口のエレベーターを供用開始しました。');
  await say('引き続き点検します。');
  await city.send(city.activities.executed(city.users.staff, buttonOf(messages().at(-1), '提出する')));
}

test('the press is answered with the line, without a call, and the same press sent again counts once', async () => {
  await toRating();
  const before = messages().length;
  const pressed = city.activities.executed(city.users.staff, buttonOf(messages().at(-1), '○ 達成'));
  const { status, body } = await city.send(pressed);
  expect(status).toBe(200);
  expect(body).toMatchObject({ statusCode: 200, type: 'application/vnd.microsoft.card.adaptive' });
  const { text, buttons } = shown((body as { value: Parameters<typeof shown>[0] }).value);
  expect([text.trim(), buttons]).toEqual([LINE, []]);
  expect((await city.send(pressed)).status).toBe(200);
  expect(messages()).toHaveLength(before + 1);
});

test('once the goal is submitted every card of it is a line for everybody who looks', async () => {
  await toRating();
  await city.send(city.activities.executed(city.users.staff, buttonOf(messages().at(-1), '○ 達成')));
  await toSubmitted();
  expect(texts().some((text) => text.includes('No.2 を提出しました'))).toBe(true);
  expect(asking()).toEqual([]);
  for (const line of [
    LINE,
    LINE.replace('○ 達成', 'すべて供用開始'),
    '2番 今後の方針：引き続き点検します。',
    '2番 提出しました',
  ])
    expect(texts().map((text) => text.trim())).toContain(line);
});

test('a message with a value, as older clients send it, has its card edited', async () => {
  await toRating();
  const rating = messages().at(-1)!;
  const sent = city.activities.submitted(city.users.staff, buttonOf(rating, '○ 達成'));
  await city.send({ ...sent, replyToId: rating.id });
  expect(shown(cardOf(messages().find(({ id }) => id === rating.id))).text.trim()).toBe(LINE);
  expect(texts().at(-1)).toContain('目標達成状況を教えてください');
});
