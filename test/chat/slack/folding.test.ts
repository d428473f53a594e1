/** The card of an answered question folded to one line in Slack, without a call of the Web API until the goal is submitted. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type City, STAFF, startCity } from '../../support/slack-city.js';
import { buttonsIn } from '../../support/slack-sender.js';

let city: City;
beforeEach(async () => {
  city = await startCity();
}, 60_000);
afterEach(() => city.stop());

async function says(text: string) {
  await city.sender.says(STAFF, text);
  await city.settled();
}
async function press(title: string) {
  const attempt = await city.sender.press(STAFF, title);
  await city.settled();
  return attempt;
}
const cards = () => city.direct(STAFF).filter(({ user }) => user === 'U0MARU');
/** Cards of the interview that still have something to press. */
const asking = () =>
  cards().filter(
    ({ text, blocks }) =>
      /^(?:3月31日|評価を選んで|目標達成状況を|今後の方針を|この内容で)/u.test(text) &&
      buttonsIn(blocks).length > 0,
  );
const card = (text: string) => cards().find((one) => one.text.startsWith(text));
const updates = () => city.server.calls.filter(({ method }) => method === 'chat.update');

/** The second goal from its first question to the rating. */
async function toRating() {
  await says('2番');
  await says('すべて供用開始');
}
async function toReview() {
  await says('南口と北口のエレベーターを供用開始しました。');
  await says('引き続き点検します。');
  expect(cards().at(-1)?.text).toContain('この内容でシートに載ります');
}

test('the card pressed is one line at once, and no limit is spent on it', async () => {
  await toRating();
  await press('○ 達成');
  const line = card('2番 新崎駅自由通路における南口及び北口エレベーターの完成供用：○ 達成');
  expect(buttonsIn(line?.blocks ?? [])).toEqual([]);
  expect(line?.blocks).toHaveLength(1);
  expect(city.server.answers.map(({ status }) => status)).toEqual([200]);
  expect(updates()).toEqual([]);
  // What was answered by writing stands as it is until the goal is submitted.
  expect(card('3月31日(日)現在の結果')?.blocks.length).toBeGreaterThan(1);
});

test('no old button stands about once the goal is submitted, and each card says question and answer', async () => {
  await toRating();
  await press('○ 達成');
  await toReview();
  const before = updates().length;
  await press('提出する');
  expect(card('No.2 を提出しました')).toBeDefined();
  expect(asking()).toEqual([]);
  const lines = cards().map(({ text }) => text);
  for (const said of [
    '2番 新崎駅自由通路における南口及び北口エレベーターの完成供用：すべて供用開始',
    '2番 新崎駅自由通路における南口及び北口エレベーターの完成供用：○ 達成',
    '2番 新崎駅自由通路における南口及び北口エレベーターの完成供用 目標達成状況：南口と北口の…',
    '2番 今後の方針：引き続き点検します。',
    '2番 提出しました',
  ])
    expect(lines.some((line) => line.startsWith(said.replace('南口と北口の…', '南口と北口')))).toBe(true);
  // What was pressed is folded already.
  expect(updates().length - before).toBe(4);
});

test('an answer is kept though nothing can be folded, and what was not is folded later', async () => {
  city.server.faults.push({ method: 'response_url', kind: 'status', status: 404 });
  await toRating();
  await press('○ 達成');
  expect(card('目標達成状況を教えてください')).toBeDefined();
  expect(card('評価を選んでください')).toBeDefined();
  await toReview();
  city.server.faults.push({ method: 'chat.update', kind: 'status', status: 503, times: 3 });
  await press('提出する');
  expect(cards().some(({ text }) => text.includes('No.2 を提出しました'))).toBe(true);
  expect((await city.record.history({})).filter(({ action }) => action === 'submitted')).toHaveLength(1);
  expect(asking()).toHaveLength(3);
  // Later, by whichever instance looks for what is left behind.
  city.clock.move(120_000);
  await city.work.sweep();
  await city.settled();
  expect(asking()).toEqual([]);
  expect(city.logged.filter(({ message }) => message === 'card not folded')).toHaveLength(4);
});

test('the same press sent twice, and another button of a card that was answered, count once', async () => {
  await toRating();
  const rating = cards().at(-1)!;
  const [button] = buttonsIn(rating.blocks).filter((one) => one.text.text.includes('○'));
  const pressed = city.sender.pressOn(STAFF, city.server.directOf(STAFF).id, rating, button!);
  for (const _time of [1, 2]) await city.sender.interaction(pressed);
  await city.settled();
  expect(cards().filter(({ text }) => text.startsWith('目標達成状況'))).toHaveLength(1);
  expect(city.server.answers).toHaveLength(1);
});
