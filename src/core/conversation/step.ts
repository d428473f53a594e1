/**
 * One step of the conversation: what a person did, on the desk as it is, in the world as it is, gives the next desk
 * and what must then be done. Pure. Everything unexpected is answered with what can be done next.
 */
import { accountsAsked } from '../account/account.js';
import type { Action, ActionName } from '../cards/action.js';
import { isOpen, messageCard } from '../cards/message.js';
import { type Desk, emptyDesk } from '../draft/drafts.js';
import { MAX_TEXT } from '../draft/questions.js';
import { interviewWords } from '../wording/interview.js';
import { problemWords } from '../wording/problems.js';
import { askAccounts, meansAccounts, notMe } from './accounts.js';
import {
  approve,
  askCorrection,
  correct,
  giveBack,
  noteSeen,
  openCorrection,
  openReturn,
  showPostReviews,
  undoApproval,
} from './approval/approval.js';
import { chooseInquiry, openReply, openReport, sayReply, sendReply, showReport } from './approval/inquiry.js';
import { saidInChannel } from './channel-thread.js';
import {
  askWithdraw,
  drop,
  dropDraft,
  help,
  setLanguage,
  snooze,
  unknownButton,
  withdraw,
} from './commands.js';
import type { Context } from './context.js';
import { deskWorkAsked, meansDeskWork, tellDeskWork } from './desk-work.js';
import {
  dropUpload,
  exportAsked,
  giveSheets,
  importUpload,
  isCoordinator,
  meansExport,
  takeFiles,
} from './files/files.js';
import type { Input } from './input.js';
import { begin, goOn, showDraft, taskHere } from './interview/begin.js';
import { goalNamed, notReplied } from './interview/goal-named.js';
import { answer, choose, notUnderstood, press, say, submitNow } from './interview/interview.js';
import { isPlainWord, type Word, wordOf } from './keywords.js';
import { showStatus } from './show-status.js';
import { type StepResult, showing, stepResult } from './step-result.js';

/** The next desk and effects for an input. Total: any input has an answer. */
export function step(desk: Desk, input: Input, context: Context): StepResult {
  if (input.kind === 'pressed') return pressed(desk, aside(input), context, input.action, input.fields);
  return input.files?.length ? sent(desk, input, context) : said(desk, input, context);
}

/** Whether an input asks for 状況, which shows what waits for the person's approval too. */
export function asksStatus(input: Input): boolean {
  return input.kind === 'said' ? wordOf(input.text) === 'status' : input.action.do === 'status';
}

/** Whether an input can at most begin an interview or answer its question: then only the person's own draft follows. */
export function onlyAnswers(input: Input): boolean {
  if (input.surface !== 'direct') return false;
  if (input.kind === 'pressed') return ANSWERING.has(input.action.do);
  const plain = wordOf(input.text) === null && exportAsked(input.text) === null;
  return !input.files?.length && plain && accountsAsked(input.text) === null;
}

/** Buttons that answer a question, or go back to one. */
const ANSWERS = ['answer', 'rate', 'same', 'keep', 'back', 'edit'] as const satisfies readonly ActionName[];

const ANSWERING: ReadonlySet<ActionName> = new Set(['begin', ...ANSWERS]);

/** What is pressed in a channel is answered where this person alone reads, and goes on there. */
function aside<I extends Input>(input: I): I {
  return input.surface === 'channel' ? { ...input, place: input.aside, surface: 'direct' } : input;
}

/** The step of a person whose desk could not be read: from an empty one, and they are told first. */
export function startAnew(input: Input, context: Context): StepResult {
  const { language } = context.actor;
  const { title, lines, ownLines } = interviewWords(language).deskUnread;
  const { desk, effects } = step(emptyDesk, input, context);
  return stepResult(
    desk,
    showing(input.aside, messageCard(language, title, isCoordinator(context) ? ownLines : lines)),
    ...effects,
  );
}

