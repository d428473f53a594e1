/**
 * 見込み and 確定: at year-end what is answered before the as-of date (評価日) is what is expected, until somebody says from
 * that day on that it came about. Only in rounds that were opened so (`Round.confirms`).
 */
import { fiscalYearEnd, fiscalYearStart, parseEraDate } from '../../calendar/japanese-dates.js';
import type { Round } from '../../calendar/round.js';
import { cityDate } from '../../calendar/working-days.js';
import { approvedReport, type Report } from '../report.js';
import type { Task } from '../task.js';

/** A round of a section with its as-of date: the 評価日 that its sheet prints, where that is a day of the fiscal year. */
export function ofSection<Of extends Pick<Round, 'fiscalYear' | 'asOf' | 'confirms'>>(
  round: Of,
  printed: string | null,
): Of {
  if (!round.confirms || printed === null) return round;
  const { fiscalYear } = round;
  const day = parseEraDate(printed)?.iso;
  return day !== undefined && day >= fiscalYearStart(fiscalYear) && day <= fiscalYearEnd(fiscalYear)
    ? { ...round, asOf: day }
    : round;
}

/** Whether what was written at an instant (ISO) is 見込み in a round. */
export const isBeforeAsOf = (round: Pick<Round, 'confirms' | 'asOf'>, writtenAt: string): boolean =>
  round.confirms === true && cityDate(writtenAt) < round.asOf;

const isForecastReport = (round: Round, { confirmed, writer }: Report): boolean =>
  confirmed === undefined && isBeforeAsOf(round, writer.at);

/** Whether what stands of a goal, approved or waiting, is 見込み and nobody has confirmed it. */
export function isForecast({ round, report }: Pick<Task, 'round' | 'report'>): boolean {
  const said = approvedReport(report) ?? (report?.state === 'submitted' ? report : null);
  return said !== null && isForecastReport(round, said);
}

/** Whether somebody has still to confirm it; what is being changed is reported once more instead. */
export function isUnconfirmed({ round, report }: Pick<Task, 'round' | 'report'>): boolean {
  return (report?.state === 'submitted' || report?.state === 'approved') && isForecastReport(round, report);
}

/** Whether the ratings of its latest version are read as an outlook (達成見込み): at mid-year, and before it is confirmed. */
export const isOutlook = ({ round, report }: Pick<Task, 'round' | 'report'>): boolean =>
  round.kind === 'midyear' || (report !== null && isForecastReport(round, report));
