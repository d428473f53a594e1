/** The one-form way: opened in time, kept while it is filled in, with its problems shown inside. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Record } from '../../../../src/flow/ports.js';
import { CHANNEL, type City, STAFF, startCity } from '../../../support/slack-city.js';
import { buttonsIn } from '../../../support/slack-sender.js';
import { heldWaits } from '../../../support/waits.js';

let city: City;
const { wait, pass } = heldWaits();
let held: Promise<void> | undefined;
beforeAll(async () => {
  city = await startCity({
    wait,
    wrapRecord: (record): Record => ({
      ...record,
      context: async (...args) => {
        await held;
        return record.context(...args);
      },
    }),
  });
  await city.sender.says(STAFF, '状況');
  await city.settled();
  await city.sender.press(STAFF, '始める');
  await city.settled();
}, 60_000);
afterAll(() => city.stop());
const lastView = () => [...city.server.views.values()].at(-1)!;
const draft = async () => Object.values((await city.drafts.load('p-staff')).desk.drafts)[0]!;
const answers = async () => Object.values((await draft()).answers);

/** The form of the goal that is being answered; that of all goals is another, on 状況 and on the notice. */
function pressForm() {
  for (const message of city.server.readBy(STAFF).toReversed()) {
    const button = buttonsIn(message.blocks).find((one) => one.text.text === 'まとめて入力');
    if (button) return city.sender.interaction(city.sender.pressOn(STAFF, 'D0STAFF', message, button));
  }
  throw new Error('no question with a form');
}

async function open() {
  const answer = await pressForm();
  expect(answer.status).toBe(200);
  await city.settled();
  return lastView();
}

describe('the form as a modal', () => {
  test('is opened with its fields and leads back to where it was asked for', async () => {
    const view = await open();
    expect(view.title.text).toBe('まとめて入力');
    expect(view.notify_on_close).toBe(true);
    expect(JSON.parse(view.private_metadata).place).toBe('slack:T0CITY:D0STAFF');
    const inputs = view.blocks.filter(({ type }: { type: string }) => type === 'input');
    expect(inputs.every((block: { dispatch_action?: boolean }) => block.dispatch_action === true)).toBe(true);
    expect(inputs.length).toBeGreaterThan(3);
  });

  test('what is typed is kept though the modal is never sent', async () => {
    const view = await open();
    await city.sender.types(STAFF, view, { 'result.0': '190人 <b>& "x"' });
    expect((await answers())[0]?.result).toBe('190人 <b>& "x"');
  });

  test('a closed modal that tells what was typed keeps it, one that does not is no fault', async () => {
    const view = await open();
    expect((await city.sender.closes(STAFF, view)).status).toBe(200);
    expect((await answers())[0]?.result).toBe('190人 <b>& "x"');
    expect((await city.sender.closes(STAFF, view, { 'result.0': '195人' })).status).toBe(200);
    expect((await answers())[0]?.result).toBe('195人');
  });

  test('opened again it shows what is there', async () => {
    const view = await open();
    const field = view.blocks.find((block: { block_id?: string }) => block.block_id === 'result.0');
    expect(field.element.initial_value).toBe('195人');
  });

  test('a problem is shown in the form, what was right is kept, and corrected it is taken', async () => {
    const view = await open();
    const values = { 'result.0': '196人', policy: 'あ'.repeat(2000) };
    const answer = JSON.parse((await city.sender.submits(STAFF, view, values)).body);
    expect(answer.response_action).toBe('errors');
    expect(Object.keys(answer.errors)).toEqual(['policy']);
    expect((await answers())[0]?.result).toBe('196人');
    const again = await city.sender.submits(STAFF, view, { ...values, policy: '継続します。' });
    expect(JSON.parse(again.body)).toEqual({ response_action: 'clear' });
    expect((await draft()).policy).toBe('継続します。');
    await city.settled();
    // the interview goes on with what is missing
    expect(city.lastTo(STAFF)?.text).toMatch(/評価|目標達成状況/u);
  });

  test('a save that comes after the form was sent changes nothing', async () => {
    const view = await open();
    const sent = await city.sender.submits(STAFF, view, { 'result.0': '199人' });
    expect(JSON.parse(sent.body)).toEqual({ response_action: 'clear' });
    expect((await city.sender.types(STAFF, view, { 'result.0': '1' })).status).toBe(200);
    expect((await answers())[0]?.result).toBe('199人');
    await city.settled();
  });

  test('saves that cross on the way leave the latest', async () => {
    const view = await open();
    const texts = ['2', '20', '201', '201人'];
    await Promise.all(texts.map((text) => city.sender.types(STAFF, view, { 'result.0': text })));
    expect((await answers())[0]?.result).toBe('201人');
  });

  test('when the record is slow a waiting view is opened in time and becomes the form', async () => {
    const before = city.server.views.size;
    let answer = () => {};
    held = new Promise((resolve) => {
      answer = resolve;
    });
    pass(1_300);
    const opened = city.server.told('views.open');
    const pressed = pressForm();
    await opened;
    expect(city.server.views.size).toBe(before + 1);
    expect(lastView().callback_id).toBe('maru_waiting');
    pass(0);
    answer();
    expect((await pressed).status).toBe(200);
    await city.settled();
    expect(city.server.views.size).toBe(before + 1);
    expect(lastView().title.text).toBe('まとめて入力');
  });

  test('a press delivered twice opens one form, and nothing is said of the second', async () => {
    const message = city.lastTo(STAFF)!;
    const button = buttonsIn(message.blocks).find((one) => one.text.text.includes('まとめて入力'))!;
    const press = city.sender.pressOn(STAFF, 'D0STAFF', message, button);
    const before = [city.server.views.size, city.direct(STAFF).length];
    for (let i = 0; i < 2; i += 1) expect((await city.sender.interaction(press)).status).toBe(200);
    await city.settled();
    expect([city.server.views.size, city.direct(STAFF).length]).toEqual([before[0]! + 1, before[1]]);
  });

  test('a form that cannot be opened any more is told in the conversation', async () => {
    city.server.faults.push({ method: 'views.open', kind: 'error', error: 'expired_trigger_id' });
    await pressForm();
    await city.settled();
    expect(city.lastTo(STAFF)?.text).toContain('もう一度ボタンを押してください');
  });

  test('a modal of somebody else, or one tampered with, is left alone', async () => {
    const view = await open();
    for (const metadata of ['', '{}', '{"action":"{}","place":"x","surface":"direct"}', 'null', '[1]']) {
      const answer = await city.sender.submits(STAFF, { ...view, private_metadata: metadata }, {});
      expect([answer.status, answer.body]).toEqual([200, '']);
    }
  });
});

