/** まとめて入力 of all goals of one's own: one form, one review, one 提出. */
import type { Action, ButtonOf } from '../../../cards/action.js';
import { allButtons, markOf, togetherOf } from '../../../cards/interview/all.js';
import {
  allForm,
  fieldOf,
  fieldsByGoal,
  ratingTaken,
  SAME,
  withOwnMemos,
} from '../../../cards/interview/all-form.js';
import { movedTo, withAnswer } from '../../../draft/answer.js';
import type { Draft } from '../../../draft/drafts.js';
import { earlierAnswer } from '../../../draft/earlier.js';
import { questionName } from '../../../draft/question-names.js';
import { contentOf, nextQuestion } from '../../../draft/questions.js';
import type { Task } from '../../../report/task.js';
import type { Words } from '../../../text/language.js';
import { allWords } from '../../../wording/interview/all.js';
import { problemWords } from '../../../wording/problems.js';
import { showStatus } from '../../show-status.js';
import { type Happened, happened, message, record, type Scene, type Told } from '../../told.js';
import { begin, newDraft, showDraft, taskHere } from '../begin.js';
import { type Filled, filledIn, HALF_WAY } from '../form.js';
import { notYours } from '../interview.js';
import { withDraft } from '../with-draft.js';
import { finishedIn, reviewTogether, standTogether } from './review.js';

type Fields = Readonly<Record<string, string>>;

/** The three buttons of it. */
export function pressAll(scene: Scene, name: ButtonOf<'together'>, action: Action, fields: Fields): Happened {
  switch (name) {
    case 'open_all':
      return openAll(scene, action);
    case 'fill_all':
      return fillAll(scene, action, fields);
    case 'submit_all':
      return submitAll(scene, action);
    default:
      return name satisfies never;
  }
}

const isSent = (draft: Draft | undefined): boolean => draft?.asking.at === 'sent';

function openAll(scene: Scene, action: Action): Happened {
  const { actor, desk, language, now, tasks } = scene;
  const goals = togetherOf(tasks, actor.id, action.of).flatMap((task) => {
    const draft = desk.drafts[task.id];
    return isSent(draft) ? [] : [{ task, draft: draft ?? newDraft(task, now), turn: draft?.turn ?? 0 }];
  });
  return goals.length === 0
    ? closed(scene, action, [])
    : happened(desk, { kind: 'form', card: allForm(goals, tasks, language) });
}

/** Nothing of it can be answered any more: what stands there now. */
function closed(scene: Scene, action: Action, unsaved: readonly Words[]): Happened {
  return scene.tasks.some(({ id }) => id === action.of)
    ? begin(scene, action.of, ...unsaved)
    : notYours(scene, action, unsaved);
}

/** 「まとめて入力」 said where no goal is being answered: a form opens by a button alone. null: there is none to open. */
export function offerAll(scene: Scene): Happened | null {
  const { actor, desk, language, tasks } = scene;
  const buttons = allButtons(tasks, actor.id, language, 1);
  const words = allWords(language);
  return taskHere(scene) || buttons.length === 0
    ? null
    : happened(desk, message(words.form.title, [words.said], buttons));
}

/** Everything that was filled in is kept, each in its goal's draft; then what is missing is asked, or all is reviewed. */
function fillAll(scene: Scene, action: Action, fields: Fields): Happened {
  const { actor, language, now, tasks } = scene;
  const halfWay = action.with === HALF_WAY;
  const sent = fieldsByGoal(fields);
  const goals = togetherOf(tasks, actor.id, action.of).filter(
    ({ id, goalId }) => sent.has(goalId) && !isSent(scene.desk.drafts[id]),
  );
  let { desk } = scene;
  let late = false;
  const answered: Task[] = [];
  const problems: Record<string, string> = {};
  for (const task of goals) {
    const kept = desk.drafts[task.id];
    const { turn, fields: given } = sent.get(task.goalId)!;
    // A draft that this form itself has begun, half-way, has its first turn.
    const isLate = kept !== undefined && kept.turn !== (turn || Date.parse(kept.startedAt));
    const before = kept ?? newDraft(task, now);
    const filled = filledIn(withOwnMemos(task), before, chosen(task, before, given), {
      language,
      halfWay,
      late: isLate,
    });
    for (const [name, problem] of Object.entries(filled.problems))
      problems[fieldOf(task, turn, name)] = problem;
    const draft = halfWay ? filled.draft : withRatings(task, filled);
    late ||= isLate;
    if (draft === before && (kept === undefined || halfWay)) continue;
    answered.push(task);
    const touched = draft === before ? draft : { ...draft, touchedAt: now, unseen: true };
    desk = { ...desk, drafts: { ...desk.drafts, [task.id]: touched } };
  }
  const unsaved = notTaken(sent, goals);
  // Who types into a form of goals that are theirs no more is told before it is sent.
  if (goals.length === 0) return closed(scene, action, unsaved);
  if (halfWay) return happened(desk);
  if (Object.keys(problems).length > 0) return happened(desk, { kind: 'form_problem', problems });
  const [first] = answered;
  if (!first) return showStatus(scene, ...unsaved);
  for (const task of answered) {
    const draft = desk.drafts[task.id]!;
    const next = { ...movedTo(draft, nextQuestion(task, draft), now), together: true };
    desk = withDraft({ ...scene, desk }, next);
  }
  return standTogether({ ...scene, desk }, first, [...(late ? [problemWords.formWasLate] : []), ...unsaved]);
}

