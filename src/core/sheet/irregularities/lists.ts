/** T08–T14: lists inside cells, and what stands on several sheets. */
import { foldLabel } from '../../text/fold.js';
import { type FileFacts, policyIndicatorKey } from './file-facts.js';
import type { LaidOutSheet, RowOfSheet, Say } from './rows.js';

const CIRCLED_NUMBER = /[\u2460-\u2473]/gu;
/** Names of budget items end so (地方自治法施行規則の節: 委託料, 繰出金, 負担金 …); 補助金 and 助成金 also name projects. */
const BUDGET_ITEM = /(?:費|負担金|委託料|繰出金|積立金)$/u;

export function findInLists(one: LaidOutSheet, say: Say, file: FileFacts): void {
  for (const row of one.rows) {
    initiatives(row, say);
    circledNumbers(row, say);
    repeatedReference(row, file, say);
  }
  repeatedPolicyIndicators(one, file, say);
}

function initiatives({ indicator, at }: RowOfSheet, say: Say): void {
  const { initiatives: names } = indicator;
  const where = at('initiativeCell');
  const quoted = (matching: readonly string[]) => matching.map((name) => `「${name}」`).join('');
  const wrapped = names.filter((name) => /[、，,]\s/u.test(name));
  const dotted = names.filter((name) => /[^\s]・/u.test(name));
  const budget = names.filter((name) => BUDGET_ITEM.test(name));
  if (names.length > 1)
    say(
      'T08',
      where,
      `一つのセルから${names.length}件の取組を読みました: ${quoted(names)}`,
      `${names.length} initiatives were read from one cell: ${quoted(names)}`,
    );
  if (wrapped.length > 0)
    say(
      'T09',
      where,
      `${quoted(wrapped)}の空白は行の折り返しとみて、一つの取組としました。二つの取組ではないか確かめてください。`,
      `The blank in ${quoted(wrapped)} was taken for a line wrap: one initiative. Please check.`,
    );
  if (dotted.length > 0)
    say(
      'T10',
      where,
      `${quoted(dotted)}の「・」は名前の一部として読みました。`,
      `The ・ in ${quoted(dotted)} was read as part of the name.`,
    );
  if (budget.length > 0)
    say(
      'T12',
      where,
      `${quoted(budget)}は予算の名前のようです。取組名称として、そのまま残します。`,
      `${quoted(budget)} looks like a budget item. It is kept as the initiative's name.`,
    );
}

function circledNumbers({ texts, at }: RowOfSheet, say: Say): void {
  for (const { column, text } of texts) {
    const circled = text.match(CIRCLED_NUMBER) ?? [];
    if (circled.length > 1)
      say(
        'T11',
        at(column),
        `丸数字の箇条書き(${circled.join('')})は文章として残し、数値としては読みません。`,
        `The list with ${circled.join('')} is kept as text; circled numbers are no values.`,
      );
  }
}

function repeatedReference({ indicator, at }: RowOfSheet, file: FileFacts, say: Say): void {
  const reference = indicator.planReference;
  const count = file.references.get(foldLabel(reference)) ?? 0;
  if (count > 1)
    say(
      'T13',
      at('planReference'),
      `「${reference}」は${count}行にあります。それぞれの行に結びつけます。`,
      `「${reference}」 stands on ${count} rows. Each row keeps its own link.`,
    );
}

function repeatedPolicyIndicators({ sheet, layout }: LaidOutSheet, file: FileFacts, say: Say): void {
  for (const text of sheet.policyIndicators) {
    if ((file.policyIndicators.get(policyIndicatorKey(text))?.size ?? 0) > 1)
      say(
        'T14',
        layout.header.policyIndicators,
        `政策指標「${text}」は、別のシートと書き方が違います(思う・思ふ)。同じ指標として扱います。`,
        `The 政策指標 「${text}」 is spelt differently on another sheet (思う, 思ふ). They are taken for one.`,
      );
  }
}
