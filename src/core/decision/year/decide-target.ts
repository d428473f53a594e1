/**
 * Changing a target during the year: asked for by who reports for the section, with a reason, and decided along the
 * section's route by the rights with which reports are. Only while the year-end result is not submitted.
 */
import { type NoticeAbout, type OwedNotice, owed } from '../../notice/notice.js';
import type { HeldPost, Section } from '../../organization/people.js';
import { stepAt } from '../../organization/route.js';
import { entitledIn, type PostTerms, reportersOf, reportsFor, running } from '../../organization/terms.js';
import { isReported, type Report, type Signature } from '../../report/report.js';
import type { TargetChange } from '../../report/year/target-change.js';
import type { Command } from '../command.js';
import { reportingPost } from '../decide.js';
import { type Deciding, mayDecide } from '../decide-approval.js';
import { refuse, sign } from '../decision.js';
import type { HistoryEntry } from '../history.js';
import type { Outcome } from '../outcome/outcome.js';

type TargetCommand = Extract<
  Command,
  { kind: 'ask_target' | 'approve_target' | 'return_target' | 'withdraw_target' }
>;

export type TargetsCommand = TargetCommand | Extract<Command, { kind: 'show_targets' }>;

const KINDS = ['show_targets', 'ask_target', 'approve_target', 'return_target', 'withdraw_target'];
export const isAboutTargets = <Of extends { readonly kind: string }>(
  command: Of,
): command is Extract<Of, { readonly kind: TargetsCommand['kind'] }> => KINDS.includes(command.kind);

type TargetSubject = Deciding & {
  readonly section: Section;
  readonly coordinators: readonly PostTerms[];
  /** ISO instant */
  readonly now: string;
  readonly source: string;
  readonly account?: string;
  /** the indicator it is about, with the target in force */
  readonly indicator: Pick<TargetChange, 'goalId' | 'goalNo' | 'indicatorId' | 'indicator'> & {
    readonly target: string;
  };
  /** the report of its goal at year-end */
  readonly yearEnd: Report | null;
  /** of an ask: the one that waits; else the one that is meant */
  readonly change: TargetChange | null;
  /** for a new one */
  readonly newId: string;
};

type TargetDecision =
  | {
      readonly ok: true;
      readonly change: TargetChange;
      readonly entry: HistoryEntry;
      readonly owed: readonly OwedNotice[];
      readonly outcome: Extract<Outcome, { ok: true }>;
    }
  | { readonly ok: false; readonly outcome: Outcome };

export function decideTarget(subject: TargetSubject, command: TargetCommand): TargetDecision {
  const { change, yearEnd, actor, section } = subject;
  // Its result was rated against the target there was.
  if ((command.kind === 'ask_target' || command.kind === 'approve_target') && isReported(yearEnd))
    return refuse({ reason: 'target_reported', goalNo: subject.indicator.goalNo });
  if (command.kind === 'ask_target') return ask(subject, command);
  if (!change) return refuse({ reason: 'not_found' });
  if (change.state !== 'asked') return refuse({ reason: 'target_decided', change });
  switch (command.kind) {
    case 'withdraw_target': {
      const post = reportingPost(actor, section.id);
      if (!post) return refuse({ reason: 'not_entitled' });
      if (change.by.personId !== actor.id && reportsFor(subject, change.by.personId, subject.today))
        return refuse({ reason: 'not_writer', by: change.by.name });
      const withdrawn = sign(subject, post, null);
      return entered(subject, 'target_withdrawn', post, null, { ...change, state: 'withdrawn', withdrawn });
    }
    case 'return_target':
    case 'approve_target': {
      if (command.kind === 'approve_target' && command.step !== change.approvals.length)
        return refuse({ reason: 'stale_version' });
      const entitled = mayDecide(subject, { approvals: change.approvals, writer: change.by });
      if (!entitled.ok) return refuse(entitled.refusal);
      const { target } = subject.indicator;
      // A change applies to the text it was asked about (targetInForce): approved, it would not be in force.
      if (command.kind === 'approve_target' && target !== change.before)
        return refuse({ reason: 'target_moved', change, target });
      const { post, actingFor, by } = entitled.entitlement;
      const signature: Signature = {
        ...sign(subject, post, actingFor),
        ...(by === 'coordinator' ? { escalated: true as const } : {}),
        ...(stepAt(section.route, change.approvals.length)?.act === 'check' ? { check: true as const } : {}),
      };
      if (command.kind === 'return_target') {
        if (command.comment.trim() === '') return refuse({ reason: 'comment_needed' });
        const { check: _, ...returnedBy } = signature;
        const returned = { ...returnedBy, comment: command.comment };
        return entered(subject, 'target_returned', post, actingFor, {
          ...change,
          state: 'returned',
          returned,
        });
      }
      const approvals = [...change.approvals, signature];
      const state = approvals.length >= section.route.length ? 'approved' : 'asked';
      return entered(subject, 'target_approved', post, actingFor, { ...change, approvals, state });
    }
    default:
      return command satisfies never;
  }
}

