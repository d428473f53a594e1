/** The thread under the root card in Teams: an approver calls the bot in it; buttons and questions go in private, answers come back. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { contentOfTask } from '../../support/answers.js';
import { personalChat, tellsOfAccount, type User } from '../../support/bot-connector.js';
import { CHANNEL, startTeamsCity, type TeamsCity } from '../../support/teams-city.js';
import { cardOf, dialogCard, shown } from './cards.js';

let city: TeamsCity;
let root = '';

beforeAll(async () => {
  city = await startTeamsCity({ limits: false });
  const { coordinator, staff } = city.users;
  await city.send(city.activities.mentioned(coordinator, CHANNEL, '連携 建設課'));
  root = inChannel().find((one) => shown(cardOf(one)).text.includes('この投稿への返信'))!.id;
  await city.send(city.activities.said(staff, 'ヘルプ'));
  const tasks = await city.record.sectionTasks(city.section.id, '2023-yearend');
  for (const task of tasks.slice(0, 2))
    await city.record.execute(
      `submit-${task.id}`,
      'p-staff',
      'teams:test',
      { kind: 'submit', task: task.id, base: 0, content: contentOfTask(task) },
      city.clock.now(),
    );
  city.work.wake();
  await city.settled();
}, 60_000);
afterAll(() => city.stop());

const inChat = (user: User) =>
  city.connector.messages.filter(
    (one) => one.conversation === personalChat(user.id) && !tellsOfAccount(one.activity),
  );
const last = (user: User) => shown(cardOf(inChat(user).at(-1)));
const inChannel = () => city.connector.messages.filter((one) => one.conversation.startsWith(CHANNEL));
const writes = async (user: User, text: string, thread = root) =>
  expect(await city.send(city.activities.mentioned(user, CHANNEL, text, thread))).toEqual({
    status: 200,
    body: null,
  });

describe('an approver calls the bot in the thread', () => {
  test('and outside it: the list as well, and nothing about entering reports', async () => {
    const { chief, staff } = city.users;
    const call = (user: User, text: string) => city.send(city.activities.mentioned(user, CHANNEL, text));
    const before = inChannel().length;
    await call(chief, '1番 了解');
    expect(last(chief).text).toMatch(/承認待ちが2件あります.*No\.1 .*No\.2 /su);
    await call(staff, '1番 了解');
    expect(last(staff).text).toContain('報告の入力は、個別のチャットで行います');
    expect(inChannel()).toHaveLength(before);
  });

  test('the help says how: by name', async () => {
    const { chief } = city.users;
    await city.send(city.activities.said(chief, 'ヘルプ'));
    expect(last(chief).text).toContain('「@Maru 承認」「@Maru 2番の数字は？」');
  });

  test('承認 with two waiting: the list, in the personal chat, though it was never opened', async () => {
    const before = inChannel().length;
    await writes(city.users.chief, '承認');
    const { text, buttons } = last(city.users.chief);
    expect(text).toContain('2件');
    expect(text).toMatch(/No\.1 .*No\.2 /su);
    const each = ['内容を見る', '承認', '差戻し'];
    expect(buttons.map(({ title }) => title)).toEqual(expect.arrayContaining(each));
    expect(buttons.filter(({ title }) => each.includes(title))).toHaveLength(6);
    expect(inChannel()).toHaveLength(before);
  });

  test('「2番 了解」: the card of No.2, whose button approves it', async () => {
    const { chief } = city.users;
    await writes(chief, '2番 了解');
    const { data } = last(chief).button('承認');
    await city.send(city.activities.executed(chief, data));
    const tasks = await city.record.sectionTasks(city.section.id, '2023-yearend');
    expect(tasks.map(({ report }) => report?.state)).toEqual(['submitted', 'approved', undefined, undefined]);
  });

  test('a question goes to the writer, is answered in a dialog, and the answer stands in the thread', async () => {
    const { chief, staff } = city.users;
    await writes(chief, '1番の数字は？');
    expect(last(chief).text).toContain('担当者へ伝えました');
    expect(last(staff).text).toContain('1番の数字は？');
    const button = last(staff).button('回答する');
    expect(button.data).toMatchObject({ msteams: { type: 'task/fetch' } });
    const opened = await city.send(city.activities.task(staff, 'task/fetch', button.data));
    const form = dialogCard(opened.body);
    const send = (data: object) => city.send(city.activities.task(staff, 'task/submit', data));
    const empty = await send({ ...form.button('送る').data, answer: ' ' });
    const again = dialogCard(empty.body);
    expect(again.text).toContain('回答を書いてください');
    expect(await send({ ...again.button('送る').data, answer: '190人です。' })).toEqual({
      status: 200,
      body: null,
    });
    const answer = inChannel().at(-1)!;
    expect(answer.conversation).toBe(`${CHANNEL};messageid=${root}`);
    expect(shown(cardOf(answer)).text).toMatch(/1番の数字は？[\s\S]*190人です。/u);
    const late = await send({ ...again.button('送る').data, answer: 'もう一度' });
    expect(late.status).toBe(200);
    expect(last(staff).text).toContain('回答しています');
    const messages = inChat(staff).length;
    await send({ ...again.button('送る').data, answer: ' ' });
    expect(inChat(staff).length).toBe(messages + 1);
    expect(last(staff).text).toMatch(/1番の数字は？[\s\S]*190人です。/u);
  });

  test('an answer typed into the personal chat, which has no threads, is asked about and sent', async () => {
    const { chief, staff } = city.users;
    await writes(chief, '1番の出典は何ですか');
    await city.send(city.activities.said(staff, '事業の記録です。'));
    const { data } = last(staff).button('No.1 の質問への回答');
    await city.send(city.activities.executed(staff, data));
    expect(shown(cardOf(inChannel().at(-1))).text).toMatch(/出典[\s\S]*事業の記録です。/u);
  });

  test('who may not decide is told who does, in private', async () => {
    const before = inChannel().length;
    await writes(city.users.staff, '承認');
    expect(last(city.users.staff).text).toContain('課長が行います');
    expect(inChannel()).toHaveLength(before);
  });

  test('in another thread who reports is told where that is entered, who decides is shown the list', async () => {
    const { chief, staff } = city.users;
    await writes(staff, '承認', '1680000000009');
    expect(last(staff).text).toContain('報告の入力は、個別のチャットで行います');
    await writes(chief, '承認', '1680000000009');
    expect(last(chief).text).toContain('承認をお待ちしている報告があります');
  });
});

describe('what does not call the bot, where an administrator lets it hear more', () => {
  const plain = (user: User, text: string) => {
    const { entities: _entities, ...activity } = city.activities.mentioned(user, CHANNEL, text, root);
    return { ...activity, text };
  };
  test('an approver’s 承認 brings the button all the same', async () => {
    await city.send(plain(city.users.chief, '承認'));
    expect(last(city.users.chief).buttons.map(({ title }) => title)).toContain('承認');
  });
  test.each(['chief', 'staff', 'nobody', 'guest'] as const)(
    '%s in talk among people: nothing',
    async (who) => {
      const before = city.connector.messages.length;
      await city.send(plain(city.users[who], who === 'chief' ? '来週話しましょう' : '承認'));
      expect(city.connector.messages).toHaveLength(before);
    },
  );
});

test('a question that Teams delivers five times is asked once', async () => {
  const { chief, staff } = city.users;
  const before = inChat(staff).length;
  const activity = city.activities.mentioned(chief, CHANNEL, '1番の単位は何ですか', root);
  await Promise.all([1, 2, 3, 4, 5].map(() => city.send(activity)));
  expect(inChat(staff)).toHaveLength(before + 1);
});
