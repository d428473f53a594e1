/**
 * One step of the conversation: what a person did, on the desk as it is, in the world as it is, gives the next desk
 * and what must then be done. Pure. Everything unexpected is answered with what can be done next.
 */
import { accountsAsked } from '../account/account.js';
import {
  type Action,
  type ActionName,
  BUTTONS,
  type ButtonGroup,
  type ButtonOf,
  groupOf,
} from '../cards/action.js';
import { type Desk, emptyDesk } from '../draft/drafts.js';
import { MAX_TEXT } from '../draft/questions.js';
import { quickNumber } from '../memo/read-memo.js';
import { interviewWords } from '../wording/interview.js';
import { askAccounts, meansAccounts, notMe } from './accounts.js';
import { askCorrection, showPostReviews } from './approval/approval.js';
import { pressInquiry, sayReply } from './approval/inquiry.js';
import { pressApproval } from './approval/press.js';
import { act } from './board/acts.js';
import { boardMeant, pressBoard } from './board/board.js';
import { pressPromise, promisesMeant } from './board/promises.js';
import { pressRounds } from './board/rounds.js';
import { saidInChannel } from './channel-thread.js';
import {
  askWithdraw,
  drop,
  dropDraft,
  help,
  nudge,
  setLanguage,
  snooze,
  unknownButton,
  withdraw,
} from './commands.js';
import type { Context } from './context.js';
import { tellDeskWork, waitingMeant } from './desk-work.js';
import { draw, type StepResult } from './draw.js';
import { evidenceMeant, pressEvidence } from './evidence/evidence.js';
import { exportAsked, giveSheets, isCoordinator, meansExport, takeFiles } from './files/files.js';
import { pressUpload } from './files/press.js';
import type { Input } from './input.js';
import { pressAddGoal } from './interview/add-goal.js';
import { begin, goOn, taskHere } from './interview/begin.js';
import { goalNamed, notReplied } from './interview/goal-named.js';
import { choose, press, say, submitNow } from './interview/interview.js';
import { offerAll, pressAll, submitTogether } from './interview/together/all.js';
import { tooLong } from './interview/too-long.js';
import { isPlainWord, type Word, wordOf } from './keywords.js';
import { filesForMemo, filesOfMemo } from './memo/files.js';
import { memoMeant, pressMemo } from './memo/memo.js';
import { pressBehalf, sayBehalf } from './owner/behalf.js';
import { owning, pressOwner, sayOwner, takeGoal } from './owner/owner.js';
import { pressFound, searchMeant, showFound } from './search/search.js';
import { showStatus } from './show-status.js';
import type { Happened, Said, Scene, Told } from './told.js';
import { aside, happened, message, record, sceneOf } from './told.js';
import { pressForecast, showForecasts } from './year/forecast.js';
import { pressTarget, targetMeant } from './year/target-change.js';
import { pressYearNotes, yearNotesMeant } from './year/year-notes.js';

/** The next desk and effects for an input. Total: any input has an answer. */
export function step(desk: Desk, input: Input, context: Context): StepResult {
  return drawn(sceneOf(desk, input, context));
}

function drawn(scene: Scene, ...before: readonly Told[]): StepResult {
  const { desk, told } = happens(scene);
  return draw(happened(desk, ...before, ...told, ...owning(scene, desk)), scene.input, scene.language);
}

function happens({ input, ...scene }: Scene): Happened {
  if (input.kind === 'pressed') return pressed(privately({ ...scene, input }), input.action, input.fields);
  return input.files?.length ? sent({ ...scene, input }) : said({ ...scene, input });
}

/** What is pressed in a channel is answered where this person alone reads, and goes on there. */
function privately(scene: Scene): Scene {
  const { input } = scene;
  if (input.surface !== 'channel') return scene;
  return { ...scene, input: { ...input, place: input.aside, surface: 'direct' } };
}