function ask(
  subject: TargetSubject,
  command: Extract<TargetCommand, { kind: 'ask_target' }>,
): TargetDecision {
  const { actor, section, change, indicator, newId } = subject;
  const post = reportingPost(actor, section.id);
  if (!post) return refuse({ reason: 'not_entitled' });
  if (change) return refuse({ reason: 'target_asked', change });
  const { target: before, ...about } = indicator;
  const after = command.target.trim();
  const reason = command.reason.trim();
  if (after === '' || reason === '') return refuse({ reason: 'comment_needed' });
  if (after === before.trim()) return refuse({ reason: 'target_same' });
  return entered(subject, 'target_asked', post, null, {
    id: newId,
    sectionId: section.id,
    ...about,
    before,
    after,
    reason,
    by: sign(subject, post, null),
    state: 'asked',
    approvals: [],
    returned: null,
  });
}

function entered(
  subject: TargetSubject,
  action: 'target_asked' | 'target_approved' | 'target_returned' | 'target_withdrawn',
  post: HeldPost,
  actingFor: string | null,
  change: TargetChange,
): TargetDecision {
  const { source, section } = subject;
  return {
    ok: true,
    change,
    entry: {
      ...sign(subject, post, actingFor),
      source,
      action,
      sectionId: section.id,
      subject: change.id,
      version: 0,
      before: action === 'target_asked' ? null : subject.change,
      after: change,
    },
    owed: notices(subject, change),
    outcome: {
      ok: true,
      goalNo: change.goalNo,
      section: section.name,
      version: 0,
      complete: change.state === 'approved',
      target: change,
    },
  };
}

/** The card in the section's channel follows every step; who is to decide at a private step, and who asked, are told. */
function notices(subject: TargetSubject, change: TargetChange): OwedNotice[] {
  const { section, today, now, coordinators } = subject;
  const about = { changeId: change.id, sectionId: section.id };
  const at = change.approvals.length;
  const step = change.state === 'asked' ? stepAt(section.route, at) : null;
  const entitled = step ? entitledIn(subject, step.role, today, [change.by.personId]) : [];
  const asked =
    step === null
      ? []
      : entitled.length === 0
        ? coordinators.flatMap(({ holders }) => running(holders, today))
        : step.where === 'private'
          ? entitled
          : [];
  const decided = change.state === 'approved' || change.state === 'returned';
  const writer = reportsFor(subject, change.by.personId, today)
    ? [change.by.personId]
    : reportersOf(subject, today).people.map(({ personId }) => personId);
  const toPerson = (kind: 'decide_target' | 'target_decided', personId: string) => {
    const of: NoticeAbout = { kind, ...about, step: at, personId };
    return owed(of, personId, now);
  };
  return [
    owed({ kind: 'target', ...about }, section.id, now),
    ...[...new Set(asked.map(({ personId }) => personId))].map((id) => toPerson('decide_target', id)),
    ...(decided ? writer.map((id) => toPerson('target_decided', id)) : []),
  ];
}
