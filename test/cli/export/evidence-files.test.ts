/** `maru export --evidence`: links alone, and names that no disk takes whole. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { addExportCommand } from '../../../src/cli/export/export.js';
import { openUploads } from '../../../src/store/postgres/sheets/uploads.js';
import { filesIn } from '../../site/published-city.js';
import { type City, city, effectId, later } from '../../store/postgres/city.js';
import { runCommand, withSettings } from '../../support/commands.js';
import { PATIENCE_MS } from '../../support/patience.js';

let town: City;
let settingsBack: () => void;
let dir: string;
let task: string;

beforeAll(async () => {
  town = await city();
  settingsBack = withSettings({ DATABASE_URL: town.url, MARU_OPERATOR: '事務局の担当者' });
  dir = await mkdtemp(join(tmpdir(), 'maru-evidence-'));
  task = (await town.tasks(7))[0]!.id;
}, 120_000);
afterAll(async () => {
  settingsBack();
  await town.stop();
  await rm(dir, { recursive: true, force: true });
});

let minutes = 0;
/** A file of these bytes, or one that could not be received, with the goal. */
async function adds(name: string, bytes: string | null): Promise<void> {
  minutes += 1;
  const id = `f${minutes}`;
  const about = { id, person: 'staff7', name, now: later(minutes), link: `https://files.example.jp/${id}` };
  await openUploads(town.pool, PATIENCE_MS).keep(about, async () =>
    bytes === null ? 'unreachable' : [new TextEncoder().encode(bytes)],
  );
  const adding = { kind: 'add_evidence', task, of: { file: id } } as const;
  const added = await town.record.execute(effectId(), 'staff7', 'test:dm', adding, later(minutes));
  expect(added).toMatchObject({ ok: true });
}

async function exported(name: string) {
  const out = join(dir, name);
  const words = ['export', '--year', 'R5', '--evidence', out];
  const said = await runCommand(addExportCommand, words);
  expect(said.failed).toEqual([]);
  const files = await filesIn(out);
  const rows = parse(files.get('一覧.csv')!, { bom: true, columns: true }) as Record<string, string>[];
  return { files, rows };
}

test('links alone are a list in a folder of its own', async () => {
  await adds('会議の記録', null);
  const { files, rows } = await exported('links');
  expect([...files.keys()]).toEqual(['一覧.csv']);
  expect(rows.map((row) => [row.リンク, row.ファイル])).toEqual([['https://files.example.jp/f1', '']]);
});

test('a name longer than a disk takes is written as far as it fits, in whole characters and with its ending', async () => {
  // 4 bytes each (𠮷), and 8 of two signs (👍🏽), of which one more would fit
  await adds(`${'𠮷'.repeat(90)}.pdf`, '%PDF-1.7 吉');
  await adds(`thanks${'👍🏽'.repeat(37)}.pdf`, '%PDF-1.7 よい');
  await adds('参加者数.pdf', '%PDF-1.7 参加者');
  const { files, rows } = await exported('long');
  const names = [...files.keys()].filter((path) => path.endsWith('.pdf')).map((path) => basename(path));
  expect(names.map((name) => Buffer.byteLength(name) <= 255)).toEqual([true, true, true]);
  expect(names).toEqual([
    expect.stringMatching(/^0002_No1_𠮷{60}\.pdf$/u),
    expect.stringMatching(/^0003_No1_thanks(?:👍🏽){29}\.pdf$/u),
    '0004_No1_参加者数.pdf',
  ]);
  // The list says the name as it was given, and where it is.
  expect(rows[1]).toMatchObject({ 名前: `${'𠮷'.repeat(76)}.pdf`, 備考: '' });
  expect(rows.slice(1).map((row) => files.has(row.ファイル!))).toEqual([true, true, true]);
});
