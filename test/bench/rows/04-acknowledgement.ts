/** How long Slack waits for its 2xx at 300 replies a second, whether or not earlier ones are answered. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { type City, openCity, type Person } from '../city.js';
import { pinBesideServer, placement } from '../cores.js';
import { acknowledged, throughput } from '../load.js';
import { byMedian, median, percentile, type Row } from '../row.js';
import type { Server } from '../server.js';
import { openSlackWire, type SlackWire, serveRival, serveSlack } from '../slack-wire.js';

const SECTIONS = 60;
const PER_SECOND = 300;
const WARM_UP_S = { quick: 8, full: 20 };
const ROUND_S = { quick: 5, full: 15 };
const ROUNDS = { quick: 3, full: 9 };

/** Milliseconds from when each reply was due to its 2xx, so that one that had to wait its turn counts as waiting. */
async function waits(city: City, wire: SlackWire, server: Server, seconds: number): Promise<number[]> {
  await city.beginAnew();
  const pool = new Pool(server.url, { connections: 128, pipelining: 1, keepAliveTimeout: 30_000 });
  const people = city.people.map((person) => ({ person, said: person.script.values() }));
  const began = performance.now();
  const under: Promise<void>[] = [];
  const taken: number[] = [];
  const send = async (person: Person, said: Person['script'][number], due: number) => {
    await acknowledged(pool, wire, person, said, '');
    taken.push(performance.now() - due);
  };
  for (let sent = 0; sent < seconds * PER_SECOND; sent += 1) {
    const due = began + (sent * 1000) / PER_SECOND;
    const ahead = due - performance.now();
    if (ahead > 0) await sleep(ahead);
    const { person, said } = people[sent % people.length]!;
    const next = said.next();
    if (!next.done) under.push(send(person, next.value, due));
  }
  await Promise.all(under);
  await pool.close();
  return taken;
}

export const row: Row = {
  no: 4,
  name: `Slack: acknowledgement at ${PER_SECOND} replies a second, p99`,
  goal: { atMost: 1.5 },
  rival: 'bare bolt that writes once to Redis before its 2xx',
  async run(size, say) {
    pinBesideServer();
    const city = await openCity(SECTIONS);
    const wire = await openSlackWire(city.people);
    const [ours, rival] = await Promise.all([serveSlack(city, wire), serveRival(city, wire, 'acked')]);
    const all = new Map<Server, number[][]>([
      [ours, []],
      [rival, []],
    ]);
    try {
      for (const server of [ours, rival]) {
        await city.beginAnew();
        const { url, pid } = server;
        const { people } = city;
        await throughput({ wire, url, pids: [pid], people, seconds: WARM_UP_S[size], atOnce: 8 });
        await waits(city, wire, server, WARM_UP_S[size] / 2);
      }
      const ratios: number[] = [];
      for (let round = 0; round < ROUNDS[size]; round += 1) {
        for (const server of round % 2 === 0 ? [ours, rival] : [rival, ours])
          all.get(server)!.push(await waits(city, wire, server, ROUND_S[size]));
        const [mine, its] = [ours, rival].map((server) => percentile(all.get(server)!.at(-1)!, 0.99));
        ratios.push(mine! / its!);
        say(`round ${round + 1}: p99 ${mine!.toFixed(1)} ms against ${its!.toFixed(1)} ms`);
      }
      const note = (server: Server) => {
        const of = (part: number) =>
          median(all.get(server)!.map((some) => percentile(some, part))).toFixed(1);
        return `${server.name}: p50 ${of(0.5)} ms, p99 ${of(0.99)} ms`;
      };
      return byMedian(ratios, [note(ours), note(rival), placement]);
    } finally {
      await Promise.all([ours.stop(), rival.stop()]);
      await wire.stop();
      await city.stop();
    }
  },
};
