/** The card of one submitted goal under the root card of its section: what was reported, and 承認 and 差戻し while it waits. */
import { formatInstant } from '../../calendar/format-instant.js';
import type { Section } from '../../organization/people.js';
import { ROLE_NAMES } from '../../organization/post-roles.js';
import { stepAt, type TitledStep } from '../../organization/route.js';
import { correctedOn, lastIsErratum } from '../../report/errata.js';
import { markOfPublic } from '../../report/exceptions.js';
import { openCorrection, type Report } from '../../report/report.js';
import { checksIn } from '../../report/report-checks.js';
import type { Task } from '../../report/task.js';
import { isUnconfirmed } from '../../report/year/forecast.js';
import type { Language } from '../../text/language.js';
import { cardWords, goalName, taskHeading } from '../../wording/cards.js';
import { checkWords } from '../../wording/checks.js';
import { decidingWords } from '../../wording/deciding.js';
import { forecastWords } from '../../wording/year/forecast.js';
import { targetWords } from '../../wording/year/targets.js';
import { encodeAction } from '../action.js';
import type { ApprovalView, Button, Card } from '../card.js';
import { evidenceButtons, evidenceLine } from '../evidence/evidence.js';
import {
  approvalWords,
  changesBetween,
  checkRow,
  noteOf,
  reportRows,
  rowLabels,
  signedBy,
} from '../report-rows.js';
import { showButton } from '../show-button.js';

type ApprovalMaterial = {
  /** with its latest report */
  readonly task: Task;
  readonly section: Section;
  /** the titles of the posts along the section's route; without them the roles' own names stand */
  readonly route?: readonly TitledStep[];
  readonly language: Language;
  /** the version and step a card in private asks for; without it the card of the channel */
  readonly asked?: { readonly version: number; readonly step: number };
  /** the whole report also where only its changes are shown, below them: to who opens it, or has not seen the version before */
  readonly whole?: boolean;
};

/**
 * The approval card. While a resubmission waits it shows what changed, and 内容を見る; else the whole report. The comment of a
 * return is not in it: it goes to the writer in private. Throws when nothing was ever submitted: there is no such card.
 */
export function approvalCard(material: ApprovalMaterial): Card {
  const { task, language } = material;
  const { report } = task;
  if (!report) throw new Error(`no report for task ${task.id}`);
  const words = cardWords(language);
  const waits = report.state === 'submitted';
  const step = stepAt(material.section.route, report.approvals.length);
  const resubmitted = waits && report.previous !== null;
  const changes = resubmitted ? changesBetween(task, report.previous, report.content, language) : [];
  const whole = report.state !== 'withdrawn' && (changes.length === 0 || material.whole === true);
  const view: ApprovalView = {
    heading: taskHeading(task, language),
    goal: `No.${task.goalNo} ${task.goalText}`,
    state: stateOf(material, report),
    writer: [
      words.writer(signedBy(report.writer, language), formatInstant(report.writer.at)[language]),
      // Who was late is told in private only.
      ...(material.asked && report.late ? [words.late] : []),
    ].join(words.between),
    rows: whole
      ? reportRows(task, report.content, language)
      : resubmitted
        ? figures(task, report, language)
        : [],
    ...noteOf(report.content, language),
    ...(whole ? {} : { policy: '' }),
    changes,
    changesLabel: resubmitted ? changesLabelOf(report, changes.length > 0, whole, language) : '',
    evidence: evidenceLine(task, language),
    ...checksOn(task, report, language),
    buttons: [
      ...(hasButtons(material, report) ? decisionButtons(task, report, language, step?.act === 'check') : []),
      ...(whole || report.state === 'withdrawn' ? [] : [showButton(task, report.version, language)]),
      ...evidenceButtons(task, language),
    ],
    labels: rowLabels(task, language),
  };
  return { name: 'approval', language, view };
}

/** The numbers alone, where only what changed is shown beside them. */
function figures(task: Task, { content }: Report, language: Language): ApprovalView['rows'] {
  const row = task.planned ? targetWords(language).row : decidingWords(language).lastLook.row;
  return reportRows(task, content, language).map(({ indicator, target, result, rating }) => ({
    indicator,
    target: '',
    result: '',
    rating: '',
    because: row(target, result, rating),
    reason: '',
    measures: '',
    status: '',
  }));
}

/** 確認事項 of what waits, those answered among them: whoever decides looks at the same as its writer did. */
function checksOn(
  task: Task,
  report: Report,
  language: Language,
): Pick<ApprovalView, 'checks' | 'checksTitle'> {
  const checks = report.state === 'submitted' ? checksIn(task, report) : [];
  const open = checks.filter(({ reason }) => reason === null).length;
  return {
    checksTitle: checks.length === 0 ? '' : checkWords(language).title(open),
    checks: checks.map((check) => checkRow(task, check, language)),
  };
}

