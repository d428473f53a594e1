/**
 * Which number of the result answers which number of the target: by label, else by unit and scope. Never by
 * position, and never by adding up. What cannot be paired with certainty is asked.
 */
import Big from 'big.js';
import { foldLabel } from '../quantity/fold.js';
import { type NumberPart, printNumber, sameUnit } from '../quantity/index.js';
import { countsEveryTime } from '../quantity/units.js';
import type { Words } from '../text/language.js';
import type { Pair, Towards } from './compare.js';
import { answersDeed, deedNamed, isNamedBy, outsideParentheses, saysNot } from './names.js';
import type { Direction } from './proposal.js';

/** Why a person must be asked. `rule` goes into the history. */
export type Doubt = { readonly rule: string; readonly why: Words };

type Alignment =
  | { readonly ok: true; readonly pairs: readonly Pair[]; readonly others: readonly NumberPart[] }
  | ({ readonly ok: false } & Doubt);

const TOTAL = /^(?:共?計|合計|総計|総数|全体|のべ計)$/;
/** 月平均500人, 各回50人: what is answered without these words may be the sum of them */
const EACH_TIME = /平均|各回|毎回|各月|[当あ]たり/;
/** labels that name what every such number counts */
const MEASURE =
  /^(?:参加|来場|来館|利用|受講|受診|申請|登録|入場|実施|開催|発行|相談|訪問)(?:者|団体|件|回|人)?数?$|^(?:人|回|件|団体|総)数$/;

/** 協働した団体数 counts in 団体, 参加団体の参加人数 in 人: what is counted stands last. */
function countsIn(indicator: string, unit: string): boolean {
  const name = outsideParentheses(indicator);
  if (name.endsWith(`${unit}数`) || name.endsWith(unit)) return true;
  return sameUnit(unit, '人') && /[人者員生民名]数$/.test(name);
}

type Fit = 'fits' | 'differs' | 'unknown';

function unitFit(target: NumberPart, result: NumberPart, direction: Towards, indicator: string): Fit {
  if (sameUnit(target.unit, result.unit)) return 'fits';
  if (target.unit !== null && result.unit !== null) return 'differs';
  if (target.unit === null) return countsIn(indicator, result.unit!) ? 'fits' : 'unknown';
  // 0.9 may be meant as 90 %, and 130 under a limit of 1,200,000円 as thousands
  if (target.unit === '%' && new Big(result.value).lte(1) && !new Big(result.value).eq(0)) return 'unknown';
  if (target.unit === '円' && direction === 'lower') return 'unknown';
  return 'fits';
}

function sameScope(target: NumberPart, result: NumberPart, indicator: string): boolean {
  if (target.scope === result.scope) return true;
  if (target.scope !== 'cumulative' && result.scope !== 'cumulative' && countsEveryTime(target.unit))
    return true;
  const either = [target.scope, result.scope];
  if (!either.includes('annual')) return false;
  return either.includes('person_times') && isOfEveryTime(indicator);
}

/** 参加延べ人数: a number without 延べ counts every time, too. */
const isOfEveryTime = (indicator: string): boolean =>
  /延べ|のべ/.test(indicator) && !/実(?:人|数)/.test(indicator);

const sameLabel = (a: NumberPart, b: NumberPart): boolean =>
  foldLabel(a.label ?? '') === foldLabel(b.label ?? '');

/** The result parts that may answer `target`; exactly one is an answer. */
function candidates(
  target: NumberPart,
  targets: readonly NumberPart[],
  results: readonly NumberPart[],
  indicator: string,
): readonly NumberPart[] {
  const inScope = results.filter((result) => sameScope(target, result, indicator));
  const labelled = inScope.filter((result) => sameLabel(target, result));
  if (labelled.length === 1) return labelled;
  if (labelled.length > 1) {
    const counted = labelled.filter((result) => sameUnit(result.unit, target.unit));
    // 延べ120人（実85人） where the indicator itself is of 延べ
    const scope = target.scope === 'annual' && isOfEveryTime(indicator) ? 'person_times' : target.scope;
    const written = counted.filter((result) => result.scope === scope);
    return counted.length === 1 ? counted : written.length === 1 ? written : labelled;
  }
  if (target.label !== null) {
    if (EACH_TIME.test(target.label) && !EACH_TIME.test(indicator)) return [];
    const bare = inScope.filter((result) => result.label === null);
    if (targets.length === 1) return inScope.length === 1 ? bare : [];
    const rivals = targets.filter((other) => sameUnit(other.unit, target.unit));
    return rivals.length === 1 ? bare.filter((result) => sameUnit(result.unit, target.unit)) : [];
  }
  const totals = inScope.filter((result) => result.label !== null && TOTAL.test(result.label));
  if (totals.length > 0) return totals;
  if (targets.length > 1 || inScope.length !== 1) return [];
  const label = foldLabel(inScope[0]!.label ?? '');
  if (label === '') return inScope;
  const deed = deedNamed(label);
  if (saysNot(label) || (deed !== null && !answersDeed(deed, '', indicator))) return [];
  return MEASURE.test(label) || isNamedBy(label, foldLabel(indicator)) ? inScope : [];
}

