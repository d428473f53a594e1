/**
 * A command about 根拠資料. To look into a workbook takes its time, so it is done before the transaction; who may, and how
 * much there is already, is found in it, with its history and its outcome.
 */
import type { Pool } from 'pg';
import { type Acting, doorOf } from '../../../core/account/account.js';
import { cityDate } from '../../../core/calendar/working-days.js';
import { EVIDENCE_ROWS } from '../../../core/cards/evidence/evidence.js';
import type { Place } from '../../../core/conversation/input.js';
import type { EvidenceCommand } from '../../../core/decision/evidence/evidence-command.js';
import { addingPost, mayMark, notRemoved } from '../../../core/decision/evidence/who-may.js';
import type { Outcome } from '../../../core/decision/outcome/outcome.js';
import {
  BYTES_OF_MB,
  type EvidenceItem,
  type EvidenceLimits,
  tooMuch,
  USUAL_LIMITS,
} from '../../../core/evidence/evidence.js';
import { isMemoId } from '../../../core/memo/memo.js';
import { coordinates } from '../../../core/organization/people.js';
import { readTaskId } from '../../../core/sheet/ids.js';
import { fileWords } from '../../../core/wording/files.js';
import type { CheckWorkbook } from '../../../flow/evidence/check.js';
import type { EvidenceStore } from '../../../flow/evidence/store.js';
import { actingWith } from '../accounts/acting.js';
import { type Db, inTransaction } from '../connection/pool.js';
import { type Done, doneBefore, keepOutcome } from '../ledger/done.js';
import type { Door } from '../ledger/recorded-by.js';
import { keepRoster } from '../ledger/roster-lock.js';
import { recentMemos } from '../memos/memos.js';
import { loadActor } from '../roster/actors.js';
import { loadTask } from '../sheets/load-sheets.js';
import { carryOutOfMemo } from './execute-memo.js';
import { lockFiles, sectionOfMemo } from './lock.js';
import { lockReport, mark, markedAs } from './mark.js';
import { openPieces } from './pieces.js';
import {
  bodyOf,
  type Did,
  enter,
  evidenceOf,
  idOf,
  insertEvidence,
  isOver,
  listOf,
  maySee,
  overLimit,
  refreshCards,
  refused,
  type Sent,
  said,
  takeSent,
  usedBy,
} from './rows.js';

export type EvidenceParts = {
  readonly store: EvidenceStore;
  readonly check: CheckWorkbook;
  readonly limits: EvidenceLimits;
};

type Execution = {
  readonly person: string;
  readonly source: Place;
  readonly command: EvidenceCommand;
  readonly now: Date;
  readonly acting?: Acting | undefined;
};

/** Where no files are sent. */
const nobodyChecks: CheckWorkbook = () => Promise.reject(new Error('nothing looks into workbooks here'));

const DONE = { ok: true, goalNo: '', version: 0, complete: false } as const;

/** See the port Record. */
export function makeExecuteEvidence(pool: Pool, given: Partial<EvidenceParts> = {}) {
  const parts: EvidenceParts = {
    store: openPieces(pool),
    check: nobodyChecks,
    limits: USUAL_LIMITS,
    ...given,
  };
  return async (effectId: string, execution: Execution): Promise<Outcome> => {
    const known = await doneBefore(pool, effectId);
    if (known) return known;
    const looked = await looks(pool, parts, execution);
    if ('ok' in looked) {
      await keepOutcome(pool, effectId, execution.now, looked, 'on conflict (effect_id) do nothing');
      return looked;
    }
    const { outcome, gone } = await inTransaction(pool, async (db) => {
      const { command } = execution;
      if (command.kind === 'mark_evidence' || command.kind === 'remove_evidence')
        await lockReport(db, command.evidence);
      await lockFiles(db, await sectionOf(db, execution.command));
      await keepRoster(db);
      const earlier = await doneBefore(db, effectId);
      if (earlier) return { outcome: earlier, gone: [] };
      const done = await carryOut(db, execution, looked.sent, parts.limits, effectId);
      await keepOutcome(db, effectId, execution.now, done.outcome);
      await done.after?.();
      return { outcome: done.outcome, gone: done.gone ?? [] };
    });
    for (const key of gone) await parts.store.delete(key);
    return outcome;
  };
}

