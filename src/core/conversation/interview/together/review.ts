/** Where goals that are answered together stand: the first question that is left, else the review of them all. */
import { allReviewCard, isShort, type Together } from '../../../cards/interview/all.js';
import { isOpen } from '../../../cards/message.js';
import { checksOfDraft } from '../../../draft/checks.js';
import type { Draft } from '../../../draft/drafts.js';
import type { Task } from '../../../report/task.js';
import type { Words } from '../../../text/language.js';
import { englishIn, type Happened, happened, inLanguage, type Scene, standing } from '../../told.js';
import { withDraft } from '../with-draft.js';

type Of = { readonly task: Task; readonly draft: Draft };

/** The goals of a round that are answered together and not sent yet, in the order of the sheet. */
function togetherIn({ desk, tasks }: Pick<Scene, 'desk' | 'tasks'>, round: string): Of[] {
  return tasks.flatMap((task) => {
    const draft = desk.drafts[task.id];
    return draft?.together && draft.asking.at !== 'sent' && task.round.id === round && isOpen(task)
      ? [{ task, draft }]
      : [];
  });
}

const isFinished = ({ draft }: Of): boolean => draft.asking.at === 'review';

/** Those of them that are finished, each with its checks, also beside the others; and those that are not. */
export function finishedIn(
  scene: Scene,
  round: string,
): { readonly goals: readonly Together[]; readonly left: readonly Of[] } {
  const all = togetherIn(scene, round);
  const finished = all.filter(isFinished);
  return {
    goals: finished.map((one) => ({
      ...one,
      checks: checksOfDraft(one.task, one.draft, { ...scene, beside: finished }),
    })),
    left: all.filter((one) => !isFinished(one)),
  };
}

/** Goes on after an answer that finished a goal; `scene`: with its draft on the desk. */
export function standTogether(scene: Scene, task: Task, problems: readonly Words[]): Happened {
  const { together: _, ...draft } = scene.desk.drafts[task.id]!;
  // What is too long to be read beside others is reviewed alone.
  if (!isShort(draft)) return happened(withDraft(scene, draft), standing(scene, task, draft, problems));
  const [next] = finishedIn(scene, task.round.id).left;
  return next
    ? happened(withDraft(scene, next.draft), standing(scene, next.task, next.draft, problems))
    : reviewTogether(scene, task, problems);
}

/** The review of all that is finished, also while others are not. */
export function reviewTogether(scene: Scene, task: Task, problems: readonly Words[] = []): Happened {
  const { language, tasks } = scene;
  const seen = finishedIn(scene, task.round.id).goals.flatMap(({ draft }) =>
    draft.unseen ? [anew(draft)] : [],
  );
  const drafts = { ...scene.desk.drafts, ...Object.fromEntries(seen.map((draft) => [draft.task, draft])) };
  const desk = { ...scene.desk, drafts };
  const { goals, left } = finishedIn({ ...scene, desk }, task.round.id);
  const english = goals.flatMap((one) => englishIn(one.task, one.draft));
  const card = allReviewCard(
    goals,
    left.map((one) => one.task),
    tasks,
    language,
    inLanguage([...problems, ...english.slice(0, 1)], language),
  );
  return happened(desk, { kind: 'card', card });
}

/** What a form changed is on the card that is now shown; buttons of cards before it are late. */
function anew({ unseen: _, ...draft }: Draft): Draft {
  return { ...draft, turn: draft.turn + 1 };
}
