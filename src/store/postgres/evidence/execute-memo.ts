/** A command about 根拠資料 of a memo, in its transaction: whoever may see the memo sees it, who wrote the memo adds to it. */
import { reportingPost } from '../../../core/decision/decide.js';
import type { EvidenceCommand, EvidenceDone } from '../../../core/decision/evidence/evidence-command.js';
import { mayRemoveOfMemo } from '../../../core/decision/evidence/who-may.js';
import { type EvidenceItem, type EvidenceLimits, tooMuch } from '../../../core/evidence/evidence.js';
import type { Memo } from '../../../core/memo/memo.js';
import type { Db } from '../connection/pool.js';
import type { Done } from '../ledger/done.js';
import { lockMemo } from '../memos/memos.js';
import { reportingSections } from '../roster/actors.js';
import { readSections } from '../sheets/status.js';
import { evidenceOfMemos } from './of-memos.js';
import {
  type By,
  bodyOf,
  type Did,
  enter,
  idOf,
  insertEvidence,
  type KeptEvidence,
  overLimit,
  refused,
  type Sent,
  said,
  takeSent,
  usedBy,
} from './rows.js';

type About = {
  readonly by: Omit<By, 'post'>;
  readonly limits: EvidenceLimits;
  readonly effectId: string;
  /** the file that is meant, as it was put aside */
  readonly sent: Sent | null;
  /** the piece that is meant; null where the memo is */
  readonly kept: KeptEvidence | null;
};

const DONE = { ok: true, goalNo: '', version: 0, complete: false } as const;

export async function carryOutOfMemo(
  db: Db,
  command: Exclude<EvidenceCommand, { kind: 'look_evidence' }>,
  memoId: string,
  { by: acting, limits, effectId, sent, kept }: About,
): Promise<Done> {
  const { actor } = acting;
  const memo = await lockMemo(db, memoId);
  // Of another section there is none.
  if (!memo || !reportingSections(actor).includes(memo.sectionId))
    return { outcome: refused({ reason: 'memo', why: { is: 'gone' } }) };
  const by: By = { ...acting, post: reportingPost(actor, memo.sectionId) };
  const items = (await evidenceOfMemos(db, [memo])).get(memo.id) ?? [];
  const at = { sectionId: memo.sectionId, version: 0 };
  const listed = async (now: readonly EvidenceItem[], page: number, did: Did): Promise<Done> => ({
    outcome: { ...DONE, evidence: await listOfMemo(db, memo, now, actor, page, did) },
  });
  switch (command.kind) {
    case 'show_evidence':
      return listed(items, command.page, null);
    case 'give_evidence': {
      if (!kept?.item.file) return { outcome: refused({ reason: 'not_found' }) };
      const { id, name } = kept.item;
      return { outcome: { ...DONE, evidence: { kind: 'file', evidence: id, name } } };
    }
    case 'add_evidence': {
      if (memo.by.personId !== actor.id)
        return { outcome: refused({ reason: 'memo', why: { is: 'of_another', by: memo.by.name } }) };
      const id = idOf(memo.id, command, effectId);
      if (items.some((one) => one.id === id)) return listed(items, 0, null);
      const body = bodyOf(command, sent, by);
      if (!body) return { outcome: refused({ reason: 'upload_gone' }) };
      const much = tooMuch(limits, body.file?.size ?? 0, await usedBy(db, memo), items.length);
      if (much !== null) return { outcome: overLimit(much, limits) };
      if (!(await takeSent(db, command.of, actor))) return { outcome: refused({ reason: 'upload_gone' }) };
      await insertEvidence(db, { ...memo, sheetId: '' }, { memo: memo.id }, { id, body, sent });
      return {
        ...(await listed([...items, { id, ...body }], 0, { what: 'added', name: body.name })),
        after: () => enter(db, by, at, 'evidence_added', id, null, body),
      };
    }
    case 'mark_evidence':
      return { outcome: said((words) => words.markOfMemo) };
    case 'remove_evidence': {
      if (!kept) return { outcome: refused({ reason: 'not_found' }) };
      const { item, key } = kept;
      if (!mayRemoveOfMemo(item, actor, memo))
        return { outcome: said((words) => words.notYours(item.by.name)) };
      const { id, ...body } = item;
      await db.query('delete from evidence where id = $1', [id]);
      const left = items.filter((one) => one.id !== id);
      return {
        ...(await listed(left, 0, { what: 'removed', name: item.name })),
        after: () => enter(db, by, at, 'evidence_removed', id, body, null),
        ...(key === null ? {} : { gone: [key] }),
      };
    }
    default:
      return command satisfies never;
  }
}

async function listOfMemo(
  db: Db,
  memo: Memo,
  items: readonly EvidenceItem[],
  actor: By['actor'],
  page: number,
  did: Did,
): Promise<EvidenceDone> {
  const section = (await readSections(db)).find(({ id }) => id === memo.sectionId)?.name ?? '';
  const removable = items.filter((item) => mayRemoveOfMemo(item, actor, memo)).map(({ id }) => id);
  const { id, text } = memo;
  return { kind: 'list', memo: id, text, goalNo: '', section, items, removable, page, did };
}
