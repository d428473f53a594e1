/** V04–V06, V08, V10–V14, V16 and V19: what targets and results are. What the prose beside them says is in `prose.ts`. */

import Big from 'big.js';
import { sameUnit } from '../../quantity/index.js';
import { perCentExactly, shownPerCent } from '../../quantity/per-cent.js';
import { foldLabel } from '../../text/fold.js';
import type { Column } from '../layout.js';
import { type LaidOutSheet, numbersOf, type RowOfSheet, type Say, soleNumber } from './rows.js';

/** Result ÷ target from which a reason is asked for: the lowest of the six the sheets show (V16). */
const FAR_ABOVE = '1.5';

export function findInValues({ rows }: LaidOutSheet, say: Say): void {
  for (const row of rows) {
    writingOf(row, say);
    kindsOf(row, say);
    comparisonOf(row, say);
  }
}

function writingOf({ indicator, target, result, at }: RowOfSheet, say: Say): void {
  const cells = [
    { column: 'target' as const, text: indicator.target, reading: target },
    { column: 'result' as const, text: indicator.result, reading: result },
  ];
  for (const { column, text, reading } of cells) {
    if (/\d[,，]\d{3}|[０-９]|\d[千万億]/u.test(text))
      say(
        'V04',
        at(column),
        `「${text}」の桁区切りや全角の数字を、数として読みました。`,
        `Separators or full-width digits in 「${text}」 were read as a number.`,
      );
    if (reading.notes.length > 0)
      say(
        'V11',
        at(column),
        `「${reading.notes.join('」「')}」は注記として残し、数としては読みません。`,
        `「${reading.notes.join('」「')}」 is kept as a note and is no value.`,
      );
    if (numbersOf(reading).some((part) => part.comparator !== null))
      say(
        'V08',
        at(column),
        `「${text}」の以上・以下などは、目標との比べ方として読みました。`,
        `The comparison in 「${text}」 (以上, 以下 …) was read as the rule for meeting it.`,
      );
  }
}

function kindsOf({ indicator, target, result, at }: RowOfSheet, say: Say): void {
  const add = (id: string, column: Column, ja: string, en: string) => say(id, at(column), ja, en);

  const numbers = numbersOf(target);
  const units = [...numbers, ...numbersOf(result)].map((part) => part.unit);
  if (numbers.some((part) => part.scope === 'cumulative') && numbers.some((part) => part.scope === 'annual'))
    add(
      'V05',
      'target',
      `「${indicator.target}」を、年度の数と累計の二つとして読みました。`,
      `「${indicator.target}」 was read as two measures, of the year and cumulative.`,
    );
  if (
    numbersOf(result).some((part) => part.scope === 'person_times') &&
    !numbers.some((part) => part.scope === 'person_times')
  )
    add(
      'V06',
      'result',
      `「${indicator.result}」の延べの数は参考とし、評価には使いません。`,
      `The 延べ figure in 「${indicator.result}」 is for information and is not rated.`,
    );
  if (numbers.filter((part) => part.scope === 'annual').length > 1)
    add(
      'V10',
      'target',
      `「${indicator.target}」には${numbers.length}つの目標があります。すべて満たすと達成です。`,
      `「${indicator.target}」 holds ${numbers.length} targets. All must be met.`,
    );
  if (target.parts.some((part) => part.kind === 'coverage'))
    add(
      'V12',
      'target',
      `「${indicator.target}」は数のない目標です。達成したかどうかは人が決めます。`,
      `「${indicator.target}」 is a target without a number. A person decides whether it is met.`,
    );
  if (target.parts.some((part) => part.kind === 'milestone'))
    add(
      'V13',
      'target',
      `「${indicator.target}」は状態を目指す目標です。達成したかどうかは人が決めます。`,
      `「${indicator.target}」 is a state to be reached. A person decides whether it is met.`,
    );
  if (units.includes('円'))
    add(
      'V19',
      'target',
      '金額です。単位(円・千円)をそろえて比べます。',
      'An amount of money. 円 and 千円 are compared in one unit.',
    );
}

function comparisonOf({ indicator, target, result, at }: RowOfSheet, say: Say): void {
  const copied = indicator.result !== '' && foldLabel(indicator.result) === foldLabel(indicator.target);
  const wordy = target.parts.some((part) => part.kind !== 'number' || part.label !== null);
  if (copied && wordy)
    say(
      'V14',
      at('result'),
      `結果「${indicator.result}」は目標と同じ文です。目標の写しではないか確かめてください。`,
      `The result 「${indicator.result}」 is the same text as the target. Please check that it is no copy.`,
    );
  const goal = soleNumber(target);
  const reached = soleNumber(result);
  if (!goal || !reached || goal.comparator === 'lte' || goal.comparator === 'lt') return;
  // 1ha and 9,000㎡, 5団体 and 300人 have no share
  if (goal.unit !== null && reached.unit !== null && !sameUnit(goal.unit, reached.unit)) return;
  // fewer is better: 事故件数 10件 → 18件 is rated △ or ×
  if (indicator.rating === '△' || indicator.rating === '×') return;
  if (new Big(goal.value).lte(0) || goal.upTo !== undefined || goal.unit === '位') return;
  if (new Big(reached.value).gte(new Big(goal.value).times(FAR_ABOVE))) {
    const share = shownPerCent(perCentExactly(new Big(reached.value), new Big(goal.value)));
    say(
      'V16',
      at('result'),
      `結果「${indicator.result}」は目標「${indicator.target}」の${share}％です。来年度の目標の見直しを検討してください。`,
      `The result 「${indicator.result}」 is ${share} % of the target 「${indicator.target}」. Next year's target may need review.`,
    );
  }
}
