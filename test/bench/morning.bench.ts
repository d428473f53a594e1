/**
 * The morning on which a round opens for a whole city, sent at the pace each platform allows: when the last message
 * leaves, on a clock that moves only where somebody waits. Run by hand:
 * `node --import ./test/support/typescript.mjs test/bench/morning.bench.ts [sections]`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cityTime } from '../../src/core/calendar/working-days.js';
import { startServices } from '../../src/services/start.js';
import { openingMorning } from '../support/morning.js';

const sections = Number(process.argv[2] ?? 300);

for (const platform of ['slack', 'teams'] as const) {
  const dataDir = await mkdtemp(join(tmpdir(), 'maru-morning-'));
  const services = await startServices({ dataDir, persistent: false });
  const start = performance.now();
  try {
    const { redisUrl, databaseUrl } = services;
    const day = await openingMorning({
      redisUrl,
      databaseUrl,
      platform,
      sections,
      staffPerSection: 9,
      rush: Math.min(sections, 24),
    });
    const seconds = Math.round((performance.now() - start) / 1000);
    const { first, last } = day.morning;
    console.log(
      `${platform}: ${day.reminded.length} of ${day.people.length} people and ${day.channelMessages} channels, first ${cityTime(first)}, last ${cityTime(last)}; ${day.noon.messages} messages from 13:00 to ${cityTime(day.noon.last)}; ${day.calls} calls, ${day.breaches.length} limits breached, ${day.faults.length} faults, ${seconds} s`,
    );
    if (day.breaches.length > 0 || day.faults.length > 0) process.exitCode = 1;
  } finally {
    await services.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}
