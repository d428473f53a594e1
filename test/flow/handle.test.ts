/** One input handled, on real stores: what it costs, and that it counts once however often it comes. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { makeRoom } from '../../src/chat/http/room.js';
import { directPlace } from '../../src/chat/playground/places.js';
import { decodeAction, encodeAction } from '../../src/core/cards/action.js';
import type { Input } from '../../src/core/conversation/input.js';
import { inTurn } from '../../src/flow/handle.js';
import { deskKey, unreadKey } from '../../src/store/redis/shards.js';
import { startDemo, type TestDemo } from '../chat/playground/server.js';

let demo: TestDemo;
let count = 0;
beforeAll(async () => {
  demo = await startDemo();
}, 30_000);
afterAll(() => demo.end());

function said(person: string, text: string): Input {
  count += 1;
  const place = directPlace(person);
  return { id: `flow-${count}`, person, place, aside: place, surface: 'direct', kind: 'said', text };
}

function pressed(
  person: string,
  name: Parameters<typeof encodeAction>[0],
  of = '',
  v = 0,
  argument = '',
): Input {
  const action = decodeAction(encodeAction(name, of, v, argument));
  if (!action) throw new Error('no action');
  return { ...said(person, ''), kind: 'pressed', action, fields: {} };
}

/** Handles an input and does all that follows, as an adapter does. */
async function take(input: Input) {
  const handled = await demo.app.handle(input);
  if (handled.status === 'taken') demo.app.work.start(handled.effects);
  await demo.app.work.idle();
  return handled;
}

/** The commands Redis receives from the service while `work` runs, without those of its scripts and of the page. */
async function redisCommandsDuring(work: () => Promise<unknown>): Promise<string[]> {
  const url = new URL(demo.urls.redisUrl);
  const watcher = new Redis(url.href);
  const monitor = await watcher.monitor();
  const seen: string[][] = [];
  monitor.on('monitor', (_time: string, args: string[], source: string) => {
    if (source !== 'lua') seen.push(args);
  });
  await work();
  // What was sent before this marker has been seen when the marker is.
  const marked = new Promise<void>((resolve) => {
    monitor.on('monitor', (_time: string, args: string[]) => {
      if (args.includes('marker')) resolve();
    });
  });
  await watcher.echo('marker');
  await marked;
  monitor.disconnect();
  watcher.disconnect();
  return seen
    .filter((args) => !args.includes('marker') && !args.some((arg) => arg.includes('maru:playground')))
    .map((args) => (args[0] ?? '').toLowerCase());
}

test('a reply costs one Redis read and one Redis commit', async () => {
  await take(said('kensetsu-staff1', '続き'));
  const commands = await redisCommandsDuring(() => demo.app.handle(said('kensetsu-staff1', '90人')));
  expect(commands).toEqual(['hmget', 'evalsha']);
});

describe('an input that comes again', () => {
  test('counts once: the second time it is seen, and the desk is as it was', async () => {
    const input = said('kensetsu-staff2', '3番');
    expect((await take(input)).status).toBe('taken');
    expect((await take(input)).status).toBe('seen');
  });

  test('five deliveries at once: one is taken', async () => {
    const input = said('kensetsu-chief', '続き');
    const all = await Promise.all(Array.from({ length: 5 }, () => demo.app.handle(input)));
    expect(all.map((one) => one.status).sort()).toEqual(['seen', 'seen', 'seen', 'seen', 'taken']);
  });

  test('a submission delivered again and again stands once in the record and in the history', async () => {
    const who = 'kita-shutchojo-staff1';
    const task = (await tasksOf('北出張所'))[0]!;
    await take(pressed(who, 'begin', task.id));
    for (const text of ['6', '○', '状況の文です', '方針です']) await take(said(who, text));
    const submit = said(who, '提出');
    await Promise.all([demo.app.handle(submit), demo.app.handle(submit)]).then((both) => {
      for (const one of both) if (one.status === 'taken') demo.app.work.start(one.effects);
    });
    await demo.app.work.idle();
    await take(submit);
    const entries = await demo.app.record.history({ subject: task.id });
    expect(entries.map((entry) => entry.action)).toEqual(['submitted']);
  });
});

