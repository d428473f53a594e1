/**
 * The city that is measured: real stores of our own, the eight real sheets for as many sections as wanted, many people
 * who are linked to their accounts already, and an open round with nothing else owed.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { slackAccount, slackPlace } from '../../src/chat/slack/place.js';
import { teamsAccount } from '../../src/chat/teams/place.js';
import { step } from '../../src/core/conversation/step.js';
import { emptyDesk, type Question } from '../../src/core/draft/drafts.js';
import type { Task } from '../../src/core/report/task.js';
import { startServices } from '../../src/services/start.js';
import { migrate } from '../../src/store/postgres/connection/migrate.js';
import { openPool } from '../../src/store/postgres/connection/pool.js';
import { byCommandLine } from '../../src/store/postgres/ledger/recorded-by.js';
import { openRecord, type PostgresRecord } from '../../src/store/postgres/record.js';
import { APP_ID, TENANT } from '../support/bot-connector.js';
import { TEAM } from '../support/slack-workspace.js';
import { populate } from '../support/year.js';

const by = byCommandLine('事務局');
const OPENED = new Date('2024-03-01T01:00:00Z');

/** Somebody who answers. */
export type Person = {
  readonly id: string;
  /** names that the local platforms use for the same person */
  readonly user: string;
  readonly direct: string;
  readonly objectId: string;
  /** what this person does, from the first question of the first goal to the review of the last */
  readonly script: readonly Said[];
};
/** What somebody does: a button named `do` of the goal `task`, which may also be said as `text`; '' when it cannot. */
export type Said = {
  readonly text: string;
  readonly do: 'begin' | 'answer' | 'rate' | 'site_file';
  readonly task: string;
};

export type City = {
  readonly redisUrl: string;
  readonly databaseUrl: string;
  readonly people: readonly Person[];
  readonly record: PostgresRecord;
  readonly pool: Pool;
  /** Takes everybody's drafts away: the next words of each are the first of their script. */
  beginAnew(): Promise<void>;
  stop(): Promise<void>;
};

export const STAFF_PER_SECTION = 10;

