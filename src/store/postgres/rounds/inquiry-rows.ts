/** Questions as the record has them, and how they pass on with the post. */
import type { HistoryEntry } from '../../../core/decision/history.js';
import type { Inquiry } from '../../../core/decision/inquiry.js';
import { readAsked, storedAskedCheck } from '../../../core/decision/stored-inquiry.js';
import type { PassedOn } from '../../../core/notice/inquiry-reminders.js';
import type { CheckAnswer } from '../../../core/report/report-checks.js';
import { storedSignature } from '../../../core/report/stored-report.js';
import { readText } from '../../../core/text/stored-json.js';
import type { Db } from '../connection/pool.js';
import { prepared } from '../connection/prepared-statements.js';
import { BY_CLOCK, entryBy } from '../ledger/recorded-by.js';

type QuestionRow = {
  id: string;
  report_id: string;
  version: number;
  section_id: string;
  thread: string;
  asker: unknown;
  text: unknown;
  asked_of: string[];
  answerer: unknown;
  answer: unknown;
  about: unknown;
  answered_as: CheckAnswer | null;
};

/** A question by its id; null when there is none. */
export async function loadInquiry(db: Db, id: string): Promise<Inquiry | null> {
  return (await loadInquiries(db, [id]))[0] ?? null;
}

/** Those of these ids, oldest first. */
export async function loadInquiries(db: Db, ids: readonly string[]): Promise<Inquiry[]> {
  const { rows } = await db.query<QuestionRow>(
    prepared(`select id, coalesce(report_id, task_id) as report_id, version, section_id, thread, asker, text, asked_of, answerer, answer,
       about, answered_as
     from questions where id = any($1) order by asked_at, id`),
    [ids],
  );
  return rows.map(inquiryOf);
}

function inquiryOf(row: QuestionRow): Inquiry {
  const { answerer, answer, about, answered_as: how } = row;
  const at = { table: 'questions', id: row.id };
  return {
    id: row.id,
    reportId: row.report_id,
    version: row.version,
    sectionId: row.section_id,
    thread: row.thread,
    ...(about === null ? {} : { check: storedAskedCheck.read(about, at) }),
    ...readAsked(row),
    askedOf: row.asked_of,
    answer:
      answerer !== null && answer !== null
        ? {
            by: storedSignature.read(answerer, at),
            text: readText(answer, at),
            ...(how === null ? {} : { how }),
          }
        : null,
  };
}

/** Open questions are for others to answer from now on; what is to be appended last. */
export async function passOnInquiries(
  db: Db,
  passedOn: readonly PassedOn[],
  now: Date,
): Promise<HistoryEntry[]> {
  const entries: HistoryEntry[] = [];
  for (const { questionId, from, to } of passedOn) {
    const { rowCount } = await db.query(
      'update questions set asked_of = $3 where id = $1 and answered_at is null and asked_of = $2',
      [questionId, from, to],
    );
    const after = rowCount === 0 ? null : await loadInquiry(db, questionId);
    if (!after) continue;
    const { sectionId, reportId: subject, version } = after;
    const before = { ...after, askedOf: from };
    entries.push(entryBy(BY_CLOCK, now, { action: 'passed_on', sectionId, subject, version, before, after }));
  }
  return entries;
}