test('a reply in a thread of the direct message belongs to the thread', async () => {
  const message = city.lastTo(STAFF)!;
  await city.sender.says(STAFF, '状況', message.ts);
  await city.settled();
  expect(city.lastTo(STAFF)?.thread_ts).toBe(message.ts);
  expect(buttonsIn(city.lastTo(STAFF)?.blocks ?? []).length).toBeGreaterThan(0);
  await city.sender.press(STAFF, '続ける');
  await city.settled();
  expect(city.lastTo(STAFF)?.thread_ts).toBe(message.ts);
});

test('a mention in a channel is answered in private', async () => {
  const before = city.messages(CHANNEL).length;
  await city.sender.mentions(STAFF, CHANNEL, '状況');
  await city.settled();
  expect(city.lastTo(STAFF)?.text).toContain('わたしの報告');
  await city.sender.mentions(STAFF, CHANNEL, '190人でした');
  await city.settled();
  expect(city.lastTo(STAFF)?.text).toContain('個別のチャット');
  expect(city.messages(CHANNEL).length).toBe(before + 2);
});

describe('the slash command', () => {
  test('acts as said in the direct message and tells its writer alone', async () => {
    const before = city.messages(CHANNEL).length;
    const answer = await city.sender.command(STAFF, '　状況　', CHANNEL);
    expect(JSON.parse(answer.body).response_type).toBe('ephemeral');
    await city.settled();
    expect(city.lastTo(STAFF)?.text).toContain('No.1');
    expect(city.messages(CHANNEL).length).toBe(before);
  });
  test('given in a direct message between two others it is still answered in the bot’s own', async () => {
    const answer = await city.sender.command(STAFF, 'ヘルプ', 'D0OTHERS');
    expect(answer.body).toContain('個別のチャット');
    await city.settled();
    await city.sender.command(STAFF, '状況');
    await city.settled();
    expect(city.lastTo(STAFF)?.text).toContain('No.1');
    expect(city.logged.filter(({ message }) => message === 'card not shown')).toEqual([]);
  });
  test('without words it says what it can do; in the direct message nothing is said twice', async () => {
    const answer = await city.sender.command(STAFF, '');
    expect([answer.status, answer.body]).toEqual([200, '']);
    await city.settled();
    expect(city.lastTo(STAFF)?.text).toContain('使い方');
  });
});
