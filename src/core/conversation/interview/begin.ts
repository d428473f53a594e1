/** Where a draft stands, beginning one and coming back to it. */
import { encodeAction } from '../../cards/action.js';
import { correctionButton } from '../../cards/approval/decision.js';
import { goalAmong, isOpen, plainButton } from '../../cards/message.js';
import { othersLine, othersOf } from '../../cards/owner/owner.js';
import type { Draft } from '../../draft/drafts.js';
import { fromMidyear } from '../../draft/earlier.js';
import { isPlanTask, planBegun } from '../../draft/plan/plan-draft.js';
import { nextQuestion } from '../../draft/questions.js';
import { isOwnReport, type Report } from '../../report/report.js';
import { reasonsIn } from '../../report/report-checks.js';
import type { Task } from '../../report/task.js';
import type { Words } from '../../text/language.js';
import { interviewWords } from '../../wording/interview.js';
import { showOthers } from '../owner/others.js';
import { showStatus } from '../show-status.js';
import { type Happened, happened, inLanguage, message, type Scene, standing } from '../told.js';
import { reviewTogether, standTogether } from './together/review.js';
import { withDraft } from './with-draft.js';

/** Where a draft stands: its question, its review, or that it is being sent. It is the one of this place from now on. */
export function showDraft(scene: Scene, task: Task, draft: Draft, ...problems: readonly Words[]): Happened {
  const seen = draft.unseen ? seenAnew(task, draft) : draft;
  if (seen.together && seen.asking.at === 'review')
    return standTogether({ ...scene, desk: withDraft(scene, seen) }, task, problems);
  return happened(withDraft(scene, seen), standing(scene, task, seen, problems));
}

/** What a form changed is on the card that is now shown; buttons of cards shown before it are late. */
function seenAnew(task: Task, draft: Draft): Draft {
  const { unseen: _, ...rest } = draft;
  return { ...rest, turn: draft.turn + 1, asking: nextQuestion(task, draft) };
}

/**
 * Begins a task, or goes on with its draft; tells what else when it is not open. `unsaved` says what was typed and
 * could not be taken, so that nothing is lost unsaid.
 */
export function begin(scene: Scene, taskId: string, ...unsaved: readonly Words[]): Happened {
  const task = scene.tasks.find((t) => t.id === taskId);
  if (!task) return showStatus(scene, ...unsaved);
  const draft = scene.desk.drafts[taskId];
  const { report } = task;
  // While a submission is under way its draft is still here, though the record may have it already.
  if (draft && (isOpen(task) || draft.asking.at === 'sent')) {
    const owner = draft.asking.at === 'sent' ? null : othersOf(task, scene.actor.id);
    // What is finished is shown though others are not.
    if (draft.together && draft.asking.at === 'review')
      return reviewTogether({ ...scene, desk: withDraft(scene, draft) }, task, unsaved);
    return showDraft(scene, task, draft, ...(owner ? [othersLine(owner, scene.now)] : []), ...unsaved);
  }
  if (report && !isOpen(task)) return showReported(scene, task, report, unsaved);
  const others = showOthers(scene, task, unsaved);
  if (others) return others;
  return showDraft(scene, task, newDraft(task, scene.now), ...unsaved);
}

/** A task that is submitted or approved: what can still be done, also with a draft somebody else was faster than. */
function showReported(scene: Scene, task: Task, report: Report, unsaved: readonly Words[]): Happened {
  const { desk, language, tasks } = scene;
  const words = interviewWords(language);
  const said = report.state === 'approved' ? words.approved : words.waiting;
  const own = desk.drafts[task.id];
  const mayWithdraw = report.state === 'submitted' && isOwnReport(report, scene.actor.id);
  const lines = [
    mayWithdraw || report.state === 'approved' ? said.line : words.waiting.by(report.writer.name),
    ...(own ? [words.leftOver.line] : []),
    ...inLanguage(unsaved, language),
  ];
  const withdraw = plainButton(
    'withdraw',
    words.withdrawGoal(goalAmong(task, tasks)),
    encodeAction('withdraw', report.id, report.version),
  );
  const drop = plainButton('drop_draft', words.leftOver.drop, encodeAction('drop_draft', task.id));
  return happened(
    desk.focus === task.id ? { ...desk, focus: null } : desk,
    message(said.title(task.goalNo), lines, [
      ...(mayWithdraw ? [withdraw] : []),
      ...(report.state === 'approved' ? [correctionButton(task, report.version, language)] : []),
      ...(own ? [drop] : []),
    ]),
  );
}

/** A draft for a task: with mid-year's answers where there are any, or with what was returned or withdrawn. */
export function newDraft(task: Task, now: string): Draft {
  const { report } = task;
  const draft: Draft = {
    task: task.id,
    turn: Date.parse(now),
    base: report?.version ?? 0,
    answers: Object.fromEntries(
      (report?.content.answers ?? []).map(({ indicatorId, result, rating, reason, status, measures }) => [
        indicatorId,
        {
          result,
          rating,
          status,
          ...(reason === '' ? {} : { reason }),
          ...(measures === undefined ? {} : { measures }),
        },
      ]),
    ),
    ...(report
      ? { policy: report.content.nextPolicy, checked: reasonsIn(report.content.checks) }
      : fromMidyear(task)),
    ...(isPlanTask(task) ? { plan: planBegun(task) } : {}),
    asking: { at: 'review' },
    startedAt: now,
    touchedAt: now,
  };
  return { ...draft, asking: nextQuestion(task, draft) };
}

/**
 * The task to go on with, of those that are nobody else's: of the same round when there is one left, else of the round that opened last, so that an old
 * round that is still open does not crowd out the present one.
 */
export function nextOpen(tasks: readonly Task[], person: string, round?: string): Task | undefined {
  const open = tasks.filter((task) => isOpen(task) && !othersOf(task, person));
  const latest = [...open].sort((a, b) => b.round.opensOn.localeCompare(a.round.opensOn))[0];
  return open.find((t) => t.round.id === round) ?? open.find((t) => t.round.id === latest?.round.id);
}

/** 続き: the draft touched last, else the next open task. */
export function goOn(scene: Scene): Happened {
  const { actor, desk, language, tasks } = scene;
  const words = interviewWords(language);
  const here = taskHere(scene);
  if (here && (isOpen(here) || desk.drafts[here.id])) return begin(scene, here.id);
  const latest = Object.values(desk.drafts)
    .filter((draft) => tasks.some((t) => t.id === draft.task && isOpen(t)))
    .sort((a, b) => b.touchedAt.localeCompare(a.touchedAt))[0];
  const task = latest ? tasks.find((t) => t.id === latest.task) : nextOpen(tasks, actor.id);
  if (task) return begin(scene, task.id);
  // Who has left is not promised a reminder.
  const { title, line } =
    actor.posts.length === 0 && actor.deputyFor.length === 0 ? words.noPost : words.nothingOpen;
  return happened(desk, message(title, [line]));
}

/** The task whose interview this place is in: the thread's own, or the one asked last in the direct message. */
export function taskHere({ desk, input, threadTask, tasks }: Scene): Task | null {
  const id = input.surface === 'thread' ? (desk.threads[input.place] ?? threadTask) : desk.focus;
  return tasks.find((t) => t.id === id) ?? null;
}
