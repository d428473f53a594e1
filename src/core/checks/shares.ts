/** 120人中108人 and 91％; 80/88 and 90.9％. Rounded or cut off, both are right. */
import Big from 'big.js';
import { perCentExactly, shownPerCent } from '../quantity/per-cent.js';
import type { Check, Compared, Confirmed, Found } from './check.js';
import { alike, type Figure } from './figures.js';
import { type Laid, shownNumber } from './indicator.js';

type Share = {
  readonly whole: Figure;
  readonly part: Figure;
  readonly end: number;
  /** 200件配布し160件を回収: only a per cent beside them says that one is a share of the other */
  readonly unsaid?: true;
  /** 1,600人の75%に当たる1,200人 */
  readonly printed?: Figure;
};

/** The pairs of a whole and a part, as they are written: 120人中108人, 120人のうち108人, 108/120. */
function sharesIn({ said }: Laid): Share[] {
  const { figures, folded } = said;
  return figures.flatMap((first, place): Share[] => {
    const second = figures[place + 1];
    if (!second) return [];
    const between = folded.slice(first.end, second.at);
    const third = figures[place + 2];
    if (
      second.unit === '%' &&
      third &&
      alike(first, third) &&
      third.value.lte(first.value) &&
      /^(?:の|のうち)$/.test(between) &&
      /^に(?:当たる|あたる|相当する)$/.test(folded.slice(second.end, third.at))
    )
      return [{ whole: first, part: third, end: third.end, printed: second }];
    const whole = /^(?:中|のうち|の内|に対し|に対して|うち)、?(?:[^。、0-9]{0,12})$/u.test(between);
    if (whole && alike(first, second) && second.value.lte(first.value) && !/%/.test(between))
      return [{ whole: first, part: second, end: second.end }];
    // 1,810人で、対象者2,500人に対する率
    const after = folded.slice(second.end, second.end + 4);
    if (
      alike(first, second) &&
      first.value.lte(second.value) &&
      first.sentence === second.sentence &&
      between.length <= 16 &&
      /^(?:に対す|に占め)/.test(after)
    )
      return [{ whole: second, part: first, end: second.end }];
    if (/^\s?[/÷][^。、0-9]{0,8}$/u.test(between) && second.value.gt(0) && first.value.lte(second.value))
      return [{ whole: second, part: first, end: second.end }];
    if (alike(first, second) && first.unit !== null && second.value.lte(first.value) && between.length <= 16)
      return first.sentence === second.sentence && !first.slashed
        ? [{ whole: first, part: second, end: second.end, unsaid: true }]
        : [];
    return [];
  });
}

/** 97.3％ where 146 of 150 is the result: 充足率, 達成率. */
function isOfTarget({ aim, reached }: Laid, printed: Figure): boolean {
  if (!aim || !reached || !alike(aim, reached) || new Big(aim.value).lte(0)) return false;
  return new Big(reached.value).times(100).div(aim.value).minus(printed.value).abs().lt(1);
}

/** Whether a per cent as printed is the share, rounded half up, or cut, to its own decimals. */
function says(printed: string, { whole, part }: Share): boolean {
  if (whole.value.eq(0)) return true;
  // the last number: 80/88（90.9％）
  const [value = '0', decimals = ''] =
    [...printed.replaceAll(',', '').matchAll(/[0-9]+(?:\.([0-9]+))?/g)].at(-1) ?? [];
  const digits = decimals.length;
  const exact = perCentExactly(part.value, whole.value);
  return exact.round(digits, Big.roundHalfUp).eq(value) || exact.round(digits, Big.roundDown).eq(value);
}

/** How near a result must be to a share of the text to be meant by it; in per cent. */
const NEAR = 10;
/** and where nothing says that one is a share of the other; in per cent */
const NEAR_UNSAID = 15;
/** from a share to the per cent that is printed with it; in characters */
const BESIDE = 30;

/** The shares of 目標達成状況 against the per cent printed beside them, else against a result in per cent. */
export function findShares(laid: Laid): Found {
  const checks: Omit<Check, 'indicator'>[] = [];
  const confirmed: Omit<Confirmed, 'indicator'>[] = [];
  for (const share of sharesIn(laid)) {
    const { whole, part } = share;
    const start = Math.min(whole.at, part.at);
    const beside = laid.said.figures.filter(
      ({ unit, sentence, approximate, after }) =>
        unit === '%' &&
        sentence === whole.sentence &&
        !approximate &&
        !/^(?:の)?(?:増|減|以[上下])/.test(after),
    );
    const printed =
      share.printed ??
      beside.find(({ at }) => at >= share.end && at - share.end <= BESIDE) ??
      beside.find(({ end }) => end <= start && start - end <= BESIDE);
    const { reached } = laid;
    const exact = whole.value.eq(0) ? null : part.value.times(100).div(whole.value);
    const against: Compared | null = printed
      ? { of: 'status', text: printed.shown }
      : reached?.unit === '%' && exact && exact.minus(reached.value).abs().lte(NEAR)
        ? { of: 'result', text: shownNumber(reached) }
        : null;
    if (!against || !exact) continue;
    if (share.unsaid) {
      const value = printed && /率(?:は|が)?$/.test(printed.label) ? printed.value : null;
      if (!value || exact.minus(value).abs().gt(NEAR_UNSAID)) continue;
      // a list of several, or what the target and the result say, may be what the per cent is of
      const inSentence = laid.said.figures.filter(
        (one) => one.sentence === whole.sentence && alike(one, whole),
      );
      if (inSentence.length > 2 || isOfTarget(laid, printed!)) continue;
    }
    const text = laid.said.folded.slice(start, Math.max(whole.end, part.end));
    const texts: Compared[] = [{ of: 'status', text }, against];
    const shown = shownPerCent(exact).replace(/\.0$/u, '');
    if (says(against.text, share)) {
      confirmed.push({
        kind: 'share',
        texts,
        arithmetic: `${part.value.toFixed()} ÷ ${whole.value.toFixed()} = ${shown} %`,
      });
      continue;
    }
    checks.push({
      kind: 'share',
      texts,
      message: {
        ja: `「${text}」は${shown}％で、「${against.text}」と違います。どちらが正しいか確かめてください。`,
        en: `「${text}」 is ${shown} %, not 「${against.text}」. Please check which is right.`,
      },
    });
  }
  return { checks, confirmed };
}
