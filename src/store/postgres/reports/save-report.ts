/** A report kept as it is, and in its version. */
import type { Report } from '../../../core/report/report.js';
import { storedReport } from '../../../core/report/stored-report.js';
import type { Db } from '../connection/pool.js';

/** Keeps a report as it is now, in this version. */
export async function saveReport(db: Db, report: Report, now: Date): Promise<void> {
  await db.query(
    `with current as (
       insert into reports (id, goal_id, round_id, section_id, version, state, body, changed_at, reopened)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       on conflict (id) do update set version = $5, state = $6, body = $7, changed_at = $8, reopened = $9
       returning id)
     insert into report_versions (report_id, version, state, body, changed_at)
     select id, $5, $6, $7, $8 from current
     on conflict (report_id, version) do update set state = $6, body = $7, changed_at = $8`,
    [
      report.id,
      report.goalId,
      report.roundId,
      report.sectionId,
      report.version,
      report.state,
      JSON.stringify(storedReport.write(report)),
      now,
      report.reopened === true && report.state !== 'approved',
    ],
  );
}
