/**
 * Redis and PostgreSQL killed, paused, slow, cut off, full and read-only, in turn and together, under people who answer
 * on both platforms. Every request is answered within half a second, nothing is acknowledged that was not kept, and the
 * service is back within five seconds of its stores without being started again.
 */
import { PATIENCE_MS } from '../support/patience.js';
import { startService } from '../support/service.js';
import { answerThrough, beginAll, draftOf, untilTaken } from './asking.js';
import type { Faults } from './faults.js';
import { type ServedCity, servedCity } from './served-city.js';

type Fault = {
  readonly name: string;
  /** tried in the small size too */
  readonly small: boolean;
  /** a reply may be taken: it needs nothing that is broken */
  readonly mayTake: boolean;
  begin(): Promise<void>;
  end(): Promise<void>;
};

/** Slower than a whole request may be, and slower than one answer may be while two of them are slower than a request. */
const [VERY_SLOW_MS, SLOW_MS] = [1_000, 170];

function faultsOf({ redis, postgres, doors }: ServedCity): Fault[] {
  const config = (...settings: string[]) =>
    redis.ask((one) => one.config('SET', ...(settings as ['', '']))).then(() => {});
  const system = async (...statements: string[]) => {
    for (const statement of statements) await postgres.ask(statement);
    await postgres.ask('select pg_reload_conf()');
  };
  const both = (name: string, small: boolean, ...of: Fault[]): Fault => ({
    name,
    small,
    mayTake: of.every(({ mayTake }) => mayTake),
    begin: async () => void (await Promise.all(of.map((one) => one.begin()))),
    end: async () => void (await Promise.all(of.map((one) => one.end()))),
  });
  const fault = (
    name: string,
    begin: () => Promise<unknown> | unknown,
    end: () => Promise<unknown> | unknown,
    { small = false, mayTake = false } = {},
  ): Fault => ({
    name,
    small,
    mayTake,
    begin: async () => void (await begin()),
    end: async () => void (await end()),
  });
  // An answer needs the drafts alone for as long as what was read of its person is trusted.
  const answersGoOn = { mayTake: true };
  const killed = {
    redis: fault('Redis killed', redis.kill, redis.restart, { small: true }),
    postgres: fault('PostgreSQL killed', postgres.kill, postgres.restart, { small: true, ...answersGoOn }),
  };
  const paused = {
    redis: fault('Redis paused', redis.pause, redis.resume),
    postgres: fault('PostgreSQL paused', postgres.pause, postgres.resume, answersGoOn),
  };
  const cut = {
    redis: fault(
      'Redis cut off',
      () => doors.redis.cut(),
      () => doors.redis.mend(),
      { small: true },
    ),
    postgres: fault(
      'PostgreSQL cut off',
      () => doors.postgres.cut(),
      () => doors.postgres.mend(),
      { small: true, ...answersGoOn },
    ),
  };
  // What the record refuses when its disk is full, on everything that is written there.
  const full = `create function full_disk() returns trigger language plpgsql as
    $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`;
  const tables = ['direct_places', 'accounts', 'people', 'history', 'reports', 'notices', 'done_commands'];
  return [
    killed.redis,
    killed.postgres,
    both('both killed', false, killed.redis, killed.postgres),
    paused.redis,
    paused.postgres,
    both('both paused', true, paused.redis, paused.postgres),
    cut.redis,
    cut.postgres,
    both('both cut off', false, cut.redis, cut.postgres),
    fault(
      'Redis very slow',
      () => doors.redis.slow(VERY_SLOW_MS),
      () => doors.redis.mend(),
    ),
    fault(
      'PostgreSQL very slow',
      () => doors.postgres.slow(VERY_SLOW_MS),
      () => doors.postgres.mend(),
      answersGoOn,
    ),
    fault(
      'both slow',
      () => [doors.redis.slow(SLOW_MS), doors.postgres.slow(SLOW_MS)],
      () => [doors.redis.mend(), doors.postgres.mend()],
      { small: true, mayTake: true },
    ),
    fault(
      'Redis full',
      () => config('maxmemory', '1'),
      () => config('maxmemory', '0'),
      { small: true },
    ),
    fault(
      'Redis a replica',
      () => redis.ask((one) => one.replicaof('127.0.0.1', 9)),
      () => redis.ask((one) => one.replicaof('NO', 'ONE')),
      { small: true },
    ),
    fault(
      'Redis without its replicas',
      () => config('min-replicas-to-write', '1'),
      () => config('min-replicas-to-write', '0'),
    ),
    fault(
      'PostgreSQL full',
      async () => {
        await postgres.ask(full);
        for (const table of tables)
          await postgres.ask(
            `create trigger full_disk before insert or update on ${table} execute function full_disk()`,
          );
      },
      () => postgres.ask('drop function full_disk cascade'),
      { mayTake: true },
    ),
    fault(
      'PostgreSQL read-only',
      () => system('alter system set default_transaction_read_only = on'),
      () => system('alter system reset default_transaction_read_only'),
      { small: true, mayTake: true },
    ),
  ];
}

