/** What a person should look at again although the rule gives an answer; ids of the catalogue of irregularities. */
import { fold } from '../quantity/fold.js';
import { type NumberPart, printNumber, type Reading } from '../quantity/index.js';
import type { Words } from '../text/language.js';
import { type Judged, reaches } from './compare.js';

type Warning = { readonly id: string; readonly message: Words };

/** From this share of the target on, the target itself is worth a second look (V16). */
const FAR_ABOVE = '1.5';

/** V14, V11, V21 and H12: what the texts themselves call for. Dates are ISO. */
export function textWarnings(args: {
  readonly target: string;
  readonly result: string;
  readonly targetReading: Reading;
  readonly indicator: string;
  readonly evaluatedOn?: string;
  readonly periodEnd?: string;
}): Warning[] {
  const warnings: Warning[] = [];
  const bare = (text: string) => fold(text).replace(/\s+/g, '');
  const qualitative = !args.targetReading.parts.some((part) => part.kind === 'number');
  if (qualitative && bare(args.result) !== '' && bare(args.target) === bare(args.result)) {
    warnings.push({
      id: 'V14',
      message: {
        ja: '結果が目標の文と同じです。目標の写しではありませんか。',
        en: 'The result is the same text as the target. Was it copied?',
      },
    });
  }
  if (args.targetReading.notes.length > 0) {
    const notes = args.targetReading.notes.join('」「');
    warnings.push({
      id: 'V11',
      message: {
        ja: `目標の「${notes}」は注記として読み、評価に使っていません。`,
        en: `"${args.targetReading.notes.join('", "')}" in the target was read as a note and not judged.`,
      },
    });
  }
  const window = /上半期|下半期|前期|後期|第[1-4一二三四]四半期/.exec(args.indicator)?.[0];
  if (window !== undefined) {
    warnings.push({
      id: 'V21',
      message: {
        ja: `指標の期間は「${window}」です。その期間の数か確認してください。`,
        en: `The indicator covers "${window}" only. Please check that the number is of that period.`,
      },
    });
  }
  if (args.evaluatedOn !== undefined && args.periodEnd !== undefined && args.evaluatedOn < args.periodEnd) {
    warnings.push({
      id: 'H12',
      message: {
        ja: `評価日（${args.evaluatedOn}）が期間の終わり（${args.periodEnd}）より前のため、暫定の評価です。`,
        en: `Evaluated on ${args.evaluatedOn}, before the period ends on ${args.periodEnd}: provisional.`,
      },
    });
  }
  return warnings;
}

/** V06 and V16: what the numbers call for. `others` are result numbers that no target asks for. */
export function numberWarnings(judged: readonly Judged[], others: readonly NumberPart[]): Warning[] {
  const warnings: Warning[] = [];
  if (others.length > 0) {
    const list = (language: 'ja' | 'en') => others.map((part) => printNumber(part, language));
    warnings.push({
      id: 'V06',
      message: {
        ja: `結果の「${list('ja').join('」「')}」は目標にないため、評価に使っていません。`,
        en: `"${list('en').join('", "')}" has no target and was not judged.`,
      },
    });
  }
  if (judged.some((pair) => pair.direction === 'higher' && reaches(pair, FAR_ABOVE))) {
    warnings.push({
      id: 'V16',
      message: {
        ja: '結果が目標を大きく（150％以上）上回っています。理由を一行添え、来年度の目標値を見直してください。',
        en: 'The result is far above the target (150% or more). Please give the reason and review next year’s target.',
      },
    });
  }
  return warnings;
}