/** The step of a person whose desk could not be read: from an empty one, and they are told first. */
export function startAnew(input: Input, context: Context): StepResult {
  const { title, lines, ownLines } = interviewWords(context.actor.language).deskUnread;
  const first = message(title, isCoordinator(context) ? ownLines : lines);
  return drawn(sceneOf(emptyDesk, input, context), aside(first));
}

/** The answer to an input that is not stepped: the process was ended at it again and again. The desk stays as it is. */
export function refuseToStep(desk: Desk, input: Input, { actor: { language } }: Context): StepResult {
  const { title, lines } = interviewWords(language).notStepped;
  return draw(happened(desk, aside(message(title, lines))), input, language);
}

/** Buttons that stand only on cards of a draft: who presses one had a draft. */
const OF_DRAFT: ReadonlySet<ActionName> = new Set([
  ...BUTTONS.answers,
  ...BUTTONS.draft,
  'submit_all',
  'choose',
]);

/** The step of a person of whom nothing is kept: somebody new, or whose drafts were lost with the store. They are told. */
export function stepWithoutDesk(input: Input, context: Context): StepResult {
  const { title, lines } = interviewWords(context.actor.language).deskGone;
  const hadDraft = input.kind === 'pressed' && OF_DRAFT.has(input.action.do);
  const first = hadDraft ? [aside(message(title, lines))] : [];
  return drawn(sceneOf(emptyDesk, input, context), ...first);
}

function said(scene: Scene<Said>): Happened {
  const { input } = scene;
  if (input.text.length > MAX_TEXT.message && input.surface !== 'channel') return tooLong(scene);
  const accounts = accountsAsked(input.text);
  if (accounts && meansAccounts(scene)) return askAccounts(scene, accounts);
  const owner = sayOwner(scene) ?? sayBehalf(scene);
  if (owner) return owner;
  const board = boardMeant(scene);
  if (board) return happened(scene.desk, aside(record(board)));
  const search = searchMeant(scene);
  const meant = yearMeant(scene) ?? (search ? showFound(scene, search) : null);
  if (meant) return meant;
  const word = wordOf(input.text);
  if (input.surface === 'channel')
    return input.mentioned && word && IN_PRIVATE.has(word)
      ? spokenWord(privately(scene), word)
      : saidInChannel(scene);
  if (input.surface === 'thread' && scene.question && !(word && ABOUT_MARU.has(word)))
    return goalNamed(scene, input.text)?.section
      ? notReplied(scene, input.text)
      : sayReply(scene, scene.question.id, input.text);
  if (word && !isAnswer(scene, word)) return spokenWord(scene, word);
  const asked = exportAsked(input.text);
  if (asked && meansExport(scene, asked)) return giveSheets(scene, asked);
  return tellDeskWork(scene) ?? waitingMeant(scene) ?? say(scene, input.text);
}

/** Words that are no answer to anybody's question: all others may be one, 「同じ」 too. */
const ABOUT_MARU: ReadonlySet<Word> = new Set(['status', 'help', 'ja', 'en']);

const SNOOZING: ReadonlySet<Word> = new Set(['hour', 'tomorrow', 'week']);

/** Words to the bot that mean the same wherever it is called: in a channel too they are answered in private. */
const IN_PRIVATE: ReadonlySet<Word> = new Set([...ABOUT_MARU, 'continue']);

/** 「続ける」 is a 今後の方針 too: words that are not plainly meant for the bot answer a question that asks for a text. */
function isAnswer(scene: Scene<Said>, word: Word): boolean {
  const task = taskHere(scene);
  // 「来週」 may answer what an approver has asked, too.
  if (SNOOZING.has(word)) return task === null || (scene.openQuestions ?? []).length > 0;
  const at = task ? scene.desk.drafts[task.id]?.asking.at : undefined;
  return (
    (at === 'reason' || at === 'measures' || at === 'status' || at === 'policy') &&
    !isPlainWord(scene.input.text)
  );
}

