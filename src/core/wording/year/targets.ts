/** The words of 目標設定: what is asked of a goal for the new year, and what becomes of it. */
import { fiscalYearName } from '../../calendar/japanese-dates.js';
import { DECISION_WORDS, type Growth, type PlanDecision } from '../../report/plan/goal-plan.js';
import type { Language, Words } from '../../text/language.js';

const decisionsIn = (language: Language): Readonly<Record<PlanDecision, string>> => ({
  keep: DECISION_WORDS.keep[language],
  change: DECISION_WORDS.change[language],
  drop: DECISION_WORDS.drop[language],
  add: DECISION_WORDS.add[language],
});

const ja = {
  decisions: decisionsIn('ja'),
  ask: {
    decision: 'この目標を、今年度はどうしますか。',
    decisionNew: '新しい目標です。今年度の目標にしますか。',
    target: '今年度の目標の値を教えてください。シートにそのまま載ります。',
    grounds: 'やめる理由を教えてください。承認する方と履歴だけに残り、シートには載りません。',
    review: 'この内容で今年度のシートの目標になります。よろしければ提出してください。',
  },
  choices: { keep: 'このまま', change: '変える', drop: 'やめる' },
  grounds: 'やめる理由',
  decision: '区分',
  whole: '目標全体',
  targetLast: (year: string) => `${year}の目標`,
  resultLast: (year: string) => `${year}の結果`,
  target: '今年度の目標',
  lastTarget: '前年度の目標',
  lastYear: (target: string) => `前年度 ${target}`,
  sameTarget: (text: string) => `前年度と同じ（${text}）`,
  enter: (label: string) => `${label}を入力してください。`,
  because: (grounds: string) => `やめる理由：${grounds}`,
  groundsHint: 'この目標をやめるときだけ書いてください。',
  others: 'そのほかの項目',
  goal: '組織目標',
  goalWas: (text: string) => `前年度：${text}`,
  none: 'なし',
  lookLine:
    '全体の目標をご確認ください。よろしければ、下のボタンで承認を確定してください。今年度のシートになります。',
  fields: {
    name: '取組指標',
    direction: '向き',
    growth: '数え方',
    period: '測る期間',
    place: '総合計画（実施計画）上の位置づけ',
    initiative: '主な取組',
    overview: '概要',
    drop: 'この取組指標',
    unit: '単位',
  },
  growths: {
    adds: '足し上げる（人数・回数など）',
    stands: 'その時点の値（率・累計など）',
  } satisfies Record<Growth, string>,
  notSaid: '未選択',
  dropIt: 'やめる',
  keepIt: '続ける',
  wholeYear: '空欄は、年度を通して測るものとします。',
  newIndicator: '取組指標を加える',
  newIndicatorHint: '加えないときは、空欄のままにしてください。',
  placeholder: { target: '例：200人以上、85％、3地区', grounds: '例：事業が完了したため' },
  form: {
    title: '目標をまとめて入力',
    intro: '変える項目だけ直してください。ほかは前年度のままです。途中まででも保存できます。',
  },
  edit: { decision: '区分を直す', target: '目標の値を直す' },
  unchangedGoal: '組織目標の文は前年度と同じです。',
  was: (target: string, result: string, rating: string) =>
    `${target}${result === '' ? '' : ` → ${result}`}${rating === '' ? '' : `（${rating}）`}`,
  /** one indicator in one line of a list */
  row: (was: string, target: string, decision: string) =>
    was === ''
      ? `目標 ${target}（${decision}）`
      : target === ''
        ? `${was}（${decision}）`
        : `${was} → ${target}（${decision}）`,
  became: (was: string, target: string) =>
    was === '' || target === '' ? was + target : `${was} → ${target}`,
  addGoal: '目標を加える',
  addForm: {
    title: '目標を加える',
    intro: '新しい組織目標と、はじめの取組指標を入力してください。次の画面で確かめてから提出します。',
    send: '次へ',
    cancel: '閉じる',
    required: '必ず入力してください。',
  },
  promise: {
    label: (no: number | null) => `前年度の今後の方針（約束${no ?? ''}）`,
    asIndicator: (no: number | null) => `約束${no ?? ''}を取組指標にする`,
    asGoal: (no: number | null) => `約束${no ?? ''}を新しい目標にする`,
    taken: '引き継ぐ約束',
  },
  added: (no: string) => `No.${no} を加えました`,
  addedLine: '内容を確かめて、提出してください。やめるときは、区分を「やめる」にしてください。',
  /** of the file, and of the card when every goal is approved */
  file: {
    madeTitle: (what: string) => `${what}の今年度のシートができました`,
    madeLine: 'わたし（Maru）との個別のチャットで「出力 目標」と送ると、シートのファイルをお渡しします。',
    ready: (what: string) => `${what}の今年度の目標です。結果は空欄です。`,
    none: (year: string) => `${year}の目標設定は、まだ始まっていません。`,
    fileName: (year: string, section: string, draft: boolean) =>
      `組織目標管理シート_目標_${year}_${section}${draft ? '_下書き' : ''}`,
  },
  made: 'すべての目標が承認され、今年度のシートができました。',
};

