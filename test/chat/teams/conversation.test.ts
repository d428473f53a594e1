/** One goal from the first question to its approval, by two people through the real endpoint. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { personalChat, tellsOfAccount, type User } from '../../support/bot-connector.js';
import { CHANNEL, startTeamsCity, type TeamsCity } from '../../support/teams-city.js';
import { cardOf, dialogCard, shown } from './cards.js';

let city: TeamsCity;
beforeAll(async () => {
  city = await startTeamsCity({ limits: false });
}, 60_000);
afterAll(() => city.stop());

/** Only the root card of a section and round says so. */
const ROOT = 'この投稿への返信';

const inChat = (user: User) =>
  city.connector.messages.filter(
    (one) => one.conversation === personalChat(user.id) && !tellsOfAccount(one.activity),
  );
/** The latest card but the day's reminder, which comes when it comes. */
const last = (user: User) =>
  inChat(user)
    .map((one) => shown(cardOf(one)))
    .filter(({ text }) => !text.startsWith('令和5年度 期末報告の入力をお願いします'))
    .at(-1)!;
const inChannel = () => city.connector.messages.filter((one) => one.conversation.startsWith(CHANNEL));
const withText = (text: string) => inChannel().find((one) => shown(cardOf(one)).text.includes(text));

async function say(user: User, text: string) {
  expect(await city.send(city.activities.said(user, text))).toEqual({ status: 200, body: null });
  return last(user);
}
async function press(user: User, title: string, fields: Record<string, string> = {}) {
  const { data } = last(user).button(title);
  const answer = await city.send(city.activities.executed(user, { ...data, ...fields }));
  expect(answer.status).toBe(200);
  return last(user);
}

