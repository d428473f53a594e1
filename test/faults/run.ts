/**
 * Everything that tries to break Maru, at full size: `npm run faults` runs every file `test/faults/<name>.faults.ts`,
 * one after the other, `npm run faults -- crashes stores` those alone, and `--small` at the size of `npm test`. Each
 * file exports `faults` (see faults.ts); `<name>.test.ts` beside it runs the same at the small size in jest. Stores
 * come from test/support/stores.ts, as in jest. Ends with 1 when a promise did not hold.
 */
import { readdir } from 'node:fs/promises';
import setUp from '../support/global-setup.mjs';
import tearDown from '../support/global-teardown.mjs';
import type { Faults, Size } from './faults.js';

const words = process.argv.slice(2);
const size: Size = words.includes('--small') ? 'small' : 'full';
const wanted = words.filter((word) => !word.startsWith('--'));

const all = await allFaults();
const unknown = wanted.filter((name) => !all.some((one) => one.name === name));
if (unknown.length > 0) {
  console.error(`${unknown.join(', ')}: not among ${all.map(({ name }) => name).join(', ')}`);
  process.exit(1);
}

await setUp();
try {
  for (const one of all) {
    if (wanted.length > 0 && !wanted.includes(one.name)) continue;
    if (!(await held(one))) process.exitCode = 1;
  }
} finally {
  await tearDown();
}

async function allFaults(): Promise<Faults[]> {
  const here = new URL('./', import.meta.url);
  const files = (await readdir(here)).filter((file) => file.endsWith('.faults.ts')).sort();
  return Promise.all(
    files.map(async (file) => ((await import(new URL(file, here).href)) as { faults: Faults }).faults),
  );
}

async function held({ name, run }: Faults): Promise<boolean> {
  const began = performance.now();
  const say = (line: string) => console.log(`${name}: ${line}`);
  const seconds = () => `${Math.round((performance.now() - began) / 1000)} s`;
  try {
    const violations = await run(size, say);
    for (const violation of violations) console.error(`${name}: BROKEN ${violation}`);
    say(
      `${violations.length === 0 ? 'held' : `${violations.length} promises broken`} (${size}, ${seconds()})`,
    );
    return violations.length === 0;
  } catch (error) {
    console.error(`${name}: could not run (${seconds()})`, error);
    return false;
  }
}
