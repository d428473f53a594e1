/** The card of one submitted goal under the root card of its section: what was reported, and 承認 and 差戻し while it waits. */
import { encodeAction } from '../action.js';
import type { Language } from '../language.js';
import type { RouteStep } from '../notice-material.js';
import { ROLE_NAMES, type Section } from '../people.js';
import type { Report } from '../report.js';
import type { Task } from '../task.js';
import { formatInstant } from '../time-words.js';
import { cardWords, taskHeading } from '../wording/cards.js';
import type { ApprovalView, Button, Card } from './card.js';
import { changesBetween, reportRows, rowLabels, signedBy } from './report-rows.js';

export type ApprovalMaterial = {
  /** with its latest report */
  readonly task: Task;
  readonly section: Section;
  /** the titles on the doors along the section's route; without them the roles' own names stand */
  readonly route?: readonly RouteStep[];
  readonly language: Language;
};

/**
 * The approval card. While a resubmission waits it shows only what changed; else the whole report. The comment of a
 * return is not in it: it goes to the writer in private. Throws when nothing was ever submitted: there is no such card.
 */
export function approvalCard(material: ApprovalMaterial): Card {
  const { task, language } = material;
  const { report } = task;
  if (!report) throw new Error(`no report for task ${task.id}`);
  const words = cardWords(language);
  const waits = report.state === 'submitted';
  const resubmitted = waits && report.previous !== null;
  const changes = resubmitted ? changesBetween(task, report.previous, report.content, language) : [];
  const whole = report.state !== 'withdrawn' && changes.length === 0;
  const view: ApprovalView = {
    heading: taskHeading(task, language),
    goal: `No.${task.goalNo} ${task.goalText}`,
    state: stateOf(material, report),
    writer: words.writer(signedBy(report.writer, language), formatInstant(report.writer.at)[language]),
    rows: whole ? reportRows(task, report.content, language) : [],
    policyLabel: words.label.policy,
    policy: whole ? report.content.nextPolicy : '',
    changes,
    changesLabel: resubmitted ? (changes.length > 0 ? words.changes : words.noChanges) : '',
    buttons: waits ? decisionButtons(task, report, language) : [],
    labels: rowLabels(language),
  };
  return { name: 'approval', language, view };
}

/** Where it stands: the step of the route it waits at and since when, or who decided; then who approved so far. */
function stateOf({ section, route, language }: ApprovalMaterial, report: Report): string {
  const words = cardWords(language);
  const approvals = report.approvals.map((signature) =>
    words.approvedBy(signedBy(signature, language), formatInstant(signature.at)[language]),
  );
  switch (report.state) {
    case 'submitted': {
      const step = report.approvals.length;
      const steps = section.route.length;
      const role = section.route[step];
      const post = route?.[step]?.title ?? (role ? ROLE_NAMES[role][language] : '');
      const waiting = [
        post === '' ? words.state.submitted : words.waitingFor(post),
        ...(steps > 1 ? [words.step(step + 1, steps)] : []),
        words.since(formatInstant(report.approvals.at(-1)?.at ?? report.writer.at)[language]),
        ...(report.version > 1 ? [words.version(report.version)] : []),
      ].join(words.between);
      return [waiting, ...approvals].join('\n');
    }
    case 'approved':
      return [words.state.approved, ...approvals].join('\n');
    case 'returned':
      return report.returned
        ? words.returnedBy(signedBy(report.returned, language), formatInstant(report.returned.at)[language])
        : words.state.returned;
    case 'withdrawn':
      return words.withdrawn;
    default:
      return report.state satisfies never;
  }
}

/** 承認 and 差戻し for a report that waits, in the version and at the step it waits. */
export function decisionButtons(task: Task, report: Report, language: Language): Button[] {
  const words = cardWords(language);
  const step = String(report.approvals.length);
  return [
    {
      id: 'approve',
      title: words.approve,
      label: words.approveLabel(task.goalNo),
      style: 'primary',
      action: encodeAction('approve', report.id, report.version, step),
    },
    {
      id: 'return',
      title: words.giveBack,
      label: words.giveBackLabel(task.goalNo),
      style: 'default',
      action: encodeAction('open_return', report.id, report.version, step),
    },
  ];
}
