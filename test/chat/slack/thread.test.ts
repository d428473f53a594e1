/** The thread under the root card in Slack: buttons in private, a question to the writer, its answer back; nobody else is disturbed. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { PostRole } from '../../../src/core/organization/post-roles.js';
import { byCommandLine } from '../../../src/store/postgres/ledger/recorded-by.js';
import { contentOfTask, PRINTED_RESULT } from '../../support/answers.js';
import { CHANNEL, type City, COORDINATOR, MANAGER, STAFF, startCity } from '../../support/slack-city.js';
import { buttonsIn } from '../../support/slack-sender.js';

let city: City;
let root = '';
const SECOND = 'U0SECOND';

beforeAll(async () => {
  city = await startCity();
  const { name, department } = city.section;
  const holding = (person: string, role: PostRole, title: string) => ({
    post: { section: { department, name }, role, title },
    person,
    from: '2023-04-01',
  });
  await city.record.importRoster(
    {
      people: [
        { id: 'p-staff', name: '担当者', email: 'Staff@city.example.jp' },
        { id: 'p-chief', name: '課長', email: 'chief@city.example.jp' },
        { id: 'p-coord', name: '事務局', email: 'coord@city.example.jp' },
        { id: 'p-second', name: '課長代理', email: 'second@city.example.jp' },
      ],
      holdings: [
        holding('p-staff', 'staff', '担当者'),
        holding('p-chief', 'section_manager', '課長'),
        holding('p-coord', 'coordinator', '事務局'),
        holding('p-second', 'section_manager', '課長'),
      ],
    },
    { by: byCommandLine('事務局'), now: city.clock.now() },
  );
  city.server.addUser({ id: SECOND, email: 'second@city.example.jp' });
  await city.sender.command(COORDINATOR, '連携 建設課', CHANNEL);
  await city.settled();
  root = city.messages(CHANNEL).find(({ text }) => text.startsWith('令和5年度 期末報告'))!.ts;
  await city.sender.says(STAFF, '状況');
  const tasks = await city.record.sectionTasks(city.section.id, '2023-yearend');
  for (const task of tasks.slice(0, 2))
    await city.record.execute(
      `submit-${task.id}`,
      'p-staff',
      'slack:T0CITY:U0STAFF',
      { kind: 'submit', task: task.id, base: 0, content: contentOfTask(task) },
      city.clock.now(),
    );
  city.work.wake();
  await city.settled();
}, 60_000);
afterAll(() => city.stop());

const inChannel = () => city.messages(CHANNEL);
const byBot = (user: string) => city.direct(user).filter((one) => one.user === 'U0MARU');
const titles = (user: string) =>
  buttonsIn(city.lastTo(user)?.blocks ?? []).map((button) => button.text.text as string);
async function writes(user: string, text: string, thread: string | undefined = root, channel = CHANNEL) {
  const attempts = await city.sender.saysIn(user, channel, text, thread);
  expect(attempts.map(({ status }) => status)).toEqual([200]);
  await city.settled();
}
/** What everybody was shown so far. */
const shownTo = () =>
  [STAFF, MANAGER, SECOND, COORDINATOR].map((user) => byBot(user).length).concat(botInChannel().length);
const botInChannel = () => inChannel().filter((one) => one.user === 'U0MARU' && one.blocks.length > 0);
const states = async () =>
  (await city.record.sectionTasks(city.section.id, '2023-yearend')).map(({ report }) => report?.state);

