/** 「このままで正しい」: the writer's answer to a check, with its reason. It is never asked for: 提出 works without. */
import { checkForm } from '../../cards/review.js';
import { movedTo } from '../../draft/answer.js';
import { checksOfDraft, withReason } from '../../draft/checks.js';
import type { Draft } from '../../draft/drafts.js';
import { MAX_TEXT } from '../../draft/questions.js';
import type { KeptCheck } from '../../report/report.js';
import { checkId } from '../../report/report-checks.js';
import type { Task } from '../../report/task.js';
import { checkWords } from '../../wording/checks.js';
import { problemWords } from '../../wording/problems.js';
import { type Happened, happened, type Scene } from '../told.js';
import { showDraft } from './begin.js';
import { withDraft } from './with-draft.js';

const GONE = { ja: checkWords('ja').gone, en: checkWords('en').gone };

/** The check that a button names, as the draft is now: one whose texts were changed since is gone. */
function named(scene: Scene, task: Task, draft: Draft, id: string): KeptCheck | undefined {
  if (draft.asking.at !== 'review') return undefined;
  return checksOfDraft(task, draft, scene).find((check) => checkId(check) === id);
}

/** The form for the reason. */
export function openCheck(scene: Scene, task: Task, draft: Draft, id: string): Happened {
  const check = named(scene, task, draft, id);
  if (!check) return showDraft(scene, task, draft, GONE);
  const card = checkForm(task, draft, check, scene.language);
  return happened(withDraft(scene, draft), { kind: 'form', card });
}

/** The reason, kept in the draft; without it the form says so. */
export function answerCheck(
  scene: Scene,
  task: Task,
  draft: Draft,
  id: string,
  { comment = '' }: Readonly<Record<string, string>>,
): Happened {
  const { language } = scene;
  const problem =
    comment.trim() === ''
      ? checkWords(language).form.required
      : comment.length > MAX_TEXT.check
        ? problemWords.tooLong(MAX_TEXT.check, comment.length)[language]
        : null;
  if (problem !== null) return happened(scene.desk, { kind: 'form_problem', problems: { comment: problem } });
  const check = named(scene, task, draft, id);
  if (!check) return showDraft(scene, task, draft, GONE, problemWords.unsavedText(comment));
  return showDraft(scene, task, movedTo(withReason(draft, check, comment), { at: 'review' }, scene.now));
}
