/** One command entered in one transaction: report, history, the notices then owed, and its outcome. */
import type { Pool } from 'pg';
import { type Acting, doorOf } from '../../../core/account/account.js';
import { cityDate } from '../../../core/calendar/working-days.js';
import type { Place } from '../../../core/conversation/input.js';
import type { Command, UploadCommand } from '../../../core/decision/command.js';
import { decide, reportingPost } from '../../../core/decision/decide.js';
import type { Accepted } from '../../../core/decision/decision.js';
import type { EvidenceCommand } from '../../../core/decision/evidence/evidence-command.js';
import { isAboutMemos } from '../../../core/decision/memo/decide-memo.js';
import type { Outcome } from '../../../core/decision/outcome/outcome.js';
import type { Refusal } from '../../../core/decision/outcome/refusal.js';
import { approveTogether } from '../../../core/decision/together/approve-together.js';
import { confirmForecasts } from '../../../core/decision/year/confirm.js';
import { isAboutTargets } from '../../../core/decision/year/decide-target.js';
import type { EvidenceLimits } from '../../../core/evidence/evidence.js';
import { type NoticeAbout, owed } from '../../../core/notice/notice.js';
import type { Actor } from '../../../core/organization/people.js';
import { readTaskId, taskIdOf } from '../../../core/sheet/ids.js';
import { actingWith } from '../accounts/acting.js';
import { carryOutAccounts, isAboutAccounts } from '../accounts/execute-accounts.js';
import { carryOutCoordinator, isOfCoordinator } from '../board/execute.js';
import { lockAbout } from '../connection/lock-about.js';
import { type Db, inTransaction } from '../connection/pool.js';
import { lockFilesOfMemo } from '../evidence/lock.js';
import { dropPieces } from '../evidence/pieces.js';
import { type Done, doneBefore, keepOutcome } from '../ledger/done.js';
import { appendHistory } from '../ledger/history.js';
import { owe, refreshRequests } from '../ledger/owed-notices.js';
import { keepRoster, lockImports } from '../ledger/roster-lock.js';
import { carryOutMemo } from '../memos/execute.js';
import { loadActor } from '../roster/actors.js';
import { lookSoon, refreshDigests } from '../rounds/schedule.js';
import { loadCoordinators, loadPosts } from '../rounds/section-rounds.js';
import { search } from '../search/search.js';
import { loadTask, tasksOfRound } from '../sheets/load-sheets.js';
import { addGoal } from '../year/add-goal.js';
import { makePlannedSheets } from '../year/make-planned-sheet.js';
import { carryOutTarget, targetSubject } from '../year/target-changes.js';
import { leaveYearNotes } from '../year/year-notes.js';
import { enteredForBy, enterFor } from './entered-for.js';
import { carryOutInquiry } from './inquiries.js';
import { nudge } from './nudge.js';
import { own, setOwner, submittedBy } from './owners.js';
import { keepPostReview, reviewed } from './post-reviews.js';
import { carryOutPromises } from './promises.js';
import { saveReport } from './save-report.js';
import { sayDirection } from './say-direction.js';

type Execution = {
  readonly person: string;
  readonly source: Place;
  readonly command: Exclude<Command, UploadCommand | EvidenceCommand>;
  readonly now: Date;
  readonly acting?: Acting | undefined;
  readonly limits?: EvidenceLimits | undefined;
};

/** See the port Record. Faults of PostgreSQL reject, and nothing was entered then. */
export async function execute(pool: Pool, effectId: string, execution: Execution): Promise<Outcome> {
  const { outcome, gone } = await inTransaction(pool, async (db): Promise<Done> => {
    await lock(db, execution);
    const earlier = await doneBefore(db, effectId);
    if (earlier) return { outcome: earlier };
    const done = await carryOut(db, execution, effectId);
    await keepOutcome(db, effectId, execution.now, done.outcome);
    await done.after?.();
    return done;
  });
  if (gone) await dropPieces(pool, gone);
  return outcome;
}

/** What a command is about, one at a time: everyone who would decide about one report waits here. */
async function lock(db: Db, { command, person }: Execution): Promise<void> {
  // A roster waits for everybody who keeps the posts as they are: whoever enters one must not wait for it with them kept.
  if (command.kind === 'set_deputy' && command.agreed) await lockImports(db);
  const several = 'goals' in command ? command.goals.map(({ id }) => id).sort() : [];
  for (const about of several.length > 0 ? several : [subjectOf(command) ?? `person ${person}`])
    await lockAbout(db, about);
  // Of two that together complete a sheet one is the last, and has the last look (a correction that changed nothing is
  // approved by being submitted). A year-end result that is being submitted comes before a plan of its goal, or after it.
  const completing = ['approve', 'submit', 'approve_together'].includes(command.kind);
  const named = completing ? readTaskId(subjectOf(command) ?? '') : null;
  if (named?.kind === 'targets') await lockAbout(db, taskIdOf(named.goalId, 'yearend'));
  if (named)
    await db.query('select pg_advisory_xact_lock(hashtextextended($1, 1))', [
      `${named.sheetId} ${named.roundId}`,
    ]);
  // Opening 目標設定 makes sheets; a roster that comes in waits for both locks, in this order.
  if (command.kind === 'open_round') await lockImports(db);
  if (isAboutMemos(command)) await lockFilesOfMemo(db, command);
  await keepRoster(db);
}

