/** Steps within a draft: answering, going back, correcting, the one form, submitting. */
import { type Action, encodeAction } from '../../cards/action.js';
import { beginButton, isOpen, messageCard, plainButton } from '../../cards/message.js';
import { draftButton, earlierAnswer } from '../../cards/question.js';
import { reportForm } from '../../cards/review.js';
import { reportingPost } from '../../decision/decide.js';
import { advanced, answerText, movedTo, withAnswer } from '../../draft/answer.js';
import type { Desk, Draft } from '../../draft/drafts.js';
import { takeHeld } from '../../draft/held-text.js';
import { questionNamed } from '../../draft/question-names.js';
import {
  answerTo,
  contentOf,
  nextQuestion,
  questionBefore,
  questionsOf,
  sameQuestion,
} from '../../draft/questions.js';
import { coordinates } from '../../organization/people.js';
import type { Task } from '../../report/task.js';
import type { Words } from '../../text/language.js';
import { goalName, roundName } from '../../wording/cards.js';
import { interviewWords } from '../../wording/interview.js';
import { problemWords } from '../../wording/problems.js';
import { askWhose } from '../approval/inquiry.js';
import type { Context } from '../context.js';
import type { Input } from '../input.js';
import { showPaused } from '../show-status.js';
import { type StepResult, showing, stepResult } from '../step-result.js';
import { begin, newDraft, showDraft, taskHere, withDraft } from './begin.js';
import { fillForm } from './form.js';
import { beginNamed, closedNamed, goalNamed } from './goal-named.js';
import { askWhich } from './which-goal.js';

/** Where a draft waits for a button. */
const BUTTONS_ONLY: ReadonlySet<Draft['asking']['at']> = new Set(['rating', 'review', 'sent']);

/** A text that is no word: an answer to the question asked here, a goal's number, or something to ask back about. */
export function say(desk: Desk, input: Input, context: Context, text: string): StepResult {
  const task = taskHere(desk, input, context);
  const draft = task ? desk.drafts[task.id] : undefined;
  const current = task && draft && isOpen(task) ? { task, since: draft.touchedAt } : null;
  // 「4番」 begins that goal though a question waits; a bare number may be the answer to it.
  const noAnswer =
    task === null || (input.surface === 'direct' && draft && BUTTONS_ONLY.has(draft.asking.at));
  const named = goalNamed(context, text);
  // With its section it is never an answer.
  const begun =
    named?.plain && (noAnswer || named.section !== null) ? beginNamed(desk, input, context, named) : null;
  if (begun) return begun;
  const whose = askWhose(desk, input, context, text, current);
  if (whose) return whose;
  if (task && draft && isOpen(task)) return answer(desk, input, context, task, draft, text);
  if (task && (draft || input.surface === 'thread')) {
    const fresh = draft || !isOpen(task) ? null : newDraft(task, context.now);
    return fresh && fresh.asking.at !== 'review'
      ? answer(desk, input, context, task, fresh, text)
      : begin(desk, input, context, task.id, [problemWords.unsavedText(text)]);
  }
  const bare = named && (beginNamed(desk, input, context, named) ?? closedNamed(desk, input, context, named));
  if (bare) return bare;
  const candidates = context.tasks.filter((t) => desk.drafts[t.id] !== undefined && isOpen(t));
  if (candidates.length > 0) return askWhich(desk, input, context, candidates, text);
  const nothingBegun = Object.keys(desk.drafts).length === 0 && context.tasks.some(isOpen);
  return notUnderstood(
    desk,
    input,
    context,
    nothingBegun ? [problemWords.noDraft, problemWords.unsavedText(text)] : [],
  );
}

