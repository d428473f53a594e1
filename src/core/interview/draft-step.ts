/** Steps within a draft: beginning, answering, going back, correcting, the one form, submitting. */
import type { Action } from '../action.js';
import { encodeAction } from '../action.js';
import type { Context } from '../context.js';
import type { Input } from '../input.js';
import type { Words } from '../language.js';
import type { Task } from '../task.js';
import { beginButton, isOpen, messageCard, plainButton } from '../views/message.js';
import { draftButton, earlierAnswer, questionCard } from '../views/question.js';
import { questionNamed, reportForm, reviewCard } from '../views/review.js';
import { interviewWords } from '../wording/interview.js';
import { problemWords } from '../wording/problems.js';
import { advanced, answerText, movedTo, withAnswer } from './answer.js';
import type { Desk, Draft } from './desk.js';
import { fillForm } from './form.js';
import { answerTo, contentOf, nextQuestion, questionBefore, questionsOf, sameQuestion } from './order.js';
import { askWhich, showPaused, showStatus } from './other-step.js';
import { showing, type Turn, turn } from './turn.js';
import { goalNumberOf } from './words.js';

/** Shows where a draft stands: its question, its review, or that it is being sent. */
export function showDraft(
  desk: Desk,
  input: Input,
  context: Context,
  task: Task,
  draft: Draft,
  problems: readonly Words[] = [],
): Turn {
  const { language } = context.actor;
  const said = problems.map((problem) => problem[language]);
  const next = withDraft(desk, input, draft);
  if (draft.asking.at === 'sent')
    return turn(next, showing(input.place, messageCard(language, interviewWords(language).sending, said)));
  const card =
    draft.asking.at === 'review'
      ? reviewCard(task, draft, language, said)
      : questionCard(task, draft, language, said);
  return turn(next, showing(input.place, card));
}

/** Begins a task, or goes on with its draft; tells what else when it is not open. */
export function begin(desk: Desk, input: Input, context: Context, taskId: string): Turn {
  const { language } = context.actor;
  const words = interviewWords(language);
  const task = context.tasks.find((t) => t.id === taskId);
  if (!task) return showStatus(desk, input, context);
  const draft = desk.drafts[taskId];
  if (draft) return showDraft(desk, input, context, task, draft);
  const { report } = task;
  if (report?.state === 'approved')
    return turn(
      desk,
      showing(input.place, messageCard(language, words.approved.title(task.goalNo), [words.approved.line])),
    );
  if (report?.state === 'submitted')
    return turn(
      desk,
      showing(
        input.place,
        messageCard(
          language,
          words.waiting.title(task.goalNo),
          [words.waiting.line],
          [
            plainButton(
              'withdraw',
              words.withdrawGoal(task.goalNo),
              encodeAction('withdraw', report.id, report.version),
            ),
          ],
        ),
      ),
    );
  const fresh = newDraft(task, context.now);
  const problems =
    report?.state === 'returned' && report.returned
      ? [problemWords.returned(report.returned.comment, report.returned.post)]
      : [];
  return showDraft(desk, input, context, task, fresh, problems);
}

/** A draft for a task: empty, or with what was returned or withdrawn, ready for correction. */
function newDraft(task: Task, now: string): Draft {
  const { report } = task;
  const draft: Draft = {
    task: task.id,
    turn: 1,
    base: report?.version ?? 0,
    answers: Object.fromEntries(
      (report?.content.answers ?? []).map(({ indicatorId, result, rating, reason, status }) => [
        indicatorId,
        { result, rating, status, ...(reason === '' ? {} : { reason }) },
      ]),
    ),
    ...(report ? { policy: report.content.nextPolicy } : {}),
    asking: { at: 'review' },
    startedAt: now,
    touchedAt: now,
  };
  return { ...draft, asking: nextQuestion(task, draft) };
}

/** 続き: the draft touched last, else the first open task. */
export function goOn(desk: Desk, input: Input, context: Context): Turn {
  const { language } = context.actor;
  const words = interviewWords(language);
  const here = taskHere(desk, input, context);
  if (here) return begin(desk, input, context, here.id);
  const latest = Object.values(desk.drafts)
    .filter((draft) => context.tasks.some((t) => t.id === draft.task))
    .sort((a, b) => b.touchedAt.localeCompare(a.touchedAt))[0];
  const task = latest ? context.tasks.find((t) => t.id === latest.task) : context.tasks.find(isOpen);
  if (task) return begin(desk, input, context, task.id);
  return turn(
    desk,
    showing(input.place, messageCard(language, words.nothingOpen.title, [words.nothingOpen.line])),
  );
}

/** The task whose interview this place is in: the thread's own, or the one asked last in the direct message. */
export function taskHere(desk: Desk, input: Input, context: Context): Task | null {
  const id = input.surface === 'thread' ? (desk.threads[input.place] ?? context.threadTask) : desk.focus;
  return context.tasks.find((t) => t.id === id) ?? null;
}

