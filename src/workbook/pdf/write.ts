/**
 * Writes sheets as one tagged PDF (PDF/UA-1): the official form in landscape, its column headings repeated on every page with
 * their scope and spans, a list of contents by goal, Japanese fonts inside.
 */
import { createHash } from 'node:crypto';
import { problem } from '../cells/problem.js';
import {
  approvalRefusal,
  type OfficialSheet,
  type Onward,
  sectionOf,
  type Written,
} from '../form/official-sheet.js';
import { TYPESETTER, TYPESETTER_VERSION } from './installed.js';
import { type PaperDocument, type PdfOptions, paperOf } from './paper.js';
import { TEMPLATE } from './template.js';
import { openSetter, type SetDocument } from './typesetter.js';

/** Sheets in one file: more than a department has. All of a city's would take the typesetter two gigabytes. */
export const MOST_SHEETS = 40;

let shared: ReturnType<typeof openSetter> | null = null;

/** The setter of this process. It starts with the first PDF, and keeps nobody from ending. */
const setHere: SetDocument = (document) => {
  shared ??= openSetter();
  return shared.set(document);
};

/**
 * Sheets nobody approved are refused unless `draft`, and then marked in the title and on each page. A sheet that cannot be
 * set is named. What the font lacks stands as 〓, told with its place below the table and in `replaced`. The same sheets give
 * the same bytes: the date inside is that of the last decision about them, or the last day of their year where none is known.
 * `before`: the file that is there, given back where all of this is as it was.
 */
export async function writePdf(
  sheets: readonly OfficialSheet[],
  options: PdfOptions & { readonly before?: Uint8Array; readonly onProgress?: Onward },
  set: SetDocument = setHere,
): Promise<Written> {
  const refused = approvalRefusal(sheets, options.draft ?? false);
  if (refused) return refused;
  if (sheets.length > MOST_SHEETS) return { kind: 'refused', problems: [tooMany(sheets.length)] };
  const document = marked(paperOf(sheets, options));
  if (options.before && Buffer.from(options.before).includes(document.keywords.at(-1)!))
    return { kind: 'written', bytes: options.before, replaced: [] };
  const typeset = await set(document);
  switch (typeset.kind) {
    case 'made':
      options.onProgress?.(sheets.length, sheets.length);
      return { kind: 'written', bytes: typeset.bytes, replaced: typeset.replaced };
    case 'missing':
      return { kind: 'refused', problems: [NOT_INSTALLED] };
    case 'failed': {
      if (sheets.length === 1) return { kind: 'refused', problems: [failed(sheets[0]!, typeset.reason)] };
      // Which of them it was tells only each by itself.
      const problems = [];
      for (const sheet of sheets) {
        const alone = await set(paperOf([sheet], options));
        if (alone.kind === 'failed') problems.push(failed(sheet, alone.reason));
      }
      return {
        kind: 'refused',
        problems: problems.length > 0 ? problems : [failed(sheets[0]!, typeset.reason, sheets.length)],
      };
    }
    default:
      return typeset satisfies never;
  }
}

/** The document with the hash of all that its file follows from, by which a file is known that would come out the same. */
function marked(document: PaperDocument): PaperDocument {
  const all = JSON.stringify([TEMPLATE, TYPESETTER_VERSION, document]);
  const hash = createHash('sha256').update(all).digest('hex');
  return { ...document, keywords: [...document.keywords, `maru-paper ${hash}`] };
}

const tooMany = (count: number) =>
  problem(
    {},
    `一つの PDF に入るのは ${MOST_SHEETS} シートまでです（${count} シートあります）。「出力 課の名前 pdf」のように課を選ぶか、maru export でフォルダーに、課ごと（または --per department で部ごと）に書き出してください。`,
    `One PDF holds up to ${MOST_SHEETS} sheets (there are ${count}). Choose a section, as in “export NAME pdf”, or write a file for each sheet or department into a folder with maru export.`,
  );

/** What is said where the part that makes them was left out. */
export const NOT_INSTALLED = problem(
  {},
  `PDF を作る部品 ${TYPESETTER} がありません。Maru のフォルダーで npm install --no-save ${TYPESETTER}@${TYPESETTER_VERSION} を実行してください（情報システム担当へお知らせください）。`,
  `The part that makes PDFs is not installed. Run npm install --no-save ${TYPESETTER}@${TYPESETTER_VERSION} in Maru's folder (tell the IT desk).`,
);

/** A reason in English is for whoever mends it; nothing of the sheet's texts stands in it but single signs. */
const failed = (sheet: OfficialSheet, reason: string, count = 1) =>
  problem(
    {},
    `「${sectionOf(sheet)}」${count > 1 ? `など${count}シート` : ''}の PDF を作れませんでした（${reason.slice(0, 300)}）。ほかの形式（.xlsx、.html）では出力できます。`,
    `The PDF of “${sectionOf(sheet)}”${count > 1 ? ` and others (${count})` : ''} could not be made (${reason.slice(0, 300)}). Other formats (.xlsx, .html) can be written.`,
  );
