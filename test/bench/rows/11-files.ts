/**
 * How long Slack waits for its 2xx while long work is done beside the replies: 300 sheets exported in the chat, again and
 * again; the pages of five years published, by the command on the same machine and in the chat. Beside it the same
 * replies to the same service while nothing else is done.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'undici';
import { type City, openCity, type Person, type Said } from '../city.js';
import { onCores, pinBesideServer } from '../cores.js';
import { acknowledged, throughput } from '../load.js';
import { publishedYears } from '../published-years.js';
import { byMedian, median, percentile, type Row } from '../row.js';
import { openSlackWire, type SlackWire, serveSlack } from '../slack-wire.js';
import { waits } from '../steady.js';

const SECTIONS = 300;
const YEARS = 5;
const PER_SECOND = 100;
const WARM_UP_S = { quick: 8, full: 20 };
/** One hundredth of a full round are thirty replies; a site that takes longer makes its round longer. */
const LEAST_S = { quick: 8, full: 30 };
const ROUNDS = { quick: 3, full: 9 };
const PATIENCE_MS = 600_000;

const COORDINATOR: Person = {
  id: 'coordinator',
  user: 'UCOORDINATOR',
  direct: 'DCOORDINATOR',
  objectId: '',
  script: [],
};

/** Long work in a city whose service is at this address. */
type Work = (city: City, wire: SlackWire, url: string) => Promise<void>;

/** Has the coordinator ask for a file and waits for it; what is said before it comes is no file. */
const asked =
  (said: Said): Work =>
  async (_city, wire, url) => {
    const pool = new Pool(url, { connections: 1 });
    let late: NodeJS.Timeout | undefined;
    const came = new Promise<void>((resolve, reject) => {
      wire.told.set(COORDINATOR.direct, (seen) => seen === 'file' && resolve());
      late = setTimeout(() => reject(new Error(`no file for ${said.text || said.do}`)), PATIENCE_MS);
    });
    try {
      await Promise.all([came, acknowledged(pool, wire, COORDINATOR, said, '')]);
    } finally {
      clearTimeout(late);
      wire.told.delete(COORDINATOR.direct);
      await pool.close();
    }
  };

const exporting = asked({ text: '出力 R5', do: 'answer', task: '' });
const publishingInChat = asked({ text: '', do: 'site_file', task: '2022-yearend' });

/** The command as whoever operates the service runs it, on all cores. */
const publishing: Work = async ({ databaseUrl }) => {
  const out = await mkdtemp(join(tmpdir(), 'maru-bench-site-'));
  const command = ['dist/cli.js', 'publish', '--year', 'R4', '--site', out, '--no-pdf'];
  const [program = '', ...args] = onCores(null, [process.execPath, ...command]);
  const child = spawn(program, args, {
    cwd: new URL('../../../', import.meta.url),
    env: { PATH: process.env.PATH, DATABASE_URL: databaseUrl, MARU_OPERATOR: 'bench' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (piece: Buffer) => {
    said = (said + piece).slice(-2_000);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  await rm(out, { recursive: true, force: true });
  if (code !== 0) throw new Error(`publish ended with ${code}: ${said}`);
};

const beside =
  (work: Work, named: string, years: number): Row['run'] =>
  async (size, say) => {
    pinBesideServer();
    const city = await openCity(SECTIONS);
    const wire = await openSlackWire([...city.people, COORDINATOR]);
    if (years > 0) await publishedYears(city, years);
    // what makes the file may run beside what answers
    const server = await serveSlack(city, wire, null);
    const { url, pid } = server;
    const took: number[] = [];
    const working = async (seconds: number) => {
      const until = performance.now() + seconds * 1_000;
      do {
        const began = performance.now();
        await work(city, wire, url);
        took.push(performance.now() - began);
      } while (performance.now() < until);
    };
    const waited = (seconds: number, during?: Promise<unknown>) =>
      waits({ city, wire, url, perSecond: PER_SECOND, seconds, ...(during ? { during } : {}) });
    try {
      // The first site is entered, and all of them are the same.
      if (years > 0) await publishing(city, wire, url);
      await city.beginAnew();
      await throughput({ wire, url, pids: [pid], people: city.people, seconds: WARM_UP_S[size], atOnce: 8 });
      await waited(WARM_UP_S[size] / 2, working(0));
      took.length = 0;
      const all: { with: number; without: number }[] = [];
      for (let round = 0; round < ROUNDS[size]; round += 1) {
        const one = { with: 0, without: 0 };
        for (const kind of round % 2 === 0
          ? (['with', 'without'] as const)
          : (['without', 'with'] as const)) {
          const seconds = LEAST_S[size];
          const taken = await waited(seconds, kind === 'with' ? working(seconds) : undefined);
          one[kind] = percentile(taken, 0.99);
        }
        all.push(one);
        say(`round ${round + 1}: p99 ${one.with.toFixed(1)} ms beside ${one.without.toFixed(1)} ms without`);
      }
      const of = (kind: 'with' | 'without') => median(all.map((one) => one[kind])).toFixed(1);
      return byMedian(
        all.map((one) => one.with / one.without),
        [
          `p99 ${of('with')} ms meanwhile, ${of('without')} ms without, at ${PER_SECOND} replies a second`,
          `${named} took ${(median(took) / 1000).toFixed(1)} s, ${took.length} times`,
        ],
      );
    } finally {
      await server.stop();
      await wire.stop();
      await city.stop();
    }
  };

const meanwhile = {
  goal: { atMost: 1.5 },
  rival: 'the same replies to the same service while nothing else is done',
} as const;

export const rows: readonly Row[] = [
  {
    no: 11,
    name: '書き出し中の受領 / acknowledgement while 300 sheets are exported in the chat, p99',
    ...meanwhile,
    run: beside(exporting, `an export of ${SECTIONS} sheets, from the word to the file,`, 0),
  },
  {
    no: 11.1,
    name: '公表のページの書き出し中の受領 / acknowledgement while `maru publish --site` runs on the same machine, p99',
    ...meanwhile,
    run: beside(publishing, `the pages of ${SECTIONS} sections and ${YEARS} years`, YEARS),
  },
  {
    no: 11.2,
    name: '公表のページの書き出し中の受領 / acknowledgement while the coordinator has the pages made in the chat, p99',
    ...meanwhile,
    run: beside(publishingInChat, `the pages of ${SECTIONS} sections and ${YEARS} years`, YEARS),
  },
];
