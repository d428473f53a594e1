/** What goes out: within Teams' limits, tried again where it asks for that, never twice where a message may stand. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { makeRateLimit } from '../../../../src/chat/teams/outgoing/rate-limit.js';
import { readTeamsPlace, teamsPlace } from '../../../../src/chat/teams/place.js';
import type { Card } from '../../../../src/core/cards/card.js';
import { messageCard } from '../../../../src/core/cards/message.js';
import { PlatformError } from '../../../../src/flow/ports.js';
import {
  type BotConnector,
  personalChat,
  startBotConnector,
  TENANT,
  type User,
} from '../../../support/bot-connector.js';
import { movedClock } from '../../../support/moved-clock.js';
import { cardOf, shown } from '../cards.js';
import { type SmallBot, startSmallBot } from '../small-bot.js';

let connector: BotConnector;
let bot: SmallBot;
let user: User;
let count = 0;
beforeAll(async () => {
  connector = await startBotConnector();
  user = connector.addUser({
    id: '29:a',
    aadObjectId: '00000000-0000-4000-8000-000000000001',
    name: '担当者',
    email: 'a@city.example.jp',
  });
  bot = await startSmallBot(connector);
  bot.accounts.set(`teams:${TENANT}:${user.aadObjectId}`, 'p-1');
});
afterAll(async () => {
  await bot.stop();
  await connector.stop();
});
beforeEach(() => {
  connector.messages.length = 0;
  connector.calls.length = 0;
  connector.faults.length = 0;
  connector.blocked.clear();
  bot.unreachable.length = 0;
  count += 1;
});

const card = (title: string): Card => messageCard('ja', title, []);
/** A channel of its own for each test, so that limits do not add up. */
const channel = () =>
  teamsPlace({ k: 'channel', s: connector.serviceUrl(), t: TENANT, c: `19:c${count}@thread.tacv2` });
const chat = () =>
  teamsPlace({
    k: 'personal',
    s: connector.serviceUrl(),
    t: TENANT,
    c: personalChat(user.id),
    a: user.aadObjectId,
  });
const post = (place: string, title = '題', key: string | null = null) =>
  bot.teams.messenger.post(place, card(title), { under: null, key });
async function failure(doing: Promise<unknown>): Promise<PlatformError> {
  const error = await doing.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof PlatformError)) throw new Error(`no PlatformError: ${String(error)}`);
  return error;
}
const posts = () => connector.calls.filter(({ on }) => on === 'post').length;

test('one activity is one card, with its first words as summary and no text beside it', async () => {
  await post(chat(), '差戻しがあります', 'returned/1');
  const [message] = connector.messages;
  expect(message?.activity).toMatchObject({
    type: 'message',
    summary: '差戻しがあります',
    channelData: { notification: { alert: true } },
  });
  expect(message?.activity.text).toBeUndefined();
  expect(shown(cardOf(message)).text).toContain('差戻しがあります');
});

test('edited in place; under a message is a reply in its thread', async () => {
  const root = await post(channel(), '根');
  const reply = await bot.teams.messenger.post(channel(), card('枝'), { under: root, key: null });
  const deeper = await bot.teams.messenger.post(channel(), card('葉'), { under: reply, key: null });
  const thread = `19:c${count}@thread.tacv2;messageid=${root.id}`;
  expect(connector.messages.map(({ conversation }) => conversation)).toEqual([
    `19:c${count}@thread.tacv2`,
    thread,
    thread,
  ]);
  expect(readTeamsPlace(deeper.place)).toMatchObject({ m: root.id });
  await bot.teams.messenger.edit(reply, card('枝2'));
  expect(connector.messages[1]?.edits).toBe(1);
});

