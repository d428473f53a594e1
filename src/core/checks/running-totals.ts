/** 累計 and the number of the year: in target and result, in the text, and against mid-year and the year before. */

import { readQuantity } from '../quantity/index.js';
import type { Check, Compared, Confirmed, Found } from './check.js';
import { alike, type Figure, spoken, written } from './figures.js';
import { type Laid, shownNumber, sizeOf } from './indicator.js';

export function findRunningTotals(laid: Laid): Found {
  const checks: Omit<Check, 'indicator'>[] = [];
  const confirmed: Omit<Confirmed, 'indicator'>[] = [];
  const add = (found: Found) => {
    checks.push(...found.checks);
    confirmed.push(...(found.confirmed ?? []));
  };
  add(targetAndResult(laid));
  add(inText(laid));
  add(fromLastYear(laid));
  add(belowMidyear(laid));
  return { checks, confirmed };
}

/** 2避難所(累計13) and 3避難所(累計14): what was there before the year must be the same. */
function targetAndResult({ targets, results }: Laid): Found {
  const of = (parts: Laid['targets'], scope: string) => parts.find((part) => part.scope === scope);
  const [aim, aimed] = [of(targets, 'annual'), of(targets, 'cumulative')];
  const [year, sum] = [of(results, 'annual'), of(results, 'cumulative')];
  if (!aim || !aimed || !year || !sum || !alike(aim, aimed) || !alike(year, sum)) return { checks: [] };
  const before = [sizeOf(aimed).minus(aim.value), sizeOf(sum).minus(year.value)] as const;
  const texts: Compared[] = [
    { of: 'target', text: `${shownNumber(aim)}・${shownNumber(aimed)}` },
    { of: 'result', text: `${shownNumber(year)}・${shownNumber(sum)}` },
  ];
  if (before[0].eq(before[1])) {
    const arithmetic = `${written(before[1])} + ${year.value} = ${sum.value}`;
    return { checks: [], confirmed: [{ kind: 'running_total', texts, arithmetic }] };
  }
  return {
    checks: [
      {
        kind: 'running_total',
        texts,
        message: {
          ja: `累計から年度の数を引くと、目標「${texts[0]!.text}」では${spoken(before[0])}、結果「${texts[1]!.text}」では${spoken(before[1])}です。累計を確かめてください。`,
          en: `Cumulative minus this year is ${spoken(before[0])} in the target 「${texts[0]!.text}」 and ${spoken(before[1])} in the result 「${texts[1]!.text}」. Please check.`,
        },
      },
    ],
  };
}

const EARLIER =
  /(?:これまで|(?:前年|昨年|[0-9元]年)度末?まで|前年度末|昨年度末|既存|既設|過年度)(?:の|に|で|は|が)?$/;

/** これまでの11避難所に3避難所を加え、累計14避難所; and a 累計 that is not the result's. */
function inText({ said, results, reached }: Laid): Found {
  const sum = said.figures.find(({ scope }) => scope === 'cumulative');
  if (!sum) return { checks: [] };
  const inResult = results.find((part) => part.scope === 'cumulative' && alike(part, sum));
  if (inResult && !sum.value.eq(inResult.value))
    return {
      checks: [
        {
          kind: 'running_total',
          texts: [
            { of: 'status', text: `累計${sum.shown}` },
            { of: 'result', text: shownNumber(inResult) },
          ],
          message: {
            ja: `累計が、目標達成状況では「${sum.shown}」、結果では「${shownNumber(inResult)}」です。どちらが正しいか確かめてください。`,
            en: `The cumulative figure is 「${sum.shown}」 in the status and 「${shownNumber(inResult)}」 in the result. Please check which is right.`,
          },
        },
      ],
    };
  const earlier = said.figures.find(
    (one) => one.at < sum.at && alike(one, sum) && EARLIER.test(one.before.slice(-10)),
  );
  const between = said.figures.filter(
    (one) => earlier && one.at > earlier.at && one.at < sum.at && alike(one, sum),
  );
  const added = between[0]?.value ?? (reached && alike(reached, sum) ? sizeOf(reached) : null);
  if (!earlier || !added || between.length > 1) return { checks: [] };
  const right = earlier.value.plus(added);
  const shownAdded = between[0]?.shown ?? shownNumber(reached!);
  const texts: Compared[] = [
    { of: 'status', text: earlier.shown },
    { of: between[0] ? 'status' : 'result', text: shownAdded },
    { of: 'status', text: `累計${sum.shown}` },
  ];
  if (right.eq(sum.value)) {
    const arithmetic = `${written(earlier.value)} + ${written(added)} = ${written(right)}`;
    return { checks: [], confirmed: [{ kind: 'running_total', texts, arithmetic }] };
  }
  return {
    checks: [
      {
        kind: 'running_total',
        texts,
        message: {
          ja: `「${earlier.shown}」と「${shownAdded}」を足すと${spoken(right)}で、「累計${sum.shown}」と違います。確かめてください。`,
          en: `「${earlier.shown}」 and 「${shownAdded}」 make ${spoken(right)}, not 「累計${sum.shown}」. Please check.`,
        },
      },
    ],
  };
}

