/**
 * A card's picture on each platform: a file at Slack that the bot alone shows, within the message or behind a signed address
 * in Teams, on the playground's page; and whatever goes wrong with it, the card goes.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import express from 'express';
import type { Redis } from 'ioredis';
import { pictured } from '../../src/chat/pictures.js';
import { channelPlace } from '../../src/chat/playground/places.js';
import { playgroundMessages } from '../../src/chat/playground/playground.js';
import { shownMessage } from '../../src/chat/playground/shown.js';
import { LIMITS } from '../../src/chat/render/limits.js';
import { renderTeams } from '../../src/chat/render/render.js';
import { slackPlatform } from '../../src/chat/slack/platform.js';
import { slackSettings } from '../../src/chat/slack/settings.js';
import { teamsPlace } from '../../src/chat/teams/place.js';
import { teamsPlatform } from '../../src/chat/teams/platform.js';
import { teamsSettings } from '../../src/chat/teams/settings.js';
import { type BoardAsked, WHOLE_BOARD } from '../../src/core/board/asked.js';
import { listPage } from '../../src/core/board/page.js';
import { boardCard } from '../../src/core/cards/board/board.js';
import type { Card } from '../../src/core/cards/card.js';
import { overviewCard } from '../../src/core/cards/notices/digest.js';
import type { Draw, Messenger } from '../../src/flow/ports.js';
import { openHttpServer } from '../../src/http/server.js';
import { openPictureAddresses } from '../../src/picture/addresses.js';
import { openPainter } from '../../src/picture/painter.js';
import { openRedis, untilReady } from '../../src/store/redis/client.js';
import { type BotConnector, startBotConnector, TENANT } from '../support/bot-connector.js';
import { PATIENCE_MS } from '../support/patience.js';
import { boardOf } from '../support/sample-boards.js';
import { type SlackServer, startSlackServer } from '../support/slack-server.js';
import { BOT_TOKEN, TEAM } from '../support/slack-workspace.js';
import { freshRedis } from '../support/stores.js';

const warned: { message: string; facts: Record<string, unknown> }[] = [];
const log = {
  info: () => undefined,
  warn: (facts: object, message: string) => void warned.push({ message, facts: { ...facts } }),
  error: () => undefined,
};
const counted: string[] = [];
const meter = {
  input: () => undefined,
  acknowledged: () => undefined,
  platformError: (platform: string, method: string) => void counted.push(`${platform} ${method}`),
};
const pace = { acquire: async () => undefined, hold: () => undefined };
let ms = Date.parse('2024-04-02T01:00:00Z');
const clock = { now: () => new Date(ms) };

const painter = openPainter();
let draws = 0;
let fails = false;
/** until it resolves nothing is drawn */
let held: Promise<void> | null = null;
const draw: Draw = async (picture, zoom) => {
  draws += 1;
  await held;
  if (fails) throw new Error('no font');
  return painter.draw(picture, zoom);
};
/** Holds what is drawn; gives what lets go of it. */
function hold(): () => void {
  let letGo = () => {};
  held = new Promise((resolve) => {
    letGo = resolve;
  });
  return letGo;
}
const cardOf = (sections: number, departments: number, asked: Partial<BoardAsked> = {}): Card =>
  boardCard(listPage(boardOf(sections, departments), { ...WHOLE_BOARD, ...asked }), 'ja');
const small = cardOf(4, 1);
let others = 0;
/** The small one, drawn otherwise than any before. */
function another(): Card {
  others += 1;
  if (small.name !== 'board' || !small.view.picture) throw new Error('it has no picture');
  const picture = { ...small.view.picture, title: `${small.view.picture.title} ${others}` };
  return { ...small, view: { ...small.view, picture } };
}
const WITHOUT = 'a card is sent without its picture';
const answer = (messenger: Messenger, place: string, card: Card) =>
  messenger.post(place, card, { under: null, key: null });
/** Posted, and its picture put in. */
async function post(messenger: Messenger, place: string, card: Card) {
  const ref = await answer(messenger, place, card);
  await messenger.idle?.();
  return ref;
}
const pngOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1', 1, 4);

let redisServer: Awaited<ReturnType<typeof freshRedis>>;
let redis: Redis;
beforeAll(async () => {
  redisServer = await freshRedis();
  redis = openRedis(redisServer.url, log, PATIENCE_MS);
  await untilReady(redis, PATIENCE_MS);
});
afterAll(async () => {
  await painter.close();
  redis.disconnect();
  await redisServer.stop();
});
beforeEach(() => {
  warned.length = 0;
  counted.length = 0;
  draws = 0;
  fails = false;
  held = null;
});

