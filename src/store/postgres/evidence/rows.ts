/** 根拠資料 in the record: what is kept of a piece, who sees it, and its entries in the history. */
import { createHash } from 'node:crypto';
import type {
  EvidenceCommand,
  EvidenceDone,
  StandsWith,
} from '../../../core/decision/evidence/evidence-command.js';
import { addingPost, notRemoved } from '../../../core/decision/evidence/who-may.js';
import type { Outcome } from '../../../core/decision/outcome/outcome.js';
import type { Refusal } from '../../../core/decision/outcome/refusal.js';
import {
  BYTES_OF_MB,
  type EvidenceBody,
  type EvidenceItem,
  type EvidenceLimits,
  storedEvidence,
} from '../../../core/evidence/evidence.js';
import type { EvidenceKind } from '../../../core/evidence/kind.js';
import { evidenceName, linkName, shownName } from '../../../core/evidence/name.js';
import { type Actor, coordinates, type HeldPost } from '../../../core/organization/people.js';
import type { Task } from '../../../core/report/task.js';
import { evidenceSaid } from '../../../core/wording/evidence/evidence.js';
import type { Db } from '../connection/pool.js';
import { appendHistory } from '../ledger/history.js';
import { refreshRequests } from '../ledger/owed-notices.js';
import { type Door, entryBy, inPost } from '../ledger/recorded-by.js';
import { seenSections } from '../search/search.js';

/** A file that was sent, as it was put aside. */
export type Sent = {
  readonly name: string;
  readonly key: string | null;
  readonly size: number | null;
  readonly sha256: string | null;
  readonly kind: EvidenceKind | null;
  readonly link: string | null;
};

export const refused = (refusal: Refusal): Outcome => ({ ok: false, refusal });
export const said = (...say: Parameters<typeof evidenceSaid>[0][]): Outcome =>
  refused({ reason: 'upload_refused', problems: say.map((one) => evidenceSaid(one)) });

export type Did = Extract<EvidenceDone, { kind: 'list' }>['did'];
export type By = {
  readonly actor: Actor;
  readonly post: HeldPost | null;
  readonly now: Date;
  readonly door: Door;
};

export const isOver = ({ round, report }: Task): boolean => round.state === 'closed' && !report?.reopened;

export function overLimit(
  much: 'file' | 'section' | 'goal',
  { fileBytes, sectionBytes }: EvidenceLimits,
): Outcome {
  return said((words) =>
    much === 'goal'
      ? words.goalLine
      : much === 'file'
        ? words.fileLine(fileBytes / BYTES_OF_MB)
        : words.sectionLine(sectionBytes / BYTES_OF_MB),
  );
}

/** The same when the same button is pressed again; `at`: the id of what it stands with. */
export function idOf(
  at: string,
  command: Extract<EvidenceCommand, { kind: 'add_evidence' }>,
  effectId: string,
) {
  const of = 'file' in command.of ? `${at} ${command.of.file}` : effectId;
  return `${at}/${createHash('sha256').update(of).digest('hex').slice(0, 16)}`;
}

export function bodyOf(
  { of }: Extract<EvidenceCommand, { kind: 'add_evidence' }>,
  sent: Sent | null,
  { actor, post, now, door }: By,
): EvidenceBody | null {
  const by = {
    personId: actor.id,
    name: actor.name,
    post: post?.title ?? '',
    at: now.toISOString(),
    ...(door.account === undefined ? {} : { account: door.account }),
  };
  if ('link' in of) return { name: linkName(of.link), file: null, link: of.link, by };
  if (!sent) return null;
  const { name, kind, size, sha256, link } = sent;
  if (link !== null) return { name: shownName(name), file: null, link, unreached: true, by };
  if (kind === null || size === null || sha256 === null) return null;
  return { name: evidenceName(name, kind), file: { kind, size, sha256 }, link: null, by };
}

export function listOf(
  task: Task,
  items: readonly EvidenceItem[],
  actor: Actor,
  page: number,
  did: Did,
): EvidenceDone {
  const removable = items.filter((item) => notRemoved(item, actor, task) === null).map(({ id }) => id);
  return {
    kind: 'list',
    task: task.id,
    goalNo: task.goalNo,
    section: task.sectionName,
    items,
    removable,
    ...(addingPost(actor, task.sectionId) ? { markable: true } : {}),
    page,
    did,
  };
}

