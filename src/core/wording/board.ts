/** The words of 事務局's board: how the city stands, and what can be done from there. */
import type { Filter } from '../board/asked.js';
import type { Language } from '../text/language.js';

const signed = (count: number): string => (count > 0 ? `＋${count}` : count < 0 ? `－${-count}` : '±0');

const ja = {
  city: '全体の状況',
  sections: (count: number) => `${count}課`,
  ofSections: (name: string, count: number) => `${name}（${count}課）`,
  page: (page: number, of: number) => `${page}/${of}ページ`,
  left: (days: number) =>
    days > 0 ? `あと${days}開庁日` : days === 0 ? '今日が期限' : `期限から${-days}開庁日`,
  notBegun: (day: string) => `${day}に始まります`,
  closed: '締め切り済み',
  done: (done: number, begun: number, untouched: number) =>
    `課：すべて承認済 ${done} ・ 途中 ${begun} ・ まだ何も提出していない ${untouched}`,
  since: (day: string, changes: string) => `${day}の朝から：${changes}`,
  moved: (changes: string) => `動き：${changes}`,
  unchanged: '変わりありません',
  change: (state: string, count: number) => `${state} ${signed(count)}`,
  ratings: (counts: string) => `評価（提出分まで）：${counts}`,
  filter: {
    open: '未提出',
    submitted: '承認待ち',
    returned: '差戻し・修正中',
    unlinked: '未連携',
    undelivered: '届かなかった',
    checks: '確認事項あり',
    missed: '× 未達成・△ 一部未達成',
  } satisfies Record<Filter, string>,
  filtered: (title: string, filter: string) => `${title}（${filter}）`,
  found: (filter: string, count: number) => `${filter} ${count}課`,
  none: '当てはまる課はありません。',
  morePlaces: (count: number) => `ほかに${count}か所`,
  goals: (approved: number, of: number) => `承認済 ${approved}/${of}`,
  noChannel: 'チャンネル未連携',
  unlinkedPeople: (count: number) => `アカウント未連携 ${count}人`,
  undelivered: (count: number) => `届いていない ${count}か所`,
  checks: (count: number) => `確認事項 ${count}件`,
  due: (day: string) => `期限 ${day}`,
  reporters: (names: string) => `入力する人：${names}`,
  nobody: '（担当する役職に人がいません）',
  notLinked: (name: string) => `${name}（アカウント未連携）`,
  comma: '、',
  open: '開く',
  openLabel: (name: string) => `${name}を開く`,
  back: (name: string) => `${name}へ戻る`,
  previous: '前のページ',
  next: '次のページ',
  show: (name: string) => `${name}を見る`,
  accounts: 'アカウント一覧',
  noRound: '開かれた報告の時期がまだありません。',
  unclear: (said: string) => `「${said}」という課や部は見つかりません`,
  unclearLine: '近い名前は次のとおりです。',
  noneNear: '名前をもう一度お確かめください。「状況」だけで、部の一覧を表示します。',
  wholeCity: '全体',
  hint: '「状況 未提出」「状況 建設課」のように送ると、絞り込めます。',
  notReported: 'まだ提出されていません。',
  notFound: 'その目標は見つかりません。',
  notCoordinator: '事務局だけがご覧になれます',
  notCoordinatorLine: 'ご自分の報告は「状況」でご覧になれます。',
};

const en: typeof ja = {
  city: 'The whole city',
  sections: (count) => (count === 1 ? '1 section' : `${count} sections`),
  ofSections: (name, count) => `${name} (${count === 1 ? '1 section' : `${count} sections`})`,
  page: (page, of) => `page ${page} of ${of}`,
  left: (days) =>
    days > 0
      ? `${days} working ${days === 1 ? 'day' : 'days'} left`
      : days === 0
        ? 'due today'
        : `${-days} working ${days === -1 ? 'day' : 'days'} after the deadline`,
  notBegun: (day) => `begins on ${day}`,
  closed: 'closed',
  done: (done, begun, untouched) =>
    `Sections: all approved ${done} · under way ${begun} · nothing submitted yet ${untouched}`,
  since: (day, changes) => `Since the morning of ${day}: ${changes}`,
  moved: (changes) => `Changed: ${changes}`,
  unchanged: 'no change',
  change: (state, count) => `${state} ${signed(count)}`,
  ratings: (counts) => `Ratings (of what is submitted): ${counts}`,
  filter: {
    open: 'Not submitted',
    submitted: 'Waiting for approval',
    returned: 'Returned',
    unlinked: 'Not linked',
    undelivered: 'Not delivered',
    checks: 'With open checks',
    missed: '× and △',
  },
  filtered: (title, filter) => `${title} (${filter})`,
  found: (filter, count) => `${filter}: ${count}`,
  none: 'No section fits.',
  morePlaces: (count) => `${count} more`,
  goals: (approved, of) => `Approved ${approved}/${of}`,
  noChannel: 'channel not linked',
  unlinkedPeople: (count) => `${count} without a linked account`,
  undelivered: (count) => `not delivered: ${count}`,
  checks: (count) => `checks: ${count}`,
  due: (day) => `Due ${day}`,
  reporters: (names) => `Reported by: ${names}`,
  nobody: '(nobody holds the post)',
  notLinked: (name) => `${name} (no linked account)`,
  comma: ', ',
  open: 'Open',
  openLabel: (name) => `Open ${name}`,
  back: (name) => `Back to ${name}`,
  previous: 'Previous page',
  next: 'Next page',
  show: (name) => `Show ${name}`,
  accounts: 'Linked accounts',
  noRound: 'No round of reports has been opened yet.',
  unclear: (said) => `No section or department is called “${said}”`,
  unclearLine: 'The nearest names are these.',
  noneNear: 'Please check the name. “status” alone lists the departments.',
  wholeCity: 'the whole city',
  hint: 'Send “status open” or “status NAME” to narrow it down.',
  notReported: 'It has not been submitted yet.',
  notFound: 'That goal is not there.',
  notCoordinator: 'Only the coordinator may see this',
  notCoordinatorLine: 'Send “status” for your own reports.',
};

export function boardWords(language: Language): typeof ja {
  return language === 'ja' ? ja : en;
}
