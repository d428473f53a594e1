/** 上回る, 下回る and 達成 against the numbers; ○△× against words and numbers. */
import { fold } from '../quantity/fold.js';
import { fewerMayBeBetter } from '../rating/direction-words.js';
import { type RatingCode, ratingLabel } from '../sheet/scale.js';
import type { Check, Compared, Found } from './check.js';
import { type Claim, claimsIn } from './claims.js';
import { alike } from './figures.js';
import { type Laid, sizeOf } from './indicator.js';

/** Words that no ○ goes with, whatever they are said of. */
const FAILED =
  /(?:完了|完成|達成|実施|策定|改定|開催|設立|締結|供用開始|供用|稼働|導入|整備|決定|合意|成立|採用|契約|着手|開始|解消|公表|上程|作成|着工|納品|発行|移行|交付|発注)に(?:は|まで)?至(?:りません|らなかった|らず|っていない|っていません|っておりません)|できませんでした|できなくなりました|(?:全て|すべて)中止|未実施(?:です|でした|とな)|一部未達成|未達成/;
/** and more of them where no number is aimed at, since a part that failed is said of a number as well */
const NOT_DONE =
  /できなかった$|(?:見送|断念)(?:った|りました|し)|見合わせ(?:た|ました|て)|(?:来年度|次年度|翌年度|令和[0-9]+年度)(?:に|へ|以降に)?(?:延期|先送り|持ち越|繰り越|ずれ込|変更とな)|延期(?:した|しました|とな|を余儀)/;
/** that is all there is to say */
const CALLED_OFF = /(?<!一部を?)中止(?:した|しました|となった|となりました|とした|としました)$/;
/** what makes up for it */
const MADE_UP = /振り?替え|代わり|代替|改めて|あらためて|その後|しかし|ただし|一部の?|のみ|うち/;
/** A result in words that no ○ goes with. */
const NO_RESULT = /^(?:中止|未実施|延期|見送り|未達成|未完了|未策定|実施(?:せず|なし|できず))/;
const BEFORE_THIS_YEAR = /前年|昨年|これまで|コロナ/;
/** said of a part, or in passing */
const BUT = /(?:が、|ものの|けれど|一方)/;

export function findInRatings(laid: Laid): Found {
  const claims = claimsIn(laid.status, laid.aim?.unit === '%');
  return {
    checks: [
      ...againstNumbers(laid, claims),
      ...againstWords(laid, claims),
      ...(laid.reason === '' ? againstRule(laid) : []),
    ],
  };
}

type Side = -1 | 0 | 1;

/** Where the results lie beside their targets, for all numbers that can be compared. */
export function sidesOf({ targets, results }: Laid): Side[] {
  const only = targets.length === 1 && results.length >= 1;
  return targets.flatMap((target): Side[] => {
    const fitting = results.filter(
      (result) =>
        result.scope === target.scope &&
        (alike(result, target) || result.unit === null || target.unit === null) &&
        (only || (result.label ?? '') === (target.label ?? '')),
    );
    return fitting.length === 1 ? [sizeOf(fitting[0]!).cmp(target.value) as Side] : [];
  });
}

function againstNumbers(laid: Laid, claims: readonly Claim[]): Omit<Check, 'indicator'>[] {
  const sides = sidesOf(laid);
  if (sides.length === 0 || sides.length < laid.targets.length) return [];
  const proposed = laid.proposal.rating;
  const met = proposed === 'achieved' || proposed === 'exceeded';
  // at mid-year only ○ is proposed: nothing else says that the target is missed
  const notMet = proposed !== null && !met;
  const lower = isLower(laid);
  const wrong = claims.find(({ says }) => {
    switch (says) {
      case 'above':
        return !sides.includes(1) && !(lower && met);
      case 'below':
        return !sides.includes(-1);
      case 'met':
        return notMet || (!lower && laid.aim?.comparator === 'gte' && !sides.some((side) => side >= 0));
      case 'missed':
        return met && laid.goal.round === 'yearend';
      default:
        return says satisfies never;
    }
  });
  if (!wrong) return [];
  const { target, result } = laid;
  const texts: Compared[] = [
    { of: 'status', text: wrong.text },
    { of: 'target', text: target },
    { of: 'result', text: result },
  ];
  return [
    {
      kind: 'target',
      texts,
      message: {
        ja: `目標達成状況に「${wrong.text}」とありますが、目標「${target}」に対し結果は「${result}」です。どちらが正しいか確かめてください。`,
        en: `The status says 「${wrong.text}」, but for the target 「${target}」 the result is 「${result}」. Please check which is right.`,
      },
    },
  ];
}

