/** P01–P04: 総合計画(実施計画)上の位置づけ. */
import { foldLabel } from '../fold.js';
import type { Irregularity } from '../sheet.js';
import { type Finder, note, rowsOf } from './catalogue.js';
import type { Doubt } from './plan-doubts.js';

export type PlanReference =
  | {
      readonly family: 'policy' | 'governance';
      readonly major: number;
      readonly minor: number;
      /** ① → 1; the text as printed keeps the circled number (P03) */
      readonly item: number;
    }
  | { readonly family: 'ward_vision' };

/** 政策13-1-② and 行財3-2-③ by their parts, 区ビジョン in both spellings; null for anything else. */
export function readPlanReference(text: string): PlanReference | null {
  const bare = text.trim();
  if (/^(?:\S{0,4}区)?区ビジョン$/u.test(foldLabel(bare).replace(/^\((.*)\)$/u, '$1')))
    return { family: 'ward_vision' };
  const found = /^(政策|行財)([0-9０-９]+)[-－‐−]([0-9０-９]+)[-－‐−]([\u2460-\u2473])$/u.exec(bare);
  if (!found) return null;
  return {
    family: found[1] === '政策' ? 'policy' : 'governance',
    major: Number(foldLabel(found[2]!)),
    minor: Number(foldLabel(found[3]!)),
    item: Number(foldLabel(found[4]!)),
  };
}

export const findInPlanReferences: Finder = (one, file) => {
  const rows = rowsOf(one).filter(({ indicator }) => indicator.planReference !== '');
  const coded = rows.filter(({ indicator }) => isCoded(readPlanReference(indicator.planReference)));
  const listed = coded.map(({ indicator }) => indicator.planReference).join('、');
  const found: Irregularity[] = [];
  const first = coded[0];
  if (first) {
    found.push(
      note(
        'P01',
        first.at('planReference'),
        `位置づけ${coded.length}件を、分野・番号・丸数字に分けて読みました(${listed})。`,
        `${coded.length} plan references were read as family, numbers and item (${listed}).`,
      ),
      note(
        'P03',
        first.at('planReference'),
        '位置づけの丸数字(①など)は、印刷のとおりに残します。検索のときだけ 1 と同じに扱います。',
        'Circled numbers in plan references are kept as printed; only in searching ① equals 1.',
      ),
    );
  }
  for (const { indicator, at } of rows) {
    const reference = readPlanReference(indicator.planReference);
    if (reference?.family === 'ward_vision') {
      found.push(
        note(
          'P02',
          at('planReference'),
          `「${indicator.planReference}」を区ビジョンとして読みました。`,
          `「${indicator.planReference}」 was read as the ward vision (区ビジョン).`,
        ),
      );
    }
    if (reference === null) {
      found.push(
        note(
          'P01',
          at('planReference'),
          `位置づけ「${indicator.planReference}」は「政策1-1-①」のような書き方ではありません。そのまま残します。`,
          `The plan reference 「${indicator.planReference}」 is not written like 政策1-1-①. It is kept as it is.`,
        ),
      );
    }
  }
  return [...found, ...(file.doubts.get(one) ?? []).map(doubtful)];
};

function isCoded(reference: PlanReference | null): boolean {
  return reference !== null && reference.family !== 'ward_vision';
}

function doubtful({ row, major, other }: Doubt): Irregularity {
  const { planReference } = row.indicator;
  const elsewhere = other.sheet.sheet.header.organization.text;
  const theirs = other.row.indicator.planReference;
  return note(
    'P04',
    row.at('planReference'),
    `位置づけ「${planReference}」は合っていますか。${elsewhere}では政策${major}(${theirs})が別の分野の目標に使われています。`,
    `Is the plan reference 「${planReference}」 right? ${elsewhere} uses 政策${major} (${theirs}) for a different field.`,
  );
}
