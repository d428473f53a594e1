/** Why a person must be asked: what the texts and the numbers themselves leave open. */
import Big from 'big.js';
import { type NumberPart, printNumber, printReading, type Reading, sameUnit } from '../quantity/index.js';
import type { Doubt } from './align.js';
import type { Judged } from './compare.js';
import { answersDeed, saysNot } from './names.js';

const LONGEST_QUOTE = 40;

function quote(texts: readonly string[]): string {
  const text = texts.join('、');
  const characters = [...text];
  return characters.length > LONGEST_QUOTE ? `${characters.slice(0, LONGEST_QUOTE).join('')}…` : text;
}

/** Why the two readings cannot be judged by arithmetic at all; null when they can. `args` are the texts as typed. */
export function readingDoubt(
  args: { readonly target: string; readonly result: string },
  target: Reading,
  result: Reading,
): Doubt | null {
  const ask = (rule: string, ja: string, en: string): Doubt => ({ rule, why: { ja, en } });
  if (args.target.trim() === '') return ask('ask-no-target', '目標が書かれていません', 'there is no target');
  if (args.result.trim() === '')
    return ask('ask-no-result', '結果がまだありません', 'there is no result yet');
  if (target.parts.some((part) => part.kind === 'coverage')) {
    return ask(
      'ask-coverage',
      `目標「${quote([args.target.trim()])}」は対象者全数の実施が目標です（結果「${quote([args.result.trim()])}」）。対象の数と実施した数を確かめてください`,
      `the target "${quote([args.target.trim()])}" means every case (result "${quote([args.result.trim()])}"). Please check the number of cases and how many were reached`,
    );
  }
  const milestones = target.parts.some((part) => part.kind === 'milestone');
  if (milestones) {
    const said = result.parts.length > 0 ? printReading(result, 'ja') : args.result.trim();
    const saidEn = result.parts.length > 0 ? printReading(result, 'en') : args.result.trim();
    return ask(
      'ask-milestone',
      `目標「${quote([args.target.trim()])}」は数値目標ではないため、評価案はお示しできません（結果「${quote([said])}」）。すべて終わっているか確かめてください`,
      `the target "${quote([args.target.trim()])}" is a milestone, not a number (result "${quote([saidEn])}"). Please check whether all of it is done`,
    );
  }
  if (!target.certain) {
    const words = quote(target.unread.length > 0 ? target.unread : [args.target.trim()]);
    return ask(
      'ask-unread-target',
      `目標の「${words}」を読み取れませんでした`,
      `"${words}" in the target could not be read`,
    );
  }
  if (!result.certain) {
    const words = quote(result.unread.length > 0 ? result.unread : [args.result.trim()]);
    return ask(
      'ask-unread-result',
      `結果の「${words}」を読み取れませんでした`,
      `"${words}" in the result could not be read`,
    );
  }
  if (result.parts.some((part) => part.kind === 'number' && part.upTo !== undefined)) {
    return ask(
      'ask-unread-result',
      `結果「${quote([args.result.trim()])}」は幅のある数です`,
      `the result "${quote([args.result.trim()])}" is a range, not a number`,
    );
  }
  if (result.parts.some((part) => part.kind !== 'number')) {
    return ask(
      'ask-mixed-result',
      `結果「${quote([args.result.trim()])}」に数のほかの言葉があります`,
      `the result "${quote([args.result.trim()])}" says more than a number`,
    );
  }
  return null;
}

/** Why numbers that were read and paired must still be weighed by a person; null when arithmetic may judge them. */
export function numberDoubt(
  judged: readonly Judged[],
  others: readonly NumberPart[],
  indicator: string,
  texts: readonly string[],
): Doubt | null {
  if (judged.some((pair) => pair.target.approximate || pair.result.approximate)) {
    return {
      rule: 'ask-approximate',
      why: {
        ja: '「約」「程度」のある数は正確に比べられません',
        en: 'an approximate number cannot be compared exactly',
      },
    };
  }
  if (judged.some(({ target, met }) => target.upTo !== undefined && !met)) {
    return {
      rule: 'ask-outside-range',
      why: {
        ja: '結果が目標の幅に入っていません',
        en: 'the result is outside the range of the target',
      },
    };
  }
  if (judged.some((pair) => pair.result.comparator !== null)) {
    return {
      rule: 'ask-open-result',
      why: { ja: '結果が「以上」「未満」などの幅のある数です', en: 'the result is a bound, not a number' },
    };
  }
  return (
    runningTotalDoubt(judged, others) ??
    shareDoubt(judged, indicator) ??
    belowZeroDoubt(judged) ??
    magnitudeDoubt(judged, [...texts, indicator]) ??
    otherNumberDoubt(judged, others)
  );
}

/** 累計 on one side only: what the other side counts is open. */
function runningTotalDoubt(judged: readonly Judged[], others: readonly NumberPart[]): Doubt | null {
  const cumulative = (part: NumberPart) => part.scope === 'cumulative';
  const aimed = judged.some((pair) => cumulative(pair.target));
  const reached = judged.some((pair) => cumulative(pair.result)) || others.some(cumulative);
  if (aimed === reached) return null;
  return {
    rule: 'ask-running-total',
    why: {
      ja: `「累計」が${aimed ? '目標' : '結果'}だけにあります。年度分の数か累計か確かめてください`,
      en: `only the ${aimed ? 'target' : 'result'} is cumulative. Please check which is meant`,
    },
  };
}