/** A text that is no word: an answer to the question asked here, a goal's number, or something to ask back about. */
export function say(desk: Desk, input: Input, context: Context, text: string): Turn {
  const task = taskHere(desk, input, context);
  const draft = task ? desk.drafts[task.id] : undefined;
  if (task && draft) return answer(desk, input, context, task, draft, text);
  if (task && isOpen(task) && input.surface === 'thread') {
    const fresh = newDraft(task, context.now);
    return fresh.asking.at === 'review'
      ? begin(desk, input, context, task.id)
      : answer(desk, input, context, task, fresh, text);
  }
  const number = goalNumberOf(text);
  const named = number === null ? [] : context.tasks.filter((t) => t.goalNo === number);
  if (named.length === 1 && named[0]) return begin(desk, input, context, named[0].id);
  const candidates = context.tasks.filter((t) => desk.drafts[t.id] !== undefined);
  if (candidates.length > 0) return askWhich(desk, input, context, candidates, text);
  return notUnderstood(desk, input, context);
}

/** Anything not understood is answered with what can be done next. */
function notUnderstood(desk: Desk, input: Input, context: Context): Turn {
  const { language } = context.actor;
  const words = interviewWords(language);
  const open = context.tasks.filter(isOpen);
  return turn(
    desk,
    showing(
      input.place,
      messageCard(
        language,
        words.notUnderstood.title,
        [words.notUnderstood.line],
        [
          ...open.slice(0, 1).map((task) => beginButton(task, desk, language, 'primary')),
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
): Turn {
  if (draft.asking.at === 'sent') return showDraft(desk, input, context, task, draft);
  const answered = answerText(task, draft, draft.asking, text);
  if (!answered.ok) return showDraft(desk, input, context, task, draft, [answered.problem]);
  return showDraft(desk, input, context, task, advanced(task, answered.draft, context.now));
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
): Turn {
  const task = action ? context.tasks.find((t) => t.id === action.of) : taskHere(desk, input, context);
  if (!task)
    return name === 'later' ? showPaused(desk, input, context, null) : notUnderstood(desk, input, context);
  const draft = desk.drafts[task.id];
  if (!draft) return begin(desk, input, context, task.id);
  if (name === 'fill_form') return fillForm(desk, input, context, task, draft, action, fields);
  if (draft.asking.at === 'sent') return showDraft(desk, input, context, task, draft);
  if (name === 'open_form')
    return input.kind === 'said'
      ? offerForm(desk, input, context, draft)
      : turn(withDraft(desk, input, draft), {
          kind: 'form',
          card: reportForm(task, draft, context.actor.language),
        });
  if (action && action.v !== draft.turn) {
    const unsaved = fields.text?.trim() ? [problemWords.unsavedText(fields.text)] : [];
    return showDraft(desk, input, context, task, draft, [problemWords.lateButton, ...unsaved]);
  }
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
function offerForm(desk: Desk, input: Input, context: Context, draft: Draft): Turn {
  const { language } = context.actor;
  const words = interviewWords(language);
  return turn(
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

function rate(desk: Desk, input: Input, context: Context, task: Task, draft: Draft, code: string): Turn {
  const known = task.scale.steps.find((s) => s.code === code);
  if (!known || draft.asking.at !== 'rating')
    return showDraft(desk, input, context, task, draft, [problemWords.lateButton]);
  const rated = withAnswer(draft, draft.asking.indicator, { rating: known.code });
  return showDraft(desk, input, context, task, advanced(task, rated, context.now));
}

/** 提出 said in words. */
export function submitNow(desk: Desk, input: Input, context: Context): Turn {
  const task = taskHere(desk, input, context);
  const draft = task ? desk.drafts[task.id] : undefined;
  return task && draft ? submit(desk, input, context, task, draft) : notUnderstood(desk, input, context);
}

/** Hands a finished draft to the record; the draft stays on the desk until the record has answered. */
function submit(desk: Desk, input: Input, context: Context, task: Task, draft: Draft): Turn {
  if (draft.asking.at === 'sent') return showDraft(desk, input, context, task, draft);
  const content = contentOf(task, draft);
  if (!content)
    return showDraft(desk, input, context, task, { ...draft, asking: nextQuestion(task, draft) }, [
      problemWords.notFinished,
    ]);
  const sent = movedTo(draft, { at: 'sent' }, context.now);
  return turn(withDraft(desk, input, sent), {
    kind: 'record',
    place: input.place,
    command: { kind: 'submit', task: task.id, base: draft.base, content },
  });
}

/** The desk with this draft on it; the place of the input now belongs to it. */
export function withDraft(desk: Desk, input: Input, draft: Draft): Desk {
  const next: Desk = { ...desk, drafts: { ...desk.drafts, [draft.task]: draft } };
  return input.surface === 'thread'
    ? { ...next, threads: { ...next.threads, [input.place]: draft.task } }
    : { ...next, focus: draft.task };
}