describe('limits', () => {
  test('twelve messages at once arrive within the limits, each once and none refused', async () => {
    const clock = movedClock('2023-10-02T00:00:00Z');
    const now = () => clock.now().getTime();
    const pace = makeRateLimit(now, clock.sleep);
    let left = 0;
    const acquire: typeof pace.acquire = async (...of) => {
      await pace.acquire(...of);
      left += 1;
    };
    const strict = await startBotConnector({ now });
    const { teams, stop } = await startSmallBot(strict, { pace: { ...pace, acquire } });
    const place = teamsPlace({ k: 'channel', s: strict.serviceUrl(), t: TENANT, c: '19:c@thread.tacv2' });
    const twelve = Array.from({ length: 12 }, (_unused, i) =>
      teams.messenger.post(place, card(`第${i}号`), { under: null, key: null }),
    );
    // Messages arrive at the instant they leave, however busy the machine is.
    await clock.during(Promise.allSettled(twelve), () => left > strict.calls.length);
    await stop();
    await strict.stop();
    expect(strict.calls.filter(({ status }) => status === 429)).toEqual([]);
    const all = strict.messages.map((one) => shown(cardOf(one)).text).join('\n');
    for (let i = 0; i < 12; i += 1) expect(all.split(`第${i}号`)).toHaveLength(2);
  });

  test.each([408, 429, 412, 502, 504])('%d is tried again with a pause', async (status) => {
    connector.faults.push({ on: 'post', status });
    await post(channel());
    expect(posts()).toBe(2);
    expect(connector.messages).toHaveLength(1);
    const [first, second] = connector.calls;
    expect(second!.at - first!.at).toBeGreaterThan(400);
  });

  test('Retry-After is obeyed, and a long one is left to the flow', async () => {
    connector.faults.push({ on: 'post', status: 429, retryAfter: '1' });
    await post(channel());
    expect(connector.calls[1]!.at - connector.calls[0]!.at).toBeGreaterThan(950);
    connector.faults.push({ on: 'post', status: 429, retryAfter: '120' });
    const error = await failure(post(channel()));
    expect(error.kind).toBe('retry');
    expect(error.options).toEqual({ retryAfterMs: 120_000 });
    const held = await failure(post(channel()));
    expect(held.options.retryAfterMs).toBeGreaterThan(100_000);
    expect(posts()).toBe(3);
  });

  test('after four tries it is left to the flow', async () => {
    for (let i = 0; i < 5; i += 1) connector.faults.push({ on: 'post', status: 502 });
    const error = await failure(post(channel()));
    expect(error).toMatchObject({ kind: 'retry', options: {} });
    expect(posts()).toBe(4);
  }, 20_000);
});

describe('in doubt', () => {
  test('a lost answer is doubtful, and is not posted again', async () => {
    connector.faults.push({ on: 'post', lose: true });
    const error = await failure(post(channel(), '題', 'summary/1'));
    expect(error.options.doubtful).toBe(true);
    expect(connector.messages).toHaveLength(1);
    expect(posts()).toBe(1);
    expect(await bot.teams.messenger.find(channel(), 'summary/1', null)).toBe('unknown');
  });

  test('500 is doubtful; a refused connection is not', async () => {
    connector.faults.push({ on: 'post', status: 500 });
    expect((await failure(post(channel()))).options.doubtful).toBe(true);
    const nobody = teamsPlace({ k: 'channel', s: 'http://127.0.0.1:9/', t: TENANT, c: '19:x@thread.tacv2' });
    const error = await failure(post(nobody));
    expect(error).toMatchObject({ kind: 'retry' });
    expect(error.options.doubtful ?? false).toBe(false);
  });

  test('a lost answer to an edit is no doubt: it may be done again', async () => {
    const ref = await post(channel());
    connector.faults.push({ on: 'edit', lose: true });
    expect((await failure(bot.teams.messenger.edit(ref, card('二')))).options.doubtful ?? false).toBe(false);
  });

  test('a notice that the record could not take is found by its key, and edited instead of posted', async () => {
    const place = channel();
    const ref = await post(place, '一', 'approval/7');
    expect(await bot.teams.messenger.find(place, 'approval/7', null)).toEqual(ref);
    expect(await post(place, '二', 'approval/7')).toEqual(ref);
    expect(connector.messages).toHaveLength(1);
    expect(shown(cardOf(connector.messages[0])).text).toContain('二');
  });

  test('a message that somebody deleted is gone, and its notice is posted anew', async () => {
    const place = channel();
    const ref = await post(place, '一', 'approval/8');
    connector.messages.length = 0;
    expect((await failure(bot.teams.messenger.edit(ref, card('二')))).options.gone).toBe(true);
    // By its key it would be taken for what another instance may have posted in its place.
    expect(await bot.teams.messenger.find(place, 'approval/8', null)).toBe('unknown');
    await post(place, '二', 'approval/8');
    expect(connector.messages).toHaveLength(1);
  });
});