describe('Slack', () => {
  let server: SlackServer;
  let messenger: Messenger;
  let count = 0;
  beforeAll(async () => {
    server = await startSlackServer({ rates: 'off' });
    const settings = slackSettings.parse({
      SLACK_BOT_TOKEN: BOT_TOKEN,
      SLACK_SIGNING_SECRET: 's',
      SLACK_MODE: 'http',
      SLACK_TEAM_IDS: TEAM,
      SLACK_API_URL: server.apiUrl,
    });
    messenger = slackPlatform({ settings, clock, log, pace, meter, pictures: { draw } }).messenger;
  });
  afterAll(() => server.stop());
  beforeEach(() => {
    server.faults.length = 0;
    server.calls.length = 0;
  });
  const channel = () => {
    count += 1;
    server.addChannel({ id: `C${count}` });
    return `slack:${TEAM}:C${count}`;
  };
  type Block = { type: string; slack_file?: { id: string }; alt_text?: string };
  const blocks = () => server.channels.get(`C${count}`)!.messages.at(-1)!.blocks as Block[];
  const image = () => blocks().find(({ type }) => type === 'image');
  const called = () =>
    server.calls.map(({ method }) => method).filter((method) => !method.startsWith('auth'));

  test('a file of the bot’s own, shared with nobody, with its numbers beside it', async () => {
    await post(messenger, channel(), small);
    // The message goes without waiting for the upload, and is edited after it.
    const calls = called();
    expect(calls.filter((method) => method.startsWith('files.'))).toEqual([
      'files.getUploadURLExternal',
      'files.completeUploadExternal',
      'files.info',
    ]);
    expect([calls.length, calls.includes('chat.postMessage'), calls.at(-1)]).toEqual([
      5,
      true,
      'chat.update',
    ]);
    const file = server.files.get(image()!.slack_file!.id)!;
    expect([pngOf(file.bytes), file.shares]).toEqual(['PNG', {}]);
    const completed = server.calls.find(({ method }) => method === 'files.completeUploadExternal')!;
    expect(completed.args.channel_id).toBeUndefined();
    expect(image()!.alt_text).toContain('入力中 3 ・ 差戻し 1');
    // Who listens is read the text of the message alone.
    expect(server.channels.get(`C${count}`)!.messages.at(-1)!.text).toContain('入力中 3 ・ 差戻し 1');
    expect(warned).toEqual([]);
  });
  test('edited, it is the newest', async () => {
    const ref = await post(messenger, channel(), small);
    const before = image()!.slack_file!.id;
    await messenger.edit(ref, cardOf(8, 2));
    expect(image()!.slack_file!.id).not.toBe(before);
  });
  test('what is drawn is uploaded once, however often it is posted or edited; anew once it was refused', async () => {
    const card = another();
    const uploads = () => called().filter((method) => method === 'files.getUploadURLExternal').length;
    const ref = await post(messenger, channel(), card);
    await messenger.edit(ref, card);
    await post(messenger, channel(), card);
    expect([uploads(), draws]).toEqual([1, 1]);
    expect(image()).toBeDefined();
    // Somebody has deleted it at Slack: this message goes without it, and the next has it again.
    server.files.clear();
    await post(messenger, channel(), card);
    expect(image()).toBeUndefined();
    await post(messenger, channel(), card);
    expect([image() !== undefined, uploads()]).toEqual([true, 2]);
  });
  test('Slack is asked until it knows that it is a picture', async () => {
    const known = server.files.set.bind(server.files);
    Object.assign(server.files, {
      set(id: string, file: { unknownFor?: number; completed?: boolean }) {
        Object.assign(server.files, { set: known });
        return known(id, { ...file, unknownFor: 2 });
      },
    });
    await post(messenger, channel(), another());
    expect(called().filter((method) => method === 'files.info')).toHaveLength(3);
    expect(image()).toBeDefined();
  });
  test.each([
    [{ method: 'files.getUploadURLExternal', kind: 'rate_limited', retryAfter: 30 }],
    [{ method: 'files.getUploadURLExternal', kind: 'error', error: 'missing_scope' }],
    [{ method: 'files.getUploadURLExternal', kind: 'lost_reply' }],
    [{ method: 'files.completeUploadExternal', kind: 'error', error: 'file_upload_size_restricted' }],
    [{ method: 'files.completeUploadExternal', kind: 'status', status: 503, times: 9 }],
    [{ method: 'files.info', kind: 'error', error: 'file_not_found' }],
  ] as const)('the card goes without it when %j, and that is counted', async (fault) => {
    server.faults.push({ ...fault });
    await post(messenger, channel(), another());
    expect(blocks().length).toBeGreaterThan(3);
    expect(image()).toBeUndefined();
    expect(warned.map(({ message }) => message)).toContain(WITHOUT);
    expect(counted).toContain('slack picture');
  });
  test('a message that is refused with it goes without it', async () => {
    // with its table, and without
    server.faults.push({ method: 'chat.postMessage', kind: 'error', error: 'invalid_blocks', times: 2 });
    await messenger.post(channel(), small, { under: null, key: 'notice' });
    expect([image(), server.channels.get(`C${count}`)!.messages.length]).toEqual([undefined, 1]);
    expect(warned).toContainEqual({
      message: WITHOUT,
      facts: expect.objectContaining({ platform: 'slack' }),
    });
  });
  test('who waits reads the numbers at once, and the picture is put in when it is there', async () => {
    const go = hold();
    await answer(messenger, channel(), another());
    const { messages } = server.channels.get(`C${count}`)!;
    expect([image(), called()]).toEqual([undefined, ['chat.postMessage']]);
    expect(messages[0]!.text).toMatch(/件中\d+件が承認済/u);
    go();
    await messenger.idle?.();
    expect([image() !== undefined, messages.length, called().at(-1)]).toEqual([true, 1, 'chat.update']);
  });
  test('what stands stays as it is when its picture is never drawn, or is refused', async () => {
    const go = hold();
    await answer(messenger, channel(), another());
    fails = true;
    go();
    await messenger.idle?.();
    expect([image(), called()]).toEqual([undefined, ['chat.postMessage']]);
    fails = false;
    const card = another();
    server.faults.push({ method: 'chat.update', kind: 'error', error: 'invalid_blocks', times: 2 });
    await post(messenger, channel(), card);
    expect(image()).toBeUndefined();
    expect(server.channels.get(`C${count}`)!.messages.at(-1)!.text).toMatch(/件中\d+件が承認済/u);
    expect([warned.map(({ message }) => message), counted.at(-1)]).toEqual([
      [WITHOUT, WITHOUT],
      'slack picture',
    ]);
    await post(messenger, channel(), card);
    expect(image()).toBeDefined();
  });
  test('a notice, of which nobody waits, goes out whole', async () => {
    await messenger.post(channel(), another(), { under: null, key: 'week' });
    expect([image() !== undefined, called().at(-1), called().includes('chat.update')]).toEqual([
      true,
      'chat.postMessage',
      false,
    ]);
  });
  test('nothing is drawn that cannot be, and the card goes', async () => {
    fails = true;
    await post(messenger, channel(), another());
    expect([image(), called()]).toEqual([undefined, ['chat.postMessage']]);
    expect(warned).toEqual([{ message: WITHOUT, facts: { platform: 'slack', reason: 'no font' } }]);
    expect(counted).toEqual(['slack picture']);
  });
  test('the week’s digest of 事務局 has it, too, on its first page', async () => {
    const digest = overviewCard(
      {
        kind: 'city',
        person: { id: 'desk', name: '事務局', email: null, language: 'ja' },
        boards: [boardOf(300, 30)],
        undelivered: [],
        putAside: [],
        holidaysUntil: null,
        today: '2024-04-08',
      },
      'ja',
    )!;
    await post(messenger, channel(), digest);
    const images = server.channels
      .get(`C${count}`)!
      .messages.map((message) => (message.blocks as Block[]).filter(({ type }) => type === 'image'));
    expect(images.map(({ length }) => length)).toEqual([1, ...images.slice(1).map(() => 0)]);
    expect(images[0]![0]!.alt_text).toContain('令和5年度 期末報告');
    expect(digest.name === 'message' && digest.view.lines.join()).toContain('第30部');
  });
  test('300 sections: within the limits of a message', async () => {
    await post(messenger, channel(), cardOf(300, 30));
    expect(blocks().length).toBeLessThanOrEqual(LIMITS.slack.messageBlocks);
    expect(image()!.alt_text!.length).toBeLessThanOrEqual(LIMITS.slack.altText);
  });
});