/** A button or form of a goal that is not this person's any more: after a transfer, or once its round is closed. */
function notYours(
  desk: Desk,
  input: Input,
  context: Context,
  action: Action | undefined,
  unsaved: readonly Words[],
): StepResult {
  const { actor, named } = context;
  const { language } = actor;
  if (!named || named.id !== action?.of) return notUnderstood(desk, input, context, unsaved);
  const { notYours: words, closedRound } = interviewWords(language);
  const [title, line] = reportingPost(actor, named.sectionId)
    ? [
        closedRound.title(roundName(named.round, language)),
        (coordinates(actor) ? closedRound.own : closedRound.line)(named.goalNo),
      ]
    : [words.title(goalName(named)), words.line];
  return stepResult(
    desk,
    showing(input.place, messageCard(language, title, [line, ...unsaved.map((one) => one[language])])),
  );
}

/** Anything not understood is answered with what can be done next. */
export function notUnderstood(
  desk: Desk,
  input: Input,
  context: Context,
  unsaved: readonly Words[] = [],
): StepResult {
  const { language } = context.actor;
  const words = interviewWords(language);
  const open = context.tasks.filter(isOpen);
  return stepResult(
    desk,
    showing(
      input.place,
      messageCard(
        language,
        words.notUnderstood.title,
        [...unsaved.map((one) => one[language]), words.notUnderstood.line],
        [
          ...open.slice(0, 1).map((task) => beginButton(task, desk, language, 'primary', context.tasks)),
          plainButton('status', words.showStatus, encodeAction('status')),
          plainButton('help', words.help.title, encodeAction('help')),
        ],
      ),
    ),
  );
}

/** An answer to the draft's present question; a text it cannot take is said so, and the question asked again. */
export function answer(
  desk: Desk,
  input: Input,
  context: Context,
  task: Task,
  draft: Draft,
  text: string,
): StepResult {
  if (draft.asking.at === 'sent')
    return showDraft(desk, input, context, task, draft, [problemWords.unsavedText(text)]);
  const answered = answerText(task, draft, draft.asking, text);
  if (!answered.ok) return showDraft(desk, input, context, task, draft, [answered.problem]);
  return showDraft(desk, input, context, task, advanced(task, answered.draft, context.now));
}

/** What stood in the fields of something that could not be taken, to be told. */
function unsavedIn(fields: Readonly<Record<string, string>>): Words[] {
  const texts = Object.values(fields).filter((text) => text.trim() !== '');
  return texts.length === 0 ? [] : [problemWords.unsavedText(texts.join(' ／ '))];
}

export type DraftPress =
  | 'answer'
  | 'rate'
  | 'same'
  | 'keep'
  | 'back'
  | 'later'
  | 'edit'
  | 'submit'
  | 'open_form'
  | 'fill_form';

/** A button of an interview, or the word for it: then `action` is absent and the draft of this place is meant. */
export function press(
  desk: Desk,
  input: Input,
  context: Context,
  name: DraftPress,
  action?: Action,
  fields: Readonly<Record<string, string>> = {},
): StepResult {
  const task = action ? context.tasks.find((t) => t.id === action.of) : taskHere(desk, input, context);
  const unsaved = unsavedIn(fields);
  if (!task)
    return name === 'later'
      ? showPaused(desk, input, context, null)
      : notYours(desk, input, context, action, unsaved);
  const draft = desk.drafts[task.id];
  if (!draft || (!isOpen(task) && draft.asking.at !== 'sent'))
    return begin(desk, input, context, task.id, unsaved);
  if (name === 'fill_form') return fillForm(desk, input, context, task, draft, action, fields);
  if (draft.asking.at === 'sent') return showDraft(desk, input, context, task, draft, unsaved);
  if (name === 'open_form')
    return input.kind === 'said'
      ? offerForm(desk, input, context, draft)
      : stepResult(withDraft(desk, input, draft), {
          kind: 'form',
          card: reportForm(task, draft, context.actor.language),
        });
  if (action && action.v !== draft.turn)
    return showDraft(desk, input, context, task, draft, [problemWords.lateButton, ...unsaved]);
  switch (name) {
    case 'answer':
      return answer(desk, input, context, task, draft, fields.text ?? '');
    case 'rate':
      return rate(desk, input, context, task, draft, action?.with ?? '');
    case 'same': {
      const earlier = earlierAnswer(task, draft.asking);
      return earlier === undefined
        ? showDraft(desk, input, context, task, draft, [problemWords.nothingEarlier])
        : answer(desk, input, context, task, draft, earlier);
    }
    case 'keep':
      return answerTo(draft, draft.asking) === undefined
        ? showDraft(desk, input, context, task, draft, [problemWords.empty])
        : showDraft(desk, input, context, task, advanced(task, draft, context.now));
    case 'back': {
      const before = questionBefore(task, draft);
      return before
        ? showDraft(desk, input, context, task, movedTo(draft, before, context.now))
        : showDraft(desk, input, context, task, draft, [problemWords.firstQuestion]);
    }
    case 'later':
      return showPaused(desk, input, context, task);
    case 'edit': {
      const question = questionNamed(task, action?.with ?? '');
      return question && questionsOf(task, draft).some((q) => sameQuestion(q, question))
        ? showDraft(desk, input, context, task, movedTo(draft, question, context.now))
        : showDraft(desk, input, context, task, draft, [problemWords.lateButton]);
    }
    case 'submit':
      return submit(desk, input, context, task, draft);
    default:
      return name satisfies never;
  }
}

