/** Questions of approvers, and to the coordinator: kept, passed on and answered, each in the transaction of its command. */

import type { HistoryEntry } from '../../../core/decision/history.js';
import {
  answerersOf,
  decideAsk,
  decideAskDesk,
  decideReply,
  type Inquiry,
  type InquiryCommand,
  inquiryIdOf,
  withAnswered,
} from '../../../core/decision/inquiry.js';
import type { Outcome } from '../../../core/decision/outcome/outcome.js';
import { storedAskedCheck } from '../../../core/decision/stored-inquiry.js';
import { approvalCardOwed, type OwedNotice } from '../../../core/notice/notice.js';
import type { Actor } from '../../../core/organization/people.js';
import { reportersOf, running } from '../../../core/organization/terms.js';
import type { Report } from '../../../core/report/report.js';
import { storedSignature } from '../../../core/report/stored-report.js';
import { readTaskId } from '../../../core/sheet/ids.js';
import { lockAbout } from '../connection/lock-about.js';
import type { Db } from '../connection/pool.js';
import { appendHistory } from '../ledger/history.js';
import { owe } from '../ledger/owed-notices.js';
import { loadActor } from '../roster/actors.js';
import { loadInquiry } from '../rounds/inquiry-rows.js';
import { lookSoon } from '../rounds/schedule.js';
import { loadCoordinators, loadSectionRounds } from '../rounds/section-rounds.js';
import { loadTask } from '../sheets/load-sheets.js';
import { saveReport } from './save-report.js';

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
  const toDesk = command.kind === 'ask_desk' || asked?.thread === '';
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
      ? decideAsk(command, {
          ...by,
          id,
          task,
          section,
          reporters: await answerers(db, { ...report!, report }, today),
        })
      : command.kind === 'ask_desk'
        ? decideAskDesk(command, { ...by, id, task, coordinators: await coordinatorsOn(db, today) })
        : decideReply(command, { ...by, question: asked!, task });
  if (!decision.ok) return { outcome: decision.outcome };
  await saveQuestion(db, decision.question);
  const entries = [decision.entry, ...(await keepAnswer(db, decision.question, asking, by))];
  await owe(db, command.kind === 'reply' ? await standing(db, decision.owed) : decision.owed);
  // Who has not answered by the next working morning is reminded then.
  if (report && !toDesk) await lookSoon(db, report, asking.now);
  return { outcome: decision.outcome, after: () => appendHistory(db, entries) };
}

/**
 * 「このままで正しい」 to a check of a report, kept on it with its reason: approvals stand, for what people reported is as it was.
 * The card in the channel shows it.
 */
async function keepAnswer(
  db: Db,
  question: Inquiry,
  { now }: Asking,
  by: Pick<HistoryEntry, 'source' | 'account'>,
): Promise<HistoryEntry[]> {
  const { reportId, answer, sectionId } = question;
  const named = readTaskId(reportId);
  if (question.check === undefined || !answer || !named) return [];
  // Decisions about the report come before or after.
  await lockAbout(db, reportId);
  const before = (await loadTask(db, named, reportId))?.task.report ?? null;
  const report = before && withAnswered(before, question);
  if (!report) return [];
  await saveReport(db, report, now);
  await owe(db, [approvalCardOwed(sectionId, report.roundId, report.id, now.toISOString())]);
  return [
    {
      at: answer.by.at,
      personId: answer.by.personId,
      name: answer.by.name,
      post: answer.by.post,
      actingFor: null,
      source: by.source,
      ...(by.account === undefined ? {} : { account: by.account }),
      action: 'check_answered',
      sectionId,
      subject: report.id,
      version: report.version,
      before,
      after: report,
    },
  ];
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

/** Who is to answer for a goal today: who wrote its report, or who is to report it. */
export async function answerers(
  db: Db,
  { report, sectionId, roundId }: { report: Report | null; sectionId: string; roundId: string },
  today: string,
): Promise<readonly string[]> {
  const wrote = report && (await loadActor(db, report.writer.personId, today));
  const [sectionRound] = await loadSectionRounds(db, [{ roundId, sectionId }], today);
  const present = sectionRound ? reportersOf(sectionRound, today).people : [];
  const ids = present.map(({ personId }) => personId);
  return report ? answerersOf(report, wrote?.actor ?? null, ids) : ids;
}

export async function saveQuestion(db: Db, question: Inquiry): Promise<void> {
  const { answer } = question;
  await db.query(
    `insert into questions (id, report_id, task_id, version, section_id, thread, asker, text, asked_of, asked_at, about)
     values ($1, $2, $13, $3, $4, $5, $6, $7, $8, $9, $14)
     on conflict (id) do update set answerer = $10, answer = $11, answered_at = $12, answered_as = $15`,
    [
      question.id,
      question.thread === '' ? null : question.reportId,
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
      question.thread === '' ? question.reportId : null,
      question.check ? JSON.stringify(storedAskedCheck.write(question.check)) : null,
      answer?.how ?? null,
    ],
  );
}