describe('a whole report', () => {
  test('the coordinator links the channel by a mention; the root card appears in it', async () => {
    const { coordinator } = city.users;
    const answer = await city.send(city.activities.mentioned(coordinator, CHANNEL, '連携 建設課'));
    expect(answer).toEqual({ status: 200, body: null });
    expect(withText('の報告先にしました')?.conversation).toBe(CHANNEL);
    expect(withText(ROOT)?.conversation).toBe(CHANNEL);
  });

  test('linked once more it is told again; the same request sent again is not', async () => {
    const told = () => inChannel().filter((one) => shown(cardOf(one)).text.includes('の報告先にしました'));
    const again = city.activities.mentioned(city.users.coordinator, CHANNEL, '連携 建設課');
    const before = told().length;
    for (const _delivery of [1, 2]) await city.send(again);
    expect(told()).toHaveLength(before + 1);
    expect(inChannel().filter((one) => shown(cardOf(one)).text.includes(ROOT))).toHaveLength(1);
  });

  test('someone else cannot link', async () => {
    const { staff } = city.users;
    await city.send(city.activities.mentioned(staff, CHANNEL, '連携 建設課', '1680000000001'));
    const told = inChannel().at(-1)!;
    expect(told.conversation).toBe(`${CHANNEL};messageid=1680000000001`);
    expect(shown(cardOf(told)).text).toContain('事務局だけ');
  });

  test('installing greets once, and the greeting is not repeated when Teams sends it again', async () => {
    const { staff } = city.users;
    const installation = city.activities.installation(staff, 'add');
    await city.send(installation);
    await city.send(installation);
    await city.send(city.activities.members(staff, 'membersAdded'));
    expect(inChat(staff)).toHaveLength(1);
    expect(last(staff).text).toContain('使い方');
  });

  test('question by question, typed and pressed, until it is submitted', async () => {
    const { staff } = city.users;
    let card = await say(staff, '続き');
    expect(card.inputs.map(({ id }) => id)).toEqual(['text']);
    let steps = 0;
    for (; steps < 40; steps += 1) {
      const titles = card.buttons.map(({ title }) => title);
      if (titles.includes('提出する')) break;
      const rating = titles.find((title) => title.includes('○'));
      if (rating) card = await press(staff, rating);
      else if (titles.includes('回答する') && steps % 2 === 0)
        card = await press(staff, '回答する', { text: `回答${steps} 100%` });
      else card = await say(staff, `回答${steps} 100%`);
    }
    expect(card.button('提出する').type).toBe('Action.Execute');
    await press(staff, '提出する');
    expect(inChat(staff).some((one) => shown(cardOf(one)).text.includes('提出しました'))).toBe(true);
  });

  test('the goal stands as a reply under the root card, which was edited in place', async () => {
    const root = withText(ROOT)!;
    const goal =
      withText('承認待ち（課長）') ??
      inChannel().find((one) => shown(cardOf(one)).buttons.some(({ title }) => title.includes('承認')))!;
    expect(goal.conversation).toBe(`${CHANNEL};messageid=${root.id}`);
    expect(root.edits).toBeGreaterThan(0);
    expect(inChannel().filter((one) => shown(cardOf(one)).text.includes(ROOT))).toHaveLength(1);
  });

  test('the writer cannot approve; nobody else sees the refusal', async () => {
    const { staff } = city.users;
    const goal = approvalMessage();
    const before = inChannel().length;
    const data = shown(cardOf(goal)).button('承認').data;
    const answer = await city.send(city.activities.executedIn(staff, CHANNEL, rootId(), data));
    expect(answer.status).toBe(200);
    expect(answer.body?.type).toBe('application/vnd.microsoft.activity.message');
    expect(inChannel()).toHaveLength(before);
    expect(last(staff).text).toContain('受け付けられませんでした');
  });

  test('returning opens a dialog, asks for the comment and keeps what was typed', async () => {
    const { chief, staff } = city.users;
    const button = shown(cardOf(approvalMessage())).button('差戻し');
    expect(button.type).toBe('Action.Submit');
    expect(button.data).toMatchObject({ msteams: { type: 'task/fetch' } });
    const opened = await city.send(
      city.activities.taskIn(chief, CHANNEL, rootId(), 'task/fetch', button.data),
    );
    const form = dialogCard(opened.body);
    const empty = await city.send(
      city.activities.taskIn(chief, CHANNEL, rootId(), 'task/submit', {
        ...form.button('差し戻す').data,
        comment: ' ',
      }),
    );
    const again = dialogCard(empty.body);
    expect(again.text).toContain('直してほしい点を書いてください');
    const sent = await city.send(
      city.activities.taskIn(chief, CHANNEL, rootId(), 'task/submit', {
        ...again.button('差し戻す').data,
        comment: '内訳も書いてください',
      }),
    );
    expect(sent).toEqual({ status: 200, body: null });
    expect(last(staff).text).toContain('内訳も書いてください');
    expect(inChannel().some((one) => shown(cardOf(one)).text.includes('内訳も書いてください'))).toBe(false);
  });

  test('corrected in the one form, in a dialog that keeps everything while something is wrong', async () => {
    const { staff } = city.users;
    const starter = last(staff).buttons[0]!;
    await city.send(city.activities.executed(staff, starter.data));
    const formButton = last(staff).buttons.find(({ title }) => title.includes('まとめて'));
    if (!formButton) {
      await say(staff, 'まとめて入力');
    }
    const opener = last(staff).button('まとめて');
    const opened = await city.send(city.activities.task(staff, 'task/fetch', opener.data));
    const form = dialogCard(opened.body);
    const fields = Object.fromEntries(form.inputs.map(({ id, value }) => [id, value]));
    const policy = form.inputs.find(({ id }) => id === 'policy')!;
    const wrong = await city.send(
      city.activities.task(staff, 'task/submit', {
        ...form.button('保存する').data,
        ...fields,
        [policy.id]: 'あ'.repeat(5_000),
      }),
    );
    expect(dialogCard(wrong.body).inputs.find(({ id }) => id === 'policy')?.value).toHaveLength(5_000);
    const saved = await city.send(
      city.activities.task(staff, 'task/submit', {
        ...form.button('保存する').data,
        ...fields,
        [policy.id]: '来年度も続けます',
      }),
    );
    expect(saved).toEqual({ status: 200, body: null });
    expect(last(staff).text).toContain('来年度も続けます');
    await press(staff, '提出する');
  });

  test('approved by the manager, without a personal chat; the card in the channel says so', async () => {
    const { chief } = city.users;
    const { data } = shown(cardOf(approvalMessage())).button('承認');
    const answer = await city.send(city.activities.executedIn(chief, CHANNEL, rootId(), data));
    expect(answer.status).toBe(200);
    const card = shown(cardOf(inChannel().find((one) => shown(cardOf(one)).text.includes('承認済'))));
    expect(card.text).toContain('承認済');
    const again = () => city.send(city.activities.executedIn(chief, CHANNEL, rootId(), data));
    // On both of their devices at once: each is told.
    for (const { body } of await Promise.all([again(), again()]))
      expect(String(body?.value)).toContain('受け付けられませんでした');
    expect(inChat(chief).length === 0 || last(chief).text.includes('承認')).toBe(true);
  });

  test('the same message twice has one effect', async () => {
    const { staff } = city.users;
    const activity = city.activities.said(staff, '状況');
    const before = inChat(staff).length;
    await city.send(activity);
    expect(await city.send(activity)).toEqual({ status: 200, body: null });
    expect(inChat(staff)).toHaveLength(before + 1);
  });
});

describe('people', () => {
  test('a stranger and a guest are told so, and nothing is done', async () => {
    const { nobody, guest } = city.users;
    expect((await say(nobody, '続き')).text).toContain('名簿にお名前が見つかりませんでした');
    expect((await say(guest, '続き')).text).toContain('ゲストの方は');
    expect(city.logged.filter(({ message }) => message === 'refused')).toMatchObject([
      { level: 'info', facts: { input: expect.stringMatching(/^teams:/u), why: 'guest' } },
    ]);
    const { data } = shown(cardOf(inChannel()[0])).buttons[0] ?? { data: { action: '{"do":"help"}' } };
    const answer = await city.send(city.activities.executedIn(nobody, CHANNEL, rootId(), data));
    expect(String(answer.body?.value)).toContain('名簿にお名前が見つかりませんでした');
  });

  test('who removed the bot is marked, and reachable again after installing it', async () => {
    const { staff } = city.users;
    await city.send(city.activities.installation(staff, 'remove'));
    expect(city.unreachable).toEqual([{ person: 'p-staff', reason: 'removed' }]);
  });
});

function rootId(): string {
  return withText(ROOT)!.id;
}
function approvalMessage() {
  const found = inChannel()
    .filter((one) => one.conversation !== CHANNEL)
    .find((one) => shown(cardOf(one)).buttons.some(({ title }) => title.includes('差戻し')));
  if (!found) throw new Error('no goal card waits for approval');
  return found;
}