function subjectOf(command: Execution['command']): string | null {
  switch (command.kind) {
    case 'submit':
    case 'say_direction':
    case 'own':
    case 'set_owner':
    case 'enter_for':
    case 'add_goal':
    case 'leave_year_notes':
    case 'snooze':
    case 'ask_desk':
    case 'ask_check':
      return command.task;
    case 'withdraw':
    case 'approve':
    case 'return':
    case 'undo_approval':
    case 'correct':
    case 'reopen':
    case 'ask':
      return command.report;
    case 'approve_together':
    case 'confirm':
      return command.goals[0]?.id ?? null;
    case 'reply':
      return command.question;
    case 'show_targets':
    case 'ask_target':
    case 'approve_target':
    case 'return_target':
    case 'withdraw_target':
      return targetSubject(command);
    case 'change_memo':
    case 'place_memo':
    case 'delete_memo':
      return command.memo;
    case 'show_memos':
    case 'note_memo':
    case 'count_on':
    case 'language':
    case 'nudge':
    case 'post_reviews':
    case 'note_seen':
    case 'not_me':
    case 'list_accounts':
    case 'show_board':
    case 'show_checks':
    case 'search':
    case 'show_rounds':
    case 'open_round':
    case 'close_round':
    case 'publish_year':
    case 'promises':
    case 'urge':
    case 'extend':
    case 'show_deputies':
    case 'set_deputy':
    case 'retry_notices':
    case 'link_account':
    case 'unlink_account':
      return null;
    default:
      return command satisfies never;
  }
}

