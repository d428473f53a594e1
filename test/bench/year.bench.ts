/**
 * A year of 300 sections and 3,000 people, every hour of it, undisturbed and killed at random: every message at its
 * time, none twice. Run by hand: `node --import ./test/support/typescript.mjs test/bench/year.bench.ts [sections]`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServices } from '../../src/services/start.js';
import { simulateYear, type YearOutcome } from '../support/year.js';

const sections = Number(process.argv[2] ?? 300);

async function year(kills: number): Promise<YearOutcome> {
  const dataDir = await mkdtemp(join(tmpdir(), 'maru-year-'));
  const services = await startServices({ dataDir, persistent: false });
  const { redisUrl, databaseUrl } = services;
  const start = performance.now();
  try {
    const outcome = await simulateYear({
      redisUrl,
      databaseUrl,
      sections,
      staffPerSection: 9,
      seed: 5,
      kills,
      everyHour: true,
    });
    const { posts, edits, killed, reports, sent } = outcome;
    const seconds = Math.round((performance.now() - start) / 1000);
    console.log(
      `${sections} sections, ${sections * 10} people: ${reports} reports, ${posts} messages (${sent.length} by the clock), ${edits} edits, killed ${killed} times, ${seconds} s`,
    );
    return outcome;
  } finally {
    await services.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

function differences(a: readonly string[], b: readonly string[]): string[] {
  const [left, right] = [new Set(a), new Set(b)];
  return [
    ...a.filter((one) => !right.has(one)).map((one) => `+ ${one}`),
    ...b.filter((one) => !left.has(one)).map((one) => `- ${one}`),
    ...(a.length === b.length ? [] : [`${a.length} instead of ${b.length}`]),
  ];
}

const wrong: string[] = [];
const calm = await year(0);
wrong.push(...calm.complaints, ...differences(calm.sent, calm.expected));
const hunted = await year(0.4);
wrong.push(...hunted.complaints, ...differences(hunted.sent, calm.sent));
for (const line of wrong.slice(0, 40)) console.log(line);
console.log(wrong.length === 0 ? 'as it should be' : `${wrong.length} differences`);
process.exitCode = wrong.length === 0 ? 0 : 1;
