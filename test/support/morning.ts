/**
 * The morning on which a round opens, and an hour in which some sections report everything at once, sent through the
 * own pacing of a platform's adapter. The clock moves only where somebody waits, so that hours pass in seconds and
 * every call has its exact time.
 */
import { createApp, openStores } from '../../src/app.js';
import type { Platform } from '../../src/chat/platform.js';
import { makeCall } from '../../src/chat/slack/outgoing/client.js';
import { makeMessenger as makeSlackMessenger } from '../../src/chat/slack/outgoing/messenger.js';
import { makeRateLimit as makeSlackRateLimit } from '../../src/chat/slack/outgoing/rate-limit.js';
import { placeOfAccount, slackAccount, slackPlace } from '../../src/chat/slack/place.js';
import { slackSettings } from '../../src/chat/slack/settings.js';
import { makeConnector } from '../../src/chat/teams/outgoing/connector.js';
import {
  makeMessenger as makeTeamsMessenger,
  pagesInMemory,
} from '../../src/chat/teams/outgoing/messenger.js';
import { makeRateLimit as makeTeamsRateLimit } from '../../src/chat/teams/outgoing/rate-limit.js';
import { Answered, type Wire } from '../../src/chat/teams/outgoing/wire.js';
import { teamsAccount, teamsPlace } from '../../src/chat/teams/place.js';
import { cityInstant } from '../../src/core/calendar/working-days.js';
import type { Command } from '../../src/core/decision/command.js';
import type { Task } from '../../src/core/report/task.js';
import type { Messenger } from '../../src/flow/ports.js';
import { migrate } from '../../src/store/postgres/connection/migrate.js';
import { byCommandLine } from '../../src/store/postgres/ledger/recorded-by.js';
import { contentFor } from '../store/postgres/city.js';
import { breaches, type Limits, type Made, makeEnforcer, SLACK_LIMITS, TEAMS_LIMITS } from './limits.js';
import { type MovedClock, movedClock, querying } from './moved-clock.js';
import { PATIENCE_MS, UNHURRIED } from './patience.js';
import { BEGIN, populate } from './year.js';

const by = byCommandLine('事務局');
const DAY = '2023-10-02';
const ROUND = { fiscalYear: 2023, kind: 'midyear', opensOn: DAY, dueOn: '2023-10-13' } as const;

/** How long a platform takes to answer. */
const ANSWER_MS = 50;
const SWEEP_MS = 5_000;
/** What an adapter sent: a message in a conversation, or any other call. */
type Sent = { readonly at: number; readonly conversation: string };
type City = {
  readonly name: string;
  readonly limits: Limits;
  readonly made: Made[];
  readonly sent: Sent[];
  readonly messenger: Omit<Messenger, 'postFile'>;
  placeOfAccount?: typeof placeOfAccount;
  channel(section: number): string;
  account(person: string): string;
  /** the conversation of a person's direct message, as it stands in `sent` */
  direct(person: string): string;
  /** where a person is written to who is not known by the account alone */
  address?(person: string): string;
};
const quietLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

