/**
 * Proposing a rating: the bot proposes, people decide. What cannot be read or judged with certainty is asked.
 * The rule is the one that explains every row of the R5 sheets: ○ if and only if every part of the target is met.
 */
import Big from 'big.js';
import type { Words } from '../language.js';
import type { Direction, Proposal } from '../proposal.js';
import { fold } from '../quantity/fold.js';
import { addsUp } from '../quantity/units.js';
import { type NumberPart, printReading, type Reading, readQuantity } from '../quantity.js';
import type { Scale } from '../scale.js';
import { align, type Doubt } from './align.js';
import { arithmetic, paceWords } from './arithmetic.js';
import { type Judged, judge, ratioOf } from './compare.js';
import { statusWarnings } from './status.js';
import { atMidYear, atYearEnd } from './verdict.js';
import { numberWarnings, textWarnings } from './warnings.js';

export type ProposalRequest = {
  /** as typed or printed */
  readonly target: string;
  readonly result: string;
  /** 取組指標; gives the unit of numbers without one */
  readonly indicator?: string;
  readonly round: 'midyear' | 'yearend';
  readonly scale: Scale;
  /** by default what the target's comparator says (以下, 未満, 以内: lower), else higher */
  readonly direction?: Direction;
  /** share of the fiscal year that has passed, a decimal such as '0.5'; for the pace at mid-year */
  readonly elapsed?: string;
  /** 目標達成状況, to be checked against the result (V09, V17, V18) */
  readonly status?: string;
  /** 評価日 and end of the period, ISO dates (H12) */
  readonly evaluatedOn?: string;
  readonly periodEnd?: string;
};

const LONGEST_QUOTE = 40;

function quote(texts: readonly string[]): string {
  const text = texts.join('、');
  const characters = [...text];
  return characters.length > LONGEST_QUOTE ? `${characters.slice(0, LONGEST_QUOTE).join('')}…` : text;
}

/** Why the two readings cannot be judged by arithmetic at all; null when they can. */
function doubtOf(args: ProposalRequest, target: Reading, result: Reading): Doubt | null {
  const ask = (rule: string, ja: string, en: string): Doubt => ({ rule, why: { ja, en } });
  if (args.target.trim() === '') return ask('ask-no-target', '目標が書かれていません', 'there is no target');
  if (args.result.trim() === '')
    return ask('ask-no-result', '結果がまだありません', 'there is no result yet');
  if (target.parts.some((part) => part.kind === 'coverage')) {
    return ask(
      'ask-coverage',
      `目標「${quote([args.target.trim()])}」は対象すべてが目標です（結果「${quote([args.result.trim()])}」）。対象の数と実施した数を確かめてください`,
      `the target "${quote([args.target.trim()])}" means every case (result "${quote([args.result.trim()])}"). Please check the number of cases and how many were reached`,
    );
  }
  const milestones = target.parts.some((part) => part.kind === 'milestone');
  if (milestones) {
    const said = result.parts.length > 0 ? printReading(result, 'ja') : args.result.trim();
    const saidEn = result.parts.length > 0 ? printReading(result, 'en') : args.result.trim();
    return ask(
      'ask-milestone',
      `目標「${quote([args.target.trim()])}」は数ではなく到達点です（結果「${quote([said])}」）。すべて終わっているか確かめてください`,
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
  if (result.parts.some((part) => part.kind !== 'number')) {
    return ask(
      'ask-mixed-result',
      `結果「${quote([args.result.trim()])}」に数のほかの言葉があります`,
      `the result "${quote([args.result.trim()])}" says more than a number`,
    );
  }
  return null;
}

const numbers = (reading: Reading): NumberPart[] => reading.parts.filter((part) => part.kind === 'number');

/** Numbers that a person must weigh although they were read. */
function vague(judged: readonly Judged[]): Doubt | null {
  if (judged.some((pair) => pair.target.approximate || pair.result.approximate)) {
    return {
      rule: 'ask-approximate',
      why: {
        ja: '「約」「程度」のある数は正確に比べられません',
        en: 'an approximate number cannot be compared exactly',
      },
    };
  }
  if (judged.some((pair) => pair.result.comparator !== null)) {
    return {
      rule: 'ask-open-result',
      why: { ja: '結果が「以上」「未満」などの幅のある数です', en: 'the result is a bound, not a number' },
    };
  }
  return null;
}

/** Pace of the first number judged, only where numbers add up over the year (B5). */
function paceOf(args: ProposalRequest, first: Judged): Words | null {
  if (args.round !== 'midyear' || args.elapsed === undefined || !/^\d+(\.\d+)?$/.test(args.elapsed))
    return null;
  if (first.direction !== 'higher' || first.target.scope === 'cumulative' || !addsUp(first.target.unit))
    return null;
  return paceWords(first, new Big(args.elapsed).times(100).round(1, Big.roundDown).toFixed(1));
}

/**
 * The rating proposed for a result, with its arithmetic, its rule and its warnings; `rating` null and `ask` true when
 * a person must decide. Pure and total: no text makes it throw.
 */
export function proposeRating(args: ProposalRequest): Proposal {
  const indicator = fold(args.indicator ?? '');
  const context = args.indicator === undefined ? {} : { indicator: args.indicator };
  const target = readQuantity(args.target, context);
  const perCent = target.parts.some((part) => part.kind === 'number' && part.unit === '%');
  const result = readQuantity(args.result, { ...context, perCent });
  const warnings = textWarnings({ ...args, targetReading: target, indicator });
  const ruled = (rule: string) => `${args.scale.id}/${rule}`;
  const asked = (doubt: Doubt, judged: readonly Judged[] = []): Proposal => {
    const sums = judged.length > 0 ? arithmetic(judged) : null;
    return {
      rating: null,
      ask: true,
      ratio: judged[0] ? ratioOf(judged[0], 3) : null,
      arithmetic: sums ?? { ja: '', en: '' },
      because: {
        ja: `${sums ? `${sums.ja}。` : ''}${doubt.why.ja}。評価を選んでください。`,
        en: `${sums ? `${sums.en}; ` : ''}${doubt.why.en}. Please choose a rating.`,
      },
      rule: ruled(doubt.rule),
      warnings: [
        ...warnings,
        ...statusWarnings(
          args.status ?? '',
          judged.map((pair) => pair.result),
          indicator,
        ),
      ],
      pace: judged[0] ? paceOf(args, judged[0]) : null,
    };
  };
  const doubt = doubtOf(args, target, result);
  if (doubt) return asked(doubt);
  const aligned = align(numbers(target), numbers(result), args.direction, indicator);
  if (!aligned.ok) return asked(aligned);
  const judged = aligned.pairs.map(judge);
  warnings.push(...numberWarnings(judged, aligned.others));
  const unsure = vague(judged);
  if (unsure) return asked(unsure, judged);
  const verdict = args.round === 'yearend' ? atYearEnd(judged, args.scale) : atMidYear(judged);
  const sums = arithmetic(judged);
  return {
    rating: verdict.rating,
    ask: verdict.rating === null,
    ratio: ratioOf(judged[0]!, 3),
    arithmetic: sums,
    because: verdict.because
      ? { ja: `${sums.ja}。${verdict.because.ja}。`, en: `${sums.en}; ${verdict.because.en}.` }
      : sums,
    rule: ruled(verdict.rule),
    warnings: [
      ...warnings,
      ...statusWarnings(
        args.status ?? '',
        [...judged.map((pair) => pair.result), ...aligned.others],
        indicator,
      ),
    ],
    pace: paceOf(args, judged[0]!),
  };
}
