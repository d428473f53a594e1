/** Texts that are last year's or another goal's, and 見込み when the year is over. */
import { fiscalYearEnd } from '../calendar/japanese-dates.js';
import { fold } from '../quantity/fold.js';
import type { Check, GoalTexts } from './check.js';
import type { Laid } from './indicator.js';

/** A shorter text says the same again without being a copy: 実施しました。 In characters. */
const SHORTEST = { lastYear: 8, other: 16 } as const;

/** A text for comparing only: without blanks and signs, widths made one. */
export function bare(text: string): string {
  return fold(text).replace(/[\s。、,.・:]/gu, '');
}

/** in which a text is quoted; in characters */
const QUOTED = 30;

function beginning(text: string): string {
  const signs = [...text.trim()];
  return signs.length <= QUOTED ? signs.join('') : `${signs.slice(0, QUOTED).join('')}…`;
}

/** 目標達成状況 against last year's, and against other goals'. */
export function findCopied(laid: Laid): Omit<Check, 'indicator'>[] {
  return copied(
    laid.goal,
    laid.status,
    laid.lastYear?.status ?? '',
    ['目標達成状況', 'The status'],
    'status',
  );
}

/** 今後の方針 the same way. */
export function findCopiedPolicy(goal: GoalTexts): Omit<Check, 'indicator'>[] {
  return copied(goal, goal.policy, goal.lastPolicy, ['今後の方針', 'The policy from here'], 'policy');
}

/** 目標達成状況 and 今後の方針 of year-end that are mid-year's. */
export function findAsAtMidyear(
  { round }: Pick<GoalTexts, 'round'>,
  text: string,
  then: string,
  of: 'status' | 'policy',
): Omit<Check, 'indicator'>[] {
  const own = bare(text);
  if (round !== 'yearend' || own.length < SHORTEST.lastYear || own !== bare(then)) return [];
  const quote = beginning(text);
  const [ja, en] = of === 'status' ? ['目標達成状況', 'The status'] : ['今後の方針', 'The policy from here'];
  return [
    {
      kind: 'copied',
      texts: [
        { of, text: quote },
        { of: 'midyear', text: beginning(then) },
      ],
      message: {
        ja: `${ja}「${quote}」が、中間報告と同じ文です。期末の内容か確かめてください。`,
        en: `${en} 「${quote}」 is the same text as at mid-year. Please check that it holds for year-end.`,
      },
    },
  ];
}

function copied(
  goal: GoalTexts,
  text: string,
  last: string,
  [ja, en]: readonly [string, string],
  of: 'status' | 'policy',
): Omit<Check, 'indicator'>[] {
  const own = bare(text);
  if (own.length < SHORTEST.lastYear) return [];
  const quote = beginning(text);
  if (own === bare(last))
    return [
      {
        kind: 'copied',
        texts: [
          { of, text: quote },
          { of: 'last_year', text: beginning(last) },
        ],
        message: {
          ja: `${ja}「${quote}」が、前年度と同じ文です。今年度の内容か確かめてください。`,
          en: `${en} 「${quote}」 is the same text as last year's. Please check that it is about this year.`,
        },
      },
    ];
  if (own.length < SHORTEST.other) return [];
  const other = goal.others.find(({ texts }) =>
    texts.some((one) => one.length >= text.trim().length / 2 && bare(one) === own),
  );
  if (!other) return [];
  return [
    {
      kind: 'copied',
      texts: [
        { of, text: quote },
        { of: 'other', text: other.where },
      ],
      message: {
        ja: `${ja}「${quote}」が、「${other.where}」と同じ文です。写し間違いではないか確かめてください。`,
        en: `${en} 「${quote}」 is the same text as that of 「${other.where}」. Please check that it is no slip.`,
      },
    },
  ];
}

const OUTLOOK =
  /(?:見込み?|見通し|予定)(?:です|で(?:あり|ある|す)|だ(?!っ)|とな[っりるし]|として(?:いる|い?ます|おり)|$|[、)])|見込(?:む|まれ|んで(?:いる|います|おり(?!まし)))|予定して(?:いる|います|おり(?!まし))|(?:する|なる|した|れる)(?:見込|見通し|予定)(?!だっ|でした|であった|者)|終え(?:る|られる)(?:見込|見通し)/;
/** said of what comes after the year, or of what was expected before */
const LATER =
  /来年|次年|翌年|令和[0-9]+年|R[0-9]+|今後|次回|以降|将来|引き続き|見込まれる(?=.)|見込み?(?:を|の(?:者|人|方|児|家庭|対象))|見込者|予定(?:者|地|していた|どおり|通り|より)|当初|(?:見込み?|予定)(?:でした|であった|だった)/;
/** 2月に…することとしています: a plan of the year itself */
const STILL_PLANNED = /(?:[0-9]{1,2}月|年度(?:内|末)).{0,40}こととし(?:ています|ている|ております)/;

/** 見込み and 予定 in a result or 目標達成状況 of a year that is over. */
export function findOutlook({ goal, status, result }: Laid): Omit<Check, 'indicator'>[] {
  const end = fiscalYearEnd(goal.fiscalYear);
  if (goal.round !== 'yearend' || goal.today <= end) return [];
  for (const [of, text] of [
    ['result', result],
    ['status', status],
  ] as const) {
    for (const sentence of fold(text).split(/[。\n]/u)) {
      const hit = OUTLOOK.exec(sentence) ?? STILL_PLANNED.exec(sentence);
      if (!hit || LATER.test(sentence)) continue;
      const quote = around(sentence, hit.index, hit[0].length);
      return [
        {
          kind: 'outlook',
          texts: [
            { of, text: quote },
            { of: 'today', text: end },
          ],
          message: {
            ja: `「${quote}」とありますが、年度は終わっています。確定した内容に直せるか確かめてください。`,
            en: `「${quote}」 is an outlook, and the year is over. Please check whether it can be made final.`,
          },
        },
      ];
    }
  }
  return [];
}

/** Some signs before and after what was found, for quoting. */
function around(text: string, at: number, length: number): string {
  return text.slice(Math.max(0, at - 12), at + length + 4).trim();
}
