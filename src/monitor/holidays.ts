import type { Log } from '../flow/log.js';

/** Working days beyond the official holidays are a forecast: said at start, and in the coordinator's digest. */
export async function warnOfHolidays(
  record: { holidaysMissing(): Promise<string | null> },
  log: Log,
): Promise<void> {
  const until = await record.holidaysMissing();
  if (until !== null)
    log.warn(
      { until },
      '祝日が公示されている日より先まで報告の時期があります。maru calendar import で内閣府の祝日の表を取り込んでください。 / An open round reaches beyond the official holidays',
    );
}