/** The answer to an input that is not stepped: the process was ended at it again and again. The desk stays as it is. */
export function refuseToStep(desk: Desk, input: Input, context: Context): StepResult {
  const { language } = context.actor;
  const { title, lines } = interviewWords(language).notStepped;
  return stepResult(desk, showing(input.aside, messageCard(language, title, lines)));
}

/** Buttons that stand only on cards of a draft: who presses one had a draft. */
const OF_DRAFT: ReadonlySet<ActionName> = new Set([...ANSWERS, 'submit', 'open_form', 'fill_form', 'choose']);

/** The step of a person of whom nothing is kept: somebody new, or whose drafts were lost with the store. They are told. */
export function stepWithoutDesk(input: Input, context: Context): StepResult {
  const { desk, effects } = step(emptyDesk, input, context);
  if (input.kind !== 'pressed' || !OF_DRAFT.has(input.action.do)) return stepResult(desk, ...effects);
  const { language } = context.actor;
  const { title, lines } = interviewWords(language).deskGone;
  return stepResult(desk, showing(input.aside, messageCard(language, title, lines)), ...effects);
}

function said(desk: Desk, input: Input & { readonly kind: 'said' }, context: Context): StepResult {
  if (input.text.length > MAX_TEXT.message && input.surface !== 'channel')
    return tooLong(desk, input, context);
  const accounts = accountsAsked(input.text);
  if (accounts && meansAccounts(desk, input, context)) return askAccounts(desk, input, context, accounts);
  const word = wordOf(input.text);
  if (input.surface === 'channel')
    return input.mentioned && word && IN_PRIVATE.has(word)
      ? spokenWord(desk, aside(input), context, word)
      : saidInChannel(desk, input, context);
  if (input.surface === 'thread' && context.question && !(word && ABOUT_MARU.has(word)))
    return goalNamed(context, input.text)?.section
      ? notReplied(desk, input, context, input.text)
      : sayReply(desk, input, context, context.question.id, input.text);
  if (word && !isAnswer(desk, input, context, word, input.text))
    return spokenWord(desk, input, context, word);
  const asked = exportAsked(input.text);
  if (asked && meansExport(desk, input, context, asked)) return giveSheets(desk, input, context, asked);
  const work = deskWorkAsked(input.text);
  if (work && meansDeskWork(desk, input, context)) return tellDeskWork(desk, input, context, work);
  return say(desk, input, context, input.text);
}

/** A text longer than anything takes: the question it may have answered is asked again, and every draft stays. */
function tooLong(desk: Desk, input: Input & { readonly kind: 'said' }, context: Context): StepResult {
  const { question } = context;
  if (input.surface === 'thread' && question) return sayReply(desk, input, context, question.id, input.text);
  const task = taskHere(desk, input, context);
  const draft = task ? desk.drafts[task.id] : undefined;
  const problem = problemWords.tooLong(MAX_TEXT.message, input.text.length);
  if (task && draft && isOpen(task))
    return draft.asking.at in MAX_TEXT
      ? answer(desk, input, context, task, draft, input.text)
      : showDraft(desk, input, context, task, draft, [problem]);
  return notUnderstood(desk, input, context, [problem]);
}

/** Words that are no answer to anybody's question: all others may be one, 「同じ」 too. */
const ABOUT_MARU: ReadonlySet<Word> = new Set(['status', 'help', 'ja', 'en']);

const SNOOZING: ReadonlySet<Word> = new Set(['hour', 'tomorrow', 'week']);

/** Words to the bot that mean the same wherever it is called: in a channel too they are answered in private. */
const IN_PRIVATE: ReadonlySet<Word> = new Set([...ABOUT_MARU, 'continue']);

/** 「続ける」 is a 今後の方針 too: words that are not plainly meant for the bot answer a question that asks for a text. */
function isAnswer(desk: Desk, input: Input, context: Context, word: Word, text: string): boolean {
  const task = taskHere(desk, input, context);
  // 「来週」 may answer what an approver has asked, too.
  if (SNOOZING.has(word)) return task === null || (context.openQuestions ?? []).length > 0;
  const at = task ? desk.drafts[task.id]?.asking.at : undefined;
  return (at === 'reason' || at === 'status' || at === 'policy') && !isPlainWord(text);
}

