/**
 * Slow texts: hostile texts of every length up to the longest that can come, through every door, card and file and the
 * core behind them. Each doubling takes at most two and a half times as long, and no text ten times a harmless one of
 * its length (see slow-texts/judge.ts).
 */
import type { Faults } from './faults.js';
import { seeded } from './forged/random.js';
import { atDoors } from './slow-texts/at-doors.js';
import { inCore } from './slow-texts/in-core.js';
import { inFields } from './slow-texts/in-fields.js';
import { type Doing, judged } from './slow-texts/judge.js';
import { onPaper } from './slow-texts/on-paper.js';
import { MARKS, PIECES } from './slow-texts/pieces.js';

/** Of two pieces in turn so many; every so manyth text with each thing that is done, and the marks with all; at the doors so many. */
const SIZES = {
  small: { pairs: 0, everyInCore: 6, everyOnPaper: 40, doors: 1 },
  full: { pairs: 200, everyInCore: 1, everyOnPaper: 1, doors: 40 },
} as const;
const SEED = 20_240_405;
const ENOUGH = 40;

export const faults: Faults = {
  name: 'slow-texts',
  async run(size, say) {
    const { pairs, everyInCore, everyOnPaper, doors } = SIZES[size];
    const random = seeded(SEED);
    const pieces = [
      ...PIECES,
      ...Array.from({ length: pairs }, () => random.pick(PIECES) + random.pick(PIECES)),
    ];
    const violations: string[] = [];
    let slowest = { name: '', tookMs: 0 };
    const look = async (doings: readonly Doing[], sharing: number) => {
      for (const [at, doing] of doings.entries()) {
        if (violations.length >= ENOUGH) return;
        const own = pieces.filter((piece, no) => MARKS.includes(piece) || (no + at) % sharing === 0);
        const { slow, tookMs } = await judged(doing, own);
        // At once: a run at full size takes an hour, and may be ended before its last text.
        for (const one of slow) say(`broken: ${one}`);
        violations.push(...slow);
        if (at % 10 === 9) say(`${at + 1} of ${doings.length} (${doing.name})`);
        if (tookMs > slowest.tookMs) slowest = { name: doing.name, tookMs };
      }
    };
    await look([...inCore(), ...inFields()], everyInCore);
    await look(onPaper(), everyOnPaper);
    say(
      `${pieces.length} texts; at most ${Math.round(slowest.tookMs)} ms of the processor (${slowest.name})`,
    );
    slowest = { name: '', tookMs: 0 };
    await atDoors((doings) => look(doings, Math.ceil(pieces.length / doors)));
    say(`${doors} texts at each door; at most ${Math.round(slowest.tookMs)} ms (${slowest.name})`);
    return violations;
  },
};