const say = (part: NumberPart): Words => ({ ja: printNumber(part, 'ja'), en: printNumber(part, 'en') });

/** A limit is a limit even when it is written without --lower-is-better; a contradiction is asked. */
function directionOf(target: NumberPart, given: Direction | undefined): Towards | null {
  const written =
    target.comparator === null
      ? null
      : target.comparator === 'gte' || target.comparator === 'gt'
        ? 'higher'
        : 'lower';
  if (written !== null && given !== undefined && given !== 'neither' && written !== given) return null;
  return written ?? (given === 'lower' ? 'lower' : 'higher');
}

/** Pairs every number of the target with its result; `indicator` is folded text. */
export function align(
  targets: readonly NumberPart[],
  results: readonly NumberPart[],
  direction: Direction | undefined,
  indicator: string,
): Alignment {
  const pairs: Pair[] = [];
  for (const [index, target] of targets.entries()) {
    const words = say(target);
    const towards = directionOf(target, direction);
    if (towards === null) {
      return {
        ok: false,
        rule: 'ask-direction',
        why: {
          ja: `目標「${words.ja}」の書き方と、指標の向き（多いほど良い・少ないほど良い）が合いません`,
          en: `the target "${words.en}" and the direction of the indicator contradict each other`,
        },
      };
    }
    const twin = targets.some(
      (other, at) =>
        at !== index &&
        sameLabel(other, target) &&
        other.scope === target.scope &&
        sameUnit(other.unit, target.unit),
    );
    if (twin) {
      return {
        ok: false,
        rule: 'ask-target-ambiguous',
        why: {
          ja: `目標に同じ種類の数「${words.ja}」が二つ以上あります`,
          en: `the target has more than one number of the same kind ("${words.en}")`,
        },
      };
    }
    const found = candidates(target, targets, results, indicator);
    if (found.length === 0) {
      return {
        ok: false,
        rule: 'ask-missing-part',
        why: {
          ja: `目標「${words.ja}」に対する結果が見つかりません`,
          en: `there is no result for the target "${words.en}"`,
        },
      };
    }
    if (found.length > 1) {
      return {
        ok: false,
        rule: 'ask-result-ambiguous',
        why: {
          ja: `目標「${words.ja}」に対する結果が「${found.map((part) => say(part).ja).join('」「')}」のどれか分かりません`,
          en: `it is not clear which of ${found.map((part) => `"${say(part).en}"`).join(', ')} answers the target "${words.en}"`,
        },
      };
    }
    const result = found[0]!;
    if (target.years !== result.years) {
      return {
        ok: false,
        rule: 'ask-years-differ',
        why: {
          ja: `目標「${words.ja}」と結果「${say(result).ja}」が、同じ年数の数か分かりません`,
          en: `the target "${words.en}" and the result "${say(result).en}" may be of different numbers of years`,
        },
      };
    }
    const fit = unitFit(target, result, towards, indicator);
    if (fit !== 'fits') {
      return {
        ok: false,
        rule: 'ask-units-differ',
        why: {
          ja: `目標「${words.ja}」と結果「${say(result).ja}」の単位が${fit === 'differs' ? '違います' : '同じか分かりません'}`,
          en: `the units of the target "${words.en}" and the result "${say(result).en}" ${fit === 'differs' ? 'differ' : 'may differ'}`,
        },
      };
    }
    pairs.push({ target, result: { ...result, unit: result.unit ?? target.unit }, direction: towards });
  }
  const used = new Set(pairs.map((pair) => JSON.stringify({ ...pair.result, unit: null })));
  const others = results.filter((part) => !used.has(JSON.stringify({ ...part, unit: null })));
  return { ok: true, pairs, others };
}
