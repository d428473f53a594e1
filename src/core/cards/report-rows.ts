/** What a report says, row by row, as it will stand in the sheet; and what changed against an earlier version. */

import { directionFact } from '../rating/direction.js';
import type { Answer, KeptCheck, ReportContent, Signature } from '../report/report.js';
import type { Task, TaskIndicator } from '../report/task.js';
import { isOutlook } from '../report/year/forecast.js';
import { DIRECTION_WORDS } from '../sheet/direction.js';
import { type RatingCode, ratingLabel } from '../sheet/scale.js';
import type { Language } from '../text/language.js';
import { withoutBeginning, withoutEnd } from '../text/text.js';
import { cardWords } from '../wording/cards.js';
import { checkWords } from '../wording/checks.js';
import { decidingWords } from '../wording/deciding.js';
import { behalfWords } from '../wording/owner/behalf.js';
import { midyearWords } from '../wording/year/midyear.js';
import { targetWords } from '../wording/year/targets.js';
import type { ApprovalView } from './card.js';
import { planLabels, planNote, planRows } from './plan/rows.js';
import { wordChanges } from './word-diff.js';
import { inForceLine, targetText } from './year/target-text.js';

type ReportRow = ApprovalView['rows'][number];

/** One row per indicator of the task, in its order; texts as typed, blank where nothing was answered. */
export function reportRows(task: Task, content: ReportContent, language: Language): ReportRow[] {
  if (content.plan) return planRows(task, content.plan, language);
  return task.indicators.map((indicator) => {
    const answer = content.answers.find((a) => a.indicatorId === indicator.id);
    return {
      indicator: indicator.name,
      target: targetText(indicator.target, indicator.changed, language),
      result: answer?.result ?? '',
      rating: answer ? labelOf(task, answer.rating, language) : '',
      because: answer ? withSayer(proposalLine(task, answer, language), indicator, language) : '',
      reason: answer?.reason ?? '',
      measures: answer?.measures ?? '',
      status: answer?.status ?? '',
    };
  });
}

/**
 * A proposal, and who said which way the indicator counts, where nothing on the sheet says so: the proposal stands on
 * that person's word.
 */
function withSayer(because: string, indicator: TaskIndicator, language: Language): string {
  const { direction, directionBy, name, target, changed } = indicator;
  const sums = joined(because, inForceLine(changed, language), language);
  if (direction === null || directionFact(name, target, null).from !== 'nowhere') return sums;
  const words = cardWords(language);
  const by = directionBy ? words.person(directionBy.post, directionBy.name) : words.byImport;
  const said = words.direction(DIRECTION_WORDS[direction][language], by);
  return joined(sums, said, language);
}

const joined = (one: string, other: string, language: Language): string =>
  [one, other].filter((text) => text !== '').join(language === 'ja' ? '。' : '. ');

/** The names of the fields of a row, in the reader's language. */
export function rowLabels(task: Task, language: Language): ApprovalView['labels'] {
  if (task.planned) return planLabels(language);
  const { target, result, rating, reason, status } = cardWords(language).label;
  return { target, result, rating, reason, measures: midyearWords(language).measures, status };
}

/** What is said of the goal as a whole: its 今後の方針; of a plan what becomes of it. */
export function noteOf(
  content: ReportContent,
  language: Language,
): Pick<ApprovalView, 'policy' | 'policyLabel'> {
  return content.plan
    ? { policyLabel: targetWords(language).whole, policy: planNote(content, language) }
    : { policyLabel: cardWords(language).label.policy, policy: content.nextPolicy };
}

