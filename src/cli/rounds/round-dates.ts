/** The dates of a round as typed at the command line. */
import {
  fiscalYearEnd,
  fiscalYearName,
  fiscalYearShort,
  fiscalYearStart,
  formatEraDate,
} from '../../core/calendar/japanese-dates.js';
import { likelyYear, type Round, type RoundKind } from '../../core/calendar/round.js';
import { cityDate } from '../../core/calendar/working-days.js';
import type { RoundToOpen } from '../../store/postgres/rounds/rounds.js';
import { Mistake } from '../mistake.js';
import { dateOf, yearOf } from '../year.js';

export type RoundDates = {
  readonly year: string;
  readonly due: string;
  readonly opens?: string;
  readonly asOf?: string;
};

/** The round of these dates; a Mistake when its deadline comes before it opens. */
export function roundToOpen(kind: RoundKind, dates: RoundDates, now: Date): RoundToOpen {
  const dueOn = dateOf('--due', dates.due);
  const opensOn = dates.opens === undefined ? undefined : dateOf('--opens', dates.opens);
  if (opensOn !== undefined) refuseBefore(dueOn, opensOn);
  else if (dueOn < cityDate(now))
    throw new Mistake(
      `--due: 期限（${kanji(dueOn)}）が今日より前です。過ぎた時期を開くときは --opens も指定してください。`,
    );
  return {
    fiscalYear: yearOf(dates.year),
    kind,
    dueOn,
    ...(opensOn === undefined ? {} : { opensOn }),
    ...(dates.asOf === undefined ? {} : { asOf: dateOf('--as-of', dates.asOf) }),
  };
}

/** A Mistake when a deadline comes before the day on which its round opens. */
export function refuseBefore(dueOn: string, opensOn: string): void {
  if (dueOn < opensOn)
    throw new Mistake(`--due: 期限（${kanji(dueOn)}）が、開く日（${kanji(opensOn)}）より前です。`);
}

/**
 * A Mistake when what is reported lies after the deadline (基準日), with the year that was likely meant.
 *
 * @param section  its name, where its own dates would no longer fit the round's
 */
export function refuseUnreached(
  round: Pick<Round, 'fiscalYear' | 'kind' | 'dueOn' | 'asOf'>,
  section?: string,
): void {
  const likely = likelyYear(round);
  if (likely === null) return;
  if (section !== undefined)
    throw new Mistake(
      `${section}の期限（${kanji(round.dueOn)}）が基準日（${kanji(round.asOf)}）より前になります。先に --section でこの課の日付を変えてください。`,
    );
  const year =
    likely === round.fiscalYear
      ? '期限をご確認ください'
      : `${fiscalYearName(likely)}（--year ${fiscalYearShort(likely)}）ではありませんか`;
  throw new Mistake(
    `--due: 期限（${kanji(round.dueOn)}）が基準日（${kanji(round.asOf)}）より前です。${year}。基準日を早めるときは --as-of で指定してください。`,
  );
}

/** Whether a deadline lies so far from its fiscal year that one of the two may be mistyped. */
export function isFarFromYear(dueOn: string, fiscalYear: number): boolean {
  return dueOn < fiscalYearStart(fiscalYear) || dueOn > fiscalYearEnd(fiscalYear + 1);
}

const kanji = (date: string): string => formatEraDate(date, 'kanji');
