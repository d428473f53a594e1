/** The plan references (総合計画上の位置づけ) by which pages list indicators. */
import { createHash } from 'node:crypto';
import { readPlanReference } from '../sheet/irregularities/plan/plan-reference.js';
import type { Goal } from '../sheet/sheet.js';
import { foldLabel } from '../text/fold.js';
import { onOneLine } from '../text/text.js';

/** A place in the plan. */
export type PlanKey = {
  /** of its page: `policy-4-3` */
  readonly slug: string;
  /** as it is called: 政策4-3 */
  readonly label: string;
  /** what stands in the sheet: 政策4-3-① */
  readonly printed: string;
  /** by which they are put in order */
  readonly order: readonly [family: number, major: number, minor: number];
};

const FAMILIES = { policy: { word: '政策', order: 0 }, governance: { word: '行財', order: 1 } } as const;
const WARD_VISION = { order: 2, word: '区ビジョン' } as const;
const OTHER = 3;

/** The places that a cell names; none for a blank one. What is no known reference is a place by its own words. */
export function planKeysOf(cell: string): PlanKey[] {
  const pieces = cell.split(/[\n、，,]/u).flatMap((piece) => piece.trim() || []);
  const read = pieces.map((piece) => keyOf(piece));
  const keys = read.every((key) => key !== null) ? read : [otherKey(onOneLine(cell))];
  return [...new Map(keys.map((key) => [`${key.slug} ${key.printed}`, key])).values()];
}

function keyOf(printed: string): PlanKey | null {
  const reference = readPlanReference(printed);
  if (!reference) return null;
  if (reference.family === 'ward_vision')
    return { slug: 'ward-vision', label: WARD_VISION.word, printed, order: [WARD_VISION.order, 0, 0] };
  const { family, major, minor } = reference;
  return {
    slug: `${family}-${major}-${minor}`,
    label: `${FAMILIES[family].word}${major}-${minor}`,
    printed,
    order: [FAMILIES[family].order, major, minor],
  };
}

function otherKey(text: string): PlanKey {
  const hash = createHash('sha256').update(foldLabel(text)).digest('hex').slice(0, 12);
  return { slug: `other-${hash}`, label: text, printed: text, order: [OTHER, 0, 0] };
}

/** The references of each indicator of a goal: a blank one below another's has that one's (T05), a first blank one none (T06). */
export function plansOfGoal({ indicators }: Goal): PlanKey[][] {
  let above = '';
  return indicators.map(({ planReference }) => {
    above = planReference === '' ? above : planReference;
    return planKeysOf(above);
  });
}

export function comparePlans(a: PlanKey, b: PlanKey): number {
  const at = [0, 1, 2].find((place) => a.order[place] !== b.order[place]);
  if (at !== undefined) return a.order[at]! - b.order[at]!;
  return a.label < b.label ? -1 : a.label > b.label ? 1 : 0;
}