/** The fields as they are meant: earlier words where those were chosen, and no rating that was given for another result. */
function chosen(task: Task, draft: Draft, fields: Fields): Fields {
  const meant: Record<string, string> = { ...fields };
  const earlier = earlierAnswer(task, { at: 'policy' });
  if (fields[`${SAME}.policy`] === SAME && (fields.policy ?? '').trim() === '' && earlier !== undefined)
    meant.policy = earlier;
  for (const { id } of task.indicators) {
    const [result, rating] = (['result', 'rating'] as const).map((at) =>
      questionName(task, { at, indicator: id }),
    );
    const { result: old, rating: given } = draft.answers[id] ?? {};
    const isOther = (fields[result!] ?? '').trim() !== '' && fields[result!] !== old;
    if (isOther && given !== undefined && fields[rating!] === given) delete meant[rating!];
  }
  return meant;
}

/** Where no rating was chosen, the one that is proposed: it stands in the review, with its arithmetic, before anything is submitted. */
function withRatings(task: Task, { draft }: Filled): Draft {
  return task.indicators.reduce((filled, indicator) => {
    if (filled.answers[indicator.id]?.rating !== undefined) return filled;
    const taken = ratingTaken(task, filled, indicator);
    return taken ? withAnswer(filled, indicator.id, taken) : filled;
  }, draft);
}

/** What was written for goals that cannot be answered any more. */
function notTaken(sent: ReturnType<typeof fieldsByGoal>, goals: readonly Task[]): Words[] {
  const texts = [...sent].flatMap(([id, { fields }]) =>
    goals.some(({ goalId }) => goalId === id)
      ? []
      : Object.entries(fields).flatMap(([name, text]) =>
          name.startsWith('rating.') || name.startsWith(SAME) || text.trim() === '' ? [] : [text],
        ),
  );
  return texts.length === 0 ? [] : [problemWords.unsavedText(texts.join(' ／ '))];
}

/** 提出 of all that the review showed, each as its own report; `action` null: said in words. */
function submitAll(scene: Scene, action: Action | null): Happened {
  const { desk, tasks, now } = scene;
  const task = action ? tasks.find(({ id }) => id === action.of) : taskHere(scene);
  if (!task) return action ? notYours(scene, action, []) : showStatus(scene);
  const { goals, left } = finishedIn(scene, task.round.id);
  if (goals.length === 0) {
    const draft = desk.drafts[task.id];
    return draft ? showDraft(scene, task, draft) : begin(scene, task.id);
  }
  // Only what stands on the card the person sees is submitted (promise 3).
  const seen = action
    ? action.with === markOf(goals)
    : left.length === 0 && goals.every(({ draft }) => !draft.unseen);
  if (!seen) return reviewTogether(scene, task, [problemWords.lateButton]);
  // The sheet may have changed since the review: another target wants its reason, a new indicator its result.
  for (const goal of goals) {
    const asking = nextQuestion(goal.task, goal.draft);
    if (asking.at !== 'review')
      return showDraft(scene, goal.task, movedTo(goal.draft, asking, now), problemWords.notFinished);
  }
  let after = desk;
  const told = goals.map((goal, at, { length }): Told => {
    const { together, ...draft } = movedTo(goal.draft, { at: 'sent' }, now);
    after = withDraft({ ...scene, desk: after }, length === 1 ? draft : { ...draft, together: true });
    const content = contentOf(goal.task, goal.draft);
    if (!content) throw new Error(`draft ${goal.task.id} is at its review and not complete`);
    return record({
      kind: 'submit',
      task: goal.task.id,
      base: goal.draft.base,
      content: { ...content, checks: goal.checks },
      ...(at < length - 1 ? { quiet: true } : {}),
    });
  });
  return happened(after, ...told);
}

/** 「提出」 said at the review of several; null elsewhere. */
export function submitTogether(scene: Scene): Happened | null {
  const draft = scene.desk.drafts[taskHere(scene)?.id ?? ''];
  return draft?.together && draft.asking.at === 'review' ? submitAll(scene, null) : null;
}
