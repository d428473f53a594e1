/** 根拠資料 of 実績メモ in the record: it goes with its memo, and who may not see the memo gets nothing of it. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Command } from '../../../../src/core/decision/command.js';
import type { Outcome } from '../../../../src/core/decision/outcome/outcome.js';
import { listEvidence } from '../../../../src/store/postgres/evidence/list.js';
import { lockFiles } from '../../../../src/store/postgres/evidence/lock.js';
import { openPieces } from '../../../../src/store/postgres/evidence/pieces.js';
import { overOf } from '../../../../src/store/postgres/kinds/kinds.js';
import { byCommandLine } from '../../../../src/store/postgres/ledger/recorded-by.js';
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

test('a memo whose files do not fit into another year stays as it is, and it is said which limit that is', async () => {
  const earlier = await noted('staff6');
  for (const size of [1_000, 900]) expect(await adds('staff6', earlier.id, size)).toMatchObject({ ok: true });
  const { number, text } = earlier;
  const lastYear = { about: '', day: '2023-03-20', number, text, link: '' };
  expect(await run('staff6', { kind: 'change_memo', memo: earlier.id, to: lastYear })).toMatchObject({
    ok: true,
  });
  const memo = await noted('staff6');
  expect(await adds('staff6', memo.id, 700)).toMatchObject({ ok: true });
  const known = (await town.record.history({})).length;
  const refused = await run('staff6', {
    kind: 'change_memo',
    memo: memo.id,
    to: { ...lastYear, text: '直した文' },
  });
  expect(refused).toEqual({
    ok: false,
    refusal: { reason: 'memo', why: { is: 'full', fiscalYear: 2022, megabytes: 2_500 / 1024 / 1024 } },
  });
  expect((await itemsOf(memo.id, 'staff6')).items).toHaveLength(1);
  const [kept] = (await town.record.memos.list({ sectionIds: [town.section(6)], fiscalYear: 2023 })).filter(
    ({ id }) => id === memo.id,
  );
  expect(kept).toMatchObject({ text: memo.text, day: memo.day });
  expect((await town.record.history({})).length).toBe(known);
  // Within its year it is changed as ever; and once there is room it goes.
  expect(
    await run('staff6', { kind: 'change_memo', memo: memo.id, to: { ...lastYear, day: '2023-09-01' } }),
  ).toMatchObject({ ok: true });
  const [first] = (await itemsOf(earlier.id, 'staff6')).items;
  await run('staff6', { kind: 'remove_evidence', evidence: first!.id });
  expect(await run('staff6', { kind: 'change_memo', memo: memo.id, to: lastYear })).toMatchObject({
    ok: true,
  });
  await explained();
});

test('a memo that moves waits for a file that is being added there, and does not pass the limit with it', async () => {
  const memo = await noted('staff3');
  expect(await adds('staff3', memo.id, 900)).toMatchObject({ ok: true });
  const { number, text } = memo;
  const other = await town.pool.connect();
  await other.query('begin');
  await lockFiles(other, town.section(3));
  await other.query(
    `insert into evidence (id, section_id, fiscal_year, sheet_id, memo_id, size, body)
     select 'coming', section_id, 2022, '', 'coming', 2000, body from evidence where memo_id = $1`,
    [memo.id],
  );
  let ended = false;
  const to = { about: '', day: '2023-03-20', number, text, link: '' };
  const change = run('staff3', { kind: 'change_memo', memo: memo.id, to }).finally(() => {
    ended = true;
  });
  const waits = `select 1 from pg_locks l join pg_database d on d.oid = l.database
    where d.datname = current_database() and l.locktype = 'advisory' and not l.granted`;
  while (!ended && (await town.pool.query(waits)).rowCount === 0);
  await other.query('commit');
  other.release();
  expect(await change).toMatchObject({ ok: false, refusal: { why: { is: 'full', fiscalYear: 2022 } } });
  await town.pool.query(`delete from evidence where id = 'coming'`);
  await explained();
});

test('what stands with a memo is never published', async () => {
  const memo = await noted('staff7');
  await adds('staff7', memo.id);
  const [item] = (await itemsOf(memo.id, 'staff7')).items;
  expect(await run('staff7', { kind: 'mark_evidence', evidence: item!.id, on: true })).toMatchObject({
    ok: false,
    refusal: { problems: [{ ja: expect.stringContaining('公表できません') }] },
  });
  expect(await run('staff3', { kind: 'mark_evidence', evidence: item!.id, on: true })).toMatchObject(GONE);
  expect((await itemsOf(memo.id, 'staff7')).items).toEqual([item]);
});

test('a file that was sent may be for the memos of who sent it, and of nobody else', async () => {
  const memo = await noted('staff8');
  const sends = async (person: string) => {
    files += 1;
    await openUploads(town.pool, PATIENCE_MS).keep(
      { id: `m${files}`, person, name: '写真.pdf', now: later(minutes) },
      async () => [new TextEncoder().encode('%PDF-1.7')],
    );
    return `m${files}`;
  };
  const looked = await run('staff8', { kind: 'look_evidence', file: await sends('staff8') });
  expect(looked).toMatchObject({ evidence: { kind: 'offer', memos: [{ id: memo.id, text: memo.text }] } });
  const others = await run('chief8', { kind: 'look_evidence', file: await sends('chief8') });
  expect(others).toMatchObject({ evidence: { kind: 'offer', memos: [] } });
  const from = { place: 'test:dm:staff8', surface: 'direct' } as const;
  const context = await town.record.context(
    { person: 'staff8', from, named: null, memo: true },
    later(minutes),
  );
  expect(context?.recentMemos).toEqual([{ id: memo.id, text: memo.text }]);
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

test('the files of a memo that retention has taken are still explained', async () => {
  const memo = await noted('staff4');
  expect(await adds('staff4', memo.id)).toMatchObject({ ok: true });
  const ground = '保存期間の満了';
  await overOf('memos').dispose(town.pool, 2023, ground, byCommandLine('事務局'), later(minutes + 1));
  const { rows } = await town.pool.query('select from evidence where memo_id = $1', [memo.id]);
  expect(rows).toHaveLength(1);
  await explained();
});