/** Last year's 累計 and this year's number make this year's 累計. */
function fromLastYear({ name, lastYear, results }: Laid): Found {
  const year = results.find(({ scope }) => scope === 'annual');
  const sum = results.find(({ scope }) => scope === 'cumulative');
  if (!lastYear || !year || !sum || !alike(year, sum)) return { checks: [] };
  const last = readQuantity(lastYear.result, { indicator: name }).parts.find(
    (part) => part.kind === 'number' && part.scope === 'cumulative',
  );
  if (last?.kind !== 'number' || !alike(last, sum)) return { checks: [] };
  const right = sizeOf(last).plus(year.value);
  if (right.eq(sum.value)) return { checks: [] };
  return {
    checks: [
      {
        kind: 'running_total',
        texts: [
          { of: 'last_year', text: shownNumber(last) },
          { of: 'result', text: `${shownNumber(year)}・${shownNumber(sum)}` },
        ],
        message: {
          ja: `前年度の「${shownNumber(last)}」に今年度の「${shownNumber(year)}」を足すと${spoken(right)}で、結果の「${shownNumber(sum)}」と違います。確かめてください。`,
          en: `Last year's 「${shownNumber(last)}」 and this year's 「${shownNumber(year)}」 make ${spoken(right)}, not 「${shownNumber(sum)}」. Please check.`,
        },
      },
    ],
  };
}

/** Names of what is counted through the year. */
export const ADDS_UP = /回数|件数|開催|実施|参加|来館|来場|利用|受診|受講|相談|訪問|発信|販売|配布/;

/** What adds up over the year is not less at its end than it was at mid-year. */
function belowMidyear({ goal, called, name, midyear, reached }: Laid): Found {
  if (goal.round !== 'yearend' || !midyear || !reached || reached.unit === '%' || /率|割合/.test(called))
    return { checks: [] };
  if (!ADDS_UP.test(called)) return { checks: [] };
  const parts = readQuantity(midyear.result, { indicator: name }).parts.filter(
    (part) => part.kind === 'number' && part.scope === 'annual',
  );
  const half = parts.length === 1 ? parts[0]! : null;
  if (half?.kind !== 'number' || half.approximate || !alike(half, reached) || sizeOf(reached).gte(half.value))
    return { checks: [] };
  return {
    checks: [
      {
        kind: 'running_total',
        texts: [
          { of: 'midyear', text: shownNumber(half) },
          { of: 'result', text: shownNumber(reached) },
        ],
        message: {
          ja: `期末の結果「${shownNumber(reached)}」が、中間の「${shownNumber(half)}」より少なくなっています。年度を通した数か確かめてください。`,
          en: `The result 「${shownNumber(reached)}」 is below mid-year's 「${shownNumber(half)}」. Please check that it is of the whole year.`,
        },
      },
    ],
  };
}

/** The figures that a running total is made of are no second figure for the result. */
export function isOfRunningTotal({ scope, before }: Figure): boolean {
  return scope === 'cumulative' || EARLIER.test(before.slice(-10));
}
