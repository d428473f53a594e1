/** The words of 検索 and 前年度. */
import { fiscalYearName } from '../../calendar/japanese-dates.js';
import type { Language } from '../../text/language.js';

const ja = {
  title: (what: string, count: number) => `${what}：${count}件の目標`,
  said: (said: string) => `「${said}」`,
  year: (year: number) => fiscalYearName(year),
  all: 'すべての目標',
  among: (names: string) => `探したところ：${names}`,
  everywhere: 'すべての課',
  more: (name: string, others: number) => `${name} ほか${others}課`,
  comma: '、',
  result: '結果',
  notYet: 'まだ報告されていません',
  midyear: '中間報告',
  moreRows: (count: number) => `ほかに${count}指標`,
  countOf: (year: string, count: number) => `${year} ${count}件`,
  allYears: 'すべての年度',
  back: '検索結果へ戻る',
  nothing: (what: string) => `${what}に当てはまる目標はありません`,
  near: '課の名前でしたら、近いものは次のとおりです。',
  nobody: 'ご覧になれる課がありません。役職が登録されると探せます。事務局にご連絡ください。',
  hints: [
    '組織目標・取組指標・取組名称・概要・総合計画上の位置づけから探します。ことばを短くするか、一つにしてお試しください。',
    '例：「検索 検診」「検索 R4 検診」「前年度 建設課」「政策4-3」',
  ],
  ask: '探したいことばを続けてお送りください',
  tooLong: (max: number) => `探すことばは${max}字までです`,
  unseen: 'その目標はご覧になれません',
  unseenLine: 'ご自分の課（区長・部長は部内、事務局はすべての課）の目標をご覧になれます。',
  plan: (reference: string) => `位置づけ ${reference}`,
  status: (text: string) => `目標達成状況：${text}`,
  policy: (text: string) => `今後の方針：${text}`,
};

const en: typeof ja = {
  title: (what, count) => `${what}: ${count === 1 ? '1 goal' : `${count} goals`}`,
  said: (said) => `“${said}”`,
  year: (year) => `fiscal year ${year}`,
  all: 'All goals',
  among: (names) => `Looked at: ${names}`,
  everywhere: 'every section',
  more: (name, others) => `${name} and ${others} more`,
  comma: ', ',
  result: 'Result',
  notYet: 'not reported yet',
  midyear: 'mid-year report',
  moreRows: (count) => (count === 1 ? '1 more indicator' : `${count} more indicators`),
  countOf: (year, count) => `${year}: ${count}`,
  allYears: 'Every year',
  back: 'Back to the results',
  nothing: (what) => `No goal fits ${what}`,
  near: 'If it is the name of a section, the nearest are these.',
  nobody:
    'There is no section that you may see. Once your post is in the roster, you can search: please ask the coordinator.',
  hints: [
    'Goals, indicators, initiatives, overviews and plan references are searched. Please try fewer or shorter words.',
    'For example: “search 検診”, “search R4 検診”, “last year 建設課”, “政策4-3”',
  ],
  ask: 'Please send the words to look for with it',
  tooLong: (max) => `At most ${max} characters can be searched for`,
  unseen: 'That goal is not for you to see',
  unseenLine:
    'You can see the goals of your own section; a department head those of the department, the coordinator all.',
  plan: (reference) => `Plan reference ${reference}`,
  status: (text) => `How it was achieved: ${text}`,
  policy: (text) => `Policy from now on: ${text}`,
};

export function searchWords(language: Language): typeof ja {
  return language === 'ja' ? ja : en;
}
