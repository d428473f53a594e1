/** Sending: never twice, never lost, never faster than Slack allows, and every refusal understood. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { makeCall } from '../../../../src/chat/slack/outgoing/client.js';
import { MAX_FILE_BYTES, makeFiles } from '../../../../src/chat/slack/outgoing/files.js';
import { makeMessenger, type SlackMessenger } from '../../../../src/chat/slack/outgoing/messenger.js';
import { makeRateLimit } from '../../../../src/chat/slack/outgoing/rate-limit.js';
import { openTransport, type Transport } from '../../../../src/chat/slack/outgoing/transport.js';
import { slackSettings } from '../../../../src/chat/slack/settings.js';
import type { Card } from '../../../../src/core/cards/card.js';
import { messageCard } from '../../../../src/core/cards/message.js';
import { PlatformError } from '../../../../src/flow/ports.js';
import { movedClock } from '../../../support/moved-clock.js';
import { type SlackServer, startSlackServer } from '../../../support/slack-server.js';
import { BOT_TOKEN, TEAM } from '../../../support/slack-workspace.js';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const place = `slack:${TEAM}:C1`;
const card = (title = '題', lines = ['一行']): Card => messageCard('ja', title, lines);
const key = (name: string | null = null, under: Parameters<SlackMessenger['post']>[2]['under'] = null) => ({
  under,
  key: name,
});

let server: SlackServer;
let transport: Transport;
let messenger: SlackMessenger;
let files: ReturnType<typeof makeFiles>;

async function start(rates: 'on' | 'off', pace = makeRateLimit(), apiUrl?: string, now?: () => number) {
  server = await startSlackServer({ rates, ...(now ? { now } : {}) });
  server.addUser({ id: 'U1' });
  for (const id of ['C1', 'C2']) server.addChannel({ id });
  transport = openTransport('');
  const settings = slackSettings.parse({
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_API_URL: apiUrl ?? server.apiUrl,
  });
  const call = makeCall({ settings, transport, pace, log });
  messenger = makeMessenger({
    call,
    clock: { now: () => new Date(1_700_000_000_000) },
    wait: async () => undefined,
  });
  files = makeFiles({ call, transport, messenger, settings, wait: async () => undefined });
}
const stop = async () => {
  await transport.close();
  await server.stop();
};
const standing = (channel = 'C1') => server.channels.get(channel)?.messages ?? [];
const failure = async (doing: Promise<unknown>): Promise<PlatformError> => {
  const error = await doing.then(
    () => null,
    (one: unknown) => one,
  );
  if (!(error instanceof PlatformError)) throw new Error(`no PlatformError: ${String(error)}`);
  return error;
};

describe('posting, editing and finding', () => {
  beforeEach(() => start('off', { acquire: async () => undefined, hold: () => undefined }));
  afterEach(stop);

  test('a message stands in its channel, edits in place, and is found by its key', async () => {
    const ref = await messenger.post(place, card(), key('summary/s1/2023-yearend'));
    await messenger.edit(ref, card('新しい題'));
    expect(standing().map(({ text }) => text.split('\n')[0])).toEqual(['新しい題']);
    expect(await messenger.find(place, 'summary/s1/2023-yearend', null)).toEqual(ref);
    expect(await messenger.find(place, 'summary/s2/2023-yearend', null)).toBeNull();
    expect(server.calls.every(({ answer }) => answer === 'ok')).toBe(true);
  });

  test('a reply stands in the thread and is found there', async () => {
    const root = await messenger.post(place, card(), key('root'));
    const ref = await messenger.post(place, card('返信'), key('approval/r1', root));
    expect(standing()[1]?.thread_ts).toBe(root.id);
    expect(ref.place).toBe(`${place}:${root.id}`);
    expect(await messenger.find(place, 'approval/r1', root)).toEqual(ref);
    // under a reply it stays in the same thread, since a thread has no threads
    await messenger.post(place, card('返信の返信'), key('x', ref));
    expect(standing()[2]?.thread_ts).toBe(root.id);
  });

  test('writing to a person opens their direct message by itself, and it is edited and found by its own id', async () => {
    const ref = await messenger.post(`slack:${TEAM}:U1`, card(), key('returned/r1/1'));
    expect(ref.place).toBe(`slack:${TEAM}:D1`);
    await messenger.edit(ref, card('二'));
    expect(await messenger.find(`slack:${TEAM}:U1`, 'returned/r1/1', null)).toEqual(ref);
    expect(server.callsOf('conversations.open').length).toBe(0);
  });

  test('several messages to a person nobody wrote to before stand there once each', async () => {
    const refs = await Promise.all(
      ['a', 'b', 'c'].map((name) => messenger.post(`slack:${TEAM}:U1`, card(), key(name))),
    );
    expect(refs.map((ref) => ref.place)).toEqual(Array(3).fill(`slack:${TEAM}:D1`));
    expect(server.callsOf('chat.postMessage').map(({ args }) => args.channel)).toEqual(['U1', 'D1', 'D1']);
    expect(standing('D1').length).toBe(3);
  });

  test('a lost answer to the first message to a person: it is looked for where it stands', async () => {
    server.faults.push({ method: 'chat.postMessage', kind: 'lost_reply' });
    const ref = await messenger.post(`slack:${TEAM}:U1`, card(), key('n1'));
    expect(ref).toEqual({ place: `slack:${TEAM}:D1`, id: standing('D1')[0]?.ts });
    expect(standing('D1').length).toBe(1);
    // a second one goes there after a first that failed altogether, too
    server.addUser({ id: 'U2' });
    server.faults.push({ method: 'chat.postMessage', kind: 'error', error: 'no_text' });
    const [first, second] = await Promise.allSettled(
      ['n2', 'n3'].map((name) => messenger.post(`slack:${TEAM}:U2`, card(), key(name))),
    );
    expect([first?.status, second?.status, standing('D2').length]).toEqual(['rejected', 'fulfilled', 1]);
  });

  test('a person who cannot be written to is said to be none, in the word that opening gives', async () => {
    const error = await failure(messenger.post(`slack:${TEAM}:U404`, card(), key('n1')));
    expect([error.kind, error.message]).toEqual(['never', 'conversations.open: user_not_found']);
  });

  test('nothing typed is shown as a mention or a link, and nothing unfurls', async () => {
    await messenger.post(place, card('<!channel>', ['<@U1> *a* <https://x.example|x> &amp;']), key());
    const { args } = server.callsOf('chat.postMessage')[0]!;
    expect(`${args.text}${args.blocks}`).not.toMatch(/<[!@h]/u);
    expect(args).toMatchObject({
      unfurl_links: 'false',
      unfurl_media: 'false',
      link_names: 'false',
      parse: 'none',
    });
  });

  test('half a character, which no form can hold, is marked as such', async () => {
    await messenger.post(place, card('\ud800題'), key());
    expect(standing()[0]?.text).toBe('\ufffd題\n一行');
  });

  test('a lost answer: the message is looked for and stands there once', async () => {
    server.faults.push({ method: 'chat.postMessage', kind: 'lost_reply' });
    const ref = await messenger.post(place, card(), key('n1'));
    expect([standing().length, standing()[0]?.ts]).toEqual([1, ref.id]);
    server.faults.push({ method: 'chat.postMessage', kind: 'lost_reply' });
    await messenger.post(place, card(), key(null));
    expect(standing().length).toBe(2);
  });

  test('a lost request: nothing stands there, and it is said to be doubtful', async () => {
    server.faults.push({ method: 'chat.postMessage', kind: 'lost_request' });
    const error = await failure(messenger.post(place, card(), key('n1')));
    expect([error.kind, error.options.doubtful, standing().length]).toEqual(['retry', true, 0]);
    expect(await messenger.find(place, 'n1', null)).toBeNull();
  });

  test('a lost answer that cannot be looked into stays doubtful, and is found later', async () => {
    server.faults.push(
      { method: 'chat.postMessage', kind: 'lost_reply' },
      { method: 'conversations.history', kind: 'status', status: 503, times: 2 },
    );
    const error = await failure(messenger.post(place, card(), key('n1')));
    expect(error.options.doubtful).toBe(true);
    expect(await messenger.find(place, 'n1', null)).toEqual({ place, id: standing()[0]?.ts });
  });

  test('Slack not reached at all is no doubt: nothing went out', async () => {
    await server.stop();
    const error = await failure(messenger.post(place, card(), key('n1')));
    expect([error.kind, error.options.doubtful]).toEqual(['retry', false]);
  });

  test.each([
    ['account_inactive', 'retry', {}],
    ['invalid_blocks', 'never', {}],
    ['msg_too_long', 'never', {}],
    ['user_disabled', 'never', {}],
    ['internal_error', 'retry', { doubtful: true }],
    ['not_in_channel', 'retry', {}],
    ['is_archived', 'retry', {}],
    ['a_word_of_tomorrow', 'retry', {}],
  ] as const)('%s is understood', async (error, kind, options) => {
    server.faults.push({ method: 'chat.postMessage', kind: 'error', error });
    const thrown = await failure(messenger.post(place, card(), key()));
    expect(thrown.kind).toBe(kind);
    expect(thrown.options).toMatchObject(options);
    expect(thrown.message).toContain(error);
  });

  test('a message that somebody deleted is gone', async () => {
    const ref = await messenger.post(place, card(), key());
    standing().splice(0);
    expect((await failure(messenger.edit(ref, card()))).options.gone).toBe(true);
  });

  test('a place of somebody else is refused before anything is sent', async () => {
    expect((await failure(messenger.post('other:x', card(), key()))).kind).toBe('never');
    expect(server.calls).toEqual([]);
  });

  const long = (goals: number): Card => ({
    name: 'summary',
    language: 'ja',
    view: {
      title: '期末報告',
      subtitle: '',
      counts: '',
      bar: '',
      complete: false,
      items: Array.from({ length: goals }, (_, i) => ({
        goal: `No.${i + 1} ${'目標'.repeat(200)}`,
        figures: `200人 → ${'190人'.repeat(50)}`,
        state: '△ 一部未達成 ・ 承認済',
      })),
      ratings: '',
      footer: '終わり',
    },
  });

  test('a long card stands on pages under its first, which grow and shrink with it', async () => {
    const ref = await messenger.post(place, long(12), key('summary/s/r'));
    const pages = standing().length;
    expect(pages).toBeGreaterThan(1);
    expect(
      standing()
        .slice(1)
        .every((one) => one.thread_ts === ref.id),
    ).toBe(true);
    await messenger.edit(ref, long(30));
    expect(standing().length).toBeGreaterThan(pages);
    await messenger.edit(ref, long(12));
    expect(standing().length).toBe(pages);
    await messenger.edit(ref, long(1));
    expect(standing().length).toBe(1);
    expect(server.calls.filter(({ answer }) => answer !== 'ok')).toEqual([]);
  });

  test('files are uploaded into the place and thread, and downloaded within the limit', async () => {
    const root = await messenger.post(place, card(), key());
    const bytes = Buffer.from('様式の中身');
    const out = { name: '組織目標.xlsx', bytes, title: '組織目標', comment: '<できました>', under: root };
    const id = await files.postFile(place, out);
    const file = server.files.get(id)!;
    expect([file.bytes.toString(), file.name, file.thread, file.comment]).toEqual([
      '様式の中身',
      '組織目標.xlsx',
      root.id,
      '&lt;できました&gt;',
    ]);
    server.faults.push({ method: 'files.completeUploadExternal', kind: 'lost_reply' });
    await files.postFile(place, out);
    expect(server.callsOf('files.completeUploadExternal').length).toBe(2);
    expect([...server.files.values()].filter(({ completed }) => completed)).toHaveLength(2);
    const incoming = { id: 'F', name: 'x', size: 10, url: 'https://evil.example/x', link: null };
    expect(await files.fetchFile(incoming)).toBe('unreachable');
    expect(await files.fetchFile({ ...incoming, size: MAX_FILE_BYTES + 1 })).toBe('too_large');
  });

  test('a file whose answer was lost and that does not stand there is deleted, so that it never does; else it stays in doubt', async () => {
    const out = { name: '組織目標.xlsx', bytes: Buffer.from('中身'), title: '', comment: '', under: null };
    server.faults.push({ method: 'files.completeUploadExternal', kind: 'lost_request' });
    const error = await failure(files.postFile(place, out));
    expect([error.kind, error.options.doubtful ?? false, server.files.size]).toEqual(['retry', false, 0]);
    server.faults.push(
      { method: 'files.completeUploadExternal', kind: 'lost_reply' },
      { method: 'files.info', kind: 'error', error: 'fatal_error' },
      { method: 'files.delete', kind: 'lost_request' },
    );
    expect((await failure(files.postFile(place, out))).options.doubtful).toBe(true);
    expect(await messenger.find(place, 'finished_file/s1/2023-yearend', null, 'file')).toBe('unknown');
  });
});

describe('pace', () => {
  test('one 429 holds back its channel alone, and for as long as it says', async () => {
    let now = 0;
    await start(
      'off',
      makeRateLimit(
        () => now,
        async (ms) => {
          now += ms;
        },
      ),
    );
    server.faults.push({ method: 'chat.postMessage', channel: 'C1', kind: 'rate_limited', retryAfter: 30 });
    const error = await failure(messenger.post(place, card(), key()));
    expect([error.kind, error.options.retryAfterMs, error.options.doubtful]).toEqual([
      'retry',
      30_000,
      undefined,
    ]);
    now += 10_000;
    const held = await failure(messenger.post(place, card(), key()));
    expect(held.options.retryAfterMs).toBe(20_000);
    expect(server.callsOf('chat.postMessage').length).toBe(1);
    const before = now;
    await messenger.post(`slack:${TEAM}:C2`, card(), key());
    expect(now).toBe(before);
    now += 20_001;
    await messenger.post(place, card(), key());
    expect(standing().length).toBe(1);
    await stop();
  });

  test('looks before notices are few, and refused rather than waited for: whoever speaks is looked up at once', async () => {
    let now = 0;
    const pace = makeRateLimit(
      () => now,
      async (ms) => {
        now += ms;
      },
    );
    const looks = async (many: number) => {
      let taken = 0;
      for (let at = 0; at < many; at += 1)
        await pace.acquire('users.info', { longestWaitMs: 0, notice: true }).then(
          () => {
            taken += 1;
          },
          () => undefined,
        );
      return taken;
    };
    expect(await looks(1_000)).toBe(5);
    let ofNotices = 5;
    for (const second of Array.from({ length: 60 }, (_, i) => i + 1)) {
      now = Math.max(now, second * 1_000);
      ofNotices += await looks(100);
    }
    expect(ofNotices).toBeLessThanOrEqual(5 + 30);
    expect(ofNotices).toBeGreaterThanOrEqual(30);
    const since = now;
    for (let at = 0; at < 12; at += 1) await pace.acquire('users.info', { longestWaitMs: 2_000 });
    expect(now).toBe(since);
  });

  test('a Slack that insists on its limits never has to refuse', async () => {
    const clock = movedClock('2023-10-02T00:00:00Z');
    const now = () => clock.now().getTime();
    const pace = makeRateLimit(now, clock.sleep);
    let left = 0;
    const acquire: typeof pace.acquire = async (...of) => {
      await pace.acquire(...of);
      left += 1;
    };
    await start('on', { ...pace, acquire }, undefined, now);
    const posted = Promise.allSettled([
      ...Array.from({ length: 9 }, () => messenger.post(place, card(), key())),
      ...Array.from({ length: 4 }, () => messenger.post(`slack:${TEAM}:C2`, card(), key())),
    ]);
    // Calls arrive at the instant they leave, however busy the machine is.
    await clock.during(posted, () => left > server.calls.length);
    await stop();
    expect([standing('C1').length, standing('C2').length]).toEqual([9, 4]);
    expect(server.calls.filter(({ answer }) => answer !== 'ok')).toEqual([]);
  });

  test('no minute holds more calls than the tier allows, no stretch of a channel more than one a second and the burst', async () => {
    let now = 0;
    const pace = makeRateLimit(
      () => now,
      async (ms) => {
        now += ms;
      },
    );
    const updates: number[] = [];
    for (let i = 0; i < 200; i += 1) {
      await pace.acquire('chat.update', { channel: 'C1' });
      updates.push(now);
    }
    for (const at of updates)
      expect(updates.filter((one) => one >= at && one < at + 60_000).length).toBeLessThanOrEqual(50);
    const posts: number[] = [];
    for (let i = 0; i < 100; i += 1) {
      await pace.acquire('chat.postMessage', { channel: 'C9' });
      posts.push(now);
    }
    for (const at of posts)
      expect(posts.filter((one) => one >= at && one < at + 10_000).length).toBeLessThanOrEqual(13);
  });

  test('who cannot wait is told when to come again, and takes no turn', async () => {
    const pace = makeRateLimit(
      () => 0,
      async () => undefined,
    );
    for (let i = 0; i < 3; i += 1)
      await pace.acquire('chat.postMessage', { channel: 'C1', longestWaitMs: 0 });
    const error = await failure(pace.acquire('chat.postMessage', { channel: 'C1', longestWaitMs: 500 }));
    expect(error.options.retryAfterMs).toBe(1_000);
    await pace.acquire('chat.postMessage', { channel: 'C1', longestWaitMs: 1_000 });
  });

  test('an answer goes before the reminders of a morning, and no minute holds more than 300', async () => {
    const clock = movedClock('2023-10-02T00:00:00Z');
    const from = clock.now().getTime();
    const pace = makeRateLimit(() => clock.now().getTime(), clock.sleep);
    const at = { notice: [] as number[], answer: [] as number[] };
    const turn = async (kind: 'notice' | 'answer', n: number) => {
      await pace.acquire('chat.postMessage', { channel: `D${kind}${n}`, notice: kind === 'notice' });
      at[kind].push(clock.now().getTime());
    };
    await clock.during(
      Promise.all([
        ...Array.from({ length: 8 }, async (_, worker) => {
          for (let n = 0; n < 100; n += 1) await turn('notice', worker * 100 + n);
        }),
        clock.sleep(70_000).then(() => Promise.all(Array.from({ length: 20 }, (_, n) => turn('answer', n)))),
      ]),
      () => false,
    );
    const sent = [...at.notice, ...at.answer];
    for (const one of sent)
      expect(sent.filter((other) => other >= one && other < one + 60_000).length).toBeLessThanOrEqual(300);
    expect(at.notice.length).toBe(800);
    expect(Math.max(...at.notice) - from).toBeLessThan((820 / 300) * 60_000 * 1.05);
    // ten are free at any moment, the others take the places of the next reminders
    expect(Math.max(...at.answer.slice(0, 8)) - from).toBe(70_000);
    expect(Math.max(...at.answer) - from).toBeLessThan(74_500);
  });
});
