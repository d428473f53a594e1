/**
 * The load: many people who answer one question after the other. A step is done when both the 2xx of the request and
 * the message that answers it have arrived.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import type { Person, Said } from './city.js';
import { familySeconds } from './cores.js';

/** People who answer at the same moment. */
export const AT_ONCE = 32;
/** A message that does not come within this was lost: the measurement is void. */
const LOST_MS = 60_000;

/** What was not taken is sent again, a little later each time; the platforms do the same and wait longer. */
const MOST_SENDS = 20;
const SEND_AGAIN_MS = 50;
let sentAgain = 0;

/** A server is at rest when it used no more than this (in seconds of its processor) within that time. */
const IDLE_S = 0.02;
const SETTLE_MS = 400;
const SETTLE_MOST_MS = 10_000;

/** One platform's side of the wire: how a message of a person is written as a request, and who is told of answers. */
export type Wire = {
  readonly path: string;
  /** the request; `seen` is what the last answer to this person showed (see `told`) */
  request(person: Person, said: Said, seen: string): { headers: Record<string, string>; body: string };
  /** calls back with whatever is needed for the next request when a message to this person has arrived */
  told: Map<string, (seen: string) => void>;
  /** the name under which answers to a person come */
  addressOf(person: Person): string;
};

export type Throughput = {
  readonly steps: number;
  /** steps a second */
  readonly rate: number;
  /** processor time for one step, until nothing is owed: all processes and threads of the server, in microseconds */
  readonly serverMicroseconds: number;
  /** part of one core that the load generator and the local platform used */
  readonly loadShare: number;
  /** parts of one core that everything started from here used in all, without the servers: the stores */
  readonly storeShare: number;
  /** requests that were not taken at first and were sent again */
  readonly sentAgain: number;
};

/** Sends the messages of these people's scripts one after the other; stops after `seconds`, or when all is said. */
export async function throughput(options: {
  readonly wire: Wire;
  readonly url: string;
  readonly pids: readonly number[];
  readonly people: readonly Person[];
  readonly seconds: number;
  /** further servers that share the people with the one at `url` */
  readonly others?: readonly string[];
  /** people who answer at the same moment */
  readonly atOnce?: number;
}): Promise<Throughput> {
  const { wire, pids, people, seconds } = options;
  const pools = [options.url, ...(options.others ?? [])].map(
    (url) => new Pool(url, { connections: AT_ONCE, pipelining: 1, keepAliveTimeout: 30_000 }),
  );
  const queue = people.values();
  const servers = () => pids.reduce((sum, pid) => sum + familySeconds(pid), 0);
  const own = () => process.cpuUsage().user + process.cpuUsage().system;
  const before = { servers: servers(), own: own(), all: familySeconds(process.pid), at: performance.now() };
  const until = before.at + seconds * 1000;
  const sentAgainBefore = sentAgain;
  let steps = 0;
  let turn = 0;
  const answering = async () => {
    for (const person of queue) {
      const pool = pools[turn++ % pools.length]!;
      let seen = '';
      for (const said of person.script) {
        if (performance.now() >= until) return;
        seen = await oneStep(pool, wire, person, said, seen);
        steps += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: options.atOnce ?? AT_ONCE }, answering));
  const took = (performance.now() - before.at) / 1000;
  const loaded = (own() - before.own) / 1_000_000;
  const stores = familySeconds(process.pid) - before.all - loaded - (servers() - before.servers);
  await settled(servers);
  const spent = servers() - before.servers;
  await Promise.all(pools.map((pool) => pool.close()));
  return {
    steps,
    rate: steps / took,
    serverMicroseconds: (spent / steps) * 1_000_000,
    loadShare: loaded / took,
    storeShare: stores / took,
    sentAgain: sentAgain - sentAgainBefore,
  };
}

/** Waits until the servers do nothing more: what was put off behind the answers is part of the work. */
async function settled(servers: () => number): Promise<void> {
  const until = performance.now() + SETTLE_MOST_MS;
  for (let before = servers(); performance.now() < until; ) {
    await sleep(SETTLE_MS);
    const now = servers();
    if (now - before <= IDLE_S) return;
    before = now;
  }
}

/**
 * Sends one message and waits for its 2xx and for the message that answers it; gives what that showed. `arrived` is told
 * when the message is there.
 */
export async function oneStep(
  pool: Pool,
  wire: Wire,
  person: Person,
  said: Said,
  seen: string,
  arrived: () => void = () => undefined,
): Promise<string> {
  const address = wire.addressOf(person);
  let timer: NodeJS.Timeout | undefined;
  const answered = new Promise<string>((resolve, reject) => {
    wire.told.set(address, (shown) => {
      arrived();
      resolve(shown);
    });
    timer = setTimeout(() => reject(new Error(`no answer to 「${said.text}」 of ${person.id}`)), LOST_MS);
  });
  try {
    const [shown] = await Promise.all([answered, acknowledged(pool, wire, person, said, seen)]);
    return shown;
  } finally {
    clearTimeout(timer);
    wire.told.delete(address);
  }
}

/** Sends one message; gives the milliseconds until its 2xx. */
export async function acknowledged(
  pool: Pool,
  wire: Wire,
  person: Person,
  said: Said,
  seen: string,
): Promise<number> {
  const { headers, body } = wire.request(person, said, seen);
  const began = performance.now();
  for (let sent = 1; ; sent += 1) {
    const answer = await pool.request({ path: wire.path, method: 'POST', headers, body });
    const ms = performance.now() - began;
    const text = await answer.body.text();
    if (answer.statusCode >= 200 && answer.statusCode <= 299) return ms;
    // Not taken: the platforms send the same again.
    if (answer.statusCode < 500 || sent === MOST_SENDS)
      throw new Error(`${answer.statusCode} to 「${said.text}」 of ${person.id}: ${text.slice(0, 200)}`);
    sentAgain += 1;
    await sleep(SEND_AGAIN_MS * sent);
  }
}

/** One line of notes. */
export function throughputNote(name: string, measured: readonly Throughput[]): string {
  const of = (pick: (one: Throughput) => number) => {
    const sorted = measured.map(pick).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  };
  const again = measured.reduce((sum, one) => sum + one.sentAgain, 0);
  return `${name}: ${of((one) => one.rate).toFixed(0)} steps/s, ${of((one) => one.serverMicroseconds).toFixed(0)} µs of its processor a step; load ${percent(of((one) => one.loadShare))} and stores ${percent(of((one) => one.storeShare))} of a core${again === 0 ? '' : `; ${again} sent again`}`;
}

const percent = (part: number): string => `${Math.round(part * 100)} %`;
