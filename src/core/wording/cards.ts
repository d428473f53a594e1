/** The words of the cards of a section's channel, of 状況 and of the notices: polite, short; Japanese first. */
import { fiscalYearName, formatMonthDay } from '../calendar/japanese-dates.js';
import type { Round } from '../calendar/round.js';
import { daysBetween } from '../calendar/working-days.js';
import type { Task } from '../report/task.js';
import type { Language } from '../text/language.js';
import { shorten } from '../text/shorten.js';

/** A state of a goal in a round, as people are told it. `drafting`: begun, not submitted. */
export const GOAL_STATES = ['approved', 'submitted', 'returned', 'correcting', 'drafting', 'open'] as const;
export type GoalState = (typeof GOAL_STATES)[number];

const ja = {
  round: { targets: '目標設定', midyear: '中間報告', yearend: '期末報告' },
  state: {
    approved: '承認済',
    submitted: '承認待ち',
    returned: '差戻し',
    correcting: '修正中',
    drafting: '入力中',
    open: '未提出',
  } satisfies Record<GoalState, string>,
  between: ' ・ ',
  waitingFor: (post: string) => `承認待ち（${post}）`,
  due: (day: string) => `期限 ${day}`,
  overdue: '期限を過ぎています',
  daysLeft: (days: number) =>
    days === 0 ? '今日が期限です' : days === 1 ? '明日が期限です' : `あと${days}日です`,
  asOf: (day: string) => `${day}現在`,
  progress: (done: number, of: number) => `${of}件中${done}件が承認済`,
  target: (text: string) => `目標 ${text}`,
  result: (text: string) => `結果 ${text}`,
  became: (target: string, result: string) => `${target} → ${result}`,
  columns: ['取組指標', '目標 → 結果、評価'] as readonly string[],
  goals: (count: number) => `${count}件`,
  noGoals: '目標が登録されていません。',
  /** under the root card, of the finished files in its thread */
  finishedFile: {
    outdated:
      'まだ承認されていない目標があるため、スレッドの完成版のファイルは、いまの内容と異なります。すべて承認されると、新しいファイルが返信に並びます。',
    newest: 'スレッドのファイルは、いちばん新しいものがいまの内容です。',
  },
  summaryFooter: {
    open: '提出された目標は、この投稿への返信に並びます。承認と差戻しもそちらで行えます。',
    /** where no step of the route is in the channel */
    privately: '提出された目標は、この投稿への返信に並びます。承認と差戻しは、個別のチャットで行います。',
    complete: 'すべての目標が承認されました。',
  },
  person: (post: string, name: string) => (name === post || name === '' ? post : `${post} ${name}`),
  acting: (post: string, holder: string, name: string) =>
    `${holder === post ? post : `${post} ${holder}`} の代決：${name}`,
  since: (moment: string) => `${moment}から`,
  step: (step: number, of: number) => `${of}段階のうち${step}段階め`,
  approvedBy: (who: string, moment: string) => `承認：${who}（${moment}）`,
  approvedTogetherBy: (who: string, moment: string) => `一括承認：${who}（${moment}）`,
  returnedBy: (who: string, moment: string) => `差戻し：${who}（${moment}）`,
  late: '期限後の提出',
  withdrawn: '取り下げられました。直したうえで、あらためて提出されます。',
  writer: (who: string, moment: string) => `提出：${who}（${moment}）`,
  version: (version: number) => `第${version}版`,
  changes: (since: string) => `${since}からの変更（ほかは前回と同じです）`,
  changesFirst: (since: string) => `${since}からの変更（そのあとに全文があります）`,
  noChanges: (since: string) => `${since}からの変更はありません。`,
  before: { submitted: '前に提出された版', corrected: '前の版' },
  blank: '（空欄）',
  marked: {
    removed: ['【削除：', '】'],
    added: ['【追加：', '】'],
    lineBreak: '（改行）',
    space: '（空白）',
    gap: '（…中略…）',
  },
  label: {
    target: '目標',
    result: '結果',
    rating: '評価',
    reason: '評価の理由',
    status: '目標達成状況',
    policy: '今後の方針',
  },
  ofIndicator: (label: string, indicator: string) => `${label}（${indicator}）`,
  proposal: (label: string, because: string) => `評価案：${label}（${because}）`,
  direction: (direction: string, by: string) => `${direction}指標（${by}）`,
  byImport: '事務局',
  approve: '承認',
  approveLabel: (goal: string) => `${goal} を承認する`,
  giveBack: '差戻し',
  giveBackLabel: (goal: string) => `${goal} の差戻し（コメントを書きます）`,
  begin: '始める',
  beginLabel: (goal: string) => `${goal} を始める`,
  resume: '続ける',
  resumeLabel: (goal: string) => `${goal} の入力を続ける`,
  redo: '直す',
  redoLabel: (goal: string) => `差し戻された ${goal} を直す`,
  withdraw: '取り下げ',
  withdrawLabel: (goal: string) => `${goal} を取り下げる`,
  showStatus: '状況を見る',
  tasks: {
    title: 'わたしの報告',
    left: (count: number) => `未提出が${count}件あります。`,
    done: 'すべて提出済みです。ありがとうございます。',
    none: 'いま報告していただくものはありません。',
  },
  returned: {
    title: (no: string) => `No.${no} が差し戻されました`,
    by: (who: string, moment: string) => `${who}（${moment}）`,
    comment: (comment: string) => `コメント：${comment}`,
    next: '入力された内容は残っています。直して、もう一度提出してください。',
  },
  approved: {
    title: (no: string) => `No.${no} が承認されました`,
    by: (who: string, moment: string) => `${who}（${moment}）`,
  },
  askAgain: {
    title: (no: string) => `No.${no} の時間になりました`,
    line: 'ご指定の時間になりましたのでお知らせします。途中の内容は残っています。',
  },
  reminder: {
    title: (round: string) => `${round}の入力をお願いします`,
    left: (count: number) => `未提出の目標が${count}件あります。1件は5分ほどで入力できます。`,
    overdue: '期限を過ぎましたが、まだ提出できます。',
  },
};