/** What differs between two versions of a report, in the order of the sheet. Compared exactly as typed. */
export function changesBetween(
  task: Task,
  before: ReportContent,
  after: ReportContent,
  language: Language,
): ApprovalView['changes'] {
  const words = cardWords(language);
  const labels = rowLabels(task, language);
  const several = task.indicators.length > 1;
  const old = reportRows(task, before, language);
  const rows = reportRows(task, after, language).flatMap((row, i) =>
    (['result', 'rating', 'reason', 'measures', 'status'] as const).map((field) => ({
      label: several ? words.ofIndicator(labels[field], row.indicator) : labels[field],
      before: old[i]?.[field] ?? '',
      after: row[field],
    })),
  );
  const [was, is] = [noteOf(before, language), noteOf(after, language)];
  return [...rows, { label: is.policyLabel, before: was.policy, after: is.policy }]
    .filter((change) => change.before !== change.after)
    .map(({ label, before, after }) => {
      const runs = markedRuns(before, after, language);
      if (runs) return { label, before: '', after: '', marked: runs.map(({ text }) => text).join(''), runs };
      return { label, before: before || words.blank, after: after || words.blank, marked: '', runs: [] };
    });
}

/** A changed text in pieces that say of themselves what they are; null where before and after are shown instead. */
function markedRuns(
  before: string,
  after: string,
  language: Language,
): ApprovalView['changes'][number]['runs'] | null {
  const words = cardWords(language).marked;
  // A line break at its end would take the mark away from what it marks, and a blank alone would not be seen.
  const said = (text: string) => {
    const rest = withoutBeginning(text, '\r\n');
    const inner = withoutEnd(rest, '\r\n');
    const before = rest === text ? '' : words.lineBreak;
    const after = inner === rest ? '' : words.lineBreak;
    return `${before}${inner}${after}`.replace(/^\s+$/u, words.space);
  };
  return (
    wordChanges(before, after)?.flatMap((run) => {
      switch (run.kind) {
        case 'same':
          return [{ style: 'same' as const, text: run.text }];
        case 'gap':
          return [{ style: 'same' as const, text: words.gap }];
        case 'removed':
        case 'added': {
          const [open = '', close = ''] = words[run.kind];
          // Only what was typed is struck through: the marks stay readable.
          return [
            { style: 'same' as const, text: open },
            { style: run.kind, text: said(run.text) },
            { style: 'same' as const, text: close },
          ];
        }
        default:
          return run satisfies never;
      }
    }) ?? null
  );
}

/** Who signed, with the post of that day; 代決 and 代理 name both. */
export function signedBy(signature: Signature, language: Language): string {
  const words = cardWords(language);
  const { onBehalfOf } = signature;
  if (onBehalfOf)
    return behalfWords(language).signed(onBehalfOf.name, words.person(signature.post, signature.name));
  if (signature.escalated)
    return decidingWords(language).escalated(signature.actingFor ?? signature.post, signature.name);
  return signature.actingFor === null
    ? words.person(signature.post, signature.name)
    : words.acting(signature.post, signature.actingFor, signature.name);
}

/** How an approval is told, of who gave it and when: 承認 or 確認, by itself or with others. */
export function approvalWords({ check, together }: Signature, language: Language) {
  const words = cardWords(language);
  const { checkedBy, checkedTogetherBy } = decidingWords(language);
  if (check) return together ? checkedTogetherBy : checkedBy;
  return together ? words.approvedTogetherBy : words.approvedBy;
}

function labelOf(task: Task, rating: RatingCode, language: Language): string {
  return ratingLabel(task.scale, rating, language, isOutlook(task));
}

/** A check as it is read: where the goal has several indicators, with the name of its own; and what was said to it. */
export function checkRow(task: Task, check: KeptCheck, language: Language): ApprovalView['checks'][number] {
  const words = checkWords(language);
  const indicator = task.indicators.find(({ id }) => id === check.indicatorId);
  const message = check.message[language];
  return {
    text: indicator && task.indicators.length > 1 ? words.of(indicator.name, message) : message,
    answer: check.reason === null ? '' : words.answered(check.reason),
  };
}

/** The arithmetic of the proposal; with the proposed rating when a person chose another. */
export function proposalLine(
  task: Task,
  { proposal, rating }: Pick<Answer, 'proposal' | 'rating'>,
  language: Language,
): string {
  const sums = proposal.arithmetic[language];
  if (proposal.rating === null || proposal.rating === rating) return sums;
  return cardWords(language).proposal(labelOf(task, proposal.rating, language), sums);
}
