/** What a step asks of Redis, as Redis itself tells it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { Pool } from 'undici';
import { openCity } from '../city.js';
import { oneStep } from '../load.js';
import type { Row } from '../row.js';
import { openSlackWire, serveSlack } from '../slack-wire.js';

/** What the record answers (whose a goal is now) comes back as a message of its own, under this form of name: a read and a commit more. */
const isOutcome = (seen: string | undefined) => /:seen:.*#\d+!$/u.test(seen ?? '');

/** People whose first interviews are counted. */
const PEOPLE = { quick: 4, full: 12 };
/** Effects that are done are struck off together, at the latest after a second. */
const STRUCK_MS = 1_500;

export const row: Row = {
  no: 5,
  name: 'Redis round trips in a step',
  goal: { exactly: 2 },
  rival: 'one read and one commit',
  async run(size, say) {
    const city = await openCity(PEOPLE[size]);
    const wire = await openSlackWire(city.people);
    // While nobody else asks anything: ioredis takes what is told in one piece with the answer to MONITOR for an answer.
    const watcher = new Redis(city.redisUrl);
    await watcher.ping();
    const monitor = await watcher.monitor();
    const server = await serveSlack(city, wire, null);
    let seen: string[] = [];
    let struck = 0;
    // What a script does inside Redis is no round trip; the minute's queue has keys of its own.
    monitor.on('monitor', (_time: string, args: string[], source: string) => {
      if (source === 'lua' || !args.some((arg) => arg.startsWith('maru:'))) return;
      // A commit begins with its seen mark, striking off with the effects, what messages ask with a hash of them.
      if (/:effects|^maru:asked:/u.test(args[3] ?? '')) struck += 1;
      else seen.push(`${args[0]!.toLowerCase()}${isOutcome(args[3]) ? ' of what the record answered' : ''}`);
    });
    const pool = new Pool(server.url, { connections: 1 });
    try {
      // Redis learns the scripts from the first message after its start.
      const last = city.people.at(-1)!;
      await oneStep(pool, wire, last, last.script[0]!, '');
      const counts: number[] = [];
      const names = new Map<string, number>();
      for (const person of city.people.slice(0, PEOPLE[size])) {
        for (const said of person.script) {
          seen = [];
          await oneStep(pool, wire, person, said, '');
          // The monitor's own message may come a moment after the answer.
          await watcher.ping();
          await sleep(5);
          counts.push(seen.length);
          for (const name of seen) names.set(name, (names.get(name) ?? 0) + 1);
        }
      }
      await sleep(STRUCK_MS);
      const most = Math.max(...counts);
      say(`${counts.length} steps, ${Math.min(...counts)} to ${most} round trips each`);
      return {
        ratio: counts.reduce((sum, one) => sum + one, 0) / counts.length,
        ratios: counts,
        notes: [
          [...names].map(([name, count]) => `${name} ${count}`).join(', '),
          `${struck} further calls struck off what was done and wrote down what is asked, for ${counts.length} steps: two a second at most`,
        ],
      };
    } finally {
      await pool.close();
      monitor.disconnect();
      watcher.disconnect();
      await server.stop();
      await wire.stop();
      await city.stop();
    }
  },
};