describe('an approver writes in the thread', () => {
  test('承認 with two waiting: the list, in private; nothing is approved by a text', async () => {
    const before = botInChannel().length;
    await writes(MANAGER, '承認');
    expect(city.lastTo(MANAGER)?.text).toContain('2件');
    const each = ['内容を見る', '承認', '差戻し'];
    expect(titles(MANAGER)).toEqual([...each, ...each]);
    expect(await states()).toEqual(['submitted', 'submitted', undefined, undefined]);
    expect(botInChannel()).toHaveLength(before);
    // Where it was written, for nobody else to see.
    const { channel, message } = city.server.ephemerals.at(-1)!;
    expect([channel, message.ephemeral, message.thread_ts, message.text]).toEqual([
      CHANNEL,
      MANAGER,
      root,
      city.lastTo(MANAGER)?.text,
    ]);
  });

  test('called by name outside the thread: the list as well, and nothing about entering reports', async () => {
    const before = botInChannel().length;
    await city.sender.mentions(MANAGER, CHANNEL, '1番 了解');
    await city.settled();
    expect(city.lastTo(MANAGER)?.text).toMatch(/承認待ちが2件あります[\s\S]*No\.1 [\s\S]*No\.2 /u);
    // Not in a thread that nobody sees yet.
    expect(city.server.ephemerals.at(-1)?.message).toMatchObject({
      ephemeral: MANAGER,
      text: city.lastTo(MANAGER)?.text,
    });
    expect(city.server.ephemerals.at(-1)?.message).not.toHaveProperty('thread_ts');
    await city.sender.mentions(STAFF, CHANNEL, '1番 了解');
    await city.settled();
    expect(city.lastTo(STAFF)?.text).toContain('報告の入力は、個別のチャットで行います');
    expect(botInChannel()).toHaveLength(before);
  });

  test('the help says how: no name is needed', async () => {
    await city.sender.says(MANAGER, 'ヘルプ');
    await city.settled();
    expect(city.lastTo(MANAGER)?.text).toContain('「承認」「2番の数字は？」');
  });

  test('「１番 了解です」: the card of No.1, whose button approves it', async () => {
    await writes(MANAGER, '１番 了解です。');
    expect(city.lastTo(MANAGER)?.text).toContain(PRINTED_RESULT);
    await city.sender.press(MANAGER, '承認');
    await city.settled();
    expect(await states()).toEqual(['approved', 'submitted', undefined, undefined]);
  });

  test('「2番の数字は？」 goes to the writer in private, and the answer comes back to the thread', async () => {
    const before = botInChannel().length;
    await writes(SECOND, '2番の数字は？ <内訳> & 根拠');
    expect(city.lastTo(SECOND)?.text).toContain('担当者へ伝えました');
    expect(city.lastTo(STAFF)?.text).toContain('2番の数字は？ &lt;内訳&gt; &amp; 根拠');
    expect(botInChannel()).toHaveLength(before);
    await city.sender.press(STAFF, '回答する');
    await city.settled();
    const view = [...city.server.views.values()].at(-1)!;
    expect(view.title.text).toBe('質問への回答');
    const empty = await city.sender.submits(STAFF, view, { answer: ' ' });
    expect(JSON.parse(empty.body)).toMatchObject({ response_action: 'errors' });
    await city.sender.submits(STAFF, view, { answer: '190人です。' });
    await city.settled();
    const answer = botInChannel().at(-1)!;
    expect(answer.thread_ts).toBe(root);
    expect(answer.text).toMatch(/No\.2 についての質問と回答[\s\S]*2番の数字は？[\s\S]*190人です。/u);
    const notice = byBot(STAFF).find(({ text }) => text.includes('回答済み'))!;
    expect(buttonsIn(notice.blocks)).toEqual([]);
  });

  test('a reply in the thread of that private message is an answer too', async () => {
    await writes(MANAGER, 'この数字に7月の分は入っていますか');
    const notice = city.lastTo(STAFF)!;
    expect(notice.text).toContain('7月の分は入っていますか');
    await city.sender.says(STAFF, '同じです', notice.ts);
    await city.settled();
    expect(botInChannel().at(-1)?.text).toContain('同じです');
    const history = await city.record.history({});
    expect(
      history.flatMap(({ action, name }) => (/asked|answered/u.test(action) ? [`${action} ${name}`] : [])),
    ).toEqual(['asked 課長代理', 'answered 担当者', 'asked 課長', 'answered 担当者']);
  });
});

