/** The words of promises (約束) on 事務局's board. */
import type { PromiseSaid, Time } from '../../board/promised.js';
import type { Language } from '../../text/language.js';

const ja = {
  title: (year: string) => `${year}に果たす約束`,
  ofSection: (title: string, section: string) => `${title}（${section}）`,
  line: '前の年度までの「今後の方針」で、時期や新しいことを書いた文です。',
  time: { over: '時期を過ぎた', now: 'いまが時期', ahead: 'これから' } satisfies Record<Time, string>,
  count: (time: string, count: number) => `${time} ${count}`,
  none: '見つかりませんでした。',
  untimed: (year: string) => `時期の記載なし（${year}）`,
  span: (from: string, until: string) => `${from}～${until}`,
  from: (year: string) => `${year}のシート`,
  closed: '終わったもの',
  state: ({ state }: PromiseSaid, day: string) =>
    ({ done: '実施した', carried: day === '' ? '継続' : `継続（${day}まで）`, dropped: '取りやめ' })[state],
  openSection: (section: string) => `${section}の約束を開く`,
  hint: '「約束 R6」「約束 建設課」のように送ると、年度や課を選べます。',
};

const en: typeof ja = {
  title: (year) => `Promises to keep in ${year}`,
  ofSection: (title, section) => `${title}: ${section}`,
  line: "Sentences of earlier years' 今後の方針 that name a time to come, or something new.",
  time: { over: 'Its time is over', now: 'Its time is now', ahead: 'Still ahead' },
  count: (time, count) => `${time} ${count}`,
  none: 'None was found.',
  untimed: (year) => `No time named (${year})`,
  span: (from, until) => `${from} to ${until}`,
  from: (year) => `Sheet of ${year}`,
  closed: 'Closed',
  state: ({ state }, day) =>
    ({ done: 'done', carried: day === '' ? 'carried' : `carried to ${day}`, dropped: 'dropped' })[state],
  openSection: (section) => `Open the promises of ${section}`,
  hint: 'Send “Follow-ups R6” or “Follow-ups” and the name of a section to choose.',
};

/** The words of promises in a language. */
export function followUpWords(language: Language): typeof ja {
  return language === 'en' ? en : ja;
}
