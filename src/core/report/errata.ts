/**
 * Errata (正誤): what was corrected after the finished sheet was published (公表). Until then a correction is 修正 and
 * leaves no mark; after it the sheet is marked 訂正 with the day, and a list says what stood, what stands now, and why.
 */
import { cityDate } from '../calendar/working-days.js';
import { ratingLabel } from '../sheet/scale.js';
import { approvedReport, type Correction, type Report, type ReportContent } from './report.js';
import type { Task } from './task.js';

/** `sheet`: a text of the sheet itself, see `word` */
export type ErratumField = 'result' | 'rating' | 'status' | 'policy' | 'sheet';

/** One line of the list: a text of the published sheet that was corrected. Texts as typed, '' where none stood. */
export type Erratum = {
  /** '' for what stands above the goals */
  readonly goalNo: string;
  /** name of the indicator; '' for 今後の方針 and whatever else is the goal's or the sheet's */
  readonly indicator: string;
  /** its place within the goal, from 0; null where there is none */
  readonly row: number | null;
  readonly field: ErratumField;
  /** of `sheet`: the text as the form calls it (目標, 組織目標 …) */
  readonly word?: string;
  readonly before: string;
  readonly after: string;
  readonly reason: string;
  /** ISO date in the city of the last approval */
  readonly correctedOn: string;
};

/** One publication (公表) of a sheet. */
export type SheetPublication = {
  /** ISO instant */
  readonly at: string;
  /** the version of each report it printed, by the report's id; null for one entered before that was kept */
  readonly said: Readonly<Record<string, number>> | null;
};

/** What is kept of a report's first publication: when, and which version was printed; empty while it is not published. */
type FirstPublished = Pick<Task, 'publishedAt' | 'publishedVersion'>;

/** The first publication of a report, among those of its sheet in their order. */
export function firstPublished(publications: readonly SheetPublication[], reportId: string): FirstPublished {
  const first = publications.find(({ said }) => said === null || said[reportId] !== undefined);
  if (!first) return {};
  const version = first.said?.[reportId];
  return { publishedAt: first.at, ...(version === undefined ? {} : { publishedVersion: version }) };
}

/**
 * Whether an approved correction changed what had been published. Told by the version that was printed, since clocks of
 * two machines may differ; where only the day of the publication was kept, by that.
 */
export function isAfterPublication(
  { approved, approvedAt }: Pick<Correction, 'approved' | 'approvedAt'>,
  { publishedAt, publishedVersion }: FirstPublished,
): boolean {
  if (publishedAt === undefined || approvedAt === null) return false;
  return publishedVersion === undefined
    ? Date.parse(approvedAt) > Date.parse(publishedAt)
    : approved.version >= publishedVersion;
}

/**
 * The errata of a goal: of every correction approved after its sheet was first published, oldest first; none when
 * nothing that is printed differs. Each correction is compared with what it corrected, so that a text that was
 * corrected twice is told twice.
 */
export function errataOf(task: Task): Erratum[] {
  const { report } = task;
  return (report?.corrections ?? []).flatMap((correction, at, all): Erratum[] => {
    const after = all[at + 1]?.approved.content ?? approvedReport(report)?.content;
    const { reason, approvedAt } = correction;
    if (after === undefined || approvedAt === null || !isAfterPublication(correction, task)) return [];
    return differences(task, correction.approved.content, after).map((found) => ({
      goalNo: task.goalNo,
      ...found,
      reason,
      correctedOn: cityDate(approvedAt),
    }));
  });
}

/** The day (ISO date) of a goal's latest erratum: the one its mark 訂正 tells; null when it has none. */
export function correctedOn(task: Task): string | null {
  return errataOf(task).at(-1)?.correctedOn ?? null;
}

/** Whether the correction that was approved last in this report is told as 訂正. */
export function lastIsErratum(task: Task, report: Report): boolean {
  const last = report.corrections?.at(-1);
  if (!last || !isAfterPublication(last, task)) return false;
  return differences(task, last.approved.content, report.content).length > 0;
}

/** Whether two contents say the same in print; the reason of a rating is not printed. */
export function printsTheSame(before: ReportContent, after: ReportContent): boolean {
  const printed = ({ answers, nextPolicy }: ReportContent) =>
    JSON.stringify([
      nextPolicy,
      ...answers.map(({ indicatorId, result, rating, status }) => [indicatorId, result, rating, status]),
    ]);
  return printed(before) === printed(after);
}

type Difference = Pick<Erratum, 'indicator' | 'row' | 'field' | 'before' | 'after'>;

/** What two contents print differently; the reason of a rating is not printed. */
function differences(task: Task, before: ReportContent, after: ReportContent): Difference[] {
  const rows = task.indicators.flatMap(({ id, name }, row) => {
    const [old, now] = [before, after].map((content) => printedRow(task, content, id));
    return (['result', 'rating', 'status'] as const).map((field) => ({
      indicator: name,
      row,
      field,
      before: old?.[field] ?? '',
      after: now?.[field] ?? '',
    }));
  });
  const policy = {
    indicator: '',
    row: null,
    field: 'policy' as const,
    before: before.nextPolicy,
    after: after.nextPolicy,
  };
  return [...rows, ...(task.policyAsked ? [policy] : [])].filter((one) => one.before !== one.after);
}

function printedRow(
  task: Task,
  { answers }: ReportContent,
  indicatorId: string,
): Readonly<Record<'result' | 'rating' | 'status', string>> | null {
  const answer = answers.find((one) => one.indicatorId === indicatorId);
  if (!answer) return null;
  const { result, rating, status } = answer;
  return { result, rating: ratingLabel(task.scale, rating, 'ja', task.round.kind === 'midyear'), status };
}
