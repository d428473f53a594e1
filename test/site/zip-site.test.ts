/** 公表 in chat gives the pages as a .zip: the same files as the command line, within the size that is sent, entered once. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addPublishCommand } from '../../src/cli/export/publish.js';
import type { WantedSite } from '../../src/core/report/file-request.js';
import { makeFileMaker } from '../../src/flow/notices/make-file.js';
import type { MakeSite } from '../../src/flow/notices/make-site.js';
import { siteZips } from '../../src/site/zip-site.js';
import { fileWriters } from '../../src/workbook/worker/chat-files.js';
import { siteInWorker } from '../../src/workbook/worker/worker.js';
import { openZip } from '../../src/workbook/xlsx/zip.js';
import { by, type City, effectId, later, NOW } from '../store/postgres/city.js';
import { runCommand, withSettings } from '../support/commands.js';
import { filesIn, finishedCity } from './published-city.js';

const BUILT = new URL('../../dist/workbook/worker/worker-process.js', import.meta.url);

let town: City;
let settingsBack: () => void;
let dir: string;

beforeAll(async () => {
  town = await finishedCity();
  settingsBack = withSettings({ DATABASE_URL: town.url, MARU_OPERATOR: '公表の担当者' });
  dir = await mkdtemp(join(tmpdir(), 'maru-zip-'));
}, 180_000);
afterAll(async () => {
  settingsBack();
  await town.stop();
  await rm(dir, { recursive: true, force: true });
});

const wanted = (language: 'ja' | 'en' = 'ja'): WantedSite => ({
  kind: 'site',
  fiscalYear: 2023,
  by: { personId: 'chief1', name: '課長1', post: '政策企画課長', source: 'test' },
  language,
});

const make = (site: MakeSite, language: 'ja' | 'en' = 'ja') =>
  makeFileMaker({
    ...fileWriters(town.pool),
    record: town.record,
    site,
    uploads: { directions: async () => null },
  })(wanted(language), later(5));

/** The title and lines of the card that says why there is no file. */
async function told(site: MakeSite, language: 'ja' | 'en' = 'ja'): Promise<string> {
  const made = await make(site, language);
  if (made.kind !== 'told') throw new Error('a file was made');
  return JSON.stringify(made.card);
}

const entries = async () =>
  (await town.record.history({ subject: '2023-site' })).map(({ personId, name, source }) => [
    personId,
    name,
    source,
  ]);

test('before anything is published there is none', async () => {
  expect(await told(siteZips(town.pool))).toContain('令和5年度までに公表したシートは、ありません');
});

test('too large for a chat, nothing is sent and nothing entered: the card names the command', async () => {
  await town.record.publish(2023, null, { by, now: later(1) });
  const card = await told(siteZips(town.pool, 20_000));
  expect(card).toContain('チャットで送るには大きすぎます');
  expect(card).toContain('maru publish --year R5 --site フォルダー');
  expect(await told(siteZips(town.pool, 20_000), 'en')).toContain('maru publish --year R5 --site FOLDER');
  expect(await entries()).toEqual([]);
}, 60_000);

test('the .zip of a process of its own holds what the command line writes, is the same made here, and is entered once with who asked for it', async () => {
  const zips = [await make(siteInWorker(town.pool, { entry: BUILT })), await make(siteZips(town.pool))];
  const [first, second] = zips.map((made) => (made.kind === 'made' ? made.file : null));
  expect([first?.name, first?.comment]).toEqual([
    '公表_R5.zip',
    expect.stringMatching(/75ファイル.*PDF は入っていません.*maru publish --year R5 --site フォルダー/u),
  ]);
  expect(Buffer.from(second!.bytes).equals(Buffer.from(first!.bytes))).toBe(true);
  expect(await entries()).toEqual([['chief1', '課長1', 'test']]);

  const out = join(dir, 'site');
  const publish = (...words: string[]) =>
    runCommand(addPublishCommand, ['publish', '--year', 'R5', '--site', out, ...words]);
  const said = await publish('--no-pdf');
  expect(said.out).toContain('前に公表したページと同じ内容です。');
  const opened = openZip(first!.bytes);
  if (typeof opened === 'string') throw new Error(opened);
  const inside = [...opened.entries].map(
    ([name, entry]) => [name, Buffer.from(opened.unpack(entry) as Uint8Array)] as const,
  );
  expect(new Map(inside)).toEqual(await filesIn(out));
  expect(await entries()).toHaveLength(1);

  // The PDFs beside them are another publication, and the pages without them are still the same to the chat.
  expect((await publish()).failed).toEqual([]);
  expect(await entries()).toHaveLength(2);
  const third = await make(siteZips(town.pool));
  expect(third.kind === 'made' && Buffer.from(third.file.bytes).equals(Buffer.from(first!.bytes))).toBe(true);
  expect(await entries()).toHaveLength(2);
}, 60_000);

test('pages that take too long in a process of their own are a fault, and nothing is entered', async () => {
  await expect(make(siteInWorker(town.pool, { entry: BUILT, seconds: 0.01 }))).rejects.toThrow(
    'the pages needed more than 0.01 seconds',
  );
  expect(await entries()).toHaveLength(2);
});

test('what differs from the pages before wants a reason, which the command line takes', async () => {
  const [task] = await town.tasks(7, '2023-yearend');
  const enter = (person: string, command: Parameters<City['record']['execute']>[3]) =>
    town.record.execute(effectId(), person, 'test:dm', command, later(60 * 24 * 200, NOW));
  await enter('staff7', { kind: 'correct', report: task!.id, version: 1, reason: '集計の誤りのため' });
  const { content } = task!.report!;
  const answers = content.answers.map((one, at) => (at === 0 ? { ...one, result: '191人' } : one));
  await enter('staff7', { kind: 'submit', task: task!.id, base: 1, content: { ...content, answers } });
  await enter('chief7', { kind: 'approve', report: task!.id, version: 2, step: 0 });
  expect(await told(siteZips(town.pool))).toContain('--reason 理由');
  expect(await entries()).toHaveLength(2);
}, 60_000);

test.each<['ja' | 'en', string, string]>([
  ['ja', '公表を記録していない年度のシートがあるため、令和5年度の公表のページは作れません', 'R4'],
  ['en', 'sheets of a year that is not published are among them', 'R4'],
])(
  'a year that the last pages took along does not go out once it is reported here (%s)',
  async (language, title, year) => {
    if (language === 'ja') {
      const out = join(dir, 'along');
      const words = [
        'publish',
        '--year',
        'R5',
        '--site',
        out,
        '--no-pdf',
        '--also',
        'R4',
        '--reason',
        '前の年度',
      ];
      expect((await runCommand(addPublishCommand, words)).failed).toEqual([]);
      expect((await make(siteZips(town.pool))).kind).toBe('made');
      const round = {
        fiscalYear: 2022,
        kind: 'yearend',
        opensOn: '2023-10-02',
        dueOn: '2023-10-13',
      } as const;
      await town.record.openRound(round, { by, now: NOW });
    }
    const before = (await entries()).length;
    const card = await told(siteZips(town.pool), language);
    for (const said of [title, '建設課', year]) expect(card).toContain(said);
    expect(await entries()).toHaveLength(before);
  },
  60_000,
);
