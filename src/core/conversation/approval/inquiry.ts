/** Buttons of the thread's private cards: a goal's card shown, or opened to be read, which goal a question was about, and its answer. */
import { formatInstant } from '../../calendar/format-instant.js';
import { type Action, type ButtonOf, encodeAction } from '../../cards/action.js';
import { askDeskForm, deskQuestionCard, inquiryCard, replyForm } from '../../cards/approval/inquiry.js';
import { checkQuestionCard, checkRightForm, isCheckAnswer } from '../../cards/board/check-question.js';
import { goalAmong, plainButton } from '../../cards/message.js';
import { signedBy } from '../../cards/report-rows.js';
import { reportingPost } from '../../decision/decide.js';
import { answeringPost, askingPost, isToDesk } from '../../decision/inquiry.js';
import { withReason } from '../../draft/checks.js';
import { HELD_MAX, hold, takeHeld } from '../../draft/held-text.js';
import { MAX_TEXT } from '../../draft/questions.js';
import { coordinates } from '../../organization/people.js';
import type { CheckAnswer } from '../../report/report-checks.js';
import type { Task } from '../../report/task.js';
import { shorten } from '../../text/shorten.js';
import { boardCheckWords } from '../../wording/coordinator/checks.js';
import { interviewWords } from '../../wording/interview.js';
import { problemWords, refusalWords } from '../../wording/problems.js';
import { threadWords } from '../../wording/thread.js';
import type { Context } from '../context.js';
import { askedOf } from '../interview/which-goal.js';
import { aside, type Happened, happened, message, record, type Scene, type Told } from '../told.js';
import { reportCard } from './decidable.js';

/** A button about a question, or that shows a goal's card. */
export function pressInquiry(
  scene: Scene,
  name: ButtonOf<'inquiry'>,
  action: Action,
  fields: Readonly<Record<string, string>>,
): Happened {
  switch (name) {
    case 'open_report':
      return openReport(scene, action);
    case 'show_report':
      return showReport(scene, action);
    case 'which_question':
      return chooseInquiry(scene, action);
    case 'open_ask_desk':
      return openAskDesk(scene, action);
    case 'ask_desk':
      return askDesk(scene, action, fields);
    case 'open_reply':
      return openReply(scene, action);
    case 'reply':
      return sendReply(scene, action, fields);
    default:
      return name satisfies never;
  }
}

function namedTask(context: Context, id: string): Task | null {
  return context.named ?? context.tasks.find((task) => task.id === id) ?? null;
}

function refusing({ actor, language }: Scene, reason: 'not_entitled' | 'not_found'): Told {
  const line = refusalWords({ reason }, formatInstant, coordinates(actor))[language];
  return message(interviewWords(language).refusedTitle, [line]);
}

/** The whole of a goal's latest version in private, with 承認 and 差戻し for who may. */
function showReport(scene: Scene, action: Action): Happened {
  return happened(scene.desk, aside(readable(scene, action)));
}

/** 内容を見る: the same opened in place, to be read. Why not is told in private. */
function openReport(scene: Scene, action: Action): Happened {
  const told = readable(scene, action);
  return happened(scene.desk, told.kind === 'card' ? { ...told, kind: 'form' } : aside(told));
}

/** The card, for who decides about the section or reports for it; else why not. */
function readable(scene: Scene, action: Action): Told {
  const { actor, namedSection } = scene;
  const task = namedTask(scene, action.of);
  if (!task?.report || !namedSection) return refusing(scene, 'not_found');
  return askingPost(actor, namedSection) || reportingPost(actor, namedSection.id)
    ? { kind: 'card', card: reportCard(actor, namedSection, task) }
    : refusing(scene, 'not_entitled');
}

/** The goal that a held question was about. */
function chooseInquiry(scene: Scene, action: Action): Happened {
  const { held, rest } = takeHeld(scene.desk, action.v);
  const report = namedTask(scene, action.of)?.report;
  if (!held?.thread || !report) {
    const { title, line } = threadWords(scene.language).which.late;
    return happened(scene.desk, aside(message(title, [line])));
  }
  const { id, version } = report;
  const { text, thread } = held;
  return happened(rest, aside(record({ kind: 'ask', report: id, version, text, thread })));
}

/** 回答する opens the form; a question that is answered already is shown with its answer. */
function openReply(scene: Scene, action: Action): Happened {
  const { actor, question, language, desk } = scene;
  if (!question) return happened(desk, aside(refusing(scene, 'not_found')));
  if (!answeringPost(actor, question)) return happened(desk, aside(refusing(scene, 'not_entitled')));
  const task = namedTask(scene, question.reportId);
  if (question.answer && task) {
    const cardOf = question.check ? checkQuestionCard : isToDesk(question) ? deskQuestionCard : inquiryCard;
    return happened(desk, aside({ kind: 'card', card: cardOf(question, task, language) }));
  }
  const isRight = question.check !== undefined && action.with === 'right';
  return happened(desk, {
    kind: 'form',
    card: (isRight ? checkRightForm : replyForm)(question, language),
  });
}

