/** 根拠資料 on the published pages: only what was marked and approved since, under safe names, and gone when it is taken back. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { addExportCommand } from '../../../src/cli/export/export.js';
import { addPublishCommand } from '../../../src/cli/export/publish.js';
import { addEvidenceCommands } from '../../../src/cli/rounds/evidence.js';
import type { Command } from '../../../src/core/decision/command.js';
import { markOfPublic } from '../../../src/core/report/exceptions.js';
import { siteZips } from '../../../src/site/zip-site.js';
import { openPieces } from '../../../src/store/postgres/evidence/pieces.js';
import { overOf } from '../../../src/store/postgres/kinds/kinds.js';
import { openUploads } from '../../../src/store/postgres/sheets/uploads.js';
import { digests, filesIn, finishedCity } from '../../site/published-city.js';
import { by, type City, effectId, later } from '../../store/postgres/city.js';
import { runCommand, withSettings } from '../../support/commands.js';
import { PATIENCE_MS } from '../../support/patience.js';

let town: City;
let settingsBack: () => void;
let dir: string;
let task: string;

beforeAll(async () => {
  town = await finishedCity();
  settingsBack = withSettings({ DATABASE_URL: town.url, MARU_OPERATOR: '公表の担当者' });
  dir = await mkdtemp(join(tmpdir(), 'maru-site-'));
  task = (await town.tasks(7, '2023-yearend'))[0]!.id;
}, 120_000);
afterAll(async () => {
  settingsBack();
  await town.stop();
  await rm(dir, { recursive: true, force: true });
});

const site = (...words: string[]) =>
  runCommand(addPublishCommand, [
    'publish',
    '--year',
    'R5',
    '--no-pdf',
    '--site',
    join(dir, 'site'),
    ...words,
  ]);
const evidence = (...words: string[]) => runCommand(addEvidenceCommands, ['evidence', ...words]);
const files = () => filesIn(join(dir, 'site'));
const asked = { personId: 'chief1', name: '課長1', post: '政策企画課長', source: 'test' };
let minutes = 0;
const run = async (person: string, command: Command) => {
  minutes += 1;
  return town.record.execute(effectId(), person, `test:dm:${person}`, command, later(60 + minutes));
};
const pdf = '%PDF-1.7 参加者の数';
/** As it would be without what is done about names and addresses. */
const hostile = '"><img src=x onerror=alert(1)>\u202Efdp.html';

/** A file of these bytes, or one that could not be received, with the goal; its id. */
async function adds(name: string, bytes: string | null): Promise<string> {
  minutes += 1;
  const file = `f${minutes}`;
  await openUploads(town.pool, PATIENCE_MS).keep(
    {
      id: file,
      person: 'staff7',
      name,
      now: later(60 + minutes),
      link: 'https://files.example.jp/a?b=1&c="',
    },
    async () => (bytes === null ? 'unreachable' : [new TextEncoder().encode(bytes)]),
  );
  const outcome = await run('staff7', { kind: 'add_evidence', task, of: { file } });
  const done = outcome.ok ? outcome.evidence : undefined;
  if (done?.kind !== 'list') throw new Error(JSON.stringify(outcome));
  return done.items.at(-1)!.id;
}
const marks = (id: string, on = true) => run('staff7', { kind: 'mark_evidence', evidence: id, on });
const sheetPage = async () => (await files()).get(`sheets/2023/${town.section(7)}.html`)!.toString();

async function corrects(version: number): Promise<void> {
  const [{ report } = {}] = await town.tasks(7, '2023-yearend');
  await run('staff7', { kind: 'correct', report: task, version, reason: '根拠を公表するため' });
  await run('staff7', { kind: 'submit', task, base: version, content: report!.content });
}
const approves = async (version: number) => {
  const [now] = await town.tasks(7, '2023-yearend');
  const shown = markOfPublic(now!);
  return run('chief7', {
    kind: 'approve',
    report: task,
    version,
    step: 0,
    ...(shown === '' ? {} : { shown }),
  });
};

let kept: { marked: string; link: string; secret: string };
test('what is not marked, and what was marked after the approval, stands on no page', async () => {
  kept = {
    marked: await adds(hostile, pdf),
    link: await adds(hostile, null),
    secret: await adds('公表しない名簿.pdf', '%PDF-1.7 公表しない'),
  };
  expect(await marks(kept.marked)).toMatchObject({ ok: true, evidence: { did: { what: 'marked_late' } } });
  expect((await site()).failed).toEqual([]);
  const written = await files();
  expect([...written.keys()].filter((path) => path.includes('evidence'))).toEqual([]);
  expect(await sheetPage()).not.toContain('根拠資料');
  expect((await evidence('list', '--year', 'R5')).out).toContain(`承認の後に公表する\n    ${kept.marked}\n`);
}, 60_000);

test('while its correction waits it is not out; unchanged, the correction is looked at again for what is to go out', async () => {
  expect((await marks(kept.link)).ok).toBe(true);
  const before = digests(await files());
  await corrects(1);
  // What was approved before is approved with the mark only when somebody looks at it.
  expect((await town.tasks(7, '2023-yearend'))[0]!.report).toMatchObject({ version: 2, state: 'submitted' });
  expect((await site()).out).toContain('前に公表したページと同じ内容です。');
  expect(digests(await files())).toEqual(before);
}, 60_000);

