import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Proposal } from '../../../src/core/rating/proposal.js';
import { proposeRating } from '../../../src/core/rating/propose.js';
import { fourStep, niigataR5, type Scale } from '../../../src/core/sheet/scale.js';

const withThreshold: Scale = { ...fourStep, rules: { ...fourStep.rules, notAchievedBelow: '0.5' } };
const scale = fc.constantFrom(niigataR5, fourStep, withThreshold);
const round = fc.constantFrom('midyear' as const, 'yearend' as const);

/** Worst to best; what is asked lies between × and △, where the sheets do not say. */
const ORDER = ['not_achieved', null, 'partially_achieved', 'achieved', 'exceeded'];
const rank = (proposal: Proposal) => ORDER.indexOf(proposal.rating);

const decimal = fc
  .tuple(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 0, max: 3 }))
  .map(([whole, digits]) => whole / 10 ** digits);
const written = (value: number) => (value < 0 ? `△${-value}` : String(value));

describe('proposing ratings', () => {
  test('no text makes it throw', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc
        .array(
          fc.constantFrom(
            ...'1 2 0 80 / 人 回 % 円 以上 以下 未満 約 延べ 累計 ・ 委員会 、 ( ) △ - ~ 全数 完了 計'.split(
              ' ',
            ),
          ),
          {
            maxLength: 8,
          },
        )
        .map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(
        text,
        text,
        text,
        text,
        round,
        scale,
        fc.constantFrom(undefined, 'higher' as const, 'lower' as const),
        (target, result, indicator, elapsed, at, by, direction) => {
          const proposal = proposeRating({
            target,
            result,
            indicator,
            round: at,
            scale: by,
            elapsed,
            ...(direction ? { direction } : {}),
          });
          expect(proposal.ask).toBe(proposal.rating === null);
          expect(proposal.because.ja).not.toBe('');
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('a higher result never gets a worse rating when higher is better, and a lower one when lower is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ target: decimal, small: decimal, more: decimal }), {
          minLength: 1,
          maxLength: 3,
        }),
        fc.constantFrom('', '以上', '超'),
        fc.constantFrom('', '以下', '未満'),
        round,
        scale,
        (parts, above, below, at, by) => {
          const cell = (pick: (part: (typeof parts)[number]) => number, suffix = '') =>
            parts.map((part, index) => `・${'甲乙丙'[index]}${written(pick(part))}件${suffix}`).join(' ');
          const low = cell((part) => part.small);
          const high = cell((part) => Number((part.small + part.more).toFixed(3)));
          const up = {
            target: cell((part) => part.target, above),
            round: at,
            scale: by,
            direction: 'higher' as const,
          };
          const down = {
            target: cell((part) => part.target, below),
            round: at,
            scale: by,
            direction: 'lower' as const,
          };
          expect(rank(proposeRating({ ...up, result: high }))).toBeGreaterThanOrEqual(
            rank(proposeRating({ ...up, result: low })),
          );
          expect(rank(proposeRating({ ...down, result: low }))).toBeGreaterThanOrEqual(
            rank(proposeRating({ ...down, result: high })),
          );
        },
      ),
      { numRuns: 1500 },
    );
  });

  test('○ if and only if the target is met, to the last digit', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 10n ** 20n }),
        fc.bigInt({ min: -1n, max: 1n }),
        (target, difference) => {
          const proposal = proposeRating({
            target: `${target}人`,
            result: `${target + difference}人`,
            round: 'yearend',
            scale: niigataR5,
            direction: 'higher',
          });
          expect(proposal.rating === 'achieved').toBe(difference >= 0n);
          expect(proposal.ratio!.startsWith('0.')).toBe(difference < 0n);
        },
      ),
    );
  });
});
