/**
 * Whatever looks at a text that somebody typed is named to the watchdog meanwhile, at every door; and what ended the
 * process too often is answered without being looked at.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeTranslate as makeSlackTranslate } from '../../src/chat/slack/incoming/translate/translate.js';
import { activitySchema } from '../../src/chat/teams/activity.js';
import { makeTranslate as makeTeamsTranslate } from '../../src/chat/teams/incoming/translate.js';
import { makeLooking } from '../../src/flow/looking.js';
import { doorsOf } from '../faults/who-may/doors.js';
import { EVERYBODY, MANAGER } from '../faults/who-may/people.js';
import { startWorld, type World } from '../faults/who-may/world.js';

const TYPED = '印の付いた文';
const WHO = EVERYBODY.find(({ id }) => id === MANAGER)!;
/** The doors, and the core before anything is made of the text for others. */
const LOOKS = /\/src\/(?:chat\/(?:slack|teams)\/incoming|chat\/playground\/requests|core\/conversation)\//u;

let world: World;
let marked = '';
beforeAll(async () => {
  world = await startWorld({
    mark: (what) => {
      marked = what;
    },
  });
}, 60_000);
afterAll(() => world.stop());

/** Where a text with the mark in it is looked at while nothing is named, and where something is. */
async function looksDuring(doing: () => Promise<unknown>): Promise<{ named: number; unnamed: string[] }> {
  let named = 0;
  const unnamed: string[] = [];
  const look = (text: unknown) => {
    if (!String(text).includes(TYPED)) return;
    const { stack = '' } = new Error();
    if (!LOOKS.test(stack)) return;
    if (marked.startsWith('input ')) named += 1;
    else if (marked === '') unnamed.push(stack);
  };
  const own: (readonly [object, string, unknown])[] = [];
  const watch = (prototype: object, name: string, textOf: (self: unknown, args: unknown[]) => unknown) => {
    const method = (prototype as Record<string, (...args: unknown[]) => unknown>)[name]!;
    own.push([prototype, name, method]);
    Object.defineProperty(prototype, name, {
      configurable: true,
      writable: true,
      value(this: unknown, ...args: unknown[]) {
        const text = textOf(this, args);
        if (typeof text === 'string' && text.length < 100_000) look(text);
        return method.apply(this, args);
      },
    });
  };
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 50;
  for (const name of ['replace', 'replaceAll', 'normalize', 'trim', 'split'])
    watch(String.prototype, name, (self) => self);
  for (const name of ['exec', 'test']) watch(RegExp.prototype, name, (_self, [text]) => text);
  try {
    await doing();
  } finally {
    for (const [prototype, name, value] of own)
      Object.defineProperty(prototype, name, { configurable: true, writable: true, value });
    Error.stackTraceLimit = limit;
  }
  return { named, unnamed };
}

test.each(['slack', 'teams', 'playground'] as const)(
  'nothing typed is looked at unnamed: %s',
  async (name) => {
    const door = doorsOf(world).find((one) => one.name === name)!;
    for (const at of ['direct', 'channel'] as const) {
      const { named, unnamed } = await looksDuring(() => door.say(WHO, `${TYPED} ${at}`, at));
      await world.settled();
      expect({ at, unnamed }).toEqual({ at, unnamed: [] });
      expect(named).toBeGreaterThan(0);
    }
  },
);

const SLACK_EVENT = {
  type: 'event_callback',
  team_id: 'T1',
  event_id: 'Ev1',
  event: { type: 'message', channel_type: 'im', user: 'U2', channel: 'D1', ts: '1.1' },
};
const SLACK_COMMAND = { command: '/maru', team_id: 'T1', user_id: 'U2', channel_id: 'C1', trigger_id: '1.2' };
const ACTIVITY = {
  type: 'message',
  channelId: 'msteams',
  serviceUrl: 'https://smba.trafficmanager.net/jp/',
  from: { id: '29:a', aadObjectId: '00000000-0000-4000-8000-000000000001' },
  recipient: { id: '28:bot', name: 'Maru' },
  conversation: { id: 'a:1', conversationType: 'personal', tenantId: 'x' },
  text: TYPED,
};

test('the id named is that of the input, and of what was stopped nothing typed comes in', () => {
  const told: string[] = [];
  const stopped = new Set<string>();
  const looking = makeLooking({
    mark: (what) => void told.push(what),
    stops: { has: (what) => stopped.has(what) },
  });
  const { event } = SLACK_EVENT;
  const inThread = { ...event, channel_type: 'channel', channel: 'C1', thread_ts: '1.0' };
  const slack = [
    { ...SLACK_EVENT, event: { ...event, text: TYPED } },
    { ...SLACK_EVENT, event: { ...inThread, text: TYPED } },
    {
      ...SLACK_EVENT,
      event_id: 'Ev2',
      event: { ...event, type: 'app_mention', channel: 'C1', text: `<@U1> 連携 ${TYPED}` },
    },
    { ...SLACK_COMMAND, text: TYPED },
  ];
  const came = [
    ...slack.map((body) => () => makeSlackTranslate(looking)({ ...body })),
    ...[ACTIVITY, { ...ACTIVITY, id: '7' }].map(
      (body) => () => makeTeamsTranslate(looking)(activitySchema.parse(body)),
    ),
  ];
  for (const translated of came) {
    told.length = 0;
    const before = translated();
    expect(JSON.stringify(before)).toContain(TYPED);
    const id = 'input' in before ? before.input.id : 'id' in before ? before.id : '';
    expect(told).toEqual([`input ${id}`, '']);
    stopped.add(`input ${id}`);
    const after = translated();
    expect(JSON.stringify(after)).not.toContain(TYPED);
    expect(after).toMatchObject({ kind: 'input', input: { id } });
  }
});