const en: typeof ja = {
  round: { targets: 'Setting targets', midyear: 'Mid-year report', yearend: 'Year-end report' },
  state: {
    approved: 'Approved',
    submitted: 'Waiting for approval',
    returned: 'Returned',
    correcting: 'Being corrected',
    drafting: 'Being written',
    open: 'Not submitted',
  },
  between: ' · ',
  waitingFor: (post) => `Waiting for approval (${post})`,
  due: (day) => `Due ${day}`,
  overdue: 'overdue',
  daysLeft: (days) => (days === 0 ? 'due today' : days === 1 ? 'due tomorrow' : `${days} days left`),
  asOf: (day) => `as of ${day}`,
  progress: (done, of) => `${done} of ${of} approved`,
  target: (text) => `Target ${text}`,
  result: (text) => `Result ${text}`,
  became: (target, result) => `${target} → ${result}`,
  columns: ['Indicator', 'Target → result, rating'],
  goals: (count) => (count === 1 ? '1 goal' : `${count} goals`),
  noGoals: 'There are no goals on record.',
  finishedFile: {
    outdated:
      'A goal is not approved any more, so the finished file in the thread is no longer true. A new one follows in the thread when all are.',
    newest: 'Of the files in the thread, the newest one holds.',
  },
  summaryFooter: {
    open: 'Submitted goals appear as replies to this post. They are approved and returned there.',
    privately:
      'Submitted goals appear as replies to this post. They are approved and returned in private chats.',
    complete: 'Every goal is approved.',
  },
  person: (post, name) => (name === post || name === '' ? post : `${name} (${post})`),
  acting: (post, holder, name) => `${name} for ${holder === post ? post : `${holder} (${post})`} (代決)`,
  since: (moment) => `since ${moment}`,
  step: (step, of) => `step ${step} of ${of}`,
  approvedBy: (who, moment) => `Approved by ${who}, ${moment}`,
  approvedTogetherBy: (who, moment) => `Approved together with others by ${who}, ${moment}`,
  returnedBy: (who, moment) => `Returned by ${who}, ${moment}`,
  late: 'Submitted after the deadline',
  withdrawn: 'Withdrawn. It will be corrected and submitted again.',
  writer: (who, moment) => `Submitted by ${who}, ${moment}`,
  version: (version) => `version ${version}`,
  changes: (since) => `Changes since ${since} (the rest is as before)`,
  changesFirst: (since) => `Changes since ${since} (the whole follows)`,
  noChanges: (since) => `Nothing has changed since ${since}.`,
  before: { submitted: 'the version submitted before', corrected: 'the last version' },
  blank: '(blank)',
  marked: {
    removed: ['[removed: ', ']'],
    added: ['[added: ', ']'],
    lineBreak: '(line break)',
    space: '(space)',
    gap: ' (…unchanged…) ',
  },
  label: {
    target: 'Target',
    result: 'Result',
    rating: 'Rating',
    reason: 'Reason for the rating',
    status: 'Achievement (目標達成状況)',
    policy: 'Next steps (今後の方針)',
  },
  ofIndicator: (label, indicator) => `${label}: ${indicator}`,
  proposal: (label, because) => `Proposal: ${label} (${because})`,
  direction: (direction, by) => `${direction} (${by})`,
  byImport: '事務局',
  approve: 'Approve',
  approveLabel: (goal) => `Approve ${goal}`,
  giveBack: 'Return',
  giveBackLabel: (goal) => `Return ${goal} with a comment`,
  begin: 'Begin',
  beginLabel: (goal) => `Begin ${goal}`,
  resume: 'Continue',
  resumeLabel: (goal) => `Continue ${goal}`,
  redo: 'Correct',
  redoLabel: (goal) => `Correct ${goal}, which was returned`,
  withdraw: 'Withdraw',
  withdrawLabel: (goal) => `Withdraw ${goal}`,
  showStatus: 'Show my reports',
  tasks: {
    title: 'My reports',
    left: (count) => `${count} not submitted yet.`,
    done: 'Everything is submitted. Thank you.',
    none: 'There is nothing to report at present.',
  },
  returned: {
    title: (no) => `No.${no} was returned`,
    by: (who, moment) => `${who}, ${moment}`,
    comment: (comment) => `Comment: ${comment}`,
    next: 'What you wrote is kept. Please correct it and submit it again.',
  },
  approved: {
    title: (no) => `No.${no} was approved`,
    by: (who, moment) => `${who}, ${moment}`,
  },
  askAgain: {
    title: (no) => `It is time for No.${no}`,
    line: 'You asked to be reminded. What you wrote so far is kept.',
  },
  reminder: {
    title: (round) => `${round}: please make your entries`,
    left: (count) =>
      `${count === 1 ? '1 goal is' : `${count} goals are`} not submitted yet. Each takes about five minutes.`,
    overdue: 'The deadline has passed; you can still submit.',
  },
};

