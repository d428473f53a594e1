/** Files in the conversation: a workbook that was sent, and 出力, which asks for one. */
import { parseFiscalYear } from '../../calendar/japanese-dates.js';
import type { Action } from '../../cards/action.js';
import { whichCard } from '../../cards/evidence/evidence.js';
import type { FileFormat } from '../../report/file-request.js';
import { folded } from '../../sheet/scale.js';
import { FILE_KINDS, type SentFile } from '../../sheet/upload.js';
import { mayBeCommand } from '../../text/text.js';
import { fileWords } from '../../wording/files.js';
import type { Context } from '../context.js';
import { offerEvidence } from '../evidence/evidence.js';
import { taskHere } from '../interview/begin.js';
import { filesForMemo, filesOfMemo, reportsSomewhere } from '../memo/files.js';
import {
  aside,
  type Happened,
  happened,
  message,
  record,
  type Said,
  type Scene,
  type Told,
} from '../told.js';

/** Largest file that is read, in megabytes, as people are told; the reader's own limit in bytes is the same. */
export const MAX_FILE_MB = 20;
/** Files read of one message: each is a preview of its own. */
const MAX_FILES = 5;
/** A file from this size on may take longer to read than anybody waits without a word, in bytes. */
const LONG_READING = 100_000;

/** Somebody who holds 事務局's post today. */
export function isCoordinator({ actor }: Context): boolean {
  return actor.posts.some(({ role }) => role === 'coordinator');
}

/** Endings of what sheets come in that nobody hands over as evidence. */
const SHEET_ENDINGS = ['csv', 'tsv', 'json', 'txt'];

function mayBeSheet(name: string): boolean {
  const dot = name.lastIndexOf('.');
  return (
    dot >= 0 &&
    SHEET_ENDINGS.includes(
      name
        .slice(dot + 1)
        .trim()
        .toLowerCase(),
    )
  );
}

/** What is done about the files of a message: read for the coordinator; of anybody else offered as evidence, unless they go with a memo. */
export function takeFiles(scene: Scene<Said>): Told[] {
  const { input, language } = scene;
  const words = fileWords(language);
  const tell = (title: string, ...lines: string[]): Told => aside(message(title, lines));
  const files = input.files ?? [];
  if (files.length === 0) return [];
  const ofMemo: readonly SentFile[] = filesOfMemo(scene);
  const forMemo = ofMemo.length > 0 ? [] : filesForMemo(scene);
  const withMemo = [...ofMemo, ...forMemo];
  const added = forMemo
    .slice(0, MAX_FILES)
    .map(({ upload }) => aside(record({ kind: 'add_evidence', memo: scene.memo!.id, of: { file: upload } })));
  const left = files.slice(0, MAX_FILES).filter((file) => !withMemo.includes(file));
  if (!isCoordinator(scene))
    return [
      ...added,
      ...left.map((file) =>
        file.kept && file.kind === undefined && mayBeSheet(file.name)
          ? tell(words.notCoordinator, words.notCoordinatorLine)
          : offerEvidence(scene, file),
      ),
      ...(files.length > MAX_FILES ? [tell(words.tooMany(MAX_FILES))] : []),
    ];
  if (input.surface === 'channel') return [tell(words.inDirect)];
  return [
    ...added,
    ...left.flatMap((file): Told[] => {
      const own = asEvidence(scene, file);
      if (own) return [own];
      if (!file.kept)
        return file.why === 'too_large'
          ? [tell(words.tooLarge(file.name, MAX_FILE_MB), words.tooLargeLine)]
          : [tell(words.unreachable(file.name), words.unreachableLine)];
      return [
        ...(file.size >= LONG_READING ? [tell(words.reading(file.name), words.readingLine)] : []),
        record({ kind: 'preview_upload', upload: file.upload }),
      ];
    }),
    ...(files.length > MAX_FILES ? [tell(words.tooMany(MAX_FILES))] : []),
  ];
}

/**
 * What of 事務局, who reports for a section as well, is evidence or may be: a picture or a PDF is no table, of a workbook it
 * is asked. null: it is to be taken in.
 */
function asEvidence(scene: Scene<Said>, file: SentFile): Told | null {
  const isOwn = reportsSomewhere(scene.actor) && (scene.tasks.length > 0 || !!scene.recentMemos?.length);
  if (!isOwn) return null;
  if (!file.kept) return file.upload === undefined ? null : offerEvidence(scene, file);
  if (file.kind === undefined) return null;
  if (file.kind !== 'xlsx') return offerEvidence(scene, file);
  return aside({ kind: 'card', card: whichCard(file.upload, file.name, scene.language) });
}