/** The form of the answer; without one it says so and keeps what was typed. */
function sendReply(scene: Scene, action: Action, fields: Readonly<Record<string, string>>): Happened {
  if (action.with === HELD) return sendHeld(scene, action);
  if (isCheckAnswer(action.with)) return answerCheck(scene, action.of, action.with, fields);
  const text = fields.answer ?? '';
  const problem = problemIn(text);
  return happened(
    scene.desk,
    problem
      ? { kind: 'form_problem', problems: { answer: problem[scene.language] } }
      : record({ kind: 'reply', question: action.of, text }),
  );
}

/** 本人に確認, answered with a button: a draft of the goal knows the reason from now on, as if it were given at its review. */
function answerCheck(
  scene: Scene,
  id: string,
  how: CheckAnswer,
  fields: Readonly<Record<string, string>>,
): Happened {
  const { desk, language, question } = scene;
  if (how === 'correct')
    return happened(
      desk,
      record({ kind: 'reply', question: id, how, text: boardCheckWords('ja').willCorrect }),
    );
  const text = fields.answer ?? '';
  const problem =
    text.trim() === ''
      ? boardCheckWords(language).form.required
      : text.length > MAX_TEXT.check
        ? problemWords.tooLong(MAX_TEXT.check, text.length)[language]
        : null;
  if (problem !== null) return happened(desk, { kind: 'form_problem', problems: { answer: problem } });
  const { check, reportId = '' } = question ?? {};
  const draft = desk.drafts[reportId];
  const next = draft && check ? withReason(draft, check, text) : null;
  return happened(
    next ? { ...desk, drafts: { ...desk.drafts, [reportId]: next } } : desk,
    record({ kind: 'reply', question: id, how, text }),
  );
}

/** 事務局に質問する: the form, with the text that was held back as the question; it stays held until it is asked. */
function openAskDesk(scene: Scene, action: Action): Happened {
  const { actor, desk, language } = scene;
  const task = namedTask(scene, action.of);
  if (!task) return happened(desk, aside(refusing(scene, 'not_found')));
  // A button names any goal, and the form shows it.
  if (!reportingPost(actor, task.sectionId)) return happened(desk, aside(refusing(scene, 'not_entitled')));
  const { held } = takeHeld(desk, action.v);
  const card = askDeskForm(task, held?.text ?? '', action.v, language);
  return happened(desk, { kind: 'form', card });
}

/** The question goes to 事務局; without one the form says so. */
function askDesk(scene: Scene, action: Action, fields: Readonly<Record<string, string>>): Happened {
  const { desk, language } = scene;
  const text = fields.question ?? '';
  const problem = text.trim() === '' ? threadWords(language).desk.form.required : problemIn(text)?.[language];
  if (problem) return happened(desk, { kind: 'form_problem', problems: { question: problem } });
  const { rest } = takeHeld(desk, action.v);
  return happened(rest, aside(record({ kind: 'ask_desk', task: action.of, text })));
}

/** An answer typed into the thread of the private message with the question. */
export function sayReply({ desk, language }: Scene, question: string, text: string): Happened {
  const problem = problemIn(text);
  return happened(
    desk,
    problem
      ? message(interviewWords(language).refusedTitle, [problem[language]])
      : record({ kind: 'reply', question, text }),
  );
}

function problemIn(text: string) {
  if (text.trim() === '') return { ja: threadWords('ja').form.required, en: threadWords('en').form.required };
  return text.length > MAX_TEXT.status ? problemWords.tooLong(MAX_TEXT.status, text.length) : null;
}

/** The argument of `reply` that makes the text held back under `v` the answer. */
const HELD = 'held';
const QUOTED = 60;

/**
 * A text in the direct message while a question waits that was asked since the interview went on last: it could be meant
 * for either, so it is held and the person asked. null when only the interview can be meant.
 */
export function askWhose(
  { desk, input, language, now, openQuestions = [], tasks }: Scene,
  text: string,
  current: { readonly task: Task; readonly since: string } | null,
): Happened | null {
  if (input.surface !== 'direct') return null;
  const asked = openQuestions
    .filter(({ asker }) => current === null || asker.at > current.since)
    .slice(-HELD_MAX);
  if (asked.length === 0) return null;
  const words = threadWords(language).whose;
  const { desk: holding, no } = hold(desk, { text }, now);
  const goal = (reportId: string) => {
    const task = tasks.find(({ id }) => id === reportId);
    return task ? goalAmong(task, tasks) : '';
  };
  const buttons = asked.map(({ id, reportId, asker }) =>
    plainButton(
      `reply-${id}`,
      words.question(signedBy(asker, language), goal(reportId)),
      encodeAction('reply', id, no, HELD),
    ),
  );
  if (current) {
    const title = words.report(goalAmong(current.task, tasks));
    const question = askedOf(current.task, desk.drafts[current.task.id]);
    buttons.push(plainButton('choose', title, encodeAction('choose', current.task.id, no, question)));
  }
  buttons.push(plainButton('discard', words.none, encodeAction('discard', '', no)));
  return happened(holding, message(words.title, [words.line(shorten(text, QUOTED))], buttons));
}

function sendHeld(scene: Scene, action: Action): Happened {
  const { held, rest } = takeHeld(scene.desk, action.v);
  if (held) return sayReply({ ...scene, desk: rest }, action.of, held.text);
  const { title, line } = threadWords(scene.language).whose.late;
  return happened(scene.desk, message(title, [line]));
}
