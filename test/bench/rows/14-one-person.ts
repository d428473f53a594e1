/**
 * How long one person waits for the next card when nobody else answers: from the press until the message with it has
 * arrived at the platform, beside the bare framework that sends one message.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { renderTeams } from '../../../src/chat/render/render.js';
import { type City, openCity } from '../city.js';
import { pinBesideServer, placement } from '../cores.js';
import { oneStep, throughput, type Wire } from '../load.js';
import { byMedian, type Measured, median, percentile, type Row, type Size } from '../row.js';
import type { Server } from '../server.js';
import * as slack from '../slack-wire.js';
import * as teams from '../teams-wire.js';

const SECTIONS = 60;
const WARM_UP_S = { quick: 8, full: 20 };
/** One hundredth of a full round are five steps. */
const STEPS = { quick: 100, full: 500 };
const ROUNDS = { quick: 3, full: 7 };
/** Between a card and the next press: what was put off behind the answer is over by then. People take seconds. */
const PAUSE_MS = 40;
const SAMPLE = new URL('../../../cards/question/sample.json', import.meta.url);

/** The milliseconds of each of so many steps, one after the other. */
async function alone(city: City, wire: Wire, url: string, steps: number): Promise<number[]> {
  await city.beginAnew();
  const pool = new Pool(url, { connections: 1, pipelining: 1, keepAliveTimeout: 30_000 });
  const taken: number[] = [];
  for (const person of city.people) {
    let seen = '';
    for (const said of person.script) {
      await sleep(PAUSE_MS);
      const began = performance.now();
      seen = await oneStep(pool, wire, person, said, seen, () => taken.push(performance.now() - began));
      if (taken.length === steps) {
        await pool.close();
        return taken;
      }
    }
  }
  throw new Error(`the city's people have fewer than ${steps} things to say`);
}

/** The worse of the middle and the slowest hundredth is judged. */
async function beside(options: {
  readonly city: City;
  readonly wire: Wire;
  readonly ours: Server;
  readonly rival: Server;
  readonly size: Size;
  say(line: string): void;
}): Promise<Measured> {
  const { city, wire, ours, rival, size, say } = options;
  const all = new Map<Server, number[][]>([
    [ours, []],
    [rival, []],
  ]);
  for (const server of [ours, rival]) {
    await city.beginAnew();
    const { url, pid } = server;
    await throughput({ wire, url, pids: [pid], people: city.people, seconds: WARM_UP_S[size], atOnce: 8 });
  }
  for (let round = 0; round < ROUNDS[size]; round += 1) {
    for (const server of round % 2 === 0 ? [ours, rival] : [rival, ours])
      all.get(server)!.push(await alone(city, wire, server.url, STEPS[size]));
    const last = (server: Server, part: number) => percentile(all.get(server)!.at(-1)!, part).toFixed(2);
    say(
      `round ${round + 1}: p50 ${last(ours, 0.5)} ms against ${last(rival, 0.5)}, p99 ${last(ours, 0.99)} against ${last(rival, 0.99)}`,
    );
  }
  const of = (server: Server, part: number) => all.get(server)!.map((some) => percentile(some, part));
  const ratios = (part: number) => of(ours, part).map((one, round) => one / of(rival, part)[round]!);
  const [middle, slowest] = [ratios(0.5), ratios(0.99)];
  const note = (server: Server) =>
    `${server.name}: p50 ${median(of(server, 0.5)).toFixed(2)} ms, p99 ${median(of(server, 0.99)).toFixed(2)} ms`;
  return byMedian(median(middle) > median(slowest) ? middle : slowest, [
    `p50 ${median(middle).toFixed(2)} ×, p99 ${median(slowest).toFixed(2)} ×; ${STEPS[size]} steps a round`,
    note(ours),
    note(rival),
    placement,
  ]);
}

async function inSlack(size: Size, say: (line: string) => void): Promise<Measured> {
  pinBesideServer();
  const city = await openCity(SECTIONS);
  const wire = await slack.openSlackWire(city.people);
  const [ours, rival] = await Promise.all([
    slack.serveSlack(city, wire),
    slack.serveRival(city, wire, 'default'),
  ]);
  try {
    return await beside({ city, wire, ours, rival, size, say });
  } finally {
    await Promise.all([ours.stop(), rival.stop()]);
    await wire.stop();
    await city.stop();
  }
}

async function inTeams(size: Size, say: (line: string) => void): Promise<Measured> {
  pinBesideServer();
  const city = await openCity(SECTIONS);
  const wire = await teams.openTeamsWire();
  const card = renderTeams(JSON.parse(readFileSync(SAMPLE, 'utf8')));
  const [ours, rival] = await Promise.all([
    teams.serveTeams(city, wire),
    teams.serveRival(wire, 'botbuilder', card),
  ]);
  try {
    return await beside({ city, wire, ours, rival, size, say });
  } finally {
    await Promise.all([ours.stop(), rival.stop()]);
    await wire.stop();
    await city.stop();
  }
}

export const rows: readonly Row[] = [
  {
    no: 14,
    name: 'Slack: from a press to the next card at one person, the worse of p50 and p99',
    goal: { atMost: 1.2 },
    rival: 'bare bolt, default settings: one plain message, no store',
    run: inSlack,
  },
  {
    no: 14.1,
    name: 'Teams: from a press to the next card at one person, the worse of p50 and p99',
    goal: { atMost: 1.2 },
    rival: 'bare botbuilder CloudAdapter that sends a finished card, no store',
    run: inTeams,
  },
];