/** Whoever may see the report: the section, who decides about it and those above it, 事務局. */
export async function maySee(db: Db, actor: Actor, { sectionId }: Task): Promise<boolean> {
  if (coordinates(actor)) return true;
  return (await seenSections(db, actor)).some(({ id }) => id === sectionId);
}

/** A piece, and what it stands with: a goal in a round, or a memo. */
export type KeptEvidence = {
  readonly item: EvidenceItem;
  readonly task: string | null;
  readonly memo: string | null;
  readonly key: string | null;
};

export async function evidenceOf(db: Db, id: string): Promise<KeptEvidence | null> {
  const { rows } = await db.query<Omit<KeptEvidence, 'item'> & { readonly body: unknown }>(
    'select task_id as task, memo_id as memo, key, body from evidence where id = $1 for update',
    [id],
  );
  const [row] = rows;
  if (!row) return null;
  const { body, ...kept } = row;
  return { ...kept, item: { id, ...storedEvidence.read(body, { table: 'evidence', id }) } };
}

/** Where the bytes of a piece lie in the store; null of a link, and of none. */
export async function evidenceKey(db: Db, id: string): Promise<string | null> {
  const { rows } = await db.query<{ key: string | null }>('select key from evidence where id = $1', [id]);
  return rows[0]?.key ?? null;
}

type OfYear = { readonly sectionId: string; readonly fiscalYear: number };

/** Bytes of the section's files in a year, with its goals and with its memos. */
export async function usedBy(db: Db, { sectionId, fiscalYear }: OfYear): Promise<number> {
  const { rows } = await db.query<{ bytes: string }>(
    'select coalesce(sum(size), 0) as bytes from evidence where section_id = $1 and fiscal_year = $2',
    [sectionId, fiscalYear],
  );
  return Number(rows[0]?.bytes ?? 0);
}

/** A file that was sent waits no longer; false when it is not there any more. Of a link nothing waits. */
export async function takeSent(
  db: Db,
  of: Extract<EvidenceCommand, { kind: 'add_evidence' }>['of'],
  actor: Actor,
): Promise<boolean> {
  if ('link' in of) return true;
  const { rowCount } = await db.query('delete from uploads where id = $1 and person_id = $2', [
    of.file,
    actor.id,
  ]);
  return rowCount !== 0;
}

export async function insertEvidence(
  db: Db,
  { sectionId, fiscalYear, sheetId }: OfYear & { readonly sheetId: string },
  at: StandsWith,
  { id, body, sent }: { readonly id: string; readonly body: EvidenceBody; readonly sent: Sent | null },
): Promise<void> {
  const [task, memo] = 'memo' in at ? [null, at.memo] : [at.task, null];
  await db.query(
    `insert into evidence (id, section_id, fiscal_year, sheet_id, task_id, memo_id, key, size, body)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      id,
      sectionId,
      fiscalYear,
      sheetId,
      task,
      memo,
      body.file ? (sent?.key ?? null) : null,
      body.file?.size ?? 0,
      JSON.stringify(storedEvidence.write(body)),
    ],
  );
}

/** The cards that show the report, in the channel and in private, say what is with it now. */
export async function refreshCards(db: Db, task: Task): Promise<void> {
  if (task.report === null) return;
  await refreshRequests(db, task.id);
  await db.query(
    `update notices set wanted = wanted + 1 where key = $1 and settled = wanted and ref_id is not null`,
    [`approval/${task.id}`],
  );
}

export function enter(
  db: Db,
  { actor, post, now, door }: By,
  at: { readonly sectionId: string; readonly version: number },
  action: 'evidence_added' | 'evidence_removed' | 'evidence_marked' | 'evidence_unmarked',
  subject: string,
  before: EvidenceBody | null,
  after: EvidenceBody | null,
): Promise<void> {
  return appendHistory(db, [
    entryBy(inPost(actor, post?.title ?? '', door), now, {
      action,
      ...at,
      subject,
      before,
      after,
    }),
  ]);
}
