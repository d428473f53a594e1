/**
 * Proposing a rating: the bot proposes, people decide. What cannot be read or judged with certainty is asked.
 * The rule is the one that explains every row of the R5 sheets: ○ if and only if every part of the target is met.
 */
import { fold } from '../quantity/fold.js';
import { type NumberPart, type Reading, readQuantity } from '../quantity/index.js';
import { deedsBehindNumbers, MAX_CHARACTERS } from '../quantity/read.js';
import { addsUp } from '../quantity/units.js';
import type { Scale } from '../sheet/scale.js';
import type { Words } from '../text/language.js';
import { align, type Doubt } from './align.js';
import { arithmetic, paceWords } from './arithmetic.js';
import { type Judged, judge, ratioOf } from './compare.js';
import { directionDoubt } from './direction.js';
import { deedDoubt, numberDoubt, readingDoubt } from './doubts.js';
import { lasts } from './lasting.js';
import { aimDoubt, noteDoubt, targetNoteDoubt } from './notes.js';
import type { Direction, Proposal } from './proposal.js';
import { atMidYear, atYearEnd } from './verdict.js';
import { numberWarnings, textWarnings } from './warnings.js';
import { targetYearDoubt, withoutOwnYear } from './years.js';

export type ProposalRequest = {
  /** as typed or printed */
  readonly target: string;
  readonly result: string;
  /** 取組指標; gives the unit of numbers without one */
  readonly indicator?: string;
  readonly round: 'midyear' | 'yearend';
  readonly scale: Scale;
  /** what a person has said; without it only the target's comparator and words that leave no doubt decide */
  readonly direction?: Direction;
  /** share of the fiscal year that has passed, a decimal such as '0.5'; for the pace at mid-year */
  readonly elapsed?: string;
  /** 評価日 and end of the period, ISO dates (H12) */
  readonly evaluatedOn?: string;
  /** the sheet's fiscal year, by its beginning: a year in brackets may be that one */
  readonly fiscalYear?: number;
  readonly periodEnd?: string;
};

const numbers = (reading: Reading): NumberPart[] => reading.parts.filter((part) => part.kind === 'number');

/** Pace of the first number judged, only where numbers add up over the year. */
function paceOf(args: ProposalRequest, first: Judged): Words | null {
  if (args.round !== 'midyear' || args.elapsed === undefined || !/^\d+(\.\d+)?$/.test(args.elapsed))
    return null;
  if (
    first.target.years !== undefined ||
    first.direction !== 'higher' ||
    first.target.scope === 'cumulative' ||
    !addsUp(first.target.unit)
  )
    return null;
  return paceWords(first, args.elapsed);
}

/**
 * The rating proposed for a result, with its arithmetic, its rule and its warnings; `rating` null and `ask` true when
 * a person must decide. Pure and total: no text makes it throw.
 */
export function proposeRating(request: ProposalRequest): Proposal {
  // Nobody names what is measured at such length: it says nothing of the unit or the direction.
  const isNamed = (request.indicator ?? '').length <= MAX_CHARACTERS;
  const args = isNamed ? request : { ...request, indicator: '' };
  const indicator = fold(args.indicator ?? '');
  const context = args.indicator === undefined ? {} : { indicator: args.indicator };
  const target = readQuantity(withoutOwnYear(args.target, args.fiscalYear), context);
  const result = readQuantity(withoutOwnYear(args.result, args.fiscalYear), context);
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
      warnings,
      pace: judged[0] ? paceOf(args, judged[0]) : null,
    };
  };
  const doubt = readingDoubt(args, target, result);
  if (doubt) return asked(doubt);
  const aligned = align(numbers(target), numbers(result), args.direction, indicator);
  if (!aligned.ok) return asked(aligned);
  const judged = aligned.pairs.map(judge);
  const towards = directionDoubt(judged, args.direction, indicator, args.round);
  if (towards) return asked(towards);
  warnings.push(...numberWarnings(judged, aligned.others));
  const unsure =
    numberDoubt(judged, aligned.others, indicator, [fold(args.target), fold(args.result)]) ??
    deedDoubt(deedsBehindNumbers(args.result, context), fold(args.target), indicator) ??
    aimDoubt(fold(args.result), fold(args.target)) ??
    targetYearDoubt(target, args.fiscalYear) ??
    targetNoteDoubt(target) ??
    noteDoubt(result, args.round, args.fiscalYear);
  if (unsure) return asked(unsure, judged);
  const verdict =
    args.round === 'yearend'
      ? atYearEnd(judged, args.scale)
      : atMidYear(judged, (pair) => lasts(pair, fold(args.target), indicator, args.elapsed));
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
    warnings,
    pace: paceOf(args, judged[0]!),
  };
}
