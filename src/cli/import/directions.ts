/** `--lower-is-better` and `--higher-is-better` of `maru import`: of which indicators fewer is better. */
import type { Indicator, Sheet } from '../../core/sheet/sheet.js';
import { foldLabel } from '../../core/text/fold.js';
import { Mistake } from '../mistake.js';

export type DirectionOptions = {
  readonly lowerIsBetter?: readonly string[];
  readonly higherIsBetter?: readonly string[];
};

/** Whether fewer is better of an indicator; null: as it was. */
export type Direction = (indicator: Indicator) => boolean | null;

/**
 * The rule that the options state about the indicators of these sheets, named as on the sheet (widths and blanks do
 * not count); null when they state none. A Mistake for a name that no sheet has, and for one that is in both.
 */
export function directionOf(
  { lowerIsBetter = [], higherIsBetter = [] }: DirectionOptions,
  sheets: readonly Sheet[],
): Direction | null {
  if (lowerIsBetter.length + higherIsBetter.length === 0) return null;
  const known = new Set(
    sheets.flatMap(({ goals }) =>
      goals.flatMap(({ indicators }) => indicators.map(({ name }) => foldLabel(name))),
    ),
  );
  for (const [option, names] of [
    ['--lower-is-better', lowerIsBetter],
    ['--higher-is-better', higherIsBetter],
  ] as const)
    for (const name of names)
      if (!known.has(foldLabel(name)))
        throw new Mistake(
          `${option}: 「${name}」という取組指標は、ファイルのどのシートにもありません。シートに書いてあるとおりの名前を指定してください。`,
        );
  const lower = new Set(lowerIsBetter.map(foldLabel));
  const higher = new Set(higherIsBetter.map(foldLabel));
  const both = lowerIsBetter.find((name) => higher.has(foldLabel(name)));
  if (both !== undefined)
    throw new Mistake(`「${both}」が --lower-is-better と --higher-is-better の両方にあります。`);
  return ({ name }) => (lower.has(foldLabel(name)) ? true : higher.has(foldLabel(name)) ? false : null);
}