const en: typeof ja = {
  decisions: decisionsIn('en'),
  ask: {
    decision: 'What becomes of this goal this year?',
    decisionNew: 'This goal is new. Is it to be a goal of this year?',
    target: 'What is the target this year? It is printed in the sheet as you write it.',
    grounds: 'Why is it dropped? Only who approves and the history keep this; it is not printed.',
    review: 'This is how the goal will stand in this year’s sheet. Submit it when it is right.',
  },
  choices: { keep: 'Keep as it is', change: 'Change', drop: 'Drop' },
  grounds: 'Why it is dropped',
  decision: 'What becomes of it',
  whole: 'The goal as a whole',
  targetLast: (year) => `Target of ${year}`,
  resultLast: (year) => `Result of ${year}`,
  target: 'Target this year',
  lastTarget: 'Target last year',
  lastYear: (target) => `Last year ${target}`,
  sameTarget: (text) => `As last year (${text})`,
  enter: (label) => `Please enter: ${label}`,
  because: (grounds) => `Why it is dropped: ${grounds}`,
  groundsHint: 'Only when this goal is dropped.',
  others: 'Other fields',
  goal: 'Goal',
  goalWas: (text) => `Last year: ${text}`,
  none: 'none',
  lookLine:
    'Please look through all targets. If they are right, confirm below: they become this year’s sheet.',
  fields: {
    name: 'Indicator',
    direction: 'Direction',
    growth: 'How it counts',
    period: 'Measuring period',
    place: 'Place in the plan (位置づけ)',
    initiative: 'Initiative',
    overview: 'Overview',
    drop: 'This indicator',
    unit: 'Unit',
  },
  growths: { adds: 'Adds up (people, times)', stands: 'Each figure by itself (rates, totals)' },
  notSaid: 'Not chosen',
  dropIt: 'Drop',
  keepIt: 'Keep',
  wholeYear: 'Blank: measured over the fiscal year.',
  newIndicator: 'Add an indicator',
  newIndicatorHint: 'Leave these blank to add none.',
  placeholder: { target: 'E.g. 200人以上, 85%', grounds: 'E.g. the project is complete' },
  form: {
    title: 'The goal in one form',
    intro: 'Change only what changes; all else stays as last year. It can be saved half-way.',
  },
  edit: { decision: 'Change what becomes of it', target: 'Change the target' },
  unchangedGoal: 'The wording of the goal is last year’s.',
  was: (target, result, rating) =>
    `${target}${result === '' ? '' : ` → ${result}`}${rating === '' ? '' : ` (${rating})`}`,
  row: (was, target, decision) =>
    was === ''
      ? `Target ${target} (${decision})`
      : target === ''
        ? `${was} (${decision})`
        : `${was} → ${target} (${decision})`,
  became: (was, target) => ja.became(was, target),
  addGoal: 'Add a goal',
  addForm: {
    title: 'Add a goal',
    intro: 'Enter the new goal and its first indicator. You can look at it before it is submitted.',
    send: 'Go on',
    cancel: 'Close',
    required: 'Please fill this in.',
  },
  promise: {
    label: (no) => `Last year’s policy (promise${no === null ? '' : ` ${no}`})`,
    asIndicator: (no) => `Make promise${no === null ? '' : ` ${no}`} an indicator`,
    asGoal: (no) => `Make promise${no === null ? '' : ` ${no}`} a new goal`,
    taken: 'Promise it takes over',
  },
  added: (no) => `No.${no} was added`,
  addedLine: 'Look at it and submit it. To give it up, choose “Drop”.',
  file: {
    madeTitle: (what) => `This year’s sheet is made: ${what}`,
    madeLine: 'Send “Export targets” to me (Maru) in a private chat and you get it as a file.',
    ready: (what) => `This year’s targets: ${what}. The results are blank.`,
    none: (year) => `Setting targets for ${year} has not begun yet.`,
    fileName: (year, section, draft) => ja.file.fileName(year, section, draft),
  },
  made: 'Every goal is approved: this year’s sheet is made.',
};

export function targetWords(language: Language): typeof ja {
  return language === 'ja' ? ja : en;
}

/** 令和5年度 / FY2023 */
export const yearOf = (fiscalYear: number, language: Language): string =>
  language === 'ja' ? fiscalYearName(fiscalYear) : `FY${fiscalYear}`;

const bilingual = (ja: string, en: string): Words => ({ ja, en });

/** What cannot be taken. */
export const targetProblems = {
  decision: bilingual(
    '「このまま」「変える」「やめる」のどれかを選んでください。',
    'Please choose “Keep as it is”, “Change” or “Drop”.',
  ),
};
