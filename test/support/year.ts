/**
 * A year of a city simulated: sections report and managers decide by chance (always the same for a seed), the clock is
 * moved hour by hour, and what is sent is compared with what a plain model of its own says should be sent.
 */
import { createApp, openStores } from '../../src/app.js';
import { ladder, missingRungs } from '../../src/core/calendar/reminder-schedule.js';
import type { RoundKind } from '../../src/core/calendar/round.js';
import {
  addDays,
  addWorkingDays,
  cityDate,
  cityInstant,
  cityTime,
  isWorkingDay,
  workingDaysUntil,
} from '../../src/core/calendar/working-days.js';
import type { Task } from '../../src/core/report/task.js';
import type { Sheet } from '../../src/core/sheet/sheet.js';
import { migrate } from '../../src/store/postgres/connection/migrate.js';
import { byCommandLine } from '../../src/store/postgres/ledger/recorded-by.js';
import { blank, contentFor, printedSheets } from '../store/postgres/city.js';
import { PATIENCE_MS, UNHURRIED } from './patience.js';
import { makeRecorder, type Recorded } from './recorder.js';

const by = byCommandLine('事務局');
/** A Monday on which a round opens. */
export const BEGIN = cityInstant('2023-10-02', '08:00');

const ROUNDS = [
  { kind: 'midyear', opensOn: '2023-10-02', dueOn: '2023-10-13', closesOn: '2023-10-31' },
  { kind: 'yearend', opensOn: '2024-03-01', dueOn: '2024-04-12', closesOn: '2024-04-26' },
] as const;

export type YearOptions = {
  readonly redisUrl: string;
  readonly databaseUrl: string;
  readonly sections: number;
  readonly staffPerSection: number;
  readonly seed: number;
  /** how likely the service is killed in an hour in which it sends; 0: never */
  readonly kills: number;
  /** every hour of day and night; else a few of each day, and all around the one at which it is sent */
  readonly everyHour: boolean;
};

export type YearOutcome = {
  /** `2023-10-06 09 test:dm:staff1-1`: what was sent of the clock's own accord */
  readonly sent: readonly string[];
  readonly expected: readonly string[];
  readonly complaints: readonly string[];
  readonly posts: number;
  readonly edits: number;
  readonly killed: number;
  readonly reports: number;
  /** hours of the city's day in which anything was sent that nobody had asked for */
  readonly hours: ReadonlySet<string>;
};

type Goal = {
  state: 'open' | 'submitted' | 'approved' | 'returned';
  since: string;
  version: number;
  task: Task;
};
type Desk = { readonly id: string; readonly n: number; readonly goals: Map<RoundKind, Goal[]> };

/** Just before what is sent at nine, just after it, and while people report. */
const HOURS = [8, 9, 10, 12, 14, 16];

/** Messages that a service sends at most before it is killed at the next one. */
const MOST_BEFORE = 6;

/** Mulberry32: small, and the same everywhere. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The eight sheets again and again, each for a section of its own. */
function sheetsOf(count: number): Sheet[] {
  const eight = printedSheets().map(blank);
  return Array.from({ length: count }, (_, i) => {
    const sheet = eight[i % eight.length]!;
    const name = `第${i + 1}課`;
    return {
      ...sheet,
      header: {
        ...sheet.header,
        department: { ...sheet.header.department, text: '市役所' },
        organization: { ...sheet.header.organization, text: name },
      },
    };
  });
}