/** Growth and completion can pass 100 %; a share of a whole cannot. */
const MAY_PASS_WHOLE = /達成率|執行率|稼働率|進捗率|対前|前年|昨年|増|伸び|比率?(?:$|\()|倍/;

/** 50人/40人: the two numbers were swapped, or one was mistyped. */
function shareDoubt(judged: readonly Judged[], indicator: string): Doubt | null {
  const swapped = ({ fraction }: NumberPart) =>
    fraction !== null && new Big(fraction.numerator).gt(fraction.denominator);
  const aboveWhole = ({ target, result }: Judged) =>
    result.unit === '%' &&
    new Big(result.value).gt(100) &&
    new Big(target.upTo ?? target.value).lte(100) &&
    !MAY_PASS_WHOLE.test(`${target.label ?? ''}${indicator}`);
  const found =
    judged.flatMap((pair) => [pair.result, pair.target]).find(swapped) ?? judged.find(aboveWhole)?.result;
  if (!found) return null;
  return {
    rule: 'ask-share-above-whole',
    why: {
      ja: `「${printNumber(found, 'ja')}」は100％を超えています。数が入れ替わっていないか確かめてください`,
      en: `"${printNumber(found, 'en')}" is above 100%. Please check that the numbers are not swapped`,
    },
  };
}

function belowZeroDoubt(judged: readonly Judged[]): Doubt | null {
  const found = judged.find(
    ({ target, result, met }) => met && new Big(result.value).lt(0) && new Big(target.value).gte(0),
  );
  if (!found) return null;
  return {
    rule: 'ask-negative-result',
    why: {
      ja: `結果「${printNumber(found.result, 'ja')}」はマイナスの数です`,
      en: `the result "${printNumber(found.result, 'en')}" is below zero`,
    },
  };
}

/** From this factor on, another unit was likelier meant than another number: 円 and 千円, 千t and t (V19). */
const SLIP_FACTOR = 100;

/** `texts`: where a 千 or 万 may stand, folded. */
function magnitudeDoubt(judged: readonly Judged[], texts: readonly string[]): Doubt | null {
  const inBigUnits = texts.some((text) => /[0-9][十百]?[千万億]|\([十百]?[千万億]/.test(text));
  const found = judged.find(({ target, result, met }) => {
    const [aim, reached] = [new Big(target.value), new Big(result.value)];
    if (!met || aim.lte(0) || reached.lte(0)) return false;
    const far = reached.gte(aim.times(SLIP_FACTOR)) || aim.gte(reached.times(SLIP_FACTOR));
    return far && (sameUnit(target.unit, '円') || inBigUnits);
  });
  if (!found) return null;
  if (sameUnit(found.target.unit, '円'))
    return {
      rule: 'ask-money-magnitude',
      why: {
        ja: `目標と結果の桁が${SLIP_FACTOR}倍以上違います。円と千円を取り違えていないか確かめてください`,
        en: `target and result differ by a factor of ${SLIP_FACTOR} or more. Please check the unit of money`,
      },
    };
  return {
    rule: 'ask-magnitude',
    why: {
      ja: `目標と結果の桁が${SLIP_FACTOR}倍以上違います。桁や単位（千・万など）、目標を取り違えていないか確かめてください`,
      en: `target and result differ by a factor of ${SLIP_FACTOR} or more. Please check the digits, the unit (千, 万 …) and the target`,
    },
  };
}

/** 男50人、女50人 behind 100人 explain it, 延べ too; any other number may change what the judged one says. */
function otherNumberDoubt(judged: readonly Judged[], others: readonly NumberPart[]): Doubt | null {
  const rest = others.filter((part) => part.scope !== 'person_times');
  const breaksDown = judged.some(
    ({ result }) =>
      rest.every((part) => part.label !== null && sameUnit(part.unit, result.unit)) &&
      rest.reduce((sum, part) => sum.plus(part.value), new Big(0)).eq(result.value),
  );
  const named = judged.every((pair) => pair.target.label !== null);
  const found = others.find((part) => {
    if (part.label !== null && (saysNot(part.label) || /^(?:次|来|翌|昨|前|去)/.test(part.label)))
      return true;
    return rest.includes(part) && !breaksDown && !(named && part.label !== null);
  });
  if (!found) return null;
  return {
    rule: 'ask-other-number',
    why: {
      ja: `結果に目標にない数「${printNumber(found, 'ja')}」があります`,
      en: `the result has a number that the target does not ask for: "${printNumber(found, 'en')}"`,
    },
  };
}

/** 10件申請 for a target of grants; `deeds` are what the words behind the numbers say. Folded texts. */
export function deedDoubt(deeds: readonly string[], target: string, indicator: string): Doubt | null {
  const other = deeds.find((deed) => !answersDeed(deed, target, indicator));
  if (other === undefined) return null;
  return {
    rule: 'ask-other-deed',
    why: {
      ja: `結果の「${other}」が目標と同じことか分かりません`,
      en: `it is not clear whether "${other}" in the result is what the target counts`,
    },
  };
}
