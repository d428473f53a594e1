/** Two instances on one Redis and one PostgreSQL beside one. */
import { openCity } from '../city.js';
import { AT_ONCE, type Throughput, throughput, throughputNote } from '../load.js';
import { byMedian, median, type Row } from '../row.js';
import { openSlackWire, serveSlack } from '../slack-wire.js';

const SECTIONS = 60;
const WARM_UP_S = { quick: 8, full: 20 };
const ROUND_S = { quick: 4, full: 8 };
const ROUNDS = { quick: 3, full: 9 };

export const row: Row = {
  no: 13,
  name: 'two instances on one Redis and PostgreSQL',
  goal: { atLeast: 1.8 },
  rival: 'one instance',
  async run(size, say) {
    // Nothing is bound to a core here: two instances and everything around them share what the machine has.
    const city = await openCity(SECTIONS);
    const wire = await openSlackWire(city.people);
    const both = await Promise.all([serveSlack(city, wire, null), serveSlack(city, wire, null)]);
    const [one] = both;
    const once = async (servers: typeof both | [typeof one], seconds: number, atOnce = AT_ONCE) => {
      await city.beginAnew();
      const [first, ...others] = servers;
      return throughput({
        wire,
        url: first.url,
        others: others.map(({ url }) => url),
        pids: servers.map(({ pid }) => pid),
        people: city.people,
        seconds,
        atOnce: atOnce * servers.length,
      });
    };
    const alone: Throughput[] = [];
    const together: Throughput[] = [];
    try {
      await once(both, WARM_UP_S[size], 4);
      await once(both, WARM_UP_S[size], AT_ONCE / 2);
      for (let round = 0; round < ROUNDS[size]; round += 1) {
        const first = round % 2 === 0;
        if (first) alone.push(await once([one], ROUND_S[size]));
        together.push(await once(both, ROUND_S[size]));
        if (!first) alone.push(await once([one], ROUND_S[size]));
        say(`round ${round + 1}: ${(together.at(-1)!.rate / alone.at(-1)!.rate).toFixed(2)}`);
      }
      const each = (of: readonly Throughput[]) => median(of.map((some) => some.serverMicroseconds));
      return byMedian(
        together.map(({ rate }, round) => rate / alone[round]!.rate),
        [
          throughputNote('one', alone),
          throughputNote('two', together),
          `were processors not shared with the load and the stores, by processor time a step: ${((2 * each(alone)) / each(together)).toFixed(2)}`,
        ],
      );
    } finally {
      await Promise.all(both.map((server) => server.stop()));
      await wire.stop();
      await city.stop();
    }
  },
};
