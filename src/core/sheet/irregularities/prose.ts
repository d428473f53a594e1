/** V07, V09, V15, V17, V18, V20 and V22: figures in 概要 and 目標達成状況 beside the result. They are pointed out, never used. */

import Big from 'big.js';
import { fiscalYearName, fiscalYearShort } from '../../calendar/japanese-dates.js';
import { sameUnit } from '../../quantity/index.js';
import { perCentExactly, shownPerCent } from '../../quantity/per-cent.js';
import { knownUnitAt } from '../../quantity/units.js';
import { foldLabel, foldWidth } from '../../text/fold.js';
import { type LaidOutSheet, type RowOfSheet, type Say, soleNumber } from './rows.js';

export function findInProse(one: LaidOutSheet, say: Say): void {
  for (const row of one.rows) {
    personTimes(row, say);
    roundedPerCent(row, say);
    formula(row, say);
    // a figure that is one of those adding up to the result does not contradict it
    if (!sum(row, say)) contradiction(row, say);
    otherYear(row, say);
    nextYear(row, one.sheet.fiscalYear, say);
  }
}

function personTimes({ indicator, at }: RowOfSheet, say: Say): void {
  const column = (['name', 'overview', 'status'] as const).find((c) =>
    /延べ|延(?=[約0-9０-９])/u.test(indicator[c]),
  );
  if (!column) return;
  say(
    'V07',
    at(column),
    '延べの数があります。実際の人数や件数とは足し合わせません。',
    'There is a 延べ figure (person-times). It is never added to heads.',
  );
}

function roundedPerCent({ indicator, result, at }: RowOfSheet, say: Say): void {
  const number = soleNumber(result);
  if (number?.unit !== '%' || number.fraction !== null) return;
  for (const [text, above, below] of foldWidth(indicator.status).matchAll(/(?<!\d)(\d+)\/(\d+)/gu)) {
    if (Number(below) === 0) continue;
    const exact = perCentExactly(new Big(above!), new Big(below!));
    const difference = exact.minus(number.value).abs();
    if (difference.eq(0) || difference.gt('0.5')) continue;
    say(
      'V09',
      at('result'),
      `結果「${indicator.result}」は丸めた割合です(${text} = ${shownPerCent(exact)}％)。丸める前の値で比べます。`,
      `The result 「${indicator.result}」 is rounded (${text} = ${shownPerCent(exact)} %). The unrounded value is compared.`,
    );
    return;
  }
}

function formula({ indicator, at }: RowOfSheet, say: Say): void {
  const hit = /(?<!\d)\d+[^\d\s=]{0,3}[×✕xX*]\d+[^\d\s=]{0,3}=\d+/u.exec(foldWidth(indicator.overview))?.[0];
  if (hit === undefined) return;
  say(
    'V15',
    at('overview'),
    `「${hit}」の×は掛け算で、評価ではありません。`,
    `The × in 「${hit}」 is a multiplication and no rating.`,
  );
}

type Figure = { readonly value: string; readonly unit: string | null };

function figures(text: string): Figure[] {
  const folded = foldWidth(text);
  return [...folded.matchAll(/\d{1,3}(?:,\d{3})+|\d+/gu)].map((found) => ({
    value: found[0].replaceAll(',', ''),
    unit: knownUnitAt(folded, found.index + found[0].length)?.unit ?? null,
  }));
}

/** 発表数は14回 beside 研修発表実施数 6: a figure for words of the indicator's own name that is not the result. */
function contradiction({ indicator, result, at }: RowOfSheet, say: Say): void {
  const number = soleNumber(result);
  if (!number) return;
  const status = foldWidth(indicator.status);
  if (!/は、?\d/u.test(status)) return;
  const name = foldLabel(indicator.name);
  for (const found of status.matchAll(
    /(?<![\p{Script=Han}\p{Script=Katakana}ー])([\p{Script=Han}\p{Script=Katakana}ー]{2,}?)(?:人数|件数|回数|者数|数)?は、?(\d[\d,]*)/gu,
  )) {
    const value = (found[2] ?? '').replaceAll(',', '');
    const unit = knownUnitAt(status, found.index + found[0].length)?.unit ?? null;
    const quoted = `${found[0]}${unit ?? ''}`;
    if (!name.includes(found[1] ?? '') || !sameUnit(unit, number.unit) || new Big(value).eq(number.value))
      continue;
    say(
      'V17',
      at('status'),
      `目標達成状況の「${quoted}」が、結果「${indicator.result}」と違います。どちらが正しいか確かめてください。`,
      `「${quoted}」 in the status differs from the result 「${indicator.result}」. Please check which is right.`,
    );
    return;
  }
}

/** The figures of one unit, or of one pair of brackets, add up to the result: 来館者7,321人 + 参加者236人 = 7,557人. */
function sum({ indicator, result, at }: RowOfSheet, say: Say): boolean {
  const number = soleNumber(result);
  if (!number) return false;
  const all = figures(indicator.status);
  if (all.length < 2) return false;
  const target = new Big(number.value);
  const sameKind = all.filter(({ unit }) => unit !== null && sameUnit(unit, number.unit));
  const bracketed = [...foldWidth(indicator.status).matchAll(/\(([^()]*)\)/gu)].map((m) =>
    figures(m[1] ?? ''),
  );
  for (const group of [sameKind, ...bracketed]) {
    if (group.length < 2) continue;
    const addends = group.map(({ value }) => value).filter((value) => !target.eq(value));
    if (addends.length < 2 || !addends.reduce((total, value) => total.plus(value), new Big(0)).eq(target))
      continue;
    say(
      'V18',
      at('status'),
      `内訳の合計が結果と合います: ${addends.join(' + ')} = ${number.value}`,
      `The figures in the status add up to the result: ${addends.join(' + ')} = ${number.value}`,
    );
    return true;
  }
  return false;
}

function otherYear({ indicator, at }: RowOfSheet, say: Say): void {
  const hit = /(?:昨年|前年|一昨年)(?:度)?[^。]{0,12}?(?:倍|増|減|比較|少な|多)[^。]{0,10}/u.exec(
    indicator.status,
  )?.[0];
  if (hit === undefined) return;
  say(
    'V20',
    at('status'),
    `「${hit}」は別の年度との比較です。この年度の結果としては読みません。`,
    `「${hit}」 compares with another year and is no result of this one.`,
  );
}

/** 令和6年度…候補1の合計2: the result counts something of the next fiscal year. */
function nextYear({ indicator, result, at }: RowOfSheet, fiscalYear: number, say: Say): void {
  const number = soleNumber(result);
  if (!number) return;
  const names = [fiscalYearName(fiscalYear + 1), `${fiscalYearShort(fiscalYear + 1)}年度`];
  const sentences = foldWidth(indicator.status)
    .split('。')
    .filter((sentence) => names.some((name) => sentence.includes(name)));
  if (sentences.length === 0) return;
  const total = new RegExp(`(?:合計|計)${number.value}(?!\\d)`, 'u');
  if (!sentences.some((sentence) => total.test(sentence))) return;
  say(
    'V22',
    at('status'),
    `結果「${indicator.result}」に${names[0]}の分が含まれるようです。数え方を確かめてください。`,
    `The result 「${indicator.result}」 seems to count something of ${names[1]}. Please check how it was counted.`,
  );
}