test('replies of one person that race each other are all taken, one after the other', async () => {
  const who = 'sangyo-shinko-staff1';
  const tasks = await tasksOf('産業振興課');
  const inputs = tasks.map((task) => pressed(who, 'begin', task.id));
  const all = await Promise.all(inputs.map((input) => demo.app.handle(input)));
  expect(all.map((one) => one.status)).toEqual(tasks.map(() => 'taken'));
  const shown = all.map((one) => (one.status === 'taken' ? one.effects.length : 0));
  // the question, and whose the goal is now
  expect(shown).toEqual(tasks.map(() => 2));
});

test('somebody who is not in the roster is a stranger, and nothing is kept', async () => {
  expect(await take(said('nobody', '続き'))).toEqual({ status: 'stranger' });
});

test('effects that a crash left behind are taken up by the sweep, once', async () => {
  const who = 'kenko-fukushi-staff1';
  const handled = await demo.app.handle(said(who, '続き'));
  expect(handled.status).toBe('taken');
  // The process "dies" here: nothing was performed. A minute later another instance sweeps.
  const before = await messagesOf(who);
  await demo.clock.moveTo(new Date(demo.clock.now().getTime() + 60_000));
  await Promise.all([demo.app.work.sweep(), demo.app.work.sweep()]);
  await demo.app.work.idle();
  expect((await messagesOf(who)).length).toBe(before.length + 1);
});

test('a person whose stored desk cannot be read is answered, and told so once', async () => {
  const who = 'kenko-fukushi-staff2';
  const redis = new Redis(demo.urls.redisUrl);
  const body = '{"form":0,"kept":"１，２００人"}';
  await redis.hset(deskKey(who), { revision: '4', body });
  const titles = (handled: Awaited<ReturnType<typeof take>>) =>
    handled.status === 'taken'
      ? handled.effects.map(
          ({ effect }) => effect.kind === 'show' && (effect.card.view as { title?: string }).title,
        )
      : handled.status;
  const unread = '途中の下書きを開けませんでした';
  expect(titles(await take(said(who, 'ヘルプ')))).toEqual([unread, expect.not.stringContaining(unread)]);
  expect(await redis.get(unreadKey(who, 4))).toBe(body);
  expect(titles(await take(said(who, 'ヘルプ')))).toEqual([expect.not.stringContaining(unread)]);
  redis.disconnect();
});

async function tasksOf(section: string) {
  const found = (await demo.app.record.sections()).find((one) => one.name === section);
  return demo.app.record.sectionTasks(found?.id ?? '', '2023-midyear');
}

async function messagesOf(person: string): Promise<{ from: string }[]> {
  const response = await fetch(`${demo.url}/api/conversation?${new URLSearchParams({ person })}`);
  const { messages } = (await response.json()) as { messages: { from: string }[] };
  return messages.filter((message) => message.from === 'bot');
}

describe('in turn', () => {
  test('no more are worked at than there is room, in the order in which they came, and one that fails makes room', async () => {
    const begun: string[] = [];
    const ends = new Map<string, (fault?: Error) => void>();
    const room = makeRoom(2);
    const handle = inTurn(
      ({ id }) => {
        begun.push(id);
        return new Promise((resolve, reject) => {
          ends.set(id, (fault) => (fault ? reject(fault) : resolve({ status: 'stranger' })));
        });
      },
      () => room.take(1, 60_000),
    );
    const inputs = Array.from({ length: 4 }, () => said('x', 'text'));
    const [a, b, c, d] = inputs.map(({ id }) => id);
    const all = inputs.map((input) => handle(input));
    await new Promise(setImmediate);
    expect(begun).toEqual([a, b]);
    ends.get(b!)?.(new Error('a store'));
    await expect(all[1]).rejects.toThrow('a store');
    await new Promise(setImmediate);
    expect(begun).toEqual([a, b, c]);
    for (const id of [a, c]) ends.get(id!)?.();
    await Promise.all([all[0], all[2]]);
    await new Promise(setImmediate);
    expect(begun).toEqual([a, b, c, d]);
    ends.get(d!)?.();
    expect(await all[3]).toEqual({ status: 'stranger' });
  });

  test('who finds no room in time is not taken, so that the platform sends again', async () => {
    const handle = inTurn(
      () => Promise.reject(new Error('worked at')),
      async () => null,
    );
    await expect(handle(said('x', 'text'))).rejects.toThrow('too many answer at once');
  });
});