/** The words of cards and notices in a language. */
export function cardWords(language: Language): typeof ja {
  return language === 'ja' ? ja : en;
}

/** 令和5年度 期末報告 / FY2023 Year-end report */
export function roundName(round: Round, language: Language): string {
  const year = language === 'ja' ? fiscalYearName(round.fiscalYear) : `FY${round.fiscalYear}`;
  return `${year} ${cardWords(language).round[round.kind]}`;
}

/** 令和5年度 中間報告 ・ 建設課 */
export function taskHeading(task: Pick<Task, 'round' | 'sectionName'>, language: Language): string {
  return `${roundName(task.round, language)}${cardWords(language).between}${task.sectionName}`;
}

/** A goal by its section and number, as labels for screen readers name it: whoever works for two sections has two No.1. */
export function goalName({ sectionName, goalNo }: Pick<Task, 'sectionName' | 'goalNo'>): string {
  return `${sectionName} No.${goalNo}`.trim();
}

/** 期限 10月14日(金)（あと3日です）, with how long is left on `today`. */
export function deadline(round: Round, today: string, language: Language): string {
  const words = cardWords(language);
  const days = daysBetween(today, round.dueOn);
  const left = days < 0 ? words.overdue : words.daysLeft(days);
  const due = words.due(formatMonthDay(round.dueOn, language));
  return language === 'ja' ? `${due}（${left}）` : `${due} (${left})`;
}

/** Long enough to tell the goals of a sheet apart, short enough for one line of a desktop window. In UTF-16 units. */
const SHORT_GOAL = 44;

/** No.2 避難スペースの確保に一層努めるとともに、…: a goal's name where there is no room for all of it. */
export function shortGoal(task: { readonly goalNo: string; readonly goalText: string }): string {
  return `No.${task.goalNo} ${shorten(task.goalText, SHORT_GOAL)}`;
}