function changesLabelOf(report: Report, changed: boolean, whole: boolean, language: Language): string {
  const { changes, changesFirst, noChanges, before } = cardWords(language);
  const since = openCorrection(report) ? before.corrected : before.submitted;
  if (!changed) return noChanges(since);
  return (whole ? changesFirst : changes)(since);
}

/** In the channel at a step that is asked for there; in private as long as it waits for what was asked. */
function hasButtons({ section, asked }: ApprovalMaterial, report: Report): boolean {
  if (report.state !== 'submitted') return false;
  return asked
    ? asked.version === report.version && asked.step === report.approvals.length
    : stepAt(section.route, report.approvals.length)?.where !== 'private';
}

/** Where it stands: the step of the route it waits at and since when, or who decided; then who approved so far. */
function stateOf({ task, section, route, language, asked }: ApprovalMaterial, report: Report): string {
  const words = cardWords(language);
  const deciding = decidingWords(language);
  const approvals = report.approvals.map((signature) => {
    return approvalWords(signature, language)(
      signedBy(signature, language),
      formatInstant(signature.at)[language],
    );
  });
  const correction = [...confirmedLines(task, report, language), ...correctionLines(task, report, language)];
  switch (report.state) {
    case 'submitted': {
      const at = report.approvals.length;
      const steps = section.route.length;
      const step = stepAt(section.route, at);
      const post = route?.[at]?.title ?? (step ? ROLE_NAMES[step.role][language] : '');
      const waitingFor = step?.act === 'check' ? deciding.waitingForCheck : words.waitingFor;
      const waiting = [
        post === '' ? words.state.submitted : waitingFor(post),
        ...(step?.where === 'private' && !asked ? [deciding.inPrivate] : []),
        ...(steps > 1 ? [words.step(at + 1, steps)] : []),
        words.since(formatInstant(report.approvals.at(-1)?.at ?? report.writer.at)[language]),
        ...(report.version > 1 ? [words.version(report.version)] : []),
      ].join(words.between);
      return [...correction, waiting, ...approvals].join('\n');
    }
    case 'approved':
      return [words.state.approved, ...approvals, ...correction].join('\n');
    case 'returned':
      return openCorrection(report)?.by.at === report.returned?.at
        ? [deciding.correction.state, ...correction].join('\n')
        : [
            report.returned
              ? words.returnedBy(
                  signedBy(report.returned, language),
                  formatInstant(report.returned.at)[language],
                )
              : words.state.returned,
            ...correction,
          ].join('\n');
    case 'withdrawn':
      return [words.withdrawn, ...correction].join('\n');
    default:
      return report.state satisfies never;
  }
}

/** 見込み, until somebody has confirmed it. */
function confirmedLines(task: Task, report: Report, language: Language): string[] {
  const { mark, confirmed } = forecastWords(language);
  if (isUnconfirmed({ ...task, report })) return [mark];
  const by = report.confirmed;
  return by ? [confirmed(signedBy(by, language), formatInstant(by.at)[language])] : [];
}

/**
 * The correction after approval that is under way, else the one that was approved last; and the mark of an earlier one
 * that the published sheet has.
 */
function correctionLines(task: Task, report: Report, language: Language): string[] {
  const { correction, erratum } = decidingWords(language);
  const last = report.corrections?.at(-1);
  if (!last) return [];
  const on = correctedOn(task);
  const mark = on === null ? null : erratum.mark(on);
  if (last.approvedAt !== null)
    return mark !== null && lastIsErratum(task, report)
      ? [erratum.done(mark, last.reason)]
      : [correction.done(last.reason, formatInstant(last.approvedAt)[language]), ...(mark ? [mark] : [])];
  const under = task.publishedAt === undefined ? correction.under : erratum.under;
  return [under(last.reason), ...(mark ? [mark] : [])];
}

/** 承認 (or 確認) and 差戻し for a report that waits, in the version and at the step it waits. */
export function decisionButtons(task: Task, report: Report, language: Language, check = false): Button[] {
  const words = cardWords(language);
  const deciding = decidingWords(language);
  const at = String(report.approvals.length);
  return [
    {
      id: 'approve',
      title: check ? deciding.check : words.approve,
      label: check ? deciding.checkLabel(goalName(task)) : words.approveLabel(goalName(task)),
      style: 'primary',
      action: encodeAction('approve', report.id, report.version, at, markOfPublic({ ...task, report })),
    },
    {
      id: 'return',
      title: words.giveBack,
      label: words.giveBackLabel(goalName(task)),
      style: 'default',
      action: encodeAction('open_return', report.id, report.version, at),
    },
  ];
}