function againstWords(laid: Laid, claims: readonly Claim[]): Omit<Check, 'indicator'>[] {
  const { rating, goal } = laid;
  if (rating === null) return [];
  const good = isGood(rating);
  const none = good ? NO_RESULT.test(fold(laid.result)) : false;
  const said = none ? laid.result : good ? failing(laid, claims) : praising(laid, claims);
  if (said === null) return [];
  const [of, where, whereEn] = none
    ? (['result', '結果', 'result'] as const)
    : (['status', '目標達成状況', 'status'] as const);
  const label = ratingLabel(goal.scale, rating, 'ja', goal.round === 'midyear');
  const labelEn = ratingLabel(goal.scale, rating, 'en', goal.round === 'midyear');
  return [
    {
      kind: 'rating',
      texts: [
        { of: 'rating', text: label },
        { of, text: said },
      ],
      message: {
        ja: `評価は「${label}」ですが、${where}に「${said}」とあります。評価か文のどちらかを確かめてください。`,
        en: `The rating is 「${labelEn}」, but the ${whereEn} says 「${said}」. Please check the rating and the text.`,
      },
    },
  ];
}

export function isGood(rating: RatingCode): boolean {
  return rating === 'achieved' || rating === 'exceeded';
}

export function isLower({ direction, aim }: Laid): boolean {
  return direction === 'lower' || aim?.comparator === 'lte' || aim?.comparator === 'lt';
}

/** Fewer may be better, and nobody has said so: 目標を下回った praises as little as it blames. */
function isWayOpen({ direction, aim, called }: Laid): boolean {
  return direction === null && (aim?.comparator ?? null) === null && fewerMayBeBetter(called);
}

function failing(laid: Laid, claims: readonly Claim[]): string | null {
  const { status, goal, targets } = laid;
  const lower = isLower(laid);
  // 現時点では達していません fits an outlook of ○
  if (goal.round === 'midyear') return /達成(?:は|が)?(?:困難|難し)/.exec(fold(status))?.[0] ?? null;
  const claim = claims.find(
    ({ says }) =>
      says === 'missed' || (says === (lower ? 'above' : 'below') && targets.length > 0 && !isWayOpen(laid)),
  );
  if (claims.some(({ says }) => says === (lower ? 'below' : 'above') || says === 'met')) return null;
  if (claim) return claim.text;
  const text = fold(status);
  const inWords = targets.length === 0 && !MADE_UP.test(text);
  const sentences = text.split(/[。\n]/u).filter((one) => one.trim() !== '');
  for (const sentence of sentences) {
    const failed =
      FAILED.exec(sentence) ??
      (inWords
        ? (NOT_DONE.exec(sentence) ?? (sentences.length === 1 ? CALLED_OFF.exec(sentence) : null))
        : null);
    if (failed && !BUT.test(sentence.slice(failed.index)) && !BEFORE_THIS_YEAR.test(sentence))
      return sentence.slice(Math.max(0, failed.index - 10), failed.index + failed[0].length).trim();
  }
  return null;
}

function praising(laid: Laid, claims: readonly Claim[]): string | null {
  const [well, badly] = isLower(laid) ? (['below', 'above'] as const) : (['above', 'below'] as const);
  // 上回ってしまいました
  if (claims.some(({ says, text }) => says === 'missed' || says === badly || /てしま/.test(text)))
    return null;
  return claims.find(({ says }) => (says === well && !isWayOpen(laid)) || says === 'met')?.text ?? null;
}

/** ○△× against the rule. */
export function againstRule({ rating, proposal, goal, target, result }: Laid): Omit<Check, 'indicator'>[] {
  if (rating === null) return [];
  const outlook = goal.round === 'midyear';
  const label = (language: 'ja' | 'en') => ratingLabel(goal.scale, rating, language, outlook);
  // far below its target: what is proposed is left open, but it is no ○
  const open = proposal.rule.endsWith('/ask-below-partial') && isGood(rating);
  if (!open && (proposal.rating === null || proposal.rating === rating)) return [];
  const other = (language: 'ja' | 'en') =>
    proposal.rating === null
      ? language === 'ja'
        ? '達成していない'
        : 'not achieved'
      : ratingLabel(goal.scale, proposal.rating, language, outlook);
  return [
    {
      kind: 'rating',
      texts: [
        { of: 'rating', text: label('ja') },
        { of: 'target', text: target },
        { of: 'result', text: result },
      ],
      message: {
        ja: `評価は「${label('ja')}」ですが、${proposal.arithmetic.ja}で、評価案は「${other('ja')}」です。確かめてください。`,
        en: `The rating is 「${label('en')}」, but by ${proposal.arithmetic.en} 「${other('en')}」 is proposed. Please check.`,
      },
    },
  ];
}
