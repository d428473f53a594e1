/**
 * Which way an indicator counts. Nothing on a sheet says so but the comparator of its target and its words; where
 * neither leaves no doubt, a person is asked once: guessing wrong would print ○ for a worsened figure.
 */
import Big from 'big.js';
import { fold } from '../quantity/fold.js';
import { type NumberPart, printNumber, readQuantity } from '../quantity/index.js';
import type { Direction, DirectionSource } from '../sheet/direction.js';
import type { Words } from '../text/language.js';
import type { Doubt } from './align.js';
import type { Judged } from './compare.js';
import { fewerMayBeBetter, likelyDirection, moreIsBetter } from './direction-words.js';
import type { Round } from './notes.js';

/** The rule of every proposal that waits for the direction of its indicator. */
export const ASK_DIRECTION = 'ask-direction-unknown';

/** 上限10件 as a target: the words before the number make it a limit. */
const LIMIT = /上限|最大|最多|限度|予算|定員/;
/** A count of minutes or seconds without a name is as often a limit as an aim. */
const SHORT_TIMES: ReadonlySet<string | null> = new Set(['分', '秒']);
const LONGER_IS_WANTED = /研修|講座|学習|運動|活動|放送|開館|開庁|体験|利用|読書|訓練|学び/;

/** 以上 and 超 say more, 以下, 以内 and 未満 fewer; a range says neither and is judged as it stands. */
const isWritten = (target: NumberPart): boolean => target.comparator !== null || target.upTo !== undefined;

const isUpward = ({ comparator }: NumberPart): boolean => comparator === 'gte' || comparator === 'gt';
/** 5位以上 is the fifth or a better one, a smaller number: what 以上 and 多いほどよい say of a rank is no comparison. */
const isRank = (target: NumberPart, indicator: string): boolean =>
  target.unit === '位' || (target.unit === null && /順位|ランキング/.test(indicator));

/**
 * True where name and target leave no doubt that more is better. A target of 0, a limit (上限10件) and minutes that may
 * be waited for (30分) leave one whatever is counted. `indicator` is folded text.
 */
function isSurelyMore(target: NumberPart, indicator: string): boolean {
  if (new Big(target.value).lte(0) || LIMIT.test(target.label ?? '')) return false;
  if (SHORT_TIMES.has(target.unit) && !LONGER_IS_WANTED.test(indicator)) return false;
  const label = target.label ?? '';
  if (fewerMayBeBetter(label)) return false;
  return moreIsBetter(indicator) || (!fewerMayBeBetter(indicator) && moreIsBetter(label));
}

type DirectionFact = {
  /** null: nobody knows yet */
  readonly direction: Direction | null;
  readonly from: DirectionSource;
  /** what to propose to whoever is asked; null: the words could mean either */
  readonly likely: Direction | null;
};

/**
 * The direction of an indicator with its source, as printed on a sheet; `said` is what a person has said of it. Of a
 * target that is no number nothing has to be known: `direction` null and `from` comparator.
 */
export function directionFact(name: string, target: string, said: Direction | null): DirectionFact {
  const indicator = fold(name);
  const numbers = readQuantity(target, { indicator: name }).parts.filter((part) => part.kind === 'number');
  const limits = numbers.map(({ comparator }) => comparator).filter((one) => one !== null);
  const likely =
    limits.includes('lte') || limits.includes('lt')
      ? 'lower'
      : limits.length > 0
        ? 'higher'
        : numbers.some(({ label, value }) => LIMIT.test(label ?? '') || new Big(value).eq(0))
          ? 'lower'
          : likelyDirection(indicator);
  if (said !== null) return { direction: said, from: 'person', likely };
  if (numbers.every(isWritten))
    return { direction: limits.length > 0 ? likely : null, from: 'comparator', likely };
  if (numbers.every((part) => isWritten(part) || isSurelyMore(part, indicator)))
    return { direction: 'higher', from: 'words', likely };
  return { direction: null, from: 'nowhere', likely };
}

/** Both numbers without a share: which way it is to be computed is the very question. */
const unjudged = (target: NumberPart, result: NumberPart): Words => ({
  ja: `目標${printNumber(target, 'ja')} → 結果${printNumber(result, 'ja')}`,
  en: `target ${printNumber(target, 'en')} → result ${printNumber(result, 'en')}`,
});

/**
 * Why the direction of one of the numbers must be asked; null when it is given, written (以上, 以下 …) or left in no
 * doubt by the words, or when result and target are equal at the end of the year (before it, a limit can still be
 * passed). A target below 0 (△10%) may be a cut or a floor, whatever is written. `indicator` is folded text.
 */
export function directionDoubt(
  judged: readonly Judged[],
  given: Direction | undefined,
  indicator: string,
  round: Round,
): Doubt | null {
  for (const { target, result } of judged) {
    const sum = unjudged(target, result);
    const equal = new Big(target.value).eq(result.value);
    if (isRank(target, indicator) && (isUpward(target) || (given === 'higher' && !isWritten(target)))) {
      return {
        rule: 'ask-rank',
        why: {
          ja: `${sum.ja}。順位は数が小さいほど上です。どこまでに入ればよいか確かめてください`,
          en: `${sum.en}; a smaller number is a better rank. Please check which ranks are meant`,
        },
      };
    }
    if (given === 'neither') {
      if (isWritten(target) || (equal && round === 'yearend')) continue;
      return {
        rule: 'ask-kept-state',
        why: {
          ja: `${sum.ja}。多くも少なくもなく保つ指標です。保たれたといえるか確かめてください`,
          en: `${sum.en}; the aim is to keep it, neither more nor fewer. Please check whether it was kept`,
        },
      };
    }
    if (given !== undefined) continue;
    if (new Big(target.value).lt(0)) {
      return {
        rule: 'ask-negative-target',
        why: {
          ja: `${sum.ja}。マイナスの目標は、減らす目標でしょうか、下回らない目標でしょうか`,
          en: `${sum.en}; is a target below zero a reduction to reach or a floor to hold?`,
        },
      };
    }
    if (isWritten(target) || (round === 'yearend' && equal)) continue;
    if (isSurelyMore(target, indicator)) continue;
    return {
      rule: ASK_DIRECTION,
      why: {
        ja: `${sum.ja}。多いほどよい指標か、少ないほどよい指標かが分かりません`,
        en: `${sum.en}; it is not known whether more or fewer is better`,
      },
    };
  }
  return null;
}