async function sectionOf(db: Db, command: EvidenceCommand): Promise<string> {
  if (command.kind === 'look_evidence') return command.file;
  const id = 'memo' in command ? command.memo : 'task' in command ? command.task : command.evidence;
  const [at = ''] = id.split('/', 1);
  if (!isMemoId(at)) return readTaskId(at)?.sectionId ?? id;
  return (await sectionOfMemo(db, at)) ?? id;
}

/** What is found before the transaction: the file that is meant, and whether a workbook may be evidence. */
async function looks(
  pool: Pool,
  { store, check, limits }: EvidenceParts,
  { person, command, now }: Execution,
): Promise<Outcome | { readonly sent: Sent | null }> {
  const file =
    command.kind === 'look_evidence'
      ? command.file
      : command.kind === 'add_evidence' && 'file' in command.of
        ? command.of.file
        : null;
  if (file === null) return { sent: null };
  const { rows } = await pool.query<Sent>(
    'select name, key, size, sha256, kind, link from uploads where id = $1 and person_id = $2',
    [file, person],
  );
  const [sent] = rows;
  // Pressed a second time it may stand with the goal already.
  if (!sent) return command.kind === 'add_evidence' ? { sent: null } : refused({ reason: 'upload_gone' });
  if (sent.link !== null) return { sent };
  if (sent.kind === null || sent.key === null || sent.size === null || sent.sha256 === null)
    return said((words) => words.wrongKindLine);
  if (sent.size > limits.fileBytes) return said((words) => words.fileLine(limits.fileBytes / BYTES_OF_MB));
  const loaded = command.kind === 'look_evidence' ? await loadActor(pool, person, cityDate(now)) : null;
  const offered = async (): Promise<Outcome> => ({
    ...DONE,
    evidence: {
      ...{ kind: 'offer', file, name: sent.name, size: sent.size ?? 0 },
      memos: loaded ? await recentMemos(pool, loaded.actor) : [],
    },
  });
  if (sent.kind !== 'xlsx') return command.kind === 'look_evidence' ? offered() : { sent };
  const bytes = await store.get(sent.key);
  if (!bytes) return refused({ reason: 'upload_gone' });
  const checked = await check(bytes, sent.name);
  switch (checked.kind) {
    case 'workbook':
      return command.kind === 'look_evidence' ? offered() : { sent };
    case 'sheet': {
      if (loaded && coordinates(loaded.actor))
        return said(
          (words) => words.sheet,
          (words) => words.sheetLine,
        );
      const [ja, en] = [fileWords('ja'), fileWords('en')];
      return refused({
        reason: 'upload_refused',
        problems: [
          { ja: ja.notCoordinator, en: en.notCoordinator },
          { ja: ja.notCoordinatorLine, en: en.notCoordinatorLine },
        ],
      });
    }
    case 'refused':
      return refused({ reason: 'upload_refused', problems: checked.problems });
    default:
      return checked satisfies never;
  }
}

