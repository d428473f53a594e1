/** The main job in Slack, through signed HTTP: a goal reported, returned, corrected and approved by two people. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CHANNEL, type City, COORDINATOR, MANAGER, STAFF, startCity } from '../../support/slack-city.js';
import { buttonsIn } from '../../support/slack-sender.js';

let city: City;
beforeAll(async () => {
  city = await startCity();
}, 60_000);
afterAll(() => city.stop());

const ok = (attempts: { status: number }[] | { status: number }) =>
  expect([attempts].flat().map(({ status }) => status)).toEqual([200]);

async function says(user: string, text: string, thread?: string) {
  ok(await city.sender.says(user, text, thread));
  await city.settled();
}
async function press(user: string, title: string, channel?: string) {
  ok(await city.sender.press(user, title, channel));
  await city.settled();
}
const shown = (user: string) => city.lastTo(user)?.text ?? '';
const inChannel = () => city.messages(CHANNEL);
const rootCard = () => inChannel().find((one) => one.text.startsWith('令和5年度 期末報告'));

/** Answers whatever is asked until the review stands there. */
async function answerAll(result: string, status: string) {
  for (let i = 0; i < 40 && !shown(STAFF).includes('この内容でシートに載ります'); i += 1) {
    const text = shown(STAFF);
    const buttons = buttonsIn(city.lastTo(STAFF)?.blocks ?? []).map((one) => one.text.text);
    if (text.includes('現在の結果')) await says(STAFF, result);
    else if (text.includes('評価を選んで'))
      await press(STAFF, buttons.find((title) => title.startsWith('○'))!);
    else if (text.includes('評価の理由')) await says(STAFF, '実績に基づくため');
    else if (text.includes('目標達成状況')) await says(STAFF, status);
    else if (text.includes('今後の方針')) await says(STAFF, '来年度も<継続> & 拡充します。');
    else throw new Error(`what is asked? ${text}`);
  }
}

describe('a goal from question to approval', () => {
  test('the coordinator links the channel from the channel, and the root card comes', async () => {
    const answer = await city.sender.command(COORDINATOR, '連携　建設課', CHANNEL);
    ok(answer);
    expect(answer.body).toContain('連携しました');
    await city.settled();
    expect(inChannel()[0]?.text).toContain('報告先にしました');
    expect(rootCard()?.text).toContain('未提出 4');
    expect(await city.record.sectionOfPlace(`slack:T0CITY:${CHANNEL}`)).toBe(city.section.id);
  });

  test('the account is found by e-mail address, and the goals are listed', async () => {
    await says(STAFF, '状況');
    expect(shown(STAFF)).toContain('No.1');
    expect(await city.record.personOfAccount(`slack:T0CITY:${STAFF}`)).toBe('p-staff');
  });

  test('question by question to the review, with the texts as typed', async () => {
    await press(STAFF, '始める');
    await answerAll('目標どおり達成', '計画どおり <!channel> & 実施した。');
    expect(shown(STAFF)).toContain('&lt;!channel&gt; &amp; 実施した');
    await press(STAFF, '提出');
    expect(shown(STAFF)).toContain('提出');
  });

  test('the goal stands under the root card and is returned with a comment, in a modal', async () => {
    const approval = inChannel().find((one) =>
      buttonsIn(one.blocks).some((b) => b.text.text.includes('承認')),
    );
    expect(approval?.thread_ts).toBe(rootCard()?.ts);
    await press(MANAGER, '差戻', CHANNEL);
    const view = [...city.server.views.values()].at(-1)!;
    expect(view.title.text).toBe('差戻し');

    const empty = await city.sender.submits(MANAGER, view, { comment: ' ' });
    expect(JSON.parse(empty.body)).toEqual({
      response_action: 'errors',
      errors: { comment: '直してほしい点を書いてください。' },
    });
    const sent = await city.sender.submits(MANAGER, view, { comment: '内訳を書いてください' });
    expect(JSON.parse(sent.body)).toEqual({ response_action: 'clear' });
    await city.settled();
    expect(shown(STAFF)).toContain('内訳を書いてください');
    expect(inChannel().some((one) => one.text.includes('内訳を書いてください'))).toBe(false);
  });

  test('it is corrected and submitted again, and approved', async () => {
    await says(STAFF, '続き');
    await press(STAFF, '目標達成状況を直す');
    await says(STAFF, '内訳は男性90人、女性100人。');
    await answerAll('目標どおり達成', '内訳は男性90人、女性100人。');
    await press(STAFF, '提出');
    await press(MANAGER, '承認', CHANNEL);
    const task = (await city.record.sectionTasks(city.section.id, '2023-yearend'))[0]!;
    expect(task.report?.state).toBe('approved');
    expect(task.report?.version).toBe(2);
    expect(task.report?.content.nextPolicy).toBe('来年度も<継続> & 拡充します。');
    expect(shown(STAFF)).toContain('承認');
    const history = await city.record.history({});
    expect(
      history.map(({ action }) => action).filter((one) => /submitted|returned|approved/.test(one)),
    ).toEqual(['submitted', 'returned', 'submitted', 'approved']);
    expect(history.filter(({ action }) => action === 'approved')[0]?.source).toBe('slack');
  });

  test('a second click on the old button is told who decided', async () => {
    const before = city.direct(MANAGER).length;
    const old = { text: { text: '承認' }, action_id: 'approve', value: '' };
    const press = city.server.callsOf('chat.postMessage').map(({ args }) => String(args.blocks));
    const value = press.join('').match(/\{\\"do\\":\\"approve\\"[^}]*\}/)?.[0];
    old.value = JSON.parse(`"${value}"`);
    const message = inChannel().find((one) => one.thread_ts === rootCard()?.ts)!;
    ok(await city.sender.interaction(city.sender.pressOn(MANAGER, CHANNEL, message, old)));
    await city.settled();
    expect(city.direct(MANAGER).length).toBe(before + 1);
  });

  test('no call was refused by Slack', () => {
    expect(city.server.calls.filter(({ answer }) => answer !== 'ok')).toEqual([]);
    expect(city.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
