/** What is told to whoever has approved a report. */
import { approvedByYouCard } from '../../cards/approval/decision.js';
import type { Card } from '../../cards/card.js';
import type { Command } from '../../decision/command.js';
import { reportingPost } from '../../decision/decide.js';
import type { Outcome } from '../../decision/outcome/outcome.js';
import { worksElsewhere } from '../../organization/people.js';
import { readTaskId } from '../../sheet/ids.js';
import type { Context } from '../context.js';

/** Approved, with the way back. */
export function approvedCard(
  command: Extract<Command, { kind: 'approve' }>,
  outcome: Extract<Outcome, { ok: true }>,
  context: Context,
): Card {
  const { goalNo, check = false, published = false } = outcome;
  const among = worksElsewhere(context.actor, readTaskId(command.report)?.sectionId);
  const sectionName = outcome.section ?? sectionOf(context, command.report);
  const corrects = mayCorrect(context, command.report);
  const of = { ...command, sectionName, goalNo, among, check, published, corrects };
  return approvedByYouCard(of, context.actor.language);
}

/** The name of the section a report is of, as far as this person has to do with it; else blank. */
export function sectionOf({ actor, tasks }: Context, report: string): string {
  const of = readTaskId(report)?.sectionId;
  const known =
    tasks.find(({ id }) => id === report) ??
    [...actor.posts, ...actor.deputyFor].find(({ sectionId }) => sectionId === of);
  return known?.sectionName ?? '';
}

/** Whether this person may ask for a correction of it. */
export function mayCorrect({ actor }: Context, report: string): boolean {
  return reportingPost(actor, readTaskId(report)?.sectionId ?? '') !== null;
}