export const faults: Faults = {
  name: 'stores',
  async run(size, say) {
    const city = await servedCity(size === 'small' ? 3 : 8);
    const service = await startService(city.settings);
    const broken: string[] = [];
    try {
      const url = await service.url;
      let ended = false;
      void service.ended.then(() => {
        ended = true;
      });
      await beginAll(city, url);
      const wanted = faultsOf(city).filter(({ small }) => small || size === 'full');
      const rounds = size === 'small' ? wanted : [...wanted, ...wanted, ...wanted];
      for (const [i, fault] of rounds.entries()) {
        const { broken: found, ...counts } = await answerThrough(city, url, fault, i + 1);
        broken.push(...found);
        say(`${fault.name}: ${JSON.stringify(counts)}${found.length > 0 ? ` – ${found.length} broken` : ''}`);
        if (ended) throw new Error(`the service ended: ${service.said.err.slice(-2_000)}`);
      }
      if (size === 'full')
        for (const fault of wanted.filter(
          ({ name }) => name === 'PostgreSQL full' || name === 'PostgreSQL read-only',
        ))
          broken.push(...(await commandThrough(city, url, fault, say)));
      broken.push(...(await emptied(city, url)));
    } finally {
      service.kill('SIGKILL');
      await service.ended;
      await city.stop();
    }
    return broken;
  },
};

/** What was acknowledged while the record could not take it is entered when it can again. */
async function commandThrough(
  city: ServedCity,
  url: string,
  fault: Fault,
  say: (line: string) => void,
): Promise<string[]> {
  const english = async () =>
    Number((await city.postgres.ask(`select count(*) as n from people where language = 'en'`))[0]?.n);
  await fault.begin();
  try {
    for (const talker of city.talkers) await untilTaken(url, talker.says('English'), PATIENCE_MS);
    if ((await english()) !== 0) return [`${fault.name}: something was entered all the same`];
  } finally {
    await fault.end();
  }
  const entered = await soon(async () => ((await english()) === city.talkers.length ? true : undefined));
  say(`${fault.name}: ${await english()} of ${city.talkers.length} commands entered afterwards`);
  await city.postgres.ask(`update people set language = 'ja'`);
  return entered ? [] : [`${fault.name}: not every command was entered afterwards`];
}

/** Redis emptied: the record is as it was, and whoever was asked something is told and asked again. */
async function emptied(city: ServedCity, url: string): Promise<string[]> {
  const broken: string[] = [];
  const count = async () =>
    JSON.stringify(
      await city.postgres.ask(
        'select (select count(*) from history) as history, (select count(*) from accounts) as accounts, (select count(*) from direct_places) as places',
      ),
    );
  const before = await count();
  await city.redis.ask((redis) => redis.flushall());
  for (const talker of city.talkers) {
    const shown = talker.shown().length;
    await untilTaken(url, talker.says('12,345人'), PATIENCE_MS);
    const said = await soon(() =>
      talker
        .shown()
        .slice(shown)
        .find((one) => one.includes('途中の下書きもありません')),
    );
    if (!said?.includes('12,345人')) broken.push(`Redis emptied: ${talker.id} was not told what is not kept`);
    await untilTaken(url, talker.says('続き'), PATIENCE_MS);
    const draft = await draftOf(city, talker);
    if (draft?.at !== 'result') broken.push(`Redis emptied: ${talker.id} was not asked again`);
  }
  if ((await count()) !== before) broken.push('Redis emptied: the record is not as it was');
  return broken;
}

async function soon<T>(look: () => T | undefined | Promise<T | undefined>): Promise<T | undefined> {
  // One message a second goes to a place, and what was said before comes first.
  const giveUp = Date.now() + 90_000;
  for (;;) {
    const found = await look();
    if (found !== undefined || Date.now() > giveUp) return found;
    await new Promise((done) => setTimeout(done, 50));
  }
}
