/**
 * Texts: what people type, through every card of both platforms and through export. Nothing in it is alive, nothing is
 * lost without a word, and all of it is within the limits.
 */
import type { Faults } from './faults.js';
import { hostileTexts } from './texts/hostile.js';
import { inExport } from './texts/in-export.js';
import { onCards } from './texts/on-cards.js';

const TEXTS = { small: 1_000, full: 100_000 } as const;
const SEED = 20_240_403;

export const faults: Faults = {
  name: 'texts',
  async run(size, say) {
    const next = hostileTexts(SEED);
    return [...onCards(next, TEXTS[size], say), ...(await inExport(next, TEXTS[size], say))];
  },
};