/** 取り込む: enters what the preview showed. */
export function importUpload({ desk }: Scene, action: Action): Happened {
  const [seen = '', said] = action.with.split(' ');
  const as = FILE_KINDS.find((kind) => kind === said);
  return happened(desk, record({ kind: 'import_upload', upload: action.of, seen, ...(as ? { as } : {}) }));
}

/** What a file is to be read as, and which page of what it changes. */
export function readAs({ desk }: Scene, { of: upload, v: page, with: said }: Action): Happened {
  const as = FILE_KINDS.find((kind) => kind === said);
  return happened(
    desk,
    record({
      kind: 'preview_upload',
      upload,
      ...(as ? { as } : {}),
      ...(page > 0 ? { page } : {}),
    }),
  );
}

/** やめる */
export function dropUpload({ desk }: Scene, action: Action): Happened {
  return happened(desk, record({ kind: 'drop_upload', upload: action.of }));
}

/** What 出力 asks for. */
type Asked = {
  readonly fiscalYear: number | null;
  readonly format: FileFormat;
  readonly round?: 'midyear' | 'targets';
  /** the rest as typed; '' when nothing was named */
  readonly section: string;
};

const FORMAT_WORDS: ReadonlyMap<string, FileFormat> = new Map([
  ['xlsx', 'xlsx'],
  ['excel', 'xlsx'],
  ['エクセル', 'xlsx'],
  ['csv', 'csv'],
  ['html', 'html'],
  ['pdf', 'pdf'],
  ['json', 'json'],
]);

const ROUND_WORDS: ReadonlyMap<string, 'midyear' | 'targets'> = new Map([
  ...['中間', '中間報告', 'midyear', 'mid-year'].map((word) => [word, 'midyear'] as const),
  ...['目標', '目標設定', 'targets'].map((word) => [word, 'targets'] as const),
]);

/** Reads 「出力」「出力 中間」「出力 建設課」「エクスポート 建設課 R5 csv」; null for anything else. */
export function exportAsked(text: string): Asked | null {
  if (!mayBeCommand(text)) return null;
  const found = /^(?:出力|エクスポート|export)(?:する|して)?(?:[\s\u3000]+(.*))?$/isu.exec(text.trim());
  if (!found) return null;
  let format: FileFormat = 'xlsx';
  let fiscalYear: number | null = null;
  let round: Asked['round'];
  const rest: string[] = [];
  for (const word of (found[1] ?? '').split(/[\s\u3000]+/u)) {
    const known = FORMAT_WORDS.get(folded(word).replace(/^\./u, ''));
    const year = parseFiscalYear(word) ?? (/^\d{4}$/u.test(folded(word)) ? Number(folded(word)) : null);
    if (known) format = known;
    else if (year !== null) fiscalYear = year;
    else if (ROUND_WORDS.has(folded(word))) round = ROUND_WORDS.get(folded(word));
    else if (word !== '') rest.push(word);
  }
  return { fiscalYear, format, ...(round ? { round } : {}), section: rest.join(' ') };
}

/**
 * Whether a message that reads like 出力 is meant so. While a question waits for an answer here, 「出力 190kW」 is that
 * answer: then only 出力 without a name, or with the name of an own section, asks for a file.
 */
export function meansExport(scene: Scene, { section }: Asked): boolean {
  if (section === '') return true;
  const task = taskHere(scene);
  if (!task || !scene.desk.drafts[task.id]) return true;
  return scene.actor.posts.some(({ sectionName }) => folded(sectionName) === folded(section));
}

/** 出力: the coordinator gets every section or the one that is named, anybody else the own sections. */
export function giveSheets(scene: Scene, { section, ...asked }: Asked): Happened {
  const { desk, language } = scene;
  const words = fileWords(language);
  const own = [...new Set(scene.actor.posts.map(({ sectionId }) => sectionId))];
  if (own.length === 0) return happened(desk, message(words.noPost, [words.noPostLine]));
  const sectionIds = isCoordinator(scene) ? null : own;
  const named = section === '' ? null : section;
  return happened(desk, {
    kind: 'file',
    file: { kind: 'sheets', ...asked, sectionIds, named, language },
  });
}
