/** 根拠資料 of 実績メモ in the record: it goes with its memo, and who may not see the memo gets nothing of it. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Command } from '../../../../src/core/decision/command.js';
import type { Outcome } from '../../../../src/core/decision/outcome/outcome.js';
import { listEvidence } from '../../../../src/store/postgres/evidence/list.js';
import { openPieces } from '../../../../src/store/postgres/evidence/pieces.js';
import { openRecord } from '../../../../src/store/postgres/record.js';
import { openUploads } from '../../../../src/store/postgres/sheets/uploads.js';
import { PATIENCE_MS } from '../../../support/patience.js';
import { type City, city, effectId, later } from '../city.js';

let town: City;
beforeAll(async () => {
  town = await city();
}, 60_000);
afterAll(() => town.stop());

let minutes = 0;
const limits = { fileBytes: 1_000, sectionBytes: 2_500 };
const run = (person: string, command: Command): Promise<Outcome> => {
  minutes += 1;
  return openRecord(town.pool, undefined, PATIENCE_MS, undefined, { limits }).execute(
    effectId(),
    person,
    `test:dm:${person}`,
    command,
    later(minutes),
  );
};
async function noted(person: string, goalNo = '1', link = '') {
  const outcome = await run(person, {
    kind: 'note_memo',
    memo: { about: '', day: '2023-09-20', number: '', text: '木崎地区でワークショップ、32人', link },
    goalNo,
    source: '',
  });
  if (!outcome.ok || !outcome.memo) throw new Error(JSON.stringify(outcome));
  return outcome.memo.memo;
}
let files = 0;
async function adds(person: string, memo: string, size = 100) {
  files += 1;
  const id = `m${files}`;
  await openUploads(town.pool, PATIENCE_MS).keep(
    { id, person, name: `名簿${files}.pdf`, now: later(minutes) },
    async () => [new TextEncoder().encode('%PDF-1.7 '.padEnd(size, 'x'))],
  );
  return run(person, { kind: 'add_evidence', memo, of: { file: id } });
}
async function itemsOf(memo: string, person = 'staff1') {
  const outcome = await run(person, { kind: 'show_evidence', memo, page: 0 });
  const shown = outcome.ok ? outcome.evidence : undefined;
  if (shown?.kind !== 'list') throw new Error(JSON.stringify(outcome));
  return shown;
}
const GONE = { ok: false, refusal: { reason: 'memo', why: { is: 'gone' } } };
async function explained() {
  const { found, replayed } = await town.record.verifyRecord();
  expect([found, replayed?.unexplained]).toEqual([null, []]);
}

test('it stands with the memo: in the list, beside the question, in the evidence of the year', async () => {
  const memo = await noted('staff1', '1', 'https://city.example.jp/%E8%B3%87%E6%96%99');
  expect(await adds('staff1', memo.id)).toMatchObject({
    ok: true,
    evidence: { kind: 'list', memo: memo.id, did: { what: 'added' } },
  });
  const { items, removable } = await itemsOf(memo.id);
  expect(items).toMatchObject([{ name: '名簿1.pdf', file: { kind: 'pdf', size: 100 } }]);
  expect(removable).toEqual([items[0]!.id]);
  const shown = await run('chief1', { kind: 'show_memos', goal: '1', page: 0 });
  expect(shown).toMatchObject({ ok: true, memos: { rows: [{ evidence: [{ name: '名簿1.pdf' }] }] } });
  const context = await town.record.context({ person: 'staff1', from: null, named: null }, later(minutes));
  const task = context?.tasks.find(({ goalId }) => goalId === memo.goalId);
  expect(task?.memos).toMatchObject([{ evidence: ['名簿1.pdf', 'city.example.jp 資料'] }]);
  const listed = await listEvidence(town.pool, 2023);
  expect(listed).toMatchObject([
    { round: 'memo', goalNo: '1', name: '名簿1.pdf', memo: memo.text, key: expect.any(String) },
    { round: 'memo', goalNo: '1', link: memo.link, key: null },
  ]);
  await explained();
});

test('another section sees, gets, adds and takes away nothing; a colleague sees it and takes nothing away', async () => {
  const memo = await noted('staff2');
  await adds('staff2', memo.id);
  const [item] = (await itemsOf(memo.id, 'staff2')).items;
  const attempts: readonly Command[] = [
    { kind: 'show_evidence', memo: memo.id, page: 0 },
    { kind: 'give_evidence', evidence: item!.id },
    { kind: 'remove_evidence', evidence: item!.id },
    { kind: 'add_evidence', memo: memo.id, of: { link: 'https://a.example/b' } },
  ];
  for (const command of attempts) expect(await run('staff3', command)).toMatchObject(GONE);
  const seen = await itemsOf(memo.id, 'chief2');
  expect(seen).toMatchObject({ items: [{ id: item!.id }], removable: [] });
  expect(await run('chief2', { kind: 'give_evidence', evidence: item!.id })).toMatchObject({
    ok: true,
    evidence: { kind: 'file', evidence: item!.id },
  });
  expect(await run('chief2', { kind: 'remove_evidence', evidence: item!.id })).toMatchObject({ ok: false });
  expect(
    await run('chief2', { kind: 'add_evidence', memo: memo.id, of: { link: 'https://a.example/b' } }),
  ).toMatchObject({ ok: false, refusal: { why: { is: 'of_another' } } });
  expect((await itemsOf(memo.id, 'staff2')).items).toHaveLength(1);
});

test('it shares the limit of the section and year, and follows its memo into another year', async () => {
  const memo = await noted('staff4');
  const [task] = await town.tasks(4);
  for (const size of [1_000, 900]) expect(await adds('staff4', memo.id, size)).toMatchObject({ ok: true });
  const full = { ok: false, refusal: { reason: 'upload_refused' } };
  expect(await adds('staff4', memo.id, 700)).toMatchObject(full);
  const link = { link: 'https://city.example.jp/a' };
  expect(await run('staff4', { kind: 'add_evidence', task: task!.id, of: link })).toMatchObject({ ok: true });
  const { id, number, text } = memo;
  const to = { about: '', day: '2023-03-20', number, text, link: '' };
  expect(await run('staff4', { kind: 'change_memo', memo: id, to })).toMatchObject({ ok: true });
  const { rows } = await town.pool.query('select fiscal_year from evidence where memo_id = $1', [id]);
  expect(rows).toEqual([{ fiscal_year: 2022 }, { fiscal_year: 2022 }]);
  const other = await noted('staff4');
  expect(await adds('staff4', other.id, 700)).toMatchObject({ ok: true });
  await explained();
});

test('it is taken away by its writer, or goes with the memo, the bytes too', async () => {
  const before = await openPieces(town.pool).usage();
  const memo = await noted('staff5');
  for (let n = 0; n < 3; n += 1) await adds('staff5', memo.id);
  const [first] = (await itemsOf(memo.id, 'staff5')).items;
  expect(await run('staff5', { kind: 'remove_evidence', evidence: first!.id })).toMatchObject({
    ok: true,
    evidence: { items: { length: 2 }, did: { what: 'removed' } },
  });
  expect((await openPieces(town.pool).usage()).files).toBe(before.files + 2);
  const known = (await town.record.history({})).length;
  expect(await run('staff5', { kind: 'delete_memo', memo: memo.id })).toMatchObject({ ok: true });
  const entries = (await town.record.history({})).slice(known);
  expect(entries.map(({ action }) => action)).toEqual([
    'memo_deleted',
    'evidence_removed',
    'evidence_removed',
  ]);
  expect(await openPieces(town.pool).usage()).toEqual(before);
  expect(await run('staff5', { kind: 'show_evidence', memo: memo.id, page: 0 })).toMatchObject(GONE);
  await explained();
});