/** Files and what was written beside them: an answer stays an answer, a covering note needs none. */
function sent(scene: Scene<Said>): Happened {
  const { desk, input } = scene;
  const about = takeFiles(scene);
  // What else is written beside a file for the memo above it says what the file is.
  const heard =
    wordOf(input.text) !== null ||
    exportAsked(input.text) !== null ||
    quickNumber(input.text) !== null ||
    filesOfMemo(scene).length > 0 ||
    (filesForMemo(scene).length === 0 && (!isCoordinator(scene) || taskHere(scene) !== null));
  if (!heard || input.text.trim() === '' || input.surface === 'channel') return happened(desk, ...about);
  const { desk: next, told } = said(scene);
  return happened(next, ...about, ...told);
}

/** What was typed, where it is a memo, or about evidence, a promise, a target or 来年の担当者へ; else null. */
const yearMeant = (scene: Scene<Said>): Happened | null =>
  memoMeant(scene) ??
  promisesMeant(scene) ??
  targetMeant(scene) ??
  yearNotesMeant(scene) ??
  evidenceMeant(scene);

function spokenWord(scene: Scene, word: Word): Happened {
  switch (word) {
    case 'status':
      return showStatus(scene);
    case 'help':
      return help(scene);
    case 'ja':
    case 'en':
      return setLanguage(scene, word);
    case 'nudge':
      return nudge(scene);
    case 'withdraw':
      return askWithdraw(scene);
    case 'correct':
      return askCorrection(scene);
    case 'forecasts':
      return showForecasts(scene);
    case 'post_reviews':
      return showPostReviews(scene);
    case 'continue':
      return goOn(scene);
    case 'submit':
      return submitTogether(scene) ?? submitNow(scene);
    case 'back':
    case 'later':
    case 'same':
    case 'keep':
      return press(scene, word);
    case 'hour':
    case 'tomorrow':
    case 'week':
      return snooze(scene, taskHere(scene)?.id ?? '', word);
    case 'form':
      return offerAll(scene) ?? press(scene, 'open_form');
    default:
      return word satisfies never;
  }
}

type Fields = Readonly<Record<string, string>>;
type Press<Name> = (scene: Scene, name: Name, action: Action, fields: Fields) => Happened;

/** Who answers a button: each group has its place, and there a switch over its names. */
const PRESSED: { readonly [Group in ButtonGroup]: Press<ButtonOf<Group>> } = {
  answers: press,
  draft: press,
  together: pressAll,
  approval: pressApproval,
  forecast: pressForecast,
  targets: pressTarget,
  uploads: pressUpload,
  directions: pressUpload,
  evidence: pressEvidence,
  owner: pressOwner,
  behalf: pressBehalf,
  goals: pressAddGoal,
  board: pressBoard,
  search: pressFound,
  acts: act,
  deputies: act,
  rounds: pressRounds,
  promises: pressPromise,
  memos: pressMemo,
  yearNotes: pressYearNotes,
  inquiry: pressInquiry,
  others: pressOther,
};

function pressed(scene: Scene, action: Action, fields: Fields): Happened {
  const name = action.do;
  // The compiler does not see that a name belongs to its own group.
  return PRESSED[groupOf(name)](scene, name as never, action, fields);
}

function pressOther(scene: Scene, name: ButtonOf<'others'>, action: Action, fields: Fields): Happened {
  switch (name) {
    case 'begin':
      return begin(scene, action.of);
    case 'later':
      return press(scene, name, action, fields);
    case 'snooze':
      return snooze(scene, action.of, action.with);
    case 'choose':
      return choose(scene, action);
    case 'discard':
      return drop(scene, action);
    case 'drop_draft':
      return dropDraft(scene, action.of);
    case 'withdraw':
      return withdraw(scene, action);
    case 'take_over':
      return takeGoal(scene, action);
    case 'accounts':
      return askAccounts(scene, { do: 'list', name: action.of });
    case 'status':
      return showStatus(scene);
    case 'nudge':
      return nudge(scene);
    case 'help':
      return help(scene);
    case 'language':
      return setLanguage(scene, action.with === 'en' ? 'en' : 'ja');
    case 'not_me':
      return notMe(scene, action);
    case 'unknown':
      return unknownButton(scene, fields);
    default:
      return name satisfies never;
  }
}
