/** The rule of an organisation's scale, applied to numbers that were judged. */
import Big from 'big.js';
import { type RatingCode, ratingLabel, type Scale } from '../sheet/scale.js';
import type { Words } from '../text/language.js';
import { hasShare, type Judged, reaches } from './compare.js';

/** What the rule says; `because` is added to the arithmetic, without its full stop. */
type Verdict = { readonly rating: RatingCode | null; readonly rule: string; readonly because?: Words };

/**
 * ○ if and only if every part of the target is met; △ when one of several is, or from `partialFrom` of a missed
 * number; below that a person is asked, since the sheets do not say where × begins.
 */
export function atYearEnd(judged: readonly Judged[], scale: Scale): Verdict {
  const { exceededFrom, partialFrom, notAchievedBelow } = scale.rules;
  const offers = (code: RatingCode) => scale.steps.some((step) => step.code === code);
  const met = judged.filter((pair) => pair.met).length;
  if (met === judged.length) {
    const beyond = exceededFrom !== null && judged.every((pair) => reaches(pair, exceededFrom));
    if (beyond && offers('exceeded')) return { rating: 'exceeded', rule: 'exceeded-all' };
    return { rating: 'achieved', rule: 'achieved-all' };
  }
  if (offers('partially_achieved')) {
    if (met > 0) {
      return {
        rating: 'partially_achieved',
        rule: 'partial-some-met',
        because: {
          ja: `${judged.length}つの目標のうち${met}つを達成`,
          en: `${met} of ${judged.length} targets met`,
        },
      };
    }
    if (judged.some((pair) => reaches(pair, partialFrom))) {
      return { rating: 'partially_achieved', rule: 'partial-ratio' };
    }
  }
  const below =
    notAchievedBelow !== null && judged.every((pair) => hasShare(pair) && !reaches(pair, notAchievedBelow));
  if (below && met === 0 && offers('not_achieved'))
    return { rating: 'not_achieved', rule: 'not-achieved-below' };
  const percent = new Big(partialFrom).times(100).toFixed();
  const choices = (['partially_achieved', 'not_achieved'] as const).filter(offers);
  const named = (language: 'ja' | 'en') => choices.map((code) => ratingLabel(scale, code, language));
  return {
    rating: null,
    rule: 'ask-below-partial',
    because: judged.every(hasShare)
      ? {
          ja: `目標の${percent}％に届いていません。${named('ja').join('か、')}かを選んでください`,
          en: `below ${percent}% of the target. Please choose ${named('en').join(' or ')}`,
        }
      : {
          ja: `目標を達成していません。${named('ja').join('か、')}かを選んでください`,
          en: `the target is not met. Please choose ${named('en').join(' or ')}`,
        },
  };
}

/**
 * At mid-year the rating is an outlook: only a target that is already met and cannot be lost again is proposed.
 * `lasts` says of each number whether it can be lost.
 */
export function atMidYear(judged: readonly Judged[], lasts: (pair: Judged) => boolean): Verdict {
  if (judged.some((pair) => pair.direction === 'lower')) {
    return {
      rating: null,
      rule: 'ask-midyear-limit',
      because: {
        ja: '年度末までに上限を超えることもあるため、見込みを選んでください',
        en: 'the limit can still be passed before the year ends. Please choose the outlook',
      },
    };
  }
  if (!judged.every((pair) => pair.met)) {
    return {
      rating: null,
      rule: 'ask-midyear-open',
      because: {
        ja: '現時点では目標に達していません。年度末の見込みを選んでください',
        en: 'the target is not met yet. Please choose the outlook for the year-end',
      },
    };
  }
  if (judged.every(lasts)) return { rating: 'achieved', rule: 'midyear-already-met' };
  return {
    rating: null,
    rule: 'ask-midyear-may-change',
    because: {
      ja: '今は目標に届いていますが、年度末までに下がることもあります。見込みを選んでください',
      en: 'the target is met now, but the figure can fall before the year ends. Please choose the outlook',
    },
  };
}
