/**
 * Rating scales as data of an organisation and year. `niigata-r5` is the scale printed on the R5 sheets;
 * `four-step` (◎○△×) ships to show that a scale is data, not code.
 */
import type { Words } from '../text/language.js';
import { memoized } from '../text/memoize.js';
import { nfkc } from '../text/normal-form.js';
import { withoutEnd } from '../text/text.js';

/** What a rating means, whatever symbol an organisation prints for it. */
export type RatingCode = 'exceeded' | 'achieved' | 'partially_achieved' | 'not_achieved';

type ScaleStep = {
  readonly code: RatingCode;
  /** as printed: ◎ ○ △ × */
  readonly symbol: string;
  /** 達成 … : the word that always stands with the symbol */
  readonly word: Words;
  /** at mid-year the rating is an outlook: 達成見込み … */
  readonly outlook: Words;
};

export type Scale = {
  readonly id: string;
  /** best first */
  readonly steps: readonly ScaleStep[];
  readonly rules: {
    /** ratio (result ÷ target, as a decimal string) from which `exceeded` is proposed; null when the scale has no such step */
    readonly exceededFrom: string | null;
    /** ratio from which a missed number is proposed as `partially_achieved`; '0.80' in niigata-r5 */
    readonly partialFrom: string;
    /** ratio below which `not_achieved` is proposed; null: never proposed, always asked (the sheets do not say where × begins) */
    readonly notAchievedBelow: string | null;
  };
};

export const niigataR5: Scale = {
  id: 'niigata-r5',
  steps: [
    {
      code: 'achieved',
      symbol: '○',
      word: { ja: '達成', en: 'Achieved' },
      outlook: { ja: '達成見込み', en: 'On course' },
    },
    {
      code: 'partially_achieved',
      symbol: '△',
      word: { ja: '一部未達成', en: 'Partly not achieved' },
      outlook: { ja: '一部未達成見込み', en: 'Likely to fall short in part' },
    },
    {
      code: 'not_achieved',
      symbol: '×',
      word: { ja: '未達成', en: 'Not achieved' },
      outlook: { ja: '未達成見込み', en: 'Likely to be missed' },
    },
  ],
  rules: { exceededFrom: null, partialFrom: '0.80', notAchievedBelow: null },
};

export const fourStep: Scale = {
  id: 'four-step',
  steps: [
    {
      code: 'exceeded',
      symbol: '◎',
      word: { ja: '目標を上回る', en: 'Exceeded' },
      outlook: { ja: '目標を上回る見込み', en: 'Likely to exceed' },
    },
    ...niigataR5.steps,
  ],
  rules: { exceededFrom: '1.20', partialFrom: '0.80', notAchievedBelow: null },
};

export const scales: Readonly<Record<string, Scale>> = { [niigataR5.id]: niigataR5, [fourStep.id]: fourStep };

/** The scale whose symbols a sheet's legend prints; `niigata-r5` when none fits. */
export function scaleOf(legend: readonly { readonly symbol: string }[]): Scale {
  const printed = legend.map(({ symbol }) => symbol).join();
  const fitting = Object.values(scales).find(
    ({ steps }) => steps.map(({ symbol }) => symbol).join() === printed,
  );
  return fitting ?? niigataR5;
}

/** The step of a scale for a rating code. Throws when the scale has no such step: a bug, not a person's mistake. */
export function stepOf(scale: Scale, code: RatingCode): ScaleStep {
  const step = scale.steps.find((s) => s.code === code);
  if (!step) throw new Error(`scale ${scale.id} has no step ${code}`);
  return step;
}

/** '○ 達成': a symbol never stands alone. `outlook` for mid-year. */
export function ratingLabel(scale: Scale, code: RatingCode, language: 'ja' | 'en', outlook = false): string {
  const step = stepOf(scale, code);
  return `${step.symbol} ${(outlook ? step.outlook : step.word)[language]}`;
}

const LOOK_ALIKES: Readonly<Record<string, string>> = {
  '◎': '◎',
  '⦾': '◎',
  '○': '○',
  〇: '○',
  '◯': '○',
  '⭕': '○',
  '⚪': '○',
  o: '○',
  O: '○',
  ｏ: '○',
  Ｏ: '○',
  '△': '△',
  '▲': '△',
  '∆': '△',
  Δ: '△',
  '×': '×',
  '✕': '×',
  '✗': '×',
  '✖': '×',
  '❌': '×',
  x: '×',
  X: '×',
  ｘ: '×',
  Ｘ: '×',
};

/** What a rating symbol can begin with, the marks that say how to draw it among them. */
const BEGIN_SYMBOLS: ReadonlySet<string | undefined> = new Set([
  ...Object.keys(LOOK_ALIKES).map((sign) => sign[0]),
  '\uFE0E',
  '\uFE0F',
]);

/**
 * Folds a whole cell or message that is nothing but a rating symbol to ◎ ○ △ × (C05), else null.
 * Only a whole text counts: △ before a number means minus (C06).
 */
export function foldSymbol(text: string): '◎' | '○' | '△' | '×' | null {
  const whole = text.trim();
  if (!BEGIN_SYMBOLS.has(whole[0])) return null;
  const bare = whole.replace(/\uFE0E|\uFE0F/g, '');
  if (!Object.hasOwn(LOOK_ALIKES, bare)) return null;
  return LOOK_ALIKES[bare] as '◎' | '○' | '△' | '×';
}

/** Texts of which it is kept how they are folded: a message is compared with the words of twenty commands, one after the other. */
const MANY_FOLDED = 100;

/** Width, case, spaces at the ends and a final 。！. folded, for comparing what was typed with a word. */
export const folded = memoized(
  (text: string) => text,
  (text) => withoutEnd(nfkc(text).trim().toLowerCase(), '。.!').trim(),
  MANY_FOLDED,
);

/** A rating typed as its symbol, its word, or both (「△」「一部未達成」「○ 達成」); null for anything else. */
export function ratingOf(text: string, scale: Scale): RatingCode | null {
  const symbol = foldSymbol(text);
  const said = folded(text).replace(/[\s()（）・:]/gu, '');
  const step = scale.steps.find(
    (s) =>
      s.symbol === symbol ||
      [s.word.ja, s.word.en, s.outlook.ja, s.outlook.en].some((word) => {
        const bare = folded(word).replace(/[\s()（）・:]/gu, '');
        return said === bare || said === s.symbol + bare;
      }),
  );
  return step?.code ?? null;
}
