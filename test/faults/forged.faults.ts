/**
 * Forged and malformed: requests that are not from who they say, of shapes no platform sends, and buttons whose contents
 * were changed, to every route of every door. None has an effect, none ends the process or makes it grow, and no answer
 * tells anything of the inside.
 */
import { Redis } from 'ioredis';
import { openMessages } from '../../src/chat/playground/messages.js';
import { channelPlace } from '../../src/chat/playground/places.js';
import { messageCard } from '../../src/core/cards/message.js';
import { openPool } from '../../src/store/postgres/connection/pool.js';
import { teamsActivities } from '../support/bot-connector.js';
import type { Faults } from './faults.js';
import { type Child, startChild } from './forged/child.js';
import { playgroundRequests } from './forged/playground-requests.js';
import { type Random, seeded } from './forged/random.js';
import { type Answered, type Crafted, opener } from './forged/request.js';
import { teamsShapes } from './forged/shapes.js';
import { slackRequests } from './forged/slack-requests.js';
import { teamsRequests } from './forged/teams-requests.js';
import { EVERYBODY, rights } from './who-may/people.js';
import { changedTables, openRecordState } from './who-may/record-state.js';
import {
  BEGIN,
  SLACK_CHANNEL,
  SLACK_OTHER_CHANNEL,
  slackUser,
  startAround,
  TEAMS_CHANNEL,
  teamsUser,
} from './who-may/world.js';

const REQUESTS = { small: 2_000, full: 100_000 } as const;
const SEED = 20_240_402;
const AT_ONCE = 24;
/** After this share of the requests everything is warm and memory is measured for the first time. */
const WARM = 0.25;
/** What a process may grow from then on, in bytes: the noise of a heap, not a share of what was sent. */
const GROWTH = { rss: 96 * 2 ** 20, heap: 24 * 2 ** 20 } as const;
/** Violations of one kind are told so often. */
const TOLD = 5;

