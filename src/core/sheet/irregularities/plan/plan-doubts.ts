/** P04: plan references that are probably wrong. Without a master list the sheets can only doubt each other. */
import type { LaidOutSheet, RowOfSheet } from '../rows.js';
import { readPlanReference } from './plan-reference.js';

export type Doubt = { readonly row: RowOfSheet; readonly major: number; readonly other: Use };
export type Doubts = ReadonlyMap<LaidOutSheet, readonly Doubt[]>;

type Use = {
  readonly sheet: LaidOutSheet;
  readonly row: RowOfSheet;
  readonly major: number;
  readonly words: ReadonlySet<string>;
};

/**
 * A 政策 number names one field. A row is in doubt when its goal shares no word with the goal of any other sheet that
 * uses the same number. Of two sheets that doubt each other, the one with more doubtful rows is named; both when equal.
 */
export function doubtfulReferences(all: readonly LaidOutSheet[]): Doubts {
  const byMajor = new Map<number, Use[]>();
  for (const use of all.flatMap(usesOf)) byMajor.set(use.major, [...(byMajor.get(use.major) ?? []), use]);
  const doubts = [...byMajor.values()].flatMap((uses) =>
    uses.flatMap((use) => {
      const others = uses.filter((other) => other.sheet !== use.sheet && other.words.size > 0);
      const alone =
        use.words.size > 0 && others.length > 0 && others.every((other) => !share(use.words, other.words));
      return alone ? [{ use, others }] : [];
    }),
  );
  const count = (sheet: LaidOutSheet) => doubts.filter(({ use }) => use.sheet === sheet).length;
  const found = new Map<LaidOutSheet, Doubt[]>();
  for (const { use, others } of doubts) {
    const own = count(use.sheet);
    if (others.length === 1 && own < count(others[0]!.sheet)) continue;
    const doubt = { row: use.row, major: use.major, other: others[0]! };
    found.set(use.sheet, [...(found.get(use.sheet) ?? []), doubt]);
  }
  return found;
}

function usesOf(sheet: LaidOutSheet): Use[] {
  return sheet.rows.flatMap((row) => {
    const reference = readPlanReference(row.indicator.planReference);
    return reference?.family === 'policy'
      ? [{ sheet, row, major: reference.major, words: wordPairs(row.goal.text) }]
      : [];
  });
}

function share(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return [...a].some((pair) => b.has(pair));
}

/** Words that goals of every field have. */
const GENERAL_WORDS =
  /地域|市民|区民|支援|推進|促進|充実|実施|事業|活動|取組|向上|強化|機能|連携|協働|安心|安全/gu;

/** Neighbouring kanji or katakana of a text, its general words left out: enough to see whether two goals share a word. */
function wordPairs(text: string): ReadonlySet<string> {
  const runs =
    text.replace(GENERAL_WORDS, '、').match(/[\p{Script=Han}々]{2,}|[\p{Script=Katakana}ー]{2,}/gu) ?? [];
  return new Set(
    runs.flatMap((run) => Array.from({ length: run.length - 1 }, (_, index) => run.slice(index, index + 2))),
  );
}