/** Starts the stores, on disk as a city's are, and fills them. `sections` × 10 people. */
export async function openCity(sections: number): Promise<City> {
  const dataDir = await mkdtemp(join(tmpdir(), 'maru-bench-'));
  // The service refuses a Redis that keeps nothing on disk.
  const services = await startServices({ dataDir, persistent: true });
  const pool = openPool(services.databaseUrl, { warn: () => undefined });
  const redis = new Redis(services.redisUrl);
  const stop = async () => {
    redis.disconnect();
    await pool.end();
    await services.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await migrate(pool);
    const record = openRecord(pool, undefined, 60_000);
    const account = (person: string) => slackAccount(TEAM, userOf(person));
    await populate(
      record,
      { sections, staffPerSection: STAFF_PER_SECTION },
      { channel: (section) => slackPlace(TEAM, `C${section}`), account },
    );
    await record.openRound(
      { fiscalYear: 2023, kind: 'yearend', opensOn: '2024-03-01', dueOn: '2024-04-12' },
      { by, now: OPENED },
    );
    const staff = Array.from({ length: sections }, (_, section) =>
      Array.from({ length: STAFF_PER_SECTION }, (_, n) => `staff${section + 1}-${n + 1}`),
    );
    await linkEverybody(pool, staff.flat());
    // What the opening of the round made owed was sent long ago in this city.
    await pool.query('delete from agenda');
    await pool.query('delete from notices');
    await pool.query('vacuum analyze');
    const people: Person[] = [];
    for (const [section, members] of staff.entries()) {
      const script = await scriptOf(record, members[0]!);
      for (const [n, id] of members.entries())
        people.push({ id, user: userOf(id), direct: directOf(id), objectId: objectIdOf(section, n), script });
    }
    const beginAnew = async () => {
      for (const pattern of ['maru:desk:*', 'maru:{*}:*', 'rival:*']) await forget(redis, pattern);
    };
    return { ...services, people: mixed(people), record, pool, beginAnew, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const userOf = (person: string) => `U${person.toUpperCase().replace(/[^A-Z0-9]/gu, 'X')}`;
const directOf = (person: string) => `D${userOf(person).slice(1)}`;
const objectIdOf = (section: number, n: number) =>
  `00000000-0000-4000-8000-${String(section * 100 + n).padStart(12, '0')}`;

/** Neighbours in the list are of different sections, as people who answer at the same time are. */
function mixed(people: readonly Person[]): Person[] {
  return people
    .map((person, i) => ({ person, turn: (i % STAFF_PER_SECTION) * people.length + i }))
    .sort((a, b) => a.turn - b.turn)
    .map(({ person }) => person);
}

/** Teams accounts and direct messages, as they stand after everybody wrote once. */
async function linkEverybody(pool: Pool, people: readonly string[]): Promise<void> {
  const objects = people.map((_, i) => objectIdOf(Math.floor(i / STAFF_PER_SECTION), i % STAFF_PER_SECTION));
  await pool.query(
    `insert into accounts (account, person_id, linked_at)
     select account, person, $3 from unnest($1::text[], $2::text[]) as x(account, person)`,
    [objects.map((id) => teamsAccount(TENANT, id)), people, OPENED],
  );
  await pool.query(
    `update accounts set by_hand = true, recorded_for = person_id, standing = 'member', known_at = now()`,
  );
  await pool.query(
    `insert into direct_places (person_id, place, used_at)
     select person, place, $3 from unnest($1::text[], $2::text[]) as x(person, place)`,
    [people, people.map((id) => slackPlace(TEAM, directOf(id))), OPENED],
  );
}

/** The interviews of all goals of a sheet, found by going through them: every answer is one that is taken. */
export async function scriptOf(record: PostgresRecord, person: string, now = new Date()): Promise<Said[]> {
  const context = await record.context({ person, from: null, named: null }, now);
  if (!context) throw new Error(`${person} is not in the roster`);
  const at = { person, place: 'bench', aside: 'bench', surface: 'direct' } as const;
  const script: Said[] = [];
  let desk = emptyDesk;
  for (const task of context.tasks) {
    const action = { do: 'begin', of: task.id, v: 0, with: '' } as const;
    desk = step(desk, { ...at, id: `${script.length}`, kind: 'pressed', action, fields: {} }, context).desk;
    script.push({ text: '', do: 'begin', task: task.id });
    for (;;) {
      const asking = desk.drafts[task.id]?.asking;
      if (!asking || asking.at === 'review') break;
      const text = answerFor(asking, task);
      desk = step(desk, { ...at, id: `${script.length}`, kind: 'said', text }, context).desk;
      if (desk.drafts[task.id]?.asking === asking)
        throw new Error(`「${text}」 is no answer to ${asking.at}`);
      script.push({ text, do: asking.at === 'rating' ? 'rate' : 'answer', task: task.id });
    }
  }
  return script;
}

function answerFor(asking: Question, task: Task): string {
  switch (asking.at) {
    case 'result': {
      const target = task.indicators.find(({ id }) => id === asking.indicator)?.target ?? '';
      return `${target} を実施`.slice(0, 60);
    }
    case 'rating':
      return '○ 達成';
    default:
      return '計画していた内容をおおむね実施し、参加された方からも良い評価をいただきました。';
  }
}

async function forget(redis: Redis, pattern: string): Promise<void> {
  for await (const keys of redis.scanStream({ match: pattern, count: 5_000 }) as AsyncIterable<string[]>)
    if (keys.length > 0) await redis.unlink(...keys);
}

/** What the built service is told by its environment. */
export function serveEnvironment(city: City): Record<string, string> {
  return {
    REDIS_URL: city.redisUrl,
    DATABASE_URL: city.databaseUrl,
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'warn',
  };
}

export const TEAMS_BOT = { APP_ID, TENANT };
