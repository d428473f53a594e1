/** Answers where it was pressed: beside the card of the channel, for who pressed it alone; in private where Slack refuses. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CHANNEL, type City, COORDINATOR, MANAGER, STAFF, startCity } from '../../support/slack-city.js';

let city: City;
beforeAll(async () => {
  city = await startCity();
  await city.sender.command(COORDINATOR, '連携　建設課', CHANNEL);
  await city.settled();
  // Known to Maru, so that nothing but the answers comes.
  for (const user of [STAFF, MANAGER]) await city.sender.says(user, '状況');
  await city.settled();
  for (const no of [1, 2, 3]) await report(no);
}, 120_000);
afterAll(() => city.stop());

async function report(no: number) {
  for (const text of [`${no}番`, '201人', '○', '実施しました。', '続けます。', '提出']) {
    await city.sender.says(STAFF, text);
    await city.settled();
  }
  expect(city.messages(CHANNEL).some(({ text }) => text.includes(`No.${no} `))).toBe(true);
}
async function press(title: string, channel?: string) {
  const attempt = await city.sender.press(MANAGER, title, channel);
  expect(attempt.status).toBe(200);
  await city.settled();
}
const direct = () => city.server.directOf(MANAGER).messages.length;
const root = () => city.messages(CHANNEL).find(({ text }) => text.startsWith('令和5年度 期末報告'))!;

test('an approval in the thread is answered in the thread, to who approved alone', async () => {
  const before = direct();
  await press('No.1 を承認する', CHANNEL);
  const [{ channel, message } = { channel: '', message: null }] = city.server.ephemerals;
  expect([channel, message?.ephemeral, message?.thread_ts]).toEqual([CHANNEL, MANAGER, root().ts]);
  expect(message?.text).toContain('No.1 を承認しました');
  expect(direct()).toBe(before);
  expect(city.messages(CHANNEL).some(({ text }) => text.startsWith('承認済'))).toBe(true);
});

test('a button in such an answer puts what came of it in its place', async () => {
  await press('取り消す');
  expect(city.server.ephemerals).toHaveLength(1);
  expect(city.server.ephemerals[0]?.message.text).toContain('No.1 の承認を取り消しました');
  expect(city.server.answers.map(({ status }) => status)).toEqual([200]);
});

test('what Slack refuses to show there comes in private', async () => {
  city.server.faults.push({ method: 'chat.postEphemeral', kind: 'error', error: 'user_not_in_channel' });
  const before = direct();
  await press('No.2 を承認する', CHANNEL);
  expect(city.server.ephemerals).toHaveLength(1);
  expect(direct()).toBe(before + 1);
  expect(city.server.directOf(MANAGER).messages.at(-1)?.text).toContain('No.2 を承認しました');
});

test('what is asked in private is answered in private', async () => {
  await city.sender.says(MANAGER, '状況');
  await city.settled();
  expect(city.server.ephemerals).toHaveLength(1);
  expect(city.server.directOf(MANAGER).messages.at(-1)?.text).toContain('承認');
});
