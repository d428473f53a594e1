/**
 * Questions of approvers (照会): asked in the thread of a section's channel, passed to the report's writer in private,
 * and answered back into the thread; questions of who reports to 事務局, asked and answered in private; and 本人に確認, of 事務局
 * to the writer about a check. Pure: the store loads and locks, this decides, the store writes what it gives.
 */
import { createHash } from 'node:crypto';
import { isOfSheet } from '../checks/check.js';
import { type OwedNotice, owed } from '../notice/notice.js';
import type { Actor, HeldPost, Section } from '../organization/people.js';
import type { KeptCheck, Report, Signature } from '../report/report.js';
import { type AskedCheck, type CheckAnswer, keyOf } from '../report/report-checks.js';
import type { Task } from '../report/task.js';
import type { Command } from './command.js';
import { reportingPost } from './decide.js';
import { decidingPost } from './decide-approval.js';
import { sign } from './decision.js';
import type { HistoryEntry } from './history.js';
import type { Outcome } from './outcome/outcome.js';
import type { Refusal } from './outcome/refusal.js';

export type Inquiry = {
  readonly id: string;
  readonly reportId: string;
  /** the version of the report that was asked about */
  readonly version: number;
  readonly sectionId: string;
  /** the key of the notice in whose thread it was asked; '' of a question to or from 事務局 */
  readonly thread: string;
  /** 本人に確認: the check that 事務局 asks about */
  readonly check?: AskedCheck;
  readonly asker: Signature;
  /** as typed */
  readonly text: string;
  /** ids of the people it was passed to */
  readonly askedOf: readonly string[];
  /** null while nobody has answered; `text` as typed */
  readonly answer: {
    readonly by: Signature;
    readonly text: string;
    /** to a check: `right`: as it is, for this reason · `correct`: it will be corrected */
    readonly how?: CheckAnswer;
  } | null;
};

/** A question that waits for somebody's answer. */
export type OpenInquiry = Pick<Inquiry, 'id' | 'reportId' | 'asker' | 'text'>;

export type InquiryCommand = Extract<Command, { kind: 'ask' | 'ask_desk' | 'reply' }>;

type InquiryDecision =
  | {
      readonly ok: true;
      readonly question: Inquiry;
      readonly entry: HistoryEntry;
      readonly owed: readonly OwedNotice[];
      readonly outcome: Outcome;
    }
  | { readonly ok: false; readonly outcome: Outcome };

type By = {
  readonly actor: Actor;
  /** ISO instant */
  readonly now: string;
  /** the platform the input came from */
  readonly source: string;
  /** the account it is done with */
  readonly account?: string;
};

/** The id of a question follows from the effect that enters it, so that entering it twice is one question. */
export function inquiryIdOf(effectId: string): string {
  return `q${createHash('sha256').update(effectId).digest('hex').slice(0, 16)}`;
}

/** Whether a text has the form of a question's id. */
export function isInquiryId(text: string): boolean {
  return /^q[0-9a-f]{16}$/u.test(text);
}

/** By which post somebody may ask about a section's reports: one that decides at any step of its route; null for none. */
export function askingPost(
  actor: Actor,
  section: Section,
): { readonly post: HeldPost; readonly actingFor: string | null } | null {
  for (const step of section.route) {
    const found = decidingPost(actor, section, step);
    if (found) return found;
  }
  return null;
}

/**
 * Passes a question on.
 *
 * @param reporters ids of who answers for the report today: its writer, or who reports for the section since
 */
export function decideAsk(
  command: Extract<InquiryCommand, { kind: 'ask' }>,
  subject: By & {
    readonly id: string;
    readonly task: Task;
    readonly section: Section;
    readonly reporters: readonly string[];
  },
): InquiryDecision {
  const { id, task, section, actor, reporters } = subject;
  const { report } = task;
  if (!report) return refuse({ reason: 'not_found' });
  const entitled = askingPost(actor, section);
  if (!entitled) return refuse({ reason: 'not_entitled' });
  const askedOf = reporters.filter((person) => person !== actor.id);
  if (askedOf.length === 0) return refuse({ reason: 'nobody_to_ask' });
  const question: Inquiry = {
    id,
    reportId: report.id,
    version: command.version,
    sectionId: section.id,
    thread: command.thread,
    asker: sign(subject, entitled.post, entitled.actingFor),
    text: command.text,
    askedOf,
    answer: null,
  };
  return accept('asked', subject, task, null, question, toAsked(question, subject.now));
}

/** Whether a question was asked of 事務局. */
export function isToDesk({ thread, check }: Pick<Inquiry, 'thread' | 'check'>): boolean {
  return thread === '' && check === undefined;
}

/** By which post somebody may answer a question today; null for none. */
export function answeringPost(
  actor: Actor,
  question: Pick<Inquiry, 'thread' | 'check' | 'sectionId'>,
): HeldPost | null {
  return isToDesk(question)
    ? (actor.posts.find(({ role }) => role === 'coordinator') ?? null)
    : reportingPost(actor, question.sectionId);
}

/**
 * 事務局に質問する: who reports for the section asks every coordinator in private; any of them answers.
 *
 * @param coordinators  ids of 事務局 today
 */