/** Files and what was written beside them: an answer stays an answer, a covering note needs none. */
function sent(desk: Desk, input: Input & { readonly kind: 'said' }, context: Context): StepResult {
  const about = takeFiles(input, context);
  const heard =
    !isCoordinator(context) ||
    taskHere(desk, input, context) !== null ||
    wordOf(input.text) !== null ||
    exportAsked(input.text) !== null;
  if (!heard || input.text.trim() === '' || input.surface === 'channel') return stepResult(desk, ...about);
  const { desk: next, effects } = said(desk, input, context);
  return stepResult(next, ...about, ...effects);
}

function spokenWord(desk: Desk, input: Input, context: Context, word: Word): StepResult {
  switch (word) {
    case 'status':
      return showStatus(desk, input, context);
    case 'help':
      return help(desk, input, context);
    case 'ja':
    case 'en':
      return setLanguage(desk, input, word);
    case 'withdraw':
      return askWithdraw(desk, input, context);
    case 'correct':
      return askCorrection(desk, input, context);
    case 'post_reviews':
      return showPostReviews(desk, input);
    case 'continue':
      return goOn(desk, input, context);
    case 'submit':
      return submitNow(desk, input, context);
    case 'back':
    case 'later':
    case 'same':
    case 'keep':
      return press(desk, input, context, word);
    case 'hour':
    case 'tomorrow':
    case 'week':
      return snooze(desk, input, context, taskHere(desk, input, context)?.id ?? '', word);
    case 'form':
      return press(desk, input, context, 'open_form');
    default:
      return word satisfies never;
  }
}

function pressed(
  desk: Desk,
  input: Input,
  context: Context,
  action: Action,
  fields: Readonly<Record<string, string>>,
): StepResult {
  switch (action.do) {
    case 'begin':
      return begin(desk, input, context, action.of);
    case 'answer':
    case 'rate':
    case 'same':
    case 'keep':
    case 'back':
    case 'later':
    case 'edit':
    case 'submit':
    case 'open_form':
    case 'fill_form':
      return press(desk, input, context, action.do, action, fields);
    case 'snooze':
      return snooze(desk, input, context, action.of, action.with);
    case 'choose':
      return choose(desk, input, context, action);
    case 'discard':
      return drop(desk, input, context, action);
    case 'drop_draft':
      return dropDraft(desk, input, context, action.of);
    case 'withdraw':
      return withdraw(desk, input, action);
    case 'approve':
      return approve(desk, input, action, false);
    case 'approve_all':
      return approve(desk, input, action, true);
    case 'undo_approval':
      return undoApproval(desk, input, action);
    case 'open_correction':
      return openCorrection(desk, context, action);
    case 'correct':
      return correct(desk, input, context, action, fields);
    case 'note_seen':
      return noteSeen(desk, input, action);
    case 'open_return':
      return openReturn(desk, input, context, action);
    case 'return':
      return giveBack(desk, input, context, action, fields);
    case 'import_upload':
      return importUpload(desk, input, action);
    case 'drop_upload':
      return dropUpload(desk, input, action);
    case 'take_over':
      return stepResult(desk, { kind: 'take_over', place: input.place, task: action.of, from: action.with });
    case 'status':
      return showStatus(desk, input, context);
    case 'help':
      return help(desk, input, context);
    case 'language':
      return setLanguage(desk, input, action.with === 'en' ? 'en' : 'ja');
    case 'open_report':
      return openReport(desk, input, context, action);
    case 'show_report':
      return showReport(desk, input, context, action);
    case 'which_question':
      return chooseInquiry(desk, input, context, action);
    case 'open_reply':
      return openReply(desk, input, context);
    case 'reply':
      return sendReply(desk, input, context, action, fields);
    case 'not_me':
      return notMe(desk, input, action);
    case 'unknown':
      return unknownButton(desk, input, context, fields);
    default:
      return action.do satisfies never;
  }
}
