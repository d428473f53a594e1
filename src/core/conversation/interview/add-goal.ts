/** A goal that is added in 目標設定: its form, and the draft that is begun when the record has it. */
import type { Action, ButtonOf } from '../../cards/action.js';
import { addGoalForm } from '../../cards/plan/add-goal.js';
import type { Outcome } from '../../decision/outcome/outcome.js';
import type { Desk } from '../../draft/drafts.js';
import { isPlanTask, withTaken } from '../../draft/plan/plan-draft.js';
import { MAX_TEXT } from '../../draft/questions.js';
import { promiseMark } from '../../report/plan/promised.js';
import { problemWords } from '../../wording/problems.js';
import { targetWords } from '../../wording/year/targets.js';
import type { Context } from '../context.js';
import { showStatus } from '../show-status.js';
import { aside, type Happened, happened, message, record, type Scene, standing } from '../told.js';
import { newDraft } from './begin.js';

/** The form, or what was written in it on its way to the record. `of`: any goal of the section in the round, or that of the promise `with`. */
export function pressAddGoal(
  scene: Scene,
  name: ButtonOf<'goals'>,
  { of, with: mark }: Action,
  fields: Readonly<Record<string, string>>,
): Happened {
  const { desk, language } = scene;
  const task = scene.tasks.find(({ id, planned }) => id === of && planned !== undefined);
  const { goal = '', name: indicator = '', target = '' } = fields;
  if (name === 'open_add_goal')
    return task
      ? happened(desk, { kind: 'form', card: addGoalForm(task, language, mark) })
      : showStatus(scene);
  const problems = Object.fromEntries(
    [
      ['goal', goal, MAX_TEXT.planned],
      ['name', indicator, MAX_TEXT.planned],
      ['target', target, MAX_TEXT.target],
    ].flatMap(([field, text, limit]) => {
      const [said, most] = [String(text), Number(limit)];
      if (said.trim() === '') return [[String(field), targetWords(language).addForm.required]];
      return said.length > most ? [[String(field), problemWords.tooLong(most, said.length)[language]]] : [];
    }),
  );
  if (Object.keys(problems).length > 0) return happened(desk, { kind: 'form_problem', problems });
  const taken = mark === '' ? {} : { promise: mark };
  return happened(desk, aside(record({ kind: 'add_goal', task: of, goal, indicator, target, ...taken })));
}

/** The goal is in the sheet: its plan is begun at its review. `context` is the world after it. */
export function goalAdded(
  desk: Desk,
  { goalNo, task: id = '' }: Extract<Outcome, { ok: true }>,
  context: Context,
  mark: string | undefined,
): Happened {
  const words = targetWords(context.actor.language);
  const told = message(words.added(goalNo), [words.addedLine]);
  const task = context.tasks.find((one) => one.id === id);
  if (!task) return happened(desk, told);
  const [first] = task.planned?.indicators ?? [];
  const promise = context.tasks
    .flatMap(({ promises = [] }) => promises)
    .find((one) => mark !== undefined && promiseMark(one) === mark);
  const begun = newDraft(task, context.now);
  const draft = first && promise && isPlanTask(task) ? withTaken(begun, first.id, promise) : begun;
  const next = { ...desk, drafts: { ...desk.drafts, [id]: draft }, focus: id };
  return happened(next, told, standing(context, task, draft));
}