describe('Teams', () => {
  let connector: BotConnector;
  let count = 0;
  let url = '';
  let door: ReturnType<typeof openHttpServer>;
  let within: Messenger;
  let behind: Messenger;
  beforeAll(async () => {
    connector = await startBotConnector({ limits: false });
    const web = express();
    door = openHttpServer(web, log);
    url = await door.listen('127.0.0.1', 0);
    const addresses = openPictureAddresses(redis, `${url}/`, clock);
    addresses.mount(web);
    const parts = { settings: teamsSettings.parse(connector.environment()), clock, log, pace, meter };
    within = teamsPlatform({ ...parts, pictures: { draw } }).messenger;
    behind = teamsPlatform({ ...parts, pictures: { draw, addresses } }).messenger;
  });
  afterAll(async () => {
    await door.close(PATIENCE_MS);
    await connector.stop();
  });
  const channel = () => {
    count += 1;
    return teamsPlace({ k: 'channel', s: connector.serviceUrl(), t: TENANT, c: `19:c${count}@thread.tacv2` });
  };
  type Element = { type: string; url?: string; altText?: string };
  const sent = () =>
    connector.messages
      .filter((one) => one.conversation.startsWith(`19:c${count}@`))
      .map((one) => (one.activity.attachments as { content: { body: Element[] } }[])[0]!.content);
  const image = () => sent().flatMap(({ body }) => body.filter(({ type }) => type === 'Image'))[0];

  test('within the message where it has room, and at no address', async () => {
    await post(behind, channel(), small);
    expect(image()!.url).toMatch(/^data:image\/png;base64,/u);
    expect(pngOf(Buffer.from(image()!.url!.split(',')[1]!, 'base64'))).toBe('PNG');
    expect(image()!.altText).toContain('入力中 3 ・ 差戻し 1');
    expect(JSON.stringify(sent()[0]).length * 2).toBeLessThanOrEqual(LIMITS.teams.cardBytes);
    expect(await redis.keys('maru:picture:*')).toEqual([]);
  });
  test('of 300 sections behind a signed address, for an hour', async () => {
    await post(behind, channel(), cardOf(300, 30));
    const address = new URL(image()!.url!);
    expect(address.origin).toBe(url);
    for (const content of sent())
      expect(JSON.stringify(content).length * 2).toBeLessThanOrEqual(LIMITS.teams.cardBytes);
    const answer = await fetch(address);
    expect([
      answer.status,
      answer.headers.get('content-type'),
      answer.headers.get('x-content-type-options'),
    ]).toEqual([200, 'image/png', 'nosniff']);
    expect(pngOf(new Uint8Array(await answer.arrayBuffer()))).toBe('PNG');
    const changed = (change: (one: URL) => void) => {
      const other = new URL(address);
      change(other);
      return fetch(other).then(({ status }) => status);
    };
    const longer = String(ms + 7_200_000);
    expect(
      await Promise.all([
        changed((one) => one.searchParams.delete('sign')),
        changed((one) => one.searchParams.set('sign', '0'.repeat(64))),
        changed((one) => one.searchParams.set('until', longer)),
        changed((one) => {
          one.pathname = `/pictures/${'0'.repeat(32)}`;
        }),
        changed((one) => {
          one.pathname = '/pictures/';
        }),
      ]),
    ).toEqual([404, 404, 404, 404, 404]);
    const [kept] = await redis.keys('maru:picture:*');
    expect(await redis.pttl(kept!)).toBeGreaterThan(3_500_000);
    ms += 3_600_000;
    expect((await fetch(address)).status).toBe(404);
  });
  test('another instance knows the address, too', async () => {
    const other = openPictureAddresses(redis, url, clock);
    expect(
      (await fetch(await other.keep(await draw(small.name === 'board' ? small.view.picture! : never(), 1))))
        .status,
    ).toBe(200);
  });
  test('without an address of the service the card goes without it, and nothing is cut for it', async () => {
    await post(within, channel(), cardOf(300, 30));
    expect(image()).toBeUndefined();
    expect(sent()).toEqual([renderTeams(pictured(cardOf(300, 30), null))]);
    expect([warned, counted]).toEqual([[], []]);
  });
  test('who waits reads the numbers at once, and the picture is put in when it is there', async () => {
    const go = hold();
    await answer(behind, channel(), cardOf(300, 30));
    const [content] = sent();
    expect([sent().length, image()]).toEqual([1, undefined]);
    expect(content).toEqual(renderTeams(pictured(cardOf(300, 30), null)));
    go();
    await behind.idle?.();
    expect([sent().length, new URL(image()!.url!).origin]).toEqual([1, url]);
  });
  test('what cannot be drawn is told, and the card goes', async () => {
    fails = true;
    await post(behind, channel(), small);
    expect([sent().length, image(), counted]).toEqual([1, undefined, ['teams picture']]);
  });
});

test('on the playground’s page, in both looks', async () => {
  const { messages, messenger } = playgroundMessages(redis, clock, { draw, log });
  const place = channelPlace('s1');
  await post(messenger, place, small);
  const [message] = await messages.latest(place, 1);
  const shown = shownMessage(message!);
  if (shown.from !== 'bot') throw new Error('not of the bot');
  const path = /\.\/api\/picture\?of=([\w-]+)/u;
  const [, id] = path.exec(JSON.stringify(shown.looks.teams))!;
  expect(shown.looks.slack[0]!.html.join('')).toContain(`./api/picture?of=${id}`);
  expect(pngOf((await messages.pictureOf(id!))!)).toBe('PNG');
  expect(await messages.pictureOf('none')).toBeNull();
  // It is no news that it was put in.
  expect([draws, shown.edited]).toEqual([1, false]);
});

function never(): never {
  throw new Error('not so');
}
