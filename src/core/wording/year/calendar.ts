/** The words of 年間予定. */
import type { YearItem, YearWhat } from '../../board/year.js';
import type { Language } from '../../text/language.js';

const ja = {
  title: (year: string) => `${year}の年間予定`,
  button: '年間予定',
  what: {
    roster: '新しい名簿を取り込む',
    retention: '保存期間を過ぎたものを確かめる',
    targets: '目標を定める',
    midyear_open: '中間報告を開く',
    midyear_close: '中間報告をそろえて閉じる',
    yearend_open: '期末報告を開く',
    yearend_close: '期末の結果を確定して閉じる',
    publish: '公表する',
  } satisfies Record<YearWhat, string>,
  how: {
    roster:
      '名簿のファイルを、このチャットに送ってください。課の統合・分割・改称があれば、その表を先に送ります。',
    targets: '目標の入ったシートのファイルを、このチャットに送ってください。',
  },
  ofYear: (what: string, year: string) => `${what}（${year}）`,
  asOf: (day: string) => `${day}現在`,
  state: {
    done: (day: string) => (day === '' ? '済み' : `済み（${day}）`),
    late: 'まだです。時期を過ぎています',
    now: 'いまが時期',
    ahead: 'これから',
    passed: '記録なし',
  } satisfies Record<YearItem['state'], string | ((day: string) => string)>,
  month: (month: number, nextSpring: boolean) => `${nextSpring ? '翌年' : ''}${month}月`,
  line: (month: string, what: string, state: string) => `${month}：${what} ― ${state}`,
  next: (what: string, when: string) => `次にすること：${what}（${when}）`,
  nothing: '次にすることは、いまありません。',
  months: '月は、これまでの報告の時期と公表から求めています（なければ、4月始まりのふつうの月です）。',
  own: 'どれも、事務局が始めるまで始まりません。',
};

const en: typeof ja = {
  title: (year) => `Calendar of ${year}`,
  button: 'Calendar of the year',
  what: {
    roster: 'Enter the new roster',
    retention: 'Look at what is past its retention',
    targets: 'Set the targets',
    midyear_open: 'Open mid-year',
    midyear_close: 'Complete and close mid-year',
    yearend_open: 'Open year-end',
    yearend_close: 'Confirm and close year-end',
    publish: 'Publish',
  },
  how: {
    roster:
      'Send the file of the roster in this chat; where sections merge, are divided or renamed, send that list first.',
    targets: 'Send the file of the sheets with their targets in this chat.',
  },
  ofYear: (what, year) => `${what} (${year})`,
  asOf: (day) => `as of ${day}`,
  state: {
    done: (day) => (day === '' ? 'done' : `done (${day})`),
    late: 'not done yet, its time is over',
    now: 'its time is now',
    ahead: 'still ahead',
    passed: 'nothing recorded',
  },
  month: (month, nextSpring) =>
    `${new Date(Date.UTC(2000, month - 1, 1)).toLocaleString('en', { month: 'long', timeZone: 'UTC' })}${nextSpring ? ' (next year)' : ''}`,
  line: (month, what, state) => `${month}: ${what} — ${state}`,
  next: (what, when) => `Next: ${what} (${when})`,
  nothing: 'There is nothing to do next.',
  months: 'The months are those of earlier rounds and publications, else the usual ones.',
  own: 'Nothing of it begins before the coordinator begins it.',
};

export function yearWords(language: Language): typeof ja {
  return language === 'en' ? en : ja;
}
