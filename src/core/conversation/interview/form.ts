/** The one-form way: everything that was filled in is kept, also half-way; what is missing is asked afterwards. */
import type { Action } from '../../cards/action.js';
import { reportForm } from '../../cards/interview/report-form.js';
import { planForm } from '../../cards/plan/form.js';
import { draftButton, WITH_MEMOS } from '../../cards/question.js';
import { advanced, answerText } from '../../draft/answer.js';
import type { Draft, Question } from '../../draft/drafts.js';
import { memoText } from '../../draft/memo-text.js';
import { isPlanTask, planField, standsIn, withPlanned, withPromise } from '../../draft/plan/plan-draft.js';
import { questionName, questionNamed } from '../../draft/question-names.js';
import { answerTo, MAX_TEXT } from '../../draft/questions.js';
import type { Task } from '../../report/task.js';
import { interviewWords } from '../../wording/interview.js';
import { problemWords } from '../../wording/problems.js';
import { type Happened, happened, message, type Scene } from '../told.js';
import { showDraft } from './begin.js';
import { withDraft } from './with-draft.js';

/** The argument of `fill_form` that keeps what is filled in so far without an answer: the form is still open or was closed. */
export const HALF_WAY = 'half_way';

/**
 * A form can only be opened by a button (the platforms want the trigger of a press), so a word is given one.
 *
 * @param begins  of a plan the mark of a promise of last year that an indicator is to take over, of a report WITH_MEMOS
 */
export function openForm(scene: Scene, task: Task, begun: Draft, begins = ''): Happened {
  const draft = begins !== '' && isPlanTask(task) ? withPromise(task, begun, begins) : begun;
  const { desk, input, language } = scene;
  if (input.kind === 'pressed')
    return happened(withDraft(scene, draft), {
      kind: 'form',
      card: isPlanTask(task)
        ? planForm(task, draft, language)
        : reportForm(task, draft, language, {}, begins === WITH_MEMOS),
    });
  const { form, reportForm: words } = interviewWords(language);
  const open = draftButton(draft, 'open_form', form, { style: 'primary' });
  return happened(desk, message(words.title, [words.intro], [open]));
}

/** A draft with what a form has filled in, and by field what could not be taken. */
export type Filled = { readonly draft: Draft; readonly problems: Readonly<Record<string, string>> };

/**
 * The fields of a form put into the draft; what was right is kept though something was not.
 *
 * @param how  `late`: the draft has gone on since the form was opened; `halfWay`: it is still open, or was closed
 */
export function filledIn(
  task: Task,
  draft: Draft,
  fields: Readonly<Record<string, string>>,
  {
    language,
    late,
    halfWay,
  }: Pick<Scene, 'language'> & { readonly late: boolean; readonly halfWay: boolean },
): Filled {
  let filled = draft;
  const problems: Record<string, string> = {};
  for (const name of isPlanTask(task) ? Object.keys(fields) : inOrder(task, Object.keys(fields))) {
    const text = fields[name] ?? '';
    if (isPlanTask(task)) {
      const named = planField(task, name);
      if (!named || text.trim() === '' || sameText(text, standsIn(task, filled, named.key))) continue;
      if (halfWay && late && draft.plan?.[named.key] !== undefined) continue;
      const limit = named.field === 'target' ? MAX_TEXT.target : MAX_TEXT.planned;
      if (text.length > limit) problems[name] = problemWords.tooLong(limit, text.length)[language];
      else filled = withPlanned(task, filled, named.key, text);
      continue;
    }
    const question = questionNamed(task, name);
    if (!question || text.trim() === '' || text === answerTo(filled, question)) continue;
    // What the form begins with is an answer once the form is sent.
    if (halfWay && isBegunWith(task, filled, question, text)) continue;
    // What a form that was opened before holds half-way must not replace what was answered since.
    if (halfWay && late && answerTo(draft, question) !== undefined) continue;
    const answered = answerText(task, filled, question, codeWord(task, name, text));
    if (answered.ok) filled = answered.draft;
    else problems[name] = answered.problem[language];
  }
  return { draft: filled, problems };
}

/** The form of one goal: what it holds is kept; problems are shown in it, and what is missing is asked. */
export function fillForm(
  scene: Scene,
  task: Task,
  draft: Draft,
  action: Action | undefined,
  fields: Readonly<Record<string, string>>,
): Happened {
  const late = action !== undefined && action.v !== draft.turn;
  const halfWay = action?.with === HALF_WAY;
  const { draft: filled, problems } = filledIn(task, draft, fields, { ...scene, late, halfWay });
  const kept = filled === draft ? draft : { ...filled, touchedAt: scene.now, unseen: true };
  if (halfWay) return happened(withDraft(scene, kept));
  if (Object.keys(problems).length > 0)
    return happened(withDraft(scene, kept), { kind: 'form_problem', problems });
  return showDraft(
    scene,
    task,
    advanced(task, filled, scene.now),
    ...(late ? [problemWords.formWasLate] : []),
  );
}

/** Whether this is the sum of the memos, or their words, that the form began with. */
const isBegunWith = (task: Task, draft: Draft, question: Question, text: string): boolean =>
  question.at === 'result'
    ? task.indicators.find(({ id }) => id === question.indicator)?.memoSum?.sum === text.trim()
    : sameText(memoText(task, draft, question, 'ja')?.text ?? '', text);

/** Results before ratings before reasons, because another result takes the rating given for the old one away. */
function inOrder(task: Task, names: readonly string[]): string[] {
  const order = [
    ...(['result', 'rating', 'reason', 'measures', 'status'] as const).flatMap((at) =>
      task.indicators.map((indicator) => questionName(task, { at, indicator: indicator.id })),
    ),
    'policy',
  ];
  return order.filter((name) => names.includes(name));
}

/** A form gives a rating as its code; the reader of answers knows it by its word. */
function codeWord(task: Task, name: string, text: string): string {
  if (!name.startsWith('rating.')) return text;
  return task.scale.steps.find((step) => step.code === text)?.symbol ?? text;
}

/** A form gives line breaks in its own way: they are no change. */
const sameText = (one: string, other: string): boolean =>
  one.replaceAll('\r\n', '\n').trim() === other.replaceAll('\r\n', '\n').trim();