async function carryOut(
  db: Db,
  execution: Execution,
  sent: Sent | null,
  limits: EvidenceLimits,
  effectId: string,
): Promise<Done> {
  const { person, source, command, now } = execution;
  const today = cityDate(now);
  const loaded = await loadActor(db, person, today);
  if (!loaded) return { outcome: refused({ reason: 'not_entitled' }) };
  const { actor } = loaded;
  const { account, doubt } = await actingWith(db, execution);
  if (doubt !== null) return { outcome: refused({ reason: 'account', why: doubt }) };
  const door: Door = { source: doorOf(source), ...(account === null ? {} : { account }) };
  if (command.kind === 'look_evidence') return { outcome: refused({ reason: 'upload_gone' }) };
  const kept = 'evidence' in command ? await evidenceOf(db, command.evidence) : null;
  const memoId = 'memo' in command ? command.memo : kept?.memo;
  if (memoId)
    return carryOutOfMemo(db, command, memoId, { by: { actor, now, door }, limits, effectId, sent, kept });
  const taskId = 'task' in command ? command.task : kept?.task;
  const named = taskId === undefined || taskId === null ? null : readTaskId(taskId);
  if (!named || !taskId) return { outcome: refused({ reason: 'not_found' }) };
  // A round that is being closed waits for this transaction, or this one sees it closed.
  await db.query('select 1 from rounds where id = $1 for share', [named.roundId]);
  const found = await loadTask(db, named, taskId, today);
  if (!found) return { outcome: refused({ reason: 'not_found' }) };
  const { task, sheet } = found;
  const listed = (items: readonly EvidenceItem[], page: number, did: Did): Outcome => ({
    ...DONE,
    goalNo: task.goalNo,
    evidence: listOf(task, items, actor, page, did),
  });
  const items = task.evidence ?? [];
  const at = { sectionId: task.sectionId, version: task.report?.version ?? 0 };
  switch (command.kind) {
    case 'show_evidence':
      return (await maySee(db, actor, task))
        ? { outcome: listed(items, command.page, null) }
        : { outcome: refused({ reason: 'not_entitled' }) };
    case 'give_evidence': {
      if (!(await maySee(db, actor, task))) return { outcome: refused({ reason: 'not_entitled' }) };
      if (!kept?.item.file) return { outcome: refused({ reason: 'not_found' }) };
      const { id, name } = kept.item;
      return { outcome: { ...DONE, goalNo: task.goalNo, evidence: { kind: 'file', evidence: id, name } } };
    }
    case 'add_evidence': {
      const post = addingPost(actor, task.sectionId);
      if (!post) return { outcome: refused({ reason: 'not_entitled' }) };
      if (isOver(task)) return { outcome: refused({ reason: 'round_closed' }) };
      const id = idOf(task.id, command, effectId);
      // Pressed a second time.
      if (items.some((one) => one.id === id)) return { outcome: listed(items, 0, null) };
      const body = bodyOf(command, sent, { actor, post, now, door });
      if (!body) return { outcome: refused({ reason: 'upload_gone' }) };
      const { sectionId, round } = task;
      const place = { sectionId, fiscalYear: round.fiscalYear, sheetId: sheet.id };
      const much = tooMuch(limits, body.file?.size ?? 0, await usedBy(db, place), items.length);
      if (much !== null) return { outcome: overLimit(much, limits) };
      if (!(await takeSent(db, command.of, actor))) return { outcome: refused({ reason: 'upload_gone' }) };
      await insertEvidence(db, place, { task: task.id }, { id, body, sent });
      await refreshCards(db, task);
      const outcome = listed([...items, { id, ...body }], Number.MAX_SAFE_INTEGER, {
        what: 'added',
        name: body.name,
      });
      return {
        outcome,
        after: () => enter(db, { actor, post, now, door }, at, 'evidence_added', id, null, body),
      };
    }
    case 'mark_evidence': {
      const post = addingPost(actor, task.sectionId);
      if (!post) return { outcome: refused({ reason: 'not_entitled' }) };
      if (!kept) return { outcome: refused({ reason: 'not_found' }) };
      if (!mayMark(task, command.on)) return { outcome: said((words) => words.markClosed) };
      const { id } = kept.item;
      const { did, body, before } = await mark(db, kept.item, task, command.on);
      const page = Math.floor(items.findIndex((one) => one.id === id) / EVIDENCE_ROWS);
      const outcome = listed(
        items.map((one) => (one.id === id ? { id, ...body } : one)),
        page,
        did,
      );
      const entered = () => enter(db, { actor, post, now, door }, at, markedAs(command.on), id, before, body);
      return { outcome, ...(before === null ? {} : { after: entered }) };
    }
    case 'remove_evidence': {
      const item = kept?.item;
      if (!item || !kept) return { outcome: refused({ reason: 'not_found' }) };
      if (!(await maySee(db, actor, task))) return { outcome: refused({ reason: 'not_entitled' }) };
      const not = notRemoved(item, actor, task);
      if (not !== null)
        return {
          outcome: said((words) => (not === 'approved' ? words.approved : words.notYours(item.by.name))),
        };
      await db.query('delete from evidence where id = $1', [item.id]);
      await refreshCards(db, task);
      const { id, ...body } = item;
      const post = addingPost(actor, task.sectionId) ?? actor.posts[0] ?? null;
      return {
        outcome: listed(
          items.filter((one) => one.id !== id),
          0,
          { what: 'removed', name: item.name },
        ),
        after: () => enter(db, { actor, post, now, door }, at, 'evidence_removed', id, body, null),
        ...(kept.key === null ? {} : { gone: [kept.key] }),
      };
    }
    default:
      return command satisfies never;
  }
}