/** A form can only be opened by a button (the platforms want the trigger of a press), so a word is given one. */
function offerForm(desk: Desk, input: Input, context: Context, draft: Draft): StepResult {
  const { language } = context.actor;
  const words = interviewWords(language);
  return stepResult(
    desk,
    showing(
      input.place,
      messageCard(
        language,
        words.reportForm.title,
        [words.reportForm.intro],
        [draftButton(draft, 'open_form', words.form, { style: 'primary' })],
      ),
    ),
  );
}

function rate(
  desk: Desk,
  input: Input,
  context: Context,
  task: Task,
  draft: Draft,
  code: string,
): StepResult {
  const known = task.scale.steps.find((s) => s.code === code);
  if (!known || draft.asking.at !== 'rating')
    return showDraft(desk, input, context, task, draft, [problemWords.lateButton]);
  const rated = withAnswer(draft, draft.asking.indicator, { rating: known.code });
  return showDraft(desk, input, context, task, advanced(task, rated, context.now));
}

/** 提出 said in words. */
export function submitNow(desk: Desk, input: Input, context: Context): StepResult {
  const task = taskHere(desk, input, context);
  const draft = task ? desk.drafts[task.id] : undefined;
  return task && draft ? submit(desk, input, context, task, draft) : notUnderstood(desk, input, context);
}

/** Hands a finished draft to the record; the draft stays on the desk until the record has answered. */
function submit(desk: Desk, input: Input, context: Context, task: Task, draft: Draft): StepResult {
  if (draft.asking.at === 'sent') return showDraft(desk, input, context, task, draft);
  // Only what stands on the card the person sees is submitted (promise 3).
  if (draft.unseen || draft.asking.at !== 'review') {
    const next = nextQuestion(task, draft);
    const problem = next.at === 'review' ? problemWords.lookAgain : problemWords.notFinished;
    return showDraft(desk, input, context, task, movedTo(draft, next, context.now), [problem]);
  }
  const content = contentOf(task, draft);
  if (!content)
    return showDraft(desk, input, context, task, { ...draft, asking: nextQuestion(task, draft) }, [
      problemWords.notFinished,
    ]);
  const sent = movedTo(draft, { at: 'sent' }, context.now);
  return stepResult(withDraft(desk, input, sent), {
    kind: 'record',
    place: input.place,
    command: { kind: 'submit', task: task.id, base: draft.base, content },
  });
}

/** The held text of this card becomes the answer of the chosen goal. */
export function choose(desk: Desk, input: Input, context: Context, action: Action): StepResult {
  const task = context.tasks.find((t) => t.id === action.of);
  const draft = desk.drafts[action.of];
  const { held, rest } = takeHeld(desk, action.v);
  if (!held) return begin(desk, input, context, action.of);
  if (!task || !draft || !isOpen(task))
    return begin(rest, input, context, action.of, [problemWords.unsavedText(held.text)]);
  return answer(rest, input, context, task, draft, held.text);
}
