/** From the start of the process until requests are taken, and the memory it then holds, beside the two SDKs alone. */
import { setTimeout as sleep } from 'node:timers/promises';
import { openCity, serveEnvironment } from '../city.js';
import { pinBesideServer, placement, residentMb } from '../cores.js';
import { byMedian, type Measured, median, type Row, type Size } from '../row.js';
import { type Server, startServer } from '../server.js';
import { openSlackWire, slackEnvironment } from '../slack-wire.js';
import { openTeamsWire, teamsEnvironment } from '../teams-wire.js';

const ROUNDS = { quick: 5, full: 15 };
/** Until what was needed for the start alone has been let go. */
const IDLE_MS = { quick: 3_000, full: 10_000 };

const SDKS = `await Promise.all([import('@slack/bolt'), import('botbuilder')]);
console.log('ready http://none'); setInterval(() => {}, 1000);`;

async function inTurn(
  size: Size,
  say: (line: string) => void,
  measure: (server: Server) => Promise<number>,
  unit: string,
): Promise<Measured> {
  pinBesideServer();
  const city = await openCity(1);
  const wire = await openSlackWire(city.people);
  const teams = await openTeamsWire();
  const environment = {
    ...serveEnvironment(city),
    ...slackEnvironment(city, wire),
    ...teamsEnvironment(teams),
  };
  const serve = () => startServer({ name: 'maru serve', args: ['dist/cli.js', 'serve'], environment });
  const sdks = () =>
    startServer({
      name: 'bolt and botbuilder',
      args: ['--input-type=module', '--eval', SDKS],
      environment: {},
    });
  const once = async (start: () => Promise<Server>) => {
    const server = await start();
    try {
      return await measure(server);
    } finally {
      await server.stop();
    }
  };
  try {
    // Once each, so that files are in memory.
    await once(serve);
    await once(sdks);
    const pairs: [number, number][] = [];
    for (let round = 0; round < ROUNDS[size]; round += 1) {
      const first = await once(round % 2 === 0 ? serve : sdks);
      const second = await once(round % 2 === 0 ? sdks : serve);
      pairs.push(round % 2 === 0 ? [first, second] : [second, first]);
    }
    const of = (which: 0 | 1) => `${median(pairs.map((pair) => pair[which])).toFixed(0)} ${unit}`;
    say(`${of(0)} against ${of(1)}`);
    return byMedian(
      pairs.map(([ours, theirs]) => ours / theirs),
      [`maru serve with both platforms: ${of(0)}; bolt and botbuilder alone: ${of(1)}`, placement],
    );
  } finally {
    await wire.stop();
    await teams.stop();
    await city.stop();
  }
}

export const rows: readonly Row[] = [
  {
    no: 12,
    name: 'start to ready',
    goal: { atMost: 1.5 },
    rival: 'loading the two SDKs alone',
    run: (size, say) => inTurn(size, say, async ({ readyMs }) => readyMs, 'ms'),
  },
  {
    no: 12.1,
    name: 'idle memory',
    goal: { atMost: 1.2 },
    rival: 'the two SDKs alone',
    run: (size, say) =>
      inTurn(
        size,
        say,
        async ({ pid }) => {
          await sleep(IDLE_MS[size]);
          return residentMb(pid);
        },
        'MB',
      ),
  },
];
