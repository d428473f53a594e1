/** 確認事項: what they are called, and what can be done with one. */
import type { BoardKind, Check } from '../checks/check.js';
import type { SheetChecks } from '../checks/check-sheets.js';
import type { Language, Words } from '../text/language.js';

const KINDS: Readonly<Record<BoardKind, { readonly ja: string; readonly en: string }>> = {
  magnitude: { ja: '桁・単位', en: 'Size or unit' },
  figures: { ja: '数の食い違い', en: 'Two figures' },
  sum: { ja: '内訳の合計', en: 'Sum of parts' },
  compound: { ja: '内訳', en: 'Parts' },
  running_total: { ja: '累計', en: 'Running total' },
  difference: { ja: '増減', en: 'Difference' },
  share: { ja: '割合', en: 'Share' },
  target: { ja: '目標との比較', en: 'Target' },
  rating: { ja: '評価', en: 'Rating' },
  date: { ja: '日付', en: 'Date' },
  outlook: { ja: '見込み', en: 'Outlook' },
  copied: { ja: '同じ文', en: 'Same text' },
  blank: { ja: '空欄', en: 'Blank' },
  plan: { ja: '計画の番号', en: 'Code of the plan' },
};

/** One check on a line of a list: where, what kind, what. `indicator` is its name, undefined for 今後の方針. */
export function checkLine(
  { kind, message }: Pick<Check, 'message'> & { readonly kind: BoardKind },
  no: string,
  indicator: string | undefined,
  language: Language,
  called: string = KINDS[kind][language],
): string {
  if (language === 'en') {
    const about = indicator === undefined ? '' : ` “${indicator}”`;
    return `Check No.${no}${about}, ${called}: ${message.en}`;
  }
  const about = indicator === undefined ? '' : `「${indicator}」 `;
  return `確認 No.${no} ${about}${called}: ${message.ja}`;
}

/** The checks of one sheet that was looked through, a line each. */
export function sheetCheckLines({ goals }: Pick<SheetChecks, 'goals'>): Words[] {
  return goals.flatMap(({ goal, found }) =>
    found.checks.map((check) => {
      const name = goal.indicators[check.indicator ?? -1]?.name;
      return { ja: checkLine(check, goal.no, name, 'ja'), en: checkLine(check, goal.no, name, 'en') };
    }),
  );
}

/** What kind of check it is, in a word or two. */
export function checkKindName(kind: BoardKind, language: Language): string {
  return KINDS[kind][language];
}

const ja = {
  /** above what the program has found */
  title: (open: number) => (open === 0 ? '確認事項（回答済み）' : `確認事項 ${open}件`),
  /** a writer reads it before 提出 */
  line: '提出の前に確かめてください。直すところがなければ、このまま提出できます。',
  right: 'このままで正しい',
  /** what a button says to who hears it: its title, and what it is about */
  about: (title: string, what: string) => `${title}：「${what}」`,
  changeReason: '理由を直す',
  /** of a goal with several indicators */
  of: (indicator: string, what: string) => `${indicator}：${what}`,
  /** among other lines of a list */
  listed: (what: string) => `確認: ${what}`,
  answered: (reason: string) => `→ このままで正しい：${reason}`,
  form: {
    title: 'このままで正しい',
    intro: '理由は、承認する人にも見えます。',
    comment: '理由（ひとことで）',
    placeholder: '例: 発表は1回の研修で複数あるため',
    required: '理由をひとこと書いてください。',
    send: '記録する',
    cancel: 'やめる',
  },
  gone: 'その確認事項は、もうありません。内容をもう一度ご覧ください。',
} as const;

type CheckWords = {
  readonly [Key in keyof typeof ja]: (typeof ja)[Key] extends string
    ? string
    : (typeof ja)[Key] extends (...args: infer Args) => string
      ? (...args: Args) => string
      : { readonly [Inner in keyof (typeof ja)[Key]]: string };
};

const en: CheckWords = {
  title: (open) => (open === 0 ? 'Points to check (answered)' : `Points to check: ${open}`),
  line: 'Please look at them before you submit. When nothing needs to be changed, submit as it is.',
  right: 'It is right as it is',
  about: (title, what) => `${title}: “${what}”`,
  changeReason: 'Change the reason',
  of: (indicator, what) => `${indicator}: ${what}`,
  listed: (what) => `Check: ${what}`,
  answered: (reason) => `→ Right as it is: ${reason}`,
  form: {
    title: 'Right as it is',
    intro: 'Whoever approves sees the reason, too.',
    comment: 'Reason, in a few words',
    placeholder: 'E.g. several talks in one training',
    required: 'Please give a reason in a few words.',
    send: 'Keep',
    cancel: 'Cancel',
  },
  gone: 'That point is not there any more. Please look at the report again.',
};

/** The words about 確認事項 in a language. */
export const checkWords = (language: Language): CheckWords => (language === 'ja' ? ja : en);
