/**
 * V07, V15, V20 and V22: figures in 概要 and 目標達成状況 that are none of the result. They are pointed out, never used.
 * What does not fit among the figures is a 確認事項 (core/checks).
 */
import { fiscalYearName, fiscalYearShort } from '../../calendar/japanese-dates.js';
import { foldWidth } from '../../text/fold.js';
import { type LaidOutSheet, type RowOfSheet, type Say, soleNumber } from './rows.js';

export function findInProse(one: LaidOutSheet, say: Say): void {
  for (const row of one.rows) {
    personTimes(row, say);
    formula(row, say);
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
