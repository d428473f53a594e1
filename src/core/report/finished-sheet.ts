/** The official sheet of a year: the imported sheet with what was reported at year-end put into it. */
import { fiscalYearEnd, fiscalYearStart, formatEraDate, parseEraDate } from '../calendar/japanese-dates.js';
import { stepOf } from '../sheet/scale.js';
import type { Goal, Indicator, Labelled, Sheet } from '../sheet/sheet.js';
import { nfkc } from '../text/normal-form.js';
import { type Erratum, errataOf } from './errata.js';
import { type Answer, approvedReport, type Report } from './report.js';
import type { Task } from './task.js';
import { isForecast } from './year/forecast.js';
import { type InForce, printedTarget } from './year/target-change.js';

/** A sheet ready to go out. */
export type FinishedSheet = Sheet & {
  /** only when every goal of it is, with an answer for every indicator, and none is still 見込み */
  readonly approved: boolean;
  /** numbers of the goals that nobody has confirmed since the as-of date; absent when none is left */
  readonly forecasts?: readonly string[];
  /** what was corrected after it was published, in the order of its goals; absent when nothing was */
  readonly errata?: readonly Erratum[];
  /** 下半期の対策 by goal and indicator, '' where none was asked: of mid-year's document, and of no other */
  readonly measures?: readonly (readonly string[])[];
};

/**
 * Puts the reports of the year-end round into a sheet, texts as typed.
 *
 * `tasks`: the year-end tasks of the sheet, one for each goal in its order; none when that round was never opened.
 * Mid-year's are never given here: what a section expected in autumn is not printed into the public form (T15). What
 * waits for approval stands in a draft as well; what was returned or taken back does not. While an approved report is
 * corrected, what was approved stands. A goal without a report
 * keeps what its imported sheet says.
 *
 * `sheetErrata`: what imports after the publication changed in the sheet itself, oldest first.
 *
 * 評価日: as the section prints it when that is a day of the fiscal year, else the day the round is reported as of, in
 * the manner of the sheet's 作成日.
 */
export function finishedSheet(
  sheet: Sheet,
  tasks: readonly Task[],
  sheetErrata: readonly Erratum[] = [],
): FinishedSheet {
  const approved = isFinished(sheet, tasks);
  const forecasts = tasks.filter(isForecast).map(({ goalNo }) => goalNo);
  const goals = sheet.goals.map((goal, at) => {
    const task = tasks[at];
    return task ? withChanges(reported(goal, task, standing(task)), task) : goal;
  });
  const place = ({ goalNo }: Erratum) => sheet.goals.findIndex(({ no }) => no === goalNo);
  const errata = [...sheetErrata, ...tasks.flatMap(errataOf)].sort(
    (a, b) => place(a) - place(b) || a.correctedOn.localeCompare(b.correctedOn),
  );
  const asOf = tasks.some(standing) ? (tasks[0]?.round.asOf ?? null) : null;
  return {
    ...sheet,
    header: {
      ...sheet.header,
      evaluatedOn: asOf === null ? sheet.header.evaluatedOn : evaluated(sheet, asOf),
    },
    goals,
    approved,
    ...(forecasts.length > 0 ? { forecasts } : {}),
    ...(errata.length > 0 ? { errata } : {}),
  };
}

/** What of a goal's report stands in a document: what is approved, else what waits for it. */
export const standing = ({ report }: Task): Report | null =>
  approvedReport(report) ?? (report?.state === 'submitted' ? report : null);

/**
 * Whether every goal of the sheet is approved in the round of these tasks, confirmed where it was 見込み, and every
 * indicator of it has its answer; of 目標設定, whether all of its plans are, of goals that it dropped, too.
 */
export function isFinished(sheet: Sheet, tasks: readonly Task[]): boolean {
  if (tasks[0]?.planned) return tasks.every(({ report }) => approvedReport(report) !== null);
  return (
    sheet.goals.length > 0 &&
    tasks.length === sheet.goals.length &&
    tasks.every(
      (task) =>
        !isForecast(task) &&
        approvedReport(task.report) !== null &&
        task.indicators.every(({ id }) => answerOf(approvedReport(task.report), id) !== null),
    )
  );
}

/** The goal with what its report says, texts as typed. */
export function reported(goal: Goal, task: Task, report: Report | null): Goal {
  if (!report) return goal;
  return {
    ...goal,
    // The 10-column form has no such column (T03): its one text is the 目標達成状況.
    nextPolicy: goal.nextPolicy === null ? null : report.content.nextPolicy,
    indicators: goal.indicators.map((indicator, at): Indicator => {
      const answer = answerOf(report, task.indicators[at]?.id);
      return answer
        ? {
            ...indicator,
            target: task.indicators[at]?.target ?? indicator.target,
            result: answer.result,
            rating: stepOf(task.scale, answer.rating).symbol,
            status: answer.status,
          }
        : indicator;
    }),
  };
}

/** The goal with 変更前 beside each target that was changed. */
export function withChanges(
  goal: Goal,
  {
    indicators,
  }: { readonly indicators: readonly { readonly target: string; readonly changed?: InForce | null }[] },
): Goal {
  if (indicators.every(({ changed }) => !changed)) return goal;
  return {
    ...goal,
    indicators: goal.indicators.map((indicator, at) => {
      const { target = indicator.target, changed } = indicators[at] ?? {};
      return { ...indicator, target: printedTarget(target, changed) };
    }),
  };
}

export function answerOf(report: Report | null, indicatorId: string | undefined): Answer | null {
  return report?.content.answers.find((answer) => answer.indicatorId === indicatorId) ?? null;
}

function evaluated({ header, fiscalYear }: Sheet, asOf: string): Labelled {
  const { evaluatedOn } = header;
  const printed = parseEraDate(evaluatedOn.text)?.iso;
  if (printed !== undefined && printed >= fiscalYearStart(fiscalYear) && printed <= fiscalYearEnd(fiscalYear))
    return evaluatedOn;
  return asOfDay(header, asOf);
}

/** 評価日 of a document that is of this day (ISO date), in the manner of the sheet's 作成日. */
export function asOfDay({ evaluatedOn, createdOn }: Sheet['header'], asOf: string): Labelled {
  const letter = /^[a-z]/iu.test(nfkc(createdOn.text || evaluatedOn.text).trim());
  return { label: evaluatedOn.label || '評価日', text: formatEraDate(asOf, letter ? 'letter' : 'kanji') };
}
