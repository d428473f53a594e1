/** `maru export --evidence`: 根拠資料 of a year as files in a folder, with their list. */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify/sync';
import { fiscalYearName } from '../../core/calendar/japanese-dates.js';
import { evidenceName } from '../../core/evidence/name.js';
import { fileFault } from '../../core/text/file-faults.js';
import { guardCell } from '../../core/text/guard-cell.js';
import { shorten } from '../../core/text/shorten.js';
import { type ListedEvidence, listEvidence } from '../../store/postgres/evidence/list.js';
import { openPieces } from '../../store/postgres/evidence/pieces.js';
import { whenWords } from '../history/history-words.js';
import type { CommandIo } from '../io.js';
import { Mistake } from '../mistake.js';
import { withRecord } from '../record.js';
import { writeWhole } from '../whole-file.js';

/** What evidence stands with, in words. */
export const ROUND_WORDS: Readonly<Record<string, string>> = {
  targets: '目標設定',
  midyear: '中間',
  yearend: '期末',
  memo: '実績メモ',
};
const LIST = '一覧.csv';

type Row = ListedEvidence & { readonly path: string; readonly state: '' | 'missing' | 'changed' };
const STATE: Readonly<Record<Row['state'], string>> = {
  '': '',
  missing: 'ファイルがありません',
  changed: '預かったときと中身が違います',
};

/** Whether it is published, in words. */
export const PUBLIC_WORDS: Readonly<Record<ListedEvidence['isPublic'], string>> = {
  '': '',
  marked: '承認の後に公表する',
  public: '公表する',
};

const COLUMNS: readonly (readonly [name: string, text: (row: Row) => string])[] = [
  ['部', (row) => row.department],
  ['課', (row) => row.section],
  ['時期', (row) => ROUND_WORDS[row.round] ?? row.round],
  ['目標No.', (row) => row.goalNo],
  ['組織目標', (row) => row.goal],
  ['取組指標', (row) => row.indicators.join(' / ')],
  ['実績メモ', (row) => row.memo],
  ['名前', (row) => row.name],
  ['ファイル', (row) => row.path],
  ['リンク', (row) => row.link ?? ''],
  ['大きさ（バイト）', (row) => (row.file ? String(row.file.size) : '')],
  ['SHA-256', (row) => row.file?.sha256 ?? ''],
  ['公表', (row) => PUBLIC_WORDS[row.isPublic]],
  ['付けた日時', (row) => whenWords(row.by.at)],
  ['付けた方の役職', (row) => row.by.post],
  ['備考', (row) => STATE[row.state]],
];

/**
 * Writes every file of a year below `folder`, which is new or empty, and the list. What is missing, or is not what was handed
 * over, is told and ends with 1; all the others are written.
 */
export async function exportEvidence(
  fiscalYear: number,
  folder: string,
  json: boolean,
  io: CommandIo,
): Promise<void> {
  const there = await readdir(folder).catch(() => []);
  if (there.length > 0)
    throw new Mistake(
      `${folder}: 空ではありません。新しいフォルダーを指定してください。 / The folder is not empty.`,
    );
  const rows = await withRecord(async ({ pool, record, by }) => {
    const listed = await listEvidence(pool, fiscalYear);
    const store = openPieces(pool);
    const made: Row[] = [];
    // Links are in the list alone, which has to have its folder all the same.
    if (listed.length > 0)
      await mkdir(folder, { recursive: true }).catch((fault: unknown) => {
        throw new Mistake(fileFault(folder, 'write', fault));
      });
    for (const one of listed) made.push(await written(one, made.length + 1, folder, store));
    const details = {
      files: made.filter(({ file }) => file).length,
      links: made.filter(({ link }) => link).length,
    };
    await record.note(
      { action: 'exported', subject: String(fiscalYear), details: { evidence: true, ...details } },
      { by, now: new Date() },
    );
    return made;
  });
  if (rows.length === 0)
    throw new Mistake(
      `${fiscalYearName(fiscalYear)}の根拠資料は、ありません。 / There is no evidence of that year.`,
    );
  const cells = rows.map((row) => COLUMNS.map(([, text]) => guardCell(text(row))));
  await writeWhole(
    join(folder, LIST),
    `\uFEFF${stringify([COLUMNS.map(([name]) => name), ...cells], { record_delimiter: '\r\n' })}`,
  );
  const wrong = rows.filter(({ state }) => state !== '');
  io.out(
    json
      ? `${JSON.stringify({ fiscal_year: fiscalYear, folder, files: rows.map(({ path, name, section, goalNo, memo, link, file, state, isPublic }) => ({ path, name, section, goal: goalNo || null, memo: memo || null, link, public: isPublic || null, size: file?.size ?? null, sha256: file?.sha256 ?? null, state })) })}\n`
      : `${folder} に根拠資料 ${rows.filter(({ path }) => path !== '').length}件と一覧（${LIST}、リンクを含めて ${rows.length}件）を書き出しました。\n`,
  );
  if (wrong.length > 0)
    throw new Mistake(
      `${wrong.length}件は書き出せませんでした（一覧の備考を見てください）: ${wrong.map(({ section, name }) => `${section}「${name}」`).join('、')} / Some files are missing or changed; see the list.`,
    );
}

/** Bytes of one name on the disks of Linux (ext4, XFS, tmpfs). */
const NAME_BYTES = 255;

/** The name of a file or folder with its ending, as much of it as a disk takes. */
const fileName = (stem: string, ending: string): string =>
  shorten(stem, NAME_BYTES - Buffer.byteLength(ending), '', Buffer.byteLength) + ending;

async function written(
  one: ListedEvidence,
  no: number,
  folder: string,
  store: ReturnType<typeof openPieces>,
): Promise<Row> {
  if (!one.file || one.key === null) return { ...one, path: '', state: '' };
  const bytes = await store.get(one.key);
  if (!bytes) return { ...one, path: '', state: 'missing' };
  // The number keeps names apart that are alike.
  const within = fileName(evidenceName(one.section, 'pdf').slice(0, -'.pdf'.length), '');
  const goal = one.goalNo === '' ? '' : `No${one.goalNo.replaceAll(/\W/gu, '')}_`;
  const ending = extname(one.name);
  const stem = `${String(no).padStart(4, '0')}_${goal}${one.name.slice(0, one.name.length - ending.length)}`;
  const path = join(within, fileName(stem, ending));
  const hash = createHash('sha256');
  try {
    await mkdir(join(folder, within), { recursive: true });
    await pipeline(
      bytes,
      async function* hashed(pieces: AsyncIterable<Uint8Array>) {
        for await (const piece of pieces) {
          hash.update(piece);
          yield piece;
        }
      },
      createWriteStream(join(folder, path), { flags: 'wx', mode: 0o600 }),
    );
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).syscall === undefined) throw fault;
    throw new Mistake(fileFault(join(folder, path), 'write', fault));
  }
  return { ...one, path, state: hash.digest('hex') === one.file.sha256 ? '' : 'changed' };
}