/** Paths, stacks, queries and names of what stands behind. */
const INSIDE =
  /\bat [\w.<>]+ \(|node_modules|\/src\/|\.[tj]s:\d|\bselect .+ from\b|insert into|postgres|\bpg_|redis|express|zod|bolt\b|botbuilder|undici|Error\b|ECONN|is not a function|undefined|stack/iu;

const desks = EVERYBODY.filter(rights.coordinates)
  .map(({ id }) => `'${id}'`)
  .join();
/**
 * What a platform says of accounts is told: to 事務局 of a second one of somebody's, which a workspace of ours under any
 * organisation is; to 事務局 and whose it is of one that Teams does not list where it wrote.
 */
const OF_ACCOUNTS = {
  second: `kind = 'account' and about->>'event' = 'second' and to_kind = 'person' and to_id in (${desks})`,
  'turned away': `kind = 'turned_away' and to_kind = 'person' and to_id in (${desks}, about->>'of')`,
} as const;
const EXPECTED = Object.values(OF_ACCOUNTS)
  .map((one) => `(${one})`)
  .join(' or ');

export const faults: Faults = {
  name: 'forged',
  async run(size, say) {
    const violations = await againstDoors(REQUESTS[size], say);
    violations.push(...(await againstBareService(say)));
    return violations;
  },
};

async function againstDoors(count: number, say: (line: string) => void): Promise<string[]> {
  const { around, slack, connector, stop } = await startAround();
  for (const who of EVERYBODY) {
    slack.addUser({ id: slackUser(who), email: `${who.id}@city.example.jp` });
    connector.addUser(teamsUser(who));
  }
  for (const id of [SLACK_CHANNEL, SLACK_OTHER_CHANNEL]) slack.addChannel({ id });
  const child = await startChild({ ...around, playground: true });
  const pool = openPool(around.databaseUrl, { warn: () => undefined });
  const redis = new Redis(around.redisUrl);
  const requests = opener(child.url);
  const found = counted();
  try {
    const state = await openRecordState(pool, { notices: EXPECTED });
    const before = await state.read();
    const card = 'channel-card';
    await openMessages(redis).add({
      id: card,
      place: channelPlace(child.sectionId),
      at: BEGIN,
      from: 'bot',
      card: messageCard('ja', 'カード', []),
    });
    const inChannel = () => [
      slack.channels.get(SLACK_CHANNEL)?.messages.length,
      connector.messages.filter(({ conversation }) => conversation.startsWith(TEAMS_CHANNEL)).length,
    ];
    const openly = JSON.stringify(inChannel());
    const random = seeded(SEED);
    const offset = Date.parse(around.begin) - Date.now();
    const now = () => new Date(Date.now() + offset);
    const platforms = [
      slackRequests(random, child.targets, now),
      teamsRequests(random, child.targets, connector),
    ];
    const playground = playgroundRequests(random, child.targets, { host: new URL(child.url).host, card });
    const doors = [...platforms, playground];
    const shapes = platforms.flatMap((door) => door.shapes());
    for (const crafted of shapes)
      for (const problem of problemsOf(crafted, await requests.send(crafted))) found.add('shape', problem);
    say(`${shapes.length} hostile shapes`);
    const begin = await send(Math.ceil(count * WARM));
    const end = await send(count - Math.ceil(count * WARM));
    say(
      `memory: ${megabytes(begin.rss)} → ${megabytes(end.rss)} MB resident, ${megabytes(begin.heapUsed)} → ${megabytes(end.heapUsed)} MB in use`,
    );
    if (end.rss - begin.rss > GROWTH.rss) found.add('memory', `grew by ${megabytes(end.rss - begin.rss)} MB`);
    if (end.heapUsed - begin.heapUsed > GROWTH.heap)
      found.add('memory', `holds ${megabytes(end.heapUsed - begin.heapUsed)} MB more than before`);
    for (const [event, notices] of Object.entries(OF_ACCOUNTS)) {
      const { rowCount } = await pool.query(`select 1 from notices where ${notices} limit 1`);
      if (rowCount === 0) found.add('told', `nobody was told of an account that is ${event}`);
    }
    // Anybody may forge a token: nothing is written for it but one line of the log, which the child does not print.
    if (child.printed() !== '') found.add('printed', child.printed().slice(0, 300));

    async function send(many: number) {
      await inParallel(many, AT_ONCE, async () => {
        const crafted = craft(random, doors);
        const answered = await requests.send(crafted);
        for (const problem of problemsOf(crafted, answered)) found.add(crafted.kind, problem);
      });
      const rest = await child.rest();
      for (const error of rest.errors) found.add('fault', error);
      // Who the platform vouches for is linked by address, under whatever organisation it names.
      const changed = changedTables(before, await state.read()).filter((table) => table !== 'accounts');
      if (changed.length > 0) found.add('effect', `changed ${changed.join(', ')}`);
      if (changed.includes('notices')) {
        const { rows } = await pool.query<{ key: string }>(
          `select key from notices where not (${EXPECTED}) except select key from kept.notices`,
        );
        for (const { key } of rows) found.add('notice', key);
      }
      if (JSON.stringify(inChannel()) !== openly) found.add('effect', `said in a channel: ${inChannel()}`);
      for (const key of await redis.keys('maru:{*}:desk:*')) {
        const body = (await redis.hget(key, 'body')) ?? '';
        if (!body.includes('"drafts":{}')) found.add('effect', `a draft on ${key}: ${body.slice(0, 300)}`);
      }
      for (const text of toldTexts())
        if (INSIDE.test(text)) found.add('told', `told in private: ${text.slice(0, 300)}`);
      found.say(say);
      return rest;
    }

    /** What the platforms were given to show, and no more of it than was not looked at yet. */
    function toldTexts(): string[] {
      const inSlack = [...slack.channels.values()].flatMap(({ messages }) =>
        messages.map(({ text }) => text),
      );
      for (const channel of slack.channels.values()) if (channel.user) channel.messages.length = 0;
      const inTeams = connector.messages.filter(({ conversation }) => !conversation.startsWith('19:'));
      const texts = [...inSlack, ...inTeams.map(({ activity }) => JSON.stringify(activity.text ?? ''))];
      connector.messages.length = 0;
      connector.calls.length = 0;
      slack.calls.length = 0;
      return texts;
    }
  } catch (fault) {
    found.add('end', child.ended() ?? String(fault));
  } finally {
    requests.close();
    await child.stop();
    redis.disconnect();
    await pool.end();
    await stop();
  }
  return found.all();
}

/** Every second one from outside: those are cheap; the rest odd shapes and changed buttons. */
function craft(random: Random, doors: readonly { outside(): Crafted; odd(): Crafted; press(): Crafted }[]) {
  const door = random.pick(doors);
  return random.chance(50) ? door.outside() : random.chance(50) ? door.odd() : door.press();
}

function problemsOf({ what, kind, missing = 0 }: Crafted, { status, headers, body }: Answered): string[] {
  const problems: string[] = [];
  if (kind === 'outside' && status >= 200 && status < 300) problems.push(`${what}: accepted with ${status}`);
  if (status === 0 && missing === 0) problems.push(`${what}: no answer`);
  // 503 without a word: too busy to answer within Slack's three seconds, to be sent again.
  const late = status === 503 && body === '';
  if (status >= 500 && status !== 501 && !late)
    problems.push(`${what}: answered ${status} ${body.slice(0, 200)}`);
  if (INSIDE.test(body) && !/^<!doctype html>|^import /iu.test(body))
    problems.push(`${what}: ${body.slice(0, 400)}`);
  for (const name of ['server', 'x-powered-by'])
    if (headers[name] !== undefined) problems.push(`${what}: header ${name}: ${headers[name]}`);
  return problems;
}

/**
 * As a city runs it, without the playground: what no door takes is answered by what is under them all; and while it
 * cannot be found out whether Teams sent something, nothing of that is told anybody.
 */
async function againstBareService(say: (line: string) => void): Promise<string[]> {
  const { around, connector, stop } = await startAround();
  connector.keysDown = true;
  const child: Child = await startChild({ ...around, playground: false });
  const requests = opener(child.url);
  const found = counted();
  try {
    const paths = [
      '/',
      '/%',
      '/%E0%A4%A',
      '/teams',
      '/teams/%ff',
      '/slack',
      '/slack/events/%',
      '//',
      '/.env',
      '/x?y=%',
    ];
    for (const path of paths)
      for (const method of ['GET', 'POST', 'PUT', 'HEAD', 'OPTIONS', 'TRACE']) {
        const crafted: Crafted = {
          what: `${method} ${path}`,
          kind: method === 'OPTIONS' ? 'odd' : 'outside',
          method,
          path,
          headers: { 'content-type': 'application/json' },
          body: method === 'POST' || method === 'PUT' ? Buffer.from('{"x":') : Buffer.alloc(0),
        };
        for (const problem of problemsOf(crafted, await requests.send(crafted))) found.add('bare', problem);
      }
    say(`${paths.length} paths nobody listens to`);
    const user = connector.addUser(teamsUser(EVERYBODY[0]!));
    const { id: _id, ...message } = teamsActivities(connector).said(user, '状況');
    const token = connector.token({}, {}, 'stranger');
    const plain = { what: 'a message', body: JSON.stringify(message) };
    const calls = connector.calls.length;
    for (const { what, body } of [plain, ...teamsShapes(message)]) {
      const { status } = await requests.send(toTeams(what, body, token));
      // Nobody can be asked: then it is to be sent again.
      if (status < 400 || (status > 499 && status !== 503)) found.add('keys', `${what}: answered ${status}`);
    }
    await child.rest();
    if (connector.calls.length > calls)
      found.add('keys', 'somebody was told of what nobody is known to have sent');
    connector.keysDown = false;
    const honest = await requests.send(toTeams('signed', plain.body, connector.token()));
    if (honest.status !== 200) found.add('keys', `a message of Teams: answered ${honest.status}`);
  } catch (fault) {
    found.add('end', child.ended() ?? String(fault));
  } finally {
    requests.close();
    await child.stop();
    await stop();
  }
  return found.all();
}

const toTeams = (what: string, body: string, token: string): Crafted => ({
  what,
  kind: 'odd',
  method: 'POST',
  path: '/teams/messages',
  headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
  body: Buffer.from(body),
});

/** Violations by kind: the first of each in words, and how many there were. */
function counted() {
  const kinds = new Map<string, { first: string[]; count: number }>();
  return {
    add(kind: string, problem: string) {
      const of = kinds.get(kind) ?? { first: [], count: 0 };
      of.count += 1;
      if (of.first.length < TOLD) of.first.push(problem);
      kinds.set(kind, of);
    },
    say: (say: (line: string) => void) =>
      say([...kinds].map(([kind, { count }]) => `${kind}: ${count}`).join(', ') || 'nothing so far'),
    all: () =>
      [...kinds].flatMap(([kind, { first, count }]) => first.map((one) => `${kind} (${count}): ${one}`)),
  };
}

async function inParallel(many: number, lanes: number, act: () => Promise<void>): Promise<void> {
  let left = many;
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (left > 0) {
        left -= 1;
        await act();
      }
    }),
  );
}

const megabytes = (bytes: number) => Math.round(bytes / 2 ** 20);
