/** What a plan of 目標設定 says of a goal, a row an indicator: last year's target beside this year's, and what becomes of it. */
import type { GoalPlan, PlannedIndicator } from '../../report/plan/goal-plan.js';
import type { ReportContent } from '../../report/report.js';
import type { EarlierAnswer, Task } from '../../report/task.js';
import { DIRECTION_WORDS } from '../../sheet/direction.js';
import { ratingLabel } from '../../sheet/scale.js';
import type { Language } from '../../text/language.js';
import { targetWords, yearOf } from '../../wording/year/targets.js';
import type { ApprovalView, Fact } from '../card.js';

type ReportRow = ApprovalView['rows'][number];

/** What was said of an indicator last year; undefined: it was not there. */
const lastAnswer = (task: Task, id: string): EarlierAnswer | undefined =>
  task.indicators.find((one) => one.id === id)?.earlier.find(({ from }) => from.kind === 'year');

/** 200人以上 → 190人（△ 一部未達成）: last year's target, result and rating. */
export function lastLine(task: Task, one: PlannedIndicator, language: Language): string {
  const answer = lastAnswer(task, one.id);
  const target = one.was?.target ?? answer?.target ?? '';
  if (target === '') return '';
  const rating = answer?.rating ? ratingLabel(task.scale, answer.rating, language) : '';
  return targetWords(language).was(target, answer?.result ?? '', rating);
}

/** 「令和5年度：200人以上 → 190人（△ 一部未達成）」 as a fact; none of an indicator that was not there. */
export function lastFacts(task: Task, one: PlannedIndicator, language: Language): Fact[] {
  const value = lastLine(task, one, language);
  return value === '' ? [] : [{ label: yearOf(task.round.fiscalYear - 1, language), value }];
}

/** One row per indicator, those that go among them. */
export function planRows(task: Task, plan: GoalPlan, language: Language): ReportRow[] {
  const words = targetWords(language);
  return plan.indicators.map((one) => {
    const answer = lastAnswer(task, one.id);
    const rating = answer?.rating ? ratingLabel(task.scale, answer.rating, language) : '';
    const result = words.was(answer?.result ?? '', '', answer?.result ? rating : '');
    return {
      indicator: one.name,
      target: one.was?.target ?? '',
      result: one.decision === 'drop' ? '' : one.target,
      rating: words.decisions[one.decision],
      because:
        result === '' ? '' : `${words.resultLast(yearOf(task.round.fiscalYear - 1, language))}：${result}`,
      reason: one.decision === 'drop' ? '' : otherLines(task, one, language).join('\n'),
      measures: '',
      status: '',
    };
  });
}

/** What else was said of an indicator: what the sheet has no column for, and what of it is not as it stands. */
function otherLines(task: Task, one: PlannedIndicator, language: Language): string[] {
  const { fields, growths, promise } = targetWords(language);
  const stands = task.planned?.indicators.find(({ id }) => id === one.id);
  const differs = (field: 'place' | 'initiative' | 'overview') =>
    one[field] !== '' && one[field] !== stands?.[field];
  const colon = language === 'ja' ? '：' : ': ';
  return [
    ...(one.was && one.was.name !== one.name ? [`${fields.name}${colon}${one.was.name} → ${one.name}`] : []),
    ...(one.direction ? [`${fields.direction}${colon}${DIRECTION_WORDS[one.direction][language]}`] : []),
    ...(one.growth ? [`${fields.growth}${colon}${growths[one.growth]}`] : []),
    ...(one.promise ? [`${promise.taken}${colon}${one.promise.sentence}`] : []),
    ...(one.period === '' ? [] : [`${fields.period}${colon}${one.period}`]),
    ...(['place', 'initiative', 'overview'] as const)
      .filter(differs)
      .map((field) => `${fields[field]}${colon}${one[field]}`),
  ];
}

/** What the fields of such a row are called. */
export function planLabels(language: Language): ApprovalView['labels'] {
  const words = targetWords(language);
  return {
    target: words.lastTarget,
    result: words.target,
    rating: words.decision,
    reason: words.others,
    measures: '',
    status: '',
  };
}

/** What is said of the goal as a whole: what becomes of it, its wording where that changed, and why it is dropped. */
export function planNote({ plan }: ReportContent, language: Language): string {
  if (!plan) return '';
  const words = targetWords(language);
  const changed = plan.decision !== 'drop' && plan.was !== null && plan.was !== plan.text;
  return [
    words.decisions[plan.decision],
    ...(changed ? [plan.text, words.goalWas(plan.was ?? '')] : []),
    ...(plan.grounds === '' ? [] : [words.because(plan.grounds)]),
  ].join('\n');
}

/** How often each decision was made: 維持 5 ・ 変更 2 ・ 新規 1 of the indicators of these plans. */
export function decisionCounts(plans: readonly GoalPlan[], language: Language): string[] {
  const words = targetWords(language).decisions;
  const given = plans.flatMap((plan) => plan.indicators.map(({ decision }) => decision));
  return (['keep', 'change', 'drop', 'add'] as const).flatMap((one) => {
    const count = given.filter((decision) => decision === one).length;
    return count === 0 ? [] : [`${words[one]} ${count}`];
  });
}

/** A row of a list: 200人以上 → 210人以上（変更）. */
export function planLine(one: PlannedIndicator, language: Language, cut = (text: string) => text): string {
  const words = targetWords(language);
  const target = one.decision === 'drop' ? '' : cut(one.target);
  return words.row(cut(one.was?.target ?? ''), target, words.decisions[one.decision]);
}
