/** How long Slack waits for its 2xx over a minute at 300 replies a second, whether or not earlier ones are answered. */
import { openCity } from '../city.js';
import { pinBesideServer, placement } from '../cores.js';
import { throughput } from '../load.js';
import { byMedian, median, percentile, type Row } from '../row.js';
import type { Server } from '../server.js';
import { openSlackWire, serveRival, serveSlack } from '../slack-wire.js';
import { waits } from '../steady.js';

const SECTIONS = 60;
const PER_SECOND = 300;
const WARM_UP_S = { quick: 8, full: 20 };
/** Of a whole minute one hundredth is 180 replies: what comes once in some seconds is in it, and once is not a verdict. */
const ROUND_S = { quick: 8, full: 60 };
const ROUNDS = { quick: 3, full: 5 };

export const row: Row = {
  no: 4,
  name: `Slack: acknowledgement over a minute at ${PER_SECOND} replies a second, p99`,
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
    const waitsAt = ({ url }: Server, seconds: number) =>
      waits({ city, wire, url, perSecond: PER_SECOND, seconds });
    try {
      for (const server of [ours, rival]) {
        await city.beginAnew();
        const { url, pid } = server;
        const { people } = city;
        await throughput({ wire, url, pids: [pid], people, seconds: WARM_UP_S[size], atOnce: 8 });
        await waitsAt(server, WARM_UP_S[size] / 2);
      }
      const ratios: number[] = [];
      for (let round = 0; round < ROUNDS[size]; round += 1) {
        for (const server of round % 2 === 0 ? [ours, rival] : [rival, ours])
          all.get(server)!.push(await waitsAt(server, ROUND_S[size]));
        const [mine, its] = [ours, rival].map((server) => percentile(all.get(server)!.at(-1)!, 0.99));
        ratios.push(mine! / its!);
        say(`round ${round + 1}: p99 ${mine!.toFixed(1)} ms against ${its!.toFixed(1)} ms`);
      }
      const note = (server: Server) => {
        const of = (part: number) =>
          median(all.get(server)!.map((some) => percentile(some, part))).toFixed(1);
        return `${server.name}: p50 ${of(0.5)} ms, p99 ${of(0.99)} ms, the slowest of a round ${of(1)} ms`;
      };
      return byMedian(ratios, [note(ours), note(rival), `rounds of ${ROUND_S[size]} s`, placement]);
    } finally {
      await Promise.all([ours.stop(), rival.stop()]);
      await wire.stop();
      await city.stop();
    }
  },
};
