/** 総合計画(実施計画)上の位置づけ by its parts. */
import { foldLabel } from '../../../text/fold.js';

type PlanReference =
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
