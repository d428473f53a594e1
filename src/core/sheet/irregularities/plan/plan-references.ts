/** P01–P04: 総合計画(実施計画)上の位置づけ. */
import type { FileFacts } from '../file-facts.js';
import type { LaidOutSheet, Say } from '../rows.js';
import type { Doubt } from './plan-doubts.js';
import { readPlanReference } from './plan-reference.js';

export function findInPlanReferences(one: LaidOutSheet, say: Say, file: FileFacts): void {
  const rows = one.rows.filter(({ indicator }) => indicator.planReference !== '');
  const coded = rows.filter(({ indicator }) => {
    const family = readPlanReference(indicator.planReference)?.family;
    return family === 'policy' || family === 'governance';
  });
  const listed = coded.map(({ indicator }) => indicator.planReference).join('、');
  const first = coded[0];
  if (first) {
    say(
      'P01',
      first.at('planReference'),
      `位置づけ${coded.length}件を、分野・番号・丸数字に分けて読みました(${listed})。`,
      `${coded.length} plan references were read as family, numbers and item (${listed}).`,
    );
    say(
      'P03',
      first.at('planReference'),
      '位置づけの丸数字(①など)は、印刷のとおりに残します。検索のときだけ 1 と同じに扱います。',
      'Circled numbers in plan references are kept as printed; only in searching ① equals 1.',
    );
  }
  for (const { indicator, at } of rows) {
    const reference = readPlanReference(indicator.planReference);
    if (reference?.family === 'ward_vision') {
      say(
        'P02',
        at('planReference'),
        `「${indicator.planReference}」を区ビジョンとして読みました。`,
        `「${indicator.planReference}」 was read as the ward vision (区ビジョン).`,
      );
    }
    if (reference === null) {
      say(
        'P01',
        at('planReference'),
        `位置づけ「${indicator.planReference}」は「政策1-1-①」のような書き方ではありません。そのまま残します。`,
        `The plan reference 「${indicator.planReference}」 is not written like 政策1-1-①. It is kept as it is.`,
      );
    }
  }
  for (const doubt of file.doubts.get(one) ?? []) doubtful(doubt, say);
}

function doubtful({ row, major, other }: Doubt, say: Say): void {
  const { planReference } = row.indicator;
  const elsewhere = other.sheet.sheet.header.organization.text;
  const theirs = other.row.indicator.planReference;
  say(
    'P04',
    row.at('planReference'),
    `位置づけ「${planReference}」は合っていますか。${elsewhere}では政策${major}(${theirs})が別の分野の目標に使われています。`,
    `Is the plan reference 「${planReference}」 right? ${elsewhere} uses 政策${major} (${theirs}) for a different field.`,
  );
}
