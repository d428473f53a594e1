/** A sheet of the eight in another year, with indicators of which nobody knows which way they count. */
import { fiscalYearName } from '../../src/core/calendar/japanese-dates.js';
import type { Sheet } from '../../src/core/sheet/sheet.js';
import { kitaSheets } from './fixture-sheets.js';

/** Names that leave a doubt, each with a target that is a number alone; 苦情件数の削減 may be counted either way. */
export const UNDECIDED = [
  '花壇の区域',
  '苦情件数',
  '苦情件数の削減',
  '空き家の数',
  '窓口の来庁',
  '池の水位',
] as const;

const TARGETS: Readonly<Record<string, string>> = { 苦情件数の削減: '5件' };

/** One sheet whose only goal has these indicators. */
export function undecidedYear(year: number, names: readonly string[] = UNDECIDED, sheet = 6): Sheet[] {
  const whole = kitaSheets()[sheet]!;
  const [goal] = whole.goals;
  const [indicator] = goal!.indicators;
  return [
    {
      ...whole,
      fiscalYear: year,
      header: { ...whole.header, fiscalYear: { ...whole.header.fiscalYear, text: fiscalYearName(year) } },
      goals: [
        {
          ...goal!,
          indicators: names.map((name) => ({ ...indicator!, name, target: TARGETS[name] ?? '20区画' })),
        },
      ],
    },
  ];
}