test('approved, the pages list it: a file as a download under a safe name and type, a link as a link', async () => {
  await approves(2);
  const refused = await site();
  expect(refused.failed.join()).toContain('--reason');
  const said = await site('--reason', '根拠資料の公表');
  expect(said.failed).toEqual([]);
  expect(said.out).toContain('根拠資料 1');
  const written = await files();
  const [path, ...others] = [...written.keys()].filter((one) => one.startsWith('evidence/'));
  expect(others).toEqual([]);
  expect(path).toMatch(/^evidence\/2023\/[0-9a-f]{24}\.pdf$/u);
  expect(written.get(path!)!.toString()).toBe(pdf);
  const page = await sheetPage();
  expect(page).toContain(
    `<a href="../../${path}" download="img src=x onerror=alert(1) fdp.html.pdf" type="application/pdf">`,
  );
  expect(page).toMatch(
    /<a href="https:\/\/files\.example\.jp\/a\?b=1&amp;c=%22" rel="nofollow noopener noreferrer">[^<]*<\/a>（files\.example\.jp）/u,
  );
  for (const [name, bytes] of written) {
    if (!/\.(?:html|csv|json)$/u.test(name)) continue;
    expect(bytes.toString()).not.toContain('<img src=x');
    expect(bytes.toString()).not.toContain('\u202E');
    expect(bytes.toString()).not.toContain('公表しない');
  }
  expect(written.get('evidence.html')!.toString()).toContain(`href="${path}"`);
  expect(written.get('data.html')!.toString()).toContain('href="evidence.html"');
  const rows = parse(written.get('data/evidence.csv')!, { bom: true, columns: true }) as Record<
    string,
    string
  >[];
  expect(rows).toEqual([
    expect.objectContaining({
      round: 'yearend',
      file: path,
      type: 'application/pdf',
      sha256: createHash('sha256').update(pdf).digest('hex'),
      link: '',
    }),
    expect.objectContaining({ file: '', sha256: '', link: 'https://files.example.jp/a?b=1&c=%22' }),
  ]);
  // Nobody who handed it over is named.
  expect(written.get('data/evidence.csv')!.toString()).not.toContain('担当者');
}, 60_000);

test('the list of evidence says what is public', async () => {
  const out = join(dir, 'list');
  const said = await runCommand(addExportCommand, ['export', '--year', 'R5', '--evidence', out]);
  expect(said.failed).toEqual([]);
  const rows = parse((await filesIn(out)).get('一覧.csv')!, { bom: true, columns: true }) as Record<
    string,
    string
  >[];
  expect(rows.map((row) => row.公表)).toEqual(['公表する', '公表する', '']);
  const json = JSON.parse((await evidence('list', '--year', 'R5', '--json')).out) as {
    evidence: { id: string; public: string | null }[];
  };
  expect(json.evidence.map((one) => [one.id, one.public])).toEqual([
    [kept.marked, 'public'],
    [kept.link, 'public'],
    [kept.secret, null],
  ]);
});

test('in chat the pages come with it, and what is not what was handed over is not sent', async () => {
  const zip = await siteZips(town.pool)({ fiscalYear: 2023, by: asked }, later(200));
  expect(zip.kind).toBe('made');
  await town.pool.query(
    'update evidence_pieces set bytes = $1 where key = (select key from evidence where id = $2)',
    [Buffer.from('%PDF-1.7 another'), kept.marked],
  );
  expect(await siteZips(town.pool)({ fiscalYear: 2023, by: asked }, later(201))).toMatchObject({
    kind: 'lacking',
    evidence: [{ name: 'img src=x onerror=alert(1) fdp.html.pdf' }],
  });
  const before = digests(await files());
  const refused = await site('--reason', '再公表');
  expect(refused.failed.join()).toContain('maru evidence unmark');
  expect(digests(await files())).toEqual(before);
}, 60_000);

test('taken back at the command line, the next publication is without it, and the history says who, when and which', async () => {
  const { out, failed } = await evidence('unmark', kept.marked);
  expect(failed).toEqual([]);
  expect(out).toContain('公表をやめました');
  expect((await evidence('unmark', kept.marked)).out).toContain('前からそうなっています');
  const said = await site('--reason', '根拠資料の公表をやめたため');
  expect(said.failed).toEqual([]);
  const written = await files();
  expect([...written.keys()].filter((path) => path.startsWith('evidence/'))).toEqual([]);
  expect(await sheetPage()).not.toContain('download=');
  expect(
    (await town.record.history({ subject: kept.marked })).map(({ action, name }) => [action, name]),
  ).toEqual([
    ['evidence_added', '担当者7'],
    ['evidence_marked', '担当者7'],
    ['evidence_unmarked', '公表の担当者'],
  ]);
  const [, entry] = await town.record.history({ subject: kept.marked });
  expect(entry!.after).toMatchObject({
    publicFrom: 2,
    file: { sha256: createHash('sha256').update(pdf).digest('hex') },
  });
  // Nothing but the bytes that were exchanged above.
  expect((await town.record.verifyRecord()).replayed).toMatchObject({
    count: 1,
    unexplained: [{ row: `evidence ${kept.marked}`, fields: [{ field: 'bytes' }] }],
  });
}, 60_000);

test('what is kept no longer is published no longer', async () => {
  await town.pool.query(`update rounds set state = 'closed'`);
  expect((await evidence('mark', kept.secret)).failed.join()).toContain('締め切られた時期');
  expect(await overOf('evidence').dispose(town.pool, 2023, '保存期間の満了', by, later(300))).toBe(3);
  const said = await site('--reason', '保存期間の満了');
  expect(said.failed).toEqual([]);
  expect(await sheetPage()).not.toContain('根拠資料');
  expect((await files()).has('data/evidence.csv')).toBe(false);
  expect(await openPieces(town.pool).usage()).toEqual({ files: 0, bytes: 0 });
}, 60_000);

test.each(['mark', 'unmark'])('%s of what is not there says where to look', async (word) => {
  expect((await evidence(word, 'nothing')).failed.join()).toContain('maru evidence list');
});
