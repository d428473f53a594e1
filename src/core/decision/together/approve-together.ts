/** 一括承認: what is plain is approved after one look at the versions listed; each goal is a decision of its own. */
import { isPlain } from '../../report/exceptions.js';
import { decide } from '../decide.js';
import type { Accepted, Subject, TogetherCommand } from '../decision.js';
import type { Outcome } from '../outcome/outcome.js';
import type { LeftOut } from '../outcome/refusal.js';
import { lastLook } from './last-look.js';

type Done = Extract<Outcome, { ok: true }>;

/** All that is entered at once; nothing when nothing of it may be, or it is to be looked at first. */
export type Together = { readonly accepted: readonly Accepted[]; readonly outcome: Outcome };

/**
 * Approves what is listed and still is as it was shown; what is not is left out, with why. The goals are of one sheet and
 * round, `sheetTasks`. Nothing is entered, and the look is given, where one is asked for, or where this would complete the
 * sheet and the whole of it was not shown.
 */
export function approveTogether(
  subject: Omit<Subject, 'command' | 'task'>,
  command: TogetherCommand,
): Together {
  let { sheetTasks } = subject;
  const accepted: Accepted[] = [];
  const leftOut: LeftOut[] = [];
  for (const { id, version, step } of command.goals) {
    const task = sheetTasks.find((one) => one.id === id);
    if (!task) continue;
    const approving = { kind: 'approve', report: id, version, step, together: true } as const;
    const decision = decide({ ...subject, command: approving, task, sheetTasks });
    if (decision.ok && isPlain(task)) {
      accepted.push(decision);
      sheetTasks = sheetTasks.map((one) => (one.id === id ? { ...one, report: decision.report } : one));
    } else {
      const refusal =
        decision.ok || decision.outcome.ok ? ({ reason: 'not_plain' } as const) : decision.outcome.refusal;
      leftOut.push({ goalNo: task.goalNo, refusal });
    }
  }
  const refused = (refusal: Extract<Outcome, { ok: false }>['refusal']): Together => ({
    accepted: [],
    outcome: { ok: false, refusal },
  });
  if (accepted.length === 0) return refused({ reason: 'none_together', leftOut });
  const completes = sheetTasks.length > 1 && sheetTasks.every(({ report }) => report?.state === 'approved');
  const section = subject.section.name;
  const check = accepted.every(({ outcome }) => outcome.check === true);
  const ids = new Set(accepted.map(({ report }) => report.id));
  if (command.look || (completes && !command.whole)) {
    const shown = subject.sheetTasks.filter(({ id }) => completes || ids.has(id));
    const listed = command.goals.filter(({ id }) => ids.has(id));
    const goals = lastLook(shown).map((goal, at) => ({
      ...goal,
      ...(ids.has(shown[at]!.id) ? { report: shown[at]!.id } : {}),
    }));
    return refused({
      reason: 'look_together',
      section,
      goals,
      listed,
      leftOut,
      whole: completes,
      check,
    });
  }
  const approved = accepted.map(({ report, outcome: { goalNo, version, published } }) => ({
    id: report.id,
    goalNo,
    version,
    step: report.approvals.length - 1,
    ...(published ? { published } : {}),
  }));
  const outcome: Done = {
    ok: true,
    goalNo: approved[0]!.goalNo,
    section,
    version: approved[0]!.version,
    complete: completes,
    together: { approved, leftOut },
    ...(check ? { check } : {}),
  };
  return { accepted, outcome };
}
