/** Questions of approvers, and to the coordinator: kept, passed on and answered, each in the transaction of its command. */
import type { Outcome } from '../../../core/decision/command.js';
import {
  answerersOf,
  decideAsk,
  decideAskDesk,
  decideReply,
  type Inquiry,
  type InquiryCommand,
  inquiryIdOf,
  isToDesk,
} from '../../../core/decision/inquiry.js';
import { readAsked } from '../../../core/decision/stored-inquiry.js';
import type { OwedNotice } from '../../../core/notice/notice.js';
import type { Actor } from '../../../core/organization/people.js';
import { reportersOf, running } from '../../../core/organization/terms.js';
import type { Report } from '../../../core/report/report.js';
import { storedSignature } from '../../../core/report/stored-report.js';
import { readTaskId } from '../../../core/sheet/ids.js';
import { readText } from '../../../core/text/stored-json.js';
import type { Db } from '../connection/pool.js';
import { prepared } from '../connection/prepared-statements.js';
import { appendHistory } from '../ledger/history.js';
import { owe } from '../ledger/owed-notices.js';
import { loadActor } from '../roster/actors.js';
import { lookSoon } from '../rounds/schedule.js';
import { loadCoordinators, loadSectionRounds } from '../rounds/section-rounds.js';
import { loadTask } from '../sheets/load-sheets.js';

type Asking = {
  readonly effectId: string;
  readonly command: InquiryCommand;
  readonly actor: Actor;
  /** the platform's name */
  readonly source: string;
  readonly account?: string;
  readonly now: Date;
  /** ISO date in the city */
  readonly today: string;
};

/** A question by its id; null when there is none. */
export async function loadInquiry(db: Db, id: string): Promise<Inquiry | null> {
  const { rows } = await db.query<{
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
  }>(
    prepared(`select id, coalesce(report_id, task_id) as report_id, version, section_id, thread, asker, text, asked_of, answerer, answer
     from questions where id = $1`),
    [id],
  );
  const row = rows[0];
  if (!row) return null;
  const { answerer, answer } = row;
  const at = { table: 'questions', id };
  return {
    id: row.id,
    reportId: row.report_id,
    version: row.version,
    sectionId: row.section_id,
    thread: row.thread,
    ...readAsked(row),
    askedOf: row.asked_of,
    answer:
      answerer !== null && answer !== null
        ? { by: storedSignature.read(answerer, at), text: readText(answer, at) }
        : null,
  };
}

/** Carries out `ask` or `reply`; `after` appends to the history, which is locked until the transaction ends. */
export async function carryOutInquiry(
  db: Db,
  asking: Asking,
): Promise<{ readonly outcome: Outcome; readonly after?: () => Promise<void> }> {
  const { command, effectId, actor, source, account, today } = asking;
  const asked = command.kind === 'reply' ? await loadInquiry(db, command.question) : null;
  const reportId =
    command.kind === 'ask'
      ? command.report
      : command.kind === 'ask_desk'
        ? command.task
        : (asked?.reportId ?? '');
  const named = readTaskId(reportId);
  const found = named ? await loadTask(db, named, reportId) : null;
  const toDesk = command.kind === 'ask_desk' || (asked !== null && isToDesk(asked));
  const report = found?.task.report ?? null;
  if (!found || (!report && !toDesk)) return { outcome: { ok: false, refusal: { reason: 'not_found' } } };
  const { task, section } = found;
  const by = {
    actor,
    source,
    ...(account === undefined ? {} : { account }),
    now: asking.now.toISOString(),
  };
  const id = inquiryIdOf(effectId);
  const decision =
    command.kind === 'ask'
      ? decideAsk(command, { ...by, id, task, section, reporters: await answerers(db, report!, today) })
      : command.kind === 'ask_desk'
        ? decideAskDesk(command, { ...by, id, task, coordinators: await coordinatorsOn(db, today) })
        : decideReply(command, { ...by, question: asked!, task });
  if (!decision.ok) return { outcome: decision.outcome };
  await saveQuestion(db, decision.question);
  await owe(db, command.kind === 'reply' ? await standing(db, decision.owed) : decision.owed);
  // Who has not answered by the next working morning is reminded then.
  if (report && !toDesk) await lookSoon(db, report, asking.now);
  return { outcome: decision.outcome, after: () => appendHistory(db, [decision.entry]) };
}

/** Without private cards that were never sent: a successor was shown the question with the hand-over. */
async function standing(db: Db, owed: readonly OwedNotice[]): Promise<OwedNotice[]> {
  const { rows } = await db.query<{ key: string }>('select key from notices where key = any($1)', [
    owed.map(({ key }) => key),
  ]);
  const known = new Set(rows.map(({ key }) => key));
  return owed.filter(({ key, about }) => about.kind !== 'question' || known.has(key));
}

/** ids of 事務局 today. */
async function coordinatorsOn(db: Db, today: string): Promise<readonly string[]> {
  const posts = await loadCoordinators(db, today);
  return posts.flatMap(({ holders }) => running(holders, today)).map(({ personId }) => personId);
}

/** Who is to answer for a report today. */
async function answerers(db: Db, report: Report, today: string): Promise<readonly string[]> {
  const { roundId, sectionId, writer } = report;
  const wrote = await loadActor(db, writer.personId, today);
  const [sectionRound] = await loadSectionRounds(db, [{ roundId, sectionId }], today);
  const present = sectionRound ? reportersOf(sectionRound, today).people : [];
  return answerersOf(
    report,
    wrote?.actor ?? null,
    present.map(({ personId }) => personId),
  );
}

async function saveQuestion(db: Db, question: Inquiry): Promise<void> {
  const { answer } = question;
  await db.query(
    `insert into questions (id, report_id, task_id, version, section_id, thread, asker, text, asked_of, asked_at)
     values ($1, $2, $13, $3, $4, $5, $6, $7, $8, $9)
     on conflict (id) do update set answerer = $10, answer = $11, answered_at = $12`,
    [
      question.id,
      isToDesk(question) ? null : question.reportId,
      question.version,
      question.sectionId,
      question.thread,
      JSON.stringify(storedSignature.write(question.asker)),
      JSON.stringify(question.text),
      question.askedOf,
      question.asker.at,
      answer ? JSON.stringify(storedSignature.write(answer.by)) : null,
      answer ? JSON.stringify(answer.text) : null,
      answer?.by.at ?? null,
      isToDesk(question) ? question.reportId : null,
    ],
  );
}