async function carryOut(db: Db, execution: Execution, effectId: string): Promise<Done> {
  const { person, source, command, now } = execution;
  const today = cityDate(now);
  const loaded = await loadActor(db, person, today);
  if (!loaded) return refused({ reason: 'not_entitled' });
  const { account, doubt } = await actingWith(db, execution);
  if (doubt !== null) return refused({ reason: 'account', why: doubt });
  const door = { source: doorOf(source), ...(account === null ? {} : { account }) };
  if (isOfCoordinator(command))
    return carryOutCoordinator(db, command, { actor: loaded.actor, door, now, effectId });
  if (isAboutAccounts(command)) return carryOutAccounts(db, command, loaded.actor, door, now);
  if (command.kind === 'language') {
    await db.query('update people set language = $2 where id = $1', [person, command.language]);
    return { outcome: { ok: true, goalNo: '', version: 0, complete: false } };
  }
  if (command.kind === 'search') {
    const found = await search(db, loaded.actor, command, now);
    return { outcome: { ok: true, goalNo: '', version: 0, complete: false, found } };
  }
  if (isAboutTargets(command)) return carryOutTarget(db, command, { actor: loaded.actor, door, now, today });
  if (isAboutMemos(command))
    return carryOutMemo(db, command, { ...execution, actor: loaded.actor, door, today, effectId });
  if (command.kind === 'promises') return carryOutPromises(db, command, loaded.actor, door, now);
  if (command.kind === 'nudge') return nudge(db, loaded.actor, now);
  if (command.kind === 'post_reviews' || command.kind === 'note_seen')
    return reviewed(db, loaded.actor, command, now, door);
  if (command.kind === 'ask' || command.kind === 'ask_desk' || command.kind === 'reply') {
    const { actor } = loaded;
    return carryOutInquiry(db, { effectId, command, actor, ...door, now, today });
  }
  const id = subjectOf(command) ?? '';
  const named = readTaskId(id);
  if (!named) return refused({ reason: 'not_found' });
  // A round that is being closed waits for this transaction, or this one sees it closed.
  await db.query('select 1 from rounds where id = $1 for share', [named.roundId]);
  // A publication that is being entered has printed the report as it is (see store/postgres/sheets/publish.ts): undoing waits, and sees it. All
  // else may come at the same time, since what was printed stays.
  if (command.kind === 'undo_approval')
    await db.query('select 1 from reports where id = $1 for update', [id]);
  const found = await loadTask(db, named, id, today);
  if (!found) return refused({ reason: 'not_found' });
  const { task, section, sheet } = found;
  if (command.kind === 'leave_year_notes')
    return leaveYearNotes(db, { command, task, actor: loaded.actor, now, door });
  if (command.kind === 'snooze' || command.kind === 'say_direction' || command.kind === 'add_goal') {
    if (task.round.state === 'closed' && !task.report?.reopened) return refused({ reason: 'round_closed' });
    const post = reportingPost(loaded.actor, task.sectionId);
    if (!post) return refused({ reason: 'not_entitled' });
    if (command.kind === 'add_goal')
      return addGoal(db, { command, task, actor: loaded.actor, post, now, door });
    if (command.kind === 'say_direction')
      return sayDirection(db, { command, task, actor: loaded.actor, post, now, door });
    await snooze(db, loaded.actor, task.id, command.until, today);
    const version = task.report?.version ?? 0;
    return { outcome: { ok: true, goalNo: task.goalNo, version, complete: false } };
  }
  const posts = await loadPosts(db, [section.id, section.parentId ?? section.id], today);
  const owning = { task, posts, actor: loaded.actor, now, door };
  if (command.kind === 'own' || command.kind === 'set_owner' || command.kind === 'enter_for') {
    if (task.round.state === 'closed' && !task.report?.reopened) return refused({ reason: 'round_closed' });
    if (command.kind === 'enter_for') return enterFor(db, owning, section, command);
    return command.kind === 'own' ? own(db, owning, command) : setOwner(db, owning, command);
  }
  const subject = {
    sheetTasks: tasksOfRound([sheet], named.roundId),
    section,
    posts,
    coordinators: await loadCoordinators(db, today),
    closures: sheet.closures,
    actor: loaded.actor,
    now: now.toISOString(),
    today,
    ...door,
  };
  if (command.kind === 'approve_together' || command.kind === 'confirm') {
    const { accepted, outcome } =
      command.kind === 'confirm' ? confirmForecasts(subject, command) : approveTogether(subject, command);
    return enterDecisions(db, accepted, outcome, now);
  }
  const behalf = command.kind === 'submit' && command.behalf ? await enteredForBy(db, person, task.id) : null;
  const decision = decide({ ...subject, ...(behalf ? { behalf } : {}), command, task });
  if (!decision.ok) return { outcome: decision.outcome };
  const unlinked = command.kind === 'submit' && !(await hasChannel(db, section.id));
  const outcome = unlinked ? { ...decision.outcome, unlinked } : decision.outcome;
  const taken = command.kind === 'submit' && !behalf ? await submittedBy(db, owning) : null;
  const entered = await enterDecisions(db, [decision], outcome, now);
  const both = async () => {
    await entered.after?.();
    await taken?.();
  };
  return { ...entered, after: both };
}

/** What was decided, with the notices and looks that follow; its history is appended last. */
async function enterDecisions(
  db: Db,
  decisions: readonly Accepted[],
  outcome: Outcome,
  now: Date,
): Promise<Done> {
  for (const decision of decisions) {
    await saveReport(db, decision.report, now);
    if (decision.report.state === 'approved')
      await db.query('delete from entered_for where task_id = $1', [decision.report.id]);
    await keepPostReview(db, decision);
    await lookSoon(db, decision.report, now);
    await refreshRequests(db, decision.report.id);
  }
  await owe(
    db,
    decisions.flatMap(({ owed }) => owed),
  );
  for (const sectionId of new Set(decisions.map(({ report }) => report.sectionId)))
    await refreshDigests(db, sectionId, now);
  const made = await makePlannedSheets(db, decisions, now);
  const entries = [...decisions.map(({ entry }) => entry), ...made];
  return { outcome, ...(entries.length > 0 ? { after: () => appendHistory(db, entries) } : {}) };
}

async function hasChannel(db: Db, sectionId: string): Promise<boolean> {
  const { rowCount } = await db.query('select 1 from channels where section_id = $1', [sectionId]);
  return rowCount !== 0;
}

function refused(refusal: Refusal): Done {
  return { outcome: { ok: false, refusal } };
}

/** あとで: asks again at `until`; an earlier wish about the same goal that was not yet told is given up for it. */
async function snooze(db: Db, actor: Actor, taskId: string, until: string, today: string): Promise<void> {
  const about: NoticeAbout = { kind: 'ask_again', taskId, personId: actor.id, until };
  await db.query(
    `update notices set settled = wanted
     where kind = 'ask_again' and to_kind = 'person' and to_id = $1 and settled < wanted and about->>'taskId' = $2`,
    [actor.id, taskId],
  );
  // In an hour is what the person wished for, whatever the clock says then; a later day begins at nine.
  await owe(db, [owed(about, actor.id, until, { inHours: cityDate(until) > today })]);
}