export function decideAskDesk(
  command: Extract<InquiryCommand, { kind: 'ask_desk' }>,
  subject: By & { readonly id: string; readonly task: Task; readonly coordinators: readonly string[] },
): InquiryDecision {
  const { id, task, actor, coordinators, now } = subject;
  const post = reportingPost(actor, task.sectionId);
  if (!post) return refuse({ reason: 'not_entitled' });
  if (command.text.trim() === '') return refuse({ reason: 'incomplete' });
  const askedOf = [...new Set(coordinators)].filter((person) => person !== actor.id);
  if (askedOf.length === 0) return refuse({ reason: 'nobody_to_ask', desk: true });
  const question = aboutGoal(task, { id, asker: sign(subject, post, null), text: command.text, askedOf });
  return accept('asked', subject, task, null, question, toAsked(question, now));
}

/** A question about a goal in a round, which may not be reported yet; asked in private, so in no thread. */
function aboutGoal(task: Task, asked: Pick<Inquiry, 'id' | 'asker' | 'text' | 'askedOf'>): Inquiry {
  return {
    ...asked,
    reportId: task.id,
    version: task.report?.version ?? 0,
    sectionId: task.sectionId,
    thread: '',
    answer: null,
  };
}

/**
 * 本人に確認: 事務局 asks in private about a check. What is asked and not answered yet is asked once.
 *
 * @param reporters  ids of who answers for the goal today
 */
export function decideAskWriter(
  check: AskedCheck,
  subject: By & { readonly id: string; readonly task: Task; readonly reporters: readonly string[] },
): InquiryDecision {
  const { id, task, actor, reporters, now } = subject;
  const post = actor.posts.find(({ role }) => role === 'coordinator');
  if (!post) return refuse({ reason: 'not_entitled' });
  const askedOf = reporters.filter((person) => person !== actor.id);
  if (askedOf.length === 0) return refuse({ reason: 'nobody_to_ask' });
  const { kind, texts, message, indicatorId } = check;
  const question = {
    ...aboutGoal(task, { id, asker: sign(subject, post, null), text: message.ja, askedOf }),
    check: { kind, texts, message, indicatorId },
  };
  return accept('asked', subject, task, null, question, toAsked(question, now));
}

/** The report with the answer that its writer gave to a check: 「このままで正しい」, for this reason; null when it has none of it. */
export function withAnswered(report: Report, { check, answer }: Inquiry): Report | null {
  if (!check || isOfSheet(check.kind) || answer?.how !== 'right') return null;
  const kept: KeptCheck = { ...check, kind: check.kind, reason: answer.text };
  const { checks = [] } = report.content;
  const place = checks.findIndex((one) => keyOf(one) === keyOf(kept));
  const next = place < 0 ? [...checks, kept] : checks.map((one, at) => (at === place ? kept : one));
  return { ...report, content: { ...report.content, checks: next } };
}

/** Answers a question: whoever reports for the section may, or 事務局 what it was asked; once. */
export function decideReply(
  command: Extract<InquiryCommand, { kind: 'reply' }>,
  subject: By & { readonly question: Inquiry; readonly task: Task },
): InquiryDecision {
  const { question, task, actor, now } = subject;
  const { answer } = question;
  if (answer) return refuse({ reason: 'already_answered', by: answer.by.name, at: answer.by.at });
  const post = answeringPost(actor, question);
  if (!post || actor.id === question.asker.personId) return refuse({ reason: 'not_entitled' });
  if (command.text.trim() === '') return refuse({ reason: 'incomplete' });
  const how = question.check ? command.how : undefined;
  const given = { by: sign(subject, post, null), text: command.text, ...(how === undefined ? {} : { how }) };
  const answered = { ...question, answer: given };
  const { id: questionId, reportId, sectionId, thread, asker } = question;
  const told = question.check
    ? owed({ kind: 'check_answer', questionId, reportId }, asker.personId, now)
    : isToDesk(question)
      ? owed({ kind: 'desk_answer', questionId, reportId }, asker.personId, now)
      : owed({ kind: 'question_answer', questionId, reportId }, sectionId, now, { under: thread });
  return accept('answered', subject, task, question, answered, [told, ...toAsked(answered, now)]);
}

/** The question as it stands, in private to each who was asked. */
function toAsked(question: Inquiry, now: string): OwedNotice[] {
  const { id: questionId, reportId } = question;
  const kind = question.check ? 'check_question' : isToDesk(question) ? 'desk_question' : 'question';
  return question.askedOf.map((personId) => owed({ kind, questionId, reportId, personId }, personId, now));
}

/** Who answers for a report: its writer while he or she reports for the section, else who is asked to report there today. */
export function answerersOf(
  report: Report,
  writer: Actor | null,
  present: readonly string[],
): readonly string[] {
  return writer && reportingPost(writer, report.sectionId) ? [writer.id] : present;
}

function accept(
  action: 'asked' | 'answered',
  subject: By,
  task: Task,
  before: Inquiry | null,
  question: Inquiry,
  owed: readonly OwedNotice[],
): InquiryDecision {
  const signature = question.answer?.by ?? question.asker;
  return {
    ok: true,
    question,
    entry: {
      ...sign(subject, { title: signature.post }, signature.actingFor),
      source: subject.source,
      action,
      sectionId: question.sectionId,
      subject: question.reportId,
      version: question.version,
      before,
      after: question,
    },
    owed,
    outcome: {
      ok: true,
      goalNo: task.goalNo,
      version: question.version,
      complete: false,
      ...(isToDesk(question) || question.check ? { privately: true } : {}),
      ...(question.check ? { task: task.id } : {}),
    },
  };
}

function refuse(refusal: Refusal): InquiryDecision {
  return { ok: false, outcome: { ok: false, refusal } };
}