describe('left alone', () => {
  test.each<[string, () => Promise<unknown>]>([
    ['the writer, in the thread', () => writes(STAFF, '2番は190人です。よろしいでしょうか')],
    [
      'somebody who is not in the roster',
      async () => {
        city.server.addUser({ id: 'U0NOBODY', email: 'nobody@city.example.jp' });
        await writes('U0NOBODY', '承認');
      },
    ],
    ['an approver, outside a thread', () => writes(MANAGER, '承認', '')],
    [
      'an approver, under a colleague’s message',
      async () => {
        await writes(STAFF, '会議室はどこですか', '');
        await writes(MANAGER, '了解です', inChannel().at(-1)!.ts);
      },
    ],
    [
      'an approver, to a colleague by name',
      async () => {
        const event = city.sender.channelEvent(MANAGER, CHANNEL, 'x', root);
        event.event.text = '<@U0STAFF> 2番の数字は？';
        await city.sender.deliver(event);
      },
    ],
    ['an approver, about nothing of ours', () => writes(MANAGER, '来週の会議は10時からにします')],
    ['the bot itself', () => writes('U0MARU', '承認')],
  ])('%s', async (_who, doing) => {
    const before = shownTo();
    await doing();
    await city.settled();
    expect(shownTo()).toEqual(before);
    expect(byBot('U0NOBODY')).toEqual([]);
  });

  test('another channel’s messages are dropped before anything is read', async () => {
    const calls = city.server.calls.length;
    city.server.addChannel({ id: 'C0OTHER' });
    await writes('U0FRESH', '承認しましょうか', '', 'C0OTHER');
    await writes('U0NEWER', '承認', city.messages('C0OTHER')[0]!.ts, 'C0OTHER');
    // Whoever wrote it was not even looked for.
    expect(city.server.calls).toHaveLength(calls);
  });
});

describe('once', () => {
  test('a message that mentions the bot comes as two events and has one effect', async () => {
    const mention = city.sender.mentionEvent(MANAGER, CHANNEL, '2番 承認', root);
    const plain = {
      ...mention,
      event_id: `${mention.event_id}2`,
      event: { ...mention.event, type: 'message', channel_type: 'channel', parent_user_id: 'U0MARU' },
    };
    const before = byBot(MANAGER).length;
    for (const event of [plain, mention, plain, mention]) await city.sender.deliver(event);
    await city.settled();
    expect(byBot(MANAGER)).toHaveLength(before + 1);
    expect(titles(MANAGER)).toEqual(['承認', '差戻し']);
  });

  test('a question that Slack delivers five times is asked once', async () => {
    const before = byBot(STAFF).length;
    const event = city.sender.channelEvent(MANAGER, CHANNEL, '2番の単位は何ですか', root);
    await Promise.all([1, 2, 3, 4, 5].map(() => city.sender.deliver(event)));
    await city.settled();
    expect(byBot(STAFF)).toHaveLength(before + 1);
  });

  test('two managers who ask at once are both passed on', async () => {
    const before = byBot(STAFF).length;
    await Promise.all([writes(MANAGER, '2番の出典は？'), writes(SECOND, '2番の時期は？')]);
    await city.settled();
    expect(
      byBot(STAFF)
        .slice(before)
        .map(({ text }) => text)
        .join(),
    ).toMatch(/出典[\s\S]*時期|時期[\s\S]*出典/u);
  });
});

test('nothing was refused, and nobody’s text was logged', () => {
  expect(city.server.calls.filter(({ answer }) => answer !== 'ok')).toEqual([]);
  expect(city.logged.filter(({ level }) => level === 'error')).toEqual([]);
  expect(JSON.stringify(city.logged)).not.toMatch(/数字は|会議/u);
});
