/** Buttons of the thread's private cards: a goal's card shown, or opened to be read, which goal a question was about, and its answer. */
import { formatInstant } from '../../calendar/format-instant.js';
import { type Action, encodeAction } from '../../cards/action.js';
import { inquiryCard, replyForm } from '../../cards/approval/inquiry.js';
import type { Card } from '../../cards/card.js';
import { goalAmong, messageCard, plainButton } from '../../cards/message.js';
import { signedBy } from '../../cards/report-rows.js';
import { reportingPost } from '../../decision/decide.js';
import { askingPost } from '../../decision/inquiry.js';
import type { Desk } from '../../draft/drafts.js';
import { HELD_MAX, hold, takeHeld } from '../../draft/held-text.js';
import { MAX_TEXT } from '../../draft/questions.js';
import { coordinates } from '../../organization/people.js';
import type { Task } from '../../report/task.js';
import { shorten } from '../../text/shorten.js';
import { interviewWords } from '../../wording/interview.js';
import { problemWords, refusalWords } from '../../wording/problems.js';
import { threadWords } from '../../wording/thread.js';
import type { Context } from '../context.js';
import type { Input } from '../input.js';
import { type StepResult, showing, stepResult } from '../step-result.js';
import { reportCard } from './decidable.js';

function namedTask(context: Context, id: string): Task | null {
  return context.named ?? context.tasks.find((task) => task.id === id) ?? null;
}

function refusing({ actor }: Context, reason: 'not_entitled' | 'not_found'): Card {
  const { language } = actor;
  return messageCard(language, interviewWords(language).refusedTitle, [
    refusalWords({ reason }, formatInstant, coordinates(actor))[language],
  ]);
}

/** The whole of a goal's latest version in private, with 承認 and 差戻し for who may. */
export function showReport(desk: Desk, input: Input, context: Context, action: Action): StepResult {
  return stepResult(desk, showing(input.aside, readable(context, action).card));
}

/** 内容を見る: the same opened in place, to be read. Why not is told in private. */
export function openReport(desk: Desk, input: Input, context: Context, action: Action): StepResult {
  const { card, refused } = readable(context, action);
  return stepResult(desk, refused ? showing(input.aside, card) : { kind: 'form', card });
}

/** For who decides about the section or reports for it. */
function readable(context: Context, action: Action): { readonly card: Card; readonly refused: boolean } {
  const { actor, namedSection } = context;
  const task = namedTask(context, action.of);
  if (!task?.report || !namedSection) return { card: refusing(context, 'not_found'), refused: true };
  return askingPost(actor, namedSection) || reportingPost(actor, namedSection.id)
    ? { card: reportCard(actor, namedSection, task), refused: false }
    : { card: refusing(context, 'not_entitled'), refused: true };
}

/** The goal that a held question was about. */
export function chooseInquiry(desk: Desk, input: Input, context: Context, action: Action): StepResult {
  const { language } = context.actor;
  const { held, rest } = takeHeld(desk, action.v);
  const report = namedTask(context, action.of)?.report;
  if (!held?.thread || !report) {
    const { title, line } = threadWords(language).which.late;
    return stepResult(desk, showing(input.aside, messageCard(language, title, [line])));
  }
  return stepResult(rest, {
    kind: 'record',
    place: input.aside,
    command: {
      kind: 'ask',
      report: report.id,
      version: report.version,
      text: held.text,
      thread: held.thread,
    },
  });
}

/** 回答する opens the form; a question that is answered already is shown with its answer. */
export function openReply(desk: Desk, input: Input, context: Context): StepResult {
  const { actor, question } = context;
  if (!question) return stepResult(desk, showing(input.aside, refusing(context, 'not_found')));
  if (!reportingPost(actor, question.sectionId))
    return stepResult(desk, showing(input.aside, refusing(context, 'not_entitled')));
  const task = namedTask(context, question.reportId);
  if (question.answer && task)
    return stepResult(desk, showing(input.aside, inquiryCard(question, task, actor.language)));
  return stepResult(desk, { kind: 'form', card: replyForm(question, actor.language) });
}

/** The form of the answer; without one it says so and keeps what was typed. */
export function sendReply(
  desk: Desk,
  input: Input,
  context: Context,
  action: Action,
  fields: Readonly<Record<string, string>>,
): StepResult {
  const { language } = context.actor;
  if (action.with === HELD) return sendHeld(desk, input, context, action);
  const text = fields.answer ?? '';
  const problem = problemIn(text);
  if (problem) return stepResult(desk, { kind: 'form_problem', problems: { answer: problem[language] } });
  return stepResult(desk, entering(input, action.of, text));
}

/** An answer typed into the thread of the private message with the question. */
export function sayReply(
  desk: Desk,
  input: Input,
  context: Context,
  question: string,
  text: string,
): StepResult {
  const { language } = context.actor;
  const problem = problemIn(text);
  if (!problem) return stepResult(desk, entering(input, question, text));
  const card = messageCard(language, interviewWords(language).refusedTitle, [problem[language]]);
  return stepResult(desk, showing(input.place, card));
}

function problemIn(text: string) {
  if (text.trim() === '') return { ja: threadWords('ja').form.required, en: threadWords('en').form.required };
  return text.length > MAX_TEXT.status ? problemWords.tooLong(MAX_TEXT.status, text.length) : null;
}

function entering(input: Input, question: string, text: string) {
  return { kind: 'record', place: input.place, command: { kind: 'reply', question, text } } as const;
}

/** The argument of `reply` that makes the text held back under `v` the answer. */
const HELD = 'held';
const QUOTED = 60;

/**
 * A text in the direct message while a question waits that was asked since the interview went on last: it could be meant
 * for either, so it is held and the person asked. null when only the interview can be meant.
 */
export function askWhose(
  desk: Desk,
  input: Input,
  context: Context,
  text: string,
  current: { readonly task: Task; readonly since: string } | null,
): StepResult | null {
  if (input.surface !== 'direct') return null;
  const asked = (context.openQuestions ?? [])
    .filter(({ asker }) => current === null || asker.at > current.since)
    .slice(-HELD_MAX);
  if (asked.length === 0) return null;
  const { language } = context.actor;
  const words = threadWords(language).whose;
  const { desk: holding, no } = hold(desk, { text });
  const goal = (reportId: string) => {
    const task = context.tasks.find(({ id }) => id === reportId);
    return task ? goalAmong(task, context.tasks) : '';
  };
  return stepResult(
    holding,
    showing(
      input.place,
      messageCard(
        language,
        words.title,
        [words.line(shorten(text, QUOTED))],
        [
          ...asked.map(({ id, reportId, asker }) =>
            plainButton(
              `reply-${id}`,
              words.question(signedBy(asker, language), goal(reportId)),
              encodeAction('reply', id, no, HELD),
            ),
          ),
          ...(current
            ? [
                plainButton(
                  'choose',
                  words.report(goalAmong(current.task, context.tasks)),
                  encodeAction('choose', current.task.id, no),
                ),
              ]
            : []),
          plainButton('discard', words.none, encodeAction('discard', '', no)),
        ],
      ),
    ),
  );
}

function sendHeld(desk: Desk, input: Input, context: Context, action: Action): StepResult {
  const { language } = context.actor;
  const { held, rest } = takeHeld(desk, action.v);
  if (!held) {
    const { title, line } = threadWords(language).whose.late;
    return stepResult(desk, showing(input.place, messageCard(language, title, [line])));
  }
  return sayReply(rest, input, context, action.of, held.text);
}
