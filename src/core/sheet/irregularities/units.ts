/** V01–V03 and V21: where the unit of a number stands, and what the words around it are. */
import { readQuantity, unitOfIndicator } from '../../quantity/index.js';
import { knownUnitAt } from '../../quantity/units.js';
import { foldLabel } from '../../text/fold.js';
import { type LaidOutSheet, numbersOf, type RowOfSheet, type Say, soleNumber } from './rows.js';

export function findInUnits({ rows }: LaidOutSheet, say: Say): void {
  unitSources(rows, say);
  for (const row of rows) labelsOf(row, say);
}

type UnitSource = 'value' | 'label' | 'words' | 'none';

const UNIT_SOURCE: Readonly<Record<UnitSource, { readonly ja: string; readonly en: string }>> = {
  value: { ja: '単位は値の中から読みました', en: 'the unit was read from the value' },
  label: {
    ja: '単位は取組指標の括弧から読みました',
    en: "the unit was read from the indicator's parenthesis",
  },
  words: {
    ja: '単位がなく、数の前に言葉があります。初めに単位を確かめます',
    en: 'only words stand before the number; the unit will be asked once',
  },
  none: {
    ja: '単位がどこにもありません。初めに単位を確かめます',
    en: 'no unit stands anywhere; it will be asked once',
  },
};

function unitSources(rows: readonly RowOfSheet[], say: Say): void {
  const sources = rows.map((row) => ({ row, source: unitSource(row) }));
  for (const kind of ['value', 'label', 'words', 'none'] as const) {
    const of = sources.filter(({ source }) => source === kind).map(({ row }) => row);
    const first = of[0];
    if (!first) continue;
    const names = of.map(({ indicator }) => `「${indicator.name}」`).join('');
    say(
      'V01',
      first.at(kind === 'label' ? 'name' : 'target'),
      `${UNIT_SOURCE[kind].ja}: ${names}`,
      `In ${of.length} row(s) ${UNIT_SOURCE[kind].en}: ${names}`,
    );
  }
}

function unitSource({ indicator }: RowOfSheet): UnitSource | null {
  const [number] = numbersOf(readQuantity(indicator.target));
  if (!number) return null;
  if (number.unit !== null) return 'value';
  if (unitOfIndicator(indicator.name) !== null) return 'label';
  return number.label === null ? 'none' : 'words';
}

function labelsOf({ indicator, target, at }: RowOfSheet, say: Say): void {
  const parentheses = [...foldLabel(indicator.name).matchAll(/\(([^()]+)\)/gu)].map((m) => m[1] ?? '');
  const notUnits = parentheses.filter((inside) => knownUnitAt(inside, 0)?.end !== inside.length);
  const number = soleNumber(target);
  if (notUnits.length > 0)
    say(
      'V02',
      at('name'),
      `取組指標の「(${notUnits.join(')」「(')})」は、単位ではなく説明として読みました。`,
      `「(${notUnits.join(')」「(')})」 in the indicator's name is an explanation and no unit.`,
    );
  if (number && number.label !== null)
    say(
      'V03',
      at('target'),
      `「${number.label}」は、数の前の言葉として読みました。`,
      `「${number.label}」 was read as words before the number.`,
    );
  if (/上半期|下半期|四半期|前期|後期/u.test(indicator.name))
    say(
      'V21',
      at('name'),
      '期間の限られた指標です。期間が終わった後の値は、期末に確かめるだけです。',
      'The indicator covers part of the year. Once that part is over, year-end only confirms the value.',
    );
}
