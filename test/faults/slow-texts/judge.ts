/**
 * Whether something is slow with a text, by the processor's time of this process alone and within one process: what else
 * the machine does, and how fast it is, decides nothing. The least of several runs counts, and what is less than a floor
 * counts as the floor.
 */
import { HARMLESS, textOf } from './pieces.js';

/** What is done with one text; `most` is the longest that can come there, in UTF-16 units. */
export type Doing = { readonly name: string; readonly most: number; readonly run: (text: string) => unknown };

/**
 * Times as long with each doubling, and as a harmless text of its length. Two doublings are looked at together: what goes
 * on a second page is done at once, not little by little.
 */
const DOUBLED = 2.5;
const HARMLESS_TIMES = 10;
/** Less than this, in milliseconds of the processor, is no time: the clock's grain and a collection of garbage. */
const FLOOR_MS = { quarter: 20, harmless: 5 } as const;
/** How often something seems slow, each time the least of so many runs, before it is said to be. */
const RUNS = [2, 4, 8] as const;

/** The sentences of what is slow with these pieces, and the most milliseconds one text took. */
export async function judged(
  { name, most, run }: Doing,
  pieces: readonly string[],
): Promise<{ readonly slow: readonly string[]; readonly tookMs: number }> {
  const slow: string[] = [];
  let tookMs = 0;
  const least = async (piece: string, length: number, runs: number) => {
    let fewest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < runs; i += 1)
      fewest = Math.min(fewest, await processorMs(run, textOf(piece, length)));
    return fewest;
  };
  await run(textOf(HARMLESS, most));
  const harmless = await least(HARMLESS, most, 1);
  const harmlessQuarter = await least(HARMLESS, most / 4, 1);
  for (const piece of pieces) {
    const once = await least(piece, most, 1);
    tookMs = Math.max(tookMs, once);
    if (!isLong(once, harmlessQuarter, harmless)) continue;
    let what = '';
    for (const runs of RUNS) {
      const whole = await least(piece, most, runs);
      const quarter = await least(piece, most / 4, runs);
      const plain = await least(HARMLESS, most, runs);
      what = isLong(whole, quarter, plain)
        ? `${name}: ${most} units of ${JSON.stringify(piece)} take ${Math.round(whole)} ms, a quarter of it ${Math.round(quarter)} ms, a harmless text ${Math.round(plain)} ms`
        : '';
      if (what === '') break;
    }
    if (what !== '') slow.push(what);
  }
  return { slow, tookMs };
}

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
