/** Why nothing came of what was said of a memo, and the next thing to do. */
import { fiscalYearName } from '../../calendar/japanese-dates.js';
import type { MemoRefusal } from '../../decision/outcome/refusal.js';
import type { Words } from '../../text/language.js';

export function memoRefusal(why: MemoRefusal, time: (instant: string) => Words): Words {
  switch (why.is) {
    case 'unfit':
      return {
        ja: why.problems.map(({ ja }) => ja).join('\n'),
        en: why.problems.map(({ en }) => en).join('\n'),
      };
    case 'noted':
      return {
        ja: `この投稿は、${why.by}さんが${time(why.at).ja}にメモとして残しています。「メモ」と送ると一覧が開きます。`,
        en: `${why.by} noted this message at ${time(why.at).en}. “memo” lists the memos.`,
      };
    case 'gone':
      return {
        ja: 'そのメモ、または目標が見つかりませんでした。「メモ」と送ると、今の一覧が開きます。',
        en: 'That memo or goal was not found. “memo” lists those there are.',
      };
    case 'of_another':
      return {
        ja: `このメモは、書いた方（${why.by}さん）が直せます。付け加えるときは、新しいメモを残してください。`,
        en: `Only its writer (${why.by}) can change this memo. To add something, please note a new one.`,
      };
    case 'full':
      return {
        ja: `${fiscalYearName(why.fiscalYear)}の課の根拠資料が、合わせて ${why.megabytes} MB までという上限を超えるため、メモは前のままです。メモの「根拠資料」でファイルを外すか、その年度のいらない根拠資料を外してから、もう一度直してください。`,
        en: `With its files the section would have more than the ${why.megabytes} MB of evidence that FY${why.fiscalYear} may have, so the memo is as it was. Take a file of it away, or some evidence of that year, and change it again.`,
      };
    case 'not_counting':
      return COUNTS_NOT[why.for];
    default:
      return why satisfies never;
  }
}

const COUNTS_NOT: Readonly<Record<Extract<MemoRefusal, { is: 'not_counting' }>['for'], Words>> = {
  goal: {
    ja: 'どの指標の数か決まっていないため、足していません。メモの「直す」で指標を選んでから、もう一度送ってください。',
    en: 'It is not said yet which indicator is counted, so nothing was added. Please choose one with “Edit” and send the number again.',
  },
  stands: {
    ja: 'この指標は足し上げて数えるものではないため、足していません。新しい値は「メモ 1番 95%」のように残してください。',
    en: 'This indicator does not add up, so nothing was added. Please note the new value by itself: “memo 1 95%”.',
  },
  unit: {
    ja: '指標と単位が違うため、足していません。単位を付けないか、指標と同じ単位で送ってください。',
    en: 'The unit is not that of the indicator, so nothing was added. Please send the number without one, or with the same.',
  },
  last: {
    ja: '足す先のメモが見つかりません。「メモ 1番 12人」のように、目標の番号を付けて送ってください。',
    en: 'There is no memo to add it to. Please send it with the number of the goal: “memo 1 12人”.',
  },
};
