/** Replies at a steady rate, whether or not earlier ones are answered: how long each waits for its 2xx. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import type { City } from './city.js';
import { acknowledged, type Wire } from './load.js';

/**
 * Sends `perSecond` replies of the city's people in turn, for `seconds` and then until `during` is over. Gives the
 * milliseconds from when each was due to its 2xx, so that one that had to wait its turn counts as waiting.
 *
 * @throws Error when the city's people have nothing more to say: fewer replies than named would be measured
 */
export async function waits(options: {
  readonly city: City;
  readonly wire: Wire;
  readonly url: string;
  readonly perSecond: number;
  readonly seconds: number;
  readonly during?: Promise<unknown>;
}): Promise<number[]> {
  const { city, wire, url, perSecond, seconds, during = Promise.resolve() } = options;
  await city.beginAnew();
  const pool = new Pool(url, { connections: 128, pipelining: 1, keepAliveTimeout: 30_000 });
  const people = city.people.map((person) => ({ person, said: person.script.values() }));
  let turn = 0;
  const next = () => {
    for (let passed = 0; passed < people.length; passed += 1) {
      const { person, said } = people[turn++ % people.length]!;
      const one = said.next();
      if (!one.done) return { person, said: one.value };
    }
    throw new Error(`${people.length} people have said everything: a larger city is needed`);
  };
  let over = false;
  let fault: unknown = null;
  /** Nothing is lost of what goes wrong while others are still under way: it ends the round. */
  const noted = (work: Promise<unknown>) =>
    work.catch((one: unknown) => {
      fault ??= one;
    });
  const under = [
    noted(during).finally(() => {
      over = true;
    }),
  ];
  const taken: number[] = [];
  const began = performance.now();
  for (let sent = 0; fault === null && (!over || sent < seconds * perSecond); sent += 1) {
    const due = began + (sent * 1_000) / perSecond;
    const ahead = due - performance.now();
    if (ahead > 0) await sleep(ahead);
    const { person, said } = next();
    under.push(
      noted(acknowledged(pool, wire, person, said, '').then(() => taken.push(performance.now() - due))),
    );
  }
  await Promise.all(under);
  await pool.close();
  if (fault !== null) throw fault;
  return taken;
}