export async function simulateYear(options: YearOptions): Promise<YearOutcome> {
  const clock = { at: new Date(BEGIN), now: () => clock.at };
  const recorder = makeRecorder(clock);
  const random = chance(options.seed);
  const fate = chance(options.seed + 1);
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const problems: string[] = [];
  const log = {
    ...quiet,
    error: (facts: object, message: string) => void problems.push(`${message} ${JSON.stringify(facts)}`),
  };

  async function begin() {
    const life = { ended: false };
    const told = {
      ...log,
      error: (facts: object, message: string) => life.ended || log.error(facts, message),
    };
    const stores = await openStores(options, told, PATIENCE_MS);
    const app = createApp({
      stores,
      platforms: [
        {
          name: 'test',
          messenger: recorder.messenger(life),
          placeOfAccount: (account) => account.replace('test:', 'test:dm:'),
          connect: () => ({}),
        },
      ],
      clock,
      log: told,
      ...UNHURRIED,
    });
    return { app, stores, life };
  }
  let service = await begin();
  await migrate(service.stores.pool);
  const desks = await populate(service.app.record, options);
  let killed = 0;
  let reports = 0;

  const expected: string[] = [];
  const told = new Map<string, string>();
  const digested = new Set<string>();
  const model = modelOf(desks, options, told, digested);
  /** Told of each message: one of them is the last that its service sends, and it hears no answer to it. */
  let strike: () => void = () => {};
  recorder.onPost(() => strike());
  recorder.onPost((message) => problems.push(...model.wrongNumbers(message, cityDate(clock.at))));

  /** Ends the service in the middle of what it does: its connections break, and nobody hears of its sends. */
  async function kill() {
    killed += 1;
    service.life.ended = true;
    const { pool, redis } = service.stores;
    const clients = (pool as unknown as { _clients: { connection: { stream: { destroy(): void } } }[] })
      ._clients;
    // A dead process does not connect again.
    const never = () => new Promise<never>(() => undefined);
    Object.assign(pool, { query: never, connect: never });
    for (const client of clients) client.connection.stream.destroy();
    redis.disconnect();
    const died = new Date();
    service = await begin();
    // Its transactions end a moment after it. Here an hour passes until the next look; a minute in a real service.
    const left = `select 1 from pg_stat_activity
      where datname = current_database() and application_name = 'maru' and backend_start < $1`;
    while ((await service.stores.pool.query(left, [died])).rows.length > 0)
      await new Promise((done) => setTimeout(done, 5));
  }

  async function sweep() {
    const mayDie = cityTime(clock.at) === '09:00' || fate() < 0.05;
    if (mayDie && fate() < options.kills) {
      const { app, life } = service;
      const struck = new Promise<void>((done) => {
        let before = Math.floor(fate() * MOST_BEFORE);
        strike = () => {
          before -= 1;
          if (before >= 0) return;
          life.ended = true;
          done();
        };
      });
      const swept = app.work.sweep().then(
        () => app.work.idle(),
        () => undefined,
      );
      await Promise.race([swept, struck]);
      strike = () => {};
      await kill();
      // Longer than the lease of what was being sent.
      clock.at = new Date(clock.at.getTime() + 2 * 60_000);
    }
    await service.app.work.sweep();
    await service.app.work.idle();
  }

  for (const { kind, opensOn, dueOn, closesOn } of ROUNDS) {
    clock.at = new Date(cityInstant(opensOn, '08:00'));
    await service.app.record.openRound({ fiscalYear: 2023, kind, opensOn, dueOn }, { by, now: clock.at });
    for (const desk of desks) desk.goals.set(kind, await goalsOf(service.app.record, desk.id, kind));
    for (let day = opensOn as string; day <= closesOn; day = addDays(day, 1))
      for (let hour = 0; hour < 24; hour += 1) {
        const time = `${String(hour).padStart(2, '0')}:00`;
        clock.at = new Date(cityInstant(day, time));
        if (clock.at < new Date(cityInstant(opensOn, '08:00'))) continue;
        if (!options.everyHour && !HOURS.includes(hour)) continue;
        if (day === closesOn && hour === 12)
          await service.app.record.closeRound(`2023-${kind}`, { by, now: clock.at });
        if (hour === 9) expected.push(...model.morning(kind, day));
        if (hour >= 10 && hour <= 16 && day < closesOn && isWorkingDay(day))
          reports += await act(service.app.record, desks, kind, options, random, clock.at);
        await sweep();
      }
    for (const desk of desks) desk.goals.delete(kind);
  }
  await service.app.stop();
  await service.stores.close();

  const own = recorder.messages.filter(({ key }) => /^(reminder|digest|overview)\//u.test(key ?? ''));
  return {
    sent: own.map(({ at, place, key }) => `${cityDate(at)} ${key?.split('/')[0]} ${place}`).sort(),
    expected: expected.sort(),
    complaints: [...recorder.complaints, ...problems],
    posts: recorder.messages.length,
    edits: recorder.messages.reduce((sum, { edits }) => sum + edits, 0),
    killed,
    reports,
    hours: new Set(own.map(({ at }) => cityTime(at).slice(0, 2))),
  };
}

type Record = Awaited<ReturnType<typeof createApp>>['record'];

/** Where the channels of a city are and by which accounts its people are known. */
export type Addresses = { channel(section: number): string; account(person: string): string };
const TEST_ADDRESSES: Addresses = {
  channel: (section) => `test:channel:${section}`,
  account: (person) => `test:${person}`,
};

/** Enters a city: `staff1-1`, `chief1` are of its first section; `coordinator`. */
export async function populate(
  record: Record,
  { sections, staffPerSection }: Pick<YearOptions, 'sections' | 'staffPerSection'>,
  { channel, account }: Addresses = TEST_ADDRESSES,
): Promise<Desk[]> {
  const sheets = sheetsOf(sections);
  const now = new Date(BEGIN);
  const named = sheets.map((_, i) => ({ department: '市役所', name: `第${i + 1}課` }));
  const holding = (
    person: string,
    i: number,
    role: 'staff' | 'section_manager' | 'coordinator',
    title: string,
  ) => ({
    post: { section: named[i]!, role, title },
    person,
    from: '2023-04-01',
  });
  const staff = (i: number) => Array.from({ length: staffPerSection }, (_, s) => `staff${i + 1}-${s + 1}`);
  await record.importRoster(
    {
      sections: named.map((name, i) => ({ ...name, channel: channel(i + 1) })),
      people: [
        { id: 'coordinator', name: '事務局', accounts: [account('coordinator')] },
        ...named.flatMap((_, i) =>
          [...staff(i), `chief${i + 1}`].map((id) => ({ id, name: id, accounts: [account(id)] })),
        ),
      ],
      holdings: [
        holding('coordinator', 0, 'coordinator', '事務局'),
        ...named.flatMap((_, i) => [
          ...staff(i).map((id) => holding(id, i, 'staff', '担当者')),
          holding(`chief${i + 1}`, i, 'section_manager', '課長'),
        ]),
      ],
    },
    { by, now },
  );
  const imported = await record.importSheets(sheets, { by, now });
  return imported.map(({ sectionId }, i) => ({ id: sectionId, n: i + 1, goals: new Map() }));
}

async function goalsOf(record: Record, sectionId: string, kind: RoundKind): Promise<Goal[]> {
  const tasks = await record.sectionTasks(sectionId, `2023-${kind}`);
  return tasks.map((task) => ({ state: 'open', since: '', version: 0, task }));
}

let effects = 0;

/** What people do in one hour; gives how many reports were entered. */
async function act(
  record: Record,
  desks: readonly Desk[],
  kind: RoundKind,
  { staffPerSection }: YearOptions,
  random: () => number,
  now: Date,
): Promise<number> {
  let count = 0;
  const execute = async (person: string, command: Parameters<Record['execute']>[3]) => {
    effects += 1;
    const outcome = await record.execute(`year${effects}#0`, person, 'test:dm', command, now);
    if (!outcome.ok) throw new Error(`${person} ${JSON.stringify(command)}: ${JSON.stringify(outcome)}`);
  };
  for (const { n, goals } of desks) {
    for (const goal of goals.get(kind) ?? []) {
      const draw = random();
      const { task, version } = goal;
      if ((goal.state === 'open' || goal.state === 'returned') && draw < 0.012) {
        const writer = `staff${n}-${1 + Math.floor(random() * staffPerSection)}`;
        await execute(writer, { kind: 'submit', task: task.id, base: version, content: contentFor(task) });
        Object.assign(goal, { state: 'submitted', since: cityDate(now), version: version + 1 });
        count += 1;
      } else if (goal.state === 'submitted' && draw < 0.02) {
        await execute(`chief${n}`, { kind: 'approve', report: task.id, version, step: 0 });
        Object.assign(goal, { state: 'approved', since: cityDate(now) });
      } else if (goal.state === 'submitted' && draw < 0.025) {
        await execute(`chief${n}`, {
          kind: 'return',
          report: task.id,
          version,
          comment: '根拠を書いてください。',
        });
        Object.assign(goal, { state: 'returned', since: cityDate(now) });
      }
    }
  }
  return count;
}

/** Working days after which what waits for an approval goes up. */
const GOES_UP_AFTER = 5;

/** What should be sent at nine on a day, told in the plainest way. */
function modelOf(
  desks: readonly Desk[],
  { staffPerSection }: YearOptions,
  told: Map<string, string>,
  digested: Set<string>,
) {
  function morning(kind: RoundKind, day: string): string[] {
    if (!isWorkingDay(day)) return [];
    const round = ROUNDS.find((one) => one.kind === kind)!;
    const people = new Set<string>();
    const owed = (person: string, since: string) => {
      if ((told.get(person) ?? '') < since) people.add(person);
    };
    const rung = ladder(round).find((one) => one.day === day);
    const missing = missingRungs(round).find((one) => one.day === day);
    const monday = addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
    const first = isWorkingDay(monday) ? monday : addWorkingDays(monday, 1);
    const channels: string[] = [];
    for (const { n, goals } of desks) {
      const all = goals.get(kind) ?? [];
      const open = all.filter(({ state }) => state === 'open' || state === 'returned');
      if (rung && open.length > 0) for (let s = 1; s <= staffPerSection; s += 1) owed(`staff${n}-${s}`, day);
      if (missing && open.length > 0) owed(`chief${n}`, day);
      const waiting = all.filter(({ state }) => state === 'submitted').map(({ since }) => since);
      // Nobody is above a 課長 here: it goes up to 事務局, and nobody is told any more. Until then the oldest counts.
      const [over, left] = [true, false].map((isOver) =>
        waiting.filter((since) => workingDaysUntil(since, day) >= GOES_UP_AFTER === isOver).sort(),
      ) as [string[], string[]];
      for (const since of over) owed('coordinator', addWorkingDays(since, GOES_UP_AFTER));
      const age = left[0] === undefined ? 0 : workingDaysUntil(left[0], day);
      if (age >= 2) owed(`chief${n}`, addWorkingDays(left[0]!, age - (age % 2)));
      const hasNews = all.some(({ since }) => since >= addDays(monday, -7));
      if (day === first && day > round.opensOn && hasNews) channels.push(`test:channel:${n}`);
    }
    const unfinished = desks.some(({ goals }) => goals.get(kind)?.some(({ state }) => state !== 'approved'));
    const overview = day === first && day > round.opensOn && unfinished;
    for (const person of people) told.set(person, day);
    for (const place of channels) digested.add(`${place} ${monday}`);
    return [
      ...[...people].map((person) => `${day} reminder test:dm:${person}`),
      ...channels.map((place) => `${day} digest ${place}`),
      ...(overview ? [`${day} overview test:dm:coordinator`] : []),
    ];
  }

  /** The counts of a digest against the model's own. */
  function wrongNumbers({ key, card, place }: Recorded, day: string): string[] {
    if (!key?.startsWith('digest/') || card?.name !== 'summary') return [];
    const n = Number(place.split(':').at(-1));
    const goals = [...(desks.find((desk) => desk.n === n)?.goals.values() ?? [])].flat();
    const count = (state: Goal['state']) => goals.filter((goal) => goal.state === state).length;
    const words = { approved: '承認済', submitted: '承認待ち', returned: '差戻し', open: '未提出' } as const;
    const right = (Object.keys(words) as (keyof typeof words)[])
      .filter((state) => state === 'approved' || count(state) > 0)
      .map((state) => `${words[state]} ${count(state)}`)
      .join(' ・ ');
    return card.view.counts === right ? [] : [`${day} ${key}: ${card.view.counts} instead of ${right}`];
  }

  return { morning, wrongNumbers };
}
