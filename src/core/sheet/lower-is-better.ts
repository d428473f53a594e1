/** Of which indicators fewer is better: nothing on a sheet says so but its words, so the coordinator does. */
import type { Words } from '../text/language.js';
import type { SheetDifference } from './compare-sheets.js';
import type { Numbering } from './ids.js';
import type { Sheet } from './sheet.js';

/**
 * Indicators of which fewer is better from now on, or not any more.
 *
 * @param before  ids of those of which it was, of a sheet not known yet none
 * @param after   ids of those of which it is
 */
export function directionChanges(
  sheet: Sheet,
  numbering: Numbering,
  before: readonly string[],
  after: readonly string[],
): SheetDifference[] {
  return sheet.goals.flatMap((goal, at) =>
    goal.indicators.flatMap(({ name }, place): SheetDifference[] => {
      const id = numbering[at]!.indicatorIds[place]!;
      const lower = after.includes(id);
      if (lower === before.includes(id)) return [];
      const told = lower ? 0 : 1;
      return [
        {
          kind: 'indicator',
          goal: goal.no,
          indicator: name,
          field: '向き',
          before: DIRECTIONS[1 - told]!.ja,
          after: DIRECTIONS[told]!.ja,
          message: {
            ja: `No.${goal.no}「${name}」は、${DIRECTIONS[told]!.ja}指標として扱います。`,
            en: `No.${goal.no} “${name}”: ${DIRECTIONS[told]!.en} is better.`,
          },
        },
      ];
    }),
  );
}

const DIRECTIONS: readonly Words[] = [
  { ja: '少ないほどよい', en: 'fewer' },
  { ja: '多いほどよい', en: 'more' },
];
