/**
 * Whether something is slow with a text, by the processor's time of this process alone and within one process: what else
 * the machine does, and how fast it is, decides nothing. The least of several runs counts, and what is less than a floor
 * counts as the floor.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { HARMLESS, textOf } from './pieces.js';

/** What is done with one text; `most` is the longest that can come there, in UTF-16 units. */
export type Doing = { readonly name: string; readonly most: number; readonly run: (text: string) => unknown };

/**
 * Times as long with each doubling, and as a harmless text of its length. Two doublings are looked at together: what goes
 * on a second page, or makes the first collection of garbage, does so at once and not little by little.
 */
const DOUBLED = 2.5;
const HARMLESS_TIMES = 10;
/** Less than this, in milliseconds of the processor, is no time: the clock's grain and a collection of garbage. */
const FLOOR_MS = { quarter: 20, harmless: 10 } as const;
/**
 * How often something seems slow, each time the least of so many runs, before it is said to be. What takes the square of a
 * length does so each time; what is due to the garbage of the texts before it does not.
 */
const RUNS = [2, 4, 8, 16] as const;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** The sentences of what is slow with these pieces and with the harmless one, and the most milliseconds one text took. */
export async function judged(
  { name, most, run }: Doing,
  pieces: readonly string[],
): Promise<{ readonly slow: readonly string[]; readonly tookMs: number }> {
  const slow: string[] = [];
  let tookMs = 0;
  const least = async (piece: string, length: number, runs: number) => {
    let fewest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < runs; i += 1) {
      if (runs > RUNS[1]) collectGarbage();
      fewest = Math.min(fewest, await processorMs(run, textOf(piece, length)));
    }
    return fewest;
  };
  const harmless = new Map<number, number>();
  const leastHarmless = async (length: number, runs: number) => {
    const known = runs === RUNS[0] ? harmless.get(length) : undefined;
    const fewest = known ?? (await least(HARMLESS, length, runs));
    harmless.set(length, fewest);
    return fewest;
  };
  /** Why so many units of a piece take too long; null when they do not. A shorter text cannot if a longer takes no time. */
  const tooLong = async (piece: string, length: number): Promise<string | null> => {
    let why: string | null = null;
    for (const runs of RUNS) {
      const whole = await least(piece, length, runs);
      if (whole <= TAKES_NO_TIME_MS) return null;
      const quarter = await least(piece, Math.floor(length / 4), runs);
      const plain = await leastHarmless(length, runs);
      if (!isLong(whole, quarter, plain)) return null;
      why = `${name}: ${length} units of ${JSON.stringify(piece)} take ${Math.round(whole)} ms, a quarter of it ${Math.round(quarter)} ms, a harmless text ${Math.round(plain)} ms`;
      if (whole > SURELY_LONG_MS) return why;
    }
    return why;
  };
  /** Why a few units of a piece take too long already; null when they do not. */
  const slowWhenShort = async (piece: string): Promise<string | null> => {
    for (const length of SHORT.filter((one) => one < most)) {
      if ((await least(piece, length, 1)) <= SURELY_LONG_MS) continue;
      const why = await tooLong(piece, length);
      if (why !== null) return why;
    }
    return null;
  };
  await run(textOf(HARMLESS, most));
  for (const piece of [HARMLESS, ...pieces]) {
    const early = await slowWhenShort(piece);
    if (early !== null) {
      slow.push(early);
      continue;
    }
    let length = most;
    let took = await least(piece, length, 1);
    tookMs = Math.max(tookMs, took);
    // Every length there is up to the longest, by halves, as long as one takes any time.
    while (took > TAKES_NO_TIME_MS) {
      const why = await tooLong(piece, length);
      if (why !== null) {
        slow.push(why);
        break;
      }
      length = Math.floor(length / 2);
      took = await least(piece, length, 1);
    }
  }
  return { slow, tookMs };
}

/** Looked at first: what doubles with a unit or two would never end with the longest, and nothing could end it from outside. */
const SHORT = [24, 28, 32, 48, 512] as const;

/** No collection of garbage takes so long. */
const SURELY_LONG_MS = 1_000;

/** What takes no longer is neither too long for its quarter nor for a harmless text. */
const TAKES_NO_TIME_MS = Math.min(DOUBLED ** 2 * FLOOR_MS.quarter, HARMLESS_TIMES * FLOOR_MS.harmless);

function isLong(whole: number, quarter: number, harmless: number): boolean {
  return (
    whole > DOUBLED ** 2 * Math.max(quarter, FLOOR_MS.quarter) ||
    whole > HARMLESS_TIMES * Math.max(harmless, FLOOR_MS.harmless)
  );
}

let count = 0;

/** What the processor did for one text. A sign more at its end, so that nothing is remembered from the run before. */
async function processorMs(run: Doing['run'], text: string): Promise<number> {
  count += 1;
  const another = text.slice(0, -4) + String(count % 10_000).padStart(4, '0');
  const before = process.cpuUsage();
  await run(another);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
