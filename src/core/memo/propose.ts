/** Which goal and indicator a memo may be about: those whose words it has in common. Proposed, never decided. */
import { foldSearch } from '../text/fold.js';
import { unitOf } from './adding.js';
import { MEMO_MAX, type MemoGoal, type MemoIndicator } from './memo.js';
import { numberIn } from './read-memo.js';

type MemoProposal = { readonly goal: MemoGoal; readonly indicator: MemoIndicator };

/** Two neighbouring signs of a word in common, by where they stand in the goal. */
const WEIGHT = { name: 3, initiative: 2, goal: 1 } as const;
/** A memo that counts in the unit of the indicator. */
const SAME_UNIT = 2;
/** Less in common is chance: 地域 and 事業 stand everywhere. */
const LEAST = 2;
const PROPOSED = 3;

/** The best first, at most so many; none where nothing fits. */
export function proposeFor(text: string, fiscalYear: number, goals: readonly MemoGoal[]): MemoProposal[] {
  const said = pairsOf(text.slice(0, MEMO_MAX.text));
  const all = goals.flatMap((goal) =>
    goal.indicators.map((indicator) => ({
      goal,
      indicator,
      weights: weightsOf([
        [indicator.name, WEIGHT.name],
        [indicator.initiative, WEIGHT.initiative],
        [goal.goalText, WEIGHT.goal],
      ]),
    })),
  );
  const times = new Map<string, number>();
  for (const { weights } of all)
    for (const pair of weights.keys()) times.set(pair, (times.get(pair) ?? 0) + 1);
  const scored = all.map(({ goal, indicator, weights }) => {
    let score = 0;
    for (const pair of said) score += (weights.get(pair) ?? 0) / (times.get(pair) ?? 1);
    const unit = unitOf(indicator);
    const counted = score > 0 && unit !== null && numberIn(text, fiscalYear, unit) !== '';
    return { goal, indicator, score: score + (counted ? SAME_UNIT : 0) };
  });
  return scored
    .filter(({ score }) => score >= LEAST)
    .sort((a, b) => b.score - a.score)
    .slice(0, PROPOSED)
    .map(({ goal, indicator }) => ({ goal, indicator }));
}

/**
 * The indicator of a goal that was named: the only one, else the only one that counts in the unit of the memo's number,
 * else the one whose words it has in common; null where that is not plain.
 */
export function indicatorOf(text: string, number: string, goal: MemoGoal): MemoIndicator | null {
  const [only, ...others] = goal.indicators;
  if (only && others.length === 0) return only;
  const counted = goal.indicators.filter((one) => {
    const unit = unitOf(one);
    return unit !== null && numberIn(number || text, goal.fiscalYear, unit) !== '';
  });
  if (counted.length === 1) return counted[0]!;
  const [best, next] = proposeFor(text, goal.fiscalYear, [goal]);
  return best && !next ? best.indicator : null;
}

function weightsOf(texts: readonly (readonly [string, number])[]): Map<string, number> {
  const weights = new Map<string, number>();
  for (const [text, weight] of texts)
    for (const pair of pairsOf(text)) weights.set(pair, Math.max(weights.get(pair) ?? 0, weight));
  return weights;
}

/** Pairs of neighbouring signs that are no mere grammar: of kanji, katakana, Latin letters. */
function pairsOf(text: string): Set<string> {
  const signs = [...foldSearch(text)];
  const pairs = new Set<string>();
  for (const [at, sign] of signs.entries()) {
    const next = signs[at + 1];
    if (next !== undefined && SPEAKS.test(sign) && SPEAKS.test(next)) pairs.add(sign + next);
  }
  return pairs;
}

const SPEAKS = /^[\p{Script=Han}\p{Script=Katakana}a-zー]$/u;