describe('people who cannot be reached', () => {
  test('who blocked the bot is marked and not tried again', async () => {
    connector.blocked.add(user.id);
    const error = await failure(post(chat()));
    expect(error).toMatchObject({ kind: 'never', message: 'post: 403 MessageWritesBlocked' });
    await bot.teams.idle();
    expect(bot.unreachable).toEqual([{ person: 'p-1', place: chat(), reason: 'blocked' }]);
  });

  test.each(['', 'BotDisabledByAdmin', 'BotBlockedByAdmin'])(
    'a refusal of everybody (403 %p) marks nobody, and is looked at again later',
    async (code) => {
      connector.faults.push({ on: 'post', status: 403, code });
      const error = await failure(post(chat()));
      expect(error).toMatchObject({ kind: 'retry', options: { retryAfterMs: 1_800_000 } });
      await bot.teams.idle();
      expect(bot.unreachable).toEqual([]);
    },
  );

  test('a person whose chat is not known is written to by opening it, once', async () => {
    const place = teamsPlace({
      k: 'person',
      s: connector.serviceUrl(),
      t: TENANT,
      u: user.id,
      a: user.aadObjectId,
    });
    const ref = await post(place);
    await post(place);
    expect(ref.place).toBe(chat());
    expect(connector.calls.filter(({ on }) => on === 'open')).toHaveLength(1);
    await bot.teams.idle();
    expect(bot.direct.get('p-1')).toBe(chat());
  });

  test('a team that removed the bot is looked at again later', async () => {
    connector.faults.push({ on: 'post', status: 403, code: 'BotNotInConversationRoster' });
    const error = await failure(post(channel()));
    expect(error.kind).toBe('retry');
    expect(error.options.retryAfterMs).toBeGreaterThan(60_000);
    expect(bot.unreachable).toEqual([]);
  });
});

test('a token that is not good any more is renewed once', async () => {
  await post(channel());
  const before = connector.tokensServed;
  connector.forgetTokens();
  await post(channel());
  expect(connector.tokensServed).toBe(before + 1);
});

describe('long sheets', () => {
  const long = (items: number): Card => ({
    name: 'summary',
    language: 'ja',
    view: {
      title: '建設課',
      subtitle: '期限 4月12日(金)',
      counts: '承認済 5',
      bar: '■■■■■',
      complete: true,
      items: Array.from({ length: items * 4 }, (_unused, i) => ({
        goal: `No.${i + 1} ${'市民が安全に利用するため、余裕のある工期を設定する。'.repeat(8)}`,
        figures: `${'200人以上'.repeat(6)} → ${i} 結果`,
        state: '○ 達成 ・ 承認済',
      })),
      ratings: '○ 達成 5',
      footer: '',
    },
  });
  const all = () => connector.messages.map((one) => shown(cardOf(one)).text).join('\n');

  test('are paged in the thread, each card within 25 KB, and follow when they grow and shrink', async () => {
    const place = channel();
    const ref = await bot.teams.messenger.post(place, long(2), { under: null, key: 'summary/long' });
    const before = connector.messages.length;
    await bot.teams.messenger.edit(ref, long(9));
    expect(connector.messages.length).toBeGreaterThan(before);
    for (const message of connector.messages) {
      expect(JSON.stringify(cardOf(message)).length * 2).toBeLessThanOrEqual(25 * 1024);
      if (message.id !== ref.id) expect(message.conversation).toContain(`;messageid=${ref.id}`);
    }
    for (let i = 0; i < 36; i += 1) expect(all()).toContain(`→ ${i} 結果`);
    const most = connector.messages.length;
    await bot.teams.messenger.edit(ref, long(9));
    expect(connector.messages.length).toBe(most);
    await bot.teams.messenger.edit(ref, long(1));
    expect(connector.messages).toHaveLength(1);
  }, 30_000);
});
