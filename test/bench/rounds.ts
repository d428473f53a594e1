/** Two servers measured in turn, round after round, so that what disturbs the machine disturbs both. */
import type { City } from './city.js';
import { AT_ONCE, type Throughput, throughput, throughputNote, type Wire } from './load.js';
import { byMedian, type Measured, median, type Size } from './row.js';
import type { Server } from './server.js';

/** Steps until nearly all code that a step runs is compiled for good; on a slow machine this long at most. */
const WARM_UP_STEPS = { quick: 5_000, full: 15_000 };
const WARM_UP_PART_S = 4;
const WARM_UP_PARTS = { quick: 5, full: 20 };
const GENTLY = 4;
const ROUND_S = { quick: 3, full: 6 };
const ROUNDS = { quick: 3, full: 9 };

/**
 * Ratios of the first server to the second: by steps a second, or by how many steps come out of a second of the processor
 * of all its processes and threads. Every round begins with whom the last one ended.
 */
export async function alternating(options: {
  readonly city: City;
  readonly wire: Wire;
  readonly ours: Server;
  readonly rival: Server;
  readonly size: Size;
  readonly by: 'rate' | 'processor';
  say(line: string): void;
}): Promise<Measured> {
  const { city, wire, ours, rival, size, by, say } = options;
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
    const [mine, theirs] = [measured.get(ours)!.at(-1)!, measured.get(rival)!.at(-1)!];
    const rate = mine.rate / theirs.rate;
    const processor = theirs.serverMicroseconds / mine.serverMicroseconds;
    ratios.push(by === 'rate' ? rate : processor);
    say(`round ${round + 1}: ${rate.toFixed(2)}, by processor time ${processor.toFixed(2)}`);
  }
  const middle = (server: Server, of: (one: Throughput) => number) => median(measured.get(server)!.map(of));
  const processor =
    middle(rival, (one) => one.serverMicroseconds) / middle(ours, (one) => one.serverMicroseconds);
  const perSecond = middle(ours, (one) => one.rate) / middle(rival, (one) => one.rate);
  return byMedian(ratios, [
    ...[ours, rival].map((server) => throughputNote(server.name, measured.get(server)!)),
    by === 'rate'
      ? `by processor time of the server alone the ratio would be ${processor.toFixed(2)}`
      : `by steps a second the ratio would be ${perSecond.toFixed(2)}`,
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
