/** Two servers measured in turn, round after round, so that what disturbs the machine disturbs both. */
import type { City } from './city.js';
import { AT_ONCE, type Throughput, throughput, throughputNote, type Wire } from './load.js';
import { byMedian, type Measured, type Size } from './row.js';
import type { Server } from './server.js';

/** Steps until nearly all code that a step runs is compiled for good; on a slow machine this long at most. */
const WARM_UP_STEPS = { quick: 5_000, full: 15_000 };
const WARM_UP_PART_S = 4;
const WARM_UP_PARTS = { quick: 5, full: 20 };
const GENTLY = 4;
const ROUND_S = { quick: 3, full: 6 };
const ROUNDS = { quick: 3, full: 9 };

/** Ratios of steps a second: the first server's to the second's. Every round begins with whom the last one ended. */
export async function alternating(options: {
  readonly city: City;
  readonly wire: Wire;
  readonly ours: Server;
  readonly rival: Server;
  readonly size: Size;
  say(line: string): void;
}): Promise<Measured> {
  const { city, wire, ours, rival, size, say } = options;
  const measured = new Map<Server, Throughput[]>([
    [ours, []],
    [rival, []],
  ]);
  const once = async (server: Server, seconds: number, atOnce = AT_ONCE) => {
    await city.beginAnew();
    return throughput({ wire, url: server.url, pids: [server.pid], people: city.people, seconds, atOnce });
  };
  for (const server of [ours, rival]) await warmUp(once, server, size);
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS[size]; round += 1) {
    const order = round % 2 === 0 ? [ours, rival] : [rival, ours];
    for (const server of order) measured.get(server)?.push(await once(server, ROUND_S[size]));
    const ratio = measured.get(ours)!.at(-1)!.rate / measured.get(rival)!.at(-1)!.rate;
    ratios.push(ratio);
    say(`round ${round + 1}: ${ratio.toFixed(2)}`);
  }
  const processor = perStep(measured.get(rival)!) / perStep(measured.get(ours)!);
  return byMedian(ratios, [
    ...[ours, rival].map((server) => throughputNote(server.name, measured.get(server)!)),
    `by processor time of the server alone the ratio would be ${processor.toFixed(2)}`,
  ]);
}

/** A server that has just started is not met by everybody at once. */
async function warmUp(
  once: (server: Server, seconds: number, atOnce?: number) => Promise<Throughput>,
  server: Server,
  size: Size,
): Promise<void> {
  let { steps } = await once(server, WARM_UP_PART_S, GENTLY);
  for (let part = 1; part < WARM_UP_PARTS[size] && steps < WARM_UP_STEPS[size]; part += 1)
    steps += (await once(server, WARM_UP_PART_S)).steps;
}

function perStep(measured: readonly Throughput[]): number {
  const sorted = measured.map((one) => one.serverMicroseconds).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
