/** 根拠資料 is handed out as it was handed over, and not at all where other bytes stand in its place. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeFileMaker } from '../../../src/flow/notices/make-file.js';
import { openRecord } from '../../../src/store/postgres/record.js';
import { openUploads } from '../../../src/store/postgres/sheets/uploads.js';
import { checkEvidence, fileWriters } from '../../../src/workbook/worker/chat-files.js';
import { type City, city, effectId, later } from '../../store/postgres/city.js';
import { PATIENCE_MS } from '../../support/patience.js';

const PDF = '%PDF-1.7 参加者名簿';

let town: City;
beforeAll(async () => {
  town = await city();
}, 60_000);
afterAll(() => town.stop());

test('as it was, and not when its bytes are others', async () => {
  const record = openRecord(town.pool, undefined, PATIENCE_MS, undefined, { check: checkEvidence });
  const uploads = openUploads(town.pool, PATIENCE_MS);
  await uploads.keep({ id: 'f1', person: 'staff1', name: '名簿.pdf', now: later(1) }, async () => [
    new TextEncoder().encode(PDF),
  ]);
  const task = (await town.tasks(1))[0]!.id;
  const run = (command: Parameters<typeof record.execute>[3]) =>
    record.execute(effectId(), 'staff1', 'test:dm:staff1', command, later(2));
  expect(await run({ kind: 'add_evidence', task, of: { file: 'f1' } })).toMatchObject({ ok: true });
  const { rows } = await town.pool.query<{ id: string }>('select id from evidence');
  const makeFile = makeFileMaker({ record, uploads, ...fileWriters(town.pool) });
  const given = (language: 'ja' | 'en') =>
    makeFile({ kind: 'evidence', evidence: rows[0]!.id, language }, later(3));

  const made = await given('ja');
  expect(made.kind === 'made' && Buffer.from(made.file.bytes).toString()).toBe(PDF);
  await town.pool.query(`update evidence_pieces set bytes = overlay(bytes placing 'X' from 12)`);
  expect(JSON.stringify(await given('ja'))).toContain('このファイルは、付けたときのものではありません');
  expect(JSON.stringify(await given('en'))).toContain('This file is not the one that was attached');
});