function slackMorning(clock: MovedClock): City {
  const made: Made[] = [];
  const sent: Sent[] = [];
  const enforcer = makeEnforcer(SLACK_LIMITS);
  /** null: too fast */
  const answer = (method: string, args: URLSearchParams): object | null => {
    const at = clock.now().getTime();
    // posting to a person opens their direct message
    const channel = (args.get('channel') ?? '').replace(/^U/u, 'DU');
    const post = method === 'chat.postMessage';
    const call = { at, counts: post ? ['workspace', `channel/${channel}`] : [method] };
    made.push(call);
    if (!enforcer.takes(call)) return null;
    if (post) {
      sent.push({ at, conversation: channel });
      return { channel, ts: `${1_600_000_000 + sent.length}.000001` };
    }
    switch (method) {
      case 'conversations.open':
        return { channel: { id: `D${args.get('users')}` } };
      case 'conversations.history':
      case 'conversations.replies':
        return { messages: [] };
      default:
        return { channel, ts: args.get('ts') };
    }
  };
  const answered = async (url: string, sentBody: string) => {
    const body = answer(url.replace(/^.*\/api\//u, ''), new URLSearchParams(sentBody));
    await clock.sleep(ANSWER_MS);
    return body && { ok: true, ...body };
  };
  const call = makeCall({
    settings: { ...slackSettings.parse({}), SLACK_BOT_TOKEN: 'xoxb-1' },
    transport: {
      fetch: async (url, init = {}) => {
        const body = await answered(String(url), String(init.body));
        if (!body) return new Response('', { status: 429, headers: { 'retry-after': '1' } }) as never;
        return Response.json(body) as never;
      },
      post: async (url, _token, json) => {
        const body = await answered(String(url), json);
        if (!body) return { status: 429, headers: { 'retry-after': '1' }, text: '' };
        return { status: 200, headers: {}, text: JSON.stringify(body) };
      },
      socketDispatcher: null,
      put: async () => 500,
      get: () => Promise.reject(new Error('no file is fetched here')),
      close: async () => undefined,
    },
    pace: makeSlackRateLimit(() => clock.now().getTime(), clock.sleep),
    log: quietLog,
  });
  return {
    name: 'slack',
    limits: SLACK_LIMITS,
    made,
    sent,
    messenger: makeSlackMessenger({ call, clock, wait: clock.sleep }),
    placeOfAccount,
    channel: (section) => slackPlace('T1', `C${section}`),
    account: (person) => slackAccount('T1', `U${person}`),
    direct: (person) => `DU${person}`,
  };
}

function teamsMorning(clock: MovedClock): City {
  const made: Made[] = [];
  const sent: Sent[] = [];
  const where = { s: 'https://smba.trafficmanager.net/jp/', t: 'tenant' };
  const enforcer = makeEnforcer(TEAMS_LIMITS);
  const took = async (conversation: string): Promise<number> => {
    const at = clock.now().getTime();
    const call = { at, counts: ['tenant', `conversation/${conversation.split(';')[0]}`] };
    made.push(call);
    const taken = enforcer.takes(call);
    await clock.sleep(ANSWER_MS);
    if (!taken) throw new Answered(429, undefined, '');
    return at;
  };
  const wire: Wire = async (_serviceUrl, _token, { method, path, body }) => {
    const conversation = decodeURIComponent(path.split('/')[2] ?? '');
    if (conversation === '') {
      const { members } = body as { members: { id: string }[] };
      await took(members[0]!.id);
      return { id: `a:${members[0]!.id}` };
    }
    const at = clock.now().getTime();
    if (method === 'POST') sent.push({ at, conversation: conversation.split(';')[0]! });
    const id = String(1_690_000_000_000 + sent.length);
    await took(conversation);
    return { id };
  };
  const connector = makeConnector({
    login: null,
    wire,
    pace: makeTeamsRateLimit(() => clock.now().getTime(), clock.sleep),
    clock,
    log: quietLog,
    sleep: clock.sleep,
  });
  return {
    name: 'teams',
    limits: TEAMS_LIMITS,
    made,
    sent,
    messenger: makeTeamsMessenger({
      connector,
      bot: '28:bot',
      pages: pagesInMemory(),
      dialogs: true,
      seen: { opened: () => undefined, unreachable: () => undefined },
    }),
    channel: (section) => teamsPlace({ k: 'channel', ...where, c: `19:${section}@thread.tacv2` }),
    account: (person) => teamsAccount(where.t, person),
    direct: (person) => `a:29:${person}`,
    address: (person) => teamsPlace({ k: 'person', ...where, u: `29:${person}`, a: person }),
  };
}

export type Morning = {
  /** the people to whom the first reminder went, each as often as it did; in order */
  readonly reminded: readonly string[];
  readonly people: readonly string[];
  readonly channelMessages: number;
  /** instants between which messages were sent on the morning, and those of the hour after noon */
  readonly morning: {
    readonly first: Date;
    readonly last: Date;
    /** all calls the platform counts, and how long everything took that was no waiting, in milliseconds */
    readonly calls: number;
    readonly workMs: number;
  };
  readonly noon: { readonly messages: number; readonly last: Date };
  readonly breaches: readonly string[];
  readonly faults: readonly string[];
  readonly calls: number;
};

/** Opens a round and sends all it makes owed; then `rush` sections report every goal at 13:00, and all is approved at once. */
export async function openingMorning(options: {
  readonly platform: 'slack' | 'teams';
  readonly redisUrl: string;
  readonly databaseUrl: string;
  readonly sections: number;
  readonly staffPerSection: number;
  readonly rush: number;
}): Promise<Morning> {
  const clock = movedClock(BEGIN);
  const city = options.platform === 'slack' ? slackMorning(clock) : teamsMorning(clock);
  const faults: string[] = [];
  const log = {
    info: () => undefined,
    warn: (facts: object, message: string) => void faults.push(`${message} ${JSON.stringify(facts)}`),
    error: (facts: object, message: string) => void faults.push(`${message} ${JSON.stringify(facts)}`),
  };
  const stores = await openStores(options, log, PATIENCE_MS);
  const platform: Platform = {
    name: city.name,
    messenger: { ...city.messenger, postFile: async () => 'no_files' },
    ...(city.placeOfAccount ? { placeOfAccount: city.placeOfAccount } : {}),
    connect: () => ({}),
  };
  const app = createApp({ stores, platforms: [platform], clock, log, ...UNHURRIED });
  const { record } = app;

  /** Sweeps as the service does, until nothing is owed. */
  async function deliver(until: string): Promise<void> {
    do {
      await app.work.sweep();
      await clock.during(app.work.idle(), querying(stores.pool));
      await clock.during(clock.sleep(SWEEP_MS), querying(stores.pool));
    } while ((await app.notices.backlog(clock.now())).waiting > 0 && clock.now() < new Date(until));
  }

  try {
    await migrate(stores.pool);
    const desks = await populate(record, options, city);
    const people = desks.flatMap(({ n }) =>
      Array.from({ length: options.staffPerSection }, (_, s) => `staff${n}-${s + 1}`),
    );
    if (city.address)
      for (const person of people)
        await record.rememberDirectPlace(person, city.address(person), clock.now());
    await record.openRound(ROUND, { by, now: clock.now() });
    await app.work.sweep();
    await clock.during(app.work.idle(), querying(stores.pool));
    clock.goTo(cityInstant(DAY, '09:00'));
    const nine = performance.now();
    await deliver(cityInstant(DAY, '18:00'));
    const morning = [...city.sent];
    const [calls, workMs] = [city.made.length, performance.now() - nine];

    clock.goTo(cityInstant(DAY, '13:00'));
    const rush = desks.slice(0, options.rush);
    const tasks = new Map(
      await Promise.all(
        rush.map(async ({ id }) => [id, await record.sectionTasks(id, '2023-midyear')] as const),
      ),
    );
    let effects = 0;
    const everyGoal = async (person: (n: number) => string, command: (task: Task) => Command) => {
      for (const { id, n } of rush)
        for (const task of tasks.get(id) ?? []) {
          effects += 1;
          const of = [`rush${effects}#0`, person(n), city.channel(n), command(task), clock.now()] as const;
          const outcome = await record.execute(...of);
          if (!outcome.ok) faults.push(JSON.stringify(outcome));
        }
      app.work.wake();
    };
    await everyGoal(
      (n) => `staff${n}-1`,
      (task) => ({ kind: 'submit', task: task.id, base: 0, content: contentFor(task) }),
    );
    await clock.during(app.work.idle(), querying(stores.pool));
    await everyGoal(
      (n) => `chief${n}`,
      (task) => ({ kind: 'approve', report: task.id, version: 1, step: 0 }),
    );
    await deliver(cityInstant(DAY, '18:00'));
    const noon = city.sent.slice(morning.length);

    const directs = new Map(people.map((person) => [city.direct(person), person]));
    const times = (all: readonly Sent[]) => all.map(({ at }) => at).sort((a, b) => a - b);
    return {
      reminded: morning.flatMap(({ conversation }) => directs.get(conversation) ?? []).sort(),
      people: [...people].sort(),
      channelMessages: morning.filter(({ conversation }) => !directs.has(conversation)).length,
      morning: {
        first: new Date(times(morning)[0] ?? 0),
        last: new Date(times(morning).at(-1) ?? 0),
        calls,
        workMs,
      },
      noon: { messages: noon.length, last: new Date(times(noon).at(-1) ?? 0) },
      breaches: breaches(city.made, city.limits),
      faults,
      calls: city.made.length,
    };
  } finally {
    await app.stop();
    await stores.close();
  }
}
