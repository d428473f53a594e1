import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ShownMessage } from '../../../src/chat/playground/shown.js';
import { encodeAction } from '../../../src/core/cards/action.js';
import { startDemo, type TestDemo } from './server.js';

let demo: TestDemo;
beforeAll(async () => {
  demo = await startDemo();
}, 30_000);
afterAll(() => demo.end());

let ids = 0;
const newId = () => {
  ids += 1;
  return `test-id-${String(ids).padStart(4, '0')}`;
};

async function post(path: string, body: object | string, headers: Record<string, string> = {}) {
  const response = await fetch(`${demo.url}/api/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  // biome-ignore lint/suspicious/noExplicitAny: answers of many forms, each looked into by its test
  return { status: response.status, body: (await response.json()) as any };
}

async function conversation(query: Record<string, string>): Promise<ShownMessage[]> {
  const response = await fetch(`${demo.url}/api/conversation?${new URLSearchParams(query)}`);
  return ((await response.json()) as { messages: ShownMessage[] }).messages;
}

const said = (person: string, text: string, more: object = {}) => ({
  id: newId(),
  person,
  text,
  channel: null,
  thread: null,
  ...more,
});

/** A request under another name, as after DNS rebinding; fetch sets Host by itself. */
function withHost(host: string, path = '/'): Promise<number> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(demo.url);
    const request = httpRequest({ hostname, port, path, headers: { host }, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('error', reject);
    request.end();
  });
}

describe('who may ask', () => {
  test('only under names of this machine', async () => {
    expect(await withHost('127.0.0.1:3000')).toBe(200);
    expect(await withHost('localhost')).toBe(200);
    for (const host of ['example.jp', '127.0.0.1.example.jp', 'localhost:3000.example.jp'])
      expect(await withHost(host, '/api/start')).toBe(403);
  });

  test('no page of another address, and nothing but JSON', async () => {
    const body = said('kensetsu-staff2', 'ヘルプ');
    expect((await post('said', body, { Origin: 'https://example.jp' })).status).toBe(403);
    expect((await post('said', body, { Origin: 'null' })).status).toBe(403);
    expect((await post('said', body, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
    expect((await post('said', body, { 'Content-Type': 'text/plain' })).status).toBe(403);
    expect((await post('said', body, { Origin: demo.url })).status).toBe(200);
  });

  test('the page may load nothing from elsewhere, and everything it names is there', async () => {
    const response = await fetch(`${demo.url}/`);
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
    const html = await response.text();
    const files = [...html.matchAll(/(?:src|href)="(\.\/[^"]+)"/gu)].map(([, file]) => file!);
    expect(files.length).toBeGreaterThan(5);
    const statusOf = async (file: string) => {
      const answer = await fetch(new URL(file, demo.url));
      await answer.arrayBuffer();
      return answer.status;
    };
    for (const file of files) expect(await statusOf(file)).toBe(200);
    for (const file of ['./nothing.js', './tsconfig.page.json', './../playground.ts'])
      expect(await statusOf(file)).toBe(404);
  });
});

describe('what is refused, in plain words', () => {
  test.each([
    ['no JSON', '{', 400],
    ['no id', { person: 'kensetsu-staff1', text: 'a', channel: null, thread: null }, 400],
    ['an empty text', said('kensetsu-staff1', ''), 400],
    ['a text beyond all limits', said('kensetsu-staff1', 'あ'.repeat(4001)), 400],
    ['a body beyond all limits', said('kensetsu-staff1', 'あ'.repeat(200_000)), 413],
    ['a stranger', said('nobody', '続き'), 403],
  ])('%s', async (_what, body, status) => {
    const answer = await post('said', body);
    expect(answer.status).toBe(status);
    expect(answer.body.message).toMatch(/[ぁ-ん]/u);
  });

  test('of a text beyond all limits it is said that it is too long, of anything else not', async () => {
    const tooLong = await post('said', said('kensetsu-staff1', 'あ'.repeat(4001)));
    expect(tooLong.body.message).toContain('文が長すぎます。短くして');
    const noId = await post('said', { ...said('kensetsu-staff1', 'a'), id: '' });
    expect(noId.body.message).not.toContain('長すぎ');
    const fields = { 'status.0': 'あ'.repeat(4001) };
    const press = { id: newId(), person: 'kensetsu-staff1', message: 'x', action: '{}', fields };
    const form = await post('pressed', press);
    expect([form.status, form.body.message]).toEqual([400, tooLong.body.message]);
  });

  test('a message of somebody else’s direct message is noted by nobody else', async () => {
    const own = said('kensetsu-staff1', '植栽に32人');
    expect((await post('said', own)).status).toBe(200);
    const { id } = (await conversation({ person: own.person })).find(
      (message) => message.from === 'person' && message.text === own.text,
    )!;
    const noted = (person: string) => post('noted', { id: newId(), person, message: id });
    expect((await noted('kensetsu-manager')).status).toBe(400);
    expect((await noted(own.person)).body.reply).toMatchObject({
      kind: 'form',
      form: { send: { title: '残す' } },
    });
    expect((await post('noted', { id: newId(), person: own.person, message: 'none' })).status).toBe(400);
  });

  test('a forged action, and a button in the direct message of somebody else', async () => {
    await post('said', said('kensetsu-staff1', 'ヘルプ'));
    await demo.app.work.idle();
    const message = (await conversation({ person: 'kensetsu-staff1' })).at(-1)!.id;
    const press = {
      id: newId(),
      person: 'kensetsu-staff1',
      message,
      action: encodeAction('status'),
      fields: {},
    };
    expect((await post('pressed', press)).status).toBe(200);
    for (const change of [
      { action: '{"do":"drop_everything"}' },
      { person: 'kensetsu-manager' },
      { message: 'm-nowhere' },
      { fields: { a: 1 } },
    ])
      expect((await post('pressed', { ...press, ...change, id: newId() })).status).toBe(400);
  });
});

describe('inputs', () => {
  test('the same message delivered five times is one message and one answer', async () => {
    const body = said('kumin-seikatsu-staff1', '状況');
    const before = (await conversation({ person: body.person })).length;
    const answers = await Promise.all(Array.from({ length: 5 }, () => post('said', body)));
    await demo.app.work.idle();
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(answers.filter((answer) => answer.body.status === 'taken')).toHaveLength(1);
    const after = (await conversation({ person: body.person })).slice(before);
    expect(after.map(({ from }) => from)).toEqual(['person', 'bot']);
    expect((await post('said', body)).body.status).toBe('seen');
    await demo.app.work.idle();
    expect((await conversation({ person: body.person })).slice(before)).toEqual(after);
  });

  test('a form is given within the answer, keeps what is half-way, and shows what is wrong', async () => {
    const person = 'sangyo-shinko-staff1';
    await post('said', said(person, '続き'));
    await demo.app.work.idle();
    const shown = (await conversation({ person })).at(-1)!;
    const action = actionsOf(shown).find((text) => text.includes('open_form'))!;
    const opened = await post('pressed', { id: newId(), person, message: shown.id, action, fields: {} });
    const { form } = opened.body.reply;
    expect(form.title).toBe('まとめて入力');
    expect(JSON.stringify(form.looks.teams)).toContain('result.0');
    const press = (which: string, fields: object) =>
      post('pressed', { id: newId(), person, message: shown.id, action: which, fields });

    const kept = await press(form.onClose, { 'result.0': '12団体' });
    expect(kept.body).toEqual({ status: 'taken', reply: null });
    const again = await press(action, {});
    expect(JSON.stringify(again.body.reply.form.looks.slack.blocks)).toContain('12団体');

    const wrong = await press(form.send.action, { 'result.0': 'あ'.repeat(201) });
    expect(wrong.body.reply.kind).toBe('form_problem');
    expect(wrong.body.reply.problems['result.0']).toContain('200');
    await demo.app.work.idle();
  });

  test('what is written to Maru in a channel is answered in private; what people say to one another is not', async () => {
    const { sections } = (await (await fetch(`${demo.url}/api/start`)).json()) as {
      sections: { id: string; name: string }[];
    };
    const channel = sections.find(({ name }) => name === '建設課')!.id;
    const person = 'kensetsu-chief';
    const root = (await conversation({ person, channel }))[0]!;
    await post('said', said(person, 'これはどういう意味ですか', { channel, thread: root.id }));
    await demo.app.work.idle();
    expect(await conversation({ person })).toEqual([]);
    await post('said', said(person, '@Maru これはどういう意味ですか', { channel, thread: root.id }));
    await demo.app.work.idle();
    const inChannel = await conversation({ person, channel });
    expect(inChannel.filter(({ thread }) => thread === root.id)).toMatchObject([
      { from: 'person' },
      { from: 'person' },
    ]);
    expect((await conversation({ person })).at(-1)).toMatchObject({ from: 'bot' });
  });

  test('a page that follows sees messages of its own conversations only', async () => {
    const stopped = new AbortController();
    const stream = await fetch(`${demo.url}/api/events?person=kita-shutchojo-staff1`, {
      signal: stopped.signal,
    });
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
    await post('said', said('kita-shutchojo-staff2', 'ヘルプ'));
    await post('said', said('kita-shutchojo-staff1', '状況'));
    await demo.app.work.idle();
    let text = '';
    while ((text.match(/event: message/gu) ?? []).length < 2) {
      const { value, done } = await reader.read();
      if (done) throw new Error(`the stream ended: ${text}`);
      text += value;
    }
    stopped.abort();
    await reader.cancel().catch(() => undefined);
    expect(text).toContain('状況');
    expect(text).not.toContain('kita-shutchojo-staff2');
  });
});

describe('a Redis that is away', () => {
  test('gives a 503, and the same message sent again is taken once', async () => {
    // As impatient as the service, and no more: on a busy machine the demo is not prepared in less.
    const own = await startDemo(undefined, 3_000);
    const { redisUrl } = own.urls;
    const { Redis } = await import('ioredis');
    const admin = new Redis(redisUrl);
    try {
      const body = JSON.stringify(said('kensetsu-staff1', '状況'));
      const send = () =>
        fetch(`${own.url}/api/said`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body,
        });
      // Only writing waits: with everything paused, so would the end of it.
      await admin.client('PAUSE', 600_000, 'WRITE');
      const refused = await send();
      expect(refused.status).toBe(503);
      expect(((await refused.json()) as { message: string }).message).toContain('失われていません');
      await admin.client('UNPAUSE');
      let taken = await send();
      for (let i = 0; i < 40 && taken.status !== 200; i += 1) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        taken = await send();
      }
      expect(taken.status).toBe(200);
      await own.app.work.idle();
      const messages = (await (await fetch(`${own.url}/api/conversation?person=kensetsu-staff1`)).json()) as {
        messages: ShownMessage[];
      };
      expect(messages.messages.filter(({ from }) => from === 'person')).toHaveLength(1);
    } finally {
      admin.disconnect();
      await own.end();
    }
  }, 30_000);
});

/** What the buttons of a message carry. */
function actionsOf(message: ShownMessage): string[] {
  if (message.from !== 'bot') return [];
  return [...JSON.stringify(message.looks.slack).matchAll(/"value":("(?:\\.|[^"\\])*")/gu)].map(([, text]) =>
    JSON.parse(text!),
  );
}
