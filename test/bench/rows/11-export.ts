/** How long Slack waits for its 2xx while the coordinator has 300 sheets exported in the chat, and while nobody does. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { type City, openCity, type Person } from '../city.js';
import { pinBesideServer } from '../cores.js';
import { acknowledged, oneStep, throughput } from '../load.js';
import { byMedian, median, percentile, type Row } from '../row.js';
import { openSlackWire, type SlackWire, serveSlack } from '../slack-wire.js';

const SHEETS = 300;
const PER_SECOND = 100;
const LEAST_S = 5;
const WARM_UP_S = { quick: 8, full: 20 };
const ROUNDS = { quick: 5, full: 15 };

const COORDINATOR: Person = {
  id: 'coordinator',
  user: 'UCOORDINATOR',
  direct: 'DCOORDINATOR',
  objectId: '',
  script: [],
};

/**
 * Sends replies at a steady rate, whether or not earlier ones are answered, for at least some seconds and until `during`
 * is over. Gives the milliseconds from when each was due to its 2xx, and how long it took in all.
 */
async function waits(
  city: City,
  wire: SlackWire,
  pool: Pool,
  during: Promise<unknown>,
): Promise<{ taken: number[]; ms: number }> {
  await city.beginAnew();
  const people = city.people.map((person) => ({ person, said: person.script.values() }));
  const began = performance.now();
  const under: Promise<void>[] = [];
  const taken: number[] = [];
  let over = false;
  const ended = during.finally(() => {
    over = true;
  });
  for (let sent = 0; !over || performance.now() - began < LEAST_S * 1_000; sent += 1) {
    const due = began + (sent * 1_000) / PER_SECOND;
    const ahead = due - performance.now();
    if (ahead > 0) await sleep(ahead);
    const { person, said } = people[sent % people.length]!;
    const next = said.next();
    if (next.done) continue;
    under.push(
      acknowledged(pool, wire, person, next.value, '').then(() => void taken.push(performance.now() - due)),
    );
  }
  await Promise.all([...under, ended]);
  return { taken, ms: performance.now() - began };
}

export const row: Row = {
  no: 11,
  name: '書き出し中の受領 / acknowledgement while 300 sheets are exported in the chat, p99',
  goal: { atMost: 1.5 },
  rival: 'the same replies to the same service while nothing is exported',
  async run(size, say) {
    pinBesideServer();
    const city = await openCity(SHEETS);
    const wire = await openSlackWire([...city.people, COORDINATOR]);
    // the thread that writes the file may run beside the one that answers
    const server = await serveSlack(city, wire, null);
    const pool = new Pool(server.url, { connections: 128, pipelining: 1, keepAliveTimeout: 30_000 });
    const exported: number[] = [];
    const exporting = async () => {
      const began = performance.now();
      const said = { text: '出力 R5', do: 'answer', task: '' } as const;
      if ((await oneStep(pool, wire, COORDINATOR, said, '')) !== 'file') throw new Error('no file was sent');
      exported.push(performance.now() - began);
    };
    try {
      await city.beginAnew();
      const { url, pid } = server;
      await throughput({ wire, url, pids: [pid], people: city.people, seconds: WARM_UP_S[size], atOnce: 8 });
      await waits(city, wire, pool, exporting());
      const all: { with: number; without: number }[] = [];
      for (let round = 0; round < ROUNDS[size]; round += 1) {
        const one = { with: 0, without: 0 };
        for (const kind of round % 2 === 0
          ? (['with', 'without'] as const)
          : (['without', 'with'] as const)) {
          const { taken } = await waits(city, wire, pool, kind === 'with' ? exporting() : Promise.resolve());
          one[kind] = percentile(taken, 0.99);
        }
        all.push(one);
        say(
          `round ${round + 1}: p99 ${one.with.toFixed(1)} ms while exporting, ${one.without.toFixed(1)} ms without`,
        );
      }
      const of = (kind: 'with' | 'without') => median(all.map((one) => one[kind])).toFixed(1);
      return byMedian(
        all.map((one) => one.with / one.without),
        [
          `p99 ${of('with')} ms while exporting, ${of('without')} ms without, at ${PER_SECOND} replies a second`,
          `an export of ${SHEETS} sheets took ${(median(exported) / 1000).toFixed(1)} s from the word to the file`,
        ],
      );
    } finally {
      await pool.close();
      await server.stop();
      await wire.stop();
      await city.stop();
    }
  },
};
